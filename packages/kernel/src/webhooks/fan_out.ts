/** From events to messages: writes one down for each webhook that wants the event, once, whichever instance hears of it first. */
import { LRUCache } from 'lru-cache';
import { reading } from '../db/handle.ts';
import type { Event } from '../events/events.ts';
import { asSystem } from '../http/perform.ts';
import type { Tenant } from '../tenancy/directory.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import { addDelivery, wants } from './deliveries.service.ts';

interface Wanting {
  id: string;
  types: string[];
  created_at: string;
}

export interface FanOut {
  /** Hears again what was told lately, in case an instance died before it wrote the messages down. */
  catchUp(): Promise<void>;
  /** Ends when what was heard is written down. */
  close(): Promise<void>;
}

/** Events of so long are written down together. */
const GATHER_MS = 20;
/** Events of one transaction at most. */
const CHUNK = 200;

/** Nobody is told of what webhooks do themselves. */
const OWN = new Set(['webhooks', 'webhook-deliveries']);

/** Begins to hear. An organisation without webhooks costs one look-up a minute. */
export function createFanOut(kernel: Kernel): FanOut {
  const known = new LRUCache<string, Wanting[]>({ max: 20_000, ttl: 60_000 });
  let waiting = new Map<string, Event[]>();
  let gathering: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const wantingOf = async (tenant: Tenant): Promise<Wanting[]> => {
    const remembered = known.get(tenant.id);
    if (remembered) return remembered;
    const handle = reading(kernel.cells.of(tenant), { tenant_id: tenant.id, plane: '' });
    const found = await handle.sql<Wanting>(
      'select id, types, created_at from webhooks where tenant_id = $1 and is_active',
    );
    known.set(tenant.id, found);
    return found;
  };
  const write = async (tenant_id: string, events: readonly Event[]): Promise<void> => {
    const tenant = await kernel.directory.find(tenant_id);
    if (tenant?.status !== 'active') return;
    const wanting = await wantingOf(tenant);
    const wanted = events.flatMap((event) =>
      wanting
        .filter(({ types, created_at }) => wants(types, event.type) && event.at >= created_at)
        .map(({ id }) => ({ webhook_id: id, event })),
    );
    const binding = { tenant_id, plane: '' } as const;
    for (let from = 0; from < wanted.length; from += CHUNK) {
      await asSystem(kernel, { tenant, database: kernel.cells.of(tenant), binding, label: 'webhooks' }, async (ctx) => {
        for (const { webhook_id, event } of wanted.slice(from, from + CHUNK))
          await addDelivery(ctx, webhook_id, { ...event, event_id: event.id });
      });
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(gathering);
    gathering = undefined;
    const batch = waiting;
    waiting = new Map();
    writing = writing.then(async () => {
      for (const [tenant_id, events] of batch) {
        await write(tenant_id, events).catch((error: unknown) => {
          kernel.log.error({ err: error, tenant_id }, 'messages of webhooks could not be written down');
        });
      }
    });
    return writing;
  };
  const hear = (event: Event): void => {
    // What changes a webhook is itself an event, and comes before those that follow it.
    if (event.subject === 'webhooks') known.delete(event.tenant_id);
    if (OWN.has(event.subject)) return;
    const own = waiting.get(event.tenant_id) ?? [];
    waiting.set(event.tenant_id, own);
    own.push(event);
    gathering ??= setTimeout(() => void flush(), GATHER_MS).unref();
  };
  const unsubscribe = kernel.events.subscribe(hear);
  return {
    async catchUp() {
      const feed = reading(kernel.aside, { tenant_id: null, plane: 'platform' });
      const rows = await feed.sql<{ tenant_id: string; ids: string[] }>(
        `select tenant_id, array_agg(id) as ids from event_feed
         where told_at > now() - interval '15 minutes' group by tenant_id`,
      );
      for (const { tenant_id, ids } of rows) {
        const tenant = await kernel.directory.find(tenant_id);
        if (!tenant || (await wantingOf(tenant)).length === 0) continue;
        const handle = reading(kernel.cells.of(tenant), { tenant_id, plane: '' });
        const events = await handle.sql<Event>(
          'select tenant_id, id, type, subject, subject_id, at from events where tenant_id = $1 and id = any($2::uuid[]) order by id',
          [ids],
        );
        for (const event of events) hear(event);
      }
      await flush();
    },
    async close() {
      unsubscribe();
      await flush();
    },
  };
}

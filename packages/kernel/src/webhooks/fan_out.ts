/** From events to messages: writes one down for each webhook that wants the event, once, whichever instance hears of it first. */
import { LRUCache } from 'lru-cache';
import { reading } from '../db/handle.ts';
import type { Event, FedEvent } from '../events/events.ts';
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
  /** Writes down what was told and never written down, because every instance died in between. */
  catchUp(): Promise<void>;
  /** Ends when what was heard is written down. */
  close(): Promise<void>;
}

/** Events of so long are written down together. */
const GATHER_MS = 20;
/** Events of one transaction at most. */
const CHUNK = 200;

/** How soon what could not be written down is tried again, and how many events of a tenant may wait for that in memory. */
const AGAIN_MS = 2_000;
const WAITING = 10_000;

/** Events for which some webhook that is there has no message; whether it wants one is looked at afterwards. */
const MISSING = `select e.tenant_id, e.id, e.type, e.subject, e.subject_id, e.at from events e
  where e.tenant_id = $1 and e.id = any($2::uuid[]) and not (e.subject = any($3::text[])) and exists (
    select from webhooks w where w.tenant_id = $1 and w.is_active and w.created_at <= e.at and not exists (
      select from webhook_deliveries d where d.tenant_id = $1 and d.webhook_id = w.id and d.event_id = e.id))
  order by e.id`;

/** Nobody is told of what webhooks do themselves, nor of what is one person's. */
const OWN = new Set(['webhooks', 'webhook-deliveries', 'notifications']);

/** Begins to hear. An organisation without webhooks costs one look-up a minute. */
export function createFanOut(kernel: Kernel): FanOut {
  const known = new LRUCache<string, Wanting[]>({ max: 20_000, ttl: 60_000 });
  let waiting = new Map<string, Event[]>();
  let gathering: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  let isClosed = false;

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
  const later = (tenant_id: string, events: readonly Event[]): void => {
    const own = waiting.get(tenant_id) ?? [];
    waiting.set(tenant_id, own);
    // What does not fit is written down when the feed is about to forget it.
    own.push(...events.slice(0, Math.max(0, WAITING - own.length)));
  };
  const flush = (): Promise<void> => {
    clearTimeout(gathering);
    gathering = undefined;
    const batch = waiting;
    waiting = new Map();
    writing = writing.then(async () => {
      for (const [tenant_id, events] of batch) {
        await write(tenant_id, events).catch((error: unknown) => {
          kernel.log.error({ err: error, tenant_id }, 'messages of webhooks could not be written down; soon again');
          if (isClosed) return;
          later(tenant_id, events);
          gathering ??= setTimeout(() => void flush(), AGAIN_MS).unref();
        });
      }
    });
    return writing;
  };
  const hear = (event: Event): void => {
    // What changes a webhook is itself an event, and comes before those that follow it.
    if (event.subject === 'webhooks') known.delete(event.tenant_id);
    if (OWN.has(event.subject)) return;
    later(event.tenant_id, [event]);
    gathering ??= setTimeout(() => void flush(), GATHER_MS).unref();
  };
  /** Writes down of these what is not yet, and rejects when that cannot be done. */
  const settle = async (told: readonly FedEvent[]): Promise<void> => {
    for (const [tenant_id, own] of Map.groupBy(told, (one) => one.tenant_id)) {
      const tenant = await kernel.directory.find(tenant_id);
      if (tenant?.status !== 'active' || (await wantingOf(tenant)).length === 0) continue;
      const handle = reading(kernel.cells.of(tenant), { tenant_id, plane: '' });
      const events = await handle.sql<Event>(MISSING, [own.map(({ id }) => id), [...OWN]]);
      if (events.length > 0) await write(tenant_id, events);
    }
  };
  const unsubscribe = kernel.events.subscribe(hear);
  kernel.events.onForget(settle);
  return {
    async catchUp() {
      for await (const page of kernel.events.told()) await settle(page);
    },
    async close() {
      unsubscribe();
      isClosed = true;
      await flush();
    },
  };
}

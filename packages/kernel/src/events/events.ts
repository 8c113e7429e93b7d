/** Events as the instances hear of them: told after the commit by opaque id, read again under the tenant's own binding. */
import type { FastifyBaseLogger } from 'fastify';
import type pg from 'pg';
import { reading, transaction } from '../db/handle.ts';
import { listen } from '../db/listener.ts';
import type { Database } from '../db/pool.ts';
import type { Cells } from '../tenancy/cells.ts';
import type { Directory } from '../tenancy/directory.ts';

/** Something that happened in a tenant and is committed. `data` is read from the table by whoever needs it. */
export interface Event {
  tenant_id: string;
  id: string;
  /** `noun.verb`, e.g. `products.update`. */
  type: string;
  subject: string;
  subject_id: string | null;
  at: string;
}

/** An event as the feed names it. */
export interface FedEvent {
  tenant_id: string;
  id: string;
}

export interface Events {
  /**
   * Calls on every instance for every event of every tenant, after its commit; at least once, in the order of one instance's
   * commits. What a listener throws is logged. Answers how to end it.
   */
  subscribe(listener: (event: Event) => void | Promise<void>): () => void;
  /** After a commit: tells all instances of its events, and `jobs` that something is due. */
  committed(ids: readonly string[], hasJobs?: boolean): void;
  /** Calls when some instance has stored a job. */
  onJobs(hear: () => void): void;
  /**
   * Calls before it is forgotten which events were told: for listeners that must have heard everything once, also what was
   * told while no instance lived. What it throws keeps the events for the next sweep.
   */
  onForget(settle: (told: readonly FedEvent[]) => Promise<void>): void;
  /** What was told and is not forgotten yet, page by page. */
  told(): AsyncIterable<readonly FedEvent[]>;
  /** Tells what an instance that died left untold, and forgets what was told an hour ago; answers how many were told. */
  sweep(): Promise<number>;
  close(): Promise<void>;
}

interface Parts {
  connection: pg.ClientConfig;
  /** The control plane, over connections on which nobody waits. */
  aside: Database;
  cells: Cells;
  directory: Directory;
  log: FastifyBaseLogger;
}

const EVENTS = 'tenantry_events';
const JOBS = 'tenantry_jobs';
/** A notification holds at most 8000 bytes; an id has 37 with its comma. */
const IDS = 200;
/** Commits of this long are told together: a notification makes committing transactions wait for each other, so it is none of theirs. */
const GATHER_MS = 5;
/** What is not told after this long was left by an instance that died. */
const ORPHAN_SECONDS = 5;
const SWEEP_MS = 5_000;
const REMEMBERED = 5_000;
const BEGINNING = '00000000-0000-0000-0000-000000000000';

const PLATFORM = { tenant_id: null, plane: 'platform' } as const;

const TELL = `with told as (update event_feed set told_at = clock_timestamp() where id = any($1::uuid[]) and told_at is null)
  select pg_notify('${EVENTS}', $2)`;
const ORPHANS = `select id from event_feed where told_at is null and at < now() - interval '${ORPHAN_SECONDS} seconds' order by at limit 1000`;
const OLD =
  "select tenant_id, id from event_feed where told_at < now() - interval '1 hour' order by told_at limit 5000";
const FORGET = 'delete from event_feed where id = any($1::uuid[])';
const TOLD = 'select tenant_id, id from event_feed where id > $1::uuid and told_at is not null order by id limit 5000';
const MISSED =
  "select id from event_feed where told_at > now() - interval '1 minute' * $1 order by told_at limit 10000";
const READ = `select id, type, subject, subject_id, at from events where tenant_id = $1 and id = any($2::uuid[]) order by id`;

/** Begins to listen. */
export async function createEvents({ connection, aside, cells, directory, log }: Parts): Promise<Events> {
  const listeners = new Set<(event: Event) => void | Promise<void>>();
  const jobHearers: (() => void)[] = [];
  const settlers: ((told: readonly FedEvent[]) => Promise<void>)[] = [];
  const handle = reading(aside, PLATFORM);
  /** What was heard lately: after a lost connection some is heard twice. */
  const heard = new Set<string>();
  let untold: string[] = [];
  let areJobsUntold = false;
  let gathering: NodeJS.Timeout | undefined;
  let telling: Promise<void> = Promise.resolve();
  let hearing: Promise<void> = Promise.resolve();
  let lastHeardMs = Date.now();
  let isClosed = false;

  const tell = async (): Promise<void> => {
    const ids = untold;
    const withJobs = areJobsUntold;
    untold = [];
    areJobsUntold = false;
    if (ids.length === 0 && !withJobs) return;
    const tx = transaction(aside, PLATFORM);
    try {
      for (let from = 0; from < ids.length; from += IDS) {
        const some = ids.slice(from, from + IDS);
        await tx.sql(TELL, [some, some.join(',')]);
      }
      await tx.commit(withJobs ? [{ text: `select pg_notify('${JOBS}', '')` }] : []);
    } catch (error) {
      await tx.rollback();
      log.warn({ err: error }, 'events could not be told; the next sweep tells them');
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(gathering);
    gathering = undefined;
    telling = telling.then(tell);
    return telling;
  };
  const gather = (): void => {
    gathering ??= setTimeout(() => void flush(), GATHER_MS).unref();
  };

  const pass = async (event: Event): Promise<void> => {
    for (const listener of listeners) {
      try {
        await listener(event);
      } catch (error) {
        log.error({ err: error, event: event.id, type: event.type }, 'a listener of events failed');
      }
    }
  };
  const hear = async (ids: readonly string[]): Promise<void> => {
    lastHeardMs = Date.now();
    const fresh = ids.filter((id) => !heard.has(id));
    if (fresh.length === 0 || listeners.size === 0) return;
    const rows = await handle.sql<{ tenant_id: string; id: string }>(
      'select tenant_id, id from event_feed where id = any($1::uuid[])',
      [fresh],
    );
    const found: Event[] = [];
    for (const [tenant_id, own] of Map.groupBy(rows, (row) => row.tenant_id)) {
      const tenant = await directory.find(tenant_id);
      if (!tenant) continue;
      const bound = reading(cells.of(tenant), { tenant_id, plane: '' });
      const events = await bound.sql<Omit<Event, 'tenant_id'>>(READ, [own.map(({ id }) => id)]);
      for (const event of events) found.push({ tenant_id, ...event });
    }
    const place = new Map(fresh.map((id, index) => [id, index]));
    found.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
    for (const event of found) {
      heard.add(event.id);
      await pass(event);
    }
    for (const id of heard) {
      if (heard.size <= REMEMBERED) break;
      heard.delete(id);
    }
  };
  const inTurn = (work: () => Promise<void>): void => {
    hearing = hearing
      .then(() => (isClosed ? undefined : work()))
      .catch((error: Error) => {
        log.warn({ err: error }, 'events that were told could not be read');
      });
  };
  const catchUp = async (): Promise<void> => {
    const minutes = Math.min(60, 1 + (Date.now() - lastHeardMs) / 60_000);
    const missed = await handle.sql<{ id: string }>(MISSED, [minutes]);
    for (let from = 0; from < missed.length; from += IDS)
      await hear(missed.slice(from, from + IDS).map(({ id }) => id));
  };
  const sweep = async (): Promise<number> => {
    const orphans = await handle.sql<{ id: string }>(ORPHANS);
    untold.push(...orphans.map(({ id }) => id));
    await flush();
    for (;;) {
      const old = await handle.sql<FedEvent>(OLD);
      if (old.length === 0) break;
      for (const settle of settlers) await settle(old);
      await handle.execute(FORGET, [old.map(({ id }) => id)]);
    }
    return orphans.length;
  };

  let isFirst = true;
  const listener = await listen({
    connection,
    name: 'tenantry events',
    channels: {
      [EVENTS]: (payload) => inTurn(() => hear(payload.split(','))),
      [JOBS]: () => {
        for (const one of jobHearers) one();
      },
    },
    onConnect() {
      if (!isFirst) inTurn(catchUp);
      isFirst = false;
      for (const one of jobHearers) one();
    },
    log,
  });
  let sweeping: Promise<unknown> | null = null;
  const timer = setInterval(() => {
    sweeping ??= sweep()
      .catch((error: Error) => log.warn({ err: error }, 'events were not swept'))
      .finally(() => {
        sweeping = null;
      });
  }, SWEEP_MS).unref();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    committed(ids, hasJobs = false) {
      for (const id of ids) untold.push(id);
      areJobsUntold ||= hasJobs;
      if (ids.length > 0 || hasJobs) gather();
    },
    onJobs: (hear) => void jobHearers.push(hear),
    onForget: (settle) => void settlers.push(settle),
    async *told() {
      for (let last = BEGINNING; ; ) {
        const page = await handle.sql<FedEvent>(TOLD, [last]);
        if (page.length > 0) yield page;
        last = page.at(-1)?.id ?? last;
        if (page.length < 5000) return;
      }
    },
    sweep,
    async close() {
      isClosed = true;
      clearInterval(timer);
      await sweeping;
      await flush();
      await listener.close();
      await hearing;
    },
  };
}

/** What follows a new version of a tenant's key, behind the scenes: everything is sealed anew, then the old version is destroyed. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { reading } from '../db/handle.ts';
import type { Database } from '../db/pool.ts';
import { asSystem } from '../http/perform.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import type { SealedSource } from './columns.ts';

export interface Rotation {
  /** Takes the tenant's rotation up; does nothing while it is under way here already. */
  start(tenantId: string): void;
  /** Ends when nothing is under way here any more. */
  settled(): Promise<void>;
  /** Rows that the last pass could not open, as `table.field row`; while there are any, the old version is kept. */
  unreadable(tenantId: string): readonly string[];
  /** Takes up what an instance that ended left unfinished. */
  resume(): Promise<void>;
  close(): Promise<void>;
}

interface RotationParts {
  kernel(): Kernel;
  control: Database;
  lease_ms: number;
  grace_ms: number;
  sources(): readonly SealedSource[];
  forget(tenantId: string): void;
  log: FastifyBaseLogger;
}

const POLL_MS = 20;
const RETRY_MS = 2_000;

/** Waits until every transaction of the database that has written (or entered) by now has ended. */
async function waitForWriters(database: Database, signal: AbortSignal): Promise<void> {
  const handle = reading(database, { tenant_id: null, plane: '' });
  const [barrier] = await handle.sql<{ id: string }>('select pg_current_xact_id()::text as id');
  for (;;) {
    const [seen] = await handle.sql<{ passed: boolean }>(
      'select pg_snapshot_xmin(pg_current_snapshot()) > $1::xid8 as passed',
      [barrier?.id],
    );
    if (seen?.passed) return;
    await sleep(POLL_MS, undefined, { signal });
  }
}

export function createRotation(parts: RotationParts): Rotation {
  const { control, lease_ms, grace_ms, sources, forget, log } = parts;
  const running = new Map<string, Promise<void>>();
  const stuck = new Map<string, string[]>();
  const closing = new AbortController();
  const { signal } = closing;

  const currentOf = async (tenantId: string): Promise<number | null> => {
    const rows = await reading(control, { tenant_id: tenantId, plane: '' }).sql<{ version: number; state: string }>(
      "select version, state from tenant_keys where tenant_id = $1 and state <> 'destroyed'",
    );
    const current = rows.find((row) => row.state === 'current');
    return current && rows.length > 1 ? current.version : null;
  };

  /** Passes over everything until one finds nothing; answers how much was moved, or null for what cannot be opened. */
  const reseal = async (tenantId: string, current: number): Promise<number | null> => {
    let all = 0;
    for (;;) {
      let moved = 0;
      const unreadable: string[] = [];
      for (const source of sources()) {
        const pass = await source.reseal(tenantId, current, () => signal.aborted);
        moved += pass.moved;
        unreadable.push(...pass.unreadable.map((row) => `${source.table}.${source.field} ${row}`));
      }
      signal.throwIfAborted();
      all += moved;
      if (moved > 0) continue;
      if (unreadable.length === 0) {
        stuck.delete(tenantId);
        return all;
      }
      stuck.set(tenantId, unreadable);
      log.error(
        { tenant_id: tenantId, rows: unreadable.slice(0, 20), of: unreadable.length },
        'sealed values that no key opens; the old key is kept',
      );
      return null;
    }
  };

  const retire = async (tenantId: string, current: number): Promise<void> => {
    const kernel = parts.kernel();
    const tenant = await kernel.directory.find(tenantId);
    const binding = { tenant_id: tenantId, plane: '' } as const;
    await asSystem(kernel, { tenant, database: control, binding, label: 'keys' }, async (ctx) => {
      const gone = await ctx.sql<{ version: number }>(
        `update tenant_keys set state = 'destroyed', wrapped = null, destroyed_at = now()
         where tenant_id = $1 and version < $2 and state = 'old' returning version`,
        [current],
      );
      if (gone.length === 0) return;
      await kernel.news.announce(ctx, { kind: 'key', subject_id: tenantId });
      const versions = gone.map((row) => row.version).sort((a, b) => a - b);
      ctx.audit({
        action: 'keys.retire',
        subject: 'keys',
        subject_id: tenantId,
        before: { versions },
        after: { version: current },
      });
    });
    forget(tenantId);
  };

  /** One version after another, until the current one is the only one. */
  const rotate = async (tenantId: string): Promise<void> => {
    for (;;) {
      const current = await currentOf(tenantId);
      if (current === null) return;
      // By then no instance seals with an older version, and whoever did has committed.
      await sleep(lease_ms, undefined, { signal });
      const cells = parts.kernel().cells.all();
      for (const database of new Set([control, ...cells.map((cell) => cell.database)]))
        await waitForWriters(database, signal);
      let moved = await reseal(tenantId, current);
      // Readers who are under way hold what was just sealed anew; and what was sealed before the version changed, outside a
      // transaction that had entered, turns up now.
      while (moved !== null) {
        await sleep(grace_ms, undefined, { signal });
        moved = await reseal(tenantId, current);
        if (moved === 0) break;
      }
      if (moved === null) return;
      await retire(tenantId, current);
    }
  };

  const persevere = async (tenantId: string): Promise<void> => {
    for (;;) {
      try {
        return await rotate(tenantId);
      } catch (error) {
        if (signal.aborted) return;
        log.error({ err: error, tenant_id: tenantId }, 'a rotation of keys was interrupted; it goes on');
        await sleep(RETRY_MS, undefined, { signal }).catch(() => {});
      }
    }
  };

  const start: Rotation['start'] = (tenantId) => {
    if (running.has(tenantId) || signal.aborted) return;
    const work = persevere(tenantId).finally(() => running.delete(tenantId));
    running.set(tenantId, work);
  };

  return {
    start,
    async settled() {
      while (running.size > 0) await Promise.all(running.values());
    },
    unreadable: (tenantId) => stuck.get(tenantId) ?? [],
    async resume() {
      const rows = await reading(control, { tenant_id: null, plane: 'platform' }).sql<{ tenant_id: string }>(
        "select distinct tenant_id from tenant_keys where state = 'old'",
      );
      for (const row of rows) start(row.tenant_id);
    },
    async close() {
      closing.abort();
      await Promise.all(running.values());
    },
  };
}

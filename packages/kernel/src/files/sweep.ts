/** The sweep: what uploads left behind that came to nothing, contents that no file refers to or nobody can open, and files whose content is gone. */
import type { FastifyBaseLogger } from 'fastify';
import { type Handle, reading, transaction } from '../db/handle.ts';
import type { Database } from '../db/pool.ts';
import type { Cells } from '../tenancy/cells.ts';
import { type FileStore, objectKey } from './store.ts';

/** What a sweep did. */
export interface Swept {
  /** Uploads that never became files, and half-written parts. */
  uploads: number;
  /** Contents without a file. */
  contents: number;
  /** Files whose content is not there any more; they stay, marked `missing`, because a store that is not mounted looks the same. */
  missing: number;
  /** Files that were missing and are there again. */
  found: number;
  /** Contents of organisations whose keys are destroyed. */
  purged: number;
}

export interface Sweep {
  /** Sweeps all organisations. What is younger than `grace_ms` may still be under way and is left alone. */
  run(grace_ms?: number): Promise<Swept>;
  /**
   * Removes every content of an organisation for good; its files stay, as `missing` and of no bytes, and count as storage no
   * more. Answers how many contents there were. It can be killed and done again; the sweep does it where keys are destroyed.
   */
  purge(tenant_id: string, cell_id: string): Promise<number>;
  /** Sweeps now and every hour. */
  start(): void;
  close(): Promise<void>;
}

interface Parts {
  store: FileStore;
  cells: Cells;
  control(): Database;
  /** Whether the keys of the tenant are destroyed, so that nobody can open what lies there. */
  isDestroyed(tenant_id: string): Promise<boolean>;
  /** Runs work in a seat of the tenant. Never around what asks the store. */
  seated<T>(tenant_id: string, work: () => Promise<T>): Promise<T>;
  log: FastifyBaseLogger;
}

/** No request lives that long. */
const GRACE_MS = 3_600_000;
const EVERY_MS = 3_600_000;
const BATCH = 500;

const WHOSE = "where tenant_id = $1 and name = 'storage_bytes' and period = ''";
const COUNTER = `from usage_counters ${WHOSE}`;

async function inTransaction<T>(
  database: Database,
  tenant_id: string,
  work: (handle: Handle) => Promise<T>,
): Promise<T> {
  const tx = transaction(database, { tenant_id, plane: '' });
  try {
    const result = await work(tx);
    await tx.commit();
    return result;
  } catch (error) {
    await tx.rollback();
    throw error;
  }
}

export function createSweep({ store, cells, control, isDestroyed, seated, log }: Parts): Sweep {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<unknown> = Promise.resolve();

  const giveUpUploads = async (database: Database, tenant_id: string, before: Date): Promise<number> => {
    const gone = await inTransaction(database, tenant_id, (handle) =>
      handle.sql<{ object_id: string }>(
        "delete from files where tenant_id = $1 and state = 'uploading' and created_at < $2 returning object_id",
        [before.toISOString()],
      ),
    );
    for (const { object_id } of gone) await store.remove(objectKey(tenant_id, object_id));
    return gone.length;
  };

  /** Removes contents that no row knows; answers the ids of all that are left. */
  const removeUnknown = async (
    database: Database,
    tenant_id: string,
    before: Date,
    swept: Swept,
  ): Promise<Set<string>> => {
    const { sql } = reading(database, { tenant_id, plane: '' });
    const there = new Set<string>();
    let batch: string[] = [];
    const settle = async (): Promise<void> => {
      const rows = await seated(tenant_id, () =>
        sql<{ object_id: string }>('select object_id from files where tenant_id = $1 and object_id = any($2::uuid[])', [
          batch,
        ]),
      );
      const known = new Set(rows.map((row) => row.object_id));
      for (const id of batch.filter((one) => !known.has(one))) {
        await store.remove(objectKey(tenant_id, id));
        swept.contents++;
      }
      batch = [];
    };
    for await (const { key, modified_at } of store.list(`t/${tenant_id}/`)) {
      const id = key.split('/')[2] as string;
      there.add(id);
      if (modified_at >= before) continue;
      batch.push(id);
      if (batch.length === BATCH) await settle();
    }
    if (batch.length > 0) await settle();
    return there;
  };

  const markMissing = async (
    database: Database,
    tenant_id: string,
    there: Set<string>,
    before: Date,
    swept: Swept,
  ): Promise<void> => {
    const rows = await seated(tenant_id, () =>
      reading(database, { tenant_id, plane: '' }).sql<{ object_id: string; state: string }>(
        "select object_id, state from files where tenant_id = $1 and state <> 'uploading' and created_at < $2",
        [before.toISOString()],
      ),
    );
    const turned = rows.filter(({ object_id, state }) => there.has(object_id) === (state === 'missing'));
    for (const { object_id, state } of turned) {
      const [becomes, count] = state === 'missing' ? (['ready', 'found'] as const) : (['missing', 'missing'] as const);
      swept[count] += await inTransaction(database, tenant_id, (handle) =>
        handle.execute(
          'update files set state = $3, updated_at = now() where tenant_id = $1 and object_id = $2 and state = $4',
          [object_id, becomes, state],
        ),
      );
      if (becomes === 'missing') log.error({ tenant_id, object_id }, 'the content of a file is not in the store');
    }
  };

  const purge: Sweep['purge'] = async (tenant_id, cell_id) => {
    await inTransaction(cells.of({ cell_id }), tenant_id, async ({ sql, execute }) => {
      // Whoever stores or removes a file locks the counter first as well.
      await sql(`select used ${COUNTER} for update`);
      const freed = await sql<{ bytes: number }>(
        `with f as (select id, bytes from files where tenant_id = $1 and state <> 'uploading' and (state = 'ready' or bytes > 0))
         update files set state = 'missing', bytes = 0, updated_at = now() from f
         where files.tenant_id = $1 and files.id = f.id returning f.bytes`,
      );
      const bytes = freed.reduce((sum, one) => sum + one.bytes, 0);
      if (bytes > 0) await execute(`update usage_counters set used = greatest(used - $2::bigint, 0) ${WHOSE}`, [bytes]);
    });
    let purged = 0;
    for await (const { key } of store.list(`t/${tenant_id}/`)) {
      await store.remove(key);
      purged++;
    }
    if (purged > 0) log.warn({ tenant_id, purged }, 'the contents of an organisation were removed for good');
    return purged;
  };

  const sweepAll = async (grace_ms: number): Promise<Swept> => {
    const swept: Swept = { uploads: 0, contents: 0, missing: 0, found: 0, purged: 0 };
    const before = new Date(Date.now() - grace_ms);
    swept.uploads += await store.prune(before);
    const tenants = await reading(control(), { tenant_id: null, plane: 'platform' }).sql<{
      id: string;
      cell_id: string;
    }>('select id, cell_id from tenants order by id');
    for (const { id, cell_id } of tenants) {
      const database = cells.of({ cell_id });
      if (await isDestroyed(id)) swept.purged += await purge(id, cell_id);
      swept.uploads += await giveUpUploads(database, id, before);
      const there = await removeUnknown(database, id, before, swept);
      await markMissing(database, id, there, before, swept);
    }
    if (Object.values(swept).some((count) => count > 0)) log.info(swept, 'files were swept');
    return swept;
  };

  const run: Sweep['run'] = (grace_ms = GRACE_MS) => {
    const next = running.then(() => sweepAll(grace_ms));
    running = next.catch(() => {});
    return next;
  };
  const quietly = (): void =>
    void run().catch((error: unknown) => log.error({ err: error }, 'a sweep of files failed'));

  return {
    run,
    purge,
    start() {
      timer = setInterval(quietly, EVERY_MS).unref();
      quietly();
    },
    async close() {
      if (timer) clearInterval(timer);
      await running;
    },
  };
}

/** Files under a new version of their tenant's key: each content is sealed anew beside the old one, then takes its place. */
import { type Handle, reading, transaction } from '../db/handle.ts';
import type { Database } from '../db/pool.ts';
import type { SealedSource } from '../keys/columns.ts';
import type { Keys } from '../keys/keys.ts';
import { Problem } from '../problems/problem.ts';
import { newId } from '../schema/ids.ts';
import type { Cells } from '../tenancy/cells.ts';
import type { Directory } from '../tenancy/directory.ts';
import { openContent, sealContent, storedRange } from './sealed_content.ts';
import { type FileStore, ObjectMissing, objectKey } from './store.ts';

interface Parts {
  store: FileStore;
  keys: Pick<Keys, 'sealBytes' | 'openBytes'>;
  cells: Cells;
  directory: Directory;
}

interface Sealed {
  id: string;
  object_id: string;
  bytes: number;
}

const FEW = 20;
const WAIT_MS = 100;
/** An upload that is older was given up. */
const LONGEST_UPLOAD = "interval '1 hour'";

/** The contents of files as a place of sealed values. Readers who are under way keep the old content; the sweep removes it. */
export function filesSource({ store, keys, cells, directory }: Parts): SealedSource {
  const databaseOf = async (tenantId: string): Promise<Database> => {
    const tenant = await directory.find(tenantId);
    if (!tenant) throw new Error(`there is no tenant ${tenantId}`);
    return cells.of(tenant);
  };

  const resealOne = async (
    database: Database,
    tenant_id: string,
    { id, object_id, bytes }: Sealed,
  ): Promise<boolean> => {
    const of = { tenant_id, id };
    const fresh = newId();
    let version = Number.MAX_SAFE_INTEGER;
    const stored = await store.get(objectKey(tenant_id, object_id), storedRange(bytes, 0, bytes - 1));
    const plain = openContent(keys, of, stored, 0, bytes - 1);
    await store.put(
      objectKey(tenant_id, fresh),
      sealContent(keys, of, plain, (one) => {
        version = Math.min(version, one);
      }),
    );
    const tx = transaction(database, { tenant_id, plane: '' });
    try {
      const moved = await tx.execute(
        'update files set object_id = $4, key_version = $5 where tenant_id = $1 and id = $2 and object_id = $3',
        [id, object_id, fresh, version],
      );
      await tx.commit();
      if (moved === 1) return true;
    } catch (error) {
      await tx.rollback();
      throw error;
    }
    // Somebody removed the file meanwhile.
    await store.remove(objectKey(tenant_id, fresh));
    return false;
  };

  /** What was begun before the new version may end with the old one: it is waited for. */
  const uploadsEnded = async ({ sql }: Handle, isStopped: () => boolean): Promise<void> => {
    const [{ now } = { now: '' }] = await sql<{ now: string }>(
      'select now()::text as now from (select $1::uuid as tenant_id) t where tenant_id = $1',
    );
    while (!isStopped()) {
      const [open] = await sql(
        `select id from files where tenant_id = $1 and state = 'uploading' and created_at <= $2::timestamptz
           and created_at > now() - ${LONGEST_UPLOAD} limit 1`,
        [now],
      );
      if (!open) return;
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
    }
  };

  return {
    table: 'files',
    field: 'content',
    async count(tenantId) {
      const { sql } = reading(await databaseOf(tenantId), { tenant_id: tenantId, plane: '' });
      return sql(
        `select key_version as version, count(*) as values from files
         where tenant_id = $1 and state <> 'uploading' group by 1 order by 1`,
      );
    },
    async reseal(tenantId, current, isStopped) {
      const database = await databaseOf(tenantId);
      const handle = reading(database, { tenant_id: tenantId, plane: '' });
      await uploadsEnded(handle, isStopped);
      const pass = { moved: 0, unreadable: [] as string[] };
      for (let after = '00000000-0000-0000-0000-000000000000'; !isStopped(); ) {
        const few = await handle.sql<Sealed>(
          `select id, object_id, bytes from files where tenant_id = $1 and state <> 'uploading' and key_version < $2
             and id > $3 order by id limit ${FEW}`,
          [current, after],
        );
        if (few.length === 0) break;
        after = (few.at(-1) as Sealed).id;
        for (const one of few) {
          if (isStopped()) break;
          try {
            if (await resealOne(database, tenantId, one)) pass.moved++;
          } catch (error) {
            const lost =
              error instanceof ObjectMissing || (error instanceof Problem && error.kind.code === 'keys.unreadable');
            if (!lost) throw error;
            pass.unreadable.push(one.id);
          }
        }
      }
      return pass;
    },
  };
}

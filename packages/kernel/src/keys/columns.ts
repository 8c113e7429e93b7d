/** Where sealed values are stored: columns that modules name, so that a rotation finds every value and seals it anew. */
import { type Handle, reading, transaction } from '../db/handle.ts';
import type { Database } from '../db/pool.ts';
import { Problem } from '../problems/problem.ts';
import type { Place } from './cipher.ts';

/** A column of sealed values. Nothing is sealed for a place that no column or source names. */
export interface SealedColumn {
  table: string;
  field: string;
  /** The columns that name the row within its tenant, joined by `/` in a place; `['id']` unless given. */
  key?: readonly string[];
  /** text: `v<version>.…`; bytes: a bytea that begins with the version. */
  form: 'text' | 'bytes';
  /** In which databases the table is written: the tenant's cell, the control plane, or both. */
  planes: readonly ('cell' | 'control')[];
}

/** How many values there are under a version. */
export interface Count {
  version: number;
  values: number;
}

/** What one pass over a source did. `unreadable` names rows that no key opens; they stay as they are. */
export interface Pass {
  moved: number;
  unreadable: string[];
}

/** Anything that keeps sealed values: a column, or a store of files. */
export interface SealedSource {
  table: string;
  field: string;
  count(tenantId: string): Promise<Count[]>;
  /** Seals anew, in small steps, all that is sealed with a version before `current`. `isStopped` ends it early. */
  reseal(tenantId: string, current: number, isStopped: () => boolean): Promise<Pass>;
}

/** What a column needs of the keys. */
export interface Resealer {
  databasesOf(tenantId: string, planes: SealedColumn['planes']): Promise<Database[]>;
  open(tenantId: string, place: Place, sealed: unknown): Promise<Buffer>;
  seal(tenantId: string, place: Place, plain: Buffer, form: SealedColumn['form']): Promise<string | Buffer>;
}

interface Found {
  row: string;
  sealed: string | Buffer;
  keys: string[];
}

const BATCH = 200;
const IDENTIFIER = /^[a-z][a-z0-9_]*$/;

/** A column as a source. Rows are walked by key and changed only where they still hold what was read: writers never wait long. */
export function columnSource(column: SealedColumn, resealer: Resealer): SealedSource {
  const { table, field, form, planes, key = ['id'] } = column;
  for (const name of [table, field, ...key])
    if (!IDENTIFIER.test(name)) throw new Error(`${name} is not a column name`);
  const version =
    form === 'text'
      ? `substring(t.${field} from '^v([0-9]{1,9})\\.')::integer`
      : `case when length(t.${field}) > 4 then ${[0, 1, 2, 3].map((byte) => `(get_byte(t.${field}, ${byte})::bigint << ${24 - byte * 8})`).join(' + ')} end`;
  const columns = key.map((name) => `t.${name}`);
  const row = columns.map((name) => `${name}::text`).join(` || '/' || `);
  // The parameters take the types of the columns that they are compared with.
  const after = `and (${columns.join(', ')}) > (${columns.map((_, index) => `$${index + 3}`).join(', ')})`;
  const find = (isFirst: boolean): string => `select ${row} as row, t.${field} as sealed,
      array[${columns.map((name) => `${name}::text`).join(', ')}] as keys
    from ${table} t where t.tenant_id = $1 and t.${field} is not null and coalesce(${version}, 0) < $2::bigint
      ${isFirst ? '' : after} order by ${columns.join(', ')} limit ${BATCH}`;
  const change = `update ${table} t set ${field} = x.${field}
    from jsonb_populate_recordset(null::${table}, $2::jsonb) with ordinality x
    join unnest($3::${form === 'text' ? 'text' : 'bytea'}[]) with ordinality o(old, n) on o.n = x.ordinality
    where t.tenant_id = $1 and ${key.map((name) => `t.${name} = x.${name}`).join(' and ')} and t.${field} = o.old`;
  // Bytes travel as text in hexadecimal.
  const wire = (value: string | Buffer): string => (typeof value === 'string' ? value : `\\x${value.toString('hex')}`);

  const step = async (database: Database, tenantId: string, found: readonly Found[]): Promise<Pass> => {
    const pass: Pass = { moved: 0, unreadable: [] };
    const fresh: Record<string, string>[] = [];
    const old: string[] = [];
    for (const { row, sealed, keys } of found) {
      const place = { table, row, field };
      try {
        const plain = await resealer.open(tenantId, place, sealed);
        const anew = wire(await resealer.seal(tenantId, place, plain, form));
        fresh.push({ ...Object.fromEntries(key.map((name, index) => [name, keys[index] as string])), [field]: anew });
        old.push(wire(sealed));
      } catch (error) {
        if (!(error instanceof Problem) || error.kind.code !== 'keys.unreadable') throw error;
        pass.unreadable.push(row);
      }
    }
    if (fresh.length === 0) return pass;
    const tx = transaction(database, { tenant_id: tenantId, plane: '' });
    try {
      pass.moved = await tx.execute(change, [JSON.stringify(fresh), old]);
      await tx.commit();
    } catch (error) {
      await tx.rollback();
      // A deadlock with a writer of many rows: the next pass finds them again.
      if (!['40P01', '40001', '55P03'].includes(String((error as { code?: string }).code))) throw error;
    }
    return pass;
  };

  return {
    table,
    field,
    async count(tenantId) {
      const counts = new Map<number, number>();
      for (const database of await resealer.databasesOf(tenantId, planes)) {
        const handle: Handle = reading(database, { tenant_id: tenantId, plane: '' });
        const rows = await handle.sql<{ version: number | null; values: number }>(
          `select ${version} as version, count(*) as values from ${table} t where t.tenant_id = $1 and t.${field} is not null group by 1`,
        );
        for (const one of rows) counts.set(one.version ?? 0, (counts.get(one.version ?? 0) ?? 0) + one.values);
      }
      return [...counts].map(([version, values]) => ({ version, values })).sort((a, b) => a.version - b.version);
    },
    async reseal(tenantId, current, isStopped) {
      const all: Pass = { moved: 0, unreadable: [] };
      for (const database of await resealer.databasesOf(tenantId, planes)) {
        const handle = reading(database, { tenant_id: tenantId, plane: '' });
        let last: string[] = [];
        while (!isStopped()) {
          const found = await handle.sql<Found>(find(last.length === 0), [current, ...last]);
          if (found.length === 0) break;
          last = (found.at(-1) as Found).keys;
          const { moved, unreadable } = await step(database, tenantId, found);
          all.moved += moved;
          all.unreadable.push(...unreadable);
        }
      }
      return all;
    },
  };
}

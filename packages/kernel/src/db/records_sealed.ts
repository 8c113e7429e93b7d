/** The sealed fields of records: sealed on their way into a table, opened on their way out, and never shown in the audit trail. */
import type { Context } from '../tenancy/context.ts';
import type { RecordType, Row } from './records.ts';

/** What stands for a sealed value where it must not be told. */
export const MASK = '•••';

type Sealing = Pick<RecordType, 'noun' | 'table' | 'sealed'>;

/** The row with each sealed value hidden; itself when there is none. */
export function masked(type: Sealing, row: Row): Row {
  if (!type.sealed?.some((name) => row[name] !== null && row[name] !== undefined)) return row;
  const hidden = type.sealed.filter((name) => row[name] !== null && row[name] !== undefined);
  return { ...row, ...Object.fromEntries(hidden.map((name) => [name, MASK])) };
}

/** The row without its sealed values, for words by which it is found. */
export function withoutSealed(type: Sealing, row: Row): Row {
  if (!type.sealed) return row;
  return { ...row, ...Object.fromEntries(type.sealed.map((name) => [name, null])) };
}

function tenantOf(ctx: Context, type: Sealing): string {
  const { tenant_id } = ctx.binding;
  if (tenant_id === null) throw new Error(`${type.noun} are sealed, and this work is bound to no tenant`);
  return tenant_id;
}

/** Rows as they are to be stored; each has its `id`. Begins the sealing part of the transaction. */
export async function sealRows<R extends Row>(ctx: Context, type: Sealing, rows: readonly R[]): Promise<readonly R[]> {
  const { sealed, table } = type;
  const { keys } = ctx.kernel;
  if (!sealed?.some((name) => rows.some((row) => row[name] !== null && row[name] !== undefined))) return rows;
  const tenantId = tenantOf(ctx, type);
  await keys.enter(ctx);
  const stored: R[] = [];
  for (const row of rows) {
    const fresh: Row = { ...row };
    for (const field of sealed) {
      const value = row[field];
      if (value === null || value === undefined) continue;
      if (typeof value !== 'string') throw new TypeError(`${type.noun}.${field} is sealed and can only hold text`);
      fresh[field] = await keys.seal(tenantId, { table, row: row.id as string, field }, value);
    }
    stored.push(fresh as R);
  }
  return stored;
}

/** Rows as they were stored, opened; each has its `id`. Throws `keys.unreadable` and `keys.destroyed`. */
export async function openRows<R extends Row>(ctx: Context, type: Sealing, rows: readonly R[]): Promise<R[]> {
  const { sealed, table } = type;
  if (!sealed?.some((name) => rows.some((row) => typeof row[name] === 'string'))) return rows as R[];
  const tenantId = tenantOf(ctx, type);
  const opened: R[] = [];
  for (const row of rows) {
    const fresh: Row = { ...row };
    for (const field of sealed) {
      const value = row[field];
      if (typeof value === 'string')
        fresh[field] = await ctx.kernel.keys.open(tenantId, { table, row: row.id as string, field }, value);
    }
    opened.push(fresh as R);
  }
  return opened;
}

/** How many rows and bytes a tenant has in each table, counted and not estimated. */
import { reading } from '@tenantry/kernel/db/handle.ts';
import type { Database } from '@tenantry/kernel/db/pool.ts';
import type { Kernel } from '@tenantry/kernel/tenancy/kernel.ts';

const queries = new WeakMap<Database, Promise<string | null>>();

/** One SELECT over all tables of tenants' records; the catalogue says which they are. */
async function makeQuery(database: Database): Promise<string | null> {
  const tables = await reading(database, { tenant_id: null, plane: '' }).sql<{ name: string }>(
    `select quote_ident(relname) as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind = 'r' and has_table_privilege(oid, 'select')
       and obj_description(oid, 'pg_class') like 'class: tenant%' order by 1`,
  );
  if (tables.length === 0) return null;
  return tables
    .map(
      ({ name }) =>
        `select '${name.replaceAll("'", "''")}' as name, count(*) as rows, coalesce(sum(pg_column_size(t)), 0)::bigint as bytes from ${name} t where tenant_id = $1`,
    )
    .join(' union all ');
}

export interface Stored {
  rows_by_table: Record<string, number>;
  row_bytes: number;
}

/** Counts and bytes of the tenant's rows as they are stored, without indexes; tables without any are left out. */
export async function readStored(kernel: Kernel, tenant: { id: string; cell_id: string }): Promise<Stored> {
  const database = kernel.cells.of(tenant);
  let query = queries.get(database);
  if (!query) {
    query = makeQuery(database);
    query.catch(() => queries.delete(database));
    queries.set(database, query);
  }
  const text = await query;
  if (!text) return { rows_by_table: {}, row_bytes: 0 };
  const handle = reading(database, { tenant_id: tenant.id, plane: '', asker: { name: 'usage.sample' } });
  const tables = await handle.sql<{ name: string; rows: number; bytes: number }>(text);
  return {
    rows_by_table: Object.fromEntries(tables.filter(({ rows }) => rows > 0).map(({ name, rows }) => [name, rows])),
    row_bytes: tables.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

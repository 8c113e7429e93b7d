/** Connection pools: one per login role and database, with what the query layer must know of that database's tables. */
import pg from 'pg';
import type { TenantColumns } from './predicate.ts';
import type { DatabaseWatch } from './watch.ts';

/** A database as one login role sees it. */
export interface Database {
  pool: pg.Pool;
  columns: TenantColumns;
  /** Whether it holds the control plane, whose policies ask for a plane as well. */
  hasPlanes: boolean;
  /** Hears what each trip cost. */
  watch?: DatabaseWatch | undefined;
}

/** Plain text instants and UTC, whatever the server's defaults are. */
const SESSION = '-c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=iso_8601';

/**
 * Opens a pool of at most `max` connections for the login in `connection`, and reads which column binds each table to its
 * tenant. A connection that breaks is dropped; `onError` hears of it.
 */
export async function openDatabase(
  connection: pg.ClientConfig,
  max: number,
  onError: (error: Error) => void,
  hasPlanes = true,
): Promise<Database> {
  const pool = new pg.Pool({
    ...connection,
    max,
    options: SESSION,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
    application_name: 'tenantry',
  });
  pool.on('error', onError);
  // The pool listens to idle connections only; one that breaks while it works would take the process down.
  pool.on('connect', (client) => client.on('error', onError));
  const columns = await readTenantColumns(pool);
  return { pool, columns, hasPlanes };
}

/** Tables with a `tenant_id` are bound by it, the catalogue of tenants by its `id`; all others are shared. */
async function readTenantColumns(pool: pg.Pool): Promise<TenantColumns> {
  const { rows } = await pool.query<{ name: string; bound: boolean }>(
    `select c.relname as name, exists (
       select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
     ) as bound
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind in ('r', 'p', 'v')`,
  );
  return new Map(rows.map(({ name, bound }) => [name, bound ? 'tenant_id' : name === 'tenants' ? 'id' : null]));
}

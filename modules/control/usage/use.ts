/** How much a tenant uses now, counted and not estimated: people, the modules' figures, bytes, requests. */
import { reading } from '@tenantry/kernel/db/handle.ts';
import type { Database } from '@tenantry/kernel/db/pool.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { LimitName } from '../plans/plans.schema.ts';

/** The module's figure behind a limit. */
const FIGURES: Partial<Record<LimitName, string>> = {
  max_products: 'products',
  max_transactions_per_month: 'transactions_this_month',
};

/** The tenant's people, invited ones included: each of them takes a place. */
export async function countMembers(ctx: Context): Promise<number> {
  const [row] = await ctx.sql<{ n: number }>(
    "select count(*) as n from memberships where tenant_id = $1 and status <> 'disabled'",
  );
  return row?.n ?? 0;
}

/** Every figure that the modules declare, in one round trip to the tenant's records. */
export async function countFigures(ctx: Context, wanted?: readonly string[]): Promise<Record<string, number>> {
  const figures = ctx.kernel.modules
    .flatMap((module) => Object.entries(module.figures ?? {}))
    .filter(([name]) => !wanted || wanted.includes(name));
  if (figures.length === 0) return {};
  const handle = reading(ctx.kernel.cells.of(ctx.tenant), { tenant_id: ctx.tenant.id, plane: '' });
  const columns = figures.map(([name, sql]) => `(${sql}) as ${name}`);
  const [row] = await handle.sql<Record<string, number>>(`select ${columns.join(', ')}`);
  return row ?? {};
}

const storageQueries = new WeakMap<Database, Promise<string | null>>();

/** One SELECT over all tables of tenants' records; the catalogue says which they are. */
async function makeStorageQuery(database: Database): Promise<string | null> {
  const tables = await reading(database, { tenant_id: null, plane: '' }).sql<{ name: string }>(
    `select quote_ident(relname) as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind = 'r' and has_table_privilege(oid, 'select')
       and obj_description(oid, 'pg_class') like 'class: tenant%' order by 1`,
  );
  if (tables.length === 0) return null;
  const sums = tables.map(
    ({ name }) => `(select coalesce(sum(pg_column_size(t)), 0) from ${name} t where tenant_id = $1)`,
  );
  return `select (${sums.join(' + ')})::bigint as bytes`;
}

/** Bytes of the tenant's rows as they are stored, without indexes; at most a minute old, since all rows are read for it. */
export function measureStorage(ctx: Context): Promise<number> {
  return ctx.kernel.cache.for(ctx.tenant.id).through('usage.storage', 60_000, () => readStorage(ctx));
}

async function readStorage(ctx: Context): Promise<number> {
  const database = ctx.kernel.cells.of(ctx.tenant);
  let query = storageQueries.get(database);
  if (!query) {
    query = makeStorageQuery(database);
    query.catch(() => storageQueries.delete(database));
    storageQueries.set(database, query);
  }
  const text = await query;
  if (!text) return 0;
  const [row] = await reading(database, { tenant_id: ctx.tenant.id, plane: '' }).sql<{ bytes: number }>(text);
  return row?.bytes ?? 0;
}

/** Requests of the tenant's present day, as far as instances have written them down. */
async function countRequestsToday(ctx: Context): Promise<number> {
  const [row] = await ctx.sql<{ requests: number }>(
    'select requests from request_counts where tenant_id = $1 and day = (now() at time zone $2)::date',
    [ctx.tenant.time_zone],
  );
  return row?.requests ?? 0;
}

/** The use behind each of the given limits. */
export async function measureUse(
  ctx: Context,
  limits: readonly LimitName[],
): Promise<Partial<Record<LimitName, number>>> {
  const use: Partial<Record<LimitName, number>> = {};
  const names = limits.flatMap((limit) => FIGURES[limit] ?? []);
  const figures = names.length > 0 ? await countFigures(ctx, names) : {};
  for (const limit of limits) {
    if (limit === 'max_users') use[limit] = await countMembers(ctx);
    else if (limit === 'max_storage') use[limit] = await measureStorage(ctx);
    else if (limit === 'max_requests_per_day') use[limit] = await countRequestsToday(ctx);
    else use[limit] = figures[FIGURES[limit] as string] ?? 0;
  }
  return use;
}

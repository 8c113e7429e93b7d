/** How much a tenant uses now, counted and not estimated: people, the modules' figures, bytes, requests. */
import { reading } from '@tenantry/kernel/db/handle.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Kernel } from '@tenantry/kernel/tenancy/kernel.ts';
import type { LimitName } from '../plans/plans.schema.ts';
import { readStored } from './stored.ts';

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
export function countFigures(ctx: Context, wanted?: readonly string[]): Promise<Record<string, number>> {
  return countFiguresOf(ctx.kernel, ctx.tenant, wanted);
}

/** The same outside a request. */
export async function countFiguresOf(
  kernel: Kernel,
  tenant: { id: string; cell_id: string },
  wanted?: readonly string[],
): Promise<Record<string, number>> {
  const figures = kernel.modules
    .flatMap((module) => Object.entries(module.figures ?? {}))
    .filter(([name]) => !wanted || wanted.includes(name));
  if (figures.length === 0) return {};
  const handle = reading(kernel.cells.of(tenant), { tenant_id: tenant.id, plane: '' });
  const columns = figures.map(([name, sql]) => `(${sql}) as ${name}`);
  const [row] = await handle.sql<Record<string, number>>(`select ${columns.join(', ')}`);
  return row ?? {};
}

/** Bytes of the tenant's rows as they are stored, without indexes; at most a minute old, since all rows are read for it. */
export function measureStorage(ctx: Context): Promise<number> {
  return ctx.kernel.cache
    .for(ctx.tenant.id)
    .through('usage.storage', 60_000, async () => (await readStored(ctx.kernel, ctx.tenant)).storage_bytes);
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

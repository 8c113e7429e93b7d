/** How much a tenant uses now: the counters of limits, the modules’ figures, the bytes of rows. */
import { reading } from '@tenantry/kernel/db/handle.ts';
import { readUsage } from '@tenantry/kernel/limits/usage.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Tenant } from '@tenantry/kernel/tenancy/directory.ts';
import type { Kernel } from '@tenantry/kernel/tenancy/kernel.ts';
import { KERNEL_LIMITS } from '../entitlements/rules.ts';
import { LIMITS, type LimitName } from '../plans/plans.schema.ts';
import { readStored } from './stored.ts';

/** Every figure that the modules declare, in one round trip to the tenant's records. */
export function countFigures(ctx: Context): Promise<Record<string, number>> {
  return countFiguresOf(ctx.kernel, ctx.tenant);
}

/** The same outside a request. */
export async function countFiguresOf(
  kernel: Kernel,
  tenant: { id: string; cell_id: string },
): Promise<Record<string, number>> {
  const figures = kernel.modules.flatMap((module) => Object.entries(module.figures ?? {}));
  if (figures.length === 0) return {};
  const handle = reading(kernel.cells.of(tenant), { tenant_id: tenant.id, plane: '' });
  const columns = figures.map(([name, sql]) => `(${sql}) as ${name}`);
  const [row] = await handle.sql<Record<string, number>>(`select ${columns.join(', ')}`);
  return row ?? {};
}

/** Bytes of the tenant’s rows as they are stored, without indexes; at most a minute old, since all rows are read for it. */
export function measureRows(ctx: Context): Promise<number> {
  return ctx.kernel.cache
    .for(ctx.tenant.id)
    .through('usage.rows', 60_000, async () => (await readStored(ctx.kernel, ctx.tenant)).row_bytes);
}

/** The counter behind a limit, as the limit itself reads it. */
export function readCounter(kernel: Kernel, tenant: Tenant, limit: LimitName): Promise<number> {
  const name = KERNEL_LIMITS[limit];
  return name === 'api_requests_per_day' ? kernel.limits.requests.used(tenant) : readUsage(kernel, tenant, name);
}

/** All of them. */
export async function readCounters(kernel: Kernel, tenant: Tenant): Promise<Record<LimitName, number>> {
  const used = {} as Record<LimitName, number>;
  for (const limit of LIMITS) used[limit] = await readCounter(kernel, tenant, limit);
  return used;
}

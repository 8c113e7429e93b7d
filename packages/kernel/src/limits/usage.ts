/** Counters of what a tenant uses, changed in the transaction of the change that they count, and never past the limit. */
import { type Handle, reading } from '../db/handle.ts';
import type { Context } from '../tenancy/context.ts';
import type { Tenant } from '../tenancy/directory.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import { LIMITS, type LimitName, periodOf, refusal, warningAt } from './limit.ts';

interface Counter {
  used: number;
  warned: number;
}

/** The counter's table; each limit has its own. */
export function tableOf(name: LimitName): string {
  return LIMITS[name].plane === 'control' ? 'control_counters' : 'usage_counters';
}

/**
 * A refused change touches no row. What went well below 70 percent is told of again when it rises again. Nothing is ever less
 * than zero; `reconcileUsage` finds a counter that rows were put in or taken out beside.
 */
const change = (table: string): string =>
  `update ${table} set used = greatest(used + $4::bigint, 0),
     warned = case when $4::bigint < 0 and used + $4::bigint < 0.7 * $5::bigint then 0 else warned end
   where tenant_id = $1 and name = $2 and period = $3
     and ($4::bigint <= 0 or $5::bigint is null or used + $4::bigint <= $5::bigint)
   returning used, warned`;

/** The SELECT that counts what a limit is about, with the tenant's id as `$1`; undefined where nothing but the counter knows. */
export function countOf(kernel: Pick<Kernel, 'modules'>, name: LimitName): string | undefined {
  if (name === 'users') return "select count(*) from memberships where tenant_id = $1 and status <> 'disabled'";
  if (name === 'storage_bytes')
    return "select coalesce(sum(bytes), 0) from files where tenant_id = $1 and state <> 'uploading'";
  return kernel.modules.find((module) => module.counts?.[name])?.counts?.[name];
}

/** A limit is counted from what is there; of several who begin at once one row stays. */
async function begin(ctx: Context, name: LimitName, period: string, beside: number): Promise<void> {
  const count = countOf(ctx.kernel, name);
  await ctx.execute(
    `insert into ${tableOf(name)} (tenant_id, name, period, used)
     values ($1, $2, $3, greatest(${count ? `(${count})` : '0'} - $4::bigint, 0)) on conflict do nothing`,
    [name, period, beside],
  );
}

/**
 * Counts `delta` more (or less) of what the limit is about, in the transaction of `ctx`, which must be of the plane that holds
 * it. Call it before the change is made, or with `made` after it. Throws `limits.reached` (403), with `limit`, `usage`,
 * `maximum` and `resets_at`, when there is no room; less is always taken. Answers how much is used.
 *
 * The counter's row stays locked until the transaction ends, so that of parallel writers exactly as many succeed as there is room.
 */
export async function changeUsage(
  ctx: Context,
  name: LimitName,
  delta: number,
  { made = false } = {},
): Promise<number> {
  if (!Number.isSafeInteger(delta)) throw new Error(`a change of ${name} is a whole number, not ${delta}`);
  const { limits } = await ctx.kernel.limits.of(ctx.tenant);
  const { maximum } = limits[name];
  const nowMs = ctx.now.getTime();
  const { period } = periodOf(name, ctx.tenant.time_zone, nowMs);
  const table = tableOf(name);
  const values = [name, period, delta, maximum];
  let [counter] = await ctx.sql<Counter>(change(table), values);
  if (!counter) {
    await begin(ctx, name, period, made ? delta : 0);
    [counter] = await ctx.sql<Counter>(change(table), values);
  }
  if (!counter)
    throw refusal(ctx.tenant, name, { used: await usedOf(ctx, name, period), maximum: maximum ?? 0, nowMs });
  const warning = warningAt(counter.used, maximum);
  if (delta > 0 && warning > counter.warned) await warn(ctx, name, { period, warning, used: counter.used, maximum });
  return counter.used;
}

async function usedOf(handle: Pick<Handle, 'sql'>, name: LimitName, period: string): Promise<number> {
  const [row] = await handle.sql<Counter>(
    `select used, warned from ${tableOf(name)} where tenant_id = $1 and name = $2 and period = $3`,
    [name, period],
  );
  return row?.used ?? 0;
}

/** The entry of the trail that tells of a share that is reached; its event reaches whoever is to be told. */
export function warningEntry(
  name: LimitName,
  { period, warning, used, maximum }: { period: string; warning: number; used: number; maximum: number | null },
) {
  return {
    action: warning === 100 ? 'limits.exhausted' : 'limits.warned',
    subject: 'limits',
    subject_id: name,
    after: { limit: name, usage: used, maximum, percent: warning, ...(period === '' ? {} : { period }) },
  };
}

/** The counter's row is locked, so each share is told of once in a period. */
async function warn(
  ctx: Context,
  name: LimitName,
  about: { period: string; warning: number; used: number; maximum: number | null },
): Promise<void> {
  await ctx.execute(`update ${tableOf(name)} set warned = $4 where tenant_id = $1 and name = $2 and period = $3`, [
    name,
    about.period,
    about.warning,
  ]);
  ctx.audit(warningEntry(name, about));
}

/** How much of a limit the tenant uses in its present period, as it is committed. */
export async function readUsage(kernel: Kernel, tenant: Tenant, name: LimitName, nowMs = Date.now()): Promise<number> {
  const { period } = periodOf(name, tenant.time_zone, nowMs);
  const handle = handleOf(kernel, tenant, name);
  const table = tableOf(name);
  const [row] = await handle.sql<Counter>(
    `select used, warned from ${table} where tenant_id = $1 and name = $2 and period = $3`,
    [name, period],
  );
  if (row) return row.used;
  return (await countNow(kernel, tenant, name)) ?? 0;
}

function handleOf(kernel: Kernel, tenant: Tenant, name: LimitName): Handle {
  const database = LIMITS[name].plane === 'control' ? kernel.aside : kernel.cells.of(tenant);
  return reading(database, { tenant_id: tenant.id, plane: '' });
}

/** What is there, counted; null where nothing but the counter knows. */
export async function countNow(kernel: Kernel, tenant: Tenant, name: LimitName): Promise<number | null> {
  const count = countOf(kernel, name);
  if (!count) return null;
  const [row] = await handleOf(kernel, tenant, name).sql<{ n: number }>(`select (${count}) as n`);
  return row?.n ?? 0;
}

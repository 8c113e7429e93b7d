/** Counters of what a tenant uses, changed in the transaction of the change that they count, and never past the limit. */
import { LRUCache } from 'lru-cache';
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

/** Counters that are known to be there, so that no answer is waited for before they are changed. */
const begun = new LRUCache<string, true>({ max: 50_000 });

/**
 * Counts `delta` more (or less) of what the limit is about, in the transaction of `ctx`, which must be of the plane that holds
 * it. Call it before the change is made, or with `made` after it. Throws `limits.reached` (403), with `limit`, `usage`,
 * `maximum` and `resets_at`, when there is no room, or lets the statement that comes next in the transaction (or its end) throw
 * it; less is always taken.
 *
 * The counter's row stays locked until the transaction ends, so that of parallel writers exactly as many succeed as there is room.
 */
export async function changeUsage(ctx: Context, name: LimitName, delta: number, { made = false } = {}): Promise<void> {
  if (!Number.isSafeInteger(delta)) throw new Error(`a change of ${name} is a whole number, not ${delta}`);
  const { limits } = await ctx.kernel.limits.of(ctx.tenant);
  const { maximum } = limits[name];
  const { period } = periodOf(name, ctx.tenant.time_zone, ctx.now.getTime());
  const text = change(tableOf(name));
  const values = [name, period, delta, maximum];
  const about: Change = { name, period, delta, maximum };
  const key = `${ctx.tenant.id} ${name} ${period}`;
  if (ctx.ahead && begun.has(key)) {
    ctx.ahead(text, values, async ([counter]) => {
      if (counter) return told(ctx, about, counter as Counter);
      if ((await usedOf(ctx, name, period)) !== undefined) return refuse(ctx, about);
      begun.delete(key);
      throw Object.assign(new Error(`the counter of ${name} is gone, and begun anew`), { code: SERIALIZATION_FAILURE });
    });
    return;
  }
  let [counter] = await ctx.sql<Counter>(text, values);
  if (!counter) {
    await begin(ctx, name, period, made ? delta : 0);
    [counter] = await ctx.sql<Counter>(text, values);
  }
  if (!counter) return refuse(ctx, about);
  ctx.afterCommit(() => void begun.set(key, true));
  return told(ctx, about, counter);
}

/** What is run again from the start. */
const SERIALIZATION_FAILURE = '40001';

interface Change {
  name: LimitName;
  period: string;
  delta: number;
  maximum: number | null;
}

async function refuse(ctx: Context, { name, period, maximum }: Change): Promise<never> {
  const used = (await usedOf(ctx, name, period)) ?? 0;
  throw refusal(ctx.tenant, name, { used, maximum: maximum ?? 0, nowMs: ctx.now.getTime() });
}

async function told(ctx: Context, { name, period, delta, maximum }: Change, { used, warned }: Counter): Promise<void> {
  const warning = warningAt(used, maximum);
  if (delta > 0 && warning > warned) await warn(ctx, name, { period, warning, used, maximum });
}

async function usedOf(handle: Pick<Handle, 'sql'>, name: LimitName, period: string): Promise<number | undefined> {
  const [row] = await handle.sql<Counter>(
    `select used, warned from ${tableOf(name)} where tenant_id = $1 and name = $2 and period = $3`,
    [name, period],
  );
  return row?.used;
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

/** Figures of one tenant: what it uses, how it is served, whether it is well. */
import { reading } from '@tenantry/kernel/db/handle.ts';
import { invalidInput } from '@tenantry/kernel/http/problems.ts';
import { problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { lastSample, presentService } from '../performance/performance.service.ts';
import { LIMITS } from '../plans/plans.schema.ts';
import { getSubscription } from '../subscriptions/subscriptions.service.ts';
import type { TenantHealth, TimeRange, Usage } from './usage.schema.ts';
import { countFigures, measureRows, readCounter } from './use.ts';

interface DayCount {
  day: string;
  requests: number;
  refused: number;
  errors: number;
}

/** Days of the range, today included. */
function daysOf({ timeRange, time_range }: TimeRange): number {
  if (timeRange && time_range && timeRange !== time_range)
    throw problem(invalidInput, { errors: [{ pointer: '/time_range', detail: 'Give timeRange or time_range.' }] });
  const days = Number.parseInt(timeRange ?? time_range ?? '30d', 10);
  if (days < 1 || days > 366)
    throw problem(invalidInput, { errors: [{ pointer: '/time_range', detail: 'Give 1d to 366d.' }] });
  return days;
}

/** The days of UTC up to now, the present one included, on which something was counted. */
async function readDays(ctx: Context, days: number): Promise<Usage['series']> {
  const rows = await ctx.sql<Usage['series'][number]>(
    `select coalesce(b.day, s.day)::text as day, coalesce(requests, 0) as requests, coalesce(refused, 0) as refused,
       coalesce(errors, 0) as errors, coalesce(milliseconds, 0) as response_ms,
       coalesce(database_milliseconds, 0) as database_ms, coalesce(statements, 0) as statements,
       coalesce(jobs, 0) as jobs, coalesce(failed_jobs, 0) as failed_jobs, rows, row_bytes, storage_bytes
     from (select (at at time zone 'UTC')::date as day, * from metric_buckets
           where tenant_id = $1 and resolution = '1d' and at > $2::timestamptz - interval '1 day' * $3) b
     full join (select day, storage_bytes, row_bytes,
                  (select coalesce(sum(value::bigint), 0) from jsonb_each_text(rows_by_table))::bigint as rows
                from metric_samples
                where tenant_id = $1 and day > ($2::timestamptz at time zone 'UTC')::date - $3::int) s on s.day = b.day
     order by 1`,
    [ctx.now.toISOString(), days],
  );
  const round = (ms: number): number => Math.round(ms * 100) / 100;
  return rows.map((row) => ({ ...row, response_ms: round(row.response_ms), database_ms: round(row.database_ms) }));
}

/** What the tenant uses now, and its requests over the range. */
export async function getUsage(ctx: Context, range: TimeRange): Promise<Usage> {
  const days = daysOf(range);
  await ctx.kernel.metrics.flush();
  const to = new Intl.DateTimeFormat('en-CA', { timeZone: ctx.tenant.time_zone }).format(ctx.now);
  const from = new Date(Date.parse(`${to}T00:00:00Z`) - (days - 1) * 86_400_000).toISOString().slice(0, 10);
  const byDay = await ctx.sql<DayCount>(
    `select day::text as day, requests, refused, errors from request_counts
     where tenant_id = $1 and day between $2::date and $3::date order by day`,
    [from, to],
  );
  const sum = (name: 'requests' | 'refused' | 'errors'): number => byDay.reduce((total, one) => total + one[name], 0);
  const subscription = await getSubscription(ctx);
  return {
    tenant_id: ctx.tenant.id,
    time_range: `${days}d`,
    from,
    to,
    users: await readCounter(ctx.kernel, ctx.tenant, 'max_users'),
    records: await countFigures(ctx),
    storage_bytes: await readCounter(ctx.kernel, ctx.tenant, 'max_storage'),
    row_bytes: await measureRows(ctx),
    requests: sum('requests'),
    refused: sum('refused'),
    errors: sum('errors'),
    requests_by_day: byDay,
    limits: Object.fromEntries(LIMITS.map((name) => [name, subscription[name]])) as Usage['limits'],
    allowances: subscription.allowances,
    rows_by_table: (await lastSample(ctx))?.rows_by_table ?? {},
    series: await readDays(ctx, days),
  };
}

/** Whether the tenant's own plane answers, as the tenant. */
async function answers(ctx: Context): Promise<boolean> {
  try {
    await reading(ctx.kernel.cells.of(ctx.tenant), { tenant_id: ctx.tenant.id, plane: '' })
      .db.selectNoFrom((eb) => eb.val(1).as('one'))
      .execute();
    return true;
  } catch (error) {
    ctx.log.error({ err: error }, 'the tenant’s database does not answer');
    return false;
  }
}

/** `GET …/health`. Asks the database now; what is not configured is null. */
export async function getTenantHealth(ctx: Context): Promise<TenantHealth> {
  const database = await answers(ctx);
  const redis = ctx.kernel.shares.redis()?.ok ?? null;
  const storage = (await ctx.kernel.files.check()).ok;
  const { p50_response_ms, error_rate } = await presentService(ctx);
  const isWell = database && storage && redis !== false;
  const problems = [
    ...(database ? [] : ['Records cannot be read or written at this moment.']),
    ...(storage ? [] : ['Files cannot be read or stored at this moment.']),
    ...(redis === false ? ['Rates are counted by each server alone at this moment.'] : []),
  ];
  const isOpen = ctx.tenant.status === 'active';
  return {
    status: isOpen ? (isWell ? 'healthy' : 'degraded') : ctx.tenant.status,
    checks: { database, redis, storage, api: true },
    problems,
    metrics: {
      response_time_ms: p50_response_ms,
      error_rate,
      uptime: Math.round((Date.now() - ctx.kernel.started_at.getTime()) / 1000),
    },
    last_checked: ctx.now.toISOString(),
  };
}

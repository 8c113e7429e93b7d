/** Reads the series of one tenant: how it is served, what it asks of the database, what threatened it. */
import { reading } from '@tenantry/kernel/db/handle.ts';
import { percentile } from '@tenantry/kernel/metrics/histogram.ts';
import { type Bucket, readSeries, sumOf } from '@tenantry/kernel/metrics/series.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { DatabasePerformance, Performance, SecurityMetrics, SlowQueries } from './performance.schema.ts';
import { type ChartRange, rangeOf } from './range.ts';

type Sums = Omit<Bucket, 'at'>;

const round = (number: number): number => Math.round(number * 100) / 100;
const perOne = (sum: number, count: number): number | null => (count === 0 ? null : round(sum / count));

function served({ requests, refused, errors, milliseconds, histogram }: Sums) {
  return {
    requests,
    refused,
    errors,
    error_rate: requests === 0 ? null : Math.round((errors / requests) * 10_000) / 10_000,
    mean_response_ms: perOne(milliseconds, requests),
    p50_response_ms: percentile(histogram, 0.5),
    p95_response_ms: percentile(histogram, 0.95),
  };
}

const atDatabase = ({ statements, database_milliseconds }: Sums) => ({
  statements,
  database_ms: round(database_milliseconds),
});

const load = (sums: Sums) => ({
  ...atDatabase(sums),
  waiting_ms: round(sums.waiting_milliseconds),
  mean_statement_ms: perOne(sums.database_milliseconds, sums.statements),
});

const threats = (sums: Sums) => ({
  failed_sign_ins: sums.sign_in_failures,
  password_resets: sums.password_resets,
  forbidden: sums.forbidden,
  rate_limited: sums.rate_limited,
  conflicts: sums.conflicts,
  strangers: sums.strangers,
});

/** The series over the range with its sum; what this instance counted until now is in it. */
async function seriesOf(ctx: Context, range: ChartRange) {
  const { text, ms } = rangeOf(range);
  await ctx.kernel.metrics.flush();
  const { resolution, buckets } = await readSeries(ctx, ctx.now, ms);
  const head = { tenant_id: ctx.tenant.id, time_range: text, resolution };
  return { head, buckets, total: sumOf(buckets) };
}

/** The last five to ten minutes, over all instances. */
export async function presentService(ctx: Context) {
  await ctx.kernel.metrics.flush();
  return served(sumOf((await readSeries(ctx, ctx.now, 600_000)).buckets));
}

async function measuredSince(ctx: Context): Promise<string | null> {
  const [first] = await ctx.sql<{ at: string }>(
    "select at from metric_buckets where tenant_id = $1 and resolution = '1d' order by at limit 1",
  );
  return first?.at ?? null;
}

/** `GET …/performance` */
export async function getPerformance(ctx: Context, range: ChartRange): Promise<Performance> {
  const { head, buckets, total } = await seriesOf(ctx, range);
  return {
    ...head,
    ...served(total),
    ...atDatabase(total),
    measured_since: await measuredSince(ctx),
    now: await presentService(ctx),
    series: buckets.map((bucket) => ({ at: bucket.at, ...served(bucket), ...atDatabase(bucket) })),
  };
}

interface Sample {
  sampled_at: string;
  row_bytes: number;
  rows_by_table: Record<string, number>;
}

/** What was last seen of the tenant's records; null before the first look. */
export async function lastSample(ctx: Context): Promise<Sample | null> {
  const [sample] = await ctx.sql<Sample>(
    `select sampled_at, row_bytes, rows_by_table from metric_samples where tenant_id = $1 order by day desc limit 1`,
  );
  return sample ?? null;
}

/** `GET /database/performance/{tenant}` */
export async function getDatabasePerformance(ctx: Context, range: ChartRange): Promise<DatabasePerformance> {
  const { head, buckets, total } = await seriesOf(ctx, range);
  const [slow] = await ctx.sql<{ n: number }>('select count(*) as n from slow_statements where tenant_id = $1');
  const cell = ctx.kernel.cells.all().find(({ id }) => id === ctx.tenant.cell_id);
  const sample = await lastSample(ctx);
  return {
    ...head,
    ...load(total),
    database_ms_per_request: perOne(total.database_milliseconds, total.requests),
    slow_statements: slow?.n ?? 0,
    slow_ms: ctx.kernel.metrics.config.slow_ms,
    cell: { name: cell?.name ?? '', kind: cell?.kind ?? 'pool' },
    rows_by_table: sample?.rows_by_table ?? {},
    row_bytes: sample?.row_bytes ?? null,
    sampled_at: sample?.sampled_at ?? null,
    series: buckets.map((bucket) => ({ at: bucket.at, ...load(bucket) })),
  };
}

/** `GET /database/slow-queries/{tenant}` */
export async function listSlowQueries(ctx: Context): Promise<SlowQueries> {
  await ctx.kernel.metrics.flush();
  const queries = await ctx.sql<SlowQueries['queries'][number]>(
    `select asker as route, statement, count, total_milliseconds / count as mean_ms, max_milliseconds as max_ms, first_at, last_at
     from slow_statements where tenant_id = $1 order by max_milliseconds desc limit 100`,
  );
  const rounded = queries.map((one) => ({ ...one, mean_ms: round(one.mean_ms), max_ms: round(one.max_ms) }));
  return { tenant_id: ctx.tenant.id, slow_ms: ctx.kernel.metrics.config.slow_ms, queries: rounded };
}

/** Sessions of the tenant's people. Sessions are the platform's, so they are counted in its plane, for this tenant's people alone. */
async function countSessions({ kernel, tenant }: Context): Promise<number> {
  const [row] = await reading(kernel.aside, { tenant_id: null, plane: 'platform' }).sql<{ n: number }>(
    `select count(*) as n from memberships m join sessions s on s.user_id = m.user_id
     where m.tenant_id = $1 and m.status = 'active' and s.ended_at is null and s.expires_at > now()`,
    [tenant.id],
  );
  return row?.n ?? 0;
}

/** `GET /security/metrics/{tenant}` */
export async function getSecurityMetrics(ctx: Context, range: ChartRange): Promise<SecurityMetrics> {
  const { head, buckets, total } = await seriesOf(ctx, range);
  return {
    ...head,
    ...threats(total),
    active_sessions: await countSessions(ctx),
    series: buckets.map((bucket) => ({ at: bucket.at, ...threats(bucket) })),
  };
}

/** The installation over time: what it answered and asked of the database, how busy and how full it was. */
import { percentile } from '@tenantry/kernel/metrics/histogram.ts';
import { type Bucket, readSeries, sumOf } from '@tenantry/kernel/metrics/series.ts';
import { PLATFORM_ID } from '@tenantry/kernel/metrics/tallies.ts';
import { Instant } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import Type, { type Static } from 'typebox';
import { type ChartRange, rangeOf } from '../performance/range.ts';
import { FIGURES, type Sample } from './samples.ts';

const Count = Type.Integer({ minimum: 0 });
const FigureOrNull = (description: string) => Type.Unsafe<number | null>({ type: ['number', 'null'], description });

const served = {
  requests: Count,
  refused: Count,
  errors: Count,
  p95_response_ms: FigureOrNull('Null: nothing was answered.'),
  database_ms: Type.Number(),
  statements: Count,
  jobs: Count,
  failed_jobs: Count,
};

export const SystemSeries = Type.Object({
  time_range: Type.String(),
  resolution: Type.String(),
  ...served,
  series: Type.Array(
    Type.Object({
      at: Instant(),
      ...served,
      connections: FigureOrNull('Most of the bucket; null: nobody looked.'),
      jobs_waiting: FigureOrNull('Due and not begun.'),
      database_bytes: FigureOrNull('With indexes.'),
      file_bytes: FigureOrNull('Of all organisations, as counted within the hour.'),
      disk_percent: FigureOrNull('Of the fullest disk.'),
    }),
  ),
});
export type SystemSeries = Static<typeof SystemSeries>;

const NOTHING = Object.fromEntries(FIGURES.map((name) => [name, null])) as Record<keyof Sample, null>;

function shown(sums: Omit<Bucket, 'at'>) {
  const { requests, refused, errors, histogram, database_milliseconds, statements, jobs, failed_jobs } = sums;
  return {
    requests,
    refused,
    errors,
    p95_response_ms: percentile(histogram, 0.95),
    database_ms: Math.round(database_milliseconds * 100) / 100,
    statements,
    jobs,
    failed_jobs,
  };
}

/** `GET /system/series` */
export async function getSystemSeries(ctx: Context, range: ChartRange): Promise<SystemSeries> {
  const { text, ms } = rangeOf(range);
  await ctx.kernel.metrics.flush();
  // The figures of the whole lie where those of organisations do, below an id of their own.
  const whole: Pick<Context, 'sql'> = { sql: (sql, values = []) => ctx.sql(sql, [PLATFORM_ID, ...values]) };
  const { resolution, buckets } = await readSeries(whole, ctx.now, ms);
  const samples = await ctx.sql<Sample & { at: string }>(
    `select at, ${FIGURES.join(', ')} from system_samples where resolution = $1 and at >= $2::timestamptz`,
    [resolution, buckets[0]?.at],
  );
  const byTime = new Map(samples.map(({ at, ...sample }) => [Date.parse(at), sample]));
  return {
    time_range: text,
    resolution,
    ...shown(sumOf(buckets)),
    series: buckets.map((bucket) => ({
      at: bucket.at,
      ...shown(bucket),
      ...(byTime.get(Date.parse(bucket.at)) ?? NOTHING),
    })),
  };
}

/** Series of a tenant: tallies written in three resolutions at once, read back for charts, forgotten with age. */
import { type Handle, transaction } from '../db/handle.ts';
import type { Database } from '../db/pool.ts';
import type { Round } from './rounds.ts';
import { addTally, newTally, SUMS, type Sum, type Tally } from './tallies.ts';

/** Width of a bucket and how long it is kept. */
export const RESOLUTIONS = {
  '5m': { ms: 300_000, kept_days: 2 },
  '1h': { ms: 3_600_000, kept_days: 90 },
  '1d': { ms: 86_400_000, kept_days: 1_100 },
} as const;
export type Resolution = keyof typeof RESOLUTIONS;

/** One bucket of a series. */
export interface Bucket extends Record<Sum, number> {
  at: string;
  histogram: number[];
}

const TYPES: Partial<Record<Sum, string>> = {
  milliseconds: 'float8',
  database_milliseconds: 'float8',
  waiting_milliseconds: 'float8',
};

const ADD = `insert into metric_buckets as b (tenant_id, resolution, at, histogram, ${SUMS.join(', ')})
  select u.tenant_id, u.resolution, u.at, u.histogram::bigint[], ${SUMS.map((name) => `u.${name}`).join(', ')}
  from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[], ${SUMS.map((name, i) => `$${i + 5}::${TYPES[name] ?? 'bigint'}[]`).join(', ')})
    as u(tenant_id, resolution, at, histogram, ${SUMS.join(', ')})
  on conflict (tenant_id, resolution, at) do update set
    ${SUMS.map((name) => `${name} = b.${name} + excluded.${name}`).join(', ')},
    histogram = array(select coalesce(x, 0) + coalesce(y, 0)
      from unnest(b.histogram, excluded.histogram) with ordinality as h(x, y, n) order by n)`;

/** Five minutes lie within one day of every calendar; the tenant's own zone says of which. */
const COUNT_DAYS = `insert into request_counts as c (tenant_id, day, requests, refused, errors, milliseconds)
  select t.id, (u.at at time zone t.time_zone)::date, sum(u.requests), sum(u.refused), sum(u.errors), sum(u.milliseconds)
  from unnest($1::uuid[], $2::timestamptz[], $3::bigint[], $4::bigint[], $5::bigint[], $6::float8[])
    as u(tenant_id, at, requests, refused, errors, milliseconds) join tenants t on t.id = u.tenant_id
  group by 1, 2 order by 1, 2
  on conflict (tenant_id, day) do update set requests = c.requests + excluded.requests, refused = c.refused + excluded.refused,
    errors = c.errors + excluded.errors, milliseconds = c.milliseconds + excluded.milliseconds`;

/** Rows that one statement writes at most. */
const SLICE = 2_000;

/** Adds tallies to the buckets of every resolution and to the days of the tenants' calendars, whichever instance counted them. All or nothing. */
export async function writeSeries(database: Database, tallies: readonly Tally[]): Promise<void> {
  const rows = new Map<string, { resolution: Resolution; tally: Tally }>();
  for (const tally of tallies) {
    for (const [resolution, { ms }] of Object.entries(RESOLUTIONS) as [Resolution, { ms: number }][]) {
      const at = Math.floor(tally.at / ms) * ms;
      const key = `${tally.tenant_id} ${resolution} ${at}`;
      const row = rows.get(key) ?? { resolution, tally: newTally(tally.tenant_id, at) };
      rows.set(key, row);
      addTally(row.tally, tally);
    }
  }
  if (rows.size === 0) return;
  // In one order, so that two instances never wait for each other in a circle.
  const sorted = [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  const tx = transaction(database, { tenant_id: null, plane: 'platform' });
  try {
    for (let i = 0; i < sorted.length; i += SLICE) {
      const slice = sorted.slice(i, i + SLICE);
      await tx.execute(ADD, [
        slice.map(({ tally }) => tally.tenant_id),
        slice.map(({ resolution }) => resolution),
        slice.map(({ tally }) => new Date(tally.at).toISOString()),
        slice.map(({ tally }) => `{${tally.histogram.join(',')}}`),
        ...SUMS.map((name) => slice.map(({ tally }) => tally[name])),
      ]);
    }
    const answered = tallies.filter(({ requests }) => requests > 0);
    if (answered.length > 0)
      await tx.execute(COUNT_DAYS, [
        answered.map(({ tenant_id }) => tenant_id),
        answered.map(({ at }) => new Date(at).toISOString()),
        answered.map(({ requests }) => requests),
        answered.map(({ refused }) => refused),
        answered.map(({ errors }) => errors),
        answered.map(({ milliseconds }) => milliseconds),
      ]);
    await tx.commit();
  } catch (error) {
    await tx.rollback();
    throw error;
  }
}

/** The resolution that shows a time in a readable number of points: at most 577. */
export function resolutionFor(rangeMs: number): Resolution {
  if (rangeMs <= 2 * 86_400_000) return '5m';
  return rangeMs <= 14 * 86_400_000 ? '1h' : '1d';
}

/**
 * The buckets of the tenant that `handle` is bound to over the `rangeMs` before `now`, the present one included; those in
 * which nothing happened are filled in with zeros.
 */
export async function readSeries(
  handle: Pick<Handle, 'sql'>,
  now: Date,
  rangeMs: number,
): Promise<{ resolution: Resolution; buckets: Bucket[] }> {
  const resolution = resolutionFor(rangeMs);
  const { ms } = RESOLUTIONS[resolution];
  const last = Math.floor(now.getTime() / ms) * ms;
  const first = last - (Math.max(1, Math.round(rangeMs / ms)) - 1) * ms;
  const rows = await handle.sql<Bucket>(
    `select at, histogram, ${SUMS.join(', ')} from metric_buckets
     where tenant_id = $1 and resolution = $2 and at between $3::timestamptz and $4::timestamptz`,
    [resolution, new Date(first).toISOString(), new Date(last).toISOString()],
  );
  const known = new Map(rows.map((row) => [Date.parse(row.at), row]));
  const buckets: Bucket[] = [];
  for (let at = first; at <= last; at += ms) {
    const { tenant_id: _, ...empty } = newTally('', at);
    buckets.push({ ...(known.get(at) ?? empty), at: new Date(at).toISOString() });
  }
  return { resolution, buckets };
}

/** All buckets taken together. */
export function sumOf(buckets: readonly Bucket[]): Tally {
  const total = newTally('', 0);
  for (const bucket of buckets) addTally(total, { ...bucket, tenant_id: '', at: 0 });
  return total;
}

const FORGET = `delete from metric_buckets where (tenant_id, resolution, at) in (
  select tenant_id, resolution, at from metric_buckets where resolution = $1 and at < $2::timestamptz limit 10000)`;

/** Deletes what is older than it is kept; answers how many buckets. */
export async function forgetSeries(database: Database, now: Date): Promise<number> {
  let deleted = 0;
  for (const [resolution, { kept_days }] of Object.entries(RESOLUTIONS)) {
    const before = new Date(now.getTime() - kept_days * 86_400_000).toISOString();
    for (let count = 10_000; count === 10_000; deleted += count) {
      const tx = transaction(database, { tenant_id: null, plane: 'platform' });
      try {
        count = await tx.execute(FORGET, [resolution, before]);
        await tx.commit();
      } catch (error) {
        await tx.rollback();
        throw error;
      }
    }
  }
  return deleted;
}

/** Keeps the series bounded. */
export const forgetOldSeries: Round = {
  name: 'series.forget',
  every_ms: 600_000,
  run: ({ aside }) => forgetSeries(aside, new Date()),
};

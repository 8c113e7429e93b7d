/** Counters that several instances share in Redis; while it does not answer, each instance counts by itself. */
import type { FastifyBaseLogger } from 'fastify';
import { type Bucket, type Counter, judge, spacing, type Verdict } from './rates.ts';

/** Looks at all buckets first and counts in all or none; the clock is the server's, so that instances agree. */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local rooms, full, allowed = {}, {}, true
for n, key in ipairs(KEYS) do
  local each, burst = tonumber(ARGV[2 * n - 1]), tonumber(ARGV[2 * n])
  full[n] = math.max(tonumber(redis.call('GET', key) or now), now) + each
  local room = burst * each - (full[n] - now)
  if room > -0.01 and room < 0 then room = 0 end
  if room < 0 then allowed = false end
  rooms[n] = string.format('%.3f', room)
end
if allowed then
  for n, key in ipairs(KEYS) do
    redis.call('SET', key, string.format('%.3f', full[n]), 'PX', math.ceil(full[n] - now))
  end
end
return rooms`;

/** An answer that takes longer is not waited for. */
const TIMEOUT_MS = 500;
/** After a failure Redis is left alone for so long, so that requests do not wait one after another. */
const REST_MS = 5_000;
/** How long the start waits for Redis before it goes on without. */
const START_MS = 2_000;

export interface SharedCounter extends Counter {
  /** Whether requests are counted in Redis at this moment. */
  isShared(): boolean;
  close(): Promise<void>;
}

/** Connects to the Redis at `url`. Never throws: `insurance` counts whenever Redis does not. */
export async function createSharedCounter(
  url: string,
  insurance: Counter,
  log: FastifyBaseLogger,
): Promise<SharedCounter> {
  const { Redis } = await import('ioredis');
  const client = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: TIMEOUT_MS,
    connectTimeout: START_MS,
    retryStrategy: (times) => Math.min(times * 100, 2_000),
    connectionName: 'tenantry-shares',
    scripts: { take: { lua: TAKE } },
  }) as InstanceType<typeof Redis> & { take(keys: number, ...rest: (string | number)[]): Promise<string[]> };
  let restsUntil = 0;
  let isFailing = false;
  const fail = (error: Error): void => {
    restsUntil = performance.now() + REST_MS;
    if (!isFailing) log.warn({ reason: error.message }, 'Redis does not answer; requests are counted by each instance');
    isFailing = true;
  };
  const recover = (): void => {
    if (isFailing) log.info('Redis answers again; requests are counted together');
    isFailing = false;
  };
  client.on('error', fail);
  client.on('ready', () => {
    restsUntil = 0;
    recover();
  });
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, START_MS);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    client.once('ready', done);
    client.once('close', done);
  });
  const ask = async (buckets: readonly Bucket[]): Promise<Verdict> => {
    try {
      const rates = buckets.flatMap(({ rate }) => [spacing(rate), rate.burst]);
      const rooms = await client.take(buckets.length, ...buckets.map(({ key }) => key), ...rates);
      recover();
      return judge(buckets, rooms.map(Number));
    } catch (error) {
      fail(error as Error);
      return insurance.take(buckets);
    }
  };
  const mayAsk = (): boolean => client.status === 'ready' && performance.now() >= restsUntil;
  return {
    take: (buckets) => (mayAsk() ? ask(buckets) : insurance.take(buckets)),
    isShared: () => client.status === 'ready' && !isFailing,
    async close() {
      client.disconnect();
    },
  };
}

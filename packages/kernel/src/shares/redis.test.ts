/** Rates that instances share in a real Redis: exact across them, apart by tenant, and never open nor down when Redis fails. */
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Caller } from '../testing/caller.ts';
import { callerAt } from '../testing/caller.ts';
import { example } from '../testing/example/module.ts';
import { startInstance } from '../testing/instance.ts';
import { openOffice } from '../testing/offices.ts';
import { startRedis, type TestRedis } from '../testing/redis.ts';
import { createWorld } from '../testing/world.ts';
import { type Bucket, createMemoryCounter, type Verdict } from './rates.ts';
import { createSharedCounter, type SharedCounter } from './redis.ts';
import { DEFAULT_SHARES } from './shares.ts';

let redis: TestRedis;
/** Looks behind the scenes. */
let admin: Redis;
const counters: SharedCounter[] = [];
const log = pino({ level: 'silent' });

/** Nothing comes back while a test runs. */
const RATE = { per_second: 0.001, burst: 10 };
const bucket = (key: string, rate = RATE): Bucket => ({ key, rate, name: 'tenant' });

async function counter(): Promise<SharedCounter> {
  const one = await createSharedCounter(redis.url, createMemoryCounter(100), log);
  counters.push(one);
  return one;
}

async function allowed(takes: (Verdict | Promise<Verdict>)[]): Promise<number> {
  return (await Promise.all(takes)).filter((verdict) => verdict.allowed).length;
}

beforeAll(async () => {
  redis = await startRedis();
  admin = new Redis(redis.url, { retryStrategy: () => 50 });
  admin.on('error', () => {});
});
afterAll(async () => {
  admin?.disconnect();
  await redis?.stop();
});
beforeEach(() => admin.flushall());
afterEach(async () => {
  for (const one of counters.splice(0)) await one.close();
});

test('instances that count at the same time let through exactly what is allowed, bucket by bucket', async () => {
  const all = [await counter(), await counter(), await counter()];
  const takes = Array.from({ length: 90 }, (_, n) => all[n % 3]?.take([bucket('one')]) as Promise<Verdict>);
  expect(await allowed(takes)).toBe(10);
  expect(await allowed([all[0]?.take([bucket('two')]) as Promise<Verdict>])).toBe(1);
  // What one bucket refuses is counted in none.
  expect(
    await allowed(Array.from({ length: 5 }, () => all[1]?.take([bucket('three'), bucket('one')]) as Verdict)),
  ).toBe(0);
  expect(await admin.exists('three')).toBe(0);
});

test('it says the same as the counter in memory, and forgets what is over', async () => {
  const shared = await counter();
  const memory = createMemoryCounter(10, () => 0);
  for (let n = 0; n < 12; n++) {
    const [mine, its] = [await shared.take([bucket('same')]), memory.take([bucket('same')]) as Verdict];
    expect(mine).toMatchObject({ allowed: its.allowed, remaining: its.remaining });
    for (const what of ['retry_ms', 'reset_ms'] as const) expect(Math.abs(mine[what] - its[what])).toBeLessThan(5_000);
  }
  expect(await admin.pttl('same')).toBeGreaterThan(9_000_000);
  await shared.take([bucket('brief', { per_second: 100, burst: 5 })]);
  await expect.poll(() => admin.exists('brief')).toBe(0);
});

test('while Redis is silent, dead or full each instance counts by itself, and together again afterwards', async () => {
  const shared = await counter();
  expect(shared.isShared()).toBe(true);
  redis.freeze();
  // 10 in the insurance, which nothing was counted in yet; not one more.
  expect(await allowed(Array.from({ length: 40 }, () => shared.take([bucket('a')])))).toBe(10);
  expect(shared.isShared()).toBe(false);
  redis.thaw();
  await expect.poll(() => shared.take([bucket('b')]) && shared.isShared()).toBe(true);

  await redis.kill();
  await expect.poll(() => shared.isShared()).toBe(false);
  expect(await allowed(Array.from({ length: 40 }, () => shared.take([bucket('c')])))).toBe(10);
  await redis.start();
  await expect.poll(async () => (await shared.take([bucket('d')])) && shared.isShared()).toBe(true);

  await admin.config('SET', 'maxmemory', '1');
  expect(await allowed(Array.from({ length: 40 }, () => shared.take([bucket('e')])))).toBe(10);
  await admin.config('SET', 'maxmemory', '0');
});

test('two instances hold one organisation to one rate, under keys of its own; the other has its own', async () => {
  const rates = { address: { per_second: 0.001, burst: 100 }, user: RATE, tenant: RATE, most: null, plans: {} };
  const config = { shares: { ...DEFAULT_SHARES, rates, redis_url: redis.url, prefix: 'here' } };
  const world = await createWorld({ modules: [example], config });
  const second = await startInstance(world.connections, { modules: [example], config });
  try {
    const [mine, theirs] = [await openOffice(world, 'busy-co'), await openOffice(world, 'quiet-co')];
    const there = (who: Caller): Caller => callerAt(second.address, who.token);
    const replies = await Promise.all(
      Array.from({ length: 30 }, (_, n) => (n % 2 ? mine.owner : there(mine.owner)).get('/api/notes')),
    );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(10);
    expect(replies.filter(({ status }) => status === 429)).toHaveLength(20);
    expect((await there(theirs.owner).get('/api/notes')).headers['ratelimit-remaining']).toBe('9');
    const keys = (await admin.keys('*')).sort();
    const tenants = keys.filter((key) => key.startsWith('here:t:'));
    expect(keys.every((key) => /^here:[tua]:/.test(key))).toBe(true);
    for (const { id } of [mine, theirs]) {
      expect(tenants.filter((key) => key === `here:t:${id}` || key.startsWith(`here:t:${id}:u:`))).toHaveLength(2);
    }
    expect(tenants).toHaveLength(4);
    expect((await world.operator.get('/api/system/shares')).status).toBe(200);
    await redis.kill();
    expect((await theirs.owner.get('/api/notes')).status).toBe(200);
  } finally {
    await second.close();
    await world.close();
    await redis.start();
  }
});

test('an installation starts while its Redis is away', async () => {
  await redis.kill();
  const alone = await counter();
  expect(alone.isShared()).toBe(false);
  expect(await allowed(Array.from({ length: 12 }, () => alone.take([bucket('f')])))).toBe(10);
  await redis.start();
  await expect.poll(() => alone.isShared()).toBe(true);
});

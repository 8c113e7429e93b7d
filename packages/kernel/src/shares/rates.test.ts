/** Rates in memory: a burst, then one each interval; all buckets or none; and no two owners ever share a bucket. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Bucket, createMemoryCounter, keyOf, type Rate, type Verdict } from './rates.ts';

const bucket = (key: string, rate: Rate, name: Bucket['name'] = 'user'): Bucket => ({ key, rate, name });
const take = (counter: ReturnType<typeof createMemoryCounter>, ...buckets: Bucket[]): Verdict =>
  counter.take(buckets) as Verdict;

test('a burst is taken at once, then one each interval, and a rest gives the burst back', () => {
  let now = 1_000;
  const counter = createMemoryCounter(10, () => now);
  const own = bucket('a', { per_second: 10, burst: 3 });
  expect([1, 2, 3].map(() => take(counter, own).remaining)).toEqual([2, 1, 0]);
  expect(take(counter, own)).toMatchObject({ allowed: false, remaining: 0, retry_ms: 100, reset_ms: 300 });
  now += 99;
  expect(take(counter, own).allowed).toBe(false);
  now += 1;
  expect(take(counter, own)).toMatchObject({ allowed: true, retry_ms: 0 });
  expect(take(counter, own).allowed).toBe(false);
  now += 10_000;
  expect([1, 2, 3, 4].map(() => take(counter, own).allowed)).toEqual([true, true, true, false]);
  expect(take(counter, bucket('b', own.rate)).remaining).toBe(2);
});

test('over any time, however the requests fall, no more pass than the burst and the rate allow', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 200 }),
      (per_second, burst, pauses) => {
        let now = 0;
        const counter = createMemoryCounter(10, () => now);
        const passed: number[] = [];
        for (const pause of pauses) {
          now += pause;
          if (take(counter, bucket('a', { per_second, burst })).allowed) passed.push(now);
        }
        for (let from = 0; from < passed.length; from++) {
          for (let to = from; to < passed.length; to++) {
            const seconds = ((passed[to] as number) - (passed[from] as number)) / 1000;
            expect(to - from + 1).toBeLessThanOrEqual(burst + seconds * per_second + 1e-6);
          }
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('what one bucket refuses is counted in none of them', () => {
  const counter = createMemoryCounter(10, () => 0);
  const all = bucket('all', { per_second: 1, burst: 5 }, 'tenant');
  const own = bucket('own', { per_second: 1, burst: 2 });
  for (let n = 0; n < 10; n++) take(counter, all, own);
  expect(take(counter, all, own)).toMatchObject({ allowed: false, bucket: own });
  // Two of five were counted.
  expect(take(counter, all).remaining).toBe(2);
});

test('names are buckets of their own, whatever signs are in them', () => {
  expect(keyOf('tenantry', 't', 'a:u:b')).toBe('tenantry:t:a%3Au%3Ab');
  expect(keyOf('tenantry', 't', 'a', 'u', 'b')).toBe('tenantry:t:a:u:b');
  const part = fc.string({ unit: fc.constantFrom('a', ':', '%', '3A', '', 't') });
  fc.assert(
    fc.property(fc.array(part, { minLength: 1 }), fc.array(part, { minLength: 1 }), (one, other) => {
      expect(keyOf(...one) === keyOf(...other)).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
  );
});

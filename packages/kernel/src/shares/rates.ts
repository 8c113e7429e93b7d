/** Rates: how many requests a tenant, a person or an address may make, counted exactly and without windows (GCRA). */
import { LRUCache } from 'lru-cache';

/** `per_second` on average, and up to `burst` at once after a rest. */
export interface Rate {
  per_second: number;
  burst: number;
}

/** What one request is counted in. Keys come from `keyOf`. */
export interface Bucket {
  key: string;
  rate: Rate;
  name: 'tenant' | 'user' | 'address';
}

/** What the counters say of one request: it is counted in all of its buckets, or refused and counted in none. */
export interface Verdict {
  allowed: boolean;
  /** The bucket that has the least left, or that refuses the longest. */
  bucket: Bucket;
  /** How many more requests it would take now. */
  remaining: number;
  /** Milliseconds until it takes another one; 0 when it does now. */
  retry_ms: number;
  /** Milliseconds until it is as if nothing had been asked. */
  reset_ms: number;
}

/** Counts requests. The one in memory answers at once, the shared one with a promise. */
export interface Counter {
  take(buckets: readonly Bucket[]): Verdict | Promise<Verdict>;
}

/**
 * The name of a bucket: the parts in order, none of which can pass for two. `keyOf('tenantry', 't', 'a:b')` is
 * `tenantry:t:a%3Ab`.
 */
export function keyOf(...parts: readonly string[]): string {
  return parts.map((part) => part.replace(/[%:]/g, (sign) => (sign === ':' ? '%3A' : '%25'))).join(':');
}

/** Milliseconds between two requests at the rate. */
export const spacing = ({ per_second }: Rate): number => 1000 / per_second;

/** Makes the verdict of what is left of each bucket after this request, in milliseconds of its time; below 0 it is refused. */
export function judge(buckets: readonly Bucket[], rooms: readonly number[]): Verdict {
  let worst = 0;
  let least = Number.POSITIVE_INFINITY;
  let allowed = true;
  for (let n = 0; n < buckets.length; n++) {
    const { rate } = buckets[n] as Bucket;
    const room = rooms[n] as number;
    if (room < 0) allowed = false;
    // Refused ones by the time to wait, others by the part that is left.
    const left = room < 0 ? room : room / (rate.burst * spacing(rate));
    if (left < least) {
      least = left;
      worst = n;
    }
  }
  const bucket = buckets[worst] as Bucket;
  const each = spacing(bucket.rate);
  const room = rooms[worst] as number;
  return {
    allowed,
    bucket,
    remaining: room < 0 ? 0 : Math.floor(room / each + 1e-6),
    retry_ms: Math.max(0, -room),
    // A refused request was not counted.
    reset_ms: bucket.rate.burst * each - room - (allowed ? 0 : each),
  };
}

/**
 * Counters in the memory of this process, at most `max` of them; the longest unused are forgotten, which gives them their
 * whole burst back. `now` is a clock in milliseconds.
 */
export function createMemoryCounter(max: number, now: () => number = () => performance.now()): Counter {
  // The instant at which a bucket would be as new.
  const fullAt = new LRUCache<string, number>({ max });
  return {
    take(buckets) {
      const at = now();
      const rooms: number[] = [];
      let allowed = true;
      for (const { key, rate } of buckets) {
        const each = spacing(rate);
        const room = rate.burst * each - (Math.max(fullAt.get(key) ?? at, at) + each - at);
        // Floating point must not refuse the last request of a burst.
        const settled = Math.abs(room) < 1e-6 ? 0 : room;
        if (settled < 0) allowed = false;
        rooms.push(settled);
      }
      if (allowed) {
        for (const { key, rate } of buckets) fullAt.set(key, Math.max(fullAt.get(key) ?? at, at) + spacing(rate));
      }
      return judge(buckets, rooms);
    },
  };
}

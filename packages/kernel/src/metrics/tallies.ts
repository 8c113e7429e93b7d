/** What each tenant did in the present five minutes, counted in memory until it is written. */
import { addHistogram, classOf, newHistogram } from './histogram.ts';

/** Everything that is summed up per tenant and bucket; columns of `metric_buckets`. */
export const SUMS = [
  'requests',
  'refused',
  'errors',
  'milliseconds',
  'statements',
  'database_milliseconds',
  'waiting_milliseconds',
  'rate_limited',
  'forbidden',
  'conflicts',
  'strangers',
  'sign_in_failures',
  'password_resets',
  'jobs',
  'failed_jobs',
  'parked_jobs',
  'deliveries',
  'failed_deliveries',
] as const;
export type Sum = (typeof SUMS)[number];

/** What happened outside a request's own answer. `strangers` tried the tenant without belonging to it. */
export type Occasion = 'conflicts' | 'strangers' | 'sign_in_failures' | 'password_resets';
/** Work that ended: runs of jobs, and attempts to deliver to webhooks; `parked_jobs` are also `failed_jobs`. */
export type Ended = 'jobs' | 'failed_jobs' | 'parked_jobs' | 'deliveries' | 'failed_deliveries';

export interface Tally extends Record<Sum, number> {
  tenant_id: string;
  /** The beginning of its five minutes, in ms since 1970. */
  at: number;
  histogram: number[];
}

export interface Tallies {
  answered(tenantId: string, status: number, ms: number): void;
  /** Statements that one trip to the database carried. */
  asked(tenantId: string, statements: number, ms: number, waitedMs: number): void;
  note(tenantId: string, occasion: Occasion | Ended, count?: number): void;
  /** Takes what was counted; counting begins anew. */
  take(): Tally[];
  /** Gives back what could not be written. */
  putBack(tallies: readonly Tally[]): void;
}

/** Whose figures those of the whole installation are: what no organisation asked for is in them too. */
export const PLATFORM_ID = '00000000-0000-0000-0000-000000000000';

export const BUCKET_MS = 300_000;
/** Tallies that may wait while the database cannot be reached; what comes beyond is not kept. */
const MAX_WAITING = 20_000;

export function newTally(tenant_id: string, at: number): Tally {
  const sums = Object.fromEntries(SUMS.map((name) => [name, 0])) as Record<Sum, number>;
  return { tenant_id, at, ...sums, histogram: newHistogram() };
}

/** Adds one tally to another. */
export function addTally(to: Tally, from: Tally): void {
  for (const name of SUMS) to[name] += from[name];
  addHistogram(to.histogram, from.histogram);
}

/** Begins to count. `now` is a clock in milliseconds. */
export function createTallies(now: () => number = Date.now): Tallies {
  let current = new Map<string, Tally>();
  let finished: Tally[] = [];
  const nowhere = newTally('', 0);

  const of = (tenantId: string): Tally => {
    const at = Math.floor(now() / BUCKET_MS) * BUCKET_MS;
    const known = current.get(tenantId);
    if (known?.at === at) return known;
    if (current.size + finished.length >= MAX_WAITING) return nowhere;
    if (known) finished.push(known);
    const fresh = newTally(tenantId, at);
    current.set(tenantId, fresh);
    return fresh;
  };
  return {
    answered(tenantId, status, ms) {
      const tally = of(tenantId);
      tally.requests++;
      tally.milliseconds += ms;
      const index = classOf(ms);
      tally.histogram[index] = (tally.histogram[index] as number) + 1;
      if (status < 400) return;
      if (status >= 500) {
        tally.errors++;
        return;
      }
      tally.refused++;
      if (status === 403) tally.forbidden++;
      else if (status === 429) tally.rate_limited++;
    },
    asked(tenantId, statements, ms, waitedMs) {
      const tally = of(tenantId);
      tally.statements += statements;
      tally.database_milliseconds += ms;
      tally.waiting_milliseconds += waitedMs;
    },
    note(tenantId, occasion, count = 1) {
      of(tenantId)[occasion] += count;
    },
    take() {
      const taken = [...finished, ...current.values()];
      current = new Map();
      finished = [];
      return taken;
    },
    putBack(tallies) {
      for (const tally of tallies) {
        if (current.size + finished.length >= MAX_WAITING) return;
        finished.push(tally);
      }
    },
  };
}

/** Figures of answered requests: per tenant in bounded memory for the moment, and as daily counts in the database. */
import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { transaction } from '../db/handle.ts';
import type { Database } from '../db/pool.ts';
import type { Tenant } from '../tenancy/directory.ts';
import type { Kernel } from '../tenancy/kernel.ts';

/** What this process measured since it started, or since the tenant was last forgotten for lack of use. */
export interface Figures {
  requests: number;
  /** Answers 4xx. */
  refused: number;
  /** Answers 5xx. */
  errors: number;
  mean_ms: number;
  /** Of the last 256 requests. */
  p95_ms: number;
  since: string;
}

export interface Measure {
  record(tenant: Pick<Tenant, 'id' | 'time_zone'> | null, status: number, ms: number): void;
  /** Of one tenant, or of all requests with `null`; null when nothing was measured. */
  figures(tenantId: string | null): Figures | null;
  /** Writes the daily counts that are still in memory. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

interface Tally {
  requests: number;
  refused: number;
  errors: number;
  total_ms: number;
  last: Float32Array;
  since: Date;
  /** The tenant's count of the day, while it waits to be written. */
  today: Count | null;
}

interface Count {
  tenant_id: string;
  day: string;
  requests: number;
  refused: number;
  errors: number;
  ms: number;
  /** Handed over to be written; what comes later is counted anew. */
  isWritten: boolean;
}

function newCount(tenant_id: string, day: string): Count {
  return { tenant_id, day, requests: 0, refused: 0, errors: 0, ms: 0, isWritten: false };
}

/** Tenants whose figures are kept at a time; the quietest are forgotten first. */
const MAX_TENANTS = 2_000;
const SAMPLES = 256;
const FLUSH_MS = 5_000;
/** Counts that may wait while the database cannot be reached; more are dropped, oldest first. */
const MAX_WAITING = 20_000;

const ADD = `insert into request_counts (tenant_id, day, requests, refused, errors, milliseconds)
  select * from unnest($1::uuid[], $2::date[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
  on conflict (tenant_id, day) do update set requests = request_counts.requests + excluded.requests,
    refused = request_counts.refused + excluded.refused, errors = request_counts.errors + excluded.errors,
    milliseconds = request_counts.milliseconds + excluded.milliseconds`;

/** The date of an instant in a zone; remembered for the minute, because a formatter costs more than the rest together. */
function createCalendar(): (zone: string, nowMs: number) => string {
  const zones = new Map<string, { format: Intl.DateTimeFormat; minute: number; day: string }>();
  return (zone, nowMs) => {
    const minute = Math.floor(nowMs / 60_000);
    const known = zones.get(zone) ?? {
      format: new Intl.DateTimeFormat('en-CA', { timeZone: zone }),
      minute: 0,
      day: '',
    };
    if (known.minute !== minute) {
      known.minute = minute;
      known.day = known.format.format(nowMs);
      zones.set(zone, known);
    }
    return known.day;
  };
}

function newTally(): Tally {
  return {
    requests: 0,
    refused: 0,
    errors: 0,
    total_ms: 0,
    last: new Float32Array(SAMPLES),
    since: new Date(),
    today: null,
  };
}

function add(tally: Tally, status: number, ms: number): void {
  tally.last[tally.requests % SAMPLES] = ms;
  tally.requests++;
  tally.total_ms += ms;
  if (status >= 500) tally.errors++;
  else if (status >= 400) tally.refused++;
}

const round = (ms: number): number => Math.round(ms * 100) / 100;

function figuresOf({ requests, refused, errors, total_ms, last, since }: Tally): Figures {
  const samples = last.slice(0, Math.min(requests, SAMPLES)).sort();
  const p95_ms = round(samples[Math.ceil(samples.length * 0.95) - 1] ?? 0);
  return { requests, refused, errors, mean_ms: round(total_ms / requests), p95_ms, since: since.toISOString() };
}

/** Begins to measure; `close` writes what is left. */
export function createMeasure(aside: Database, log: FastifyBaseLogger): Measure {
  const tallies = new LRUCache<string, Tally>({ max: MAX_TENANTS });
  const all = newTally();
  const dayOf = createCalendar();
  let waiting = new Map<string, Count>();
  let flushing: Promise<void> = Promise.resolve();

  /** The count that the tenant's request of this moment belongs to; looked up only when the day changed or the last one was written. */
  const countOf = (tenant: Pick<Tenant, 'id' | 'time_zone'>, tally: Tally): Count => {
    const day = dayOf(tenant.time_zone, Date.now());
    if (tally.today?.day === day && !tally.today.isWritten) return tally.today;
    const key = `${tenant.id} ${day}`;
    const one = waiting.get(key) ?? newCount(tenant.id, day);
    waiting.set(key, one);
    tally.today = one;
    return one;
  };

  const write = async (): Promise<void> => {
    if (waiting.size === 0) return;
    const batch = waiting;
    waiting = new Map();
    for (const one of batch.values()) one.isWritten = true;
    // In one order, so that two instances never wait for each other in a circle.
    const rows = [...batch.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
    const tx = transaction(aside, { tenant_id: null, plane: 'platform' });
    try {
      const column = (pick: (row: Count) => unknown): unknown[] => rows.map(pick);
      await tx.execute(ADD, [
        column((row) => row.tenant_id),
        column((row) => row.day),
        column((row) => row.requests),
        column((row) => row.refused),
        column((row) => row.errors),
        column((row) => Math.round(row.ms)),
      ]);
      await tx.commit();
    } catch (error) {
      await tx.rollback();
      log.warn({ err: error }, 'request counts could not be written; they are kept for the next round');
      for (const [key, row] of batch) putBack(key, row);
    }
  };
  const putBack = (key: string, row: Count): void => {
    const newer = waiting.get(key);
    if (!newer) {
      if (waiting.size < MAX_WAITING) waiting.set(key, { ...row, isWritten: false });
      return;
    }
    newer.requests += row.requests;
    newer.refused += row.refused;
    newer.errors += row.errors;
    newer.ms += row.ms;
  };
  const flush = (): Promise<void> => {
    flushing = flushing.then(write);
    return flushing;
  };
  const timer = setInterval(() => void flush(), FLUSH_MS);
  timer.unref();
  return {
    record(tenant, status, ms) {
      add(all, status, ms);
      if (!tenant) return;
      const tally = tallies.get(tenant.id) ?? newTally();
      if (tally.requests === 0) tallies.set(tenant.id, tally);
      add(tally, status, ms);
      const today = countOf(tenant, tally);
      today.requests++;
      today.ms += ms;
      if (status >= 500) today.errors++;
      else if (status >= 400) today.refused++;
    },
    figures(tenantId) {
      const tally = tenantId === null ? all : tallies.get(tenantId);
      return tally && tally.requests > 0 ? figuresOf(tally) : null;
    },
    flush,
    close() {
      clearInterval(timer);
      return flush();
    },
  };
}

/** Records one answered request; for the `onResponse` hook. */
export function measureAnswer({ measure, metrics }: Kernel, request: FastifyRequest, reply: FastifyReply): void {
  const tenant = request.admission?.tenant ?? request.met ?? null;
  const { statusCode: status, elapsedTime: ms } = reply;
  measure.record(tenant, status, ms);
  metrics.answered({ route: request.routeOptions.config.route?.name ?? 'none', tenant, status, ms });
}

/** The worker of an instance: its lanes, the calendar of all organisations, and how it stops. */
import type { Kernel } from '../tenancy/kernel.ts';
import { openLane } from './lane.ts';
import { settleSchedules } from './schedules.ts';

/** How an instance works. */
export interface WorkerOptions {
  /** How many jobs run at the same time; less than the connections to a cell. */
  concurrency: number;
  /** How many of them may be one tenant's; one less when left out, so that another's finds a place. */
  share?: number;
  /** How many jobs beside these wait for programs outside at the same time; they hold no connection meanwhile. */
  outside: number;
  /** How many of those may be one tenant's. */
  outside_share: number;
  /** How long a worker that says nothing keeps its jobs. */
  lease_ms: number;
  /** How often the queue is looked at when nobody tells of a job. */
  poll_ms: number;
  /** How long jobs may go on after `close`. */
  grace_ms: number;
}

export const DEFAULT_WORKER: WorkerOptions = {
  concurrency: 4,
  outside: 16,
  outside_share: 4,
  lease_ms: 30_000,
  poll_ms: 1_000,
  grace_ms: 5_000,
};

/** How often new organisations, changed zones and changed rules are looked for. */
const SETTLE_MS = 60_000;

export interface Worker {
  /** How many jobs run now. */
  running(): number;
  /** Lets what runs come to its end for a while, gives back the rest, and ends. */
  close(): Promise<void>;
}

/** Begins to work. */
export function startWorker(kernel: Kernel, options: Partial<WorkerOptions> = {}): Worker {
  const { concurrency, outside, outside_share, lease_ms, poll_ms, grace_ms, ...rest } = {
    ...DEFAULT_WORKER,
    ...options,
  };
  const share = rest.share ?? Math.max(1, concurrency - 1);
  const lanes = [
    openLane(kernel, 'inside', { concurrency, share, lease_ms, poll_ms }),
    openLane(kernel, 'outside', { concurrency: outside, share: outside_share, lease_ms, poll_ms }),
  ];
  let isClosed = false;
  const look = (): void => {
    for (const lane of lanes) lane.look();
  };
  const holding = setInterval(() => {
    for (const lane of lanes) void lane.hold();
  }, lease_ms / 3).unref();
  const deafen = kernel.events.subscribe(({ type, subject_id }) => {
    if (type === 'jobs.cancel') for (const lane of lanes) lane.cancel(subject_id);
  });
  const settleCalendar = (): Promise<unknown> =>
    settleSchedules(kernel).catch((error: Error) => kernel.log.warn({ err: error }, 'schedules could not be settled'));
  let settling = settleCalendar();
  const calendar = setInterval(() => {
    settling = settling.then(settleCalendar);
  }, SETTLE_MS).unref();
  kernel.events.onJobs(look);
  look();
  return {
    running: () => lanes.reduce((sum, lane) => sum + lane.running(), 0),
    async close() {
      if (isClosed) return;
      isClosed = true;
      clearInterval(calendar);
      await Promise.all([settling, ...lanes.map((lane) => lane.close(grace_ms))]);
      clearInterval(holding);
      deafen();
    },
  };
}

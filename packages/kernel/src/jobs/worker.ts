/** The worker: leases due jobs of all tenants in turn, runs some at a time, holds their leases, and gives all back when it stops. */
import { newId } from '../schema/ids.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import { type Leased, openQueue } from './queue.ts';
import { ClaimLost, type Fate, Interrupted, runJob } from './run.ts';
import { runSchedule, settleSchedules } from './schedules.ts';

/** How an instance works. */
export interface WorkerOptions {
  /** How many jobs run at the same time; less than the connections to a cell. */
  concurrency: number;
  /** How many of them may be one tenant's; one less when left out, so that another's finds a place. */
  share?: number;
  /** How long a worker that says nothing keeps its jobs. */
  lease_ms: number;
  /** How often the queue is looked at when nobody tells of a job. */
  poll_ms: number;
  /** How long jobs may go on after `close`. */
  grace_ms: number;
}

export const DEFAULT_WORKER: WorkerOptions = { concurrency: 4, lease_ms: 30_000, poll_ms: 1_000, grace_ms: 5_000 };

/** How often new organisations, changed zones and changed rules are looked for. */
const SETTLE_MS = 60_000;

export interface Worker {
  id: string;
  /** How many jobs run now. */
  running(): number;
  /** Lets what runs come to its end for a while, gives back the rest, and ends. */
  close(): Promise<void>;
}

interface Run {
  row: Leased;
  abort: AbortController;
  ended: Promise<void>;
}

/** Begins to work. */
export function startWorker(kernel: Kernel, options: Partial<WorkerOptions> = {}): Worker {
  const { concurrency, lease_ms, poll_ms, grace_ms, ...rest } = { ...DEFAULT_WORKER, ...options };
  const share = rest.share ?? Math.max(1, concurrency - 1);
  const { log } = kernel;
  const id = newId();
  const queue = openQueue(kernel.control, id, lease_ms);
  const runs = new Map<string, Run>();
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | null = null;
  let isAsked = false;

  const settle = async (row: Leased, fate: Fate): Promise<void> => {
    if ('remove' in fate) await queue.remove(row);
    else await queue.giveBack(row, fate.due_at);
  };
  const work = async (row: Leased, signal: AbortSignal): Promise<void> => {
    try {
      await settle(row, await (row.kind === 'schedule' ? runSchedule(kernel, row) : runJob(kernel, row, signal)));
    } catch (error) {
      // The database could not be reached: the row stays leased, and comes back when its lease ends.
      log.error({ err: error, job: row.job_id }, 'a job could not be run; it is leased again later');
    }
  };
  const begin = (row: Leased): void => {
    const abort = new AbortController();
    const ended = work(row, abort.signal).finally(() => {
      runs.delete(row.id);
      look();
    });
    runs.set(row.id, { row, abort, ended });
  };
  const fill = async (): Promise<void> => {
    let wait_ms = poll_ms;
    try {
      do {
        isAsked = false;
        const room = concurrency - runs.size;
        if (room <= 0 || isClosed) return;
        const rows = await queue.lease(room, share);
        for (const row of rows) begin(row);
        if (rows.length > 0) isAsked ||= rows.length < room;
        else wait_ms = Math.max(20, Math.min(poll_ms, positive(await queue.untilDue()) ?? poll_ms));
      } while (isAsked && !isClosed);
    } catch (error) {
      log.warn({ err: error }, 'the queue of jobs could not be looked at');
    }
    clearTimeout(timer);
    if (!isClosed) timer = setTimeout(look, wait_ms).unref();
  };
  const look = (): void => {
    isAsked = true;
    if (isClosed || looking) return;
    looking = fill().finally(() => {
      looking = null;
      if (isAsked && runs.size < concurrency) look();
    });
  };
  const holding = setInterval(() => void hold(), lease_ms / 3).unref();
  const hold = async (): Promise<void> => {
    const ids = [...runs.keys()];
    if (ids.length === 0) return;
    try {
      const held = await queue.hold(ids);
      for (const one of ids) if (!held.has(one)) runs.get(one)?.abort.abort(new ClaimLost('the lease is lost'));
    } catch (error) {
      log.warn({ err: error }, 'the leases of jobs could not be held');
    }
  };
  const deafen = kernel.events.subscribe(({ type, subject_id }) => {
    if (type !== 'jobs.cancel') return;
    for (const { row, abort } of runs.values())
      if (row.job_id === subject_id) abort.abort(new ClaimLost('the job was cancelled'));
  });
  const settleCalendar = (): Promise<unknown> =>
    settleSchedules(kernel).catch((error: Error) => log.warn({ err: error }, 'schedules could not be settled'));
  let settling = settleCalendar();
  const calendar = setInterval(() => {
    settling = settling.then(settleCalendar);
  }, SETTLE_MS).unref();
  kernel.events.onJobs(look);
  look();
  return {
    id,
    running: () => runs.size,
    async close() {
      if (isClosed) return;
      isClosed = true;
      clearTimeout(timer);
      clearInterval(calendar);
      await settling;
      await looking;
      const ended = Promise.all([...runs.values()].map((run) => run.ended));
      for (const { abort } of runs.values()) abort.abort(new Interrupted('the server stops'));
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, grace_ms).unref())]);
      clearInterval(holding);
      deafen();
      // What still runs cannot finish any more once another worker has claimed it.
      await queue.release().catch((error: Error) => log.warn({ err: error }, 'leases end by themselves'));
    },
  };
}

function positive(ms: number | null): number | null {
  return ms !== null && ms > 0 ? ms : null;
}

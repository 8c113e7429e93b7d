/** One lane of a worker: leases what is due in it, runs some at a time, holds the leases, and gives all back when it stops. */
import { newId } from '../schema/ids.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import type { LaneName } from './catalogue.ts';
import { type Leased, openQueue } from './queue.ts';
import { ClaimLost, type Fate, Interrupted, runJob } from './run.ts';
import { runSchedule } from './schedules.ts';

export interface LaneOptions {
  /** How many jobs run at the same time, and how many of them may be one tenant's. */
  concurrency: number;
  share: number;
  lease_ms: number;
  poll_ms: number;
}

export interface Lane {
  running(): number;
  /** Looks whether something is due. */
  look(): void;
  /** Says that what runs here is still worked on. */
  hold(): Promise<void>;
  /** The job was cancelled: its run ends. */
  cancel(job_id: string | null): void;
  /** Begins no more, lets what runs come to its end for so long, and gives back the rest. */
  close(grace_ms: number): Promise<void>;
}

interface Run {
  row: Leased;
  abort: AbortController;
  ended: Promise<void>;
}

/** Opens a lane; nothing happens in it before `look`. */
export function openLane(kernel: Kernel, name: LaneName, options: LaneOptions): Lane {
  const { concurrency, share, lease_ms, poll_ms } = options;
  const { log } = kernel;
  const queue = openQueue(kernel.control, newId(), lease_ms, name);
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
  return {
    running: () => runs.size,
    look,
    async hold() {
      const ids = [...runs.keys()];
      if (ids.length === 0) return;
      try {
        const held = await queue.hold(ids);
        for (const one of ids) if (!held.has(one)) runs.get(one)?.abort.abort(new ClaimLost('the lease is lost'));
      } catch (error) {
        log.warn({ err: error }, 'the leases of jobs could not be held');
      }
    },
    cancel(job_id) {
      for (const { row, abort } of runs.values())
        if (row.job_id === job_id) abort.abort(new ClaimLost('the job was cancelled'));
    },
    async close(grace_ms) {
      isClosed = true;
      clearTimeout(timer);
      await looking;
      const ended = Promise.all([...runs.values()].map((run) => run.ended));
      for (const { abort } of runs.values()) abort.abort(new Interrupted('the server stops'));
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, grace_ms).unref())]);
      // What still runs cannot finish any more once another worker has claimed it.
      await queue.release().catch((error: Error) => log.warn({ err: error }, 'leases end by themselves'));
    },
  };
}

function positive(ms: number | null): number | null {
  return ms !== null && ms > 0 ? ms : null;
}

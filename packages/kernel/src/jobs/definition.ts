/** Jobs as data: a name, the shape of what they work on, and how they run. */
import type { Static, TObject } from 'typebox';
import type { Context } from '../tenancy/context.ts';

/** What a running job has beside its context. */
export interface JobRun {
  id: string;
  /** 1 for the first try. */
  attempt: number;
  /** Aborted when the job is cancelled, its lease is lost, or the server stops. */
  signal: AbortSignal;
  /** Shows clients how far it is: seen at once, whatever becomes of the job. `total` null when nobody knows. */
  progress(done: number, total?: number | null, message?: string): Promise<void>;
  /**
   * One part of a long job, in a transaction of its own. Its result is stored with its effects, so that another run passes over
   * it and answers what is stored; names are unique in a job. Throws when the job was cancelled or goes on elsewhere, and when the server stops, unless the
   * step notes what has happened outside already.
   */
  step<T>(name: string, run: (ctx: Context) => Promise<T>, when?: 'also when stopping'): Promise<T>;
}

export interface JobDefinition<I extends TObject = TObject> {
  /** `noun.verb`, unique in the installation. */
  name: string;
  /** What is enqueued with it: values in the form that services take (money in paise). */
  input: I;
  /** How often it is tried before it is parked; 8 when left out. */
  attempts?: number;
  /** The wait after the first failure, in milliseconds; doubled after each further one, at most an hour. 2,000 when left out. */
  retry_ms?: number;
  /**
   * False: `run` is one transaction with the mark that it is done, so its effects happen once. True: `ctx` only reads, and
   * everything that changes something is a `job.step`.
   */
  long?: boolean;
  /**
   * True: it waits for a program outside the installation, and runs in places of its own, so that a silent one holds up no other
   * job. Only for a `long` one: nothing of the database may be held meanwhile.
   */
  outside?: boolean;
  /** True: it leaves no events of its own (`jobs.done` …); for what is done very often, or because of an event. */
  quiet?: boolean;
  /** What it answers, an object or nothing, is kept as the job's result. */
  run(ctx: Context, input: Static<I>, job: JobRun): Promise<unknown>;
}

/** Declares a job; the type of `input` flows into `run`. */
export function defineJob<I extends TObject>(definition: JobDefinition<I>): JobDefinition<I> {
  return definition;
}

/** A list of jobs of unlike inputs. */
// biome-ignore lint/suspicious/noExplicitAny: variance of `run` makes unlike jobs incomparable otherwise
export type AnyJob = JobDefinition<any>;

/** What is done again and again in every tenant; each due time makes one job. */
export interface ScheduleDefinition {
  /** `noun.verb`, unique in the installation. */
  name: string;
  job: string;
  /** Minute, hour, day of month, month, day of week, in the tenant's time zone: `0 2 * * *` is two at night. */
  cron: string;
  data?: Record<string, unknown>;
}

/** What is asked of `ctx.enqueue`. */
export interface Wanted {
  /** The job's name, or its definition. */
  job: string | Pick<AnyJob, 'name'>;
  data?: Record<string, unknown>;
  /** Not before then; as soon as possible when left out. */
  run_at?: Date | string;
  /** While a job of this name and key is not finished, it is the one that is answered, and no second is stored. */
  key?: string;
}

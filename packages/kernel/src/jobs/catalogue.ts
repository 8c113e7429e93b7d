/** The jobs and schedules of an installation: every module's, by name, with what validates their input. */
import type { ValidateFunction } from 'ajv';
import type { Module } from '../http/module.ts';
import { makeAjv } from '../http/validate.ts';
import type { AnyJob, ScheduleDefinition } from './definition.ts';

export interface JobCatalogue {
  jobs: ReadonlyMap<string, AnyJob>;
  schedules: ReadonlyMap<string, ScheduleDefinition>;
  /** The definition, with the input as it shall be stored. Throws `UnknownJob` or `InvalidJob`. */
  check(name: string, data: unknown): { job: AnyJob; data: Record<string, unknown> };
}

/** Where in the queue a job stands: work that waits for programs outside has places of its own. */
export type LaneName = 'inside' | 'outside';

export function laneOf(job: Pick<AnyJob, 'outside'> | undefined): LaneName {
  return job?.outside ? 'outside' : 'inside';
}

/** A job that no module declares; a fault of our own program, or of a newer version that stored it. */
export class UnknownJob extends Error {
  override name = 'UnknownJob';
}

/** A job was enqueued with what its schema does not allow. */
export class InvalidJob extends Error {
  override name = 'InvalidJob';
}

/** Puts the modules' jobs together; a name that two of them declare is refused. */
export function createCatalogue(modules: readonly Pick<Module, 'jobs' | 'schedules'>[]): JobCatalogue {
  const jobs = new Map<string, AnyJob>();
  const schedules = new Map<string, ScheduleDefinition>();
  for (const job of modules.flatMap((module) => module.jobs ?? [])) {
    if (jobs.has(job.name)) throw new Error(`two jobs are called ${job.name}`);
    if (job.outside && !job.long) throw new Error(`the job ${job.name} waits for others and must be a long one`);
    jobs.set(job.name, job);
  }
  for (const schedule of modules.flatMap((module) => module.schedules ?? [])) {
    if (schedules.has(schedule.name)) throw new Error(`two schedules are called ${schedule.name}`);
    if (!jobs.has(schedule.job)) throw new Error(`the schedule ${schedule.name} names no job that there is`);
    schedules.set(schedule.name, schedule);
  }
  const ajv = makeAjv(false);
  const validators = new Map<string, ValidateFunction>();
  return {
    jobs,
    schedules,
    check(name, given) {
      const job = jobs.get(name);
      if (!job) throw new UnknownJob(`there is no job ${name}`);
      const validate = validators.get(name) ?? ajv.compile(job.input);
      validators.set(name, validate);
      const data = structuredClone(given ?? {}) as Record<string, unknown>;
      if (!validate(data)) throw new InvalidJob(`${name}: ${ajv.errorsText(validate.errors)}`);
      return { job, data };
    },
  };
}

/** What people do with the schedules of their organisation: look at them, switch them off and on, run one now. */
import { defineRecord, getRecord, lockRecord, type Row, updateRecord } from '../db/records.ts';
import { defineList } from '../http/list.ts';
import { defineProblem, problem } from '../problems/problem.ts';
import type { Context } from '../tenancy/context.ts';
import { enqueueJob } from './enqueue.ts';
import type { Job } from './jobs.schema.ts';
import { jobRecord } from './jobs.service.ts';
import { Schedule } from './schedules.schema.ts';

export const jobGone = defineProblem('schedules.job_gone', 409, 'The job of this schedule does not exist any more.');

export const scheduleRecord = defineRecord({
  noun: 'schedules',
  table: 'schedules',
  schema: Schedule,
  number: 'name',
  computed: ['last_state', 'last_finished_at', 'last_error'],
});

export const scheduleList = defineList({
  record: scheduleRecord,
  filters: { is_active: 'boolean' },
  sorts: { name: 'name' },
  default_sort: 'name',
  complete: withOutcome,
});

/** Adds what became of the last run of each. */
async function withOutcome(ctx: Context, rows: Row[]): Promise<Row[]> {
  const jobs = await ctx.sql<Pick<Job, 'id' | 'state' | 'finished_at' | 'error'>>(
    'select id, state, finished_at, error from jobs where tenant_id = $1 and id = any($2::uuid[])',
    [rows.flatMap(({ last_job_id }) => last_job_id ?? [])],
  );
  const found = new Map(jobs.map((job) => [job.id, job]));
  return rows.map((row) => {
    const job = found.get(row.last_job_id as string);
    return {
      ...row,
      last_state: job?.state ?? null,
      last_finished_at: job?.finished_at ?? null,
      last_error: job?.error ?? null,
    };
  });
}

async function completed(ctx: Context, row: Row): Promise<Schedule> {
  const [schedule] = await withOutcome(ctx, [row]);
  return schedule as Schedule;
}

/** One schedule, by id or name. Throws `schedules.not_found`. */
export async function getSchedule(ctx: Context, ref: string): Promise<Schedule> {
  return completed(ctx, await getRecord(ctx, scheduleRecord, ref));
}

/** Switches one off or on. While it is off its due times pass, and what passed is not made up for. */
export async function updateSchedule(ctx: Context, ref: string, changes: Row, version?: number): Promise<Schedule> {
  return completed(ctx, await updateRecord<Row>(ctx, scheduleRecord, ref, changes, version));
}

/**
 * Runs one now, also one that is off; its next due time stays. While a run by hand is not finished it is the one that is
 * answered. Throws `schedules.not_found`, `schedules.job_gone`.
 */
export async function runScheduleNow(ctx: Context, ref: string): Promise<Job> {
  const { id, name, job } = (await lockRecord(ctx, scheduleRecord, ref, undefined)) as Schedule;
  if (!ctx.kernel.jobs.catalogue.jobs.has(job)) throw problem(jobGone, { detail: `There is no job ${job}.` });
  const [held] = await ctx.sql<{ data: Row }>('select data from schedules where tenant_id = $1 and id = $2', [id]);
  const job_id = await enqueueJob(ctx, { job, data: held?.data, key: `schedule ${name}` });
  await ctx.execute(
    'update schedules set last_at = $4, last_job_id = $3, updated_at = now() where tenant_id = $1 and id = $2',
    [id, job_id, ctx.now],
  );
  ctx.audit({ action: 'schedules.run', subject: 'schedules', subject_id: id, after: { job_id } });
  return getRecord<Job>(ctx, jobRecord, job_id);
}

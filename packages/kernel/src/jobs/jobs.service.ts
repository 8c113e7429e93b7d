/** What people do with the jobs of their organisation: look at them, try them again, call them off. */
import { defineRecord, getRecord } from '../db/records.ts';
import { defineList } from '../http/list.ts';
import { defineProblem, problem } from '../problems/problem.ts';
import { newId } from '../schema/ids.ts';
import type { Context } from '../tenancy/context.ts';
import { laneOf } from './catalogue.ts';
import { Job, STATES } from './jobs.schema.ts';

export const jobFinished = defineProblem('jobs.finished', 409, 'This job is done already.');
export const jobRunning = defineProblem('jobs.running', 409, 'This job is running now.');
export const jobKeyTaken = defineProblem('jobs.key_taken', 409, 'Another job for the same is waiting or running.');

export const jobRecord = defineRecord({ noun: 'jobs', table: 'jobs', schema: Job, json: ['result'] });

export const jobList = defineList({
  record: jobRecord,
  filters: { state: { kind: 'text', column: 'state', one_of: STATES }, name: 'text', created_at: 'instant' },
  sorts: { created_at: 'created_at' },
  default_sort: '-created_at',
});

/** Answers a request with the job that it made (202), and writes into the trail who asked for it. */
export async function accepted(ctx: Context, job_id: string): Promise<Job> {
  ctx.audit({ action: 'jobs.accept', subject: 'jobs', subject_id: job_id });
  return getRecord<Job>(ctx, jobRecord, job_id);
}

const RETRY = `with j as (
    update jobs set state = 'queued', attempts = 0, run_at = now(), turn = $3, claim = null, error = null, fault = null,
      finished_at = null, updated_at = now()
    where tenant_id = $1 and id = $2 and state in ('queued', 'failed', 'parked', 'cancelled') returning id, turn)
  insert into job_queue (tenant_id, id, job_id, due_at, lane) select $1::uuid, j.turn, j.id, now(), $4 from j`;

const CANCEL = `update jobs set state = 'cancelled', claim = null, finished_at = now(), updated_at = now()
  where tenant_id = $1 and id = $2 and state in ('queued', 'running', 'failed', 'parked')`;

/** Tries it again now, as if for the first time; a long one passes over the steps that it has done. */
export async function retryJob(ctx: Context, ref: string): Promise<Job> {
  const before = await getRecord<Job>(ctx, jobRecord, ref);
  const lane = laneOf(ctx.kernel.jobs.catalogue.jobs.get(before.name));
  const again = await ctx.execute(RETRY, [before.id, newId(), lane]);
  if (again !== 1) {
    const now = await getRecord<Job>(ctx, jobRecord, ref);
    throw problem(now.state === 'done' ? jobFinished : jobRunning);
  }
  ctx.afterCommit(() => ctx.kernel.events.committed([], true));
  return changed(ctx, 'retry', before);
}

/** Calls it off. What runs is undone, or for a long job ends before its next step. */
export async function cancelJob(ctx: Context, ref: string): Promise<Job> {
  const before = await getRecord<Job>(ctx, jobRecord, ref);
  if ((await ctx.execute(CANCEL, [before.id])) !== 1) {
    const now = await getRecord<Job>(ctx, jobRecord, ref);
    if (now.state !== 'cancelled') throw problem(jobFinished);
  }
  return changed(ctx, 'cancel', before);
}

async function changed(ctx: Context, verb: string, before: Job): Promise<Job> {
  const after = await getRecord<Job>(ctx, jobRecord, before.id);
  ctx.audit({
    action: `jobs.${verb}`,
    subject: 'jobs',
    subject_id: before.id,
    before: { state: before.state },
    after: { state: after.state },
  });
  return after;
}

const FIGURES = `select q.tenant_id, t.slug, t.status, count(*) as waiting,
    count(*) filter (where q.leased_by is null and q.due_at <= now()) as due,
    count(*) filter (where q.leased_by is not null and q.due_at > now()) as running,
    min(q.due_at) filter (where q.leased_by is null) as oldest_due_at
  from job_queue q left join tenants t on t.id = q.tenant_id where q.kind = 'job'
  group by q.tenant_id, t.slug, t.status order by due desc, waiting desc, q.tenant_id limit $1`;

/** What stands in the queue, tenant by tenant, the fullest first; for operators. */
export async function queueFigures(ctx: Context, limit: number) {
  const rows = await ctx.sql(FIGURES, [limit]);
  return { rows, next_cursor: null, limit };
}

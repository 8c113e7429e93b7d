/** Enqueuing: the job and its place in the queue are stored in the transaction that asks for it. */
import { newId } from '../schema/ids.ts';
import type { Context } from '../tenancy/context.ts';
import { laneOf } from './catalogue.ts';
import type { Wanted } from './definition.ts';

const STORE = `with j as (
    insert into jobs (tenant_id, id, name, data, key, run_at, max_attempts, actor_id, actor, turn)
    values ($1, $2, $3, $4::jsonb, $5, coalesce($6::timestamptz, now()), $7, $8, $9, $10)
    on conflict (tenant_id, name, key) where state in ('queued', 'running') do nothing returning id, run_at, turn),
  q as (insert into job_queue (tenant_id, id, job_id, due_at, lane) select $1::uuid, j.turn, j.id, j.run_at, $11 from j)
  select id from j`;

const PRESENT = `select id from jobs where tenant_id = $1 and name = $2 and key = $3 and state in ('queued', 'running')`;

/** How often a job is tried when its definition does not say. */
const ATTEMPTS = 8;

/**
 * Stores a job in the transaction of `ctx`, which is bound to the tenant that the job will run in; answers its id, or with a
 * `key` that of the job which is there already. Throws when `ctx` is bound to no tenant, and for a job or input that no module
 * declares.
 */
export async function enqueueJob(ctx: Context, wanted: Wanted): Promise<string> {
  const { tenant_id } = ctx.binding;
  const name = typeof wanted.job === 'string' ? wanted.job : wanted.job.name;
  if (tenant_id === null) throw new Error(`the job ${name} needs a tenant, and this work is bound to none`);
  const { job, data } = ctx.kernel.jobs.catalogue.check(name, wanted.data);
  const { run_at = null, key = null } = wanted;
  const id = newId();
  const values = [
    id,
    name,
    JSON.stringify(data),
    key,
    run_at,
    job.attempts ?? ATTEMPTS,
    ctx.actor.id,
    ctx.actor.label,
    newId(),
    laneOf(job),
  ];
  const told = (job_id: string): string => {
    ctx.afterCommit(() => ctx.kernel.events.committed([], true));
    if (!job.quiet) ctx.emit({ type: 'jobs.enqueue', subject: 'jobs', subject_id: job_id });
    return job_id;
  };
  if (key === null && ctx.ahead) {
    ctx.ahead(STORE, values);
    return told(id);
  }
  for (let attempt = 1; ; attempt++) {
    const [stored] = await ctx.sql<{ id: string }>(STORE, values);
    if (stored) return told(stored.id);
    const [present] = await ctx.sql<{ id: string }>(PRESENT, [name, key]);
    if (present) return present.id;
    // It was finished between the two questions.
    if (attempt === 5) throw new Error(`the job ${name} with the key ${key} comes and goes`);
  }
}

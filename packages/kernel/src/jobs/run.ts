/** One run of one job: claimed for this run alone, its effects and the mark that it is done in one transaction. */
import { type Asker, reading } from '../db/handle.ts';
import { asSystem } from '../http/perform.ts';
import { traceJob } from '../metrics/traces.ts';
import { notify } from '../notifications/notify.ts';
import { Problem } from '../problems/problem.ts';
import { newId } from '../schema/ids.ts';
import { inSeat } from '../shares/background.ts';
import type { Actor, Context } from '../tenancy/context.ts';
import type { Tenant } from '../tenancy/directory.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import type { AnyJob } from './definition.ts';
import { createJobRun } from './job_run.ts';
import type { Leased } from './queue.ts';

/** The job goes on elsewhere, was cancelled or is gone: what this run did is undone. */
export class ClaimLost extends Error {
  override name = 'ClaimLost';
}

/** The server stops: what this run did in its open transaction is undone, and the job is given back. */
export class Interrupted extends Error {
  override name = 'Interrupted';
}

/** A job as it was claimed. */
export interface Claimed {
  id: string;
  name: string;
  data: Record<string, unknown>;
  attempts: number;
  max_attempts: number;
  actor: string;
  /** The person who asked for it; null when it was no person. */
  actor_id: string | null;
  claim: string;
}

/** What becomes of its row in the queue: it is removed, or due again at that time. */
export type Fate = { remove: true } | { due_at: string | Date | null };

const CLAIM = `update jobs set state = 'running', attempts = attempts + 1, claim = $4, started_at = now(), updated_at = now(), error = null, fault = null
  where tenant_id = $1 and id = $2 and turn = $3 and (state = 'running' or (state = 'queued' and run_at <= clock_timestamp()))
  returning id, name, data, attempts, max_attempts, actor, actor_id, claim`;
const WAITING = `select run_at from jobs where tenant_id = $1 and id = $2 and turn = $3 and state = 'queued'`;

const MINE = `where tenant_id = $1 and id = $2 and claim = $3 and state = 'running'`;
const DONE = `update jobs set state = 'done', result = $4::jsonb, claim = null, progress_done = coalesce(progress_total, progress_done),
  finished_at = now(), updated_at = now() ${MINE}`;
const END = `update jobs set state = $4, error = $5, fault = $6, result = $7::jsonb, claim = null, finished_at = now(), updated_at = now() ${MINE}`;
const AGAIN = `update jobs set state = 'queued', error = $4, fault = $5, claim = null,
  run_at = clock_timestamp() + interval '1 millisecond' * $6, updated_at = now() ${MINE} returning run_at`;
const UNTRIED = `update jobs set state = 'queued', attempts = attempts - 1, claim = null, updated_at = now() ${MINE}`;

const RETRY_MS = 2_000;
const LONGEST_MS = 3_600_000;

/** The wait before the next try: doubled each time, at most an hour, less up to a half so that many do not come back at once. */
export function backOffMs(attempt: number, retry_ms = RETRY_MS, random = Math.random()): number {
  return Math.round(Math.min(LONGEST_MS, retry_ms * 2 ** (attempt - 1)) * (1 - random / 2));
}

/** A fresh context in one transaction, bound to the tenant. */
export function inTransaction<T>(
  kernel: Kernel,
  tenant: Tenant,
  actor: Actor,
  job_id: string,
  run: (ctx: Context) => Promise<T>,
  asker?: Asker,
): Promise<T> {
  const binding = { tenant_id: tenant.id, plane: '' as const, asker };
  return asSystem(kernel, { tenant, database: kernel.cells.of(tenant), binding, actor, request_id: job_id }, run);
}

const actorOf = (label: string): Actor => ({
  kind: 'system',
  id: null,
  label: `system for ${label}`,
  session_id: null,
  role: null,
  permissions: new Set(['*']),
});

function bySystem(label: string): string {
  return label.replace(/^(system for )+/, '');
}

/** What people of the tenant may read of a failure, and what operators need. */
function told(error: unknown, job_id: string): { error: string; fault: string } {
  const fault = String((error as Error)?.stack ?? error).slice(0, 4000);
  if (error instanceof Problem) return { error: error.message.slice(0, 500), fault };
  return { error: `Something failed on our side (reference ${job_id}).`, fault };
}

/** Runs the leased job, and says what becomes of its row in the queue. Never throws for what the job itself did. */
export async function runJob(kernel: Kernel, row: Leased, signal: AbortSignal): Promise<Fate> {
  const tenant = await kernel.directory.find(row.tenant_id);
  if (!tenant) {
    kernel.log.error({ job: row.job_id, tenant: row.tenant_id }, 'a job of a tenant that does not exist is dropped');
    return { remove: true };
  }
  // It rests until the organisation is open again; the queue does not even lease it then.
  if (tenant.status !== 'active') return { due_at: null };
  const own = reading(kernel.cells.of(tenant), { tenant_id: tenant.id, plane: '' });
  const [claimed] = await own.sql<Claimed>(CLAIM, [row.job_id, row.id, newId()]);
  if (!claimed) {
    const [waiting] = await own.sql<{ run_at: string }>(WAITING, [row.job_id, row.id]);
    return waiting ? { due_at: waiting.run_at } : { remove: true };
  }
  const actor = actorOf(bySystem(claimed.actor));
  const log = kernel.log.child({ job: claimed.id, name: claimed.name, tenant: tenant.slug, attempt: claimed.attempts });
  const mark = (text: string, values: unknown[], event: string | null): Promise<string | null> =>
    inTransaction(kernel, tenant, actor, claimed.id, async (ctx) => {
      const rows = await ctx.sql<{ run_at?: string; id?: string }>(
        text.includes('returning') ? text : `${text} returning id`,
        [claimed.id, claimed.claim, ...values],
      );
      if (rows[0] && event) {
        ctx.emit({ type: event, subject: 'jobs', subject_id: claimed.id });
        await tellAsker(ctx, claimed, 'job_failed');
      }
      return rows[0]?.run_at ?? null;
    });
  const definition = kernel.jobs.catalogue.jobs.get(claimed.name);
  const event = (type: string): string | null => (definition?.quiet ? null : type);
  const startedAt = performance.now();
  try {
    // Runs that killed their process were counted, and nobody was left to park them.
    if (claimed.attempts > claimed.max_attempts) throw new Error('the worker ended in the middle of each try');
    const { job, data } = kernel.jobs.catalogue.check(claimed.name, claimed.data);
    await traceJob(claimed.name, tenant.id, (asker) =>
      runDefinition({ kernel, tenant, actor, claimed, job, data, signal, asker, event: event('jobs.done') }),
    );
    kernel.metrics.jobEnded(tenant.id, claimed.name, performance.now() - startedAt, 'done');
    return { remove: true };
  } catch (error) {
    if (error instanceof ClaimLost) {
      log.info('a job was cancelled or goes on elsewhere');
      return { remove: true };
    }
    if (error instanceof Interrupted) {
      await mark(UNTRIED, [], null);
      return { due_at: null };
    }
    const { error: text, fault } = told(error, claimed.id);
    const isRefused = error instanceof Problem && error.kind.status < 500;
    const isLast = isRefused || claimed.attempts >= claimed.max_attempts;
    const outcome = isRefused ? 'failed' : isLast ? 'parked' : 'retried';
    kernel.metrics.jobEnded(tenant.id, claimed.name, performance.now() - startedAt, outcome);
    if (isLast) {
      log.error({ err: error }, isRefused ? 'a job failed' : 'a job is parked');
      const state = isRefused ? 'failed' : 'parked';
      const extra = isRefused ? (error.details.extra ?? null) : null;
      await mark(
        END,
        [state, text, fault, extra && JSON.stringify(extra)],
        event(isRefused ? 'jobs.fail' : 'jobs.park'),
      );
      return { remove: true };
    }
    log.warn({ err: error }, 'a job failed and is tried again');
    const wait_ms = backOffMs(claimed.attempts, definition?.retry_ms);
    return { due_at: await mark(AGAIN, [text, fault, wait_ms], null) };
  }
}

/** Whoever asked for the work learns that it is over. */
async function tellAsker(
  ctx: Context,
  { id, name, actor_id }: Claimed,
  kind: 'job_done' | 'job_failed',
): Promise<void> {
  const user_ids = actor_id ? [actor_id] : [];
  await notify(ctx, {
    kind,
    user_ids,
    subject: 'jobs',
    subject_id: id,
    detail: name,
    key: `${kind}:${id}:${ctx.now.getTime()}`,
  });
}

interface Work {
  kernel: Kernel;
  tenant: Tenant;
  actor: Actor;
  claimed: Claimed;
  job: AnyJob;
  data: Record<string, unknown>;
  signal: AbortSignal;
  asker: Asker;
  event: string | null;
}

async function runDefinition(work: Work): Promise<void> {
  const { kernel, tenant, actor, claimed, job, data, signal, asker, event } = work;
  const finish = async (ctx: Context, result: unknown): Promise<void> => {
    const marked = await ctx.execute(DONE, [claimed.id, claimed.claim, JSON.stringify(result ?? null)]);
    if (marked !== 1) throw new ClaimLost('the job is not ours any more');
    if (!event) return;
    ctx.emit({ type: event, subject: 'jobs', subject_id: claimed.id });
    await tellAsker(ctx, claimed, 'job_done');
  };
  const transact = <T>(run: (ctx: Context) => Promise<T>): Promise<T> =>
    inTransaction(kernel, tenant, actor, claimed.id, run, asker);
  // What the job does in the database takes its tenant's seats, as the tenant's requests do.
  const seated: typeof transact = (run) => inSeat(kernel, tenant, () => transact(run), signal);
  if (job.long) {
    const run = await createJobRun({
      kernel,
      tenant,
      claimed,
      signal,
      transact: seated,
      within: null,
      isQuiet: !!job.quiet,
    });
    const result = await job.run(run.ctx(actor), data, run.job);
    await seated((ctx) => finish(ctx, result));
    return;
  }
  await seated(async (ctx) => {
    const run = await createJobRun({ kernel, tenant, claimed, signal, transact, within: ctx, isQuiet: !!job.quiet });
    // A transaction that lost a race is run again: the input is as it came.
    await finish(ctx, await job.run(ctx, structuredClone(data), run.job));
  });
}

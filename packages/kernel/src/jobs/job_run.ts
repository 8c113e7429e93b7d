/** What a running job has in its hands: progress, steps, and for a long one a context that only reads. */
import { reading } from '../db/handle.ts';
import { contextForReading } from '../http/perform.ts';
import type { Actor, Context } from '../tenancy/context.ts';
import type { Tenant } from '../tenancy/directory.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import type { JobRun } from './definition.ts';
import { type Claimed, ClaimLost, Interrupted } from './run.ts';

interface Parts {
  kernel: Kernel;
  tenant: Tenant;
  claimed: Claimed;
  signal: AbortSignal;
  transact<T>(run: (ctx: Context) => Promise<T>): Promise<T>;
  /** The transaction that the whole job is; null for a long one. */
  within: Context | null;
  isQuiet: boolean;
}

const MINE = `tenant_id = $1 and id = $2 and claim = $3 and state = 'running'`;
const PROGRESS = `update jobs set progress_done = $4, progress_total = $5, message = coalesce($6, message), updated_at = now() where ${MINE}`;
const HOLD = `update jobs set updated_at = now() where ${MINE}`;
const STORE_STEP = 'insert into job_steps (tenant_id, job_id, name, result) values ($1, $2, $3, $4::jsonb)';
const STEPS = 'select name, result from job_steps where tenant_id = $1 and job_id = $2';

/** How often clients are told of progress at most. */
const TELL_EVERY_MS = 500;

/** What `run` of a job is given. */
export async function createJobRun(parts: Parts): Promise<{ job: JobRun; ctx(actor: Actor): Context }> {
  const { kernel, tenant, claimed, signal, transact, within, isQuiet } = parts;
  const binding = { tenant_id: tenant.id, plane: '' } as const;
  const own = reading(kernel.cells.of(tenant), binding);
  const done = new Map<string, unknown>();
  if (!within && claimed.attempts > 1)
    for (const { name, result } of await own.sql<{ name: string; result: unknown }>(STEPS, [claimed.id]))
      done.set(name, result);
  const mine = [claimed.id, claimed.claim];
  const lost = (): never => {
    throw new ClaimLost('the job is not ours any more');
  };
  const goOn = (): void => {
    if (!signal.aborted) return;
    if (signal.reason instanceof Interrupted) throw signal.reason;
    lost();
  };
  let toldMs = 0;
  const job: JobRun = {
    id: claimed.id,
    attempt: claimed.attempts,
    signal,
    async progress(count, total = null, message) {
      if (!within) goOn();
      if (Date.now() - toldMs < TELL_EVERY_MS && count !== total) return;
      toldMs = Date.now();
      await transact(async (ctx) => {
        if ((await ctx.execute(PROGRESS, [...mine, count, total, message?.slice(0, 500) ?? null])) !== 1) lost();
        if (!isQuiet) ctx.emit({ type: 'jobs.progress', subject: 'jobs', subject_id: claimed.id });
      });
    },
    async step(name, run, when) {
      if (within) return run(within);
      if (done.has(name)) return done.get(name) as Awaited<ReturnType<typeof run>>;
      if (!when) goOn();
      const result = await transact(async (ctx) => {
        const result = await run(ctx);
        await ctx.execute(STORE_STEP, [claimed.id, name, JSON.stringify(result ?? null)]);
        if ((await ctx.execute(HOLD, mine)) !== 1) lost();
        return result;
      });
      done.set(name, result);
      return result;
    },
  };
  return {
    job,
    ctx: (actor) =>
      contextForReading(kernel, { tenant, database: kernel.cells.of(tenant), binding, actor, request_id: claimed.id }),
  };
}

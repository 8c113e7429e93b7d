/** Asking for one thing to be done to many organisations, looking how far it is, and trying again what was refused. */
import { invalidInput } from '@tenantry/kernel/http/problems.ts';
import type { Page } from '@tenantry/kernel/http/route.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { getPlan } from '../plans/plans.service.ts';
import { FROM, tenantList } from '../tenants/overview.ts';
import { kickRuns } from './carry_out.ts';
import type { NewRun, TenantRun, TenantRunItem } from './tenant-runs.schema.ts';

export const runNotFound = defineProblem('tenant-runs.not_found', 404, 'There is no such run.');
export const selectionChanged = defineProblem(
  'tenant-runs.selection_changed',
  409,
  'Another number of organisations matches now; look again.',
);
export const nothingFailed = defineProblem('tenant-runs.nothing_failed', 409, 'Nothing of this run failed.');

const PAGING = new Set(['limit', 'cursor', 'sort', 'fields', 'count', 'format', 'totals']);

const COUNTED = `(select count(*) from tenant_run_items i where i.run_id = r.id and i.state = `;
const RUN = `r.id, r.action, r.wanted, r.total, ${COUNTED}'done') as done, ${COUNTED}'failed') as failed, r.state, r.actor,
  r.created_at, r.finished_at`;

function fault(pointer: string, detail: string): Error {
  return problem(invalidInput, { errors: [{ pointer, detail }] });
}

/** What the action needs is there, and is something that exists. */
async function assertWhole(ctx: Context, { action, reason, plan, feature, enabled }: NewRun): Promise<void> {
  if ((action === 'suspend' || action === 'archive') && !reason)
    throw fault('/reason', 'Say why; it is shown to them.');
  if (action === 'plan') await getPlan(ctx, plan ?? '');
  if (action !== 'feature') return;
  if (!feature || !ctx.kernel.features.get(feature)) throw fault('/feature', 'There is no such feature.');
  if (enabled === undefined) throw fault('/enabled', 'Say whether it is switched on or off.');
}

/** The condition on `t` that chooses them, and its values. */
function chosenBy(ctx: Context, { tenants, filter = {}, except = [] }: NewRun): { text: string; values: unknown[] } {
  if (tenants) return { text: 't.id = any($1::uuid[])', values: [tenants] };
  const known = Object.keys(tenantList.input.properties).filter((name) => !PAGING.has(name));
  for (const name of Object.keys(filter))
    if (!known.includes(name)) throw fault('/filter', `Filter by ${known.join(', ')}.`);
  const { text, values } = tenantList.where(ctx, filter);
  return { text: `${text} and not t.id = any($${values.length + 1}::uuid[])`, values: [...values, except] };
}

/** Stores the run with its organisations, and lets it begin. */
export async function createRun(ctx: Context, input: NewRun): Promise<TenantRun> {
  await assertWhole(ctx, input);
  const { action, reason, plan, feature, enabled, expected } = input;
  const wanted = { reason, plan: plan?.trim().toLowerCase(), feature, enabled };
  const id = ctx.newId();
  const { text, values } = chosenBy(ctx, input);
  await ctx.sql(
    'insert into tenant_runs (id, action, wanted, total, actor_id, actor) values ($1, $2, $3, $4, $5, $6)',
    [id, action, JSON.stringify(wanted), expected, ctx.actor.id, ctx.actor.label],
  );
  const total = await ctx.execute(
    `insert into tenant_run_items (tenant_id, run_id, position)
     select t.id, $${values.length + 1}, row_number() over (order by t.name_key, t.id) from ${FROM} t where ${text}`,
    [...values, id],
  );
  if (total !== expected)
    throw problem(selectionChanged, {
      detail: `You were told of ${expected}; now it would be ${total}.`,
      extra: { expected, total },
    });
  ctx.audit({
    action: 'tenant-runs.create',
    subject: 'tenant-runs',
    subject_id: id,
    after: { action, ...wanted, total },
  });
  ctx.afterCommit(() => kickRuns(ctx.kernel));
  return getRun(ctx, id);
}

/** One run: how far it is. */
export async function getRun(ctx: Context, id: string): Promise<TenantRun> {
  const [run] = await ctx.sql<TenantRun>(`select ${RUN} from tenant_runs r where r.id = $1`, [id]);
  if (!run) throw problem(runNotFound);
  return run;
}

/** The newest runs. */
export function listRuns(ctx: Context): Promise<TenantRun[]> {
  return ctx.sql<TenantRun>(`select ${RUN} from tenant_runs r order by r.created_at desc, r.id desc limit 50`);
}

/** What came of it, organisation by organisation; those that were refused first. Pages by their position. */
export async function listItems(
  ctx: Context,
  { run, state, cursor, limit = 200 }: { run: string; state?: string; cursor?: string; limit?: number },
): Promise<Page<TenantRunItem>> {
  await getRun(ctx, run);
  const rows = await ctx.sql<TenantRunItem & { position: number }>(
    `select i.tenant_id, t.slug, t.name, i.state, i.attempts, i.code, i.detail, i.finished_at, i.position
     from tenant_run_items i join tenants t on t.id = i.tenant_id
     where i.run_id = $1 and ($2::text is null or i.state = $2) and i.position > $3 order by i.position limit $4`,
    [run, state ?? null, Number(cursor ?? 0), limit + 1],
  );
  const shown = rows.slice(0, limit);
  const next_cursor = rows.length > limit ? String(shown.at(-1)?.position) : null;
  return { rows: shown.map(({ position: _, ...item }) => item), next_cursor, limit };
}

/** What was refused is done again. */
export async function retryRun(ctx: Context, id: string): Promise<TenantRun> {
  const run = await getRun(ctx, id);
  const again = await ctx.execute(
    `update tenant_run_items set state = 'waiting', code = null, detail = null, finished_at = null where run_id = $1 and state = 'failed'`,
    [id],
  );
  if (again === 0) throw problem(nothingFailed);
  await ctx.execute("update tenant_runs set state = 'running', finished_at = null where id = $1", [id]);
  ctx.audit({
    action: 'tenant-runs.retry',
    subject: 'tenant-runs',
    subject_id: id,
    after: { action: run.action, again },
  });
  ctx.afterCommit(() => kickRuns(ctx.kernel));
  return getRun(ctx, id);
}

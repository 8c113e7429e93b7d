/** Carries out what was asked for many organisations: one transaction for each, with the mark that it is done. */
import { reading } from '@tenantry/kernel/db/handle.ts';
import { asSystem } from '@tenantry/kernel/http/perform.ts';
import type { Round } from '@tenantry/kernel/metrics/rounds.ts';
import { Problem } from '@tenantry/kernel/problems/problem.ts';
import type { Actor, Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Kernel } from '@tenantry/kernel/tenancy/kernel.ts';
import { switchFeatures } from '../features/features.service.ts';
import { changeSubscription } from '../subscriptions/subscriptions.service.ts';
import { moveTenant } from '../tenants/lifecycle.ts';
import type { Action } from './tenant-runs.schema.ts';

interface Due {
  run_id: string;
  tenant_id: string;
  action: Action;
  wanted: { reason?: string; plan?: string; feature?: string; enabled?: boolean };
  actor_id: string | null;
  actor: string;
}

const NEXT = `select r.id as run_id, i.tenant_id, r.action, r.wanted, r.actor_id, r.actor
  from tenant_runs r join tenant_run_items i on i.run_id = r.id and i.state = 'waiting'
  where r.state = 'running' order by r.id, i.position limit 1`;
const FINISH = `update tenant_runs r set state = 'done', finished_at = now() where r.state = 'running'
  and not exists (select from tenant_run_items i where i.run_id = r.id and i.state = 'waiting')`;
const MARK = `update tenant_run_items set state = $3, code = $4, detail = $5, attempts = attempts + 1, finished_at = now()
  where tenant_id = $1 and run_id = $2 and state = 'waiting'`;

async function act(ctx: Context, { action, wanted }: Due): Promise<void> {
  if (action === 'plan') await changeSubscription(ctx, { plan: wanted.plan ?? '' });
  else if (action === 'feature') await switchFeatures(ctx, { [wanted.feature ?? '']: wanted.enabled === true });
  else await moveTenant(ctx, action, wanted.reason);
}

/** Its effects and the mark are one transaction: whatever becomes of the server, it is done once. */
async function carryOut(kernel: Kernel, due: Due): Promise<void> {
  const tenant = await kernel.directory.find(due.tenant_id);
  if (!tenant) throw new Error(`the organisation ${due.tenant_id} of a run is not in the directory`);
  const actor: Actor = {
    kind: 'operator',
    id: due.actor_id,
    label: due.actor,
    session_id: null,
    role: 'operator',
    permissions: new Set(['*']),
  };
  const where = {
    tenant,
    database: kernel.control,
    binding: { tenant_id: tenant.id, plane: '' as const },
    actor,
    request_id: due.run_id,
  };
  const mark = (ctx: Context, state: string, code: string | null, detail: string | null) =>
    ctx.execute(MARK, [due.run_id, state, code, detail?.slice(0, 500) ?? null]);
  try {
    await asSystem(kernel, where, async (ctx) => {
      await mark(ctx, 'done', null, null);
      await act(ctx, due);
    });
  } catch (error) {
    const isRefused = error instanceof Problem && error.kind.status < 500;
    if (!isRefused) kernel.log.error({ err: error, run: due.run_id, tenant: tenant.slug }, 'a step of a run failed');
    const { code, text } = isRefused
      ? { code: error.kind.code, text: error.details.detail ?? error.message }
      : { code: 'internal', text: `Something failed on our side (reference ${due.run_id}).` };
    await asSystem(kernel, where, (ctx) => mark(ctx, 'failed', code, text));
  }
}

/** Everything that waits, run by run. */
async function carryOutAll(kernel: Kernel): Promise<void> {
  const everywhere = reading(kernel.aside, { tenant_id: null, plane: 'platform', asker: { name: 'tenant-runs.work' } });
  for (;;) {
    const [due] = await everywhere.sql<Due>(NEXT);
    if (!due) break;
    await carryOut(kernel, due);
  }
  await asSystem(
    kernel,
    { tenant: null, database: kernel.control, binding: { tenant_id: null, plane: 'platform' }, label: 'tenant-runs' },
    (ctx) => ctx.execute(FINISH),
  );
}

export const runRound: Round = { name: 'tenant-runs.work', every_ms: 5_000, run: carryOutAll };

/** Begins at once; where another instance is at it, the round takes up what that one has not seen. */
export function kickRuns(kernel: Kernel): void {
  kernel.rounds.run(runRound.name).catch((error: Error) => kernel.log.error({ err: error }, 'runs could not begin'));
}

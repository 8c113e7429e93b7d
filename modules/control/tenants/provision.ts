/** Setting a tenant up: each module gives it its first records; what failed is told, remembered, and taken up again later. */
import { asSystem } from '@tenantry/kernel/http/perform.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { announceTenant } from './announce.ts';
import { assertPlatform } from './operators.ts';
import { readTenant } from './tenants.record.ts';
import type { TenantRow } from './tenants.schema.ts';

export const notProvisionable = defineProblem(
  'tenants.not_provisionable',
  409,
  'Only an organisation that is open or being set up can be set up.',
);

interface ProvisioningStep {
  step: string;
  attempts: number;
  done_at: string | null;
  failure: string | null;
}

/** Notes that steps are done. */
async function markSteps(ctx: Context, steps: readonly string[]): Promise<void> {
  await ctx.execute(
    `insert into provisioning_steps (tenant_id, step, done_at) select $1::uuid, s, now() from unnest($2::text[]) as s
     on conflict (tenant_id, step) do update set done_at = now(), failure = null, attempts = provisioning_steps.attempts + 1`,
    [steps],
  );
}

async function markFailure(ctx: Context, step: string, failure: string): Promise<void> {
  await ctx.execute(
    `insert into provisioning_steps (tenant_id, step, failure) values ($1, $2, $3)
     on conflict (tenant_id, step) do update set done_at = null, failure = excluded.failure, attempts = provisioning_steps.attempts + 1`,
    [step, failure.slice(0, 500)],
  );
}

function listSteps(ctx: Context): Promise<ProvisioningStep[]> {
  return ctx.sql<ProvisioningStep>(
    'select step, attempts, done_at, failure from provisioning_steps where tenant_id = $1 order by done_at nulls last, step',
  );
}

/**
 * Runs the steps that are not `done`, those that failed included, and opens the tenant when none is left; `alsoDone` are noted
 * with them. Answers where the tenant stands and a sentence for each that failed. Seeds run as the tenant's own plane, in
 * transactions of their own; each only adds what is missing.
 */
export async function provision(
  ctx: Context,
  done: ReadonlySet<string>,
  alsoDone: readonly string[] = [],
): Promise<{ status: TenantRow['status']; failures: string[] }> {
  const { kernel, tenant } = ctx;
  const succeeded = [...alsoDone];
  const failures: string[] = [];
  for (const { name, seed } of kernel.modules) {
    const step = `seed:${name}`;
    if (!seed || done.has(step)) continue;
    try {
      const binding = { tenant_id: tenant.id, plane: '' } as const;
      const { actor, request } = ctx;
      await asSystem(
        kernel,
        { tenant, database: kernel.cells.of(tenant), binding, actor, request_id: request.id },
        seed,
      );
      succeeded.push(step);
    } catch (error) {
      ctx.log.error({ err: error, tenant: tenant.slug, step }, 'a step of setting a tenant up failed');
      await markFailure(ctx, step, (error as Error).message);
      failures.push(`Setting up stopped at ${step}. POST /api/tenants/${tenant.slug}/provision takes it up again.`);
    }
  }
  if (succeeded.length > 0) await markSteps(ctx, succeeded);
  if (failures.length > 0) return { status: 'provisioning', failures };
  await ctx.db.updateTable('tenants').set({ status: 'active' }).where('status', '=', 'provisioning').execute();
  return { status: 'active', failures };
}

/** `GET …/provision`: how far the setting-up has come, step by step. */
export async function getProvisioning(ctx: Context) {
  return { status: (await readTenant(ctx)).status, steps: await listSteps(ctx), warnings: [] as string[] };
}

/** `POST …/provision`: takes up what failed, and gives an open tenant what modules brought since. */
export async function resumeProvisioning(ctx: Context) {
  assertPlatform(ctx);
  const { status } = await readTenant(ctx, true);
  if (status !== 'provisioning' && status !== 'active') throw problem(notProvisionable, { detail: `It is ${status}.` });
  const done = (await listSteps(ctx)).filter((one) => one.done_at !== null).map((one) => one.step);
  const { failures: warnings } = await provision(ctx, new Set(done));
  const after = await readTenant(ctx);
  ctx.audit({
    action: 'tenants.provision',
    subject: 'tenants',
    subject_id: after.id,
    before: { status },
    after: { status: after.status },
  });
  await announceTenant(ctx);
  return { status: after.status, steps: await listSteps(ctx), warnings };
}

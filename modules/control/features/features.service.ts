/** Switching features of a tenant: the platform any, the tenant's own people what type and plan include. */
import { forbidden } from '@tenantry/kernel/http/problems.ts';
import { problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Tenant } from '@tenantry/kernel/tenancy/directory.ts';
import { featureOff, unknownFeature } from '@tenantry/kernel/tenancy/features.ts';
import { announceTenant } from '../tenants/announce.ts';
import { isPlatform } from '../tenants/operators.ts';
import type { FeatureDetail } from './features.schema.ts';

interface Override {
  feature: string;
  enabled: boolean;
  set_by: 'platform' | 'tenant';
}

function readOverrides(ctx: Context, lock = ''): Promise<Override[]> {
  return ctx.sql<Override>(
    `select feature, enabled, set_by from feature_overrides where tenant_id = $1 order by feature${lock}`,
  );
}

/** The tenant as it is with these overrides; the one in `ctx` may be older than the transaction. */
function tenantWith(ctx: Context, overrides: readonly Override[]): Tenant {
  return {
    ...ctx.tenant,
    feature_overrides: Object.fromEntries(overrides.map(({ feature, enabled }) => [feature, enabled])),
  };
}

/** Every feature and whether it is on. */
export async function getFeatures(ctx: Context): Promise<Record<string, boolean>> {
  return ctx.kernel.features.map(tenantWith(ctx, await readOverrides(ctx)));
}

/** Every feature with why it is on or off. */
export async function listFeatures(ctx: Context): Promise<FeatureDetail[]> {
  const overrides = await readOverrides(ctx);
  const tenant = tenantWith(ctx, overrides);
  const { features } = ctx.kernel;
  return features.all.map(({ name, title, plans, organization_types }) => ({
    feature: name,
    title,
    enabled: features.isOn(tenant, name),
    entitled: features.isEntitled(tenant, name),
    set_by: overrides.find((one) => one.feature === name)?.set_by ?? null,
    plans: [...plans],
    organization_types: organization_types ? [...organization_types] : null,
  }));
}

function assertKnown(ctx: Context, names: readonly string[], pointer: string): void {
  const unknown = names.filter((name) => !ctx.kernel.features.get(name));
  if (unknown.length === 0) return;
  const known = ctx.kernel.features.all.map(({ name }) => name).join(', ');
  throw problem(unknownFeature, {
    detail: `There are ${known}.`,
    errors: unknown.slice(0, 50).map((name) => ({
      pointer: `${pointer}/${name.slice(0, 60).replaceAll('~', '~0').replaceAll('/', '~1')}`,
      detail: 'There is no such feature.',
    })),
  });
}

/** The tenant's own people: not what the platform has set, and on only what type and plan include. */
function assertOwnSwitch(ctx: Context, name: string, wanted: boolean | null, override: Override | undefined): void {
  if (isPlatform(ctx)) return;
  if (override?.set_by === 'platform' && wanted !== override.enabled)
    throw problem(forbidden, {
      detail: `The platform has set ${name}; ask it to change it.`,
      extra: { feature: name },
    });
  if (wanted === true && !ctx.kernel.features.isEntitled(ctx.tenant, name)) {
    const available_in = ctx.kernel.features.get(name)?.plans ?? [];
    throw problem(featureOff, {
      detail: `The plan or the kind of organisation does not include ${name}. Plans that have it: ${available_in.join(', ')}.`,
      extra: { feature: name, available_in },
    });
  }
}

/** Switches the given features; null gives one back to type and plan. Answers the whole map. */
export async function switchFeatures(
  ctx: Context,
  changes: Readonly<Record<string, boolean | null>>,
  pointer = '',
): Promise<Record<string, boolean>> {
  const names = Object.keys(changes).sort();
  assertKnown(ctx, names, pointer);
  const overrides = await readOverrides(ctx, ' for update');
  const was = ctx.kernel.features.map(tenantWith(ctx, overrides));
  const set_by = isPlatform(ctx) ? 'platform' : 'tenant';
  for (const name of names) {
    const wanted = changes[name] ?? null;
    const override = overrides.find((one) => one.feature === name);
    assertOwnSwitch(ctx, name, wanted, override);
    if (override?.set_by === 'platform' && set_by === 'tenant') continue;
    // What the plan gives anyway needs no line of the tenant's, so that it goes when the plan goes.
    const needless = set_by === 'tenant' && wanted === true;
    if (wanted === null || needless) {
      await ctx.execute('delete from feature_overrides where tenant_id = $1 and feature = $2', [name]);
    } else {
      await ctx.execute(
        `insert into feature_overrides (tenant_id, feature, enabled, set_by) values ($1, $2, $3, $4)
         on conflict (tenant_id, feature) do update set enabled = excluded.enabled, set_by = excluded.set_by, updated_at = now()`,
        [name, wanted, set_by],
      );
    }
  }
  const is = await getFeatures(ctx);
  const differing = names.filter((name) => was[name] !== is[name]);
  ctx.audit({
    action: 'features.update',
    subject: 'features',
    subject_id: ctx.tenant.id,
    before: Object.fromEntries(differing.map((name) => [name, was[name]])),
    after: Object.fromEntries(differing.map((name) => [name, is[name]])),
  });
  await announceTenant(ctx);
  return is;
}

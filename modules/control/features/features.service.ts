/** Switching features of a tenant: the platform any, the tenant's own people what type and plan include. */
import { forbidden } from '@tenantry/kernel/http/problems.ts';
import { problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Tenant } from '@tenantry/kernel/tenancy/directory.ts';
import { type Feature, featureOff, unknownFeature } from '@tenantry/kernel/tenancy/features.ts';
import { type FeatureGrant, grantAt, switchesAt } from '@tenantry/kernel/tenancy/grants.ts';
import { announceTenant } from '../tenants/announce.ts';
import { isPlatform } from '../tenants/operators.ts';
import type { FeatureDetail, FeaturesAt } from './features.schema.ts';

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

function readGrants(ctx: Context): Promise<FeatureGrant[]> {
  return ctx.sql<FeatureGrant>(
    'select id, name, enabled, valid_from, valid_to from entitlements where tenant_id = $1 and enabled is not null',
  );
}

interface Switched {
  overrides: Override[];
  grants: FeatureGrant[];
}

async function readSwitched(ctx: Context, lock = ''): Promise<Switched> {
  return { overrides: await readOverrides(ctx, lock), grants: await readGrants(ctx) };
}

/** The tenant as it is with these switches and grants; the one in `ctx` may be older than the transaction. */
function tenantWith(ctx: Context, { overrides, grants }: Switched, at = ctx.now): Tenant {
  const switches = Object.fromEntries(overrides.map(({ feature, enabled }) => [feature, enabled]));
  return { ...ctx.tenant, feature_overrides: switchesAt(switches, grants, at.getTime()) };
}

/** Every feature and whether it is on, now or at another instant. */
export async function getFeatures(ctx: Context, { at }: FeaturesAt = {}): Promise<Record<string, boolean>> {
  return ctx.kernel.features.map(tenantWith(ctx, await readSwitched(ctx), at === undefined ? ctx.now : new Date(at)));
}

type Decision = Pick<FeatureDetail, 'source' | 'rule' | 'valid_from' | 'valid_to'>;

/** The rule that decides: a switch that is off, an entitlement, a switch that is on, the kind of organisation, the plan. */
function decisionOf({ organization_type, plan }: Tenant, feature: Feature, switched: Switched, at: Date): Decision {
  const override = switched.overrides.find((one) => one.feature === feature.name);
  const bySwitch = override && ({ source: 'switch', rule: override.set_by, valid_from: null, valid_to: null } as const);
  if (bySwitch && !override.enabled) return bySwitch;
  const grant = grantAt(switched.grants, feature.name, at.getTime());
  if (grant) {
    const { id, valid_from, valid_to } = grant;
    return { source: 'entitlement', rule: id, valid_from, valid_to };
  }
  if (bySwitch) return bySwitch;
  const always = { valid_from: null, valid_to: null };
  const { organization_types } = feature;
  if (organization_types && !organization_types.includes(organization_type))
    return { source: 'organization_type', rule: organization_type, ...always };
  return { source: 'plan', rule: plan, ...always };
}

/** Every feature with why it is on or off, now or at another instant. */
export async function listFeatures(ctx: Context, { at: instant }: FeaturesAt = {}): Promise<FeatureDetail[]> {
  const switched = await readSwitched(ctx);
  const at = instant === undefined ? ctx.now : new Date(instant);
  const tenant = tenantWith(ctx, switched, at);
  const { features } = ctx.kernel;
  return features.all.map((feature) => ({
    feature: feature.name,
    title: feature.title,
    enabled: features.isOn(tenant, feature.name),
    entitled: features.isEntitled(tenant, feature.name),
    set_by: switched.overrides.find((one) => one.feature === feature.name)?.set_by ?? null,
    ...decisionOf(tenant, feature, switched, at),
    plans: [...feature.plans],
    organization_types: feature.organization_types ? [...feature.organization_types] : null,
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
function assertOwnSwitch(ctx: Context, name: string, wanted: boolean | null, { overrides, grants }: Switched): void {
  const override = overrides.find((one) => one.feature === name);
  if (isPlatform(ctx)) return;
  if (override?.set_by === 'platform' && wanted !== override.enabled)
    throw problem(forbidden, {
      detail: `The platform has set ${name}; ask it to change it.`,
      extra: { feature: name },
    });
  const isHad = grantAt(grants, name, ctx.now.getTime())?.enabled ?? ctx.kernel.features.isEntitled(ctx.tenant, name);
  if (wanted === true && !isHad) {
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
  const switched = await readSwitched(ctx, ' for update');
  const was = ctx.kernel.features.map(tenantWith(ctx, switched));
  const set_by = isPlatform(ctx) ? 'platform' : 'tenant';
  for (const name of names) {
    const wanted = changes[name] ?? null;
    const override = switched.overrides.find((one) => one.feature === name);
    assertOwnSwitch(ctx, name, wanted, switched);
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

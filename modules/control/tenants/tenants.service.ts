/** Reading and changing a tenant: the platform everything, its own people what they say about themselves. */
import { reading } from '@tenantry/kernel/db/handle.ts';
import { forbidden, versionMismatch } from '@tenantry/kernel/http/problems.ts';
import { problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { changeSubscription, getSubscription } from '../subscriptions/subscriptions.service.ts';
import { announceTenant } from './announce.ts';
import { isPlatform } from './operators.ts';
import { agreeing, readProfile } from './profile.ts';
import { assertSlug, slugTaken } from './slugs.ts';
import { readTenant, replaceTenantWords } from './tenants.record.ts';
import { OWN_FIELDS, type Tenant, type TenantChanges, type TenantRow } from './tenants.schema.ts';

/** The tenant with the number of people that it may have. */
export async function getTenant(ctx: Context): Promise<Tenant> {
  const row = await readTenant(ctx);
  const { max_users } = await getSubscription(ctx);
  return { ...row, max_users };
}

/** Throws 403 that names the fields which only the platform changes. */
function assertOwnFields(ctx: Context, changes: TenantChanges): void {
  if (isPlatform(ctx)) return;
  const foreign = Object.keys(changes).filter((field) => !OWN_FIELDS.has(field));
  if (foreign.length === 0) return;
  throw problem(forbidden, {
    detail: `Only the platform changes ${foreign.join(', ')}.`,
    errors: foreign.map((field) => ({ pointer: `/${field}`, detail: 'Only the platform changes this.' })),
    extra: { permission: 'platform.operate' },
  });
}

/** A slug that is given up stays taken; links to it lead nowhere rather than to somebody else. */
async function changeSlug(ctx: Context, from: string, to: string): Promise<void> {
  assertSlug(to);
  const taken = problem(slugTaken, { errors: [{ pointer: '/slug', detail: `${to} is taken; choose another.` }] });
  // Other tenants' retired slugs are out of this handle's sight.
  const everywhere = reading(ctx.kernel.aside, { tenant_id: null, plane: 'platform' });
  const [retired] = await everywhere.sql('select 1 from retired_slugs where slug = $1 and former_tenant_id <> $2', [
    to,
    ctx.tenant.id,
  ]);
  if (retired) throw taken;
  await ctx.db
    .deleteFrom('retired_slugs')
    .where('slug', '=', to)
    .where('former_tenant_id', '=', ctx.tenant.id)
    .execute();
  await ctx.db.insertInto('retired_slugs').values({ slug: from, former_tenant_id: ctx.tenant.id }).execute();
}

/** Changes what is given and answers the tenant, with warnings for what is odd. */
export async function updateTenant(ctx: Context, changes: TenantChanges): Promise<Tenant> {
  assertOwnFields(ctx, changes);
  const before = await readTenant(ctx, true);
  if (changes.version !== undefined && changes.version !== before.version)
    throw problem(versionMismatch, {
      detail: `You have version ${changes.version}, the record is at ${before.version}.`,
      extra: { current_version: before.version },
    });
  const { values, warnings } = readProfile(changes, before);
  const slug = agreeing<string>(changes, 'slug', 'subdomain')?.toLowerCase();
  if (slug !== undefined && slug !== before.slug) await changeSlug(ctx, before.slug, slug);
  const wanted: Partial<TenantRow> = { ...values, slug, organization_type: changes.organization_type };
  const names = (Object.keys(wanted) as (keyof TenantRow)[]).filter(
    (name) => wanted[name] !== undefined && wanted[name] !== before[name],
  );
  const set = Object.fromEntries(names.map((name) => [name, wanted[name]])) as Partial<TenantRow>;
  if (names.length > 0) {
    const changed = { ...set, version: before.version + 1, updated_at: ctx.now.toISOString() };
    await ctx.db.updateTable('tenants').set(changed).execute();
    await replaceTenantWords(ctx, { ...before, ...set });
  }
  await changeTerms(ctx, changes);
  ctx.audit({
    action: 'tenants.update',
    subject: 'tenants',
    subject_id: before.id,
    before: Object.fromEntries(names.map((name) => [name, before[name]])),
    after: set,
  });
  await announceTenant(ctx);
  return { ...(await getTenant(ctx)), warnings };
}

/** Plan and limits, under any of their names, are the subscription's. */
async function changeTerms(ctx: Context, changes: TenantChanges): Promise<void> {
  const plan = agreeing<string>(changes, 'plan', 'subscription_plan');
  const max_users = agreeing<number>(changes, 'max_users', 'maxUsers');
  const max_storage = agreeing<number>(changes, 'max_storage', 'maxStorage');
  if (plan === undefined && max_users === undefined && max_storage === undefined) return;
  await changeSubscription(ctx, { plan, max_users, max_storage });
}

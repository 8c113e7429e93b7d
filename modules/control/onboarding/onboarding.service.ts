/** A newcomer with a verified address creates his organisation and becomes its owner; not too often. */
import { forbidden, tooMany } from '@tenantry/kernel/http/problems.ts';
import { getAccount } from '@tenantry/kernel/identity/accounts.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { slugFault } from '@tenantry/kernel/tenancy/slug.ts';
import { createTenant } from '../tenants/create.ts';
import { isSlugFree, slugOf } from '../tenants/slugs.ts';
import type { NewTenant, Tenant } from '../tenants/tenants.schema.ts';

export const addressUnverified = defineProblem('onboarding.unverified', 403, 'Confirm your address first.');

/** How many organisations one person may create in a day, and how many may come from one address. */
const PER_PERSON = 3;
const PER_ADDRESS = 20;

/** Counted in the trail of creations; a lock per person and address, so that requests at once are counted too. */
async function assertNotTooOften(ctx: Context): Promise<void> {
  const { address } = ctx.request;
  await ctx.sql(
    'select pg_advisory_xact_lock(hashtextextended($1, 0)), pg_advisory_xact_lock(hashtextextended($2, 1))',
    [`onboarding of ${ctx.actor.id}`, `onboarding from ${address}`],
  );
  const [row] = await ctx.sql<{ person: number; address: number }>(
    `select count(*) filter (where actor_id = $1) as person, count(*) filter (where address = $2) as address
     from control_audit_entries where action = 'onboarding.create' and id >= $3::uuid and at > now() - interval '1 day'`,
    [ctx.actor.id, address, dayAgoId(ctx.now)],
  );
  if (!row || (row.person < PER_PERSON && row.address < PER_ADDRESS)) return;
  throw problem(tooMany, {
    detail: 'Enough organisations were created for a day; come back tomorrow, or ask the platform.',
    headers: { 'retry-after': '86400' },
  });
}

/** The smallest UUIDv7 of an instant a day ago: ids rise with time, so the index is read from there. */
function dayAgoId(now: Date): string {
  const time = (now.getTime() - 86_400_000).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}

/** Creates the organisation on the smallest plan. The person is its owner at once: his address is proved. */
export async function createOwnTenant(
  ctx: Context,
  { primary_color, ...input }: NewTenant & { primary_color?: string },
): Promise<Tenant> {
  if (!ctx.kernel.config.self_signup || !ctx.kernel.config.multi_tenant)
    throw problem(forbidden, { detail: 'New organisations are created by the platform here; ask it.' });
  const account = await getAccount(ctx, ctx.actor.id as string);
  if (!account.email_verified_at) throw problem(addressUnverified);
  await assertNotTooOften(ctx);
  // He sets up what is going to be his: until he is its owner nobody else could give him the rights for it.
  const founder = Object.create(ctx, {
    actor: { value: { ...ctx.actor, kind: 'user', permissions: new Set(['*']) } },
  }) as Context;
  const person = { id: account.id, email: account.email, name: account.name };
  const tenant = await createTenant(founder, { ...input, plan: 'basic' }, { user: person, primary_color });
  ctx.audit({ action: 'onboarding.create', subject: 'tenants', subject_id: tenant.id, after: { slug: tenant.slug } });
  return tenant;
}

/** What a newcomer is told while he types: whether the slug can be had, or one that the organisation's name suggests. */
export async function suggestSlug(
  ctx: Context,
  { name = '', slug }: { name?: string; slug?: string },
): Promise<{ slug: string | null; is_free: boolean; fault: 'form' | 'taken' | null }> {
  if (slug !== undefined) {
    const wanted = slug.toLowerCase();
    if (slugFault(wanted)) return { slug: wanted, is_free: false, fault: 'form' };
    const is_free = await isSlugFree(ctx, wanted);
    return { slug: wanted, is_free, fault: is_free ? null : 'taken' };
  }
  const base = slugOf(name);
  for (let n = 1; base && n <= 20; n++) {
    const one = n === 1 ? base : `${base}-${n}`;
    if (!slugFault(one) && (await isSlugFree(ctx, one))) return { slug: one, is_free: true, fault: null };
  }
  return { slug: null, is_free: false, fault: null };
}

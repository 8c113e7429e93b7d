/** Creating a tenant: its line, subscription, branding, switches and first owner in one transaction; then its first records. */
import { reading } from '@tenantry/kernel/db/handle.ts';
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { withinTenant } from '@tenantry/kernel/tenancy/within.ts';
import { changeBranding } from '../branding/branding.service.ts';
import { addDomain } from '../domains/domains.service.ts';
import { switchFeatures } from '../features/features.service.ts';
import { addMember } from '../members/members.service.ts';
import { getPlan } from '../plans/plans.service.ts';
import { setSetting } from '../settings/settings.service.ts';
import { createSubscription } from '../subscriptions/subscriptions.service.ts';
import { announceTenant } from './announce.ts';
import { agreeing, readProfile } from './profile.ts';
import { provision } from './provision.ts';
import { claimSlug } from './slugs.ts';
import { addTenantWords, asDirectoryTenant, tenantRecord } from './tenants.record.ts';
import type { NewTenant, Tenant, TenantRow } from './tenants.schema.ts';

export const siloUnavailable = defineProblem(
  'tenants.silo_unavailable',
  422,
  'This installation has no databases for single organisations.',
);
export const tooManyTenants = defineProblem('tenants.limit_reached', 403, 'This installation is full.');

/** Who asks for the tenant: the platform for somebody, or a newcomer for himself. */
export interface Founder {
  /** Null: the contact is invited as owner, when there is one. */
  user: { id: string; email: string; name: string } | null;
  /** The one colour that it begins with, `#rrggbb`; that of its kind when left out. */
  primary_color?: string | undefined;
}

/** Locks all creations out of each other where a cap holds, so that none slips past it. */
export async function assertRoomForTenant(ctx: Context): Promise<void> {
  const { max_tenants, multi_tenant } = ctx.kernel.config;
  const allowed = multi_tenant ? max_tenants : 1;
  if (allowed === null) return;
  await ctx.db
    .selectNoFrom((eb) => eb.fn('pg_advisory_xact_lock', [eb.fn('hashtext', [eb.val('tenants.create')])]).as('locked'))
    .execute();
  // Counted aside: a bound handle sees one tenant.
  const everywhere = reading(ctx.kernel.aside, { tenant_id: null, plane: 'platform' });
  const [row] = await everywhere.sql<{ n: number }>("select count(*) as n from tenants where status <> 'archived'");
  const used = row?.n ?? 0;
  if (used < allowed) return;
  throw problem(tooManyTenants, {
    detail: `It may hold ${allowed} organisations and holds ${used}.`,
    extra: { limit: multi_tenant ? 'MAX_TENANTS_PER_INSTANCE' : 'MULTI_TENANT_ENABLED', allowed, used },
  });
}

async function insertTenant(ctx: Context, row: Record<string, unknown>): Promise<TenantRow | undefined> {
  const names = Object.keys(row).filter((name) => row[name] !== undefined);
  const places = names.map((_, index) => `$${index + 1}`);
  const [stored] = await ctx.sql<TenantRow>(
    `insert into tenants (${names.join(', ')}) values (${places.join(', ')}) on conflict do nothing returning ${tenantRecord.select}`,
    names.map((name) => row[name]),
  );
  return stored;
}

function switchesOf(features: NewTenant['features']): Record<string, boolean> {
  return Array.isArray(features) ? Object.fromEntries(features.map((name) => [name, true])) : (features ?? {});
}

/**
 * Creates a tenant from the platform's or the identity's plane and answers it, with warnings for what is odd. When giving it
 * its first records fails it stays `provisioning`, says so in a warning, and can be taken up again.
 */
export async function createTenant(ctx: Context, input: NewTenant, founder: Founder = { user: null }): Promise<Tenant> {
  const { values, warnings } = readProfile({ time_zone: 'Asia/Kolkata', ...input });
  if (input.placement === 'silo')
    throw problem(siloUnavailable, {
      errors: [{ pointer: '/placement', detail: 'Use pool: the organisation’s rows are kept apart by the database.' }],
    });
  const { plan, max_users } = await getPlan(ctx, agreeing<string>(input, 'plan', 'subscription_plan') ?? 'basic');
  const wanted = agreeing<string>(
    { ...input, subdomain: input.subdomain?.toLowerCase(), slug: input.slug?.toLowerCase() },
    'slug',
    'subdomain',
  );
  await assertRoomForTenant(ctx);
  const id = ctx.newId();
  const line = {
    id,
    ...values,
    organization_type: input.organization_type ?? 'business',
    plan,
    created_by: founder.user?.id ?? ctx.actor.id,
  };
  if (!ctx.kernel.config.multi_tenant && wanted !== ctx.kernel.config.default_tenant_slug)
    throw problem(ruleBroken, {
      errors: [
        { pointer: '/slug', detail: `This installation serves ${ctx.kernel.config.default_tenant_slug} alone.` },
      ],
    });
  const cell_id = ctx.kernel.cells.pool().id;
  const fallback = `org-${id.slice(-8)}`;
  const insert = (slug: string) => insertTenant(ctx, { ...line, slug, cell_id });
  const stored = await claimSlug(ctx, { slug: wanted, name: input.name, fallback }, insert);
  ctx.audit({
    action: 'tenants.create',
    subject: 'tenants',
    subject_id: id,
    after: { slug: stored.slug, name: stored.name },
  });
  await announceTenant(ctx, id);
  return withinTenant(ctx, asDirectoryTenant(stored, cell_id), async (bound) => {
    bound.audit({ action: 'tenants.create', subject: 'tenants', subject_id: id, after: shown(stored) });
    await bound.kernel.keys.create(bound, id);
    await furnish(bound, stored, input);
    if (founder.primary_color) await changeBranding(bound, { primary_color: founder.primary_color });
    await addOwner(bound, stored, founder);
    const { status, failures } = await provision(bound, new Set(), ['record', 'subscription', 'switches', 'owner']);
    const agreed = agreeing<number>(input, 'max_users', 'maxUsers') ?? max_users;
    return { ...stored, status, max_users: agreed, warnings: [...warnings, ...failures] };
  });
}

/** Everything of the tenant that the control plane keeps beside its line. */
async function furnish(bound: Context, stored: TenantRow, input: NewTenant): Promise<void> {
  await createSubscription(bound, {
    max_users: agreeing<number>(input, 'max_users', 'maxUsers'),
    max_storage: agreeing<number>(input, 'max_storage', 'maxStorage'),
  });
  await addTenantWords(bound, stored);
  const switches = switchesOf(input.features);
  if (Object.keys(switches).length > 0) await switchFeatures(bound, switches, '/features');
  for (const [key, value] of Object.entries(input.settings ?? {})) {
    const pointer = `/settings/${key.slice(0, 80).replaceAll('~', '~0').replaceAll('/', '~1')}`;
    await setSetting(bound, { key, value }, { key: pointer, value: pointer });
  }
  if (input.domain) await addDomain(bound, { domain: input.domain });
}

function shown(row: TenantRow): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}

/** The newcomer himself, or whoever the organisation named as its contact. */
async function addOwner(bound: Context, row: TenantRow, { user }: Founder): Promise<void> {
  const person = user ?? (row.contact_email ? { email: row.contact_email, name: row.contact_person ?? '' } : null);
  if (person) await addMember(bound, { email: person.email, name: person.name, role: 'owner' });
}

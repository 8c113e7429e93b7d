/** What an organisation's subscription allows, and changes of it, which present usage must fit. */
import { invalidInput, ruleBroken, versionMismatch } from '@tenantry/kernel/http/problems.ts';
import { LIMITS as KERNEL_KINDS } from '@tenantry/kernel/limits/limit.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { givenLimit, KERNEL_LIMITS, type Limits, type Rules, readRules } from '../entitlements/rules.ts';
import { LIMITS, type LimitName } from '../plans/plans.schema.ts';
import { getPlan } from '../plans/plans.service.ts';
import { announceTenant } from '../tenants/announce.ts';
import { assertPlatform } from '../tenants/operators.ts';
import { readCounter } from '../usage/use.ts';
import { readAllowances } from './allowances.ts';
import type { PlanMove, Subscription, SubscriptionChanges } from './subscriptions.schema.ts';

export const usageExceeds = defineProblem(
  'subscriptions.usage_exceeds',
  409,
  'The organisation uses more than this would allow.',
);

type Row = Limits & Omit<Subscription, 'plan' | 'agreed' | 'allowances' | LimitName>;

const COLUMNS = `tenant_id, status, trial_ends_at, ${LIMITS.join(', ')}, version, created_at, updated_at`;

async function readRow(ctx: Context, lock = ''): Promise<Row> {
  const [row] = await ctx.sql<Row>(`select ${COLUMNS} from subscriptions where tenant_id = $1${lock}`);
  if (row) return row;
  // Tenants that were stored before there were subscriptions get theirs with the first change.
  const none = Object.fromEntries(LIMITS.map((name) => [name, null])) as Limits;
  const { created_at, updated_at } = await ctx.db
    .selectFrom('tenants')
    .select(['created_at', 'updated_at'])
    .executeTakeFirstOrThrow();
  return {
    tenant_id: ctx.tenant.id,
    status: 'active',
    trial_ends_at: null,
    ...none,
    version: 0,
    created_at,
    updated_at,
  };
}

/** What the platform gives at the instant; what the organisation has set itself is in the allowances. */
function given(rules: Rules, atMs: number): Limits {
  return Object.fromEntries(LIMITS.map((name) => [name, givenLimit(name, rules, atMs).maximum])) as Limits;
}

async function shown(ctx: Context, row: Row, rules: Rules, at: Date): Promise<Subscription> {
  return {
    ...row,
    plan: rules.plan?.plan ?? '',
    ...given(rules, at.getTime()),
    allowances: await readAllowances(ctx, rules, at),
    agreed: LIMITS.filter((name) => row[name] !== null),
  };
}

/** The present plan, read from the row and not from memory. */
async function currentPlan(ctx: Context): Promise<string> {
  return (await ctx.db.selectFrom('tenants').select('plan').executeTakeFirstOrThrow()).plan;
}

/** The subscription with the limits that hold, now or at another instant. */
export async function getSubscription(ctx: Context, instant?: string): Promise<Subscription> {
  const at = instant === undefined ? ctx.now : new Date(instant);
  return shown(ctx, await readRow(ctx), await readRules(ctx, at), at);
}

/** What the platform gives of requests a day, and the plan that its defaults come from. */
export async function getGiven(ctx: Context): Promise<{ plan: string; max_requests_per_day: number | null }> {
  const rules = await readRules(ctx, ctx.now);
  return { plan: rules.plan?.plan ?? '', ...given(rules, ctx.now.getTime()) };
}

/** The first subscription of a new tenant; `agreed` are limits that differ from the plan's. */
export async function createSubscription(ctx: Context, agreed: Partial<Limits>): Promise<void> {
  await ctx.sql(
    `insert into subscriptions (tenant_id, max_users, max_storage) values ($1, $2, $3) on conflict (tenant_id) do nothing returning tenant_id`,
    [agreed.max_users ?? null, agreed.max_storage ?? null],
  );
}

/**
 * Refuses limits below what is held now, and names each. What begins anew by itself (a month's transactions, a day's requests)
 * need not fit: more is refused until it does.
 */
async function assertFits(ctx: Context, wanted: Limits, held: Limits): Promise<void> {
  const exceeds: { limit: LimitName; allowed: number; used: number }[] = [];
  for (const limit of LIMITS) {
    const allowed = wanted[limit];
    const name = KERNEL_LIMITS[limit];
    // Only what becomes less can stop fitting.
    if (
      KERNEL_KINDS[name].every !== 'never' ||
      allowed === null ||
      allowed >= (held[limit] ?? Number.POSITIVE_INFINITY)
    )
      continue;
    const used = await readCounter(ctx.kernel, ctx.tenant, limit);
    if (used > allowed) exceeds.push({ limit, allowed, used });
  }
  if (exceeds.length === 0) return;
  const detail = exceeds.map(({ limit, allowed, used }) => `${limit}: ${used} in use, ${allowed} allowed`).join('; ');
  throw problem(usageExceeds, { detail: `${detail}.`, extra: { exceeds } });
}

/** Changes plan, state and limits. Throws `subscriptions.usage_exceeds` when present usage does not fit. */
export async function changeSubscription(
  ctx: Context,
  changes: SubscriptionChanges,
  action = 'subscriptions.update',
): Promise<Subscription> {
  assertPlatform(ctx);
  // The tenant's line is locked first, always, so that two changes of one tenant wait for each other in one order.
  await ctx.db.selectFrom('tenants').select('id').forNoKeyUpdate().execute();
  const before = await readRow(ctx, ' for update');
  const { plan: wanted, version, ...rest } = changes;
  if (version !== undefined && version !== before.version)
    throw problem(versionMismatch, { extra: { current_version: before.version } });
  const held = await getPlan(ctx, await currentPlan(ctx));
  const plan = wanted === undefined ? held : await getPlan(ctx, wanted);
  const changed = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as Partial<Row>;
  const after = { ...before, ...changed };
  if (after.status === 'trial' && after.trial_ends_at === null)
    throw problem(ruleBroken, { errors: [{ pointer: '/trial_ends_at', detail: 'A trial has an end.' }] });
  const rules = await readRules(ctx, ctx.now);
  const nowMs = ctx.now.getTime();
  const wantedRules = { ...rules, plan, agreed: after };
  await assertFits(ctx, given(wantedRules, nowMs), given(rules, nowMs));
  const sets = ['status', 'trial_ends_at', ...LIMITS] as const;
  const [stored] = await ctx.sql<Row>(
    `insert into subscriptions (tenant_id, ${sets.join(', ')}) values ($1, ${sets.map((_, i) => `$${i + 2}`).join(', ')})
     on conflict (tenant_id) do update set ${sets.map((name) => `${name} = excluded.${name}`).join(', ')},
       version = subscriptions.version + 1, updated_at = now() returning ${COLUMNS}`,
    sets.map((name) => after[name]),
  );
  if (plan.plan !== held.plan) await ctx.db.updateTable('tenants').set({ plan: plan.plan }).execute();
  const differing = Object.keys(changed).filter((name) => changed[name as keyof Row] !== before[name as keyof Row]);
  const pick = (row: Row): Record<string, unknown> =>
    Object.fromEntries(differing.map((name) => [name, row[name as keyof Row]]));
  ctx.audit({
    action,
    subject: 'subscriptions',
    subject_id: ctx.tenant.id,
    before: { plan: held.plan, ...pick(before) },
    after: { plan: plan.plan, ...pick(after) },
  });
  await announceTenant(ctx);
  return shown(ctx, stored as Row, wantedRules, ctx.now);
}

/** `POST …/migrate`: moves to another plan; records are always kept. */
export async function movePlan(
  ctx: Context,
  { targetPlan, target_plan, migrationOptions }: PlanMove,
): Promise<Subscription> {
  const plan = targetPlan ?? target_plan;
  if (plan === undefined || (targetPlan ?? plan) !== (target_plan ?? plan))
    throw problem(invalidInput, { errors: [{ pointer: '/targetPlan', detail: 'Name the plan, once.' }] });
  if (migrationOptions?.preserveData === false)
    throw problem(ruleBroken, {
      errors: [{ pointer: '/migrationOptions/preserveData', detail: 'A change of plan never deletes records.' }],
    });
  return changeSubscription(ctx, { plan }, 'subscriptions.move_plan');
}

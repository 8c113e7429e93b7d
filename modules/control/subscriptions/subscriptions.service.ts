/** What an organisation's subscription allows, and changes of it, which present usage must fit. */
import { invalidInput, ruleBroken, versionMismatch } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { LIMITS, type LimitName, type Plan } from '../plans/plans.schema.ts';
import { getPlan } from '../plans/plans.service.ts';
import { announceTenant } from '../tenants/announce.ts';
import { assertPlatform } from '../tenants/operators.ts';
import { measureUse } from '../usage/use.ts';
import type { PlanMove, Subscription, SubscriptionChanges } from './subscriptions.schema.ts';

export const usageExceeds = defineProblem(
  'subscriptions.usage_exceeds',
  409,
  'The organisation uses more than this would allow.',
);

type Agreed = Record<LimitName, number | null>;
type Row = Agreed & Omit<Subscription, 'plan' | 'agreed' | LimitName>;

const COLUMNS = `tenant_id, status, trial_ends_at, ${LIMITS.join(', ')}, version, created_at, updated_at`;

async function readRow(ctx: Context, lock = ''): Promise<Row> {
  const [row] = await ctx.sql<Row>(`select ${COLUMNS} from subscriptions where tenant_id = $1${lock}`);
  if (row) return row;
  // Tenants that were stored before there were subscriptions get theirs with the first change.
  const none = Object.fromEntries(LIMITS.map((name) => [name, null])) as Agreed;
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

/** What holds: the agreed limit, else the plan's. */
function effective(agreed: Agreed, plan: Pick<Plan, LimitName>): Agreed {
  return Object.fromEntries(LIMITS.map((name) => [name, agreed[name] ?? plan[name]])) as Agreed;
}

function shown(row: Row, plan: Pick<Plan, 'plan' | LimitName>): Subscription {
  return { ...row, plan: plan.plan, ...effective(row, plan), agreed: LIMITS.filter((name) => row[name] !== null) };
}

/** The present plan, read from the row and not from memory. */
async function currentPlan(ctx: Context): Promise<string> {
  return (await ctx.db.selectFrom('tenants').select('plan').executeTakeFirstOrThrow()).plan;
}

/** The subscription with the limits that hold. */
export async function getSubscription(ctx: Context): Promise<Subscription> {
  const row = await readRow(ctx);
  return shown(row, await getPlan(ctx, await currentPlan(ctx)));
}

/** The first subscription of a new tenant; `agreed` are limits that differ from the plan's. */
export async function createSubscription(ctx: Context, agreed: Partial<Agreed>): Promise<void> {
  await ctx.sql(
    `insert into subscriptions (tenant_id, max_users, max_storage) values ($1, $2, $3) on conflict (tenant_id) do nothing returning tenant_id`,
    [agreed.max_users ?? null, agreed.max_storage ?? null],
  );
}

/** Refuses limits below what is used now, and names each. */
async function assertFits(ctx: Context, wanted: Agreed, held: Agreed): Promise<void> {
  // Only what becomes less can stop fitting.
  const tighter = LIMITS.filter(
    (name) => wanted[name] !== null && wanted[name] < (held[name] ?? Number.POSITIVE_INFINITY),
  );
  if (tighter.length === 0) return;
  const use = await measureUse(ctx, tighter);
  const exceeds = tighter
    .map((name) => ({ limit: name, allowed: wanted[name] as number, used: use[name] ?? 0 }))
    .filter(({ allowed, used }) => used > allowed);
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
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as Partial<Row>;
  const after = { ...before, ...given };
  if (after.status === 'trial' && after.trial_ends_at === null)
    throw problem(ruleBroken, { errors: [{ pointer: '/trial_ends_at', detail: 'A trial has an end.' }] });
  await assertFits(ctx, effective(after, plan), effective(before, held));
  const sets = ['status', 'trial_ends_at', ...LIMITS] as const;
  const [stored] = await ctx.sql<Row>(
    `insert into subscriptions (tenant_id, ${sets.join(', ')}) values ($1, ${sets.map((_, i) => `$${i + 2}`).join(', ')})
     on conflict (tenant_id) do update set ${sets.map((name) => `${name} = excluded.${name}`).join(', ')},
       version = subscriptions.version + 1, updated_at = now() returning ${COLUMNS}`,
    sets.map((name) => after[name]),
  );
  if (plan.plan !== held.plan) await ctx.db.updateTable('tenants').set({ plan: plan.plan }).execute();
  const differing = Object.keys(given).filter((name) => given[name as keyof Row] !== before[name as keyof Row]);
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
  return shown(stored as Row, plan);
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

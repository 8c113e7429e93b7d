/** Alerts: the rules looked at again and again; what crosses its threshold fires once, tells operators, and is resolved when it is well below. */
import { asSystem } from '@tenantry/kernel/http/perform.ts';
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import type { Round } from '@tenantry/kernel/metrics/rounds.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Kernel } from '@tenantry/kernel/tenancy/kernel.ts';
import type { Alert, AlertRule, AlertRuleChanges } from './alerts.schema.ts';
import type { Finding } from './finding.ts';
import { findAll } from './findings.ts';
import { detailOf, type Fired, tellOperators } from './letters.ts';
import { readFresh, tellMembers } from './members.ts';

export const alertNotFound = defineProblem('alerts.not_found', 404, 'There is no such alert.');
export const ruleNotFound = defineProblem('alert-rules.not_found', 404, 'There is no such rule.');

const RULE = 'rule, title, unit, threshold, clear_below, minimum, is_enabled, version, updated_at';
const ALERT = `id, rule, for_tenant_id, about, state, value, peak, threshold, detail, fired_at, seen_at, resolved_at,
  acknowledged_at, acknowledged_by, version`;

const keyOf = (rule: string, tenantId: string | null, about: string): string => `${rule} ${tenantId ?? ''} ${about}`;

/** Every rule with its thresholds. */
export function listRules(ctx: Context): Promise<AlertRule[]> {
  return ctx.sql<AlertRule>(`select ${RULE} from alert_rules order by rule`);
}

/** Changes thresholds, or switches a rule off; its alerts are then resolved in the next round. */
export async function changeRule(ctx: Context, { rule, ...given }: AlertRuleChanges): Promise<AlertRule> {
  const [before] = await ctx.sql<AlertRule>(`select ${RULE} from alert_rules where rule = $1 for update`, [rule]);
  if (!before) throw problem(ruleNotFound);
  const after = { ...before, ...given };
  if (after.clear_below > after.threshold)
    throw problem(ruleBroken, {
      errors: [{ pointer: '/clear_below', detail: 'It must not be more than the threshold.' }],
    });
  const [stored] = await ctx.sql<AlertRule>(
    `update alert_rules set threshold = $2, clear_below = $3, minimum = $4, is_enabled = $5, version = version + 1,
       updated_at = now() where rule = $1 returning ${RULE}`,
    [rule, after.threshold, after.clear_below, after.minimum, after.is_enabled],
  );
  const differing = (Object.keys(given) as (keyof AlertRule)[]).filter((name) => after[name] !== before[name]);
  const pick = (from: AlertRule) => Object.fromEntries(differing.map((name) => [name, from[name]]));
  ctx.audit({
    action: 'alert-rules.update',
    subject: 'alert-rules',
    subject_id: rule,
    before: pick(before),
    after: pick(after),
  });
  return stored as AlertRule;
}

/** Somebody looks after it. Whoever came first stays named. */
export async function acknowledge(ctx: Context, id: string): Promise<Alert> {
  const [alert] = await ctx.sql<Alert>(
    `update alerts set acknowledged_at = coalesce(acknowledged_at, now()), acknowledged_by = coalesce(acknowledged_by, $2),
       version = version + 1 where id = $1 returning ${ALERT}`,
    [id, ctx.actor.label],
  );
  if (!alert) throw problem(alertNotFound);
  ctx.audit({
    action: 'alerts.acknowledge',
    subject: 'alerts',
    subject_id: id,
    after: { rule: alert.rule, for_tenant_id: alert.for_tenant_id, acknowledged_by: alert.acknowledged_by },
  });
  return alert;
}

/** Resolves what is well again, and brings the values of the others up to date. */
async function follow(
  ctx: Context,
  rules: readonly AlertRule[],
  findings: ReadonlyMap<string, Finding>,
): Promise<void> {
  const firing = await ctx.sql<Alert>(`select ${ALERT} from alerts where state = 'firing' order by id for update`);
  const values = firing.map(({ rule, for_tenant_id, about, threshold }) => {
    const found = findings.get(keyOf(rule, for_tenant_id, about));
    const { clear_below = threshold } = rules.find((one) => one.rule === rule) ?? {};
    return {
      value: found?.value ?? 0,
      detail: found ? detailOf(found, 'en').slice(0, 500) : null,
      over: (found?.value ?? 0) < clear_below,
    };
  });
  await ctx.sql(
    `update alerts a set value = u.value, peak = greatest(a.peak, u.value), detail = coalesce(u.detail, a.detail),
       seen_at = case when u.over then a.seen_at else now() end, state = case when u.over then 'resolved' else 'firing' end,
       resolved_at = case when u.over then now() end, version = version + 1
     from unnest($1::uuid[], $2::float8[], $3::text[], $4::boolean[]) as u(id, value, detail, over) where a.id = u.id`,
    [firing.map(({ id }) => id), values.map((v) => v.value), values.map((v) => v.detail), values.map((v) => v.over)],
  );
}

/** Stores what crosses its threshold and does not fire already; answers what is new. */
async function fire(ctx: Context, rules: readonly AlertRule[], findings: readonly Finding[]): Promise<Fired[]> {
  const thresholdOf = (name: string): number =>
    rules.find(({ rule }) => rule === name)?.threshold ?? Number.POSITIVE_INFINITY;
  const fresh = findings.filter(({ rule, value }) => value >= thresholdOf(rule));
  const alerts = await ctx.sql<Alert>(
    `insert into alerts (id, rule, for_tenant_id, about, state, value, peak, threshold, detail, fired_at, seen_at)
     select u.id, u.rule, u.tenant_id, u.about, 'firing', u.value, u.value, u.threshold, u.detail, now(), now()
     from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::float8[], $6::float8[], $7::text[])
       as u(id, rule, tenant_id, about, value, threshold, detail)
     on conflict do nothing returning ${ALERT}`,
    [
      fresh.map(() => ctx.newId()),
      fresh.map(({ rule }) => rule),
      fresh.map(({ tenant_id }) => tenant_id),
      fresh.map(({ about }) => about.slice(0, 200)),
      fresh.map(({ value }) => value),
      fresh.map(({ rule }) => thresholdOf(rule)),
      fresh.map((one) => detailOf(one, 'en').slice(0, 500)),
    ],
  );
  const facts = new Map(fresh.map((one) => [keyOf(one.rule, one.tenant_id, one.about), one.facts]));
  return alerts.map((alert) => ({
    alert,
    facts: facts.get(keyOf(alert.rule, alert.for_tenant_id, alert.about)) ?? {},
  }));
}

const KEPT_DAYS = 365;

/** Looks at every rule once. */
export async function evaluate(kernel: Kernel): Promise<void> {
  await kernel.metrics.flush();
  const binding = { tenant_id: null, plane: 'platform', asker: { name: 'alerts.evaluate' } } as const;
  const fresh = await asSystem(
    kernel,
    { tenant: null, database: kernel.control, binding, label: 'alerts' },
    async (ctx) => {
      const rules = await listRules(ctx);
      const findings = await findAll(ctx, rules);
      const byKey = new Map(findings.map((one) => [keyOf(one.rule, one.tenant_id, one.about), one]));
      await follow(ctx, rules, byKey);
      await tellOperators(ctx, await fire(ctx, rules, findings));
      await ctx.sql(`delete from alerts where state = 'resolved' and resolved_at < now() - interval '1 day' * $1`, [
        KEPT_DAYS,
      ]);
      return readFresh(ctx);
    },
  );
  await tellMembers(kernel, fresh);
}

export const alertRound: Round = { name: 'alerts.evaluate', every_ms: 60_000, run: evaluate };

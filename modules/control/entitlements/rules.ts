/** What an organisation may use at an instant, and by which rule: an entitlement for a time, the subscription, the plan, a setting. */
import { type Handle, reading } from '@tenantry/kernel/db/handle.ts';
import type { Database } from '@tenantry/kernel/db/pool.ts';
import type { PasswordPolicy } from '@tenantry/kernel/identity/passwords.ts';
import type { Entitlement, Entitlements } from '@tenantry/kernel/limits/entitlements.ts';
import type { LimitName as KernelLimit } from '@tenantry/kernel/limits/limit.ts';
import type { Tenant } from '@tenantry/kernel/tenancy/directory.ts';
import { holdsAt, nextChange } from '@tenantry/kernel/tenancy/grants.ts';
import type { LimitName } from '../plans/plans.schema.ts';

/** The kernel's name of each limit. */
export const KERNEL_LIMITS = {
  max_users: 'users',
  max_products: 'products',
  max_transactions_per_month: 'transactions_per_month',
  max_storage: 'storage_bytes',
  max_requests_per_day: 'api_requests_per_day',
} as const satisfies Record<LimitName, KernelLimit>;

/** How fast may be asked is a limit of the moment, and is granted like the others. */
export const RATE = 'requests_per_second';
/** So many seconds of the rate may come at once after a rest. */
const BURST_SECONDS = 10;

export type Limits = Record<LimitName, number | null>;

interface Grant {
  id: string;
  name: KernelLimit | typeof RATE;
  maximum: number | null;
  valid_from: string;
  valid_to: string | null;
}

export type PlanRules = Limits & {
  plan: string;
  password_min_length: number;
  session_timeout: number;
  requests_per_second: number | null;
  weight: number;
};

/** Everything that is said about an organisation's limits. */
export interface Rules {
  plan: PlanRules | null;
  /** What is agreed beside the plan. */
  agreed: Limits | null;
  settings: Record<string, unknown> | null;
  /** Entitlements to limits that have not ended, the one that decides before those that it overrules. */
  granted: Grant[] | null;
}

/** Reads the rules of the organisation whose id the SQL of `tenant` is, as they are from an instant on; the settings are named by `keys`. */
export const selectRules = (tenant: string, keys: string, at: string): string => `select
  (select to_jsonb(p) from plans p join tenants o on o.plan = p.plan where o.id = ${tenant}) as plan,
  (select to_jsonb(s) from subscriptions s where s.tenant_id = ${tenant}) as agreed,
  (select jsonb_object_agg(key, value) from settings where tenant_id = ${tenant} and value is not null and key = any(${keys}::text[])) as settings,
  (select jsonb_agg(jsonb_build_object('id', e.id, 'name', e.name, 'maximum', e.maximum, 'valid_from', e.valid_from,
      'valid_to', e.valid_to) order by e.valid_from desc, e.id desc) from entitlements e
    where e.tenant_id = ${tenant} and e.enabled is null and (e.valid_to is null or e.valid_to > ${at}::timestamptz)) as granted`;
const RULES = selectRules('$1', '$2', '$3');

/** Settings that the program enforces; they are never sealed. */
export const ENFORCED = ['security.password_policy', 'session.timeout', 'api.rate_limit'];

/** Reads all rules of the organisation that the handle is bound to, in one trip. */
export async function readRules(handle: Pick<Handle, 'sql'>, at: Date): Promise<Rules> {
  const [rules] = await handle.sql<Rules>(RULES, [ENFORCED, at.toISOString()]);
  return rules as Rules;
}

const always = { valid_from: null, valid_to: null };

function grantOf({ granted }: Rules, name: Grant['name'], atMs: number): Entitlement | undefined {
  const winner = granted?.find((one) => one.name === name && holdsAt(one, atMs));
  if (!winner) return undefined;
  const instant = (text: string): string => new Date(text).toISOString();
  const { id, maximum, valid_from, valid_to } = winner;
  return {
    maximum,
    source: 'entitlement',
    rule: id,
    valid_from: instant(valid_from),
    valid_to: valid_to && instant(valid_to),
  };
}

/** What the platform gives: the entitlement that began last of those that hold, else what is agreed, else the plan's. */
export function givenLimit(name: LimitName, rules: Rules, atMs: number): Entitlement {
  const { agreed, plan } = rules;
  const timed = grantOf(rules, KERNEL_LIMITS[name], atMs);
  if (timed) return timed;
  if (typeof agreed?.[name] === 'number')
    return { maximum: agreed[name], source: 'subscription', rule: 'agreed', ...always };
  if (typeof plan?.[name] === 'number') return { maximum: plan[name], source: 'plan', rule: plan.plan, ...always };
  return { maximum: null, source: 'default', rule: null, ...always };
}

/** What holds: what the platform gives, or less where the organisation has set itself less. */
export function limitInForce(name: LimitName, rules: Rules, atMs: number): Entitlement {
  const given = givenLimit(name, rules, atMs);
  const own = name === 'max_requests_per_day' ? rules.settings?.['api.rate_limit'] : undefined;
  if (typeof own === 'number' && own < (given.maximum ?? Number.POSITIVE_INFINITY))
    return { maximum: own, source: 'setting', rule: 'api.rate_limit', ...always };
  return given;
}

/** How many requests a second hold; null is what the installation gives to everybody. */
export function rateInForce(rules: Rules, atMs: number): Entitlement {
  const { plan } = rules;
  const timed = grantOf(rules, RATE, atMs);
  if (timed) return timed;
  const maximum = plan?.requests_per_second ?? null;
  if (maximum === null) return { maximum, source: 'default', rule: null, ...always };
  return { maximum, source: 'plan', rule: plan?.plan ?? null, ...always };
}

/** What holds at the instant. */
export function entitlementsAt(rules: Rules, atMs: number): Entitlements {
  const { plan, settings, granted } = rules;
  const limits = Object.fromEntries(
    Object.entries(KERNEL_LIMITS).map(([name, limit]) => [limit, limitInForce(name as LimitName, rules, atMs)]),
  ) as Entitlements['limits'];
  const policy = settings?.['security.password_policy'] as PasswordPolicy | undefined;
  const { maximum: per_second } = rateInForce(rules, atMs);
  return {
    limits,
    // A policy of the organisation's own is at least as strict as its plan's.
    password: { ...policy, min_length: Math.max(policy?.min_length ?? 0, plan?.password_min_length ?? 8) },
    session_timeout: (settings?.['session.timeout'] as number | undefined) ?? plan?.session_timeout ?? null,
    rate: per_second === null ? null : { per_second, burst: per_second * BURST_SECONDS },
    weight: plan?.weight ?? 1,
    until_ms: nextChange(granted ?? [], atMs),
  };
}

/** What the kernel asks for. */
export async function readEntitlements(control: Database, tenant: Tenant): Promise<Entitlements> {
  const now = new Date();
  return entitlementsAt(await readRules(reading(control, { tenant_id: tenant.id, plane: '' }), now), now.getTime());
}

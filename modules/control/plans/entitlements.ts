/** What an organisation may use, and by which rule: an entitlement of limited time, the subscription, a setting, or the plan. */
import { reading } from '@tenantry/kernel/db/handle.ts';
import type { Database } from '@tenantry/kernel/db/pool.ts';
import type { PasswordPolicy } from '@tenantry/kernel/identity/passwords.ts';
import type { Entitlement, Entitlements } from '@tenantry/kernel/limits/entitlements.ts';
import type { LimitName as KernelLimit } from '@tenantry/kernel/limits/limit.ts';
import type { Tenant } from '@tenantry/kernel/tenancy/directory.ts';
import type { LimitName } from './plans.schema.ts';

/** The kernel's name of each limit. */
export const KERNEL_LIMITS = {
  max_users: 'users',
  max_products: 'products',
  max_transactions_per_month: 'transactions_per_month',
  max_storage: 'storage_bytes',
  max_requests_per_day: 'api_requests_per_day',
} as const satisfies Record<LimitName, KernelLimit>;

type Limits = Record<LimitName, number | null>;

interface Rules {
  plan: (Limits & { plan: string; password_min_length: number; session_timeout: number }) | null;
  agreed: Limits | null;
  settings: Record<string, unknown> | null;
  granted:
    | { id: string; name: KernelLimit; maximum: number | null; valid_from: string; valid_to: string | null }[]
    | null;
}

const RULES = `select
  (select to_jsonb(p) from plans p join tenants t on t.plan = p.plan where t.id = $1) as plan,
  (select to_jsonb(s) from subscriptions s where s.tenant_id = $1) as agreed,
  (select jsonb_object_agg(key, value) from settings where tenant_id = $1 and value is not null and key = any($2::text[])) as settings,
  (select jsonb_agg(e order by e.valid_from desc, e.id desc) from entitlements e
    where e.tenant_id = $1 and (e.valid_to is null or e.valid_to > now())) as granted`;

/** Settings that the program enforces; they are never sealed. */
export const ENFORCED = ['security.password_policy', 'session.timeout', 'api.rate_limit'];

function wins(name: LimitName, { plan, agreed, settings, granted }: Rules, nowMs: number): Entitlement {
  const limit = KERNEL_LIMITS[name];
  const always = { valid_from: null, valid_to: null };
  const timed = granted?.find((one) => one.name === limit && Date.parse(one.valid_from) <= nowMs);
  let winner: Entitlement = { maximum: null, source: 'default', rule: null, ...always };
  if (timed) {
    const { id, maximum, valid_from, valid_to } = timed;
    const instant = (at: string): string => new Date(at).toISOString();
    winner = {
      maximum,
      source: 'entitlement',
      rule: id,
      valid_from: instant(valid_from),
      valid_to: valid_to && instant(valid_to),
    };
  } else if (typeof agreed?.[name] === 'number') {
    winner = { maximum: agreed[name], source: 'subscription', rule: 'agreed', ...always };
  } else if (typeof plan?.[name] === 'number') {
    winner = { maximum: plan[name], source: 'plan', rule: plan.plan, ...always };
  }
  // What the organisation sets itself only tightens, unless nothing else says anything.
  const own = name === 'max_requests_per_day' ? settings?.['api.rate_limit'] : undefined;
  if (typeof own === 'number' && own < (winner.maximum ?? Number.POSITIVE_INFINITY))
    return { maximum: own, source: 'setting', rule: 'api.rate_limit', ...always };
  return winner;
}

/** Reads all rules of the organisation in one trip and says what holds now. */
export async function readEntitlements(control: Database, tenant: Tenant): Promise<Entitlements> {
  const handle = reading(control, { tenant_id: tenant.id, plane: '' });
  const nowMs = Date.now();
  const [rules] = await handle.sql<Rules>(RULES, [ENFORCED]);
  const { plan, settings, granted } = rules as Rules;
  const boundaries = (granted ?? [])
    .flatMap(({ valid_from, valid_to }) => [Date.parse(valid_from), valid_to ? Date.parse(valid_to) : Number.NaN])
    .filter((at) => at > nowMs);
  const limits = Object.fromEntries(
    Object.entries(KERNEL_LIMITS).map(([name, limit]) => [limit, wins(name as LimitName, rules as Rules, nowMs)]),
  ) as Entitlements['limits'];
  const policy = settings?.['security.password_policy'] as PasswordPolicy | undefined;
  return {
    limits,
    // A policy of the organisation's own is at least as strict as its plan's.
    password: {
      ...policy,
      min_length: Math.max(policy?.min_length ?? 0, plan?.password_min_length ?? 8),
    },
    session_timeout: (settings?.['session.timeout'] as number | undefined) ?? plan?.session_timeout ?? null,
    until_ms: boundaries.length > 0 ? Math.min(...boundaries) : null,
  };
}

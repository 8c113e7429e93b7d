/** How much of each limit every open organisation uses, by the counters that the limits themselves read. */
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { ENFORCED, limitInForce, type Rules, selectRules } from '../entitlements/rules.ts';
import { LIMITS, type LimitName } from '../plans/plans.schema.ts';
import { readCounter } from '../usage/use.ts';
import { type Finding, factsOf, round } from './finding.ts';

interface Use extends Rules {
  tenant_id: string;
  people: number;
  requests: number | null;
  sampled: Partial<Record<LimitName, number>> | null;
  is_busy: boolean;
}

/** Organisations whose counters are read one by one in a round; those of the others are as of the last hour. */
const MAX_BUSY = 500;

/** People and requests stand in the control plane; what stands with the records was sampled within the hour. */
const USE = `select t.id as tenant_id, r.*, x.used as sampled, b.tenant_id is not null as is_busy,
    coalesce((select used from control_counters c where c.tenant_id = t.id and c.name = 'users'),
      (select count(*) from memberships m where m.tenant_id = t.id and m.status <> 'disabled')) as people,
    (select used from request_leases l where l.tenant_id = t.id
      and l.day = to_char(now() at time zone t.time_zone, 'YYYY-MM-DD')) as requests
  from tenants t
  cross join lateral (${selectRules('t.id', '$1', 'now()')}) r
  left join lateral (select used from metric_samples m where m.tenant_id = t.id order by day desc limit 1) x on true
  left join (select tenant_id from metric_buckets where resolution = '5m' and at > now() - interval '15 minutes'
    union select for_tenant_id from alerts where state = 'firing' and rule like 'usage\\_%' limit ${MAX_BUSY}) b on b.tenant_id = t.id
  where t.status = 'active'`;

/**
 * From this share of a limit on nothing is said by a sample: it is up to an hour old, and what fell meanwhile would fire and be
 * resolved in turns until the next one.
 */
const NEAR = 0.5;

async function usedOf(ctx: Context, limit: LimitName, use: Use, maximum: number): Promise<number | undefined> {
  if (limit === 'max_users') return use.people;
  if (limit === 'max_requests_per_day') return use.requests ?? 0;
  const sampled = use.sampled?.[limit];
  if (!use.is_busy && (sampled === undefined || sampled < NEAR * maximum)) return sampled;
  const tenant = await ctx.kernel.directory.find(use.tenant_id);
  return tenant ? readCounter(ctx.kernel, tenant, limit) : undefined;
}

/** The share of each limit, in percent; for the rule that tells early and the one that tells it is full. */
export async function findUsage(ctx: Context): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const use of await ctx.sql<Use>(USE, [ENFORCED])) {
    for (const about of LIMITS) {
      const { maximum } = limitInForce(about, use, ctx.now.getTime());
      if (!maximum) continue;
      const used = await usedOf(ctx, about, use, maximum);
      if (used === undefined) continue;
      const finding = {
        tenant_id: use.tenant_id,
        about,
        value: round((used / maximum) * 100),
        facts: factsOf({ used, maximum }),
      };
      findings.push({ rule: 'usage_high', ...finding }, { rule: 'usage_full', ...finding });
    }
  }
  return findings;
}

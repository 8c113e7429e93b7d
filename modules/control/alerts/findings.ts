/** What the rules of alerts look at: one value for each tenant or part, measured now. */
import { percentile } from '@tenantry/kernel/metrics/histogram.ts';
import { type Bucket, sumOf } from '@tenantry/kernel/metrics/series.ts';
import { PLATFORM_ID, SUMS } from '@tenantry/kernel/metrics/tallies.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { type Finding, factsOf, type Rule, round } from './finding.ts';
import { findBacklogs, findBrokenTrails, findFullDisks, findSilentParts } from './part_findings.ts';
import { findUsage } from './usage_findings.ts';

/** The last five to ten minutes of every tenant, over all instances. */
async function findService(ctx: Context, minimumOf: (rule: string) => number): Promise<Finding[]> {
  const rows = await ctx.sql<Bucket & { tenant_id: string }>(
    `select tenant_id, at, histogram, ${SUMS.join(', ')} from metric_buckets
     where resolution = '5m' and at > $1::timestamptz - interval '10 minutes' and tenant_id <> $2`,
    [ctx.now.toISOString(), PLATFORM_ID],
  );
  const findings: Finding[] = [];
  for (const [tenant_id, buckets] of Map.groupBy(rows, (row) => row.tenant_id)) {
    const sums = sumOf(buckets);
    const { requests, errors, sign_in_failures, conflicts, strangers, deliveries } = sums;
    const add = (rule: string, value: number, facts: Record<string, string | number>): void => {
      if (value > 0) findings.push({ rule, tenant_id, about: '', value: round(value), facts: factsOf(facts) });
    };
    if (requests > 0 && requests >= minimumOf('error_rate'))
      add('error_rate', (errors / requests) * 100, { errors, requests });
    if (requests > 0 && requests >= minimumOf('response_time'))
      add('response_time', percentile(sums.histogram, 0.95) ?? 0, { requests });
    if (deliveries > 0 && deliveries >= minimumOf('webhook_failures'))
      add('webhook_failures', (sums.failed_deliveries / deliveries) * 100, {
        failed: sums.failed_deliveries,
        attempts: deliveries,
      });
    add('parked_jobs', sums.parked_jobs, { parked: sums.parked_jobs, failed: sums.failed_jobs, runs: sums.jobs });
    add('sign_in_failures', sign_in_failures, { count: sign_in_failures });
    add('foreign_requests', conflicts + strangers, { conflicts, strangers });
  }
  return findings;
}

/** The values of all rules that are switched on. `ctx` is the platform's. */
export async function findAll(ctx: Context, rules: readonly Rule[]): Promise<Finding[]> {
  const minimumOf = (name: string): number => rules.find(({ rule }) => rule === name)?.minimum ?? 0;
  const found = [
    ...(await findUsage(ctx)),
    ...(await findService(ctx, minimumOf)),
    ...(await findSilentParts(ctx.kernel)),
    ...(await findBacklogs(ctx.kernel)),
    ...(await findBrokenTrails(ctx)),
    ...(await findFullDisks(ctx.kernel)),
  ];
  const enabled = new Set(rules.filter((one) => one.is_enabled).map(({ rule }) => rule));
  return found.filter(({ rule }) => enabled.has(rule));
}

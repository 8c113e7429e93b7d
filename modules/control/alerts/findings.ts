/** What the rules of alerts look at: one value for each tenant or part, measured now. */
import { statfs } from 'node:fs/promises';
import { reading } from '@tenantry/kernel/db/handle.ts';
import { percentile } from '@tenantry/kernel/metrics/histogram.ts';
import { type Bucket, sumOf } from '@tenantry/kernel/metrics/series.ts';
import { SUMS } from '@tenantry/kernel/metrics/tallies.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Kernel } from '@tenantry/kernel/tenancy/kernel.ts';

export interface Finding {
  rule: string;
  tenant_id: string | null;
  about: string;
  value: number;
  detail: string;
}

/** What a rule says of when its values mean anything. */
export interface Rule {
  rule: string;
  title: string;
  unit: string;
  threshold: number;
  clear_below: number;
  minimum: number;
  is_enabled: boolean;
}

const round = (value: number): number => Math.round(value * 100) / 100;

interface Use {
  tenant_id: string;
  slug: string;
  used: Record<string, number | null>;
  allowed: Record<string, number | null>;
}

/** Of each open tenant what its limits allow and what it uses: people and requests now, the rest as sampled last. */
const USE = `select t.id as tenant_id, t.slug,
    jsonb_build_object(
      'max_users', (select count(*) from memberships m where m.tenant_id = t.id and m.status <> 'disabled'),
      'max_requests_per_day', (select c.requests from request_counts c
        where c.tenant_id = t.id and c.day = (now() at time zone t.time_zone)::date),
      'max_storage', x.storage_bytes, 'max_products', x.figures -> 'products',
      'max_transactions_per_month', x.figures -> 'transactions_this_month') as used,
    jsonb_build_object(
      'max_users', coalesce(s.max_users, p.max_users),
      'max_requests_per_day', coalesce(s.max_requests_per_day, p.max_requests_per_day),
      'max_storage', coalesce(s.max_storage, p.max_storage), 'max_products', coalesce(s.max_products, p.max_products),
      'max_transactions_per_month', coalesce(s.max_transactions_per_month, p.max_transactions_per_month)) as allowed
  from tenants t join plans p on p.plan = t.plan left join subscriptions s on s.tenant_id = t.id
  left join lateral (select storage_bytes, figures from metric_samples m where m.tenant_id = t.id order by day desc limit 1) x on true
  where t.status = 'active'`;

async function usage(ctx: Context): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { tenant_id, used, allowed } of await ctx.sql<Use>(USE)) {
    for (const [about, limit] of Object.entries(allowed)) {
      const use = used[about];
      if (!limit || use === null || use === undefined) continue;
      const finding = { tenant_id, about, value: round((use / limit) * 100), detail: `${use} of ${limit} used` };
      findings.push({ rule: 'usage_high', ...finding }, { rule: 'usage_full', ...finding });
    }
  }
  return findings;
}

/** The last five to ten minutes of every tenant, over all instances. */
async function service(ctx: Context, minimumOf: (rule: string) => number): Promise<Finding[]> {
  const rows = await ctx.sql<Bucket & { tenant_id: string }>(
    `select tenant_id, at, histogram, ${SUMS.join(', ')} from metric_buckets
     where resolution = '5m' and at > $1::timestamptz - interval '10 minutes'`,
    [ctx.now.toISOString()],
  );
  const byTenant = Map.groupBy(rows, (row) => row.tenant_id);
  const findings: Finding[] = [];
  for (const [tenant_id, buckets] of byTenant) {
    const { requests, errors, histogram, sign_in_failures, conflicts, strangers } = sumOf(buckets);
    const add = (rule: string, value: number, detail: string): void => {
      if (value > 0) findings.push({ rule, tenant_id, about: '', value: round(value), detail });
    };
    if (requests > 0 && requests >= minimumOf('error_rate'))
      add('error_rate', (errors / requests) * 100, `${errors} of ${requests} requests failed`);
    if (requests > 0 && requests >= minimumOf('response_time'))
      add('response_time', percentile(histogram, 0.95) ?? 0, `95 % of ${requests} requests stay within this`);
    add('sign_in_failures', sign_in_failures, `${sign_in_failures} sign-ins failed`);
    add(
      'foreign_requests',
      conflicts + strangers,
      `${conflicts} requests of its people named another organisation, ${strangers} came from people of others`,
    );
  }
  return findings;
}

async function answers(kernel: Kernel): Promise<Finding[]> {
  const parts: [string, boolean][] = [
    ['news', kernel.news.isConnected()],
    ['redis', kernel.shares.redis()?.ok ?? true],
  ];
  for (const { name, database } of kernel.cells.all()) {
    const asked = reading(database, { tenant_id: null, plane: '' }).sql('select 1');
    parts.push([
      `cell ${name}`,
      await asked.then(
        () => true,
        () => false,
      ),
    ]);
  }
  return parts
    .filter(([, ok]) => !ok)
    .map(([about]) => ({ rule: 'health', tenant_id: null, about, value: 1, detail: `${about} does not answer` }));
}

async function disks({ config, log }: Kernel): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const folder of config.disks ?? []) {
    try {
      const { blocks, bfree, bavail, bsize } = await statfs(folder);
      const used = blocks - bfree;
      const detail = `${Math.floor((bavail * bsize) / 1_048_576)} MB are free for ${folder}`;
      findings.push({
        rule: 'disk',
        tenant_id: null,
        about: folder,
        value: round((used / (used + bavail)) * 100),
        detail,
      });
    } catch (error) {
      log.warn({ err: error, folder }, 'a disk could not be looked at');
    }
  }
  return findings;
}

/** The values of all rules that are switched on. `ctx` is the platform's. */
export async function findAll(ctx: Context, rules: readonly Rule[]): Promise<Finding[]> {
  const minimumOf = (name: string): number => rules.find(({ rule }) => rule === name)?.minimum ?? 0;
  const found = [
    ...(await usage(ctx)),
    ...(await service(ctx, minimumOf)),
    ...(await answers(ctx.kernel)),
    ...(await disks(ctx.kernel)),
  ];
  const enabled = new Set(rules.filter((one) => one.is_enabled).map(({ rule }) => rule));
  return found.filter(({ rule }) => enabled.has(rule));
}

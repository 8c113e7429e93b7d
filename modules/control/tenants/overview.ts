/** The organisations as operators list them: plan, cell, what is used of which limit, how they are, when they were last there. */
import { defineList } from '@tenantry/kernel/http/list.ts';
import { Instant, Line, Nullable, OneOf } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import Type, { type Static } from 'typebox';
import { ENFORCED, type KERNEL_LIMITS, limitInForce, type Rules, selectRules } from '../entitlements/rules.ts';
import { tenantRecord } from './tenants.record.ts';
import { ORGANIZATION_TYPES, Tenant } from './tenants.schema.ts';

/** `closed`: suspended or archived; `unwell`: somebody should do something; `watch`: somebody should know. */
export const HEALTHS = ['well', 'watch', 'unwell', 'closed'] as const;

const Most = (description: string) =>
  Type.Optional(Type.Unsafe<number | null>({ type: ['integer', 'null'], description }));

export const TenantLine = Type.Object({
  ...Tenant.properties,
  cell: Line(60, { description: 'The database that it lives in.' }),
  users: Type.Integer({ description: 'People, invited ones included.' }),
  storage_bytes: Type.Integer({ description: 'Bytes of its files, as counted within the hour.' }),
  requests: Type.Integer({ description: 'Of today, by its own calendar.' }),
  health: OneOf(HEALTHS),
  health_reason: Nullable(Line(500)),
  last_activity_at: Instant({
    description: 'Its last answered request, to five minutes; its beginning when there was none.',
  }),
  max_storage: Most('Bytes; null is no limit.'),
  max_requests_per_day: Most('Null is no limit.'),
});
export type TenantLine = Static<typeof TenantLine>;

/** Alerts with which an organisation is not merely near to something. */
const UNWELL = "array['error_rate', 'response_time', 'health', 'parked_jobs', 'audit_chain', 'foreign_requests']";
const FIRING = "from alerts a where a.for_tenant_id = o.id and a.state = 'firing'";

/**
 * Each figure is a question of its own about one organisation, by an index, so that a page of fifty asks fifty times and not
 * about all. Rows of five minutes are kept for two days; before that the days of the organisation's calendar tell.
 */
export const FROM = `(select o.*, c.name as cell,
    (select count(*) from memberships m where m.tenant_id = o.id and m.status <> 'disabled') as users,
    coalesce((select s.storage_bytes from metric_samples s where s.tenant_id = o.id order by s.day desc limit 1), 0) as storage_bytes,
    coalesce((select r.requests from request_counts r
      where r.tenant_id = o.id and r.day = (now() at time zone o.time_zone)::date), 0) as requests,
    case when o.status in ('suspended', 'archived') then 'closed' when o.status = 'provisioning' then 'unwell'
      else coalesce((select case when bool_or(a.rule = any (${UNWELL})) then 'unwell' else 'watch' end ${FIRING} having count(*) > 0), 'well')
    end collate "C" as health,
    case when o.status in ('suspended', 'archived') then o.status_reason
      when o.status = 'provisioning' then (select p.failure from provisioning_steps p where p.tenant_id = o.id and p.failure is not null order by p.step limit 1)
      else (select a.detail ${FIRING} order by a.rule = any (${UNWELL}) desc, a.fired_at desc limit 1) end as health_reason,
    coalesce(
      (select b.at from metric_buckets b where b.tenant_id = o.id and b.resolution = '5m' and b.requests > 0
        and b.at > now() - interval '2 days' order by b.at desc limit 1),
      (select r.day::timestamp at time zone o.time_zone from request_counts r
        where r.tenant_id = o.id and r.requests > 0 order by r.day desc limit 1),
      o.created_at) as last_activity_at
  from tenants o join cells c on c.id = o.cell_id)`;

/** The limits of a page of organisations, in one question. */
async function addLimits(ctx: Context, rows: Record<string, unknown>[]): Promise<Record<string, unknown>[]> {
  const found = await ctx.sql<Rules & { id: string }>(
    `select asked.id, rules.* from unnest($1::uuid[]) as asked(id), lateral (${selectRules('asked.id', '$2', '$3')}) rules`,
    [rows.map(({ id }) => id), ENFORCED, ctx.now.toISOString()],
  );
  const byId = new Map(found.map((rules) => [rules.id, rules]));
  return rows.map((row) => {
    const rules = byId.get(row.id as string);
    const most = (name: keyof typeof KERNEL_LIMITS) =>
      rules ? limitInForce(name, rules, ctx.now.getTime()).maximum : null;
    return {
      ...row,
      max_users: most('max_users'),
      max_storage: most('max_storage'),
      max_requests_per_day: most('max_requests_per_day'),
    };
  });
}

const own = ['max_users', 'max_storage', 'max_requests_per_day', 'warnings'];

export const tenantList = defineList({
  record: {
    ...tenantRecord,
    columns: Object.keys(TenantLine.properties).filter((name) => !own.includes(name)),
  },
  from: FROM,
  filters: {
    status: { kind: 'text', column: 'status', one_of: ['provisioning', 'active', 'suspended', 'archived'] },
    plan: 'text',
    organization_type: { kind: 'text', column: 'organization_type', one_of: ORGANIZATION_TYPES },
    cell: 'text',
    health: { kind: 'text', column: 'health', one_of: HEALTHS },
    created_at: 'instant',
    last_activity_at: 'instant',
  },
  sorts: {
    name: 'name_key',
    slug: 'slug',
    created_at: 'created_at',
    last_activity_at: 'last_activity_at',
    users: 'users',
    storage_bytes: 'storage_bytes',
    requests: 'requests',
  },
  default_sort: 'name',
  search: true,
  complete: addLimits,
});

/** Alerts of an organisation for those of its people who can do something about them, by what they may do. */
import { asSystem } from '@tenantry/kernel/http/perform.ts';
import { type Notice, notify } from '@tenantry/kernel/notifications/notify.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Kernel } from '@tenantry/kernel/tenancy/kernel.ts';
import { allows } from '@tenantry/kernel/tenancy/roles.ts';
import type { Alert } from './alerts.schema.ts';

/** Rule → who can do something about it. Other rules are the operators' business alone. */
const CONCERNS: Readonly<Record<string, { kind: Notice['kind']; permission: string; subject: string }>> = {
  usage_high: { kind: 'limit_near', permission: 'subscription.read', subject: 'subscription' },
  usage_full: { kind: 'limit_full', permission: 'subscription.read', subject: 'subscription' },
  sign_in_failures: { kind: 'alert', permission: 'members.write', subject: 'users' },
  foreign_requests: { kind: 'alert', permission: 'members.write', subject: 'users' },
  webhook_failures: { kind: 'alert', permission: 'webhooks.write', subject: 'webhooks' },
  parked_jobs: { kind: 'alert', permission: 'jobs.write', subject: 'jobs' },
  audit_chain: { kind: 'alert', permission: 'audit.read', subject: 'audit' },
};

/** People of one organisation who are told at most; the earliest members first. */
const MOST = 200;

type Firing = Pick<Alert, 'id' | 'rule' | 'about'> & { for_tenant_id: string };

/** What began to fire lately for organisations: a round that was cut off is made up for by the next, and keys keep it single. */
export function readFresh(ctx: Context): Promise<Firing[]> {
  return ctx.sql<Firing>(
    `select id, rule, about, for_tenant_id from alerts where state = 'firing' and for_tenant_id is not null
       and rule = any($1::text[]) and fired_at > now() - interval '3 minutes' order by fired_at limit 1000`,
    [Object.keys(CONCERNS)],
  );
}

/** Who may do what the rule asks for. */
async function peopleFor(kernel: Kernel, tenant_id: string, permission: string): Promise<string[]> {
  const tenant = await kernel.directory.find(tenant_id);
  if (tenant?.status !== 'active') return [];
  const binding = { tenant_id, plane: '' } as const;
  const members = await asSystem(kernel, { tenant, database: kernel.control, binding, label: 'alerts' }, (ctx) =>
    ctx.sql<{ user_id: string }>(
      `select user_id from memberships where tenant_id = $1 and status = 'active' and user_id is not null
       order by created_at limit ${MOST}`,
    ),
  );
  const found: string[] = [];
  for (const { user_id } of members) {
    const membership = await kernel.identity.membership(user_id, tenant);
    if (membership && allows(membership.permissions, permission)) found.push(user_id);
  }
  return found;
}

/** Tells the people of each organisation. What fails for one is logged, and the others are told. */
export async function tellMembers(kernel: Kernel, firing: readonly Firing[]): Promise<void> {
  for (const { id, rule, about, for_tenant_id } of firing) {
    const concern = CONCERNS[rule];
    const tenant = concern && (await kernel.directory.find(for_tenant_id));
    if (!tenant) continue;
    try {
      const user_ids = await peopleFor(kernel, for_tenant_id, concern.permission);
      if (user_ids.length === 0) continue;
      const { kind, subject } = concern;
      const database = kernel.cells.of(tenant);
      const binding = { tenant_id: for_tenant_id, plane: '' } as const;
      const notice = { kind, user_ids, subject, subject_id: null, detail: about || rule, key: `alert:${id}` };
      await asSystem(kernel, { tenant, database, binding, label: 'alerts' }, (ctx) => notify(ctx, notice));
    } catch (error) {
      kernel.log.warn({ err: error, tenant: tenant.slug }, 'people could not be told of an alert');
    }
  }
}

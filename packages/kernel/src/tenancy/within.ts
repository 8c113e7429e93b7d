/** Operators' or sign-in's work that goes on inside one tenant: same transaction, bound handle, the tenant's own audit trail. */
import { auditStatements } from '../audit/audit.ts';
import { tenantPredicate } from '../db/predicate.ts';
import { type EventRecord, eventOf, eventStatements } from '../events/store.ts';
import type { Wanted } from '../jobs/definition.ts';
import { enqueueJob } from '../jobs/enqueue.ts';
import type { AuditChange, Context, Happened } from './context.ts';
import type { Tenant } from './directory.ts';

/**
 * Runs `work` with a context that is bound to `tenant`, in the transaction of `ctx`, which is bound to none. What it audits
 * stands in the tenant's trail. The plane stays, so the rows of people are in sight too; statements are bound to the tenant
 * as in every bound handle.
 */
export async function withinTenant<T>(ctx: Context, tenant: Tenant, work: (bound: Context) => Promise<T>): Promise<T> {
  if (ctx.binding.tenant_id !== null) throw new Error('this work is bound to a tenant already');
  const changes: (AuditChange & { id: string })[] = [];
  const emitted: EventRecord[] = [];
  const db = ctx.db.withPlugin(tenantPredicate(tenant.id, ctx.kernel.control.columns));
  // The prototype keeps what is not named here; a spread would call getters that throw without a tenant.
  const bound = Object.create(ctx, {
    tenant: { value: tenant },
    binding: { value: { ...ctx.binding, tenant_id: tenant.id } },
    db: { value: db },
    sql: {
      value: (text: string, values: readonly unknown[] = [], plan?: 'fresh') =>
        ctx.sql(text, [tenant.id, ...values], plan),
    },
    execute: { value: (text: string, values: readonly unknown[] = []) => ctx.execute(text, [tenant.id, ...values]) },
    // Whatever a check would have to tell belongs to what is told here, at the end of `work`.
    ahead: { value: undefined },
    audit: { value: (change: AuditChange) => void changes.push({ ...change, id: ctx.newId() }) },
    emit: { value: (event: Happened) => void emitted.push({ ...event, id: ctx.newId() }) },
    enqueue: { value: (wanted: Wanted) => enqueueJob(bound, wanted) },
  }) as Context;
  await ctx.sql("select set_config('app.tenant_id', $1, true)", [tenant.id]);
  const result = await work(bound);
  const { actor, request } = ctx;
  const origin = { actor, request_id: request.id, address: request.address || null, tenant_id: tenant.id };
  for (const { text, values } of auditStatements(origin, changes)) await ctx.sql(text, values);
  const events = [...changes.map(eventOf), ...emitted];
  for (const { text, values } of eventStatements(tenant.id, events)) await ctx.sql(text, values);
  ctx.afterCommit(() => ctx.kernel.events.committed(events.map(({ id }) => id)));
  // After a failure the transaction ends, and its setting with it.
  await ctx.sql("select set_config('app.tenant_id', '', true)");
  return result;
}

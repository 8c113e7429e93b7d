/** Tells every instance that a tenant changed, with the commit of the change; this one forgets before it answers. */
import type { Context } from '@tenantry/kernel/tenancy/context.ts';

/** For any context: bound to the tenant, or unbound with its id. */
export async function announceTenant(ctx: Context, tenantId: string = ctx.tenant.id): Promise<void> {
  const change = { kind: 'tenant', subject_id: tenantId } as const;
  await ctx.kernel.news.announce(ctx, change);
  ctx.afterCommit(() => ctx.kernel.news.tell(change));
}

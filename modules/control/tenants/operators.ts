/** What is the platform's alone to do with a tenant, whatever role its own people have. */
import { forbidden } from '@tenantry/kernel/http/problems.ts';
import { problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';

/** No role of a tenant contains it, and none can be given it: it names what operators do. */
export const PLATFORM = 'platform.operate';

/** Operators, and the installation itself at its start. */
export function isPlatform(ctx: Context): boolean {
  return ctx.actor.kind === 'operator' || ctx.actor.kind === 'system';
}

/** Throws 403 for the tenant's own people. */
export function assertPlatform(ctx: Context): void {
  if (isPlatform(ctx)) return;
  throw problem(forbidden, {
    detail: 'Only platform operators may do this.',
    extra: { permission: PLATFORM },
  });
}

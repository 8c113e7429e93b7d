/** Where a tenant stands: open, closed for a while, closed for good; and the moves between. */
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { announceTenant } from './announce.ts';
import { assertRoomForTenant } from './create.ts';
import { assertPlatform } from './operators.ts';
import { readTenant } from './tenants.record.ts';
import type { Tenant, TenantRow } from './tenants.schema.ts';
import { getTenant } from './tenants.service.ts';

export const wrongState = defineProblem('tenants.wrong_state', 409, 'The organisation is not in a state for this.');

type Status = TenantRow['status'];
export type Move = 'suspend' | 'resume' | 'archive' | 'restore';

const moves: Record<Move, { from: readonly Status[]; to: Status }> = {
  suspend: { from: ['active'], to: 'suspended' },
  resume: { from: ['suspended'], to: 'active' },
  archive: { from: ['provisioning', 'active', 'suspended'], to: 'archived' },
  restore: { from: ['archived'], to: 'active' },
};

/** Makes the move, with a reason that is kept while the state lasts. Every instance knows at once. */
export async function moveTenant(ctx: Context, move: Move, reason: string | undefined): Promise<Tenant> {
  assertPlatform(ctx);
  const before = await readTenant(ctx, true);
  const { from, to } = moves[move];
  if (!from.includes(before.status)) {
    const possible = (Object.keys(moves) as Move[]).filter((one) => moves[one].from.includes(before.status));
    throw problem(wrongState, {
      detail: `It is ${before.status}; what can be done now: ${possible.join(', ')}.`,
      extra: { current_status: before.status, possible },
    });
  }
  if (move === 'restore') await assertRoomForTenant(ctx);
  const status_reason = reason || null;
  await ctx.db
    .updateTable('tenants')
    .set({
      status: to,
      status_reason: to === 'active' ? null : status_reason,
      archived_at: to === 'archived' ? ctx.now.toISOString() : null,
      version: before.version + 1,
      updated_at: ctx.now.toISOString(),
    })
    .execute();
  ctx.audit({
    action: `tenants.${move}`,
    subject: 'tenants',
    subject_id: before.id,
    before: { status: before.status },
    after: { status: to, reason: status_reason },
  });
  await announceTenant(ctx);
  return getTenant(ctx);
}

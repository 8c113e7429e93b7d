/** An e-way bill that goods travel with keeps its document: what is cancelled meanwhile, an officer finds on the road without one. */
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';

export const isOnItsWay = defineProblem(
  'eway-bills.is_valid',
  409,
  'The e-way bill of this document is still valid; cancel that first.',
);

/** Throws `eway-bills.is_valid` while a vehicle may be under way with the document's goods. */
export async function expectNoEway(ctx: Context, document_id: string): Promise<void> {
  const [bill] = await ctx.sql<{ number: string }>(
    `select number from eway_bills where tenant_id = $1 and document_id = $2 and status = 'active' and valid_until > $3 limit 1`,
    [document_id, ctx.now.toISOString()],
  );
  if (!bill) return;
  const detail = `E-way bill ${bill.number} is valid: cancel it at the portal and here, within 24 hours of making it; later write a credit note or wait for its end.`;
  throw problem(isOnItsWay, { detail });
}

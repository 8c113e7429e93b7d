/** Who takes money and gives it back: the branch, its numbers and its GSTIN, which alone uses the tax that was paid on an advance. */
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { profileOf } from '@tenantry/kernel/tenancy/profile.ts';
import type { Branch } from '../branches/branches.schema.ts';
import type { Side } from '../documents/documents.schema.ts';
import { branchOf, sellerAt, sideOf } from '../documents/sides.ts';
import type { Party } from '../parties/parties.schema.ts';
import { numberFor } from '../series/series.service.ts';
import type { PaymentHead } from './payments.schema.ts';
import type { Settling } from './settle.ts';
import { sharedBranch } from './spread.ts';

export const otherGstin = defineProblem(
  'payments.other_gstin',
  422,
  'The tax on an advance is taken off invoices of its own GSTIN alone.',
);

/** Series by rule 46(b), one for each kind of voucher, branch and financial year. */
const TEMPLATES: Readonly<Record<PaymentHead['voucher'], string>> = {
  receipt: 'REC/{FY}/{0000}',
  receipt_voucher: 'ADV/{FY}/{0000}',
  refund: 'PAY/{FY}/{0000}',
  refund_voucher: 'RFV/{FY}/{0000}',
};

/** The next number of a kind of voucher; its series stays locked until COMMIT. */
export function voucherNumber(
  ctx: Context,
  voucher: PaymentHead['voucher'],
  date: string,
  branch_id: string | null,
): Promise<string> {
  return numberFor(ctx, TEMPLATES, { document_type: voucher, date, branch_id });
}

/** What a voucher keeps of who takes part. */
export interface Sides {
  branch_id: string | null;
  seller: Side;
  buyer: Side;
}

/** The branch; none for the organisation itself. Throws 422 at `/branch_id` where there is no such one. */
export async function receivingBranch(ctx: Context, branch_id: string | null | undefined): Promise<Branch | undefined> {
  const branch = await branchOf(ctx, branch_id);
  if (!branch_id || branch) return branch;
  throw problem(ruleBroken, { errors: [{ pointer: '/branch_id', detail: 'There is no such branch.' }] });
}

/** Both sides as they are on record today, the organisation at that branch. Throws 422 at `/branch_id` where there is no such one. */
export async function sidesOf(ctx: Context, branch_id: string | null, customer: Party): Promise<Sides> {
  const [branch, profile] = await Promise.all([receivingBranch(ctx, branch_id), profileOf(ctx.kernel, ctx.tenant)]);
  return { branch_id, seller: sideOf(sellerAt(profile, branch)), buyer: sideOf(customer) };
}

/** Where money is received of which nobody said it: at the branch of all that it settles, else at that of its account. */
export async function branchOfMoney(
  ctx: Context,
  settled: readonly { branch_id: string | null }[],
  account_id: string,
): Promise<string | null> {
  const shared = sharedBranch(settled);
  if (shared !== undefined) return shared;
  const [account] = await ctx.sql<{ branch_id: string }>(
    `select b.id as branch_id from accounts a join branches b on b.tenant_id = a.tenant_id and b.id = a.branch_id
     where a.tenant_id = $1 and a.id = $2::uuid and b.is_active`,
    [account_id],
  );
  return account?.branch_id ?? null;
}

type Taxed = Pick<PaymentHead, 'supplier_gstin' | 'seller'>;

/** What is given back is told by the registration that told the advance, also where its branch has another since (rule 51). */
export function ofRegistration(today: Sides, { supplier_gstin, seller }: Taxed): Sides {
  if (!supplier_gstin || today.seller.gstin === supplier_gstin) return today;
  return { ...today, seller: seller ?? { ...today.seller, gstin: supplier_gstin } };
}

/** Vouchers from before registrations were told apart are of the organisation's own. */
export async function withRegistration<P extends Pick<PaymentHead, 'supplier_gstin' | 'advance'>>(
  ctx: Context,
  payment: P,
): Promise<P> {
  if (payment.supplier_gstin || payment.advance === 0) return payment;
  return { ...payment, supplier_gstin: (await profileOf(ctx.kernel, ctx.tenant)).gstin };
}

/**
 * Branches with GSTINs of their own are distinct persons (CGST Act s.25(4)): what was taxed of an advance settles invoices of its own
 * GSTIN, only the rest those of others. Throws `payments.other_gstin`.
 */
export function judgeRegistration(payment: PaymentHead, settling: readonly Settling[]): void {
  const { number, supplier_gstin, advance, adjusted, unallocated } = payment;
  let free = unallocated - (advance - adjusted);
  const errors = settling.flatMap(({ document, amount, exchange }, index) => {
    if (document.gstin === supplier_gstin) return [];
    free -= amount + exchange;
    if (free >= 0 || advance === adjusted) return [];
    const of = document.gstin ? `of ${document.gstin}` : 'of no GSTIN';
    const detail = `${document.number} is ${of}, and the tax on ${number} was paid by ${supplier_gstin}: settle invoices of that GSTIN with it, or give it back and receive it for the other.`;
    return [{ pointer: `/allocations/${index}/document_id`, detail }];
  });
  if (errors.length > 0) throw problem(otherGstin, { errors, detail: errors.map(({ detail }) => detail).join(' ') });
}

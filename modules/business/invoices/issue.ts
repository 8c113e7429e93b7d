/** An invoice issued once, with a number and a voucher, and cancelled with its reversal. */
import { lockRecord, updateRecord } from '@tenantry/kernel/db/records.ts';
import { invalidInput } from '@tenantry/kernel/http/problems.ts';
import { changeUsage } from '@tenantry/kernel/limits/usage.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Paise } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { returnRows } from '../gst/sections.ts';
import type { AccountRole } from '../ledger/chart.ts';
import { post, reverse } from '../ledger/posting.ts';
import { renderNumber } from '../series/number.ts';
import { takeNumbers } from '../series/series.ts';
import type { SupplyType } from '../tax/place.ts';
import type { Assessed } from './assess.ts';
import type { DocumentType, Invoice, InvoiceHead, InvoiceLine } from './invoices.schema.ts';
import { answer, assertDraft, assessed, fieldsOf, invoiceRecord, linesOf, storeLines } from './invoices.service.ts';

export const notIssued = defineProblem('invoices.not_issued', 409, 'Only an issued invoice can be cancelled.');
export const isPaid = defineProblem('invoices.is_paid', 409, 'A payment stands against this invoice.');
export const notReady = defineProblem('invoices.not_ready', 422, 'The invoice cannot be issued yet.');

/** Templates of numbers (rule 46(b)): one series for each kind of document and financial year. */
const TEMPLATES: Readonly<Record<DocumentType, string>> = {
  tax_invoice: 'INV/{FY}/{0000}',
  bill_of_supply: 'BOS/{FY}/{0000}',
  invoice_cum_bill: 'ICB/{FY}/{0000}',
};

/** The sides of a sale: what the customer owes, against what was sold and the tax on it. */
function postingsOf({ head, lines }: Assessed): { role: AccountRole; amount: number; party_id?: string }[] {
  const { total, round_off, other_charges, charge, customer_id } = head as Record<string, number> & {
    charge: string;
    customer_id: string;
  };
  const sum = (of: readonly InvoiceLine[], field: keyof InvoiceLine): number =>
    of.reduce((all, line) => all + (line[field] as number), 0);
  const tax = (field: 'cgst' | 'sgst' | 'igst' | 'cess'): number => (charge === 'charged' ? -sum(lines, field) : 0);
  return [
    { role: 'receivable', amount: total as number, party_id: customer_id },
    {
      role: 'sales',
      amount: -sum(
        lines.filter(({ nature }) => nature === 'goods'),
        'taxable_value',
      ),
    },
    {
      role: 'services',
      amount: -sum(
        lines.filter(({ nature }) => nature === 'service'),
        'taxable_value',
      ),
    },
    { role: 'output_cgst', amount: tax('cgst') },
    { role: 'output_sgst', amount: tax('sgst') },
    { role: 'output_igst', amount: tax('igst') },
    { role: 'output_cess', amount: tax('cess') },
    { role: 'collected', amount: -(other_charges as number) },
    { role: 'round_off', amount: -(round_off as number) },
  ];
}

/** Settles each line's part in the returns. */
async function settleReturns(
  ctx: Context,
  id: string,
  number: string,
  { head, lines, seller }: Assessed,
): Promise<void> {
  const buyer = head.buyer as { gstin: string | null };
  const rows = returnRows({
    kind: 'invoice',
    number,
    date: head.date as string,
    supplier_gstin: seller.gstin ?? '',
    buyer_gstin: buyer.gstin,
    supply_type: head.supply_type as SupplyType,
    place_of_supply: head.place_of_supply as string,
    head: head.head as 'intra' | 'inter',
    charge: head.charge as 'charged',
    total: head.total as Paise,
    lines,
  });
  if (rows.length === 0) return;
  await ctx.execute(
    `update document_lines l set return_section = x.section, return_type = x.type, return_rate = x.tax_rate, hsn_of = x.hsn_of
     from jsonb_to_recordset($3::jsonb) as x(section text, type text, tax_rate numeric, hsn_of text, line integer)
     where l.tenant_id = $1 and l.document_id = $2 and l.line = x.line + 1`,
    [id, JSON.stringify(rows)],
  );
}

/**
 * Issues a draft: computed once more by today's records, numbered without a gap, posted and frozen. Throws `invoices.not_draft`,
 * `invoices.not_ready` with what is missing, `limits.reached`.
 */
export async function issueInvoice(ctx: Context, ref: string, version?: number): Promise<Invoice> {
  const draft = (await lockRecord(ctx, invoiceRecord, ref, version)) as InvoiceHead;
  assertDraft(draft);
  const found = await assessed(ctx, fieldsOf(draft, await linesOf(ctx, draft.id)));
  if (found.obstacles.length > 0) throw problem(notReady, { errors: found.obstacles });
  await changeUsage(ctx, 'transactions_per_month', 1);
  await ctx.execute('delete from document_lines where tenant_id = $1 and document_id = $2', [draft.id]);
  await storeLines(ctx, draft.id, found.lines);
  const type = draft.document_type;
  const date = draft.date;
  const text = TEMPLATES[type];
  // The series stays locked until COMMIT: a number that is given back is the next one's.
  const counter = await takeNumbers(ctx, renderNumber({ text: text.replace(/\{0+\}/, '') }, date, 0), 1);
  const number = renderNumber({ text }, date, counter);
  await settleReturns(ctx, draft.id, number, found);
  const head = await updateRecord<InvoiceHead>(
    ctx,
    invoiceRecord,
    draft.id,
    { ...found.head, number, status: 'issued', seller: found.seller, issued_at: ctx.now.toISOString() },
    undefined,
    'issue',
  );
  const narration = `${number} ${(found.head.buyer as { name: string }).name}`;
  await post(ctx, {
    kind: 'sale',
    date,
    source: 'invoices',
    source_id: head.id,
    narration,
    postings: postingsOf(found),
  });
  return answer(head, found.lines, { obstacles: [], warnings: found.warnings });
}

/** Cancels an issued invoice: its number stays used, its voucher is reversed. Throws `invoices.not_issued`, `invoices.is_paid`. */
export async function cancelInvoice(ctx: Context, ref: string, reason: string, version?: number): Promise<Invoice> {
  if (!reason) throw problem(invalidInput, { errors: [{ pointer: '/reason', detail: 'Say why it is cancelled.' }] });
  const before = (await lockRecord(ctx, invoiceRecord, ref, version)) as InvoiceHead;
  if (before.status !== 'issued') throw problem(notIssued);
  if (before.paid > 0) throw problem(isPaid);
  const changes = { status: 'cancelled', cancelled_at: ctx.now.toISOString(), cancel_reason: reason };
  const head = await updateRecord<InvoiceHead>(ctx, invoiceRecord, before.id, changes, undefined, 'cancel');
  await reverse(ctx, 'invoices', head.id, `${head.number} cancelled: ${reason}`);
  return answer(head, await linesOf(ctx, head.id));
}

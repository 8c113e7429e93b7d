/** Recording what customs answered for an export: with its invoice, or in table 9A of a later return where that one is filed. */
import { insertRecord, lockRecord, updateRecord } from '@tenantry/kernel/db/records.ts';
import { deleteRecord } from '@tenantry/kernel/db/records_many.ts';
import { defineList } from '@tenantry/kernel/http/list.ts';
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, type FieldError, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { getDocument } from '../documents/documents.service.ts';
import { amendShippingBill, deleteAmendment } from '../gst-amendments/gst-amendments.service.ts';
import { filedPeriod, SHARED } from '../gst-filings/filed.ts';
import { invoices } from '../invoices/invoices.service.ts';
import { todayOf } from '../masters/master.ts';
import type { PaperDocument } from '../print/paper.ts';
import { monthInWords } from '../returns/periods.ts';
import { type Bill, billOf, billRecord } from './shipping_bills.ts';
import type { NewBill, ShippingBill } from './shipping-bills.schema.ts';

export const hasBill = defineProblem('shipping-bills.has_bill', 409, 'The shipping bill of this export is recorded.');
export const isTold = defineProblem(
  'shipping-bills.told',
  409,
  'This shipping bill is told in a return that is filed.',
);

export const billList = defineList({
  record: billRecord,
  filters: { document_id: 'id', number: 'text', date: 'date' },
  sorts: { date: 'date', created_at: 'created_at' },
  default_sort: '-date',
});

/** Why an invoice has no shipping bill; null when it has. */
export function whyNoBill({ status, supply_type, lines }: Pick<PaperDocument, 'status' | 'supply_type' | 'lines'>) {
  if (!supply_type.startsWith('export')) return 'Only an export goes through customs; this is a sale within India.';
  if (status !== 'issued') return 'Issue the invoice first; customs writes its number on the bill.';
  if (!lines.some(({ nature }) => nature === 'goods')) return 'Services leave without a shipping bill.';
  return null;
}

/** What is wrong about a bill, each with its field. Pure. */
export function billFaults({ date }: Pick<Bill, 'date'>, invoiced: string, today: string): FieldError[] {
  if (date < invoiced)
    return [{ pointer: '/date', detail: `The invoice is of ${invoiced}; its bill is not before it.` }];
  return date > today ? [{ pointer: '/date', detail: 'This day is still to come.' }] : [];
}

function refuseAny(errors: FieldError[]): void {
  if (errors.length > 0) throw problem(ruleBroken, { errors });
}

const same = (one: Bill | null, other: Bill): boolean =>
  one?.number === other.number && one.date === other.date && one.port_code === other.port_code;

/**
 * Records the bill of an export. Where GSTR-1 of its days is filed, a later return tells it in table 9A. Throws 422 for what is no issued
 * export of goods, `shipping-bills.has_bill`, `gst-amendments.already_amended`.
 */
export async function recordBill(ctx: Context, { invoice, period, ...given }: NewBill): Promise<ShippingBill> {
  const document: PaperDocument = await getDocument(ctx, invoices, invoice);
  const why = whyNoBill(document);
  if (why) refuseAny([{ pointer: '/invoice', detail: why }]);
  refuseAny(billFaults(given, document.date, todayOf(ctx)));
  const bill = { number: given.number, date: given.date, port_code: given.port_code.toUpperCase() };
  const named = { document_id: document.id, document_number: document.number, ...bill };
  await ctx.sql(SHARED);
  const filed = await filedPeriod(ctx, document.seller?.gstin, document.date);
  if (!filed) return insertRecord<ShippingBill>(ctx, billRecord, { ...named, amendment_id: null, told_in: null });
  if (same(await billOf(ctx, document.id), bill))
    refuseAny([{ pointer: '/number', detail: 'Nothing is other than it was told.' }]);
  const made = await amendShippingBill(ctx, document.id, `Shipping bill ${bill.number} of ${bill.port_code}`, period);
  return insertRecord<ShippingBill>(ctx, billRecord, { ...named, amendment_id: made.id, told_in: made.period });
}

/** Locks a bill that no filed return tells yet; the day of its invoice with it. Throws `shipping-bills.told`. */
async function untold(ctx: Context, ref: string, version?: number): Promise<{ bill: ShippingBill; invoiced: string }> {
  const bill = (await lockRecord(ctx, billRecord, ref, version)) as ShippingBill;
  const [invoice] = await ctx.sql<{ date: string; gstin: string | null }>(
    `select date, seller ->> 'gstin' as gstin from documents where tenant_id = $1 and id = $2`,
    [bill.document_id],
  );
  await ctx.sql(SHARED);
  const invoiced = invoice?.date as string;
  const filed = await filedPeriod(ctx, invoice?.gstin, bill.told_in ? `${bill.told_in}-01` : invoiced);
  if (filed) {
    const instead = bill.told_in ? 'The portal takes one amendment.' : 'Record the right one: a later return tells it.';
    throw problem(isTold, { detail: `GSTR-1 of ${monthInWords(filed)} is filed with it. ${instead}` });
  }
  return { bill, invoiced };
}

/** Puts right what was typed wrongly, while no return told it. */
export async function changeBill(
  ctx: Context,
  ref: string,
  changes: Partial<Bill>,
  version?: number,
): Promise<ShippingBill> {
  const { bill, invoiced } = await untold(ctx, ref, version);
  if (changes.date) refuseAny(billFaults({ date: changes.date }, invoiced, todayOf(ctx)));
  const port = changes.port_code ? { port_code: changes.port_code.toUpperCase() } : {};
  return updateRecord<ShippingBill>(ctx, billRecord, bill.id, { ...changes, ...port });
}

/** Takes a bill back that no return told; its amendment goes with it. */
export async function removeBill(ctx: Context, ref: string, version?: number): Promise<ShippingBill> {
  const { bill } = await untold(ctx, ref, version);
  if (bill.amendment_id) await deleteAmendment(ctx, bill.amendment_id);
  else await deleteRecord(ctx, billRecord, bill.id);
  return bill;
}

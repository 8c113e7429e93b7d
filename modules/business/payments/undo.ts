/** What undoes a payment: a document released, money given back, a cancellation, a cheque that bounced; each with its exact reversal. */
import { getRecord, insertRecord, lockRecord, updateRecord } from '@tenantry/kernel/db/records.ts';
import { invalidInput, ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { expectUnfiled } from '../gst-filings/filed.ts';
import { post, reverse } from '../ledger/posting.ts';
import { todayOf } from '../masters/master.ts';
import type { Party } from '../parties/parties.schema.ts';
import { customers } from '../parties/parties.service.ts';
import { taxOf, taxOfPart } from './advance.ts';
import { answerPayment, paymentRecord } from './payments.record.ts';
import type { Mode, Payment, PaymentHead } from './payments.schema.ts';
import { assertPosted, moneyAccount } from './payments.service.ts';
import { ofRegistration, sidesOf, voucherNumber } from './registration.ts';
import { type AllocationRow, overAllocated, postExchange, storeRows, usedOf } from './settle.ts';

export const isRefunded = defineProblem(
  'payments.is_refunded',
  409,
  'Money of this payment was given back; undo that first.',
);

/** What stands of a payment, by document and, where it goes back to its own days, by day; taken with a minus it leaves nothing. */
async function standing(
  ctx: Context,
  payment_id: string,
  document_id: string | null,
  byDay: boolean,
): Promise<AllocationRow[]> {
  return ctx.sql<AllocationRow>(
    `select document_id, max(date) as date, sum(amount::bigint)::bigint as amount, sum(exchange::bigint)::bigint as exchange,
       sum(in_currency)::float8 as in_currency, sum(adjusted::bigint)::bigint as adjusted,
       sum(taxable_value::bigint)::bigint as taxable_value, sum(cgst::bigint)::bigint as cgst, sum(sgst::bigint)::bigint as sgst,
       sum(igst::bigint)::bigint as igst
     from payment_allocations where tenant_id = $1 and payment_id = $2 and ($3::uuid is null or document_id = $3::uuid)
     group by document_id, case when $4::boolean then date end having sum(amount::bigint) <> 0 order by document_id, 2`,
    [payment_id, document_id, byDay],
  );
}

const turned = (ctx: Context, row: AllocationRow, date: string | undefined): AllocationRow => ({
  id: ctx.newId(),
  document_id: row.document_id,
  date: date ?? row.date,
  amount: -row.amount,
  exchange: -row.exchange,
  in_currency: -row.in_currency,
  adjusted: -row.adjusted,
  taxable_value: -row.taxable_value,
  cgst: -row.cgst,
  sgst: -row.sgst,
  igst: -row.igst,
});

/** Locks the documents in the order of their ids, as those who settle do. */
async function lockDocuments(ctx: Context, rows: readonly AllocationRow[]): Promise<void> {
  const ids = rows.map(({ document_id }) => document_id);
  await ctx.sql('select id from documents where tenant_id = $1 and id = any($2::uuid[]) order by id for update', [ids]);
}

/** Undoing is dated where people say. */
const BY_DATE = 'Undo it on a `date` in a month that is open.';

const isTold = ({ voucher }: PaymentHead): boolean => voucher === 'receipt_voucher' || voucher === 'refund_voucher';

async function takeBack(
  ctx: Context,
  payment: PaymentHead,
  document_id: string | null,
  date?: string,
): Promise<AllocationRow[]> {
  const rows = (await standing(ctx, payment.id, document_id, date === undefined)).map((row) => turned(ctx, row, date));
  for (const one of rows)
    if (one.adjusted !== 0)
      await expectUnfiled(ctx, { gstin: payment.supplier_gstin, date: one.date, instead: BY_DATE });
  await lockDocuments(ctx, rows);
  await storeRows(ctx, payment.id, rows, payment.direction === 'out' ? 'credit-notes' : 'invoices');
  return rows;
}

const sumOf = (rows: readonly AllocationRow[], name: 'exchange' | 'adjusted'): number =>
  rows.reduce((sum, row) => sum + row[name], 0);

/** Takes back what the payment settled of a document; it is an advance again. Throws 422 where it settles nothing of it. */
export async function releasePayment(
  ctx: Context,
  ref: string,
  document_id: string,
  version?: number,
): Promise<Payment> {
  const payment = await lockPayment(ctx, ref, version);
  assertPosted(payment);
  if (payment.direction === 'out')
    throw problem(ruleBroken, {
      errors: [{ pointer: '/document_id', detail: 'Money that was given back is undone by cancelling this payment.' }],
    });
  const today = todayOf(ctx);
  const rows = await takeBack(ctx, payment, document_id, today);
  if (rows.length === 0)
    throw problem(ruleBroken, {
      errors: [{ pointer: '/document_id', detail: 'This payment settles nothing of that document.' }],
    });
  const allocated = payment.allocated + usedOf(rows);
  if (allocated < payment.write_off)
    throw problem(ruleBroken, {
      errors: [{ pointer: '/document_id', detail: 'Part of it was written off; cancel the payment.' }],
    });
  const { cgst, sgst, igst } = rows.reduce(
    (all, row) => ({ cgst: all.cgst + row.cgst, sgst: all.sgst + row.sgst, igst: all.igst + row.igst }),
    {
      cgst: 0,
      sgst: 0,
      igst: 0,
    },
  );
  await postExchange(ctx, {
    ...{ source: 'payments', source_id: payment.id, party_id: payment.party_id, date: today },
    exchange: sumOf(rows, 'exchange'),
    about: `${payment.number}, an advance again`,
  });
  await post(ctx, {
    kind: 'allocation',
    date: today,
    source: 'payments',
    source_id: payment.id,
    narration: `Tax on the advance ${payment.number}, an advance again`,
    postings: [
      { role: 'output_cgst', amount: cgst },
      { role: 'output_sgst', amount: sgst },
      { role: 'output_igst', amount: igst },
      { role: 'receivable', amount: -(cgst + sgst + igst), party_id: payment.party_id },
    ],
  });
  const changes = { allocated, adjusted: payment.adjusted + sumOf(rows, 'adjusted') };
  return answerPayment(
    ctx,
    await updateRecord<PaymentHead>(ctx, paymentRecord, payment.id, changes, undefined, 'release'),
  );
}

export interface Undoing {
  reason: string;
  date?: string;
}

export async function undo(
  ctx: Context,
  payment: PaymentHead,
  { reason, date }: Undoing,
  status: 'cancelled' | 'bounced',
): Promise<Payment> {
  assertPosted(payment);
  if (payment.refunded > 0) throw problem(isRefunded);
  const today = todayOf(ctx);
  if (date !== undefined && (date < payment.date || date > today))
    throw problem(ruleBroken, { errors: [{ pointer: '/date', detail: 'Between the day of the payment and today.' }] });
  if (isTold(payment))
    await expectUnfiled(ctx, { gstin: payment.supplier_gstin, date: date ?? payment.date, instead: BY_DATE });
  await takeBack(ctx, payment, null, date);
  await ctx.execute(
    `update bank_lines set status = 'open', payment_id = null, version = version + 1, updated_at = now() where tenant_id = $1 and payment_id = $2`,
    [payment.id],
  );
  if (payment.refunds) await restoreRefunded(ctx, payment);
  await reverse(ctx, 'payments', payment.id, `${payment.number} ${status}: ${reason}`, date);
  const head = await updateRecord<PaymentHead>(
    ctx,
    paymentRecord,
    payment.id,
    {
      status,
      allocated: 0,
      adjusted: 0,
      cancelled_on: date ?? payment.date,
      cancel_reason: reason,
      ...(status === 'bounced' ? { cheque_status: 'bounced' } : {}),
    },
    undefined,
    status === 'bounced' ? 'bounce' : 'cancel',
  );
  return answerPayment(ctx, head);
}

/** What was given back is the payment's again. */
async function restoreRefunded(ctx: Context, refund: PaymentHead): Promise<void> {
  await ctx.execute(
    `update payments set refunded = refunded::bigint - $3::bigint, adjusted = adjusted::bigint - $4::bigint, version = version + 1, updated_at = now()
     where tenant_id = $1 and id = $2`,
    [refund.refunds, refund.amount, refund.advance],
  );
}

/** Cancels a payment: on its own day, or on `date` where that day is closed. Throws `payments.not_posted`, `payments.is_refunded`. */
export async function cancelPayment(ctx: Context, ref: string, given: Undoing, version?: number): Promise<Payment> {
  return undo(ctx, await lockPayment(ctx, ref, version), given, 'cancelled');
}

export async function lockPayment(ctx: Context, ref: string, version: number | undefined): Promise<PaymentHead> {
  return (await lockRecord(ctx, paymentRecord, ref, version)) as PaymentHead;
}

export interface Refunding {
  amount?: number;
  date?: string;
  mode: Mode;
  account_id?: string | null;
  reference?: string | null;
}

/**
 * Gives an advance back, whole or in part: with a refund voucher (rule 51) when tax was paid on it. Throws `payments.over_allocated`
 * when less is left, `payments.not_posted`.
 */
export async function refundPayment(ctx: Context, ref: string, given: Refunding, version?: number): Promise<Payment> {
  const payment = await lockPayment(ctx, ref, version);
  assertPosted(payment);
  const amount = given.amount ?? payment.unallocated;
  const date = given.date ?? todayOf(ctx);
  if (amount <= 0)
    throw problem(invalidInput, { errors: [{ pointer: '/amount', detail: 'Nothing is left to give back.' }] });
  if (amount > payment.unallocated)
    throw problem(overAllocated, {
      errors: [{ pointer: '/amount', detail: 'Less than that is left of the payment.' }],
    });
  if (date < payment.date || date > todayOf(ctx))
    throw problem(ruleBroken, { errors: [{ pointer: '/date', detail: `From ${payment.date} until today.` }] });
  const account_id = await moneyAccount(ctx, given.mode === 'cheque' ? 'bank_transfer' : given.mode, given.account_id);
  const after = Math.min(payment.adjusted + amount, payment.advance);
  const part = taxOfPart(payment, payment.adjusted, after);
  const tax = taxOf(part);
  const voucher = tax > 0 ? 'refund_voucher' : 'refund';
  const { party_id, advance_nature, tax_rate, place_of_supply, head: taxHead } = payment;
  const customer = await getRecord<Party>(ctx, customers.record, party_id);
  const party_name = customer.name;
  const today = await sidesOf(ctx, payment.branch_id, customer);
  const sides = tax > 0 ? ofRegistration(today, payment) : today;
  if (tax > 0) await expectUnfiled(ctx, { gstin: payment.supplier_gstin, date });
  const refund = await insertRecord<PaymentHead>(ctx, paymentRecord, {
    direction: 'out',
    voucher,
    number: await voucherNumber(ctx, voucher, date, sides.branch_id),
    ...sides,
    ...{ date, party_id, party_name, mode: given.mode, account_id, amount, advance_nature, tax_rate, place_of_supply },
    reference: given.reference || null,
    refunds: payment.id,
    supplier_gstin: tax > 0 ? payment.supplier_gstin : null,
    head: taxHead,
    advance: after - payment.adjusted,
    ...(tax > 0 ? part : {}),
  });
  await post(ctx, {
    kind: 'refund',
    date,
    source: 'payments',
    source_id: refund.id,
    narration: `${refund.number} ${party_name}, ${payment.number} given back`,
    postings: [
      { role: 'receivable', amount: amount - tax, party_id },
      { role: 'output_cgst', amount: part.cgst },
      { role: 'output_sgst', amount: part.sgst },
      { role: 'output_igst', amount: part.igst },
      { account_id, amount: -amount },
    ],
  });
  const changes = { refunded: payment.refunded + amount, adjusted: after };
  await updateRecord<PaymentHead>(ctx, paymentRecord, payment.id, changes, undefined, 'refund');
  return answerPayment(ctx, refund);
}

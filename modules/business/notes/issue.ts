/** A note issued against its invoice: numbered, posted in reverse, told to the returns, and what is due of the invoice changed. */
import { lockRecord, updateRecord } from '@tenantry/kernel/db/records.ts';
import { changeUsage } from '@tenantry/kernel/limits/usage.ts';
import { problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { RUPEES } from '../currencies/iso4217.ts';
import { cancelled } from '../documents/cancel.ts';
import { lockDraft } from '../documents/documents.service.ts';
import { linesOf, replaceLines, settleReturns } from '../documents/lines.ts';
import { postingsOf } from '../documents/postings.ts';
import { BY_NOTE, expectUnfiled } from '../gst-filings/filed.ts';
import { ownValues } from '../gst-values/own.ts';
import type { InvoiceHead } from '../invoices/invoices.schema.ts';
import { invoiceRecord } from '../invoices/invoices.service.ts';
import { post, reverse } from '../ledger/posting.ts';
import { shareAbroad } from '../payments/exchange.ts';
import { numberFor } from '../series/series.service.ts';
import type { Note, NoteHead } from './notes.schema.ts';
import { answerNote, assessNote, type Notes, noteFieldsOf, soldOf } from './notes.service.ts';

/**
 * Issues a draft. Its invoice is locked meanwhile, so that of two notes the second meets what the first left. A credit note
 * lowers what is due of the invoice as far as it goes; what was paid already stays the customer's, as the note's balance. Throws
 * `<noun>.not_draft`, `<noun>.not_ready`, `<noun>.no_invoice`, and 422 for more than is left.
 */
export async function issueNote(ctx: Context, notes: Notes, ref: string, version?: number): Promise<Note> {
  const draft = await lockDraft<NoteHead>(ctx, notes, ref, version);
  const invoice = (await lockRecord(ctx, invoiceRecord, draft.original_id, undefined)) as InvoiceHead;
  if (invoice.status !== 'issued') throw problem(notes.noInvoice);
  const found = await assessNote(ctx, notes, invoice, noteFieldsOf(draft, await linesOf(ctx, draft.id)));
  if (found.obstacles.length > 0) throw problem(notes.notReady, { errors: found.obstacles });
  const { date, document_type, total } = { ...draft, ...found.head } as NoteHead;
  const is_registered = Boolean(invoice.buyer.gstin);
  // A financial note stands in no return.
  const gstin = document_type === 'financial_note' ? null : invoice.seller?.gstin;
  await expectUnfiled(ctx, { gstin, date, is_registered });
  await changeUsage(ctx, 'transactions_per_month', 1);
  await replaceLines(ctx, draft.id, found.lines);
  const { kind, noun } = notes;
  const computed = { ...draft, ...found.head } as NoteHead;
  const number = await numberFor(ctx, notes.templates, computed);
  if (document_type !== 'financial_note') {
    const { lines } = found;
    const seller = invoice.seller as NonNullable<InvoiceHead['seller']>;
    const [gst_values, is_large] = await Promise.all([ownValues(ctx), isToldLarge(ctx, invoice.id)]);
    const original = { date: invoice.date, is_large };
    await settleReturns(ctx, { id: draft.id, kind, number, head: computed, seller, lines, original, gst_values });
  }
  const isCredit = kind === 'credit_note';
  const applied = isCredit ? Math.min(total, invoice.balance) : total;
  await applyAbroad(ctx, notes, computed, invoice, applied);
  const head = await updateRecord<NoteHead>(
    ctx,
    notes.record,
    draft.id,
    { ...found.head, number, status: 'issued', applied, issued_at: ctx.now.toISOString() },
    undefined,
    'issue',
  );
  await change(ctx, notes, invoice, applied);
  await post(ctx, {
    kind,
    date,
    source: noun,
    source_id: head.id,
    narration: `${number} ${invoice.buyer.name}: ${invoice.number}`,
    postings: postingsOf(computed, found.lines, isCredit ? -1 : 1),
  });
  return answerNote(head, { lines: found.lines, warnings: found.warnings });
}

/** A note is told as its invoice was, whatever is said of the limit since. */
async function isToldLarge(ctx: Context, invoice_id: string): Promise<boolean> {
  const [row] = await ctx.sql(
    `select 1 from document_lines where tenant_id = $1 and document_id = $2 and return_section = 'b2cl' limit 1`,
    [invoice_id],
  );
  return row !== undefined;
}

const APPLY = `update documents set settled_in_currency = settled_in_currency + case when id = $2 then $5::numeric else $4::numeric end,
    applied_in_currency = case when id = $2 then abs($4::numeric) else applied_in_currency end
  where tenant_id = $1 and id in ($2, $3)`;

/** The same in the currency of both, where that is another one, and before the note is frozen: all that is left where the rupees are all that is left. */
async function applyAbroad(
  ctx: Context,
  { kind }: Notes,
  note: NoteHead,
  invoice: InvoiceHead,
  applied: number,
): Promise<void> {
  const { currency, total, total_in_currency } = note;
  if (total_in_currency === null || total === 0) return;
  const own = shareAbroad({ currency, balance: total, balance_in_currency: total_in_currency }, applied);
  const open = invoice.balance_in_currency ?? 0;
  const taken = kind === 'debit_note' ? -own : applied === invoice.balance ? open : Math.min(own, open);
  await ctx.execute(APPLY, [note.id, invoice.id, taken, own]);
}

const UNAPPLY = `update documents d set settled_in_currency = d.settled_in_currency
    + n.applied_in_currency * case n.kind when 'debit_note' then 1 else -1 end
  from documents n where n.tenant_id = $1 and n.id = $2 and d.tenant_id = $1 and d.id = n.original_id`;

/** Changes what is due of the invoice by so much of a note. */
async function change(ctx: Context, { kind }: Notes, invoice: InvoiceHead, applied: number): Promise<void> {
  const field = kind === 'credit_note' ? 'credited' : 'debited';
  await updateRecord(ctx, invoiceRecord, invoice.id, { [field]: invoice[field] + applied }, undefined, 'apply');
}

/**
 * Cancels an issued note: its number stays used, its voucher is reversed, and the invoice has what is due of it as before. Throws
 * `<noun>.not_issued`, `<noun>.is_used` where that cannot be any more.
 */
export async function cancelNote(
  ctx: Context,
  notes: Notes,
  ref: string,
  reason: string,
  version?: number,
): Promise<Note> {
  const before = (await lockRecord(ctx, notes.record, ref, version)) as NoteHead;
  if (before.status !== 'issued') throw problem(notes.notIssued);
  if (before.paid > 0) throw problem(notes.isUsed);
  const invoice = (await lockRecord(ctx, invoiceRecord, before.original_id, undefined)) as InvoiceHead;
  // What a debit note added may have been paid meanwhile, or given back by a credit note.
  if (notes.kind === 'debit_note' && invoice.balance < before.applied) throw problem(notes.isUsed);
  await expectUnfiled(ctx, {
    gstin: before.document_type === 'financial_note' ? null : before.seller?.gstin,
    date: before.date,
    is_registered: Boolean(before.buyer.gstin),
    instead: BY_NOTE,
  });
  const head = await updateRecord<NoteHead>(ctx, notes.record, before.id, cancelled(ctx, reason), undefined, 'cancel');
  const left = await soldOf(ctx, invoice.id);
  if (left.some(({ left: { quantity, taxable_value } }) => quantity < 0 || taxable_value < 0))
    throw problem(notes.isUsed);
  await change(ctx, notes, invoice, -before.applied);
  if (before.currency !== RUPEES) await ctx.execute(UNAPPLY, [before.id]);
  await reverse(ctx, notes.noun, head.id, `${head.number} cancelled: ${reason}`);
  return answerNote(head, { lines: await linesOf(ctx, head.id) });
}

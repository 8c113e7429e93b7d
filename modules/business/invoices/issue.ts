/** An invoice issued once, with a number and a voucher, and cancelled with its reversal. */
import { changeRecord, insertRecord, lockRecord, type Row, updateRecord } from '@tenantry/kernel/db/records.ts';
import { changeUsage } from '@tenantry/kernel/limits/usage.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Assessed } from '../documents/assess.ts';
import { cancelled } from '../documents/cancel.ts';
import { settleSources } from '../documents/conversion.ts';
import type { DocumentFields, DocumentHead } from '../documents/documents.schema.ts';
import { answer, assessed, fieldsOf, lockDraft, sourcesOf } from '../documents/documents.service.ts';
import { linesOf, replaceLines, settleReturns, storeLines } from '../documents/lines.ts';
import { postingsOf } from '../documents/postings.ts';
import { expectNoEway } from '../eway-bills/valid.ts';
import { BY_NOTE, expectUnfiled } from '../gst-filings/filed.ts';
import { post, reverse } from '../ledger/posting.ts';
import { numberingOf } from '../series/series.service.ts';
import type { Invoice, InvoiceHead } from './invoices.schema.ts';
import { invoices, withStanding } from './invoices.service.ts';

export const isPaid = defineProblem('invoices.is_paid', 409, 'A payment stands against this invoice.');
export const hasNotes = defineProblem(
  'invoices.has_notes',
  409,
  'A credit or debit note stands against this invoice; cancel that first.',
);

const standing = (ctx: Context, invoice: Invoice): Invoice => withStanding(ctx, [invoice])[0] as Invoice;

/**
 * Issues a draft: computed once more by today's records, numbered without a gap, posted and frozen. Throws `invoices.not_draft`,
 * `invoices.not_ready` with what is missing, `limits.reached`.
 */
export async function issueInvoice(ctx: Context, ref: string, version?: number): Promise<Invoice> {
  const draft = await lockDraft<InvoiceHead>(ctx, invoices, ref, version);
  const given = fieldsOf(draft, await linesOf(ctx, draft.id));
  const [found, numbering] = await Promise.all([
    assessed(ctx, invoices, given, draft.id),
    numberingOf(ctx, invoices.templates, draft.branch_id),
  ]);
  await assertReady(ctx, found);
  await changeUsage(ctx, 'transactions_per_month', 1);
  await replaceLines(ctx, draft.id, found.lines);
  return issued(ctx, draft, found, await numbering.take(found.head as unknown as InvoiceHead));
}

/** Drafts and issues in one act: when anything stands in its way nothing is stored. Throws as both do. */
export async function createIssued(ctx: Context, given: DocumentFields): Promise<Invoice> {
  const [found, numbering] = await Promise.all([
    assessed(ctx, invoices, given),
    numberingOf(ctx, invoices.templates, given.branch_id),
  ]);
  await assertReady(ctx, found);
  await changeUsage(ctx, 'transactions_per_month', 1);
  const [draft, number] = await Promise.all([
    insertRecord<InvoiceHead>(ctx, invoices.record, { ...found.head, kind: invoices.kind }),
    numbering.take(found.head as unknown as InvoiceHead),
  ]);
  await storeLines(ctx, draft.id, found.lines);
  const done = await issued(ctx, draft, found, number);
  await settleSources(ctx, sourcesOf(found.lines));
  return done;
}

/** Throws `invoices.not_ready`, and with the next statement 422 for a day that a filed return tells. */
async function assertReady(ctx: Context, { obstacles, head, seller }: Assessed): Promise<void> {
  if (obstacles.length > 0) throw problem(invoices.notReady, { errors: obstacles });
  const { date, buyer } = head as unknown as DocumentHead;
  await expectUnfiled(ctx, { gstin: seller.gstin, date, is_registered: Boolean(buyer.gstin) });
}

/** The draft with its lines as they are computed, under its number: in the returns, frozen, posted. */
async function issued(ctx: Context, draft: InvoiceHead, found: Assessed, number: string): Promise<Invoice> {
  const { seller, lines, warnings, gst_values } = found;
  const computed = found.head as unknown as DocumentHead;
  await settleReturns(ctx, { id: draft.id, kind: 'invoice', number, head: computed, seller, lines, gst_values });
  const change = { ...found.head, number, status: 'issued', seller, issued_at: ctx.now.toISOString() };
  const [head] = await Promise.all([
    changeRecord<InvoiceHead>(ctx, invoices.record, draft as unknown as Row, change, 'issue'),
    post(ctx, {
      kind: 'sale',
      date: computed.date,
      source: 'invoices',
      source_id: draft.id,
      narration: `${number} ${computed.buyer.name}`,
      postings: postingsOf(computed, lines),
    }),
  ]);
  return standing(ctx, answer(head, lines, { obstacles: [], warnings }));
}

/**
 * Cancels an issued invoice: its number stays used, its voucher is reversed. Throws `invoices.not_issued`, `invoices.is_paid`,
 * `invoices.has_notes`, `eway-bills.is_valid`.
 */
export async function cancelInvoice(ctx: Context, ref: string, reason: string, version?: number): Promise<Invoice> {
  const before = (await lockRecord(ctx, invoices.record, ref, version)) as InvoiceHead;
  if (before.status !== 'issued') throw problem(invoices.notIssued);
  if (before.paid > 0) throw problem(isPaid);
  await expectNoEway(ctx, before.id);
  const notes = await ctx.sql(
    `select 1 from documents where tenant_id = $1 and original_id = $2 and status = 'issued' limit 1`,
    [before.id],
  );
  if (notes.length > 0) throw problem(hasNotes);
  await expectUnfiled(ctx, {
    gstin: before.seller?.gstin,
    date: before.date,
    is_registered: Boolean(before.buyer.gstin),
    instead: BY_NOTE,
  });
  const head = await updateRecord<InvoiceHead>(
    ctx,
    invoices.record,
    before.id,
    cancelled(ctx, reason),
    undefined,
    'cancel',
  );
  await reverse(ctx, 'invoices', head.id, `${head.number} cancelled: ${reason}`);
  const lines = await linesOf(ctx, head.id);
  await settleSources(ctx, sourcesOf(lines));
  return standing(ctx, answer(head, lines));
}

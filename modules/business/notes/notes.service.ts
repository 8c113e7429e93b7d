/** Credit and debit notes as drafts: what the invoice has left, what the note comes to, what stands in its way. */
import { getRecord, insertRecord, type Row, updateRecord } from '@tenantry/kernel/db/records.ts';
import { deleteRecord } from '@tenantry/kernel/db/records_many.ts';
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, type FieldError, type ProblemKind, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Paise } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { decimalsOf, RUPEES } from '../currencies/iso4217.ts';
import type { DocumentLine } from '../documents/documents.schema.ts';
import { answer, lockDraft } from '../documents/documents.service.ts';
import { type Documents, defineDocuments } from '../documents/documents.ts';
import { linesOf, replaceLines, storeLines } from '../documents/lines.ts';
import { otherOf } from '../documents/postings.ts';
import type { InvoiceHead } from '../invoices/invoices.schema.ts';
import { invoiceRecord } from '../invoices/invoices.service.ts';
import { todayOf } from '../masters/master.ts';
import { computeNote, lastDayOfTax, type NoteComputed, type Sold } from './notes.rules.ts';
import { type Available, type Note, type NoteFields, NoteHead, type NoteLineFields, STATUSES } from './notes.schema.ts';

export interface Notes<N extends string = string, O extends string = string> extends Documents<N, O> {
  kind: 'credit_note' | 'debit_note';
  /** A note is written against an issued invoice alone. */
  noInvoice: ProblemKind;
  isUsed: ProblemKind;
}

function defineNotes<const N extends string, const O extends 'credit_note' | 'debit_note'>(
  noun: N,
  kind: O,
  title: string,
  templates: Readonly<Record<string, string>>,
): Notes<N, O> {
  const documents = defineDocuments(
    { kind, noun, one: kind, title, statuses: STATUSES, document_types: Object.keys(templates), templates },
    NoteHead,
    { filters: { original_id: 'text', balance: 'money' }, sorts: { balance: 'balance' }, totals: ['balance'] },
  );
  return {
    ...documents,
    kind,
    noInvoice: defineProblem(`${noun}.no_invoice`, 409, 'A note is written against an invoice that is issued.'),
    isUsed: defineProblem(`${noun}.is_used`, 409, 'What this note gave was used; take that back first.'),
  };
}

export const creditNotes = defineNotes('credit-notes', 'credit_note', 'Credit note', {
  credit_note: 'CRN/{FY}/{0000}',
  financial_note: 'FCN/{FY}/{0000}',
});
export const debitNotes = defineNotes('debit-notes', 'debit_note', 'Debit note', {
  debit_note: 'DBN/{FY}/{0000}',
  financial_note: 'FDN/{FY}/{0000}',
});

/** What issued notes gave back of each line of an invoice, with what debit notes added taken off; in the units of the tables. */
const GIVEN = `select l.from_line, sum(s.sign * l.quantity) as quantity, sum(s.sign * l.taxable_value::bigint)::bigint as taxable_value,
    sum(s.sign * l.cgst::bigint)::bigint as cgst, sum(s.sign * l.sgst::bigint)::bigint as sgst,
    sum(s.sign * l.igst::bigint)::bigint as igst, sum(s.sign * l.cess::bigint)::bigint as cess,
    coalesce(sum(s.sign * l.taxable_in_currency), 0) as abroad, coalesce(sum(s.sign * (l.total_in_currency - l.taxable_in_currency)), 0) as abroad_tax
  from documents d join document_lines l on l.tenant_id = d.tenant_id and l.document_id = d.id
    cross join lateral (select case d.kind when 'credit_note' then 1 else -1 end as sign) s
  where d.tenant_id = $1 and d.original_id = $2 and d.status = 'issued' group by l.from_line`;

type Given = Record<Exclude<keyof Sold['left'], 'abroad'>, number> & {
  from_line: number;
  abroad: number;
  abroad_tax: number;
};

/** The lines of an invoice with what is left of each. */
export async function soldOf(ctx: Context, invoice_id: string): Promise<Sold[]> {
  const lines = await linesOf(ctx, invoice_id);
  const given = new Map((await ctx.sql<Given>(GIVEN, [invoice_id])).map((one) => [one.from_line, one]));
  return lines.map((line) => {
    const gone = given.get(line.line);
    const rest = (name: 'taxable_value' | 'cgst' | 'sgst' | 'igst' | 'cess'): Paise =>
      (line[name] - Number(gone?.[name] ?? 0)) as Paise;
    const quantity = Math.round((line.quantity - Number(gone?.quantity ?? 0)) * 1000) / 1000;
    const [taxable_value, cgst, sgst, igst, cess] = [
      rest('taxable_value'),
      rest('cgst'),
      rest('sgst'),
      rest('igst'),
      rest('cess'),
    ];
    return { line, left: { quantity, taxable_value, cgst, sgst, igst, cess, ...leftAbroad(line, gone) } };
  });
}

function leftAbroad({ taxable_in_currency: taxable, total_in_currency: total }: DocumentLine, gone: Given | undefined) {
  if (taxable === null || total === null) return {};
  return {
    abroad: { taxable: taxable - Number(gone?.abroad ?? 0), tax: total - taxable - Number(gone?.abroad_tax ?? 0) },
  };
}

/** What the invoice comes to after its issued notes, without what bore no tax. */
async function leftTotal(ctx: Context, { id, total, round_off }: InvoiceHead, sold: readonly Sold[]): Promise<number> {
  const [row] = await ctx.sql<{ changed: number }>(
    `select coalesce(sum(case kind when 'credit_note' then -total::bigint else total::bigint end), 0)::bigint as changed
     from documents where tenant_id = $1 and original_id = $2 and status = 'issued'`,
    [id],
  );
  const other = otherOf(
    { total, round_off },
    sold.map(({ line }) => line),
  );
  return total - other + Number(row?.changed ?? 0);
}

export interface AssessedNote {
  head: Row;
  lines: DocumentLine[];
  available: Available[];
  obstacles: FieldError[];
  warnings: string[];
}

const everything = (sold: readonly Sold[]): NoteLineFields[] =>
  sold
    .filter(({ left }) => left.quantity > 0 || left.taxable_value > 0)
    .map(({ line, left }) => ({
      from_line: line.line,
      ...(left.quantity > 0 ? { quantity: left.quantity } : { value: left.taxable_value }),
    }));

const dayOf = (date: string): string => date.split('-').reverse().join('-');

/** Computes a note against what its invoice has left now. Throws 422 for what is more than that, and for dates before it. */
export async function assessNote(
  ctx: Context,
  { kind, title }: Notes,
  invoice: InvoiceHead,
  given: Omit<NoteFields, 'invoice_id'>,
): Promise<AssessedNote> {
  const isCredit = kind === 'credit_note';
  const today = todayOf(ctx);
  const date = given.date ?? today;
  const last = lastDayOfTax(invoice.date);
  const isLate = isCredit && date > last;
  const document_type = given.document_type ?? (isLate ? 'financial_note' : kind);
  const isTaxed = document_type !== 'financial_note';
  const { head, charge, prices_include_tax, rounds, currency } = invoice;
  const sold = await soldOf(ctx, invoice.id);
  const computed: NoteComputed = computeNote(sold, {
    is_credit: isCredit,
    is_taxed: isTaxed,
    lines: given.lines ?? (isCredit ? everything(sold) : []),
    terms: {
      ...{ head, charge: isTaxed ? charge : 'none', prices_include_tax },
      ...(currency === RUPEES ? {} : { decimals: decimalsOf(currency) }),
    },
    rounds,
    left_total: await leftTotal(ctx, invoice, sold),
  });
  const { faults } = computed;
  if (![kind, 'financial_note'].includes(document_type))
    faults.push({ pointer: '/document_type', detail: `A ${title.toLowerCase()} is a ${kind} or a financial_note.` });
  if (date < invoice.date) faults.push({ pointer: '/date', detail: 'The note is dated before its invoice.' });
  if (faults.length > 0) throw problem(ruleBroken, { errors: faults });
  const obstacles: FieldError[] = [];
  if (computed.lines.length === 0)
    obstacles.push({
      pointer: '/lines',
      detail: isCredit && !given.lines ? 'Nothing is left of this invoice.' : 'Say what of the invoice is changed.',
    });
  if (date > today) obstacles.push({ pointer: '/date', detail: 'A note is not dated ahead of today.' });
  const until = `The tax of this invoice could be lowered until ${dayOf(last)} (s.34(2))`;
  if (isLate && isTaxed)
    obstacles.push({ pointer: '/document_type', detail: `${until}; write a financial note, without tax.` });
  const { lines, taxable_value, cgst, sgst, igst, cess, round_off, total } = computed;
  const { taxable_in_currency, total_in_currency } = computed;
  return {
    head: {
      document_type,
      date,
      due_date: date,
      original_id: invoice.id,
      original: { number: invoice.number, date: invoice.date },
      reason: given.reason ?? (isCredit ? 'sales_return' : 'correction'),
      reference: given.reference || null,
      notes: given.notes || null,
      ...inherited(invoice),
      charge: isTaxed ? charge : 'none',
      ...{ taxable_value, cgst, sgst, igst, cess, round_off, total, taxable_in_currency, total_in_currency },
    },
    lines: lines.map((line) => ({ ...line, from_id: invoice.id })),
    available: sold.map(availableOf),
    obstacles,
    warnings: isLate && !isTaxed ? [`${until}: this is a financial note, without tax.`] : [],
  };
}

/** What a note has of its invoice: both sides, the place and how it is taxed. */
function inherited(invoice: InvoiceHead): Row {
  const { customer_id, branch_id, buyer, seller, place_of_supply, place_is_chosen, head, supply_type } = invoice;
  const { ecommerce_operator, reverse_charge, prices_include_tax, rounds, currency, exchange_rate, exchange_date } =
    invoice;
  return {
    // By the rate of the invoice: a note changes its value.
    ...{ currency, exchange_rate, exchange_date },
    ...{ customer_id, branch_id, buyer, seller, place_of_supply, place_is_chosen, head, supply_type },
    ...{ ecommerce_operator, reverse_charge, prices_include_tax, rounds },
    // What stood for the whole invoice is in its lines.
    ...{ discount_amount: 0, charges: 0, other_charges: 0, terms: null },
  };
}

export function answerNote(head: NoteHead, found: Pick<AssessedNote, 'lines'> & Partial<AssessedNote>): Note {
  const { lines, available = [], obstacles = [], warnings = [] } = found;
  return { ...answer(head, lines, { obstacles, warnings }), available } as Note;
}

async function invoiceOf(ctx: Context, { noInvoice }: Notes, ref: string): Promise<InvoiceHead> {
  const invoice = await getRecord<InvoiceHead>(ctx, invoiceRecord, ref);
  if (invoice.status !== 'issued') throw problem(noInvoice);
  return invoice;
}

/** A note; a draft with what its invoice has left now. */
export async function getNote(ctx: Context, notes: Notes, ref: string): Promise<Note> {
  const head = await getRecord<NoteHead>(ctx, notes.record, ref);
  const lines = await linesOf(ctx, head.id);
  if (head.status !== 'draft') return answerNote(head, { lines });
  const sold = await soldOf(ctx, head.original_id);
  return answerNote(head, { lines, available: sold.map(availableOf) });
}

const availableOf = ({ line, left }: Sold): Available => ({
  ...{ line: line.line, description: line.description, unit: line.unit, quantity: line.quantity },
  ...{ taxable_value: line.taxable_value, left_quantity: left.quantity, left_value: left.taxable_value },
});

/** What people gave, of what is stored. */
export function noteFieldsOf(head: NoteHead, lines: readonly DocumentLine[]): Omit<NoteFields, 'invoice_id'> {
  const { date, document_type, reason, reference, notes } = head;
  return {
    ...{ date, document_type, reason, reference, notes },
    lines: lines.map(({ from_line, quantity, taxable_value }) => ({
      from_line: from_line as number,
      ...(quantity > 0 ? { quantity } : { value: taxable_value }),
    })),
  };
}

export async function previewNote(ctx: Context, notes: Notes, { invoice_id, ...given }: NoteFields): Promise<Note> {
  const found = await assessNote(ctx, notes, await invoiceOf(ctx, notes, invoice_id), given);
  return answerNote(found.head as unknown as NoteHead, found);
}

export async function createNote(ctx: Context, notes: Notes, { invoice_id, ...given }: NoteFields): Promise<Note> {
  const found = await assessNote(ctx, notes, await invoiceOf(ctx, notes, invoice_id), given);
  const head = await insertRecord<NoteHead>(ctx, notes.record, { ...found.head, kind: notes.kind });
  await storeLines(ctx, head.id, found.lines);
  return answerNote(head, found);
}

/** Changes the named fields of a draft; lines that are given replace all. */
export async function updateNote(
  ctx: Context,
  notes: Notes,
  ref: string,
  changes: Partial<NoteFields>,
  version?: number,
): Promise<Note> {
  const before = await lockDraft<NoteHead>(ctx, notes, ref, version);
  const invoice = await invoiceOf(ctx, notes, before.original_id);
  const given = { ...noteFieldsOf(before, await linesOf(ctx, before.id)), ...changes };
  const found = await assessNote(ctx, notes, invoice, given);
  const head = await updateRecord<NoteHead>(ctx, notes.record, before.id, found.head);
  await replaceLines(ctx, head.id, found.lines);
  return answerNote(head, found);
}

/** Removes a draft; it never had a number. */
export async function deleteNote(ctx: Context, notes: Notes, ref: string, version?: number): Promise<Note> {
  const head = await lockDraft<NoteHead>(ctx, notes, ref, version);
  const lines = await linesOf(ctx, head.id);
  await deleteRecord(ctx, notes.record, head.id, version);
  return answerNote(head, { lines });
}

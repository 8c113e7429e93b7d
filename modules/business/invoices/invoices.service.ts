/** Invoices: drafts that are computed anew with each change, issued once with a number and a voucher, cancelled with its reversal. */
import { rupeesInWords } from '@tenantry/india/words.ts';
import {
  defineRecord,
  getRecord,
  insertRecord,
  lockRecord,
  type Row,
  updateRecord,
} from '@tenantry/kernel/db/records.ts';
import { deleteRecord } from '@tenantry/kernel/db/records_many.ts';
import { defineList } from '@tenantry/kernel/http/list.ts';
import { invalidInput, ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { changeUsage } from '@tenantry/kernel/limits/usage.ts';
import { defineProblem, type FieldError, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Paise } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { profileOf } from '@tenantry/kernel/tenancy/profile.ts';
import { returnRows } from '../gst/sections.ts';
import type { AccountRole } from '../ledger/chart.ts';
import { post, reverse } from '../ledger/posting.ts';
import { todayOf } from '../masters/master.ts';
import type { Party } from '../parties/parties.schema.ts';
import { customers } from '../parties/parties.service.ts';
import type { Product } from '../products/products.schema.ts';
import { productRecord } from '../products/products.service.ts';
import { renderNumber } from '../series/number.ts';
import { takeNumbers } from '../series/series.ts';
import type { SupplyType } from '../tax/place.ts';
import { type Assessed, assess } from './assess.ts';
import {
  DOCUMENT_TYPES,
  type DocumentType,
  type Invoice,
  type InvoiceFields,
  InvoiceHead,
  type InvoiceLine,
  STATUSES,
} from './invoices.schema.ts';

export const notDraft = defineProblem('invoices.not_draft', 409, 'This invoice is issued and stays as it is.');
export const notIssued = defineProblem('invoices.not_issued', 409, 'Only an issued invoice can be cancelled.');
export const isPaid = defineProblem('invoices.is_paid', 409, 'A payment stands against this invoice.');
export const notReady = defineProblem('invoices.not_ready', 422, 'The invoice cannot be issued yet.');

export const invoiceRecord = defineRecord({
  noun: 'invoices',
  table: 'documents',
  schema: InvoiceHead,
  number: 'number',
  number_column: 'number_key',
  json: ['buyer', 'seller'],
  condition: "kind = 'invoice'",
  words: ({ number, buyer, reference }) => [
    number as string | null,
    (buyer as { name: string } | null)?.name,
    reference as string | null,
  ],
});

export const invoiceList = defineList({
  record: invoiceRecord,
  filters: {
    status: { kind: 'text', column: 'status', one_of: STATUSES },
    document_type: { kind: 'text', column: 'document_type', one_of: DOCUMENT_TYPES },
    customer_id: 'text',
    place_of_supply: 'text',
    date: 'date',
    due_date: 'date',
    balance: 'money',
    total: 'money',
    created_at: 'instant',
    updated_at: 'instant',
  },
  sorts: {
    date: 'date',
    due_date: 'due_date',
    number: 'number_key',
    customer: 'buyer_key',
    total: 'total',
    balance: 'balance',
    created_at: 'created_at',
    updated_at: 'updated_at',
  },
  default_sort: '-date',
  search: true,
  totals: ['taxable_value', 'cgst', 'sgst', 'igst', 'cess', 'total', 'paid', 'balance'],
});

/** Templates of numbers (rule 46(b)): one series for each kind of document and financial year. */
const TEMPLATES: Readonly<Record<DocumentType, string>> = {
  tax_invoice: 'INV/{FY}/{0000}',
  bill_of_supply: 'BOS/{FY}/{0000}',
  invoice_cum_bill: 'ICB/{FY}/{0000}',
};

const LINE_COLUMNS = [
  'line',
  'product_id',
  'description',
  'hsn',
  'nature',
  'quantity',
  'unit',
  'unit_price',
  'discount_percent',
  'discount_amount',
  'tax_rate',
  'cess_rate',
  'treatment',
  'amount',
  'discount',
  'charges',
  'taxable_value',
  'cgst',
  'sgst',
  'igst',
  'cess',
  'total',
] as const;
const LINE_TYPES = `line integer, product_id uuid, description text, hsn text, nature text, quantity numeric, unit text, unit_price numeric,
  discount_percent numeric, discount_amount bigint, tax_rate numeric, cess_rate numeric, treatment text, amount bigint, discount bigint,
  charges bigint, taxable_value bigint, cgst bigint, sgst bigint, igst bigint, cess bigint, total bigint`;

async function linesOf(ctx: Context, id: string): Promise<InvoiceLine[]> {
  return ctx.sql<InvoiceLine>(
    `select ${LINE_COLUMNS.join(', ')} from document_lines where tenant_id = $1 and document_id = $2 order by line`,
    [id],
  );
}

async function storeLines(ctx: Context, id: string, lines: readonly InvoiceLine[]): Promise<void> {
  await ctx.execute(
    `insert into document_lines (tenant_id, document_id, ${LINE_COLUMNS.join(', ')})
     select $1::uuid, $2::uuid, x.* from jsonb_to_recordset($3::jsonb) as x(${LINE_TYPES})`,
    [id, JSON.stringify(lines)],
  );
}

/** Looks up who and what an invoice is about, and computes it. Throws `customers.not_found`, and 422 for contradictions. */
async function assessed(ctx: Context, given: InvoiceFields): Promise<Assessed> {
  const customer = await getRecord<Party>(ctx, customers.record, given.customer_id);
  const ids = [...new Set(given.lines.flatMap(({ product_id }) => product_id ?? []))];
  const rows =
    ids.length === 0
      ? []
      : await ctx.sql<Product>(
          `select ${productRecord.select} from products where tenant_id = $1 and id = any($2::uuid[])`,
          [ids],
        );
  const products = new Map(rows.map((row) => [row.id, row]));
  const seller = await profileOf(ctx.kernel, ctx.tenant);
  const found = assess(given, { seller, customer, products, today: todayOf(ctx) });
  if (found.faults.length > 0) throw problem(ruleBroken, { errors: found.faults });
  return found;
}

const sentences = (errors: readonly FieldError[]): string[] => errors.map(({ detail }) => detail);

function answer(head: InvoiceHead, lines: InvoiceLine[], found?: Pick<Assessed, 'obstacles' | 'warnings'>): Invoice {
  const warnings = found ? [...sentences(found.obstacles), ...found.warnings] : [];
  return { ...head, lines, amount_in_words: rupeesInWords(head.total), warnings };
}

/** What people gave, of what is stored. */
function fieldsOf(head: InvoiceHead, lines: readonly InvoiceLine[]): InvoiceFields {
  const { rounds, place_is_chosen, place_of_supply } = head;
  const kept = [
    'customer_id',
    'date',
    'due_date',
    'document_type',
    'supply_type',
    'reverse_charge',
    'prices_include_tax',
    'discount_amount',
    'charges',
    'other_charges',
    'reference',
    'notes',
    'terms',
  ] as const;
  return {
    ...(Object.fromEntries(kept.map((name) => [name, head[name]])) as Pick<InvoiceFields, (typeof kept)[number]>),
    place_of_supply: place_is_chosen ? place_of_supply : null,
    round_off: rounds,
    lines: lines.map(
      ({
        product_id,
        description,
        hsn,
        quantity,
        unit,
        unit_price,
        discount_percent,
        discount_amount,
        tax_rate,
        cess_rate,
        treatment,
      }) => ({
        ...{ product_id, description, hsn, quantity, unit, unit_price, discount_percent, discount_amount },
        ...(treatment === 'taxable' || treatment === 'zero_rated' ? { tax_rate, cess_rate } : {}),
        // What the kind of sale made of it follows from the sale again.
        treatment: treatment === 'zero_rated' ? 'taxable' : treatment,
      }),
    ),
  };
}

export async function getInvoice(ctx: Context, ref: string): Promise<Invoice> {
  const head = await getRecord<InvoiceHead>(ctx, invoiceRecord, ref);
  return answer(head, await linesOf(ctx, head.id));
}

/** The computation alone. */
export async function previewInvoice(ctx: Context, given: InvoiceFields): Promise<Row> {
  const found = await assessed(ctx, given);
  return { ...answer(found.head as unknown as InvoiceHead, found.lines, found) };
}

/** Stores a draft; what still stands in the way of issuing it comes back as warnings. */
export async function createInvoice(ctx: Context, given: InvoiceFields): Promise<Invoice> {
  const found = await assessed(ctx, given);
  const head = await insertRecord<InvoiceHead>(ctx, { ...invoiceRecord }, { ...found.head, kind: 'invoice' });
  await storeLines(ctx, head.id, found.lines);
  return answer(head, found.lines, found);
}

function assertDraft({ status }: Row): void {
  if (status !== 'draft') throw problem(notDraft);
}

/** Changes the named fields of a draft; lines that are given replace all. */
export async function updateInvoice(
  ctx: Context,
  ref: string,
  changes: Partial<InvoiceFields>,
  version?: number,
): Promise<Invoice> {
  const before = (await lockRecord(ctx, invoiceRecord, ref, version)) as InvoiceHead;
  assertDraft(before);
  const lines = await linesOf(ctx, before.id);
  const found = await assessed(ctx, { ...fieldsOf(before, lines), ...changes });
  const head = await updateRecord<InvoiceHead>(ctx, invoiceRecord, before.id, found.head);
  await ctx.execute('delete from document_lines where tenant_id = $1 and document_id = $2', [head.id]);
  await storeLines(ctx, head.id, found.lines);
  return answer(head, found.lines, found);
}

/** Removes a draft; it never had a number, so nothing is missing. */
export async function deleteInvoice(ctx: Context, ref: string, version?: number): Promise<Invoice> {
  const head = (await lockRecord(ctx, invoiceRecord, ref, version)) as InvoiceHead;
  assertDraft(head);
  const lines = await linesOf(ctx, head.id);
  await deleteRecord(ctx, invoiceRecord, head.id, version);
  return answer(head, lines);
}

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

/** Invoices and their drafts, which are computed anew with each change. */
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
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, type FieldError, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { profileOf } from '@tenantry/kernel/tenancy/profile.ts';
import { todayOf } from '../masters/master.ts';
import type { Party } from '../parties/parties.schema.ts';
import { customers } from '../parties/parties.service.ts';
import type { Product } from '../products/products.schema.ts';
import { productRecord } from '../products/products.service.ts';
import { type Assessed, assess } from './assess.ts';
import {
  DOCUMENT_TYPES,
  type Invoice,
  type InvoiceFields,
  InvoiceHead,
  type InvoiceLine,
  STATUSES,
} from './invoices.schema.ts';

export const notDraft = defineProblem('invoices.not_draft', 409, 'This invoice is issued and stays as it is.');

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

export async function linesOf(ctx: Context, id: string): Promise<InvoiceLine[]> {
  return ctx.sql<InvoiceLine>(
    `select ${LINE_COLUMNS.join(', ')} from document_lines where tenant_id = $1 and document_id = $2 order by line`,
    [id],
  );
}

export async function storeLines(ctx: Context, id: string, lines: readonly InvoiceLine[]): Promise<void> {
  await ctx.execute(
    `insert into document_lines (tenant_id, document_id, ${LINE_COLUMNS.join(', ')})
     select $1::uuid, $2::uuid, x.* from jsonb_to_recordset($3::jsonb) as x(${LINE_TYPES})`,
    [id, JSON.stringify(lines)],
  );
}

/** Looks up who and what an invoice is about, and computes it. Throws `customers.not_found`, and 422 for contradictions. */
export async function assessed(ctx: Context, given: InvoiceFields): Promise<Assessed> {
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

export function answer(
  head: InvoiceHead,
  lines: InvoiceLine[],
  found?: Pick<Assessed, 'obstacles' | 'warnings'>,
): Invoice {
  const warnings = found ? [...sentences(found.obstacles), ...found.warnings] : [];
  return { ...head, lines, amount_in_words: rupeesInWords(head.total), warnings };
}

/** What people gave, of what is stored. */
export function fieldsOf(head: InvoiceHead, lines: readonly InvoiceLine[]): InvoiceFields {
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

export function assertDraft({ status }: Row): void {
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

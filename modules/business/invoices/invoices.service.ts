/** Invoices: what they are among the documents, and reading one. */
import type { Row } from '@tenantry/kernel/db/records.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { getDocument } from '../documents/documents.service.ts';
import { defineDocuments } from '../documents/documents.ts';
import { todayOf } from '../masters/master.ts';
import { DOCUMENT_TYPES, type Invoice, InvoiceHead, STATUSES } from './invoices.schema.ts';
import { STANDINGS, type Standing, type Stands, standingOf, whereStanding } from './standing.ts';

const NEEDED = ['status', 'paid', 'balance', 'due_date'];

/** Adds where invoices stand today, to those that have what it takes to tell. */
export function withStanding<R extends object>(ctx: Context, rows: readonly R[]): R[] {
  const today = todayOf(ctx);
  return rows.map((row) =>
    NEEDED.every((name) => name in row) ? { ...row, ...standingOf(row as never as Stands, today) } : row,
  );
}

export const invoices = defineDocuments(
  {
    kind: 'invoice',
    noun: 'invoices',
    one: 'invoice',
    title: 'Invoice',
    statuses: STATUSES,
    document_types: DOCUMENT_TYPES,
    templates: {
      tax_invoice: 'INV/{FY}/{0000}',
      bill_of_supply: 'BOS/{FY}/{0000}',
      invoice_cum_bill: 'ICB/{FY}/{0000}',
    },
  },
  InvoiceHead,
  {
    filters: {
      due_date: 'date',
      balance: 'money',
      standing: {
        kind: 'text',
        column: 'standing_key',
        one_of: STANDINGS,
        means: (ctx, value, place) => whereStanding(value as Standing, todayOf(ctx), place),
      },
    },
    sorts: { due_date: 'due_date', balance: 'balance', standing: 'standing_key' },
    totals: ['paid', 'balance'],
    computed: ['standing', 'overdue_days'],
    complete: (ctx, rows: Row[]) => withStanding(ctx, rows),
  },
);

export const { record: invoiceRecord, list: invoiceList } = invoices;

export async function getInvoice(ctx: Context, ref: string): Promise<Invoice> {
  const [invoice] = withStanding(ctx, [(await getDocument(ctx, invoices, ref)) as unknown as Invoice]);
  return invoice as Invoice;
}

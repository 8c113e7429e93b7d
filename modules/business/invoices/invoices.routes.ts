/** The endpoints of invoices. */
import { attachmentRoutes } from '@tenantry/kernel/attachments/attachments.routes.ts';
import { commentRoutes } from '@tenantry/kernel/comments/comments.routes.ts';
import type { Row } from '@tenantry/kernel/db/records.ts';
import { route } from '@tenantry/kernel/http/route.ts';
import { Line, Ref } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { exportInput, mayExport } from '../masters/masters.routes.ts';
import { customers } from '../parties/parties.service.ts';
import { Invoice, InvoiceFields, InvoiceHead, Preview } from './invoices.schema.ts';
import {
  createInvoice,
  deleteInvoice,
  getInvoice,
  invoiceList,
  invoiceRecord,
  notDraft,
  previewInvoice,
  updateInvoice,
} from './invoices.service.ts';
import { cancelInvoice, isPaid, issueInvoice, notIssued, notReady } from './issue.ts';

const strict = { additionalProperties: false };
const invoice = Ref('invoices');
const version = Type.Optional(Type.Integer({ minimum: 1, description: 'The version you saw; also as If-Match.' }));
const base = { scope: 'tenant' as const };
const { notFound } = invoiceRecord;
const unknown = customers.record.notFound;

export const invoiceRoutes = [
  ...attachmentRoutes({ noun: 'invoices', one: 'invoice', record: invoiceRecord }),
  ...commentRoutes({ noun: 'invoices', one: 'invoice', record: invoiceRecord }),
  route({
    ...base,
    name: 'invoices.list',
    method: 'GET',
    path: '/invoices',
    permission: 'invoices.read',
    summary: 'The invoices, page by page or as a file.',
    input: invoiceList.input,
    output: InvoiceHead,
    list: true,
    message: 'invoices',
    async run(ctx, input) {
      const { format } = input as Row;
      if (format === 'csv' || format === 'xlsx') mayExport(ctx, 'invoices');
      return (await invoiceList.run(ctx, input as Row)) as never;
    },
  }),
  route({
    ...base,
    name: 'invoices.export',
    method: 'GET',
    path: '/invoices/export',
    permission: 'invoices.export',
    summary: 'All invoices that match, as CSV or XLSX.',
    input: exportInput(invoiceList),
    output: InvoiceHead,
    list: true,
    message: 'invoices',
    run: async (ctx, input) => (await invoiceList.run(ctx, { format: 'csv', ...(input as Row) })) as never,
  }),
  route({
    ...base,
    name: 'invoices.get',
    method: 'GET',
    path: '/invoices/{invoice}',
    permission: 'invoices.read',
    summary: 'One invoice with its lines.',
    input: Type.Object({ invoice }, strict),
    output: Invoice,
    message: 'Invoice',
    problems: [notFound],
    run: (ctx, { invoice: ref }) => getInvoice(ctx, ref),
  }),
  route({
    ...base,
    name: 'invoices.preview',
    method: 'POST',
    path: '/invoices/preview',
    permission: 'invoices.write',
    summary: 'What an invoice would come to; nothing is stored.',
    input: InvoiceFields,
    output: Preview,
    status: 200,
    message: 'Computed',
    problems: [unknown],
    unaudited: 'nothing is stored',
    run: async (ctx, input) => (await previewInvoice(ctx, input)) as never,
  }),
  route({
    ...base,
    name: 'invoices.create',
    method: 'POST',
    path: '/invoices',
    permission: 'invoices.write',
    summary: 'Keeps a draft; what still stands in the way of issuing it comes back as warnings.',
    input: InvoiceFields,
    output: Invoice,
    status: 201,
    message: 'Draft kept',
    problems: [unknown],
    run: (ctx, input) => createInvoice(ctx, input),
  }),
  route({
    ...base,
    name: 'invoices.update',
    method: 'PATCH',
    path: '/invoices/{invoice}',
    permission: 'invoices.write',
    summary: 'Changes the named fields of a draft; lines that are given replace all.',
    input: Type.Object({ invoice, version, ...Type.Partial(InvoiceFields).properties }, strict),
    output: Invoice,
    message: 'Draft changed',
    problems: [notFound, unknown, notDraft],
    run: (ctx, { invoice: ref, version: seen, ...changes }) => updateInvoice(ctx, ref, changes as never, seen),
  }),
  route({
    ...base,
    name: 'invoices.delete',
    method: 'DELETE',
    path: '/invoices/{invoice}',
    permission: 'invoices.write',
    summary: 'Removes a draft; what is issued is cancelled instead.',
    input: Type.Object({ invoice, version }, strict),
    output: Invoice,
    message: 'Draft removed',
    problems: [notFound, notDraft],
    run: (ctx, { invoice: ref, version: seen }) => deleteInvoice(ctx, ref, seen),
  }),
  route({
    ...base,
    name: 'invoices.issue',
    method: 'POST',
    path: '/invoices/{invoice}/issue',
    permission: 'invoices.issue',
    summary: 'Issues a draft: numbered, posted to the books, frozen.',
    input: Type.Object({ invoice, version }, strict),
    output: Invoice,
    message: 'Invoice issued',
    problems: [notFound, unknown, notDraft, notReady],
    run: (ctx, { invoice: ref, version: seen }) => issueInvoice(ctx, ref, seen),
  }),
  route({
    ...base,
    name: 'invoices.cancel',
    method: 'POST',
    path: '/invoices/{invoice}/cancel',
    permission: 'invoices.cancel',
    summary: 'Cancels an issued invoice that nothing was paid of; its number stays used, its voucher is reversed.',
    input: Type.Object({ invoice, reason: Line(300, { minLength: 1 }), version }, strict),
    output: Invoice,
    message: 'Invoice cancelled',
    problems: [notFound, notIssued, isPaid],
    run: (ctx, { invoice: ref, reason, version: seen }) => cancelInvoice(ctx, ref, reason, seen),
  }),
] as const;

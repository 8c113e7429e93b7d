/** The endpoints of invoices. */
import { route } from '@tenantry/kernel/http/route.ts';
import { Line, Ref } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { draftRoutes, readRoutes, Version } from '../documents/documents.routes.ts';
import { strict } from '../documents/documents.schema.ts';
import { isOnItsWay } from '../eway-bills/valid.ts';
import { assertAllows } from '../masters/masters.routes.ts';
import { customers } from '../parties/parties.service.ts';
import { Invoice, InvoiceFields, InvoiceHead, Preview } from './invoices.schema.ts';
import { getInvoice, invoices } from './invoices.service.ts';
import { cancelInvoice, createIssued, hasNotes, isPaid, issueInvoice } from './issue.ts';

const invoice = Ref('invoices');
const { notFound } = invoices.record;

export const invoiceRoutes = [
  ...readRoutes(invoices, { Head: InvoiceHead, Answer: Invoice }, getInvoice),
  ...draftRoutes(invoices, Invoice, InvoiceFields, Preview),
  route({
    scope: 'tenant',
    name: 'invoices.create_issued',
    method: 'POST',
    path: '/invoices/issue',
    permission: 'invoices.issue',
    summary: 'Drafts and issues in one act; when anything stands in its way nothing is stored.',
    input: InvoiceFields,
    output: Invoice,
    status: 201,
    message: 'Invoice issued',
    problems: [customers.record.notFound, invoices.notReady],
    run(ctx, input) {
      assertAllows(ctx, 'invoices.write');
      return createIssued(ctx, input);
    },
  }),
  route({
    scope: 'tenant',
    name: 'invoices.issue',
    method: 'POST',
    path: '/invoices/{invoice}/issue',
    permission: 'invoices.issue',
    summary: 'Issues a draft: numbered, posted to the books, frozen.',
    input: Type.Object({ invoice, version: Version }, strict),
    output: Invoice,
    message: 'Invoice issued',
    problems: [notFound, customers.record.notFound, invoices.notDraft, invoices.notReady],
    run: (ctx, { invoice: ref, version }) => issueInvoice(ctx, ref, version),
  }),
  route({
    scope: 'tenant',
    name: 'invoices.cancel',
    method: 'POST',
    path: '/invoices/{invoice}/cancel',
    permission: 'invoices.cancel',
    summary: 'Cancels an issued invoice that nothing was paid of; its number stays used, its voucher is reversed.',
    input: Type.Object({ invoice, reason: Line(300, { minLength: 1 }), version: Version }, strict),
    output: Invoice,
    message: 'Invoice cancelled',
    problems: [notFound, invoices.notIssued, isPaid, hasNotes, isOnItsWay],
    run: (ctx, { invoice: ref, reason, version }) => cancelInvoice(ctx, ref, reason, version),
  }),
] as const;

/** The endpoints of reminders: one now, of an invoice or of all that a customer has open, and those that went. */
import { getRecord } from '@tenantry/kernel/db/records.ts';
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { route } from '@tenantry/kernel/http/route.ts';
import { Ref } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { tooManyLinks } from '../document-links/document-links.service.ts';
import { invoiceRecord } from '../invoices/invoices.service.ts';
import { customers } from '../parties/parties.service.ts';
import { Reminded, Reminder, Reminding } from './reminders.schema.ts';
import { nothingOpen, remindCustomer, remindersOf, remindOfInvoice } from './reminders.service.ts';

const strict = { additionalProperties: false };
const invoice = Ref('invoices');
const customer = Ref('customers');
const base = { scope: 'tenant' as const };
const sending = {
  ...base,
  method: 'POST' as const,
  permission: 'invoices.share',
  output: Reminded,
  status: 201 as const,
  message: 'Reminder on its way',
};
const refused = [nothingOpen, tooManyLinks, ruleBroken];

export const reminderRoutes = [
  route({
    ...sending,
    name: 'reminders.of_invoice',
    path: '/invoices/{invoice}/remind',
    summary: 'Reminds the customer of an invoice, with a link to it and a statement of all that is open.',
    input: Type.Object({ invoice, ...Reminding }, strict),
    problems: [invoiceRecord.notFound, ...refused],
    run: (ctx, { invoice: ref, ...given }) => remindOfInvoice(ctx, ref, given),
  }),
  route({
    ...sending,
    name: 'reminders.of_customer',
    path: '/customers/{customer}/remind',
    summary: 'Reminds a customer of all that is open.',
    input: Type.Object({ customer, ...Reminding }, strict),
    problems: [customers.record.notFound, ...refused],
    run: (ctx, { customer: ref, ...given }) => remindCustomer(ctx, ref, given),
  }),
  route({
    ...base,
    name: 'reminders.list_of_invoice',
    method: 'GET',
    path: '/invoices/{invoice}/reminders',
    permission: 'invoices.read',
    summary: 'The reminders of an invoice, the newest first.',
    input: Type.Object({ invoice }, strict),
    output: Type.Array(Reminder),
    message: 'Reminders',
    problems: [invoiceRecord.notFound],
    run: async (ctx, input) =>
      remindersOf(ctx, 'document_id', (await getRecord<{ id: string }>(ctx, invoiceRecord, input.invoice)).id),
  }),
  route({
    ...base,
    name: 'reminders.list_of_customer',
    method: 'GET',
    path: '/customers/{customer}/reminders',
    permission: 'invoices.read',
    summary: 'The reminders to a customer, the newest first.',
    input: Type.Object({ customer }, strict),
    output: Type.Array(Reminder),
    message: 'Reminders',
    problems: [customers.record.notFound],
    run: async (ctx, input) =>
      remindersOf(ctx, 'party_id', (await getRecord<{ id: string }>(ctx, customers.record, input.customer)).id),
  }),
] as const;

/** The endpoints of payments. */
import { attachmentRoutes } from '@tenantry/kernel/attachments/attachments.routes.ts';
import { commentRoutes } from '@tenantry/kernel/comments/comments.routes.ts';
import { getRecord, type Row } from '@tenantry/kernel/db/records.ts';
import { route } from '@tenantry/kernel/http/route.ts';
import { Id, Line, Money, Nullable, OneOf, PlainDate, Ref } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { invoiceRecord } from '../invoices/invoices.service.ts';
import { exportInput, mayExport } from '../masters/masters.routes.ts';
import { customers } from '../parties/parties.service.ts';
import { bounceCheque, clearCheque, depositCheque, notCheque } from './cheques.ts';
import { getPayment, paymentList, paymentRecord, paymentsOf } from './payments.record.ts';
import { AllocateFields, MODES, Payment, PaymentFields, PaymentHead, Settlement } from './payments.schema.ts';
import { allocatePayment, createPayment, notPosted } from './payments.service.ts';
import { otherGstin } from './registration.ts';
import { overAllocated } from './settle.ts';
import { cancelPayment, isRefunded, refundPayment, releasePayment } from './undo.ts';

const strict = { additionalProperties: false };
const payment = Ref('payments');
const version = Type.Optional(Type.Integer({ minimum: 1, description: 'The version you saw; also as If-Match.' }));
const base = { scope: 'tenant' as const };
const { notFound } = paymentRecord;
const reason = Line(300, { minLength: 1 });
const date = Type.Optional(PlainDate({ description: 'Today when left out.' }));
const account_id = Type.Optional(Nullable(Id({ 'x-ref': 'accounts' })));

export const paymentRoutes = [
  ...attachmentRoutes({ noun: 'payments', one: 'payment', record: paymentRecord }),
  ...commentRoutes({ noun: 'payments', one: 'payment', record: paymentRecord }),
  route({
    ...base,
    name: 'payments.list',
    method: 'GET',
    path: '/payments',
    permission: 'payments.read',
    summary: 'The payments, page by page or as a file.',
    input: paymentList.input,
    output: PaymentHead,
    list: true,
    message: 'payments',
    async run(ctx, input) {
      const { format } = input as Row;
      if (format === 'csv' || format === 'xlsx') mayExport(ctx, 'payments');
      return (await paymentList.run(ctx, input as Row)) as never;
    },
  }),
  route({
    ...base,
    name: 'payments.export',
    method: 'GET',
    path: '/payments/export',
    permission: 'payments.export',
    summary: 'All payments that match, as CSV or XLSX.',
    input: exportInput(paymentList),
    output: PaymentHead,
    list: true,
    message: 'payments',
    run: async (ctx, input) => (await paymentList.run(ctx, { format: 'csv', ...(input as Row) })) as never,
  }),
  route({
    ...base,
    name: 'payments.get',
    method: 'GET',
    path: '/payments/{payment}',
    permission: 'payments.read',
    summary: 'One payment with what it settled.',
    input: Type.Object({ payment }, strict),
    output: Payment,
    message: 'Payment',
    problems: [notFound],
    run: (ctx, { payment: ref }) => getPayment(ctx, ref),
  }),
  route({
    ...base,
    name: 'invoices.payments',
    method: 'GET',
    path: '/invoices/{invoice}/payments',
    permission: 'payments.read',
    summary: 'What settled an invoice: payments, and credit notes that had something left.',
    input: Type.Object({ invoice: Ref('invoices') }, strict),
    output: Type.Array(Settlement),
    message: 'Payments of the invoice',
    problems: [invoiceRecord.notFound],
    run: async (ctx, { invoice }) => paymentsOf(ctx, (await getRecord<{ id: string }>(ctx, invoiceRecord, invoice)).id),
  }),
  route({
    ...base,
    name: 'payments.create',
    method: 'POST',
    path: '/payments',
    permission: 'payments.write',
    summary: 'Receives a payment: numbered, posted, settled; what is left stays as an advance.',
    input: PaymentFields,
    output: Payment,
    status: 201,
    message: 'Payment recorded',
    problems: [customers.record.notFound, overAllocated],
    run: (ctx, input) => createPayment(ctx, input),
  }),
  route({
    ...base,
    name: 'payments.allocate',
    method: 'POST',
    path: '/payments/{payment}/allocate',
    permission: 'payments.write',
    summary: 'Settles documents with what is left of a payment.',
    input: Type.Object({ payment, ...AllocateFields, version }, strict),
    output: Payment,
    message: 'Payment allocated',
    problems: [notFound, notPosted, overAllocated, otherGstin],
    run: (ctx, { payment: ref, version: seen, ...given }) => allocatePayment(ctx, ref, given as never, seen),
  }),
  route({
    ...base,
    name: 'payments.release',
    method: 'POST',
    path: '/payments/{payment}/release',
    permission: 'payments.write',
    summary: 'Takes back what a payment settled of a document; it is an advance again.',
    input: Type.Object({ payment, document_id: Id({ 'x-ref': 'invoices' }), version }, strict),
    output: Payment,
    message: 'Payment released',
    problems: [notFound, notPosted],
    run: (ctx, { payment: ref, document_id, version: seen }) => releasePayment(ctx, ref, document_id, seen),
  }),
  route({
    ...base,
    name: 'payments.refund',
    method: 'POST',
    path: '/payments/{payment}/refund',
    permission: 'payments.cancel',
    summary: 'Gives an advance back; with a refund voucher (rule 51) when tax was paid on it.',
    input: Type.Object(
      {
        payment,
        amount: Type.Optional(Money({ exclusiveMinimum: 0, description: 'All that is left when left out.' })),
        date,
        mode: OneOf(MODES),
        account_id,
        reference: Type.Optional(Nullable(Line(60))),
        version,
      },
      strict,
    ),
    output: Payment,
    status: 201,
    message: 'Advance given back',
    problems: [notFound, notPosted, overAllocated],
    run: (ctx, { payment: ref, version: seen, ...given }) => refundPayment(ctx, ref, given as never, seen),
  }),
  route({
    ...base,
    name: 'payments.cancel',
    method: 'POST',
    path: '/payments/{payment}/cancel',
    permission: 'payments.cancel',
    summary: 'Cancels a payment: what it settled is open again, its vouchers are reversed; its number stays used.',
    input: Type.Object({ payment, reason, date: Type.Optional(PlainDate()), version }, strict),
    output: Payment,
    message: 'Payment cancelled',
    problems: [notFound, notPosted, isRefunded],
    run: (ctx, { payment: ref, version: seen, ...given }) => cancelPayment(ctx, ref, given, seen),
  }),
  route({
    ...base,
    name: 'payments.deposit',
    method: 'POST',
    path: '/payments/{payment}/deposit',
    permission: 'payments.write',
    summary: 'A cheque in hand goes to a bank.',
    input: Type.Object({ payment, account_id, date, version }, strict),
    output: Payment,
    message: 'Cheque deposited',
    problems: [notFound, notPosted, notCheque],
    run: (ctx, { payment: ref, version: seen, ...given }) => depositCheque(ctx, ref, given, seen),
  }),
  route({
    ...base,
    name: 'payments.clear',
    method: 'POST',
    path: '/payments/{payment}/clear',
    permission: 'payments.write',
    summary: 'A cheque that was deposited is paid.',
    input: Type.Object({ payment, date, version }, strict),
    output: Payment,
    message: 'Cheque cleared',
    problems: [notFound, notPosted, notCheque],
    run: (ctx, { payment: ref, version: seen, ...given }) => clearCheque(ctx, ref, given, seen),
  }),
  route({
    ...base,
    name: 'payments.bounce',
    method: 'POST',
    path: '/payments/{payment}/bounce',
    permission: 'payments.write',
    summary: 'A cheque that the bank gave back: all that stands of it is reversed on that day.',
    input: Type.Object({ payment, reason, date, version }, strict),
    output: Payment,
    message: 'Cheque bounced',
    problems: [notFound, notPosted, notCheque, isRefunded],
    run: (ctx, { payment: ref, version: seen, ...given }) => bounceCheque(ctx, ref, given, seen),
  }),
] as const;

/** The endpoints of bank statements. */
import type { Row } from '@tenantry/kernel/db/records.ts';
import { route } from '@tenantry/kernel/http/route.ts';
import { Id, Ref } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { customers } from '../parties/parties.service.ts';
import { Payment } from '../payments/payments.schema.ts';
import { notPosted } from '../payments/payments.service.ts';
import { overAllocated } from '../payments/settle.ts';
import { BankLine, LinePayment, LineSettling, StatementFields, Suggestion, Taken } from './bank-lines.schema.ts';
import {
  bankLineList,
  bankLineRecord,
  getLine,
  ignoreLine,
  importStatement,
  matchLine,
  notMatched,
  notOpen,
  notStatement,
  payFromLine,
  settleFromLine,
  unmatchLine,
} from './bank-lines.service.ts';
import { suggestFor } from './suggest.ts';

const strict = { additionalProperties: false };
const line = Ref('bank-lines');
const one = Type.Object({ bank_line: line }, strict);
const base = { scope: 'tenant' as const };
const { notFound } = bankLineRecord;
const write = { ...base, method: 'POST' as const, permission: 'bank-lines.write' };

export const bankLineRoutes = [
  route({
    ...base,
    name: 'bank-lines.list',
    method: 'GET',
    path: '/bank-lines',
    permission: 'bank-lines.read',
    summary: 'The lines of bank statements.',
    input: bankLineList.input,
    output: BankLine,
    list: true,
    message: 'lines',
    run: async (ctx, input) => (await bankLineList.run(ctx, input as Row)) as never,
  }),
  route({
    ...base,
    name: 'bank-lines.get',
    method: 'GET',
    path: '/bank-lines/{bank_line}',
    permission: 'bank-lines.read',
    summary: 'One line of a statement.',
    input: one,
    output: BankLine,
    message: 'Line',
    problems: [notFound],
    run: (ctx, { bank_line }) => getLine(ctx, bank_line),
  }),
  route({
    ...base,
    name: 'bank-lines.suggest',
    method: 'GET',
    path: '/bank-lines/{bank_line}/suggestions',
    permission: 'bank-lines.read',
    summary: 'What the line may be: payments, open invoices and customers, the best first.',
    input: one,
    output: Type.Array(Suggestion),
    message: 'Suggestions',
    problems: [notFound],
    run: (ctx, { bank_line }) => suggestFor(ctx, bank_line),
  }),
  route({
    ...base,
    name: 'bank-lines.import',
    method: 'POST',
    path: '/bank-lines/import',
    permission: 'bank-lines.import',
    summary: 'Takes a statement in, CSV or XLSX as the bank gives it; no line twice.',
    input: StatementFields,
    output: Taken,
    message: 'Statement taken in',
    upload_mb: 10,
    problems: [notStatement],
    run: (ctx, input) => importStatement(ctx, input as never),
  }),
  route({
    ...write,
    name: 'bank-lines.match',
    path: '/bank-lines/{bank_line}/match',
    summary: 'Says that the line is this payment.',
    input: Type.Object({ bank_line: line, payment_id: Id({ 'x-ref': 'payments' }) }, strict),
    output: BankLine,
    message: 'Line matched',
    problems: [notFound, notOpen, notPosted],
    run: (ctx, { bank_line, payment_id }) => matchLine(ctx, bank_line, payment_id),
  }),
  route({
    ...write,
    name: 'bank-lines.unmatch',
    path: '/bank-lines/{bank_line}/unmatch',
    summary: 'Opens the line again; the payment stays.',
    input: one,
    output: BankLine,
    message: 'Line open again',
    problems: [notFound, notMatched],
    run: (ctx, { bank_line }) => unmatchLine(ctx, bank_line),
  }),
  route({
    ...write,
    name: 'bank-lines.ignore',
    path: '/bank-lines/{bank_line}/ignore',
    summary: 'Sets a line aside that is no payment.',
    input: one,
    output: BankLine,
    message: 'Line set aside',
    problems: [notFound, notOpen],
    run: (ctx, { bank_line }) => ignoreLine(ctx, bank_line),
  }),
  route({
    ...write,
    name: 'bank-lines.pay',
    path: '/bank-lines/{open_line}/payment',
    summary: 'Records the payment that the line is.',
    input: Type.Object({ open_line: line, ...LinePayment }, strict),
    output: Payment,
    status: 201,
    message: 'Payment recorded',
    problems: [notFound, notOpen, overAllocated, customers.record.notFound],
    run: (ctx, { open_line, ...given }) => payFromLine(ctx, open_line, given as never),
  }),
  route({
    ...write,
    name: 'bank-lines.settle',
    path: '/bank-lines/{unpaid_line}/settle',
    summary: 'Says that the line paid an invoice: records the payment, settles and matches it.',
    input: Type.Object({ unpaid_line: line, ...LineSettling }, strict),
    output: Payment,
    status: 201,
    message: 'Payment recorded',
    problems: [notFound, notOpen, overAllocated],
    run: (ctx, { unpaid_line, ...given }) => settleFromLine(ctx, unpaid_line, given as never),
  }),
] as const;

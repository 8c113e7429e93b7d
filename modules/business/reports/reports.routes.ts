/** The endpoints of reports. */
import { outputConverter } from '@tenantry/kernel/http/convert.ts';
import { route } from '@tenantry/kernel/http/route.ts';
import { Ref } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { TObject } from 'typebox';
import Type from 'typebox';
import { accounts } from '../accounts/accounts.service.ts';
import { mayExport } from '../masters/masters.routes.ts';
import { customers } from '../parties/parties.service.ts';
import { accountStanding } from './account_standing.ts';
import { ageing } from './ageing.ts';
import { balanceSheet, profitAndLoss, trialBalance } from './balances.ts';
import { figuresOf } from './figures.ts';
import {
  type LedgerWanted,
  type Lines,
  linesOfAccount,
  linesOfParty,
  partyNotFound,
  readLedger,
  wholeLedger,
} from './ledgers.ts';
import {
  AccountStanding,
  Ageing,
  AgeingRow,
  AmountRow,
  BalanceSheet,
  DayInput,
  Figures,
  Ledger,
  LedgerInput,
  LedgerRow,
  ProfitAndLoss,
  SpanInput,
  StatementInput,
  TrialBalance,
  TrialRow,
} from './reports.schema.ts';
import { Sales, SalesInput, salesFile } from './sales.schema.ts';
import { salesRegister, wholeRegister } from './sales.ts';

interface Format {
  format?: 'json' | 'csv' | 'xlsx';
}
const base = { scope: 'tenant' as const, method: 'GET' as const, permission: 'reports.read' };
/** For reports of several statements: all of them see one instant, so that the figures agree while others write. */
const transaction = 'snapshot' as const;

async function* once(rows: object[]): AsyncIterable<object[]> {
  yield rows;
}

/** The rows of a report as a file, in the columns of its shape without the ids. */
function sheetOf(ctx: Context, name: string, row: TObject, { format }: Format, pages: AsyncIterable<object[]>) {
  mayExport(ctx, 'reports');
  const toWire = outputConverter(row);
  const columns = Object.keys(row.properties)
    .filter((key) => !/(^|_)id$/.test(key))
    .map((key) => ({ key, title: key }));
  async function* onWire(): AsyncIterable<Record<string, unknown>[]> {
    for await (const rows of pages) yield rows.map((one) => toWire(one) as Record<string, unknown>);
  }
  return { sheet: { name, format: format as 'csv' | 'xlsx', columns, pages: onWire() } };
}

const isFile = ({ format }: Format): boolean => format === 'csv' || format === 'xlsx';

/** What a report computes, or its rows as a file. */
async function answer<R extends { rows: object[] }>(
  ctx: Context,
  name: string,
  row: TObject,
  input: Format,
  report: Promise<R>,
): Promise<R> {
  const found = await report;
  return isFile(input) ? (sheetOf(ctx, name, row, input, once(found.rows)) as never) : found;
}

async function ledger(ctx: Context, name: string, lines: Lines, input: LedgerWanted & Format) {
  if (!isFile(input)) return readLedger(ctx, lines, input);
  mayExport(ctx, 'reports');
  return sheetOf(ctx, name, LedgerRow, input, once((await wholeLedger(ctx, lines, input)).rows)) as never;
}

export const reportRoutes = [
  route({
    ...base,
    name: 'reports.trial_balance',
    path: '/reports/trial-balance',
    summary: 'Every account with what it began with, both sides of the period, and what it ends with.',
    input: SpanInput,
    output: TrialBalance,
    message: 'Trial balance',
    run: (ctx, input) => answer(ctx, 'trial-balance', TrialRow, input, trialBalance(ctx, input)),
  }),
  route({
    ...base,
    name: 'reports.profit_and_loss',
    path: '/reports/profit-and-loss',
    summary: 'Income and expenses of a period.',
    input: SpanInput,
    output: ProfitAndLoss,
    message: 'Profit and loss',
    run: (ctx, input) => answer(ctx, 'profit-and-loss', AmountRow, input, profitAndLoss(ctx, input)),
  }),
  route({
    ...base,
    name: 'reports.balance_sheet',
    path: '/reports/balance-sheet',
    summary: 'Assets, liabilities and equity at the end of a day.',
    input: DayInput,
    output: BalanceSheet,
    message: 'Balance sheet',
    run: (ctx, input) => answer(ctx, 'balance-sheet', AmountRow, input, balanceSheet(ctx, input)),
  }),
  route({
    ...base,
    name: 'reports.ageing',
    path: '/reports/ageing',
    summary: 'What customers owe, by how long it is overdue, at the end of any day.',
    input: DayInput,
    output: Ageing,
    message: 'Ageing',
    run: (ctx, input) => answer(ctx, 'ageing', AgeingRow, input, ageing(ctx, input)),
  }),
  route({
    ...base,
    name: 'reports.sales',
    path: '/reports/sales',
    transaction,
    summary:
      'The sales register: issued invoices less notes, by document or line, or summed by customer, item, HSN, rate, month, state or branch.',
    input: SalesInput,
    output: Sales,
    message: 'Sales',
    run: (ctx, input) =>
      answer(
        ctx,
        `sales-by-${input.by ?? 'document'}`,
        salesFile(input.by ?? 'document'),
        input,
        (isFile(input) ? wholeRegister : salesRegister)(ctx, input),
      ),
  }),
  route({
    ...base,
    name: 'reports.ledger',
    path: '/reports/ledger/{account}',
    summary: 'One account line by line, with the balance after each.',
    input: LedgerInput,
    output: Ledger,
    message: 'Ledger',
    problems: [accounts.record.notFound],
    run: async (ctx, { account, ...input }) => ledger(ctx, 'ledger', await linesOfAccount(ctx, account), input),
  }),
  route({
    ...base,
    name: 'reports.statement',
    path: '/reports/statement/{party}',
    summary: 'One customer or vendor line by line: opening, movements, closing.',
    input: StatementInput,
    output: Ledger,
    message: 'Statement',
    problems: [partyNotFound],
    run: async (ctx, { party, ...input }) => ledger(ctx, 'statement', await linesOfParty(ctx, party), input),
  }),
  route({
    ...base,
    name: 'customers.standing',
    path: '/customers/{customer}/standing',
    permission: 'payments.read',
    transaction,
    summary: 'How a customer stands: what is open and overdue, what is left of advances and credit notes.',
    input: Type.Object({ customer: Ref('customers') }, { additionalProperties: false }),
    output: AccountStanding,
    message: 'How the customer stands',
    problems: [customers.record.notFound],
    run: (ctx, { customer }) => accountStanding(ctx, customer),
  }),
  route({
    ...base,
    name: 'reports.figures',
    path: '/reports/figures',
    transaction,
    summary: 'The figures of Today: cash and banks, what is to be collected and overdue, and when returns are due.',
    input: Type.Object({}, { additionalProperties: false }),
    output: Figures,
    message: 'Figures',
    run: (ctx) => figuresOf(ctx),
  }),
] as const;

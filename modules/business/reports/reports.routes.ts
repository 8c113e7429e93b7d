/** The endpoints of reports. */
import { route } from '@tenantry/kernel/http/route.ts';
import { Ref } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { accounts } from '../accounts/accounts.service.ts';
import { customers } from '../parties/parties.service.ts';
import { pressBusy } from '../print/press.ts';
import { accountStanding } from './account_standing.ts';
import { ageing } from './ageing.ts';
import { balanceSheet, profitAndLoss, trialBalance } from './balances.ts';
import { figuresOf } from './figures.ts';
import { linesOfAccount, partyNotFound } from './ledgers.ts';
import { tooLong } from './paper_bounds.ts';
import { answer, answerLedger, answerSales, answerStatement } from './report_files.ts';
import { ageingForm, profitForm, sheetForm, trialForm } from './report_forms.ts';
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
  ProfitAndLoss,
  SpanInput,
  StatementInput,
  TrialBalance,
  TrialRow,
} from './reports.schema.ts';
import { Sales, SalesInput } from './sales.schema.ts';

const plain = { scope: 'tenant' as const, method: 'GET' as const, permission: 'reports.read' };
/** Reports leave as files, too. */
const onPaper = [pressBusy, tooLong] as const;
const base = { ...plain, problems: onPaper };
/** For reports of several statements: all of them see one instant, so that the figures agree while others write. */
const transaction = 'snapshot' as const;

export const reportRoutes = [
  route({
    ...base,
    name: 'reports.trial_balance',
    path: '/reports/trial-balance',
    summary: 'Every account with what it began with, both sides of the period, and what it ends with.',
    input: SpanInput,
    output: TrialBalance,
    message: 'Trial balance',
    run: (ctx, input) => answer(ctx, 'trial-balance', TrialRow, input, trialBalance(ctx, input), trialForm),
  }),
  route({
    ...base,
    name: 'reports.profit_and_loss',
    path: '/reports/profit-and-loss',
    summary: 'Income and expenses of a period.',
    input: SpanInput,
    output: ProfitAndLoss,
    message: 'Profit and loss',
    run: (ctx, input) => answer(ctx, 'profit-and-loss', AmountRow, input, profitAndLoss(ctx, input), profitForm),
  }),
  route({
    ...base,
    name: 'reports.balance_sheet',
    path: '/reports/balance-sheet',
    summary: 'Assets, liabilities and equity at the end of a day.',
    input: DayInput,
    output: BalanceSheet,
    message: 'Balance sheet',
    run: (ctx, input) => answer(ctx, 'balance-sheet', AmountRow, input, balanceSheet(ctx, input), sheetForm),
  }),
  route({
    ...base,
    name: 'reports.ageing',
    path: '/reports/ageing',
    summary: 'What customers owe, by how long it is overdue, at the end of any day.',
    input: DayInput,
    output: Ageing,
    message: 'Ageing',
    run: (ctx, input) => answer(ctx, 'ageing', AgeingRow, input, ageing(ctx, input), ageingForm),
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
    run: (ctx, input) => answerSales(ctx, input),
  }),
  route({
    ...base,
    name: 'reports.ledger',
    path: '/reports/ledger/{account}',
    summary: 'One account line by line, with the balance after each.',
    input: LedgerInput,
    output: Ledger,
    message: 'Ledger',
    problems: [accounts.record.notFound, ...onPaper],
    run: async (ctx, { account, ...input }) => answerLedger(ctx, 'ledger', await linesOfAccount(ctx, account), input),
  }),
  route({
    ...base,
    name: 'reports.statement',
    path: '/reports/statement/{party}',
    summary: 'One customer or vendor line by line: opening, movements, closing.',
    input: StatementInput,
    output: Ledger,
    message: 'Statement',
    problems: [partyNotFound, ...onPaper],
    run: (ctx, { party, ...input }) => answerStatement(ctx, party, input),
  }),
  route({
    ...plain,
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
    ...plain,
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

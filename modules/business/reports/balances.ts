/** What accounts come to: trial balance, profit and loss, balance sheet, each a sum that PostgreSQL reads from an index. */
import { fiscalYearOf, fiscalYearSpan } from '@tenantry/india/fiscal.ts';
import { invalidInput } from '@tenantry/kernel/http/problems.ts';
import { problem } from '@tenantry/kernel/problems/problem.ts';
import type { Paise } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { todayOf } from '../masters/master.ts';
import type { AmountRow, TrialRow } from './reports.schema.ts';

export interface Span {
  from: string;
  to: string;
}

/** The period that was asked for, or the financial year up to today. Throws 400 where it ends before it begins. */
export function spanOf(ctx: Context, given: { from?: string; to?: string }): Span {
  const to = given.to ?? todayOf(ctx);
  const from = given.from ?? fiscalYearSpan(fiscalYearOf(to)).from;
  if (from > to) throw problem(invalidInput, { errors: [{ pointer: '/to', detail: 'It ends before it begins.' }] });
  return { from, to };
}

const SUMS = `select a.id as account_id, a.code, a.name, a.type, coalesce(s.opening, 0)::bigint as opening,
    coalesce(s.debit, 0)::bigint as debit, coalesce(s.credit, 0)::bigint as credit,
    (coalesce(s.opening, 0) + coalesce(s.debit, 0) - coalesce(s.credit, 0))::bigint as closing
  from accounts a left join (
    select account_id, sum(debit::bigint - credit::bigint) filter (where date < $2) as opening,
      sum(debit::bigint) filter (where date >= $2) as debit, sum(credit::bigint) filter (where date >= $2) as credit
    from journal_lines where tenant_id = $1 and date <= $3 group by account_id) s on s.account_id = a.id
  where a.tenant_id = $1 and s.account_id is not null order by a.code_key`;

/** Every account with anything in it up to the end, in the order of the chart. */
export async function trialRows(ctx: Context, { from, to }: Span): Promise<TrialRow[]> {
  return ctx.sql<TrialRow>(SUMS, [from, to]);
}

const sum = <R>(rows: readonly R[], of: (row: R) => number): Paise =>
  rows.reduce((all, row) => all + of(row), 0) as Paise;

export async function trialBalance(ctx: Context, given: { from?: string; to?: string }) {
  const span = spanOf(ctx, given);
  const rows = await trialRows(ctx, span);
  const totals = {
    opening: sum(rows, ({ opening }) => opening),
    debit: sum(rows, ({ debit }) => debit),
    credit: sum(rows, ({ credit }) => credit),
    closing: sum(rows, ({ closing }) => closing),
  };
  return { ...span, rows, totals };
}

const CREDIT_SIDE = new Set(['liability', 'equity', 'income']);

const amountOf = ({ account_id, code, name, type }: TrialRow, debit: number): AmountRow => ({
  ...{ account_id, code, name, type },
  amount: (CREDIT_SIDE.has(type) && debit !== 0 ? -debit : debit) as Paise,
});

export async function profitAndLoss(ctx: Context, given: { from?: string; to?: string }) {
  const span = spanOf(ctx, given);
  const rows = (await trialRows(ctx, span))
    .filter(({ type }) => type === 'income' || type === 'expense')
    .map((row) => amountOf(row, row.debit - row.credit))
    .filter(({ amount }) => amount !== 0);
  const of = (wanted: string): number =>
    sum(
      rows.filter(({ type }) => type === wanted),
      ({ amount }) => amount,
    );
  const [income, expense] = [of('income'), of('expense')];
  return { ...span, rows, income: income as Paise, expense: expense as Paise, profit: (income - expense) as Paise };
}

export async function balanceSheet(ctx: Context, { as_of = todayOf(ctx) }: { as_of?: string }) {
  const all = await trialRows(ctx, { from: as_of, to: as_of });
  const rows = all
    .filter(({ type }) => type !== 'income' && type !== 'expense')
    .map((row) => amountOf(row, row.closing))
    .filter(({ amount }) => amount !== 0);
  const profit = -sum(
    all.filter(({ type }) => type === 'income' || type === 'expense'),
    ({ closing }) => closing,
  );
  if (profit !== 0)
    rows.push({ account_id: null, code: null, name: 'Profit up to this day', type: 'equity', amount: profit as Paise });
  const of = (wanted: string): Paise =>
    sum(
      rows.filter(({ type }) => type === wanted),
      ({ amount }) => amount,
    );
  return { as_of, rows, assets: of('asset'), liabilities: of('liability'), equity: of('equity') };
}

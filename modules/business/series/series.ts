/** Series of numbers per tenant, for names that the product makes when people give none. */
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { fittedNumber, NUMBER_LENGTH, renderNumber, type Template } from './number.ts';

/**
 * Takes `count` numbers of the tenant's series, which begins at 1, and answers the first. The series' row stays locked until
 * the transaction ends, so two callers never get the same number; a rolled back transaction gives its numbers back.
 */
export async function takeNumbers(ctx: Context, name: string, count: number): Promise<number> {
  const [row] = await ctx.sql<{ first: number }>(
    `insert into number_series (tenant_id, name, next) values ($1, $2, 1 + $3::bigint)
     on conflict (tenant_id, name) do update set next = number_series.next + $3::bigint
     returning next - $3::bigint as first`,
    [name, count],
  );
  return (row as { first: number }).first;
}

/**
 * The next number of a series such as `INV/{FY}/{0000}` on a date. What stands around the counter names the series, so each
 * financial year has one of its own; it stays locked until COMMIT, and a number that is given back is the next one's. Throws 422 when
 * the series has no number left that the law takes.
 */
export async function takeNumber(ctx: Context, { text, branch }: Template, date: string): Promise<string> {
  const around = { text: text.replace(/\{0+\}/, ''), ...(branch ? { branch } : {}) };
  const counter = await takeNumbers(ctx, renderNumber(around, date, 0), 1);
  const number = renderNumber({ ...around, text }, date, counter);
  const fitted = fittedNumber(number);
  if (fitted !== null) return fitted;
  const detail = `The next number would be ${number}: more than ${NUMBER_LENGTH} characters. Give these documents another series (Setup, Numbers).`;
  throw problem(ruleBroken, { detail, errors: [{ pointer: '/number', detail }] });
}

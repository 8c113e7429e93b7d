/** Posting to the books: a voucher of two equal sides, and its reversal. Vouchers are never changed. */
import { executeAhead } from '@tenantry/kernel/db/handle.ts';
import type { Paise } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { assertOpen, expectOpen } from '../period-locks/closing.ts';
import { type AccountRole, accountsFor } from './chart.ts';

/** One side of a voucher: paise to the debit, or with a minus to the credit. Nothing is left out. */
export interface Posting {
  /** The account: by its role, or one that somebody chose. */
  role?: AccountRole;
  account_id?: string;
  amount: number;
  party_id?: string;
}

export interface Voucher {
  /** Those that people write themselves have an id and a number before. */
  id?: string;
  number?: string;
  kind:
    | 'sale'
    | 'credit_note'
    | 'debit_note'
    | 'receipt'
    | 'refund'
    | 'allocation'
    | 'exchange'
    | 'deposit'
    | 'journal'
    | 'opening';
  date: string;
  /** The record that it tells of. */
  source: string;
  source_id: string;
  narration: string;
  postings: readonly Posting[];
}

const STORE = `with j as (
    insert into journals (tenant_id, id, date, kind, source, source_id, narration, reverses, number)
    values ($1, $2, $3, $4, $5, $6, $7, null, $9) returning id, date)
  insert into journal_lines (tenant_id, journal_id, line, account_id, party_id, date, debit, credit)
  select $1::uuid, j.id, x.line, x.account_id, x.party_id, j.date, x.debit, x.credit
  from j, jsonb_to_recordset($8::jsonb) as x(line integer, account_id uuid, party_id uuid, debit bigint, credit bigint)`;

/** Vouchers of a record that still stand, oldest first. */
const STANDING = `select j.id, j.date from journals j where j.tenant_id = $1 and j.source = $2 and j.source_id = $3::uuid and j.reverses is null
  and not exists (select from journals r where r.tenant_id = $1 and r.reverses = j.id) order by j.id`;

const REVERSE = `with x as (
    select * from jsonb_to_recordset($2::jsonb) as x(old uuid, id uuid, date date)),
  j as (
    insert into journals (tenant_id, id, date, kind, source, source_id, narration, reverses)
    select $1::uuid, x.id, x.date, 'reversal', o.source, o.source_id, $3::text, o.id
    from x join journals o on o.tenant_id = $1 and o.id = x.old returning id, date, reverses)
  insert into journal_lines (tenant_id, journal_id, line, account_id, party_id, date, debit, credit)
  select $1::uuid, j.id, l.line, l.account_id, l.party_id, j.date, l.credit, l.debit
  from j join journal_lines l on l.tenant_id = $1 and l.journal_id = j.reverses`;

/**
 * Posts a voucher in the transaction of `ctx`; sides of zero are left out. Throws when the sides are not equal: that is a fault of
 * ours, and the database would refuse it at COMMIT. Throws 422 on a day that is closed.
 */
export async function post(
  ctx: Context,
  { id, number, kind, date, source, source_id, narration, postings }: Voucher,
): Promise<void> {
  const sides = postings.filter(({ amount }) => amount !== 0);
  const rest = sides.reduce((sum, { amount }) => sum + amount, 0);
  if (rest !== 0) throw new Error(`the voucher of ${source} ${source_id} is off by ${rest} paise`);
  if (sides.length === 0) return;
  await expectOpen(ctx, date);
  const accounts = await accountsFor(ctx, [...new Set(sides.flatMap(({ role }) => role ?? []))]);
  const lines = sides.map(({ role, account_id, amount, party_id = null }, index) => ({
    line: index + 1,
    account_id: account_id ?? (accounts.get(role as AccountRole) as string),
    party_id,
    debit: Math.max(amount, 0) as Paise,
    credit: Math.max(-amount, 0) as Paise,
  }));
  await executeAhead(ctx, STORE, [
    id ?? ctx.newId(),
    ...[date, kind, source, source_id, narration],
    JSON.stringify(lines),
    number ?? null,
  ]);
}

/** Posts the exact reverse of what stands of a record, each voucher on its own day, or all on `date`; answers the ids of the reversals. */
export async function reverse(
  ctx: Context,
  source: string,
  source_id: string,
  narration: string,
  date?: string,
): Promise<string[]> {
  const standing = await ctx.sql<{ id: string; date: string }>(STANDING, [source, source_id]);
  const turned = standing.map((old) => ({ old: old.id, id: ctx.newId(), date: date ?? old.date }));
  if (turned.length === 0) return [];
  await assertOpen(
    ctx,
    turned.map((one) => one.date),
  );
  await executeAhead(ctx, REVERSE, [JSON.stringify(turned), narration]);
  return turned.map(({ id }) => id);
}

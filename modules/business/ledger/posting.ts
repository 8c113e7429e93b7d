/** Posting to the books: a voucher of two equal sides, and its reversal. Vouchers are never changed. */
import type { Paise } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { type AccountRole, accountsFor } from './chart.ts';

/** One side of a voucher: paise to the debit, or with a minus to the credit. Nothing is left out. */
export interface Posting {
  role: AccountRole;
  amount: number;
  party_id?: string;
}

export interface Voucher {
  kind: 'sale';
  date: string;
  /** The record that it tells of. */
  source: string;
  source_id: string;
  narration: string;
  postings: readonly Posting[];
}

const STORE = `with j as (
    insert into journals (tenant_id, id, date, kind, source, source_id, narration, reverses)
    values ($1, $2, $3, $4, $5, $6, $7, null) returning id, date)
  insert into journal_lines (tenant_id, journal_id, line, account_id, party_id, date, debit, credit)
  select $1::uuid, j.id, x.line, x.account_id, x.party_id, j.date, x.debit, x.credit
  from j, jsonb_to_recordset($8::jsonb) as x(line integer, account_id uuid, party_id uuid, debit bigint, credit bigint)`;

const REVERSE = `with o as (
    select id, date, source, source_id from journals where tenant_id = $1 and source = $2 and source_id = $3::uuid and reverses is null and kind <> 'reversal'),
  j as (
    insert into journals (tenant_id, id, date, kind, source, source_id, narration, reverses)
    select $1::uuid, $4::uuid, o.date, 'reversal', o.source, o.source_id, $5::text, o.id from o returning id, date, reverses)
  insert into journal_lines (tenant_id, journal_id, line, account_id, party_id, date, debit, credit)
  select $1::uuid, j.id, l.line, l.account_id, l.party_id, j.date, l.credit, l.debit
  from j join journal_lines l on l.tenant_id = $1 and l.journal_id = j.reverses`;

/**
 * Posts a voucher in the transaction of `ctx`; sides of zero are left out. Throws when the sides are not equal: that is a fault of
 * ours, and the database would refuse it at COMMIT.
 */
export async function post(
  ctx: Context,
  { kind, date, source, source_id, narration, postings }: Voucher,
): Promise<void> {
  const sides = postings.filter(({ amount }) => amount !== 0);
  const rest = sides.reduce((sum, { amount }) => sum + amount, 0);
  if (rest !== 0) throw new Error(`the voucher of ${source} ${source_id} is off by ${rest} paise`);
  if (sides.length === 0) return;
  const accounts = await accountsFor(ctx, [...new Set(sides.map(({ role }) => role))]);
  const lines = sides.map(({ role, amount, party_id = null }, index) => ({
    line: index + 1,
    account_id: accounts.get(role) as string,
    party_id,
    debit: Math.max(amount, 0) as Paise,
    credit: Math.max(-amount, 0) as Paise,
  }));
  await ctx.execute(STORE, [ctx.newId(), date, kind, source, source_id, narration, JSON.stringify(lines)]);
}

/** Posts the exact reverse of what was posted of a record, on the same day. */
export async function reverse(ctx: Context, source: string, source_id: string, narration: string): Promise<void> {
  await ctx.execute(REVERSE, [source, source_id, ctx.newId(), narration]);
}

/** Tables 11A and 11B: taxed advances that no invoice of the same return has, and what of earlier ones was invoiced or given back. */
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Scope } from './periods.ts';

/** What a receipt voucher came to in these days, in paise: what was received less what was used of it, or with a minus what was used. */
export interface AdvanceRow {
  voucher_id: string;
  number: string;
  date: string;
  party: string;
  place_of_supply: string;
  head: 'intra' | 'inter';
  rate: number;
  taxable_value: number;
  igst: number;
  cgst: number;
  sgst: number;
}

const part = (sign: 1 | -1, from: string): string =>
  ['taxable_value', 'igst', 'cgst', 'sgst'].map((name) => `${sign} * ${from}.${name}::bigint as ${name}`).join(', ');

/**
 * Each day something happens to an advance: it comes (rule 50), an invoice uses it or it is released, it is given back (rule 51), it is
 * undone. All of that is dated and only added to, so a later month never changes an earlier one.
 */
const EVENTS = `select p.id as voucher_id, p.date as day, ${part(1, 'p')} from payments p
    where p.tenant_id = $1 and p.voucher = 'receipt_voucher' and p.date between $2 and $3
  union all
  select p.id, p.cancelled_on, ${part(-1, 'p')} from payments p
    where p.tenant_id = $1 and p.voucher = 'receipt_voucher' and p.status <> 'posted' and p.cancelled_on between $2 and $3
  union all
  select a.payment_id, a.date, ${part(-1, 'a')} from payment_allocations a
    where a.tenant_id = $1 and a.date between $2 and $3 and a.adjusted <> 0
  union all
  select r.refunds, r.date, ${part(-1, 'r')} from payments r
    where r.tenant_id = $1 and r.voucher = 'refund_voucher' and r.date between $2 and $3
  union all
  select r.refunds, r.cancelled_on, ${part(1, 'r')} from payments r
    where r.tenant_id = $1 and r.voucher = 'refund_voucher' and r.status <> 'posted' and r.cancelled_on between $2 and $3`;

/** What happened to the advances of a registration in these days, voucher by voucher. */
export async function advanceRows(ctx: Pick<Context, 'sql'>, scope: Scope): Promise<AdvanceRow[]> {
  const { from, to, gstin, main } = scope;
  return ctx.sql<AdvanceRow>(
    `select p.id as voucher_id, p.number, p.date, p.party_name as party, p.place_of_supply, p.head, p.tax_rate as rate,
       sum(e.taxable_value)::bigint as taxable_value, sum(e.igst)::bigint as igst, sum(e.cgst)::bigint as cgst, sum(e.sgst)::bigint as sgst
     from (${EVENTS}) e join payments p on p.tenant_id = $1 and p.id = e.voucher_id
     where p.voucher = 'receipt_voucher' and coalesce(p.supplier_gstin, $5::text) = $4
     group by p.tenant_id, p.id having sum(e.taxable_value) <> 0 or sum(e.igst + e.cgst + e.sgst) <> 0
     order by p.date, p.number_key`,
    [from, to, gstin, main],
  );
}

/** One place and rate of 11A or 11B, in paise; never below nothing. */
export interface AdvanceSum extends Pick<AdvanceRow, 'place_of_supply' | 'head' | 'rate'> {
  taxable_value: number;
  igst: number;
  cgst: number;
  sgst: number;
}

const NAMES = ['taxable_value', 'igst', 'cgst', 'sgst'] as const;

function bySum(rows: readonly AdvanceRow[], sign: 1 | -1): Map<string, AdvanceSum> {
  const found = new Map<string, AdvanceSum>();
  for (const { place_of_supply, head, rate, ...row } of rows) {
    const key = `${place_of_supply} ${head} ${rate}`;
    const sum = found.get(key) ?? { place_of_supply, head, rate, taxable_value: 0, igst: 0, cgst: 0, sgst: 0 };
    for (const name of NAMES) sum[name] += sign * Number(row[name]);
    found.set(key, sum);
  }
  return found;
}

const ordered = (sums: Iterable<AdvanceSum>): AdvanceSum[] =>
  [...sums]
    .filter(({ taxable_value }) => taxable_value > 0)
    .sort((a, b) => a.place_of_supply.localeCompare(b.place_of_supply) || b.rate - a.rate);

/**
 * `received` (11A) and `adjusted` (11B) by place and rate. What came in these days counts in 11A with what is left of it; what was used
 * or given back of earlier advances in 11B. An earlier advance that is an advance again stands in 11A.
 */
export function advanceSums(
  rows: readonly AdvanceRow[],
  { from }: Pick<Scope, 'from'>,
): { received: AdvanceSum[]; adjusted: AdvanceSum[] } {
  const received = bySum(
    rows.filter(({ date }) => date >= from),
    1,
  );
  const adjusted = bySum(
    rows.filter(({ date }) => date < from),
    -1,
  );
  for (const [key, sum] of adjusted) {
    if (sum.taxable_value >= 0) continue;
    const into = received.get(key) ?? { ...sum, taxable_value: 0, igst: 0, cgst: 0, sgst: 0 };
    for (const name of NAMES) into[name] -= sum[name];
    received.set(key, into);
  }
  return { received: ordered(received.values()), adjusted: ordered(adjusted.values()) };
}

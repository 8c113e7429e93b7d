/**
 * What a line of a statement may be: payments that are recorded, open invoices and customers, judged by amount, reference, name and day;
 * what is billed in another currency also by the latest rate.
 */
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { RATE_ON } from '../currencies/currencies.service.ts';
import { RUPEES } from '../currencies/iso4217.ts';
import { daysBetween } from '../documents/terms.ts';
import { isNear, NEAR_PERCENT } from '../payments/exchange.ts';
import { branchOfMoney } from '../payments/registration.ts';
import type { BankLine, Suggestion } from './bank-lines.schema.ts';
import { getLine } from './bank-lines.service.ts';

type Reason = Suggestion['because'][number];
const WEIGHTS: Readonly<Record<Reason, number>> = { amount: 50, near: 25, reference: 30, name: 15, date: 5 };
/** What is not exact in rupees stays below what is. */
const MOST_ABROAD = WEIGHTS.amount - 1;

const letters = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Words that banks write around a name. */
const COMMON = new Set([
  'neft',
  'rtgs',
  'imps',
  'transfer',
  'from',
  'with',
  'bank',
  'limited',
  'private',
  'payment',
  'cheque',
  'deposit',
  'india',
  'stores',
  'traders',
]);

/** Words of four letters and more that may be somebody's name. */
export function namesIn(text: string): string[] {
  const words = text.toLowerCase().match(/[a-z]{4,}/g) ?? [];
  return [...new Set(words)].filter((word) => !COMMON.has(word)).slice(0, 12);
}

export interface Candidate {
  kind: Suggestion['kind'];
  id: string;
  number: string | null;
  party_id: string;
  party_name: string;
  reference: string | null;
  date: string | null;
  amount: Suggestion['amount'];
  branch_id: string | null;
  abroad?: Suggestion['abroad'];
}

/** How well a candidate fits, and why. */
export function judgeCandidate(
  line: Pick<BankLine, 'amount' | 'date' | 'description' | 'reference'>,
  one: Candidate,
): Suggestion {
  const said = letters(`${line.description} ${line.reference ?? ''}`);
  const because: Reason[] = [];
  const size = Math.abs(line.amount);
  const { reference: _, abroad = null, ...rest } = one;
  if (abroad ? isNear(size, abroad.worth) : one.amount === size) because.push(abroad ? 'near' : 'amount');
  if ([one.reference, one.number].some((text) => text && letters(text).length >= 4 && said.includes(letters(text))))
    because.push('reference');
  if (namesIn(one.party_name).some((word) => said.includes(word))) because.push('name');
  if (one.date && Math.abs(daysBetween(one.date, line.date)) <= 3) because.push('date');
  const score = because.reduce((sum, reason) => sum + WEIGHTS[reason], 0);
  return { ...rest, abroad, score: abroad ? Math.min(score, MOST_ABROAD) : score, because };
}

const PAYMENTS = `select 'payment' as kind, p.id, p.number, p.party_id, p.party_name, p.reference, p.date, p.amount, p.branch_id from payments p
  where p.tenant_id = $1 and p.amount = $2 and p.account_id = $3 and p.status = 'posted' and p.direction = $4
    and p.date between $5::date - 15 and $5::date + 5
    and not exists (select from bank_lines b where b.tenant_id = $1 and b.payment_id = p.id) order by p.date desc limit 20`;

const INVOICES = `select 'invoice' as kind, d.id, d.number, d.customer_id as party_id, d.buyer ->> 'name' as party_name, null as reference, d.due_date as date,
    d.balance as amount, d.branch_id
  from documents d where d.tenant_id = $1 and d.kind = 'invoice' and d.balance = $2 and d.date <= $3 order by d.due_date limit 20`;

/** Invoices in another currency, near by the latest rate or named in the words of the line; the nearest first. */
const ABROAD = `select * from (
    select 'invoice' as kind, d.id, d.number, d.customer_id as party_id, d.buyer ->> 'name' as party_name, null as reference, d.due_date as date,
      d.balance as amount, d.branch_id, d.currency, d.balance_in_currency, r.exchange_rate, r.exchange_date,
      round(d.balance_in_currency * r.exchange_rate * 100)::bigint as worth
    from documents d cross join lateral (${RATE_ON.replace('$2', 'd.currency')}) r
    where d.tenant_id = $1 and d.kind = 'invoice' and d.currency <> '${RUPEES}' and d.balance > 0 and d.balance <> $2 and d.date <= $3) o
  where abs(o.worth - $2) * 100 <= o.worth * ${NEAR_PERCENT}
    or (length(o.number) >= 4 and position(lower(regexp_replace(o.number, '[^A-Za-z0-9]', '', 'g')) in $4) > 0)
  order by abs(o.worth - $2) limit 20`;

interface Abroad extends Omit<Candidate, 'abroad'> {
  currency: string;
  balance_in_currency: number;
  exchange_rate: number;
  exchange_date: string;
  worth: Suggestion['amount'];
}

const abroadOf = ({
  currency,
  balance_in_currency,
  exchange_rate,
  exchange_date,
  worth,
  ...rest
}: Abroad): Candidate => ({
  ...rest,
  abroad: { currency, balance: balance_in_currency, exchange_rate, exchange_date, worth },
});

const CUSTOMERS = `select 'customer' as kind, p.id, null as number, p.id as party_id, p.name as party_name, null as reference, null::date as date, 0::bigint as amount, null as branch_id
  from parties p where p.tenant_id = $1 and p.kind = 'customer' and p.is_active and p.id in (
    select w.record_id from search_words w where w.tenant_id = $1 and w.noun = 'parties' and w.word = any($2::text[]) limit 50) limit 10`;

const OWED = `select customer_id, branch_id, balance from documents
  where tenant_id = $1 and kind = 'invoice' and balance > 0 and customer_id = any($2::uuid[]) order by due_date, id limit 2000`;

interface Owed {
  customer_id: string;
  branch_id: string | null;
  balance: number;
}

/** Customers with the branch that receives the money when it settles what each owes, the oldest due first. */
async function received(ctx: Context, found: readonly Candidate[], line: BankLine): Promise<Candidate[]> {
  if (found.length === 0) return [];
  const owed = await ctx.sql<Owed>(OWED, [found.map(({ id }) => id)]);
  const reached = (id: string): Owed[] => {
    let left = line.amount as number;
    return owed.filter(({ customer_id, balance }) => {
      if (customer_id !== id || left <= 0) return false;
      left -= balance;
      return true;
    });
  };
  const received = found.map(async (one) => ({
    ...one,
    branch_id: await branchOfMoney(ctx, reached(one.id), line.account_id),
  }));
  return Promise.all(received);
}

/** The best first, at most ten; nothing for a line that is matched. */
export async function suggestFor(ctx: Context, ref: string): Promise<Suggestion[]> {
  const line = await getLine(ctx, ref);
  if (line.status !== 'open') return [];
  const size = Math.abs(line.amount);
  const found = await ctx.sql<Candidate>(PAYMENTS, [size, line.account_id, line.amount > 0 ? 'in' : 'out', line.date]);
  if (line.amount > 0) {
    found.push(...(await ctx.sql<Candidate>(INVOICES, [size, line.date])));
    const said = letters(`${line.description} ${line.reference ?? ''}`);
    found.push(...(await ctx.sql<Abroad>(ABROAD, [size, line.date, said])).map(abroadOf));
    const named = await ctx.sql<Candidate>(CUSTOMERS, [namesIn(line.description)]);
    found.push(...(await received(ctx, named, line)));
  }
  return found
    .map((one) => judgeCandidate(line, one))
    .sort((one, other) => other.score - one.score)
    .slice(0, 10);
}

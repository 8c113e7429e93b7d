/** What customers owe, by how long it is overdue, as it was at the end of any day. */
import type { Paise } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { todayOf } from '../masters/master.ts';
import { type AgeingRow, BUCKETS } from './reports.schema.ts';

// What is open now, and what was settled or noted since: nothing else was open then. Each gets back what came after that day; what came
// is summed once and joined, since a year's settlements are as many as its invoices.
const OPEN_THEN = `with since as (
    select document_id as id, sum(amount::bigint) as amount from payment_allocations where tenant_id = $1 and date > $2 group by document_id
    union all
    select document_id, sum(amount::bigint) from note_allocations where tenant_id = $1 and date > $2 group by document_id
    union all
    select original_id, sum(case kind when 'credit_note' then applied::bigint else -applied::bigint end) from documents
    where tenant_id = $1 and kind in ('credit_note', 'debit_note') and status = 'issued' and date > $2 group by original_id),
  given_back as (select id, sum(amount) as amount from since group by id),
  then_open as (
    select d.customer_id, d.due_date, d.balance::bigint + coalesce(g.amount, 0) as rest
    from documents d left join given_back g on g.id = d.id
    where d.tenant_id = $1 and d.kind = 'invoice' and d.balance > 0 and d.date <= $2
    union all
    select d.customer_id, d.due_date, g.amount from given_back g join documents d on d.tenant_id = $1 and d.id = g.id
    where d.kind = 'invoice' and d.status = 'issued' and d.balance = 0 and d.date <= $2)`;

const BY_CUSTOMER = `${OPEN_THEN},
  aged as (
    select customer_id, sum(rest) filter (where $2::date <= due_date) as not_due,
      sum(rest) filter (where $2::date - due_date between 1 and 30) as days_30,
      sum(rest) filter (where $2::date - due_date between 31 and 60) as days_60,
      sum(rest) filter (where $2::date - due_date between 61 and 90) as days_90,
      sum(rest) filter (where $2::date - due_date > 90) as older, sum(rest) as invoices
    from then_open where rest <> 0 group by customer_id),
  booked as (
    select party_id, sum(debit::bigint) - sum(credit::bigint) as balance from journal_lines
    where tenant_id = $1 and date <= $2 and account_id = (select id from accounts where tenant_id = $1 and role = 'receivable')
    group by party_id)
  select p.id as party_id, p.name as party_name, coalesce(a.not_due, 0)::bigint as not_due, coalesce(a.days_30, 0)::bigint as days_30,
    coalesce(a.days_60, 0)::bigint as days_60, coalesce(a.days_90, 0)::bigint as days_90, coalesce(a.older, 0)::bigint as older,
    coalesce(a.invoices, 0)::bigint as invoices, (coalesce(b.balance, 0) - coalesce(a.invoices, 0))::bigint as other,
    coalesce(b.balance, 0)::bigint as balance
  from parties p left join aged a on a.customer_id = p.id left join booked b on b.party_id = p.id
  where p.tenant_id = $1 and p.kind = 'customer' and (a.invoices <> 0 or b.balance <> 0)
  order by coalesce(b.balance, 0) desc, p.id limit 5000`;

/** By customer, the largest first. */
export async function ageing(ctx: Context, { as_of = todayOf(ctx) }: { as_of?: string }) {
  const rows = await ctx.sql<AgeingRow>(BY_CUSTOMER, [as_of]);
  const names = [...BUCKETS, 'invoices', 'other', 'balance'] as const;
  const totals = Object.fromEntries(
    names.map((name) => [name, rows.reduce((sum, row) => sum + row[name], 0) as Paise]),
  ) as Record<(typeof names)[number], Paise>;
  return { as_of, rows, totals };
}

/** How a customer stands today: what is open and for how long it is overdue, what is left of advances and notes, and the books. */
import { getRecord } from '@tenantry/kernel/db/records.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { todayOf } from '../masters/master.ts';
import type { Party } from '../parties/parties.schema.ts';
import { customers } from '../parties/parties.service.ts';
import type { AccountStanding } from './reports.schema.ts';

const OPEN = `select coalesce(sum(balance::bigint), 0)::bigint as outstanding, count(*)::integer as open_invoices,
    coalesce(sum(balance::bigint) filter (where due_date < $3::date), 0)::bigint as overdue,
    (count(*) filter (where due_date < $3::date))::integer as overdue_invoices,
    coalesce(sum(balance::bigint) filter (where due_date >= $3::date), 0)::bigint as not_due,
    coalesce(sum(balance::bigint) filter (where $3::date - due_date between 1 and 30), 0)::bigint as days_30,
    coalesce(sum(balance::bigint) filter (where $3::date - due_date between 31 and 60), 0)::bigint as days_60,
    coalesce(sum(balance::bigint) filter (where $3::date - due_date between 61 and 90), 0)::bigint as days_90,
    coalesce(sum(balance::bigint) filter (where $3::date - due_date > 90), 0)::bigint as older
  from documents where tenant_id = $1 and customer_id = $2 and kind = 'invoice' and balance > 0`;

const LEFT = `select
    (select coalesce(sum(unallocated::bigint), 0) from payments
      where tenant_id = $1 and party_id = $2 and unallocated > 0)::bigint as advances,
    (select coalesce(sum(balance::bigint), 0) from documents
      where tenant_id = $1 and customer_id = $2 and kind = 'credit_note' and balance > 0)::bigint as notes,
    (select coalesce(sum(debit::bigint) - sum(credit::bigint), 0) from journal_lines
      where tenant_id = $1 and party_id = $2
        and account_id = (select id from accounts where tenant_id = $1 and role = 'receivable'))::bigint as balance,
    (select date from payments where tenant_id = $1 and party_id = $2 and direction = 'in' and status = 'posted'
      order by date desc, id desc limit 1) as last_payment_on`;

/** Throws `customers.not_found`. */
export async function accountStanding(ctx: Context, ref: string): Promise<AccountStanding> {
  const { id, email, phone, credit_limit, is_reminded } = await getRecord<Party>(ctx, customers.record, ref);
  const [open] = await ctx.sql<AccountStanding>(OPEN, [id, todayOf(ctx)]);
  const [left] = await ctx.sql<AccountStanding>(LEFT, [id]);
  return { ...(open as AccountStanding), ...(left as AccountStanding), email, phone, credit_limit, is_reminded };
}

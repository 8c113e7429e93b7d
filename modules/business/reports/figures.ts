/** The figures of Today: what is there, what is owed, what is late, and when the next returns are due. */
import type { Paise } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { nextDue } from '../gst-filings/due.ts';
import { todayOf } from '../masters/master.ts';

const MONEY = `select coalesce(sum(s.balance) filter (where a.class = 'cash'), 0)::bigint as cash,
    coalesce(sum(s.balance) filter (where a.class = 'bank'), 0)::bigint as bank,
    coalesce(sum(s.balance) filter (where a.role = 'cheques'), 0)::bigint as cheques
  from accounts a join (
    select account_id, sum(debit::bigint) - sum(credit::bigint) as balance from journal_lines
    where tenant_id = $1 and account_id in (select id from accounts where tenant_id = $1 and (class is not null or role = 'cheques'))
    group by account_id) s on s.account_id = a.id
  where a.tenant_id = $1`;

const OWED = `select coalesce(sum(balance::bigint), 0)::bigint as to_collect, count(*)::integer as open_invoices,
    coalesce(sum(balance::bigint) filter (where due_date < $2), 0)::bigint as overdue,
    (count(*) filter (where due_date < $2))::integer as overdue_invoices
  from documents where tenant_id = $1 and kind = 'invoice' and balance > 0`;

export async function figuresOf(ctx: Context) {
  const today = todayOf(ctx);
  const [money] = await ctx.sql<Record<'cash' | 'bank' | 'cheques', Paise>>(MONEY);
  const [owed] = await ctx.sql<{ to_collect: Paise; open_invoices: number; overdue: Paise; overdue_invoices: number }>(
    OWED,
    [today],
  );
  const due = await nextDue(ctx);
  return {
    ...(money as NonNullable<typeof money>),
    ...(owed as NonNullable<typeof owed>),
    gst_due: due.map(({ form, period, due_on, gstin, status }) => ({
      ...{ name: form, period, date: due_on, gstin, is_late: status === 'late' },
    })),
  };
}

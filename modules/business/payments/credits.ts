/** What a customer has left with us: advances that settle nothing yet, and balances of credit notes. */
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Credit } from './payments.schema.ts';

const CREDITS = `select 'payments' as noun, id, number, date, unallocated as left, currency, exchange_rate from payments
    where tenant_id = $1 and party_id = $2 and unallocated > 0 and direction = 'in' and status = 'posted'
  union all
  select 'credit-notes', id, number, date, balance, currency, exchange_rate from documents
    where tenant_id = $1 and customer_id = $2 and kind = 'credit_note' and balance > 0
  order by 4, 2 limit 200`;

/** The oldest first. */
export const creditsOf = (ctx: Context, party_id: string): Promise<Credit[]> => ctx.sql<Credit>(CREDITS, [party_id]);

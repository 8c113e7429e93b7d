/** What a customer has left with us: advances that settle nothing yet, and balances of credit notes. */
import { getRecord } from '@tenantry/kernel/db/records.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { profileOf } from '@tenantry/kernel/tenancy/profile.ts';
import type { DocumentHead } from '../documents/documents.schema.ts';
import { invoiceRecord } from '../invoices/invoices.service.ts';
import type { Credit } from './payments.schema.ts';

/** `$3`: the invoice's GSTIN; `$4`: the organisation's own, of vouchers that do not say. What another taxed of an advance is not usable. */
const CREDITS = `select 'payments' as noun, id, number, date, unallocated as left,
    case when advance > 0 and coalesce(supplier_gstin, $4::text) is distinct from $3::text
      then unallocated::bigint - advance::bigint + adjusted::bigint else unallocated::bigint end as usable,
    case when advance > 0 then coalesce(supplier_gstin, $4::text) end as supplier_gstin, currency, exchange_rate from payments
    where tenant_id = $1 and party_id = $2 and unallocated > 0 and direction = 'in' and status = 'posted'
  union all
  select 'credit-notes', id, number, date, balance, balance, null, currency, exchange_rate from documents
    where tenant_id = $1 and customer_id = $2 and kind = 'credit_note' and balance > 0
  order by 4, 2 limit 200`;

/** What may settle an invoice, the oldest first, and what of it is another GSTIN's. */
export async function creditsFor(ctx: Context, ref: string): Promise<Credit[]> {
  const { customer_id, seller } = await getRecord<DocumentHead>(ctx, invoiceRecord, ref);
  const { gstin } = await profileOf(ctx.kernel, ctx.tenant);
  return ctx.sql<Credit>(CREDITS, [customer_id, seller?.gstin ?? null, gstin]);
}

/** Shipping bills as they are stored, and as the files for government read them. */
import { defineRecord } from '@tenantry/kernel/db/records.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Scope } from '../returns/periods.ts';
import { ShippingBill } from './shipping-bills.schema.ts';

export const billRecord = defineRecord({
  noun: 'shipping-bills',
  table: 'shipping_bills',
  schema: ShippingBill,
  number: 'number',
});

export type Bill = Pick<ShippingBill, 'number' | 'date' | 'port_code'>;

/** The bills that the returns of these days tell with their invoices, by document. */
export async function billsTold(
  ctx: Pick<Context, 'sql'>,
  { from, to, gstin }: Pick<Scope, 'from' | 'to' | 'gstin'>,
): Promise<Map<string, Bill>> {
  const rows = await ctx.sql<Bill & { document_id: string }>(
    `select s.document_id, s.number, s.date, s.port_code from shipping_bills s
       join documents d on d.tenant_id = $1 and d.id = s.document_id
     where s.tenant_id = $1 and s.amendment_id is null and d.date between $2 and $3 and d.seller ->> 'gstin' = $4`,
    [from, to, gstin],
  );
  return new Map(rows.map(({ document_id, ...bill }) => [document_id, bill]));
}

/** What customs answered for one invoice, as it is known today. */
export async function billOf(ctx: Pick<Context, 'sql'>, document_id: string): Promise<Bill | null> {
  const [row] = await ctx.sql<Bill>(
    `select number, date, port_code from shipping_bills where tenant_id = $1 and document_id = $2
     order by told_in nulls last limit 1`,
    [document_id],
  );
  return row ?? null;
}

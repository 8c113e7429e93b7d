/** The operators that are known: sales name them, and parties who collect tax are on record. */
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { EcommerceOperator } from './ecommerce-operators.schema.ts';

/** So many of the latest sales are looked through. */
const LATEST = 500;

const KNOWN = `select distinct on (gstin, pays_tax) gstin, name, pays_tax from (
    select d.ecommerce_operator ->> 'gstin' as gstin, d.ecommerce_operator ->> 'name' as name,
      (d.ecommerce_operator ->> 'pays_tax')::boolean as pays_tax, d.date
    from (select ecommerce_operator, date from documents where tenant_id = $1 and ecommerce_operator is not null
      order by date desc limit ${LATEST}) d
    union all
    (select gstin, name, false, '2017-07-01'::date from parties
      where tenant_id = $1 and kind = any('{customer,vendor}') and category = 'tax_collector' and is_active and gstin_valid order by name_key, id limit 50)
  ) x order by gstin, pays_tax, date desc`;

/** Each once for what he does, by name; at most 100. */
export async function listEcommerceOperators(ctx: Context): Promise<EcommerceOperator[]> {
  const found = await ctx.sql<EcommerceOperator>(KNOWN, []);
  return found.sort((a, b) => a.name.localeCompare(b.name)).slice(0, 100);
}

/** Demo records for each type of organisation: true to the trade, and synthetic in every number. */
import { gstinCheckDigit } from '@tenantry/india/gstin.ts';
import { type Row, updateRecord } from '@tenantry/kernel/db/records.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { clinicTrade, dentalTrade } from './demo/care.ts';
import { loadDemoSales } from './demo/sales.ts';
import { manufacturingTrade, tradingTrade } from './demo/trade.ts';
import { judgeNew, type Master, storeNew } from './masters/master.ts';
import { customers, vendors } from './parties/parties.service.ts';
import { priceLists, replacePrices } from './price-lists/price-lists.service.ts';
import { products } from './products/products.service.ts';

/** Name, city, state, PIN code, and the letter that tells the kind of holder in its PAN; without one it has no GSTIN. */
export type DemoParty = readonly [name: string, city: string, state: string, pincode: string, holder?: 'C' | 'F' | 'P'];

/** SKU, name, HSN or SAC, unit, category, sale price, purchase price, GST rate or treatment. */
export type DemoProduct = readonly [
  sku: string,
  name: string,
  hsn: string,
  unit: string,
  category: string,
  sale_price: number | null,
  purchase_price: number | null,
  tax: number | 'exempt' | 'nil_rated' | 'non_gst',
];

export interface DemoTrade {
  customers: readonly DemoParty[];
  vendors: readonly DemoParty[];
  products: readonly DemoProduct[];
}

const TRADES: Readonly<Record<string, DemoTrade>> = {
  dental_clinic: dentalTrade,
  clinic: clinicTrade,
  manufacturing: manufacturingTrade,
  business: tradingTrade,
};

/** A number of the right form and check digit that nobody holds: its PAN begins with ZZZ. */
function syntheticGstin(state: string, holder: string, name: string, serial: number): string {
  const initial = /[A-Z]/.exec(name.toUpperCase())?.[0] ?? 'A';
  const body = `${state}ZZZ${holder}${initial}${String(1000 + serial).slice(-4)}Z1Z`;
  return body + gstinCheckDigit(body);
}

/** Such as every town has. */
const STREETS = ['Station Road', 'Main Bazaar', 'Market Yard', 'Industrial Estate', 'Ring Road'];

function partyOf([name, city, state, pincode, holder]: DemoParty, serial: number): Row {
  const local = name
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .replace(/^-|-$/g, '');
  return {
    name,
    address_line1: `${3 + serial * 7} ${STREETS[serial % STREETS.length]}`,
    city,
    state,
    pincode,
    gstin: holder ? syntheticGstin(state, holder, name, serial) : null,
    contact_person: null,
    // 90000 0xxxx: nobody's, to be seen at a glance.
    phone: `90000${String(serial).padStart(5, '0')}`,
    email: `accounts@${local}.example`,
    terms_days: holder ? 30 : 0,
    credit_limit: holder ? 10_000_000 : null,
  };
}

function productOf([sku, name, hsn, unit, category, sale_price, purchase_price, tax]: DemoProduct): Row {
  const taxed = typeof tax === 'number' ? { tax_rate: tax } : { treatment: tax };
  const reorder_level = hsn.startsWith('99') ? null : 10;
  return { sku, name, hsn, unit, category, sale_price, purchase_price, reorder_level, ...taxed };
}

async function addAll(ctx: Context, master: Master, inputs: readonly Row[]): Promise<number> {
  const rows = inputs.map((input) => {
    const { values, faults } = judgeNew(ctx, master, input);
    if (faults.length > 0) throw new Error(`demo: ${input.name}: ${faults.map((fault) => fault.detail).join(' ')}`);
    return values;
  });
  return (await storeNew(ctx, master, rows)).length;
}

/**
 * Gives a tenant of that organisation type customers, vendors, products and what it sold; a type that is not known gets those of a trader.
 * A tenant that has products already is left as it is. Answers how many records were added.
 */
export async function loadBusinessDemo(ctx: Context, organization_type: string): Promise<number> {
  const [there] = await ctx.sql('select 1 from products where tenant_id = $1 limit 1');
  if (there) return 0;
  const trade = TRADES[organization_type] ?? tradingTrade;
  const added = [
    await addAll(
      ctx,
      customers,
      trade.customers.map((one, at) => partyOf(one, 100 + at)),
    ),
    await addAll(
      ctx,
      vendors,
      trade.vendors.map((one, at) => partyOf(one, 500 + at)),
    ),
    await addAll(ctx, products, trade.products.map(productOf)),
    await loadDemoSales(ctx),
  ];
  return added.reduce((sum, count) => sum + count, await addPrices(ctx));
}

/** A list for those who buy much: a tenth less, and more from ten on; the first customer has it. */
async function addPrices(ctx: Context): Promise<number> {
  const [list] = await storeNew(ctx, priceLists, [judgeNew(ctx, priceLists, { name: 'Wholesale' }).values]);
  const id = list?.id as string;
  const priced = await ctx.sql<{ id: string; sale_price: number }>(
    'select id, sale_price from products where tenant_id = $1 and sale_price > 0 order by id limit 6',
    [],
  );
  const part = (price: number, share: number): number => Math.round(price * share * 100) / 100;
  await replacePrices(
    ctx,
    id,
    priced.flatMap(({ id: product_id, sale_price }) => [
      { product_id, unit_price: part(sale_price, 0.9) },
      { product_id, unit_price: part(sale_price, 0.85), min_quantity: 10 },
    ]),
  );
  const [first] = await ctx.sql<{ id: string }>(
    `select id from parties where tenant_id = $1 and kind = 'customer' order by id limit 1`,
    [],
  );
  if (first) await updateRecord(ctx, customers.record, first.id, { price_list_id: id });
  return 1;
}

/** Products: numbering, twins, and what makes them a kind of master data. */
import { defineRecord, type Row } from '@tenantry/kernel/db/records.ts';
import { defineList } from '@tenantry/kernel/http/list.ts';
import { defineProblem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { ownValues } from '../gst-values/own.ts';
import { ownRates } from '../hsn-rates/hsn-rates.service.ts';
import type { Master, Twin } from '../masters/master.ts';
import { takeNumbers } from '../series/series.ts';
import { judgeProduct } from './products.rules.ts';
import { PRODUCT_KINDS, Product, ProductFields, TREATMENTS } from './products.schema.ts';

export const skuTaken = defineProblem('products.sku_taken', 409, 'Another product has this SKU.');
export const barcodeTaken = defineProblem('products.barcode_taken', 409, 'Another product has this barcode.');

export const productRecord = defineRecord({
  noun: 'products',
  table: 'products',
  schema: Product,
  limit: 'products',
  number: 'sku',
  number_column: 'sku_key',
  words: (row) => ['name', 'sku', 'barcode', 'hsn', 'category'].map((name) => row[name] as string | null),
});

export const productList = defineList({
  record: productRecord,
  filters: {
    kind: { kind: 'text', column: 'kind', one_of: PRODUCT_KINDS },
    barcode: 'text',
    hsn: 'text',
    treatment: { kind: 'text', column: 'treatment', one_of: TREATMENTS },
    category: 'text',
    is_active: 'boolean',
    created_at: 'instant',
    updated_at: 'instant',
  },
  sorts: {
    name: 'name_key',
    sku: 'sku_key',
    category: 'category_key',
    sale_price: 'price_key',
    created_at: 'created_at',
    updated_at: 'updated_at',
  },
  default_sort: 'name',
  search: true,
});

/** How names are compared for twins; the generated column `match_key` does the same. */
export function matchKeyOf(name: string): string {
  return asciiLower(name).replace(/[ \t.,;:\-_&/()'"]/g, '');
}

/** Lower case as collation "C" makes it: A to Z alone. */
export function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** `P-00001` and so on, past those that somebody typed himself. */
async function numberProducts(ctx: Context, rows: Row[]): Promise<void> {
  let open = rows.filter((row) => row.sku === null || row.sku === undefined);
  while (open.length > 0) {
    const first = await takeNumbers(ctx, 'products', open.length);
    for (const [index, row] of open.entries()) row.sku = `P-${String(first + index).padStart(5, '0')}`;
    const keys = open.map((row) => (row.sku as string).toLowerCase());
    const taken = new Set(
      (
        await ctx.sql<{ sku_key: string }>(
          'select sku_key from products where tenant_id = $1 and sku_key = any($2::text[])',
          [keys],
        )
      ).map((row) => row.sku_key),
    );
    const typed = new Set(rows.filter((row) => !open.includes(row)).map((row) => (row.sku as string).toLowerCase()));
    open = open.filter(
      (row) => taken.has((row.sku as string).toLowerCase()) || typed.has((row.sku as string).toLowerCase()),
    );
  }
}

async function findProductTwins(ctx: Context, values: Row, except: string | null): Promise<Twin[]> {
  const { name, sku, barcode } = values as Record<string, string | null | undefined>;
  const found = await ctx.sql<Record<'id' | 'name' | 'sku_key' | 'match_key', string> & { barcode: string | null }>(
    `select id, name, sku_key, match_key, barcode from products
     where tenant_id = $1 and (match_key = $2 or sku_key = $3 or barcode = $4) and id is distinct from $5::uuid
     order by id limit 5`,
    [name ? matchKeyOf(name) : null, sku ? asciiLower(sku) : null, barcode ?? null, except],
  );
  return found.map((twin) => ({
    id: twin.id,
    name: twin.name,
    by: [
      ...(name && twin.match_key === matchKeyOf(name) ? ['name'] : []),
      ...(sku && twin.sku_key === asciiLower(sku) ? ['sku'] : []),
      ...(barcode && twin.barcode === barcode ? ['barcode'] : []),
    ],
  }));
}

export const products: Master<'products', 'product'> = {
  noun: 'products',
  one: 'product',
  title: 'Product',
  record: productRecord,
  list: productList,
  fields: ProductFields,
  defaults: {
    kind: 'goods',
    sku: null,
    barcode: null,
    hsn: null,
    unit: null,
    sale_price: null,
    purchase_price: null,
    tax_rate: null,
    cess_rate: 0,
    treatment: 'taxable',
    category: null,
    reorder_level: null,
    description: null,
    is_active: true,
  },
  judge: judgeProduct,
  async read(ctx) {
    const [gst_values, hsn_rates] = await Promise.all([ownValues(ctx), ownRates(ctx)]);
    return { gst_values, hsn_rates };
  },
  number: numberProducts,
  twin_fields: ['name', 'sku', 'barcode'],
  findTwins: findProductTwins,
  constraints: {
    products_sku_key: { kind: skuTaken, pointer: '/sku', detail: 'Choose another SKU.' },
    products_barcode_key: { kind: barcodeTaken, pointer: '/barcode', detail: 'This barcode is in use.' },
  },
};

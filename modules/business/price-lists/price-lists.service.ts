/** Price lists and the prices in them, changed as a whole; and which of them a customer may have. */
import { executeAhead } from '@tenantry/kernel/db/handle.ts';
import { getRecord, lockRecord, type Row } from '@tenantry/kernel/db/records.ts';
import { defineList } from '@tenantry/kernel/http/list.ts';
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, type FieldError, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { isCurrency, RUPEES } from '../currencies/iso4217.ts';
import type { Fault, Judged, Master } from '../masters/master.ts';
import { customers } from '../parties/parties.service.ts';
import { priceListRecord } from './price-lists.record.ts';
import { type Entry, type EntryFields, type PriceList, PriceListFields } from './price-lists.schema.ts';
import type { Offer } from './pricing.ts';

const nameTaken = defineProblem('price-lists.name_taken', 409, 'Another price list has this name.');
const hasOne = defineProblem('price-lists.has_one', 409, 'This customer has a price list of his own in this currency.');

function judgePriceList(given: Row): Judged {
  const faults: Fault[] = [];
  if (!isCurrency(given.currency as string))
    faults.push({ pointer: '/currency', detail: 'There is no such currency; give its code, such as USD.' });
  return { values: given, faults, warnings: [] };
}

export const priceLists: Master<'price-lists', 'price_list'> = {
  noun: 'price-lists',
  one: 'price_list',
  title: 'Price list',
  record: priceListRecord,
  list: defineList({
    record: priceListRecord,
    filters: {
      is_active: 'boolean',
      currency: 'text',
      created_at: 'instant',
      updated_at: 'instant',
    },
    sorts: { name: 'name_key', created_at: 'created_at', updated_at: 'updated_at' },
    default_sort: 'name',
    search: true,
  }),
  fields: PriceListFields,
  defaults: { customer_id: null, currency: RUPEES, prices_include_tax: false, notes: null, is_active: true },
  judge: judgePriceList,
  // A vendor has the same kind of id.
  async number(ctx, rows) {
    for (const { customer_id } of rows) if (customer_id) await getRecord(ctx, customers.record, customer_id as string);
  },
  twin_fields: [],
  findTwins: async () => [],
  constraints: {
    price_lists_name_key: { kind: nameTaken, pointer: '/name', detail: 'Choose another name.' },
    price_lists_customer_key: { kind: hasOne, pointer: '/customer_id', detail: 'Change the list that he has.' },
    price_lists_customer_fkey: { kind: customers.record.notFound, pointer: '/customer_id' },
  },
};

export type Priced = PriceList & { entries: Entry[] };

const ENTRIES = `select e.entry, e.product_id, p.name as product_name, p.sku, p.unit, e.unit_price, e.min_quantity, e.valid_from, e.valid_to
  from price_list_entries e join products p on p.tenant_id = e.tenant_id and p.id = e.product_id
  where e.tenant_id = $1 and e.price_list_id = $2 order by e.entry`;

/** A list with its prices. Throws `price-lists.not_found`. */
export async function getPrices(ctx: Context, ref: string): Promise<Priced> {
  const list = await getRecord<PriceList>(ctx, priceListRecord, ref);
  return { ...list, entries: await ctx.sql<Entry>(ENTRIES, [list.id]) };
}

/** What is wrong with prices by themselves: two that say the same, days in the wrong order, products that are not there. */
async function faultsIn(ctx: Context, entries: readonly EntryFields[]): Promise<FieldError[]> {
  const faults: FieldError[] = [];
  const seen = new Set<string>();
  const rows = await ctx.sql<{ id: string }>('select id from products where tenant_id = $1 and id = any($2::uuid[])', [
    [...new Set(entries.map(({ product_id }) => product_id))],
  ]);
  const known = new Set(rows.map(({ id }) => id));
  for (const [index, { product_id, min_quantity = 0, valid_from, valid_to }] of entries.entries()) {
    const at = `/entries/${index}`;
    const key = [product_id.toLowerCase(), min_quantity, valid_from ?? ''].join(' ');
    if (!known.has(product_id.toLowerCase()))
      faults.push({ pointer: `${at}/product_id`, detail: 'There is no such product.' });
    if (seen.has(key))
      faults.push({
        pointer: `${at}/product_id`,
        detail: 'This product has a price from that quantity and day on already.',
      });
    seen.add(key);
    if (valid_from && valid_to && valid_to < valid_from)
      faults.push({ pointer: `${at}/valid_to`, detail: 'It ends before it begins.' });
  }
  return faults;
}

/** Puts these prices in the place of those that are there. Throws 422 with a pointer for each that is wrong. */
export async function replacePrices(
  ctx: Context,
  ref: string,
  entries: readonly EntryFields[],
  version?: number,
): Promise<Priced> {
  const list = (await lockRecord(ctx, priceListRecord, ref, version)) as PriceList;
  const errors = await faultsIn(ctx, entries);
  if (errors.length > 0) throw problem(ruleBroken, { errors });
  await executeAhead(ctx, 'delete from price_list_entries where tenant_id = $1 and price_list_id = $2', [list.id]);
  const rows = entries.map((entry, index) => ({ min_quantity: 0, ...entry, entry: index + 1 }));
  await executeAhead(
    ctx,
    `insert into price_list_entries (tenant_id, price_list_id, entry, product_id, unit_price, min_quantity, valid_from, valid_to)
     select $1::uuid, $2::uuid, x.* from jsonb_to_recordset($3::jsonb)
       as x(entry integer, product_id uuid, unit_price numeric, min_quantity numeric, valid_from date, valid_to date)`,
    [list.id, JSON.stringify(rows)],
  );
  await ctx.execute(
    'update price_lists set prices = $3, version = version + 1, updated_at = now() where tenant_id = $1 and id = $2',
    [list.id, rows.length],
  );
  ctx.audit({
    action: 'price-lists.price',
    subject: 'price-lists',
    subject_id: list.id,
    before: { prices: list.prices },
    after: { prices: rows.length },
  });
  return getPrices(ctx, list.id);
}

const OFFERS = `select l.id as price_list_id, l.customer_id is not null as is_own, l.currency, l.prices_include_tax,
    e.product_id, e.unit_price, e.min_quantity, e.valid_from, e.valid_to
  from price_list_entries e join price_lists l on l.tenant_id = e.tenant_id and l.id = e.price_list_id
  where e.tenant_id = $1 and e.product_id = any($2::uuid[]) and l.is_active
    and (l.customer_id = $3 or (l.customer_id is null
      and l.id = (select p.price_list_id from parties p where p.tenant_id = $1 and p.id = $3)))`;

/** The prices that the customer may have of these products. */
export async function offersFor(ctx: Context, customer_id: string, product_ids: readonly string[]): Promise<Offer[]> {
  return product_ids.length === 0 ? [] : ctx.sql<Offer>(OFFERS, [product_ids, customer_id]);
}

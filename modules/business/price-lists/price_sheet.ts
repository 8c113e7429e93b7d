/** The prices of a list as a sheet: written, and taken in as products and customers are, with a preview and errors by row. */
import { createHash } from 'node:crypto';
import { lockRecord, type Row } from '@tenantry/kernel/db/records.ts';
import type { Sheet } from '@tenantry/kernel/http/route.ts';
import { Line, Nullable } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import Type from 'typebox';
import type { Titles } from '../imports/imports.mapping.ts';
import type { Candidate } from '../imports/imports.rows.ts';
import type { ImportResult } from '../imports/imports.schema.ts';
import type { Change } from '../imports/imports.service.ts';
import { importSheet, onePage, type SheetKind, sheetColumns, type Verdict } from '../imports/imports.sheet.ts';
import { changed, type Undoing } from '../imports/imports.undo.ts';
import { priceListRecord } from './price-lists.record.ts';
import { type Entry, EntryFields, MOST_ENTRIES } from './price-lists.schema.ts';
import { getPrices, replacePrices } from './price-lists.service.ts';

const { product_id: _, ...own } = EntryFields.properties;
/** A row names its product by SKU, or by its name. */
const FIELDS = Type.Object({
  sku: Type.Optional(Nullable(Line(40))),
  name: Type.Optional(Nullable(Line(200))),
  ...own,
});

/** The first of each stands in the file that is written. */
const TITLES: Titles = {
  sku: ['SKU', 'Item code', 'Code', 'Part number'],
  name: ['Item', 'Product', 'Item name', 'Product name', 'Name', 'Description'],
  unit_price: ['Price', 'Unit price', 'Rate', 'Selling price'],
  min_quantity: ['From quantity', 'Minimum quantity', 'Min qty', 'Quantity'],
  valid_from: ['Valid from', 'From', 'From date', 'Starts'],
  valid_to: ['Valid to', 'To', 'Until', 'To date', 'Ends'],
};
const COLUMNS = sheetColumns(TITLES);
const prices: SheetKind = { noun: 'price-lists', fields: FIELDS, titles: TITLES, words: {} };

const SAMPLES: Row[] = [
  { sku: 'BOLT-8', name: 'Hexagonal bolt M8', unit_price: 90, min_quantity: 0, valid_from: null, valid_to: null },
  {
    sku: 'BOLT-8',
    name: 'Hexagonal bolt M8',
    unit_price: 84.5,
    min_quantity: 100,
    valid_from: '2026-04-01',
    valid_to: null,
  },
];

type Format = 'csv' | 'xlsx';

/** A file to fill in, with rows that show how. */
export const priceTemplate = (format: Format): Sheet => ({
  ...{ name: 'price-list-template', format, columns: COLUMNS, pages: onePage(SAMPLES) },
});

/** The prices of a list, in the form in which they are taken in again. */
export async function priceSheet(ctx: Context, ref: string, format: Format): Promise<Sheet> {
  const { name, entries } = await getPrices(ctx, ref);
  const rows = entries.map(({ product_name, ...entry }) => ({ ...entry, name: product_name }));
  return {
    name: `price-list-${name.replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '-')}`,
    format,
    columns: COLUMNS,
    pages: onePage(rows),
  };
}

interface Known {
  id: string;
  sku: string;
  name: string;
}

const PRODUCTS = `select id, sku_key as sku, name_key as name from products
  where tenant_id = $1 and (sku_key = any($2::text[]) or name_key = any($3::text[])) order by id limit 20000`;

/** As the key columns have it: collation "C" knows A to Z alone. */
const fold = (text: unknown): string => String(text ?? '').replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** The product that a row means, or why it is none. */
type Meant = { id: string } | { fault: string; pointer: string };

/** By SKU, the one; by name, where no other has it. */
async function finderOf(ctx: Context, rows: readonly Candidate[]): Promise<(input: Row) => Meant> {
  const all = (name: string): string[] => [
    ...new Set(rows.flatMap(({ input }) => (input[name] ? [fold(input[name])] : []))),
  ];
  const known = await ctx.sql<Known>(PRODUCTS, [all('sku'), all('name')]);
  const bySku = new Map(known.map((one) => [one.sku, one.id]));
  const byName = Map.groupBy(known, ({ name }) => name);
  return ({ sku, name }) => {
    if (sku) {
      const id = bySku.get(fold(sku));
      return id ? { id } : { fault: 'There is no item with this SKU.', pointer: '/sku' };
    }
    if (!name) return { fault: 'Say which item, by SKU or name.', pointer: '/sku' };
    const [first, ...more] = byName.get(fold(name)) ?? [];
    if (!first) return { fault: 'There is no item with this name.', pointer: '/name' };
    return more.length > 0
      ? { fault: 'Several items have this name; give the SKU.', pointer: '/name' }
      : { id: first.id };
  };
}

type Price = Pick<Entry, 'product_id' | 'unit_price' | 'min_quantity' | 'valid_from' | 'valid_to'>;

/** Of one product, quantity and first day there is one price. */
const keyOf = ({ product_id, min_quantity, valid_from }: Price): string =>
  `${product_id} ${min_quantity} ${valid_from ?? ''}`;

const isSame = (one: Price, other: Price): boolean =>
  one.unit_price === other.unit_price && one.valid_to === other.valid_to;

/**
 * Takes prices into a list: new ones are added, those of the same product, quantity and first day stay, or are changed with
 * `on_duplicate: update`. A preview stores nothing. Throws `imports.rows_invalid`, `imports.no_columns`, `price-lists.not_found`.
 */
export async function importPrices(ctx: Context, ref: string, raw: Row): Promise<ImportResult> {
  const list = await getPrices(ctx, ref);
  return importSheet(ctx, prices, raw, async ({ candidates, on_duplicate }) => {
    const find = await finderOf(ctx, candidates);
    const kept = new Map<string, Price>(list.entries.map((entry) => [keyOf(entry), entry]));
    const seen = new Map<string, number>();
    const verdicts = candidates.map(({ row, input }): Verdict => {
      const fault = (pointer: string, detail: string): Verdict => ({ row, faults: [{ pointer, detail }] });
      const meant = find(input);
      if ('fault' in meant) return fault(meant.pointer, meant.fault);
      const said = input as unknown as Omit<Price, 'product_id'>;
      const { unit_price, min_quantity = 0, valid_from = null, valid_to = null } = said;
      const price: Price = { product_id: meant.id, unit_price, min_quantity, valid_from, valid_to };
      const key = keyOf(price);
      const earlier = seen.get(key);
      if (earlier !== undefined) return fault('/sku', `This is the same as row ${earlier}.`);
      seen.set(key, row.number);
      if (valid_from && valid_to && valid_to < valid_from) return fault('/valid_to', 'It ends before it begins.');
      const before = kept.get(key);
      if (before && (on_duplicate !== 'update' || isSame(before, price))) return { row, does: 'skip' };
      kept.set(key, price);
      return { row, does: before ? 'update' : 'create' };
    });
    const whole =
      kept.size > MOST_ENTRIES ? `A list holds ${MOST_ENTRIES} prices; this would make it ${kept.size}.` : null;
    const store = async (): Promise<Change[]> => {
      const after = await replacePrices(ctx, list.id, pricesOf([...kept.values()]), list.version);
      const before: Former = { entries: pricesOf(list.entries), taken: printOf(after.entries) };
      return [{ record_id: list.id, record_version: after.version, before: { ...before } }];
    };
    return { verdicts, whole, store };
  });
}

const pricesOf = (entries: readonly Price[]): Price[] =>
  entries.map(({ product_id, unit_price, min_quantity, valid_from, valid_to }) => ({
    ...{ product_id, unit_price, min_quantity, valid_from, valid_to },
  }));

/** The same prices in the same order have the same print; another name of the list changes nothing. */
const printOf = (entries: readonly Price[]): string =>
  createHash('sha256')
    .update(JSON.stringify(pricesOf(entries)))
    .digest('hex');

/** What is kept of a list: its prices before the file, and the print of those after it. */
interface Former {
  entries: Price[];
  taken: string;
}

/** A file of prices is taken back as a whole, while they are as it left them. */
export const priceFiles: Undoing = {
  noun: 'price-lists',
  permission: 'price-lists.write',
  async takeBack(ctx, import_id) {
    const [change] = await ctx.sql<{ record_id: string; before: Former }>(
      'select record_id, before from import_changes where tenant_id = $1 and import_id = $2',
      [import_id],
    );
    const { record_id, before } = change as { record_id: string; before: Former };
    await lockRecord(ctx, priceListRecord, record_id, undefined);
    const { id, name, entries } = await getPrices(ctx, record_id);
    if (printOf(entries) !== before.taken)
      throw changed(`The prices of ${name} have been changed since.`, [{ id, name }]);
    await replacePrices(ctx, id, before.entries);
  },
};

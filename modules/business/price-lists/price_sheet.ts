/** The prices of a list as a sheet: written, and taken in as products and customers are, with a preview and errors by row. */
import { createHash } from 'node:crypto';
import { lockRecord, type Row } from '@tenantry/kernel/db/records.ts';
import { invalidInput } from '@tenantry/kernel/http/problems.ts';
import type { Sheet } from '@tenantry/kernel/http/route.ts';
import { problem } from '@tenantry/kernel/problems/problem.ts';
import { Line, Nullable } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import Type from 'typebox';
import { correctTable } from '../imports/imports.corrections.ts';
import { readTable, type Titles } from '../imports/imports.mapping.ts';
import { type Candidate, readRows, tellerOf } from '../imports/imports.rows.ts';
import type { ImportResult, RowError } from '../imports/imports.schema.ts';
import { keepImport, mappingOf, noNameColumn, readImport, rowsInvalid } from '../imports/imports.service.ts';
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
const COLUMNS = Object.keys(TITLES).map((key) => ({ key, title: TITLES[key]?.[0] as string }));

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

async function* page(rows: Row[]): AsyncGenerator<Row[]> {
  yield rows;
}

type Format = 'csv' | 'xlsx';

/** A file to fill in, with rows that show how. */
export const priceTemplate = (format: Format): Sheet => ({
  ...{ name: 'price-list-template', format, columns: COLUMNS, pages: page(SAMPLES) },
});

/** The prices of a list, in the form in which they are taken in again. */
export async function priceSheet(ctx: Context, ref: string, format: Format): Promise<Sheet> {
  const { name, entries } = await getPrices(ctx, ref);
  const rows = entries.map(({ product_name, ...entry }) => ({ ...entry, name: product_name }));
  return {
    name: `price-list-${name.replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '-')}`,
    format,
    columns: COLUMNS,
    pages: page(rows),
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
  const {
    sheet,
    mapping,
    corrections,
    mode = 'preview',
    on_duplicate = 'skip',
    skip_errors,
    file_name,
  } = await readImport(ctx, raw);
  const list = await getPrices(ctx, ref);
  const { table: asRead, faults } = readTable(sheet, FIELDS, TITLES, mapping);
  if (faults.length > 0) throw problem(invalidInput, { errors: faults });
  const table = correctTable(asRead, corrections);
  if (table.fields.every((field) => field === null))
    throw problem(noNameColumn, { detail: `The file has the columns ${table.titles.join(', ').slice(0, 500)}.` });
  const tell = tellerOf(table);
  const { candidates, bad } = readRows(ctx, { fields: FIELDS }, { words: {} }, table, tell);
  const errors: RowError[] = bad.flatMap((one) => one.errors);
  const find = await finderOf(ctx, candidates);
  const kept = new Map<string, Price>(list.entries.map((entry) => [keyOf(entry), entry]));
  const seen = new Map<string, number>();
  const count = { created: 0, updated: 0, skipped: 0 };
  for (const { row, input } of candidates) {
    const meant = find(input);
    if ('fault' in meant) {
      errors.push(tell(row, meant.pointer, meant.fault));
      continue;
    }
    const {
      unit_price,
      min_quantity = 0,
      valid_from = null,
      valid_to = null,
    } = input as unknown as Omit<Price, 'product_id'>;
    const price: Price = { product_id: meant.id, unit_price, min_quantity, valid_from, valid_to };
    const key = keyOf(price);
    const before = kept.get(key);
    if (seen.has(key)) errors.push(tell(row, '/sku', `This is the same as row ${seen.get(key)}.`));
    else if (valid_from && valid_to && valid_to < valid_from)
      errors.push(tell(row, '/valid_to', 'It ends before it begins.'));
    else if (before && (on_duplicate !== 'update' || isSame(before, price))) count.skipped++;
    else {
      count[before ? 'updated' : 'created']++;
      kept.set(key, price);
    }
    if (!seen.has(key)) seen.set(key, row.number);
  }
  if (kept.size > MOST_ENTRIES) {
    const last = candidates.at(-1) as Candidate;
    errors.push(tell(last.row, '', `A list holds ${MOST_ENTRIES} prices; this would make it ${kept.size}.`));
  }
  errors.sort((one, other) => one.row - other.row);
  const result: ImportResult = {
    ...{ import_id: null, mode },
    columns: table.titles.map((column, at) => ({ column, field: table.fields[at] ?? null, sample: null })),
    row_count: candidates.length + bad.length,
    ...{ created_count: count.created, updated_count: count.updated, skipped_count: count.skipped },
    error_count: new Set(errors.map(({ row }) => row)).size,
    ...{ errors, warning_count: 0, warnings: [] },
    rows: candidates.slice(0, 10).map(({ input }) => input),
  };
  if (mode === 'preview') return result;
  if (errors.length > 0 && (!skip_errors || kept.size > MOST_ENTRIES))
    throw problem(rowsInvalid, {
      detail: `${result.error_count} of ${result.row_count} rows cannot be taken.`,
      errors: errors.slice(0, 50).map(({ row, field, detail }) => ({ pointer: `/rows/${row}/${field ?? ''}`, detail })),
      extra: { result },
    });
  const after = await replacePrices(ctx, list.id, pricesOf([...kept.values()]), list.version);
  const before: Former = { entries: pricesOf(list.entries), taken: printOf(after.entries) };
  const batch = { noun: 'price-lists', file_name, on_duplicate, mapping: mappingOf(table) };
  result.import_id = await keepImport(ctx, batch, result, [
    { record_id: list.id, record_version: after.version, before: { ...before } },
  ]);
  return result;
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

/** Rates of codes as a file: written, and taken in with a preview and faults by cell; a file is taken back as a whole. */
import { insertRecords, type Row } from '@tenantry/kernel/db/records.ts';
import { updateRecords } from '@tenantry/kernel/db/records_many.ts';
import type { Sheet } from '@tenantry/kernel/http/route.ts';
import { Line } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import Type from 'typebox';
import { ownAlone } from '../dated/dated.service.ts';
import { ownValues } from '../gst-values/own.ts';
import type { ImportResult } from '../imports/imports.schema.ts';
import { type Change, formerOf } from '../imports/imports.service.ts';
import { importSheet, onePage, type SheetKind, sheetColumns, type Verdict } from '../imports/imports.sheet.ts';
import { undoingOf } from '../imports/imports.undo.ts';
import { productSheet } from '../products/products.import.ts';
import { type HsnRate, HsnRateFields } from './hsn-rates.schema.ts';
import { completeRate, hsnRateRecord, judgeRate, listRates, ratesByCode } from './hsn-rates.service.ts';

export const TITLES = {
  hsn: ['HSN/SAC', ...(productSheet.titles.hsn ?? []), 'Chapter', 'Heading', 'Tariff item'],
  description: ['Description', 'Description of goods', 'What', 'Particulars', 'Name', 'विवरण', 'क्या'],
  valid_from: [
    'From',
    'Valid from',
    'With effect from',
    'w.e.f.',
    'Effective from',
    'Effective date',
    'Date',
    'From date',
    'कब से',
  ],
  treatment: productSheet.titles.treatment ?? [],
  tax_rate: ['GST %', ...(productSheet.titles.tax_rate ?? []), 'Rate', 'Rate %', 'दर'],
  cess_rate: productSheet.titles.cess_rate ?? [],
  above_price: ['Above price', 'Above a price of', 'Price limit', 'Dearer than', 'इस दर से ऊपर'],
  above_rate: ['GST % above it', 'GST above it', 'Rate above it', 'उससे ऊपर GST'],
};

/** As people write codes: `6109.10`, or 401 where a program dropped the nought of 0401. */
const hsn = Line(12, { 'x-hint': 'Give the first 2, 4, 6 or 8 digits of the code.', pattern: '^[0-9][0-9 .]*$' });
const sheet: SheetKind = {
  noun: 'hsn-rates',
  fields: Type.Object({ ...HsnRateFields.properties, hsn }),
  titles: TITLES,
  words: { treatment: productSheet.words.treatment ?? {} },
};

/** The digits of a code; those of a heading are always pairs. */
function digitsOf(written: string): string {
  const digits = written.replace(/[ .]/g, '');
  return digits.length % 2 ? `0${digits}` : digits;
}

type Format = 'csv' | 'xlsx';

/** A file to fill in, with rows that show how. */
export const rateTemplate = (format: Format): Sheet => ({
  name: 'hsn-rates-template',
  format,
  columns: sheetColumns(TITLES),
  pages: onePage([
    {
      ...{ hsn: '6815', description: 'Fly-ash bricks', valid_from: '2025-09-22', treatment: 'taxable', tax_rate: 12 },
    },
    {
      ...{ hsn: '4202', description: 'Bags', valid_from: '2026-04-01', treatment: 'taxable', tax_rate: 5 },
      ...{ above_price: 250_000, above_rate: 18 },
    },
    { hsn: '0401', description: 'Fresh milk', valid_from: '2017-07-01', treatment: 'exempt' },
  ]),
});

/** What the page lists, in the form in which it is taken in again; who set an entry and what it does today stand behind. */
export async function rateSheet(ctx: Context, q: string | undefined, format: Format): Promise<Sheet> {
  const rows = await listRates(ctx, q === undefined ? {} : { q });
  const columns = [...sheetColumns(TITLES), { key: 'is_own', title: 'Own' }, { key: 'standing', title: 'Today' }];
  return { name: 'hsn-rates', format, columns, pages: onePage(rows) };
}

const FIGURES = ['treatment', 'tax_rate', 'cess_rate', 'above_price', 'above_rate'] as const;
const isSame = (one: HsnRate, other: HsnRate, names: readonly (keyof HsnRate)[]): boolean =>
  names.every((name) => one[name] === other[name]);
const keyOf = ({ hsn: code, valid_from }: Pick<HsnRate, 'hsn' | 'valid_from'>): string => `${code} ${valid_from}`;

/**
 * Takes rates in: new ones are added, those of the same code and day stay, or are changed with `on_duplicate: update`; what the
 * product says of that day anyway is passed over. A column that the file does not have leaves what is there. A preview stores
 * nothing. Throws `imports.rows_invalid`, `imports.no_columns`.
 */
export async function importRates(ctx: Context, raw: Row): Promise<ImportResult> {
  return importSheet(ctx, sheet, raw, async ({ candidates, table, on_duplicate }) => {
    const own = await ownAlone(ctx, ratesByCode);
    const { rates: slabs } = await ownValues(ctx);
    const known = new Map(own.map((one) => [keyOf(one), one]));
    const shipped = new Map(ratesByCode.shipped.map((one) => [keyOf(one), one]));
    const seen = new Map<string, number>();
    const created: HsnRate[] = [];
    const changes = new Map<string, HsnRate>();
    const verdicts = candidates.map(({ row, input }): Verdict => {
      const said = input as unknown as HsnRateFields;
      const key = keyOf({ ...said, hsn: digitsOf(said.hsn) });
      const before = known.get(key);
      const left = Object.entries(before ?? {}).filter(([name]) => name in TITLES && !table.fields.includes(name));
      const given: HsnRateFields = { ...Object.fromEntries(left), ...said, hsn: digitsOf(said.hsn) };
      const rate = completeRate(given);
      const faults = judgeRate(rate, given, slabs);
      const earlier = seen.get(key);
      if (earlier !== undefined) faults.push({ pointer: '/hsn', detail: `This is the same as row ${earlier}.` });
      else seen.set(key, row.number);
      if (faults.length > 0) return { row, faults };
      const usual = shipped.get(key);
      if (
        before
          ? on_duplicate !== 'update' || isSame(before, rate, [...FIGURES, 'description'])
          : usual && isSame(usual, rate, FIGURES)
      )
        return { row, does: 'skip' };
      if (before) changes.set(before.id, rate);
      else created.push(rate);
      return { row, does: before ? 'update' : 'create' };
    });
    const all = own.length + created.length;
    const { most } = ratesByCode;
    return {
      verdicts,
      whole: all > most ? `An organisation sets at most ${most} rates; this would make it ${all}.` : null,
      store: () => store(ctx, created, changes),
    };
  });
}

async function store(
  ctx: Context,
  created: readonly HsnRate[],
  changes: ReadonlyMap<string, HsnRate>,
): Promise<Change[]> {
  const { select, table } = hsnRateRecord;
  const befores = await ctx.sql<Row & { id: string }>(
    `select ${select} from ${table} where tenant_id = $1 and id = any($2::uuid[])`,
    [[...changes.keys()]],
  );
  const updates = befores.map((before) => ({ before, changes: { ...changes.get(before.id) } as Row }));
  const formers = new Map(updates.map(({ before, changes: after }) => [before.id, formerOf(before, after)]));
  const made = await insertRecords<Row>(
    ctx,
    hsnRateRecord,
    created.map((rate) => ({ ...rate })),
    'import',
  );
  const changed = await updateRecords<Row>(ctx, hsnRateRecord, updates, 'import');
  return [...made, ...changed].map(({ id, version }) => ({
    record_id: id as string,
    record_version: version as number,
    before: formers.get(id as string) ?? null,
  }));
}

/** A file is taken back as a whole while nobody has changed its rates. */
export const rateFiles = undoingOf({ noun: 'hsn-rates', record: hsnRateRecord }, 'hsn');

/** The endpoints of price lists: the lists as all masters, and the prices in one, changed as a whole. */

import { getRecord, type Row } from '@tenantry/kernel/db/records.ts';
import { route } from '@tenantry/kernel/http/route.ts';
import { Ref } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { ImportFields, ImportResult } from '../imports/imports.schema.ts';
import { noNameColumn, rowsInvalid } from '../imports/imports.service.ts';
import { masterRoutes } from '../masters/masters.routes.ts';
import { importPrices, priceSheet, priceTemplate } from './price_sheet.ts';
import { Entry, EntryFields, MOST_ENTRIES, PriceList, PriceListFields } from './price-lists.schema.ts';
import { getPrices, priceLists, replacePrices } from './price-lists.service.ts';

const price_list = Ref('price-lists');
const Priced = Type.Object({ ...PriceList.properties, entries: Type.Array(Entry) });
const base = { scope: 'tenant' as const, path: '/price-lists/{price_list}/prices' as const, output: Priced };
const problems = [priceLists.record.notFound];

const format = Type.Optional(Type.Unsafe<'csv' | 'xlsx'>({ type: 'string', enum: ['csv', 'xlsx'] }));
const strict = { additionalProperties: false };

export const priceListRoutes = [
  ...masterRoutes(priceLists, PriceList, PriceListFields),
  route({
    scope: 'tenant',
    name: 'price-lists.price_sheet',
    method: 'GET',
    path: '/price-lists/{price_list}/prices/sheet',
    permission: 'price-lists.export',
    summary: 'The prices of a list as CSV or XLSX, as they are taken in again.',
    input: Type.Object({ price_list, format }, strict),
    output: Type.Object({}),
    message: 'Prices',
    problems,
    run: async (ctx, input) => ({ sheet: await priceSheet(ctx, input.price_list, input.format ?? 'csv') }),
  }),
  route({
    scope: 'tenant',
    name: 'price-lists.price_template',
    method: 'GET',
    path: '/price-lists/{price_list}/prices/import/template',
    permission: 'price-lists.write',
    summary: 'A file to fill in, with rows that show how.',
    input: Type.Object({ price_list, format }, strict),
    output: Type.Object({}),
    message: 'Template',
    problems,
    run: async (ctx, input) => {
      await getRecord(ctx, priceLists.record, input.price_list);
      return { sheet: priceTemplate(input.format ?? 'csv') };
    },
  }),
  route({
    scope: 'tenant',
    name: 'price-lists.import_prices',
    method: 'POST',
    path: '/price-lists/{price_list}/prices/import',
    permission: 'price-lists.write',
    summary:
      'Takes prices into a list from a CSV or XLSX file, or from rows as JSON; a preview tells what would happen, and an import can be taken back.',
    input: Type.Object({ price_list, ...ImportFields.properties }, strict),
    output: ImportResult,
    message: 'Prices read',
    upload_mb: 10,
    unaudited: 'a preview stores nothing; the list audits its prices',
    problems: [...problems, rowsInvalid, noNameColumn],
    run: (ctx, input) => {
      const { price_list: ref, ...sent } = input as Row;
      return importPrices(ctx, ref as string, sent);
    },
  }),
  route({
    ...base,
    name: 'price-lists.prices',
    method: 'GET',
    permission: 'price-lists.read',
    summary: 'The list with its prices.',
    input: Type.Object({ price_list }, { additionalProperties: false }),
    message: 'Prices',
    problems,
    run: (ctx, input) => getPrices(ctx, input.price_list),
  }),
  route({
    ...base,
    name: 'price-lists.price',
    method: 'PUT',
    permission: 'price-lists.write',
    summary: 'Puts these prices in the place of those that are in the list.',
    input: Type.Object(
      {
        price_list,
        entries: Type.Array(EntryFields, { maxItems: MOST_ENTRIES }),
        version: Type.Optional(Type.Integer({ minimum: 1, description: 'The version you saw; also as If-Match.' })),
      },
      { additionalProperties: false },
    ),
    message: 'Prices stored',
    problems,
    run: (ctx, { price_list: ref, entries, version }) => replacePrices(ctx, ref, entries, version),
  }),
];

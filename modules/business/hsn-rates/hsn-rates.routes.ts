/** The endpoints of the rates of HSN and SAC codes. */
import type { Row } from '@tenantry/kernel/db/records.ts';
import { route } from '@tenantry/kernel/http/route.ts';
import Type from 'typebox';
import { ImportFields, ImportResult } from '../imports/imports.schema.ts';
import { noNameColumn, rowsInvalid } from '../imports/imports.service.ts';
import { Asked, HsnRateFields, hsn_rate, ListedRate } from './hsn-rates.schema.ts';
import { hsnRateRecord, listRates, removeRate, setRate, tooMany } from './hsn-rates.service.ts';
import { importRates, rateSheet, rateTemplate } from './rate_sheet.ts';

const scope = 'tenant' as const;
const strict = { additionalProperties: false };
const format = Type.Optional(Type.Unsafe<'csv' | 'xlsx'>({ type: 'string', enum: ['csv', 'xlsx'] }));

export const hsnRateRoutes = [
  route({
    scope,
    name: 'hsn-rates.list',
    method: 'GET',
    path: '/hsn-rates',
    permission: 'hsn-rates.read',
    summary:
      'Rates by HSN and SAC code with their dates: those that come with the product, and the organisation’s own.',
    input: Asked,
    output: Type.Array(ListedRate),
    message: 'Rates',
    run: (ctx, input) => listRates(ctx, input),
  }),
  route({
    scope,
    name: 'hsn-rates.set',
    method: 'POST',
    path: '/hsn-rates',
    permission: 'hsn-rates.write',
    summary: 'Sets the rate of a code from a day on.',
    input: HsnRateFields,
    output: ListedRate,
    status: 201,
    message: 'Rate set',
    problems: [tooMany],
    run: (ctx, input) => setRate(ctx, input),
  }),
  route({
    scope,
    name: 'hsn-rates.remove',
    method: 'DELETE',
    path: '/hsn-rates/{hsn_rate}',
    permission: 'hsn-rates.write',
    summary: 'Takes an own rate back; what comes with the product counts again.',
    input: Type.Object({ hsn_rate }, strict),
    output: ListedRate,
    message: 'Rate taken back',
    problems: [hsnRateRecord.notFound],
    run: (ctx, { hsn_rate: ref }) => removeRate(ctx, ref),
  }),
  route({
    scope,
    name: 'hsn-rates.export',
    method: 'GET',
    path: '/hsn-rates/export',
    permission: 'hsn-rates.export',
    summary: 'The rates that are listed as CSV or XLSX, as they are taken in again.',
    input: Type.Object({ q: Type.Optional(Asked.properties.q), format }, strict),
    output: ListedRate,
    list: true,
    message: 'Rates',
    run: async (ctx, { q, format: wanted }) => ({ sheet: await rateSheet(ctx, q, wanted ?? 'csv') }) as never,
  }),
  route({
    scope,
    name: 'hsn-rates.import_template',
    method: 'GET',
    path: '/hsn-rates/import/template',
    permission: 'hsn-rates.import',
    summary: 'A file to fill in, with rows that show how.',
    input: Type.Object({ format }, strict),
    output: HsnRateFields,
    list: true,
    message: 'Template',
    run: async (_ctx, { format: wanted }) => ({ sheet: rateTemplate(wanted ?? 'csv') }) as never,
  }),
  route({
    scope,
    name: 'hsn-rates.import',
    method: 'POST',
    path: '/hsn-rates/import',
    permission: 'hsn-rates.import',
    summary:
      'Takes own rates from a CSV or XLSX file, or from rows as JSON; a preview tells what would happen, and an import can be taken back.',
    input: ImportFields,
    output: ImportResult,
    message: 'Rates read',
    upload_mb: 10,
    unaudited: 'a preview stores nothing; a batch audits each record',
    problems: [rowsInvalid, noNameColumn],
    run: (ctx, input) => importRates(ctx, input as Row),
  }),
] as const;

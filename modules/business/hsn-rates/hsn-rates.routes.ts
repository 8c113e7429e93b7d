/** The endpoints of the rates of HSN and SAC codes. */
import { route } from '@tenantry/kernel/http/route.ts';
import Type from 'typebox';
import { Asked, HsnRateFields, hsn_rate, ListedRate } from './hsn-rates.schema.ts';
import { hsnRateRecord, listRates, removeRate, setRate, tooMany } from './hsn-rates.service.ts';

const scope = 'tenant' as const;

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
    input: Type.Object({ hsn_rate }, { additionalProperties: false }),
    output: ListedRate,
    message: 'Rate taken back',
    problems: [hsnRateRecord.notFound],
    run: (ctx, { hsn_rate: ref }) => removeRate(ctx, ref),
  }),
] as const;

/** The endpoints of dated rates and limits of GST. */
import { route } from '@tenantry/kernel/http/route.ts';
import { Ref } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { GstValue, strict, ValueFields } from './gst-values.schema.ts';
import { listValues, removeValue, setValue, tooMany, valueRecord } from './gst-values.service.ts';

const scope = 'tenant' as const;

export const gstValueRoutes = [
  route({
    scope,
    name: 'gst-values.list',
    method: 'GET',
    path: '/gst-values',
    permission: 'gst-values.read',
    summary:
      'Rates of GST and values from which a rule counts, each from a day on, the product’s and the organisation’s: what began last counts.',
    input: Type.Object({}, strict),
    output: Type.Array(GstValue),
    message: 'Rates and limits',
    run: (ctx) => listValues(ctx),
  }),
  route({
    scope,
    name: 'gst-values.set',
    method: 'PUT',
    path: '/gst-values',
    permission: 'gst-values.write',
    summary: 'Sets one from a day on, as a notification says that no release knows yet. What is issued stays as it is.',
    input: ValueFields,
    output: GstValue,
    message: 'Set',
    problems: [tooMany],
    run: (ctx, input) => setValue(ctx, input),
  }),
  route({
    scope,
    name: 'gst-values.delete',
    method: 'DELETE',
    path: '/gst-values/{gst_value}',
    permission: 'gst-values.write',
    summary: 'Takes one back that the organisation set; what the product knows counts again.',
    input: Type.Object({ gst_value: Ref('gst-values') }, strict),
    output: GstValue,
    message: 'Taken back',
    problems: [valueRecord.notFound],
    run: (ctx, { gst_value }) => removeValue(ctx, gst_value),
  }),
] as const;

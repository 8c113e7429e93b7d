/** The endpoints of the returns. */
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import { OneOf } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { notRegistered } from '../gst-registrations/gst-registrations.service.ts';
import { mayExport } from '../masters/masters.routes.ts';
import { listFindings } from './findings.ts';
import { makeGstr1 } from './gstr1.ts';
import { makeGstr3b } from './gstr3b.ts';
import { Behind, BOXES, Box, Finding, Gstin, Gstr1, Gstr3b, Period, SectionSum } from './returns.schema.ts';
import { behind, listBoxes, listSections, SECTIONS, workSheet } from './returns.service.ts';
import { scopeOf } from './scope.ts';

const strict = { additionalProperties: false };
const base = { method: 'GET' as const, scope: 'tenant' as const, permission: 'gst.read', problems: [notRegistered] };
const asked = Type.Object({ period: Period, gstin: Gstin }, strict);
/** As many rows as a screen shows; the rest is in the file. */
const SHOWN = 1000;

export const returnRoutes: AnyRoute[] = [
  route({
    ...base,
    name: 'gst.gstr1',
    path: '/gst/gstr1',
    transaction: 'snapshot',
    summary: 'GSTR-1 of a month or a quarter, or the IFF between, as the portal’s offline tool reads it.',
    input: asked,
    output: Gstr1,
    message: 'GSTR-1',
    run: async (ctx, input) => makeGstr1(ctx, await scopeOf(ctx, 'gstr1', input)),
  }),
  route({
    ...base,
    name: 'gst.gstr3b',
    path: '/gst/gstr3b',
    transaction: 'snapshot',
    summary: 'GSTR-3B of a month or a quarter; the part of purchases is not there yet.',
    input: asked,
    output: Gstr3b,
    message: 'GSTR-3B',
    run: async (ctx, input) => makeGstr3b(ctx, await scopeOf(ctx, 'gstr3b', input)),
  }),
  route({
    ...base,
    name: 'gst.boxes',
    path: '/gst/boxes',
    transaction: 'snapshot',
    summary: 'GSTR-3B box by box; what rests on purchases is told as not known while none are booked.',
    input: asked,
    output: Type.Array(Box),
    message: 'Boxes',
    run: async (ctx, input) => listBoxes(ctx, await scopeOf(ctx, 'gstr3b', input)),
  }),
  route({
    ...base,
    name: 'gst.findings',
    path: '/gst/findings',
    summary: 'What looks odd in the returns of a month, with the documents it is about.',
    input: asked,
    output: Type.Array(Finding),
    message: 'Findings',
    run: async (ctx, input) => listFindings(ctx, await scopeOf(ctx, 'gstr1', input)),
  }),
  route({
    ...base,
    name: 'gst.sections',
    path: '/gst/sections',
    summary: 'What each section of GSTR-1 comes to, notes taken off.',
    input: asked,
    output: Type.Array(SectionSum),
    message: 'Sections',
    run: async (ctx, input) => listSections(ctx, await scopeOf(ctx, 'gstr1', input)),
  }),
  route({
    ...base,
    name: 'gst.documents',
    path: '/gst/documents',
    summary: 'The documents behind a return by rate, as a list or as a work sheet.',
    input: Type.Object(
      {
        period: Period,
        gstin: Gstin,
        section: Type.Optional(OneOf(SECTIONS, { description: 'Of GSTR-1.' })),
        box: Type.Optional(OneOf(BOXES, { description: 'Of GSTR-3B.' })),
        format: Type.Optional(OneOf(['csv', 'xlsx'])),
      },
      strict,
    ),
    output: Behind,
    list: true,
    message: 'Documents',
    async run(ctx, { section, box, format, ...input }) {
      const scope = await scopeOf(ctx, box ? 'gstr3b' : 'gstr1', input);
      if (format) {
        mayExport(ctx, 'gst');
        return { sheet: workSheet(ctx, scope, format, { section, box }) };
      }
      const rows: Behind[] = [];
      for await (const page of behind(ctx, scope, { section, box })) {
        rows.push(...page);
        if (rows.length >= SHOWN) break;
      }
      return { rows: rows.slice(0, SHOWN), next_cursor: null, limit: SHOWN };
    },
  }),
];

/** The endpoints of the returns. */
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import { Line, OneOf } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { notRegistered } from '../gst-registrations/gst-registrations.service.ts';
import { mayExport } from '../masters/masters.routes.ts';
import { listFindings } from './findings.ts';
import { makeGstr1 } from './gstr1.ts';
import { makeGstr3b } from './gstr3b.ts';
import {
  Behind,
  BOXES,
  Box,
  Finding,
  Gstin,
  Gstr1,
  Gstr3b,
  HsnTotal,
  NumberRun,
  Period,
  SectionSum,
} from './returns.schema.ts';
import { behind, type Drill, listBoxes, listSections, SECTIONS, workSheet } from './returns.service.ts';
import { scopeOf } from './scope.ts';
import { hsnTable, listHsn, listNumbers, numberTable, tableSheet } from './tables.ts';

const strict = { additionalProperties: false };
const base = { method: 'GET' as const, scope: 'tenant' as const, permission: 'gst.read', problems: [notRegistered] };
const asked = Type.Object({ period: Period, gstin: Gstin }, strict);
/** As many rows as a screen shows; the rest is in the file. */
const SHOWN = 1000;
const format = Type.Optional(OneOf(['csv', 'xlsx']));
const tabled = Type.Object({ period: Period, gstin: Gstin, format }, strict);

/** Of what is asked: the lines of table 12, where something of it is named. */
function hsnDrill(asked: { hsn?: string; hsn_of?: 'b2b' | 'b2c'; unit?: string; rate?: number }): Drill['of'] {
  const { hsn, ...rest } = asked;
  if (Object.values(asked).every((value) => value === undefined)) return undefined;
  return { ...rest, ...(hsn === undefined ? {} : { hsn: hsn === 'none' ? null : hsn }) };
}

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
    name: 'gst.hsn',
    path: '/gst/hsn',
    summary:
      'Table 12 of GSTR-1: what was sold by HSN, unit and rate, apart for registered customers; as a list or a file.',
    input: tabled,
    output: HsnTotal,
    list: true,
    message: 'HSN summary',
    async run(ctx, { format, ...input }) {
      const scope = await scopeOf(ctx, 'gstr1', input);
      if (format) mayExport(ctx, 'gst');
      const rows = await listHsn(ctx, scope);
      if (format) return { sheet: tableSheet(scope, format, hsnTable(rows)) };
      return { rows, next_cursor: null, limit: rows.length };
    },
  }),
  route({
    ...base,
    name: 'gst.numbers',
    path: '/gst/numbers',
    summary: 'Table 13 of GSTR-1: the numbers that were given, run by run; as a list or a file.',
    input: tabled,
    output: NumberRun,
    list: true,
    message: 'Numbers',
    async run(ctx, { format, ...input }) {
      const scope = await scopeOf(ctx, 'gstr1', input);
      if (format) mayExport(ctx, 'gst');
      const rows = await listNumbers(ctx, scope);
      if (format) return { sheet: tableSheet(scope, format, numberTable(rows)) };
      return { rows, next_cursor: null, limit: rows.length };
    },
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
        hsn: Type.Optional(
          Type.String({
            pattern: '^(\\d{4}|\\d{6}|\\d{8}|none)$',
            'x-hint': 'Give an HSN of 4, 6 or 8 digits, or none for the lines without one.',
            description: 'Lines of table 12 with this code alone; `none`: those without one.',
          }),
        ),
        hsn_of: Type.Optional(
          OneOf(['b2b', 'b2c'], { description: 'Of table 12: registered customers, or all others.' }),
        ),
        unit: Type.Optional(Line(8, { description: 'Of table 12: the UQC; NA of services.' })),
        rate: Type.Optional(Type.Number({ minimum: 0, maximum: 100, description: 'Of table 12.' })),
        format,
      },
      strict,
    ),
    output: Behind,
    list: true,
    message: 'Documents',
    async run(ctx, { section, box, format, hsn, hsn_of, unit, rate, ...input }) {
      const scope = await scopeOf(ctx, box ? 'gstr3b' : 'gstr1', input);
      const drill: Drill = { section, box, of: hsnDrill({ hsn, hsn_of, unit, rate }) };
      if (format) {
        mayExport(ctx, 'gst');
        return { sheet: workSheet(ctx, scope, format, drill) };
      }
      const rows: Behind[] = [];
      for await (const page of behind(ctx, scope, drill)) {
        rows.push(...page);
        if (rows.length >= SHOWN) break;
      }
      return { rows: rows.slice(0, SHOWN), next_cursor: null, limit: SHOWN };
    },
  }),
];

/** The endpoints of files of many documents: on paper, and for the portals. */
import { contentMissing, storeUnavailable } from '@tenantry/kernel/files/files.schema.ts';
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import { Id, OneOf } from '@tenantry/kernel/schema/fields.ts';
import Type, { type TSchema } from 'typebox';
import { Transport } from '../einvoice/eway.schema.ts';
import { COPIES } from '../letterhead/letterhead.schema.ts';
import { printedKinds } from '../print/kinds.ts';
import { portalForms } from './portal_files.ts';
import { PAPER_FORMS, Printout } from './printouts.schema.ts';
import {
  type Asked,
  askPrintout,
  getPrintout,
  type Listed,
  MOST,
  MOST_FILED,
  notReady,
  openPrintout,
  printoutNotFound,
} from './printouts.service.ts';

const strict = { additionalProperties: false };

function askRoute(kind: Listed): AnyRoute {
  const { noun, list } = kind;
  const portal = portalForms(noun);
  const { limit, cursor, sort, fields, count, totals, format, ...filters } = list.input.properties as Record<
    string,
    TSchema
  >;
  return route({
    name: `${noun}.printouts`,
    method: 'POST',
    path: `/${noun}/printouts`,
    scope: 'tenant',
    permission: `${noun}.read`,
    summary: `Prints those ${noun}, or all that match, at most ${MOST}: a job makes one PDF, or a ZIP of PDFs${portal.length > 0 ? `; or one JSON for a portal, of at most ${MOST_FILED}` : ''}.`,
    input: Type.Object(
      {
        form: OneOf([...PAPER_FORMS, ...portal]),
        copy: Type.Optional(OneOf(COPIES, { description: 'The letterhead’s when left out.' })),
        ...(portal.includes('eway_bill')
          ? {
              transport: Type.Optional(
                Type.Object(Transport, { ...strict, description: 'Of all e-way bills; part A alone when left out.' }),
              ),
            }
          : {}),
        ids: Type.Optional(Type.Array(Id(), { minItems: 1, maxItems: MOST })),
        all: Type.Optional(Type.Boolean({ description: 'All that match; needed where no filter is given.' })),
        ...filters,
      },
      strict,
    ),
    output: Printout,
    status: 202,
    message: 'It is being made',
    problems: [ruleBroken],
    run: (ctx, input) => askPrintout(ctx, kind, input as unknown as Asked),
  });
}

const one = Type.Object({ printout: Id() }, strict);

export const printoutRoutes: AnyRoute[] = [
  ...printedKinds.map(askRoute),
  route({
    name: 'printouts.get',
    method: 'GET',
    path: '/printouts/{printout}',
    scope: 'tenant',
    permission: null,
    summary: 'How far a printout is that you asked for, and what was left out of a file for a portal.',
    input: one,
    output: Printout,
    message: 'Printout',
    problems: [printoutNotFound],
    run: (ctx, { printout }) => getPrintout(ctx, printout),
  }),
  route({
    name: 'printouts.content',
    method: 'GET',
    path: '/printouts/{printout}/content',
    scope: 'tenant',
    permission: null,
    summary: 'The PDF, the ZIP of PDFs, or the JSON.',
    input: one,
    output: Type.Object({}),
    download: true,
    audit_reads: true,
    message: 'Printout',
    problems: [printoutNotFound, notReady, contentMissing, storeUnavailable],
    run: async (ctx, { printout }) => ({ download: await openPrintout(ctx, printout) }),
  }),
];

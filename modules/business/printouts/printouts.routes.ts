/** The endpoints of printing many at once. */
import { contentMissing, storeUnavailable } from '@tenantry/kernel/files/files.schema.ts';
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import { Id, OneOf } from '@tenantry/kernel/schema/fields.ts';
import Type, { type TSchema } from 'typebox';
import { COPIES } from '../letterhead/letterhead.schema.ts';
import { printedKinds } from '../print/kinds.ts';
import { FORMS, Printout } from './printouts.schema.ts';
import {
  type Asked,
  askPrintout,
  getPrintout,
  type Listed,
  MOST,
  notReady,
  openPrintout,
  printoutNotFound,
} from './printouts.service.ts';

const strict = { additionalProperties: false };

function askRoute(kind: Listed): AnyRoute {
  const { noun, list } = kind;
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
    summary: `Prints those ${noun}, or all that match, at most ${MOST}: a job makes one PDF, or a ZIP of PDFs.`,
    input: Type.Object(
      {
        form: OneOf(FORMS),
        copy: Type.Optional(OneOf(COPIES, { description: 'The letterhead’s when left out.' })),
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
    summary: 'How far a printout is that you asked for.',
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
    summary: 'The PDF, or the ZIP of PDFs.',
    input: one,
    output: Type.Object({}),
    download: true,
    audit_reads: true,
    message: 'Printout',
    problems: [printoutNotFound, notReady, contentMissing, storeUnavailable],
    run: async (ctx, { printout }) => ({ download: await openPrintout(ctx, printout) }),
  }),
];

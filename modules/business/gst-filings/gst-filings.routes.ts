/** The endpoints of returns that are filed. */
import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Row } from '@tenantry/kernel/db/records.ts';
import { route } from '@tenantry/kernel/http/route.ts';
import { Ref } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { Version } from '../documents/documents.routes.ts';
import { notRegistered } from '../gst-registrations/gst-registrations.service.ts';
import { listDue } from './due.ts';
import { DueReturn, Filing, FilingFields, FilingHead, Unfiling } from './gst-filings.schema.ts';
import {
  alreadyFiled,
  fileOf,
  fileReturn,
  filingList,
  filingRecord,
  getFiling,
  notFiled,
  unfileReturn,
} from './gst-filings.service.ts';

const strict = { additionalProperties: false };
const filing = Ref('gst-filings');
const { notFound } = filingRecord;

export const gstFilingRoutes = [
  route({
    name: 'gst-filings.list',
    method: 'GET',
    path: '/gst-filings',
    scope: 'tenant',
    permission: 'gst-filings.read',
    summary: 'Returns that were marked as filed, the latest period first.',
    input: filingList.input,
    output: FilingHead,
    list: true,
    message: 'filings',
    run: async (ctx, input) => (await filingList.run(ctx, input as Row)) as never,
  }),
  route({
    name: 'gst-filings.due',
    method: 'GET',
    path: '/gst-filings/due',
    scope: 'tenant',
    permission: 'gst-filings.read',
    summary: 'What is due when, for every registration, and what of it is filed.',
    input: Type.Object({}, strict),
    output: Type.Array(DueReturn),
    message: 'Returns by their days',
    problems: [notRegistered],
    run: (ctx) => listDue(ctx),
  }),
  route({
    name: 'gst-filings.get',
    method: 'GET',
    path: '/gst-filings/{filing}',
    scope: 'tenant',
    permission: 'gst-filings.read',
    summary: 'One of them with the figures that were filed.',
    input: Type.Object({ filing }, strict),
    output: Filing,
    message: 'Filed return',
    problems: [notFound],
    run: (ctx, { filing: id }) => getFiling(ctx, id),
  }),
  route({
    name: 'gst-filings.download',
    method: 'GET',
    path: '/gst-filings/{filing}/file',
    scope: 'tenant',
    permission: 'gst-filings.read',
    summary: 'The file as it was when the return was filed.',
    input: Type.Object({ filing }, strict),
    output: Type.Object({}),
    download: true,
    message: 'File',
    problems: [notFound],
    run: async (ctx, { filing: id }) => {
      const { name, content } = await fileOf(ctx, id);
      return {
        download: {
          name,
          media_type: 'application/json',
          bytes: content.length,
          is_ours: true,
          etag: hash('sha256', content),
          open: async (from, to) => Readable.from([content.subarray(from, to + 1)], { objectMode: false }),
        },
      };
    },
  }),
  route({
    name: 'gst-filings.file',
    method: 'POST',
    path: '/gst-filings',
    scope: 'tenant',
    permission: 'gst-filings.write',
    summary: 'Marks a return as filed: figures and file are kept, its days are closed.',
    input: FilingFields,
    output: Filing,
    status: 201,
    message: 'Return marked as filed',
    problems: [notRegistered, alreadyFiled],
    constraints: { gst_filings_period_key: { kind: alreadyFiled } },
    run: (ctx, input) => fileReturn(ctx, input),
  }),
  route({
    name: 'gst-filings.unfile',
    method: 'POST',
    path: '/gst-filings/{filing}/unfile',
    scope: 'tenant',
    permission: 'gst-filings.unfile',
    summary: 'Opens the days of a return again that was marked by mistake; says why.',
    input: Type.Object({ filing, ...Unfiling, version: Version }, strict),
    output: FilingHead,
    message: 'Days opened again',
    problems: [notFound, notFiled],
    run: (ctx, { filing: id, reason, version }) => unfileReturn(ctx, id, reason, version),
  }),
] as const;

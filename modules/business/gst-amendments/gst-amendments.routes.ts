/** The endpoints of amendments. */
import type { Row } from '@tenantry/kernel/db/records.ts';
import { route } from '@tenantry/kernel/http/route.ts';
import { Ref } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { Version } from '../documents/documents.routes.ts';
import { Amendment, AmendmentFields, WholeAmendment } from './gst-amendments.schema.ts';
import {
  alreadyAmended,
  amendmentList,
  amendmentRecord,
  createAmendment,
  deleteAmendment,
  getAmendment,
} from './gst-amendments.service.ts';

export const gstAmendmentRoutes = [
  route({
    name: 'gst-amendments.list',
    method: 'GET',
    path: '/gst-amendments',
    scope: 'tenant',
    permission: 'gst-amendments.read',
    summary: 'What later returns put right of filed ones.',
    input: amendmentList.input,
    output: Amendment,
    list: true,
    message: 'amendments',
    run: async (ctx, input) => (await amendmentList.run(ctx, input as Row)) as never,
  }),
  route({
    name: 'gst-amendments.get',
    method: 'GET',
    path: '/gst-amendments/{amendment}',
    scope: 'tenant',
    permission: 'gst-amendments.read',
    summary: 'One amendment, with what was told before.',
    input: Type.Object({ amendment: Ref('gst-amendments') }, { additionalProperties: false }),
    output: WholeAmendment,
    message: 'Amendment',
    problems: [amendmentRecord.notFound],
    run: (ctx, { amendment }) => getAmendment(ctx, amendment),
  }),
  route({
    name: 'gst-amendments.create',
    method: 'POST',
    path: '/gst-amendments',
    scope: 'tenant',
    permission: 'gst-amendments.write',
    summary:
      'Puts right in this month’s return what a filed one told of a document: the GSTIN of the customer, the place.',
    input: AmendmentFields,
    output: Amendment,
    status: 201,
    message: 'Amendment stored',
    problems: [alreadyAmended],
    constraints: { gst_amendments_document_key: { kind: alreadyAmended } },
    run: (ctx, input) => createAmendment(ctx, input),
  }),
  route({
    name: 'gst-amendments.delete',
    method: 'DELETE',
    path: '/gst-amendments/{amendment}',
    scope: 'tenant',
    permission: 'gst-amendments.write',
    summary: 'Takes an amendment back while its return is not filed.',
    input: Type.Object({ amendment: Ref('gst-amendments'), version: Version }, { additionalProperties: false }),
    output: Amendment,
    message: 'Amendment taken back',
    problems: [amendmentRecord.notFound],
    run: (ctx, { amendment, version }) => deleteAmendment(ctx, amendment, version),
  }),
] as const;

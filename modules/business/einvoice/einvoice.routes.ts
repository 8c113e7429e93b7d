/** The endpoints of e-invoices and e-way bills: what the portals read of one document. */
import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Row } from '@tenantry/kernel/db/records.ts';
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import { OneOf, Ref } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { challans } from '../challans/challans.service.ts';
import type { Documents } from '../documents/documents.ts';
import { notRegistered } from '../gst-registrations/gst-registrations.service.ts';
import { invoices } from '../invoices/invoices.service.ts';
import { creditNotes, debitNotes } from '../notes/notes.service.ts';
import { customers } from '../parties/parties.service.ts';
import { makeGstr1 } from '../returns/gstr1.ts';
import { makeGstr3b } from '../returns/gstr3b.ts';
import { Gstin, Period } from '../returns/returns.schema.ts';
import { scopeOf } from '../returns/scope.ts';
import { fileOf, irnOf, judgeEinvoice, judgeEway, notMeant, notReady } from './einvoice.service.ts';
import { EwayFile, Transport } from './eway.schema.ts';
import { Inv01 } from './inv01.schema.ts';
import { filePortal } from './portal.ts';

const strict = { additionalProperties: false };

function einvoiceRoutesOf(documents: Documents): AnyRoute[] {
  const { noun, one, record } = documents;
  const base = {
    method: 'GET' as const,
    scope: 'tenant' as const,
    permission: `${noun}.read`,
    input: Type.Object({ [one]: Ref(noun) }, strict),
    problems: [record.notFound, customers.record.notFound, notMeant, notReady],
  };
  return [
    route({
      ...base,
      name: `einvoices.get_${one}`,
      path: `/${noun}/{${one}}/einvoice`,
      summary: 'INV-01 version 1.1, as the invoice registration portal reads it.',
      output: Inv01,
      message: 'INV-01',
      run: async (ctx, input) => fileOf(await judgeEinvoice(ctx, documents, input[one] as string)),
    }),
    route({
      ...base,
      name: `einvoices.irn_${one}`,
      path: `/${noun}/{${one}}/irn`,
      summary: 'The reference number that the portal will compute; the legal one is in its signed answer.',
      output: Type.Object({ predicted_irn: Type.String({ pattern: '^[0-9a-f]{64}$' }) }),
      message: 'Predicted IRN',
      run: async (ctx, input) => ({ predicted_irn: await irnOf(ctx, documents, input[one] as string) }),
    }),
  ];
}

function ewayRouteOf(documents: Documents, name: string): AnyRoute {
  const { noun, one, record } = documents;
  return route({
    name,
    method: 'GET',
    path: `/${noun}/{${one}}/eway-bill`,
    scope: 'tenant',
    permission: `${noun}.read`,
    summary: 'The e-way bill, as the offline tool reads it.',
    input: Type.Object({ [one]: Ref(noun), ...Transport }, strict),
    output: EwayFile,
    message: 'E-way bill',
    problems: [record.notFound, customers.record.notFound, notMeant, notReady],
    run: async (ctx, input) => {
      const { [one]: ref, ...transport } = input as Transport & Row;
      return fileOf(await judgeEway(ctx, documents, ref as string, transport));
    },
  });
}

export const einvoiceRoutes: AnyRoute[] = [
  ...([invoices, creditNotes, debitNotes] as readonly Documents[]).flatMap(einvoiceRoutesOf),
  ewayRouteOf(invoices, 'eway-bills.get'),
  ewayRouteOf(challans, 'eway-bills.get_challan'),
  route({
    name: 'gst.portal',
    method: 'GET',
    path: '/gst/portal',
    scope: 'tenant',
    permission: 'gst.read',
    summary: 'Whether returns reach the portal by themselves.',
    input: Type.Object({}, strict),
    output: Type.Object({ is_connected: Type.Boolean(), way: Type.String(), detail: Type.String() }),
    message: 'Portal',
    run: async () => filePortal.state(),
  }),
  route({
    name: 'gst.file',
    method: 'GET',
    path: '/gst/file',
    scope: 'tenant',
    permission: 'gst.export',
    transaction: 'snapshot',
    summary: 'A return as the file that one uploads at the portal.',
    input: Type.Object({ return: Type.Optional(OneOf(['gstr1', 'gstr3b'])), period: Period, gstin: Gstin }, strict),
    output: Type.Object({}),
    download: true,
    message: 'File',
    problems: [notRegistered],
    run: async (ctx, { return: which = 'gstr1', ...input }) => {
      const scope = await scopeOf(ctx, which, input);
      const made = which === 'gstr1' ? await makeGstr1(ctx, scope) : await makeGstr3b(ctx, scope);
      const { name, content } = await filePortal.submit(scope.name, `${scope.gstin}-${scope.period}`, made);
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
];

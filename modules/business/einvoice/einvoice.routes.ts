/** The endpoints of e-invoices and e-way bills: what the portals read of one document. */
import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { getRecord, type Row } from '@tenantry/kernel/db/records.ts';
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import { defineProblem, type FieldError, problem } from '@tenantry/kernel/problems/problem.ts';
import { OneOf, Ref } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import Type from 'typebox';
import { challans } from '../challans/challans.service.ts';
import { getDocument } from '../documents/documents.service.ts';
import type { Documents } from '../documents/documents.ts';
import { predictIrn } from '../gst/irn.ts';
import { notRegistered } from '../gst-registrations/gst-registrations.service.ts';
import { invoices } from '../invoices/invoices.service.ts';
import { creditNotes, debitNotes } from '../notes/notes.service.ts';
import type { Party } from '../parties/parties.schema.ts';
import { customers } from '../parties/parties.service.ts';
import type { PaperDocument } from '../print/paper.ts';
import { makeGstr1 } from '../returns/gstr1.ts';
import { makeGstr3b } from '../returns/gstr3b.ts';
import { Gstin, Period } from '../returns/returns.schema.ts';
import { scopeOf } from '../returns/scope.ts';
import { billOf } from '../shipping-bills/shipping_bills.ts';
import { EwayFile, Transport } from './eway.schema.ts';
import { ewayFaults, ewayOf, whyNoEway } from './eway.ts';
import { Inv01 } from './inv01.schema.ts';
import { type EinvoiceKind, faultsIn, inv01Of, TYPES, whyNot } from './inv01.ts';
import { filePortal } from './portal.ts';

export const notMeant = defineProblem('einvoice.not_meant', 409, 'The portal does not take this document.');
export const notReady = defineProblem('einvoice.not_ready', 422, 'The portal would refuse this document.');

const strict = { additionalProperties: false };

function assertTaken(reason: string | null, errors: FieldError[]): void {
  if (reason) throw problem(notMeant, { detail: reason });
  if (errors.length > 0) throw problem(notReady, { errors });
}

async function einvoiceOf(ctx: Context, documents: Documents, ref: string) {
  const document: PaperDocument = await getDocument(ctx, documents, ref);
  const country = await countryOf(ctx, document);
  assertTaken(whyNot(document), faultsIn(document, country));
  return { document, kind: documents.kind as EinvoiceKind, country };
}

/** Of an export: where it goes. */
async function countryOf(ctx: Context, { supply_type, customer_id }: PaperDocument): Promise<string | null> {
  if (!supply_type.startsWith('export')) return null;
  return (await getRecord<Party>(ctx, customers.record, customer_id)).country;
}

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
      run: async (ctx, input) => {
        const { kind, document, country } = await einvoiceOf(ctx, documents, input[one] as string);
        const bill = kind === 'invoice' && country ? await billOf(ctx, document.id) : null;
        return inv01Of(kind, document, country, bill);
      },
    }),
    route({
      ...base,
      name: `einvoices.irn_${one}`,
      path: `/${noun}/{${one}}/irn`,
      summary: 'The reference number that the portal will compute; the legal one is in its signed answer.',
      output: Type.Object({ predicted_irn: Type.String({ pattern: '^[0-9a-f]{64}$' }) }),
      message: 'Predicted IRN',
      run: async (ctx, input) => {
        const { kind, document } = await einvoiceOf(ctx, documents, input[one] as string);
        const { seller, date, number } = document;
        return { predicted_irn: predictIrn(seller?.gstin as string, date, TYPES[kind], number as string) };
      },
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
      const document: PaperDocument = await getDocument(ctx, documents, ref as string);
      assertTaken(whyNoEway(document), ewayFaults(document, transport, await countryOf(ctx, document)));
      return ewayOf(document, transport);
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

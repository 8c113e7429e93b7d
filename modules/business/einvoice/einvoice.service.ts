/** What the portals read of one document, and why they would not: the same whether it is asked for by itself or with many. */
import { getRecord } from '@tenantry/kernel/db/records.ts';
import { defineProblem, type FieldError, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { getDocument } from '../documents/documents.service.ts';
import type { Documents } from '../documents/documents.ts';
import { predictIrn } from '../gst/irn.ts';
import type { Party } from '../parties/parties.schema.ts';
import { customers } from '../parties/parties.service.ts';
import type { PaperDocument } from '../print/paper.ts';
import { billOf } from '../shipping-bills/shipping_bills.ts';
import type { EwayFile, Transport } from './eway.schema.ts';
import { ewayFaults, ewayOf, whyNoEway } from './eway.ts';
import type { Inv01 } from './inv01.schema.ts';
import { type EinvoiceKind, faultsIn, inv01Of, TYPES, whyNot } from './inv01.ts';
import { NOT_MEANT, type NotMeant } from './not_meant.ts';

export const notMeant = defineProblem('einvoice.not_meant', 409, 'The portal does not take this document.');
export const notReady = defineProblem('einvoice.not_ready', 422, 'The portal would refuse this document.');

/** A document as a portal would judge it: why it does not want it, or what stands in the way; else the file is made. */
export interface Judged<File> {
  document: PaperDocument;
  why: NotMeant | null;
  errors: FieldError[];
  make(): Promise<File>;
}

/** Of an export: where it goes. */
async function countryOf(ctx: Context, { supply_type, customer_id }: PaperDocument): Promise<string | null> {
  if (!supply_type.startsWith('export')) return null;
  return (await getRecord<Party>(ctx, customers.record, customer_id)).country;
}

/** Throws the problem of no such document. */
export async function judgeEinvoice(ctx: Context, documents: Documents, ref: string): Promise<Judged<Inv01>> {
  const document: PaperDocument = await getDocument(ctx, documents, ref);
  const country = await countryOf(ctx, document);
  const kind = documents.kind as EinvoiceKind;
  return {
    document,
    why: whyNot(document),
    errors: faultsIn(document, country),
    async make() {
      const bill = kind === 'invoice' && country ? await billOf(ctx, document.id) : null;
      return inv01Of(kind, document, country, bill);
    },
  };
}

/** Of an invoice or a challan. Throws the problem of no such document. */
export async function judgeEway(
  ctx: Context,
  documents: Documents,
  ref: string,
  transport: Transport,
): Promise<Judged<EwayFile>> {
  const document: PaperDocument = await getDocument(ctx, documents, ref);
  return {
    document,
    why: whyNoEway(document),
    errors: ewayFaults(document, transport, await countryOf(ctx, document)),
    make: async () => ewayOf(document, transport),
  };
}

/** The file of one. Throws `einvoice.not_meant`, and `einvoice.not_ready` with each field. */
export async function fileOf<File>(judged: Judged<File>): Promise<File> {
  assertTaken(judged);
  return judged.make();
}

function assertTaken({ why, errors }: Judged<unknown>): void {
  if (why) throw problem(notMeant, { detail: NOT_MEANT[why] });
  if (errors.length > 0) throw problem(notReady, { errors });
}

/** The reference number that the portal will compute. Throws as `fileOf`. */
export async function irnOf(ctx: Context, documents: Documents, ref: string): Promise<string> {
  const judged = await judgeEinvoice(ctx, documents, ref);
  assertTaken(judged);
  const { seller, date, number } = judged.document;
  return predictIrn(seller?.gstin as string, date, TYPES[documents.kind as EinvoiceKind], number as string);
}

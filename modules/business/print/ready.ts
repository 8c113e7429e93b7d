/** What is printed, whatever it is: read once, set in any form, mailed and shown by a link. */
import { getRecord, type RecordType } from '@tenantry/kernel/db/records.ts';
import { contextForReading } from '@tenantry/kernel/http/perform.ts';
import type { House } from '@tenantry/kernel/mail/letters.ts';
import { houseOf } from '@tenantry/kernel/mail/post.ts';
import type { Paise } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { type Mark, markOf, profileOf } from '@tenantry/kernel/tenancy/profile.ts';
import { getDocument } from '../documents/documents.service.ts';
import type { Documents } from '../documents/documents.ts';
import type { Letterhead } from '../letterhead/letterhead.schema.ts';
import { getLetterhead } from '../letterhead/letterhead.service.ts';
import type { Party } from '../parties/parties.schema.ts';
import { customers } from '../parties/parties.service.ts';
import { getPayment, paymentRecord } from '../payments/payments.record.ts';
import type { PaymentHead } from '../payments/payments.schema.ts';
import { LABELS } from './labels.ts';
import { type Look, type Paper, type PaperDocument, paperOf, upiOf } from './paper.ts';
import { type VoucherParts, voucherPaper } from './voucher.ts';

/** The letterhead, the colours and the language, and the logo. */
export interface Around {
  letterhead: Letterhead;
  house: House;
  logo: Mark | null;
}

/** Something with all that stands on its paper. */
export interface Ready extends Around {
  id: string;
  number: string | null;
  date: string;
  status: string;
  /** Of the organisation's own language: `Tax Invoice`. */
  title: string;
  /** Who it is from, and for. */
  organisation: string;
  person: { name: string; email: string | null };
  total: Paise;
  /** Still asked for; null where nothing is. */
  balance: Paise | null;
  /** What it is asked for in; in another currency with both in that. */
  currency: string;
  total_in_currency: number | null;
  balance_in_currency: number | null;
  due_date: string | null;
  upi_url: string | null;
  paper(look: Look): Paper;
}

/** A kind of record that is printed. */
export interface Printed {
  /** As document links tell it: the kind of the document, or `payment`. */
  kind: string;
  noun: string;
  one: string;
  title: string;
  record: RecordType;
  /** The column of a link to one. */
  column: 'document_id' | 'payment_id';
  ready(ctx: Context, ref: string): Promise<Ready>;
}

const MINUTE_MS = 60_000;

/** The colours and the language of the organisation, as its letters have them. */
export function houseFor({ kernel, tenant }: Pick<Context, 'kernel' | 'tenant'>): Promise<House> {
  return kernel.cache.for(tenant.id).through('print.house', MINUTE_MS, () => {
    const binding = { tenant_id: tenant.id, plane: '' } as const;
    return houseOf(contextForReading(kernel, { tenant, database: kernel.aside, binding }), tenant.name);
  });
}

/** What is around all papers of the organisation; `given` is a letterhead that is not stored yet. */
export async function aroundOf(ctx: Context, given?: Letterhead): Promise<Around> {
  const letterhead = given ?? (await getLetterhead(ctx));
  const house = await houseFor(ctx);
  return { letterhead, house, logo: letterhead.shows_logo ? await markOf(ctx.kernel, ctx.tenant) : null };
}

/** A document of sale, ready to be printed below any letterhead. */
export function documentOnPaper(document: PaperDocument, country: string | null, around: Around): Ready {
  const { letterhead, house } = around;
  const { id, number, date, status, total, balance, original, due_date, buyer, document_type } = document;
  const organisation = document.seller?.name ?? house.name;
  return {
    ...{ ...around, id, number, date, status, total, organisation },
    title: LABELS[house.language][`title_${document_type}` as 'title_estimate'],
    person: { name: buyer.name, email: buyer.email },
    balance: original || status !== 'issued' ? null : (balance ?? null),
    balance_in_currency: original || status !== 'issued' ? null : (document.balance_in_currency ?? null),
    ...{ currency: document.currency, total_in_currency: document.total_in_currency },
    due_date: (!original && due_date) || null,
    upi_url: upiOf(document, letterhead, organisation),
    paper: (look) => paperOf(document, country, letterhead, house, look),
  };
}

/** A document as it stands, and where it goes when it leaves the country. A draft shows the seller as he is on record today. */
export async function documentToPrint(
  ctx: Context,
  documents: Documents,
  ref: string,
): Promise<[document: PaperDocument, country: string | null]> {
  const found: PaperDocument = await getDocument(ctx, documents, ref);
  const document = found.seller ? found : { ...found, seller: await profileOf(ctx.kernel, ctx.tenant) };
  if (!document.supply_type.startsWith('export')) return [document, null];
  return [document, (await getRecord<Party>(ctx, customers.record, document.customer_id)).country];
}

export function printedDocuments(documents: Documents): Printed {
  const { kind, noun, one, title, record } = documents;
  return {
    ...{ kind, noun, one, title, record, column: 'document_id' },
    async ready(ctx, ref) {
      const [document, country] = await documentToPrint(ctx, documents, ref);
      return documentOnPaper(document, country, await aroundOf(ctx));
    },
  };
}

async function paymentReady(ctx: Context, ref: string): Promise<Ready> {
  const payment = await getPayment(ctx, ref);
  const { id, number, date, status, amount, refunds, party_name } = payment;
  const party = await getRecord<Party>(ctx, customers.record, payment.party_id);
  const around = await aroundOf(ctx);
  // Of payments from before sides were kept, as they are on record today.
  const seller = payment.seller ?? (await profileOf(ctx.kernel, ctx.tenant));
  const buyer = payment.buyer ?? { ...party, name: party_name };
  const receipt = refunds ? await getRecord<PaymentHead>(ctx, paymentRecord, refunds) : null;
  const parts: VoucherParts = { payment, seller, buyer, receipt };
  return {
    ...{ ...around, id, number, date, status, total: amount, organisation: seller.name },
    title: LABELS[around.house.language][`title_${payment.voucher}`],
    person: { name: party_name, email: party.email },
    ...{ balance: null, balance_in_currency: null, due_date: null, upi_url: null },
    ...{ currency: payment.currency, total_in_currency: payment.amount_in_currency },
    paper: (look) => voucherPaper(parts, around.letterhead, around.house, look),
  };
}

/** Receipts, and the vouchers of advances. */
export const printedPayments: Printed = {
  ...{ kind: 'payment', noun: 'payments', one: 'payment', title: 'Receipt', column: 'payment_id' },
  record: paymentRecord,
  ready: paymentReady,
};

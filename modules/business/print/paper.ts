/** What stands on paper: a document, its letterhead and its look, made into the texts that a design lays out. Pure. */
import { findState, stateLabel } from '@tenantry/india/states.ts';
import { isVpa, upiLink } from '@tenantry/india/upi.ts';
import { groupedRupees, rupeesInWords } from '@tenantry/india/words.ts';
import { rupeesInHindi } from '@tenantry/india/words_hindi.ts';
import { inkOn } from '@tenantry/kernel/mail/letter_html.ts';
import type { House, Language } from '@tenantry/kernel/mail/letters.ts';
import type { Paise } from '@tenantry/kernel/schema/fields.ts';
import { currencyAmount, currencyInWords, RUPEES } from '../currencies/iso4217.ts';
import type { Answered, DocumentHead, Side } from '../documents/documents.schema.ts';
import type { Copies, Design, Letterhead, Size } from '../letterhead/letterhead.schema.ts';
import { LABELS, type Labels } from './labels.ts';
import { aboveOf, asksForMoney, asSent, copyTitles, factsOf, legendsOf, type Pair } from './paper_facts.ts';
import {
  type Column,
  columnsOf,
  type PaperRow,
  rowsOf,
  rupeeSums,
  sumsOf,
  type TaxTable,
  taxesOf,
} from './paper_table.ts';
import { qrSvg } from './qr.ts';

/** A document of any kind as it is answered. */
export type PaperDocument = Answered<DocumentHead> & {
  /** Of an invoice: what was received for it, and what is still due. */
  paid?: Paise;
  balance?: Paise;
  balance_in_currency?: number | null;
  /** Of a note: the invoice that it changes. */
  original?: { number: string; date: string };
};

export interface Look {
  design: Design;
  size: Size;
  copies: Copies;
  language: Language;
}

/** All texts of a document for the designs; `typ/base.typ` reads them. */
export interface Paper {
  lang: Language;
  size: 'a4' | 'a5' | 'roll';
  design: Design;
  accent: string;
  on_accent: string;
  labels: Labels;
  title: string;
  number: string;
  /** What is written on each copy; one without a mark is an empty text. */
  copies: string[];
  /** Across the page. */
  mark: string | null;
  seller: { title: string; name: string; lines: string[] };
  buyer: { name: string };
  parties: { title: string; name: string; lines: string[] }[];
  facts: Pair[];
  columns: Column[];
  rows: PaperRow[];
  sums: Pair[];
  total_label: string;
  total: string;
  paid: Pair[];
  words: string;
  taxes: TaxTable | null;
  pay: { lines: Pair[]; qr: string | null; caption: string };
  legends: string[];
  /** What stands above all; empty where nothing has to. */
  above?: string;
  remarks: Pair[];
  sign: { for: string; by: string; note: string | null };
  foot: string;
}

export function sideLines(side: Omit<Side, 'gstin' | 'email'> & Partial<Side>, labels: Labels): string[] {
  const state = side.state ? findState(side.state) : null;
  const lines = [
    side.address_line1,
    side.address_line2,
    [side.city, side.pincode].filter(Boolean).join(' '),
    state ? stateLabel(state) : null,
    side.gstin ? `${labels.gstin}: ${side.gstin}` : null,
    side.phone ? `${labels.phone}: ${side.phone}` : null,
    side.email,
  ];
  return lines.filter((line): line is string => Boolean(line));
}

export const buyerLines = (buyer: Side, labels: Labels): string[] => [
  ...sideLines(buyer, labels),
  ...(buyer.gstin ? [] : [labels.unregistered]),
];

type Asked = 'number' | 'status' | 'balance' | 'original' | 'currency';

/** The link that a UPI app pays the rest of the document by; null when nothing is open or nobody knows where to. */
export function upiOf(
  { number, status, balance = 0 as Paise, original, currency }: Pick<PaperDocument, Asked>,
  { upi_address }: Pick<Letterhead, 'upi_address'>,
  payee: string,
): string | null {
  // UPI moves rupees alone.
  if (currency !== RUPEES) return null;
  if (!upi_address || !isVpa(upi_address) || original || status !== 'issued' || balance <= 0 || !number) return null;
  return upiLink({ vpa: upi_address, payee, amount: balance, note: number, reference: number });
}

/** Where it is paid to: the account, and the code of a link for an amount. */
export function payTo(letterhead: Letterhead, link: string | null, amount: number, labels: Labels): Paper['pay'] {
  const { bank_name, account_holder, account_number, ifsc, upi_address } = letterhead;
  const lines = (
    [
      [labels.bank, bank_name],
      [labels.account_holder, account_holder],
      [labels.account_number, account_number],
      [labels.ifsc, ifsc],
      [labels.upi_address, upi_address],
    ] as [string, string | null][]
  ).filter((line): line is Pair => Boolean(line[1]));
  const caption = link ? `${labels.scan_to_pay}: ₹ ${groupedRupees(amount)}` : '';
  return { lines, qr: link && qrSvg(link), caption };
}

export const NO_PAY: Paper['pay'] = { lines: [], qr: null, caption: '' };

export const inWords = (amount: number, language: Language): string =>
  language === 'hi' ? rupeesInHindi(amount) : rupeesInWords(amount);

/** What is the same on all papers of an organisation. */
export function houseOnPaper(letterhead: Letterhead, house: House, look: Look, seller: Side | null) {
  const labels = LABELS[look.language];
  const color = /^#[0-9a-f]{6}$/i.test(house.primary_color) ? house.primary_color : '#334155';
  const name = seller?.name ?? house.name;
  return {
    lang: look.language,
    size: look.size === 'thermal80' ? ('roll' as const) : look.size,
    design: look.design,
    accent: color,
    on_accent: inkOn(color),
    labels,
    seller: { title: labels.from, name, lines: seller ? sideLines(seller, labels) : [] },
    sign: {
      for: labels.for.replace('{name}', name),
      by: [letterhead.signatory, labels.signatory].filter(Boolean).join(' · '),
      note: letterhead.signing === 'computer' ? labels.by_computer : null,
    },
    foot: letterhead.footer ?? '',
  };
}

export const pairs = (found: readonly ([string, string | null | undefined] | null)[]): Pair[] =>
  found.filter((pair): pair is Pair => Boolean(pair?.[1]));

function partiesOf({ buyer, ship_to, document_type }: PaperDocument, labels: Labels): Paper['parties'] {
  const title = document_type === 'delivery_challan' ? labels.consignee : labels.bill_to;
  const billed = { title, name: buyer.name, lines: buyerLines(buyer, labels) };
  return ship_to
    ? [billed, { title: labels.ship_to, name: ship_to.name, lines: sideLines(ship_to, labels) }]
    : [billed];
}

/** What was received for it, and what is still due, in its own currency. */
function settledPairs(document: PaperDocument, labels: Labels): Pair[] {
  const { original, status, total, balance, currency, total_in_currency } = document;
  if (original || status !== 'issued' || balance === undefined || balance === total) return [];
  const left = document.balance_in_currency ?? 0;
  if (total_in_currency !== null)
    return pairs([
      [labels.settled, currencyAmount(Math.round((total_in_currency - left) * 1000) / 1000, currency)],
      [labels.balance, currencyAmount(left, currency)],
    ]);
  return pairs([
    [labels.settled, groupedRupees(total - balance)],
    [labels.balance, groupedRupees(balance)],
  ]);
}

/** All texts of a document; `country` is where an export goes. */
export function paperOf(
  stored: PaperDocument,
  country: string | null,
  letterhead: Letterhead,
  house: House,
  look: Look,
): Paper {
  const document = asSent(stored);
  const { seller, buyer, status, total, document_type, currency, total_in_currency } = document;
  const common = houseOnPaper(letterhead, house, look, seller);
  const { labels } = common;
  const isChallan = document_type === 'delivery_challan';
  const columns = columnsOf(document, look.size, labels);
  const { name } = common.seller;
  const unsupplied = document !== stored;
  return {
    ...common,
    seller: { ...common.seller, title: isChallan ? labels.consigner : labels.from },
    title: labels[`title_${document_type}` as 'title_estimate'],
    number: document.number ?? '',
    copies: copyTitles(look.copies, document, labels),
    mark: status === 'draft' ? labels.draft : status === 'cancelled' ? labels.cancelled : null,
    buyer: { name: buyer.name },
    parties: partiesOf(document, labels),
    facts: factsOf(document, country, labels),
    columns,
    rows: rowsOf(document, columns, labels),
    sums: sumsOf(document, labels),
    total_label: unsupplied
      ? labels.value_of_goods
      : document.charge === 'reverse' || document.charge === 'operator'
        ? labels[`total_${document.charge}`]
        : labels.total_due,
    total: total_in_currency !== null ? currencyAmount(total_in_currency, currency) : `₹ ${groupedRupees(total)}`,
    paid: [...rupeeSums(document, labels), ...settledPairs(document, labels)],
    // Abroad nobody reads another language.
    words: total_in_currency !== null ? currencyInWords(total_in_currency, currency) : inWords(total, look.language),
    taxes: taxesOf(document, labels),
    pay: asksForMoney(document)
      ? payTo(letterhead, upiOf(document, letterhead, name), document.balance ?? 0, labels)
      : NO_PAY,
    legends: legendsOf(document, letterhead, labels),
    above: aboveOf(document, letterhead),
    remarks: pairs([
      [labels.notes, document.notes],
      [labels.terms, document.terms ?? letterhead.terms],
      [labels.cancelled_because, document.cancel_reason],
    ]),
  };
}

/** What stands at the head of a document on paper, and what the law wants said there: copies, facts, legends. Pure. */
import { portalDate } from '@tenantry/india/fiscal.ts';
import { findState, stateLabel } from '@tenantry/india/states.ts';
import type { Copies, Letterhead } from '../letterhead/letterhead.schema.ts';
import { ABROAD } from '../tax/place.ts';
import { type Labels, LEGENDS } from './labels.ts';
import type { PaperDocument } from './paper.ts';

export type Pair = [label: string, value: string];

/** Those that stand for the sale before the law. */
const BILLS = new Set(['tax_invoice', 'bill_of_supply', 'invoice_cum_bill']);
/** Those that charge tax, or change what was charged. */
const OF_TAX = new Set(['tax_invoice', 'invoice_cum_bill', 'credit_note', 'debit_note']);
const OFFERS = new Set(['estimate', 'proforma']);
/** Sent for these, goods are not supplied to whom they go to. */
const NOT_SUPPLIED = new Set(['job_work', 'own_movement', 'exhibition', 'other']);

/** Whether its paper asks to be paid. */
export const asksForMoney = ({ document_type, original }: PaperDocument): boolean =>
  document_type !== 'delivery_challan' && !original;

/** Which copies: three for goods, two for services (rule 48), three of a challan for others to keep (rule 55). */
export function copyTitles(copies: Copies, { document_type, lines }: PaperDocument, labels: Labels): string[] {
  const isChallan = document_type === 'delivery_challan';
  if (copies === 'none' || !(isChallan || BILLS.has(document_type))) return [''];
  const isOfGoods = isChallan || lines.some(({ nature }) => nature === 'goods');
  const titles = {
    original: isChallan ? labels.original_challan : labels.original,
    duplicate: isOfGoods ? labels.duplicate_goods : labels.duplicate_service,
    triplicate: isChallan ? labels.triplicate_challan : labels.triplicate,
  };
  if (copies !== 'all') return [titles[copies]];
  return isOfGoods ? Object.values(titles) : [titles.original, titles.duplicate];
}

/** A challan bears tax only where the goods are supplied to the consignee (rule 55(1)(vii)). */
export function asSent(document: PaperDocument): PaperDocument {
  if (document.document_type !== 'delivery_challan' || !NOT_SUPPLIED.has(document.purpose ?? '')) return document;
  const none = { cgst: 0, sgst: 0, igst: 0, cess: 0 } as Pick<PaperDocument, 'cgst' | 'sgst' | 'igst' | 'cess'>;
  return {
    ...document,
    ...none,
    charge: 'none',
    other_charges: none.cgst,
    round_off: none.cgst,
    total: document.taxable_value,
    total_in_currency: document.taxable_in_currency,
    lines: document.lines.map((line) => ({ ...line, ...none, total: line.taxable_value })),
  };
}

/** `29-Karnataka`; an export is supplied in `96-Other Countries`. */
export function placeOnPaper(code: string): string {
  const state = findState(code);
  return state ? stateLabel(state) : code === ABROAD ? `${code}-Other Countries` : code;
}

export function factsOf(document: PaperDocument, country: string | null, labels: Labels): Pair[] {
  const { number, date, due_date, place_of_supply, reverse_charge, reference, original, document_type } = document;
  const { valid_until, delivery_date, purpose, currency, exchange_rate, exchange_date } = document;
  const { ecommerce_operator: operator } = document;
  const facts: (Pair | null)[] = [
    [labels.number, number ?? '—'],
    [labels.date, portalDate(date)],
    original ? [labels.against, `${original.number} · ${portalDate(original.date)}`] : null,
    due_date && !original ? [labels.due_date, portalDate(due_date)] : null,
    valid_until ? [labels.valid_until, portalDate(valid_until)] : null,
    delivery_date ? [labels.delivery_date, portalDate(delivery_date)] : null,
    purpose ? [labels.purpose, labels[`purpose_${purpose}` as 'purpose_other']] : null,
    place_of_supply ? [labels.place_of_supply, placeOnPaper(place_of_supply)] : null,
    OF_TAX.has(document_type) ? [labels.reverse_charge, reverse_charge ? labels.yes : labels.no] : null,
    operator ? [labels.sold_through, [...new Set([operator.name, operator.gstin])].join(' · ')] : null,
    reference ? [labels.reference, reference] : null,
    country ? [labels.destination, country] : null,
    exchange_rate !== null && exchange_date
      ? [labels.exchange_rate, `1 ${currency} = ₹ ${exchange_rate} (${portalDate(exchange_date)})`]
      : null,
  ];
  return facts.filter((fact): fact is Pair => fact !== null);
}

/** What a dealer under composition says at the top of his bills (rule 5(1)(f)). */
export function aboveOf({ document_type }: PaperDocument, { is_composition }: Letterhead): string {
  return is_composition && document_type === 'bill_of_supply' ? LEGENDS.composition : '';
}

/** What the law wants to be said, word for word. */
export function legendsOf(document: PaperDocument, { lut_number }: Letterhead, labels: Labels): string[] {
  const { supply_type, document_type, purpose, charge } = document;
  if (OFFERS.has(document_type)) return [labels.no_credit];
  const found: string[] = [];
  if (supply_type !== 'regular') found.push(LEGENDS[supply_type]);
  if (supply_type.endsWith('without_payment') && lut_number) found.push(`LUT ARN: ${lut_number}`);
  if (charge === 'operator') found.push(LEGENDS.operator);
  if (purpose === 'liquid_gas') found.push(LEGENDS.provisional);
  return found;
}

/** What a document comes to, and what stands in its way: the rules of gst between what people typed and what is stored. */

import { saidRupees } from '@tenantry/india/words.ts';
import type { Row } from '@tenantry/kernel/db/records.ts';
import type { FieldError } from '@tenantry/kernel/problems/problem.ts';
import type { Paise } from '@tenantry/kernel/schema/fields.ts';
import type { Profile } from '@tenantry/kernel/tenancy/profile.ts';
import { judgeOperator, readOperator } from '../ecommerce-operators/ecommerce-operators.rules.ts';
import type { OwnValues } from '../gst-values/own.ts';
import type { HsnRate } from '../hsn-rates/hsn-rates.schema.ts';
import type { Party } from '../parties/parties.schema.ts';
import type { Offer } from '../price-lists/pricing.ts';
import type { Product } from '../products/products.schema.ts';
import { chargeFor, isZeroRated, type SupplyType } from '../tax/place.ts';
import { computeTax, type TaxedDocument, type TaxLine, type Treatment } from '../tax/tax.ts';
import { amountsIn, exchangeOf } from './currency.ts';
import type { DocumentFields, DocumentLine, LineFields, Side } from './documents.schema.ts';
import type { Kind } from './documents.ts';
import { type Filled, fillLines } from './fill.ts';
import { isTaxable, judgeDates, judgeDiscounts, judgeLine, judgeSale, obstaclesOf, REGISTERED } from './judge.ts';
import { judgeAddresses, namedFromOn, readShipTo } from './ship_to.ts';
import { sideOf } from './sides.ts';
import { placeOf } from './supply_place.ts';
import { dueOn } from './terms.ts';

/** Those who take part, as they are on record, and the day. */
export interface Setting {
  kind: Kind;
  seller: Profile;
  customer: Party;
  products: ReadonlyMap<string, Product>;
  /** Prices that the customer may have of them. */
  offers: readonly Offer[];
  /** The organisation's own rates of HSN codes. */
  rates: readonly HsnRate[];
  /** What the customer owes already, and how much of that is overdue. */
  standing: { outstanding: number; overdue: number };
  /** Under the composition scheme (s.10) no tax is charged. */
  is_composition: boolean;
  /** Rates and limits that it set for itself. */
  gst_values: OwnValues;
  /** `YYYY-MM-DD` where the organisation is. */
  today: string;
}

export interface Assessed {
  /** Columns of the head. */
  head: Row;
  lines: DocumentLine[];
  seller: Side;
  /** Those that it was judged by, too. */
  gst_values: OwnValues;
  /** Contradictions: nothing is stored. */
  faults: FieldError[];
  /** What a draft may lack, and an issued invoice may not. */
  obstacles: FieldError[];
  warnings: string[];
}

function amountsOf({
  amount,
  discount,
  charges,
  taxable_value,
  cgst,
  sgst,
  igst,
  cess,
  total,
  taxable_in_currency,
  total_in_currency,
}: TaxedDocument['lines'][number]) {
  const sums = { taxable_value, cgst, sgst, igst, cess, total };
  return { amount, discount, charges, ...sums, taxable_in_currency, total_in_currency };
}

/** What a document is when nobody says. */
const USUAL: Readonly<Record<Kind, string>> = {
  invoice: 'tax_invoice',
  credit_note: 'credit_note',
  debit_note: 'debit_note',
  estimate: 'estimate',
  order: 'sales_order',
  challan: 'delivery_challan',
};

/** What a document is when nobody says; an invoice what may be issued for what is sold (s.31(3)(c)). */
function usualType(kind: Kind, { seller, customer, is_composition }: Setting, lines: readonly Filled[]): string {
  if (kind !== 'invoice') return USUAL[kind];
  const isTaxed = lines.length === 0 || lines.some(isTaxable);
  if (!seller.gstin || is_composition || !isTaxed) return 'bill_of_supply';
  // One paper for what bears tax and what does not, to somebody unregistered (rule 46A).
  return customer.category === 'unregistered' && !lines.every(isTaxable) ? 'invoice_cum_bill' : USUAL.invoice;
}

/** Columns that some kinds alone have. */
function ownOf(kind: Kind, given: DocumentFields): Row {
  const { valid_until, delivery_date, purpose, payment_terms, due_date, document_type } = given;
  if (kind === 'invoice')
    return {
      payment_terms: payment_terms ?? null,
      due_is_chosen: Boolean(due_date),
      type_is_chosen: Boolean(document_type),
    };
  if (kind === 'estimate') return { valid_until: valid_until ?? null };
  if (kind === 'order') return { delivery_date: delivery_date ?? null };
  return kind === 'challan' ? { purpose: purpose ?? 'supply' } : {};
}

/** Computes and judges a document as people gave it. Nothing is stored and nothing is thrown. */
export function assess(given: DocumentFields, setting: Setting): Assessed {
  const { kind, seller, customer, products, gst_values, today, offers, rates } = setting;
  const date = given.date ?? today;
  const terms = given.payment_terms ?? null;
  const due_date = kind === 'invoice' ? (given.due_date ?? dueOn(date, terms, customer.terms_days)) : date;
  const supply_type: SupplyType = given.supply_type ?? 'regular';
  const productOf = (line: LineFields): Product | undefined => products.get(line.product_id ?? '');
  const exchange = exchangeOf(given, customer.category, date);
  const { currency, exchange_rate } = exchange.columns;
  const prices_include_tax = given.prices_include_tax ?? false;
  const asked = { date, currency, exchange_rate, prices_include_tax, isZeroRated: isZeroRated(supply_type) };
  const filled = fillLines(given, { ...asked, productOf, offers, rates });
  const judged = filled.map((line, index) => {
    const one = given.lines[index] as LineFields;
    return judgeLine(`/lines/${index}`, one, line, productOf(one), { date, gst_values, rates, supply_type });
  });
  const faults = [...judged.flatMap((one) => one.faults), ...exchange.faults];
  faults.push(...judgeDiscounts(given, filled, exchange.taxed.decimals));
  const { ship_to, faults: astray } = readShipTo(given.ship_to, customer);
  const { operator, faults: strange } = readOperator(given.ecommerce_operator);
  faults.push(...judgeDates(given, date, due_date), ...astray, ...strange);
  const place = placeOf(given, setting, filled, ship_to);
  if ('pointer' in place) faults.push(place);
  const found = 'pointer' in place ? { place_of_supply: '', head: 'intra' as const } : place;
  const reverse_charge = given.reverse_charge ?? false;
  const charge = chargeFor(supply_type, seller.gstin === null || setting.is_composition, {
    recipient: reverse_charge,
    operator: operator?.pays_tax ?? false,
  });
  const document_type = given.document_type ?? usualType(kind, setting, filled);
  const rounds = (given.round_off ?? true) && exchange_rate === null;
  const money = {
    discount_amount: given.discount_amount ?? 0,
    charges: given.charges ?? 0,
    other_charges: given.other_charges ?? 0,
  } as Record<'discount_amount' | 'charges' | 'other_charges', Paise>;
  const taxed = computeTax({
    lines:
      faults.length > 0 ? [] : filled.map((line): TaxLine => ({ ...line, treatment: line.treatment as Treatment })),
    head: found.head,
    charge,
    prices_include_tax,
    ...(faults.length > 0 ? {} : money),
    round_off: rounds,
    ...exchange.taxed,
  });
  const { taxable_value, cgst, sgst, igst, cess, round_off, total, taxable_in_currency, total_in_currency } = taxed;
  return {
    head: {
      document_type,
      date,
      due_date,
      branch_id: given.branch_id ?? null,
      ...ownOf(kind, given),
      customer_id: customer.id,
      buyer: sideOf(customer),
      ship_to,
      ecommerce_operator: operator,
      place_of_supply: found.place_of_supply,
      place_is_chosen: Boolean(given.place_of_supply),
      head: found.head,
      charge,
      supply_type,
      reverse_charge,
      prices_include_tax,
      rounds,
      ...money,
      ...exchange.columns,
      ...{ taxable_value, cgst, sgst, igst, cess, round_off, total },
      ...amountsIn(currency, { taxable_in_currency, total_in_currency }),
      reference: given.reference || null,
      notes: given.notes || null,
      terms: given.terms || null,
    },
    lines: taxed.lines.map((line, index) => {
      const { taxable_in_currency, total_in_currency, ...amounts } = amountsOf(line);
      const abroad = amountsIn(currency, { taxable_in_currency, total_in_currency });
      return { ...(filled[index] as Filled), line: index + 1, ...amounts, ...abroad };
    }),
    seller: sideOf(seller),
    gst_values,
    faults,
    obstacles: obstaclesOf(kind, [
      ...judgeSale({ ...given, document_type }, { ...setting, ...found }, date, filled),
      ...judgeOperator({
        ...{ operator, seller_gstin: seller.gstin, is_composition: setting.is_composition, reverse_charge },
        is_regular: supply_type === 'regular',
        taxed: filled.filter(isTaxable),
        is_stateless: !REGISTERED.has(customer.category) && customer.category !== 'overseas' && !customer.state,
      }),
      ...judgeAddresses({
        is_tax_invoice: document_type !== 'bill_of_supply',
        is_registered: REGISTERED.has(customer.category),
        is_abroad: customer.category === 'overseas',
        named_from: namedFromOn(date, gst_values.named_buyer),
        ...{ taxable_value, buyer: customer, ship_to },
      }),
      ...judged.flatMap((one) => one.obstacles),
    ]),
    warnings: [...exchange.warnings, ...warningsOf(setting, total)],
  };
}

/** What looks odd about the customer; it stands in nobody's way. */
function warningsOf({ kind, customer, standing }: Setting, total: Paise): string[] {
  const { credit_limit, name } = customer;
  const warnings: string[] = [];
  if (!customer.is_active) warnings.push('This customer is archived.');
  if (kind !== 'invoice' && kind !== 'order') return warnings;
  const owed = standing.outstanding + Math.max(customer.opening_balance, 0);
  if (credit_limit !== null && owed + total > credit_limit)
    warnings.push(
      `With this ${name} owes ${saidRupees(owed + total)}; the credit limit is ${saidRupees(credit_limit)}.`,
    );
  if (standing.overdue > 0) warnings.push(`${saidRupees(standing.overdue)} of ${name} are overdue.`);
  return warnings;
}

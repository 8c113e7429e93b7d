/** What an invoice comes to, and what stands in its way: the rules of gst between what people typed and what is stored. */

import { readGstin } from '@tenantry/india/gstin.ts';
import { isServiceCode, judgeHsn } from '@tenantry/india/hsn.ts';
import { findState } from '@tenantry/india/states.ts';
import { uqcOf } from '@tenantry/india/uqc.ts';
import type { Row } from '@tenantry/kernel/db/records.ts';
import type { FieldError } from '@tenantry/kernel/problems/problem.ts';
import type { Paise } from '@tenantry/kernel/schema/fields.ts';
import type { Profile } from '@tenantry/kernel/tenancy/profile.ts';
import type { Party } from '../parties/parties.schema.ts';
import type { Product } from '../products/products.schema.ts';
import { chargeFor, derivePlace, headFor, type Place, type SupplyType } from '../tax/place.ts';
import { isRateInForce } from '../tax/rates.ts';
import { computeTax, type TaxedDocument, type TaxLine, type Treatment } from '../tax/tax.ts';
import type { DocumentType, InvoiceFields, InvoiceLine, LineFields, Side } from './invoices.schema.ts';

/** Those who take part, as they are on record, and the day. */
export interface Setting {
  seller: Profile;
  customer: Party;
  products: ReadonlyMap<string, Product>;
  /** `YYYY-MM-DD` where the organisation is. */
  today: string;
}

export interface Assessed {
  /** Columns of the head. */
  head: Row;
  lines: InvoiceLine[];
  seller: Side;
  /** Contradictions: nothing is stored. */
  faults: FieldError[];
  /** What a draft may lack, and an issued invoice may not. */
  obstacles: FieldError[];
  warnings: string[];
}

/** A line with all that it needs to be computed. */
type Filled = Omit<InvoiceLine, keyof ReturnType<typeof amountsOf> | 'line'>;

const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

function fillLine(given: LineFields, product: Product | undefined, isZeroRated: boolean): Filled {
  const hsn = (given.hsn || product?.hsn || '').replace(/[\s.]/g, '') || null;
  const own = given.treatment ?? product?.treatment ?? 'taxable';
  const treatment = own === 'taxable' && isZeroRated ? 'zero_rated' : own;
  const bears = treatment === 'taxable' || treatment === 'zero_rated';
  const nature = hsn ? (isServiceCode(hsn) ? 'service' : 'goods') : (product?.kind ?? 'goods');
  const unit = given.unit || product?.unit || (nature === 'service' ? 'OTH' : 'NOS');
  return {
    product_id: given.product_id ?? null,
    description: given.description || product?.name || '',
    hsn,
    nature,
    quantity: given.quantity,
    unit: uqcOf(unit) ?? unit,
    unit_price: given.unit_price ?? product?.sale_price ?? 0,
    discount_percent: given.discount_percent ?? 0,
    discount_amount: given.discount_amount ?? (0 as Paise),
    tax_rate: bears ? (given.tax_rate ?? product?.tax_rate ?? 0) : 0,
    cess_rate: bears ? (given.cess_rate ?? product?.cess_rate ?? 0) : 0,
    treatment,
  };
}

/** What is wrong with a line however it is meant, and what is missing before it can be issued. */
function judgeLine(
  at: string,
  given: LineFields,
  line: Filled,
  product: Product | undefined,
  date: string,
): { faults: FieldError[]; obstacles: FieldError[] } {
  const faults: FieldError[] = [];
  const obstacles: FieldError[] = [];
  const bears = line.treatment === 'taxable' || line.treatment === 'zero_rated';
  if (given.product_id && !product) faults.push({ pointer: `${at}/product_id`, detail: 'There is no such product.' });
  if (!uqcOf(line.unit))
    faults.push({ pointer: `${at}/unit`, detail: 'Use a unit quantity code such as NOS, KGS, LTR, BOX or OTH.' });
  if (line.hsn) {
    const found = judgeHsn(line.hsn);
    if ('fault' in found) faults.push({ pointer: `${at}/hsn`, detail: found.fault });
  } else if (line.treatment !== 'non_gst')
    obstacles.push({ pointer: `${at}/hsn`, detail: 'Give the HSN or SAC code.' });
  if (!line.description) obstacles.push({ pointer: `${at}/description`, detail: 'Say what is sold.' });
  if (given.unit_price == null && product?.sale_price == null)
    obstacles.push({ pointer: `${at}/unit_price`, detail: 'Give the price.' });
  for (const name of ['tax_rate', 'cess_rate'] as const)
    if (!bears && given[name])
      faults.push({ pointer: `${at}/${name}`, detail: `A line that is ${line.treatment} bears no tax.` });
  if (!bears) return { faults, obstacles };
  if (given.tax_rate == null && product?.tax_rate == null)
    obstacles.push({ pointer: `${at}/tax_rate`, detail: 'Give the tax rate.' });
  else if (!isRateInForce(line.tax_rate, date))
    obstacles.push({ pointer: `${at}/tax_rate`, detail: `${line.tax_rate} % is not a GST rate on ${date}.` });
  else if (line.tax_rate === 0 && line.treatment === 'taxable')
    obstacles.push({ pointer: `${at}/tax_rate`, detail: 'Taxable at 0 % is nil-rated or exempt; say which.' });
  return { faults, obstacles };
}

/** The discount of a line must not be larger than the line; the tax engine would refuse it without a name. */
function judgeDiscounts(given: InvoiceFields, lines: readonly Filled[]): FieldError[] {
  const faults: FieldError[] = [];
  let left = 0;
  for (const [index, line] of lines.entries()) {
    const amount = Math.round(line.quantity * line.unit_price * 100);
    const rest = amount - Math.round((amount * line.discount_percent) / 100) - line.discount_amount;
    if (rest < 0)
      faults.push({ pointer: `/lines/${index}/discount_amount`, detail: 'The discount is larger than the line.' });
    left += Math.max(rest, 0);
  }
  if ((given.discount_amount ?? 0) > left && faults.length === 0)
    faults.push({ pointer: '/discount_amount', detail: 'The discount is larger than what is sold.' });
  return faults;
}

const REGISTERED = new Set([
  'registered_regular',
  'composition',
  'sez',
  'deemed_export',
  'input_service_distributor',
  'tax_deductor',
  'tax_collector',
  'uin_holder',
]);

function sideOf({
  name,
  gstin,
  state,
  address_line1,
  address_line2,
  city,
  pincode,
  phone,
  email,
}: Party | Profile): Side {
  return { name, gstin, state, address_line1, address_line2, city, pincode, phone, email };
}

function placeOf(given: InvoiceFields, { seller, customer }: Setting, lines: readonly Filled[]): Place | FieldError {
  const supply_type = given.supply_type ?? 'regular';
  const supplier_state = seller.state ?? customer.state ?? '';
  if (given.place_of_supply) {
    const state = findState(given.place_of_supply);
    if (!state) return { pointer: '/place_of_supply', detail: 'There is no such state; give its name or code.' };
    const because = 'As it was chosen.';
    return { place_of_supply: state.code, head: headFor({ supplier_state, supply_type }, state.code), because };
  }
  const goods = lines.filter(({ nature }) => nature === 'goods').length;
  return derivePlace({
    supplier_state,
    supply_type,
    nature: goods * 2 >= lines.length ? 'goods' : 'service',
    buyer: {
      registered: REGISTERED.has(customer.category),
      state: customer.state,
      abroad: customer.category === 'overseas',
    },
    delivered_to: null,
  });
}

/** What must hold between the parties and the kind of sale before it is issued. */
function judgeSale(
  given: InvoiceFields,
  { seller, customer, today }: Setting,
  date: string,
  lines: readonly Filled[],
): FieldError[] {
  const found: FieldError[] = [];
  const add = (pointer: string, detail: string): void => void found.push({ pointer, detail });
  const type = given.document_type ?? 'tax_invoice';
  const supply = given.supply_type ?? 'regular';
  const own = seller.gstin ? readGstin(seller.gstin) : null;
  const theirs = customer.gstin ? readGstin(customer.gstin) : null;
  const taxed = lines.some(({ treatment }) => treatment === 'taxable' || treatment === 'zero_rated');
  if (lines.length === 0) add('/lines', 'Add at least one line.');
  if (!own && type !== 'bill_of_supply')
    add('/document_type', 'Without a GSTIN of its own the organisation issues bills of supply.');
  if (own && !own.check_digit_ok)
    add('/seller', 'The check digit of your organisation’s GSTIN is wrong; mend it in the profile.');
  if (!seller.state) add('/seller', 'Your organisation’s state is not known; give it in the profile.');
  if (theirs && !theirs.check_digit_ok) add('/customer_id', 'The check digit of the customer’s GSTIN is wrong.');
  if (type === 'bill_of_supply' && taxed)
    add('/document_type', 'A bill of supply has no taxable lines; this is a tax invoice.');
  if (type === 'tax_invoice' && lines.length > 0 && !taxed)
    add('/document_type', 'Nothing here is taxable: this is a bill of supply.');
  if (type === 'invoice_cum_bill' && REGISTERED.has(customer.category))
    add('/document_type', 'An invoice-cum-bill is for unregistered customers (rule 46A).');
  if (given.reverse_charge && !REGISTERED.has(customer.category))
    add('/reverse_charge', 'Only a registered customer pays the tax himself.');
  if (supply.startsWith('export') && customer.category !== 'overseas')
    add('/supply_type', 'An export goes to a customer abroad.');
  if (supply.startsWith('sez') && customer.category !== 'sez')
    add('/supply_type', 'The customer is no unit in a special economic zone.');
  if (customer.category === 'sez' && supply === 'regular')
    add('/supply_type', 'A supply to a special economic zone is with or without payment of tax.');
  if (date > today) add('/date', 'An invoice is not dated ahead of today.');
  return found;
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
}: TaxedDocument['lines'][number]) {
  return { amount, discount, charges, taxable_value, cgst, sgst, igst, cess, total };
}

/** Computes and judges an invoice as people gave it. Nothing is stored and nothing is thrown. */
export function assess(given: InvoiceFields, setting: Setting): Assessed {
  const { seller, customer, products, today } = setting;
  const date = given.date ?? today;
  const due_date = given.due_date ?? addDays(date, customer.terms_days);
  const supply_type: SupplyType = given.supply_type ?? 'regular';
  const isZeroRated = supply_type.startsWith('export') || supply_type.startsWith('sez');
  const productOf = (line: LineFields): Product | undefined => products.get(line.product_id ?? '');
  const filled = given.lines.map((line) => fillLine(line, productOf(line), isZeroRated));
  const judged = filled.map((line, index) => {
    const one = given.lines[index] as LineFields;
    return judgeLine(`/lines/${index}`, one, line, productOf(one), date);
  });
  const faults = [...judged.flatMap((one) => one.faults), ...judgeDiscounts(given, filled)];
  if (due_date < date) faults.push({ pointer: '/due_date', detail: 'It is due before it is written.' });
  const place = placeOf(given, setting, filled);
  if ('pointer' in place) faults.push(place);
  const found = 'pointer' in place ? { place_of_supply: '', head: 'intra' as const } : place;
  const charge = chargeFor(supply_type, given.reverse_charge ?? false, seller.gstin === null);
  const rounds = given.round_off ?? true;
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
    prices_include_tax: given.prices_include_tax ?? false,
    ...(faults.length > 0 ? {} : money),
    round_off: rounds,
  });
  const { taxable_value, cgst, sgst, igst, cess, round_off, total } = taxed;
  return {
    head: {
      document_type: (given.document_type ?? 'tax_invoice') satisfies DocumentType,
      date,
      due_date,
      customer_id: customer.id,
      buyer: sideOf(customer),
      place_of_supply: found.place_of_supply,
      place_is_chosen: Boolean(given.place_of_supply),
      head: found.head,
      charge,
      supply_type,
      reverse_charge: given.reverse_charge ?? false,
      prices_include_tax: given.prices_include_tax ?? false,
      rounds,
      ...money,
      ...{ taxable_value, cgst, sgst, igst, cess, round_off, total },
      reference: given.reference || null,
      notes: given.notes || null,
      terms: given.terms || null,
    },
    lines: taxed.lines.map((line, index) => ({ ...(filled[index] as Filled), line: index + 1, ...amountsOf(line) })),
    seller: sideOf(seller),
    faults,
    obstacles: [...judgeSale(given, setting, date, filled), ...judged.flatMap((one) => one.obstacles)],
    warnings: warningsOf(setting, total),
  };
}

function warningsOf({ customer }: Setting, total: Paise): string[] {
  const { credit_limit } = customer;
  if (!customer.is_active) return ['This customer is archived.'];
  if (credit_limit !== null && total > credit_limit)
    return ['This invoice alone is above the customer’s credit limit.'];
  return [];
}

/** What is wrong with a document, and what stands in its way: faults are stored by nobody, obstacles by a draft alone. */
import { readGstin } from '@tenantry/india/gstin.ts';
import { judgeHsn } from '@tenantry/india/hsn.ts';
import { uqcOf } from '@tenantry/india/uqc.ts';
import type { FieldError } from '@tenantry/kernel/problems/problem.ts';
import { rateOfCode } from '../hsn-rates/rate_of_code.ts';
import type { Product } from '../products/products.schema.ts';
import { ABROAD, isZeroRated, type SupplyType } from '../tax/place.ts';
import { isCessInForce, isRateInForce, notInForce } from '../tax/rates.ts';
import type { Head } from '../tax/tax.ts';
import type { Setting } from './assess.ts';
import type { DocumentFields, LineFields } from './documents.schema.ts';
import type { Kind } from './documents.ts';
import type { Filled } from './fill.ts';
import { strayFault } from './sides.ts';

/** What is wrong with a line however it is meant, and what is missing before it can be issued. */
export function judgeLine(
  at: string,
  given: LineFields,
  line: Filled,
  product: Product | undefined,
  {
    date,
    gst_values,
    rates,
    supply_type,
  }: Pick<Setting, 'gst_values' | 'rates'> & { date: string; supply_type: SupplyType },
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
  if (line.price_source === null) obstacles.push({ pointer: `${at}/unit_price`, detail: 'Give the price.' });
  for (const name of ['tax_rate', 'cess_rate'] as const)
    if (!bears && given[name])
      faults.push({
        pointer: `${at}/${name}`,
        detail: `A line that is ${line.treatment.replaceAll('_', ' ')} bears no tax; give 0.`,
      });
  if (!bears) return { faults, obstacles };
  if (line.rate_source === null) obstacles.push({ pointer: `${at}/tax_rate`, detail: 'Give the tax rate.' });
  else if (!isRateInForce(line.tax_rate, date, gst_values.rates))
    obstacles.push({ pointer: `${at}/tax_rate`, detail: notInForce(line.tax_rate, date, gst_values.rates) });
  else if (line.tax_rate === 0 && !supply_type.endsWith('without_payment'))
    obstacles.push({ pointer: `${at}/tax_rate`, detail: 'Taxable at 0 % is nil-rated or exempt; say which.' });
  if (line.treatment === 'zero_rated' && !isZeroRated(supply_type))
    obstacles.push({
      pointer: `${at}/treatment`,
      detail: 'Only exports and supplies to special economic zones are zero-rated (IGST Act s.16).',
    });
  // An organisation that knows of a cess says so of the code.
  if (line.cess_rate > 0 && !isCessInForce(date) && !rateOfCode(line.hsn ?? '', date, rates)?.cess_rate)
    obstacles.push({ pointer: `${at}/cess_rate`, detail: `There is no compensation cess on ${date}.` });
  return { faults, obstacles };
}

/** The discount of a line must not be larger than the line; the tax engine would refuse it without a name. */
export function judgeDiscounts(given: DocumentFields, lines: readonly Filled[], decimals = 2): FieldError[] {
  const faults: FieldError[] = [];
  const per = 10 ** decimals;
  let left = 0;
  for (const [index, line] of lines.entries()) {
    const amount = Math.round(line.quantity * line.unit_price * per);
    const rest = amount - Math.round((amount * line.discount_percent) / 100) - (line.discount_amount * per) / 100;
    if (rest < 0)
      faults.push({
        pointer: `/lines/${index}/discount_amount`,
        detail: 'The discount is larger than the line; give less.',
      });
    left += Math.max(rest, 0);
  }
  if (((given.discount_amount ?? 0) * per) / 100 > left && faults.length === 0)
    faults.push({ pointer: '/discount_amount', detail: 'The discount is larger than what is sold; give less.' });
  return faults;
}

export const REGISTERED = new Set([
  'registered_regular',
  'composition',
  'sez',
  'deemed_export',
  'input_service_distributor',
  'tax_deductor',
  'tax_collector',
  'uin_holder',
]);

export const isTaxable = ({ treatment }: Pick<Filled, 'treatment'>): boolean =>
  treatment === 'taxable' || treatment === 'zero_rated';

/** What must hold between the parties and the kind of sale before it is issued. */
export function judgeSale(
  given: DocumentFields,
  { seller, customer, today, is_composition, head, place_of_supply }: Setting & { head: Head; place_of_supply: string },
  date: string,
  lines: readonly Filled[],
): FieldError[] {
  const found: FieldError[] = [];
  const add = (pointer: string, detail: string): void => void found.push({ pointer, detail });
  const type = given.document_type ?? 'tax_invoice';
  const supply = given.supply_type ?? 'regular';
  const own = seller.gstin ? readGstin(seller.gstin) : null;
  const theirs = customer.gstin ? readGstin(customer.gstin) : null;
  const taxed = lines.some(isTaxable);
  if (lines.length === 0) add('/lines', 'Add at least one line.');
  if (!own && type !== 'bill_of_supply')
    add('/document_type', 'Without a GSTIN of its own the organisation issues bills of supply.');
  if (own && !own.check_digit_ok)
    add('/seller', 'The check digit of your organisation’s GSTIN is wrong; mend it in the profile.');
  const stray = given.branch_id ? strayFault(seller) : null;
  if (stray) add('/branch_id', stray);
  if (!seller.state) add('/seller', 'Your organisation’s state is not known; give it in the profile.');
  if (theirs && !theirs.check_digit_ok)
    add('/customer_id', 'The check digit of the customer’s GSTIN is wrong; correct it in the customer’s record.');
  if (is_composition && type !== 'bill_of_supply')
    add('/document_type', 'Under composition the organisation issues bills of supply.');
  if (is_composition && head === 'inter')
    add('/place_of_supply', 'Under composition nothing is sold to another state or abroad (s.10(2)).');
  // Who is not registered, or under composition, charges no tax, whatever he sells.
  if (own && !is_composition && type === 'bill_of_supply' && taxed)
    add('/document_type', 'A bill of supply has no taxable lines; this is a tax invoice.');
  if (own && type === 'tax_invoice' && lines.length > 0 && !taxed)
    add('/document_type', 'Nothing here is taxable: this is a bill of supply.');
  if (own && own.gstin === theirs?.gstin)
    add('/customer_id', 'Both sides are one registration: there is no sale and no tax; a challan goes with the goods.');
  if (own && REGISTERED.has(customer.category) && !theirs?.state && !customer.state)
    add('/customer_id', 'The customer’s GSTIN names no state of today; give his new GSTIN, or his state.');
  if (own && supply === 'regular' && place_of_supply === ABROAD)
    add(
      '/supply_type',
      'A service to a customer abroad is an export, with or without payment of tax; where it is performed here, choose the place of supply (s.13).',
    );
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
  if (date > today) add('/date', 'Give today or a day before: an invoice is not dated ahead.');
  return found;
}

/** Of what an invoice must say these ask only a part: they are no documents of tax. */
const ASKED: Readonly<Partial<Record<Kind, RegExp>>> = {
  estimate: /^\/lines(\/\d+\/(description|unit_price))?$/,
  order: /^\/lines(\/\d+\/(description|unit_price))?$/,
  challan: /^\/lines(\/\d+\/(description|hsn))?$|^\/date$|^\/seller$/,
};

/** The obstacles that count for this kind. */
export function obstaclesOf(kind: Kind, found: readonly FieldError[]): FieldError[] {
  const asked = ASKED[kind];
  return asked ? found.filter(({ pointer }) => asked.test(pointer)) : [...found];
}

/** What the dates of a document say against each other. */
export function judgeDates(given: DocumentFields, date: string, due_date: string): FieldError[] {
  const faults: FieldError[] = [];
  if (due_date < date)
    faults.push({ pointer: '/due_date', detail: `It is due before it is written; give ${date} or a later day.` });
  if (given.valid_until && given.valid_until < date)
    faults.push({ pointer: '/valid_until', detail: `It is over before it is written; give ${date} or a later day.` });
  if (given.delivery_date && given.delivery_date < date)
    faults.push({
      pointer: '/delivery_date',
      detail: `It is to be delivered before it is written; give ${date} or a later day.`,
    });
  return faults;
}

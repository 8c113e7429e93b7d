/** Lines with all that they need to be computed: what is sold, what it costs this customer, and what a piece of that price bears. */
import { isServiceCode } from '@tenantry/india/hsn.ts';
import { uqcOf } from '@tenantry/india/uqc.ts';
import type { Paise } from '@tenantry/kernel/schema/fields.ts';
import type { HsnRate } from '../hsn-rates/hsn-rates.schema.ts';
import { atTax, findPrice, type Offer, type Price } from '../price-lists/pricing.ts';
import type { Product } from '../products/products.schema.ts';
import type { TaxedDocument } from '../tax/tax.ts';
import { borneAt, codeRate, keptOf, type Rating, rateSource } from './code_rate.ts';
import type { DocumentFields, DocumentLine, LineFields } from './documents.schema.ts';

/** A line before anything is computed. */
export type Filled = Omit<DocumentLine, 'line' | keyof TaxedDocument['lines'][number]>;

/** How the document says its prices, what it sells and what the customer may have. */
interface Selling extends Rating {
  currency: string;
  isZeroRated: boolean;
  productOf(line: LineFields): Product | undefined;
  offers: readonly Offer[];
}

/** What a line is before anybody asks what its piece bears. */
interface Read {
  given: LineFields;
  product: Product | undefined;
  /** That of its HSN code, where neither line nor product says a rate. */
  code: HsnRate | undefined;
  bears: boolean;
  /** In percent, before a band of prices decides. */
  tax_rate: number;
  cess_rate: number;
  unit: string;
  /** What the customer pays at a rate in percent, where nobody typed a price; null where nobody knows one. */
  priceAt(rate: number): Price | null;
  rest: Pick<Filled, 'description' | 'hsn' | 'nature' | 'treatment'>;
}

function readLine(given: LineFields, selling: Selling): Read {
  const product = selling.productOf(given);
  const hsn = (given.hsn || product?.hsn || '').replace(/[\s.]/g, '') || null;
  const code = codeRate(given, product, hsn, selling);
  const own = given.treatment ?? code?.treatment ?? product?.treatment ?? 'taxable';
  const treatment = own === 'taxable' && selling.isZeroRated ? 'zero_rated' : own;
  const bears = treatment === 'taxable' || treatment === 'zero_rated';
  const nature = hsn ? (isServiceCode(hsn) ? 'service' : 'goods') : (product?.kind ?? 'goods');
  // A product without a rate of its own has a cess of 0 because nobody said any.
  const cess_rate = bears ? (given.cess_rate ?? (product?.cess_rate || code?.cess_rate) ?? 0) : 0;
  const typed = given.unit || product?.unit || (nature === 'service' ? 'OTH' : 'NOS');
  const found = product && findPrice({ ...selling, product, quantity: given.quantity }, selling.offers);
  return {
    ...{ given, product, code, bears, cess_rate },
    tax_rate: bears ? (given.tax_rate ?? product?.tax_rate ?? code?.tax_rate ?? 0) : 0,
    unit: uqcOf(typed) ?? typed,
    priceAt: (rate) => (found ? atTax(found, selling.prices_include_tax, rate + cess_rate) : null),
    rest: { description: given.description || product?.name || '', hsn, nature, treatment },
  };
}

const unitPrice = ({ given, priceAt }: Read, rate: number | null): number =>
  given.unit_price ?? priceAt(rate ?? 0)?.unit_price ?? 0;

/** What one piece bears when so much of its price is left; null where its package hides how many pieces there are. */
function borneBy(read: Read, kept: number, selling: Selling): number | null {
  const { given, code, bears, tax_rate, unit } = read;
  if (!code || !bears) return tax_rate;
  return borneAt(code, given, unit, unitPrice(read, tax_rate), kept, selling);
}

function fillLine(read: Read, borne: number | null): Filled {
  const { given, product, code, cess_rate, unit, rest } = read;
  const tax_rate = borne ?? 0;
  const found = read.priceAt(tax_rate);
  // A price that somebody gave may be the one that counts anyway.
  const price = given.unit_price == null || found?.unit_price === given.unit_price ? found : null;
  return {
    ...rest,
    product_id: given.product_id ?? null,
    quantity: given.quantity,
    unit,
    unit_price: unitPrice(read, borne),
    price_source: price?.source ?? (given.unit_price == null ? null : 'given'),
    price_list_id: price?.price_list_id ?? null,
    discount_percent: given.discount_percent ?? 0,
    discount_amount: given.discount_amount ?? (0 as Paise),
    tax_rate,
    cess_rate,
    rate_source: rateSource(given, product, borne === null ? undefined : code),
    from_id: given.from_id ?? null,
    from_line: given.from_line ?? null,
  };
}

/**
 * The lines of a document. A band of prices looks at what is left of a piece after the document's own discount and with its
 * charges, which are shared by what the lines come to as if there were none.
 */
export function fillLines(given: DocumentFields, selling: Selling): Filled[] {
  const lines = given.lines.map((line) => readLine(line, selling));
  const whole = (read: Read): number => unitPrice(read, borneBy(read, 1, selling));
  const kept = lines.some(({ code }) => code)
    ? keptOf(
        given,
        lines.map((read) => ({ ...read.given, unit_price: whole(read) })),
      )
    : 1;
  return lines.map((read) => fillLine(read, borneBy(read, kept, selling)));
}

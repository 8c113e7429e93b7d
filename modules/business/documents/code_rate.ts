/** The rate of a line that nobody gave: that of its HSN code, on the day of the document and for what a piece comes to. */
import type { HsnRate } from '../hsn-rates/hsn-rates.schema.ts';
import { borneBy, rateOfCode } from '../hsn-rates/rate_of_code.ts';
import type { Product } from '../products/products.schema.ts';
import type { DocumentFields, LineFields } from './documents.schema.ts';

/** What the document says of all its lines. */
export interface Rating {
  date: string;
  /** Those of the organisation itself. */
  rates: readonly HsnRate[];
  prices_include_tax: boolean;
  /** Rupees for one unit of the document's currency; null in rupees. */
  exchange_rate: number | null;
}

/** The rate of its code; none where the line or its product says one, or how the line is treated. */
export function codeRate(
  given: LineFields,
  product: Product | undefined,
  hsn: string | null,
  { date, rates }: Rating,
): HsnRate | undefined {
  if (!hsn || given.tax_rate != null || (product && (product.tax_rate !== null || product.treatment !== 'taxable')))
    return undefined;
  const found = rateOfCode(hsn, date, rates);
  const asked = given.treatment === 'zero_rated' ? 'taxable' : given.treatment;
  return asked == null || asked === found?.treatment ? found : undefined;
}

/**
 * What one piece of a line bears at a price, of which the part `kept` is left by the document; null where its package hides
 * how many pieces there are.
 */
export function borneAt(
  rate: HsnRate,
  { quantity, discount_percent, discount_amount }: LineFields,
  unit: string,
  unit_price: number,
  kept: number,
  { prices_include_tax, exchange_rate }: Rating,
): number | null {
  const less = quantity > 0 ? (discount_amount ?? 0) / 100 / quantity : 0;
  const value = (unit_price * (1 - (discount_percent ?? 0) / 100) - less) * kept * (exchange_rate ?? 1);
  return borneBy(rate, { value, unit, includes_tax: prices_include_tax });
}

/**
 * Where the rate of a line comes from; null where nobody knows one. With a cess of somebody's own it counts as given, so that
 * both stay together.
 */
export function rateSource(
  { tax_rate, cess_rate }: LineFields,
  product: Product | undefined,
  code: HsnRate | undefined,
): 'given' | 'product' | 'hsn' | null {
  if (tax_rate != null) return 'given';
  if (product && product.tax_rate !== null) return 'product';
  if (code && cess_rate && cess_rate !== code.cess_rate) return 'given';
  return code ? 'hsn' : null;
}

type Priced = Pick<LineFields, 'quantity' | 'discount_percent' | 'discount_amount'> & { unit_price: number };

/** What is left of the lines after what the document takes off and adds before tax (s.15), as a part of them. */
export function keptOf({ discount_amount, charges }: DocumentFields, lines: readonly Priced[]): number {
  const change = ((charges ?? 0) - (discount_amount ?? 0)) / 100;
  const worth = lines.reduce(
    (sum, { quantity, unit_price, discount_percent, discount_amount: less }) =>
      sum + quantity * unit_price * (1 - (discount_percent ?? 0) / 100) - (less ?? 0) / 100,
    0,
  );
  return change === 0 || worth <= 0 ? 1 : (worth + change) / worth;
}

/** Which rate a code has on a day, and for how dear a piece. Pure. */
import { lastOn } from '../dated/dated.ts';
import type { HsnRate } from './hsn-rates.schema.ts';
import { SHIPPED } from './shipped.ts';

/** Codes are told apart by headings of 2, 4, 6 and 8 digits. */
const LENGTHS = [8, 6, 4, 2] as const;

/** The beginnings of a code that a rate may hang on, the longest first. */
export const prefixesOf = (hsn: string): string[] =>
  LENGTHS.filter((length) => length <= hsn.length).map((length) => hsn.slice(0, length));

/**
 * The rate that counts for a code on a date: of the longest beginning with one in force what began last, of one day the
 * organisation's own.
 */
export function rateOfCode(hsn: string, date: string, own: readonly HsnRate[]): HsnRate | undefined {
  for (const prefix of prefixesOf(hsn)) {
    const found = lastOn(date, [own, SHIPPED], (rate) => rate.hsn === prefix);
    if (found) return found;
  }
  return undefined;
}

/** How many pieces a unit quantity code counts; others count as one. */
const PIECES: Readonly<Record<string, number>> = { DOZ: 12, GRS: 144, GGK: 1728, THD: 1000 };
/** Packages of who knows how many pieces. */
const PACKAGES = new Set(['BAG', 'BAL', 'BDL', 'BOX', 'BUN', 'CAN', 'CTN', 'DRM', 'PAC']);

/** A piece as it is sold. */
export interface Sold {
  /** Rupees for one `unit`, after discounts. */
  value: number;
  /** Unit quantity code. */
  unit: string;
  /** Whether the tax is in `value`. */
  includes_tax: boolean;
}

/**
 * What a piece bears by a rate. The value of one piece counts as s.15 has it: before tax, after discounts that the document
 * shows. With the tax in the price, the lower rate counts as long as what is left without it stays within the band. Null
 * where a band would decide and nobody knows how many pieces a package holds.
 */
export function borneBy({ tax_rate, cess_rate, above_price, above_rate }: HsnRate, sold: Sold): number | null {
  if (above_price === null || above_rate === null) return tax_rate;
  if (PACKAGES.has(sold.unit)) return null;
  const tax = sold.includes_tax ? 1 + (tax_rate + cess_rate) / 100 : 1;
  const piece = sold.value / (PIECES[sold.unit] ?? 1) / tax;
  // To the fourth decimal, as prices are.
  return Math.round(piece * 1e4) > above_price * 100 ? above_rate : tax_rate;
}

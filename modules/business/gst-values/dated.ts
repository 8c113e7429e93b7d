/** What the law says from a day on: the product's own data, and what an organisation said before a release could. Pure. */

/** A value that a rule counts from or above, in paise. */
export interface DatedAmount {
  /** `YYYY-MM-DD`. */
  valid_from: string;
  amount: number;
}

/** A rate in percent that comes into force with a day, or leaves it. */
export interface RateChange {
  valid_from: string;
  tax_rate: number;
  is_in_force: boolean;
}

/** What an organisation set for itself. */
export interface OwnValues {
  rates: readonly RateChange[];
  /** Inter-state sales to the unregistered above it are told one by one. */
  b2cl: readonly DatedAmount[];
  /** From it on an invoice names the address of an unregistered customer. */
  named_buyer: readonly DatedAmount[];
}

/** What comes with the product, and where it is said. */
export type Shipped<T> = T & { source: string };

export const NO_OWN: OwnValues = { rates: [], b2cl: [], named_buyer: [] };

/** The entry that began last of those that have begun on a day; of two of one day the first in the list, so own ones go first. */
export function lastOn<T extends { valid_from: string }>(entries: Iterable<T>, date: string): T | undefined {
  let found: T | undefined;
  for (const one of entries) if (one.valid_from <= date && (!found || one.valid_from > found.valid_from)) found = one;
  return found;
}

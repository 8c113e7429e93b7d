/** GST rates in force at a date: data with dates, so that a new notification is a new line. */

/** A period and the rates on taxable supplies in it, in percent (CGST and SGST together, or IGST). */
interface RatePeriod {
  valid_from: string;
  /** The last day; null while it lasts. */
  valid_to: string | null;
  rates: readonly number[];
  /** Rates of certain supplies only, by notifications of their own (merchant export, construction, job work …). */
  special: readonly number[];
}

/** Notifications 1/2017, 9/2025 and 14/2025 (17-09-2025), 19/2025 (31-12-2025), Central Tax (Rate). */
export const RATE_PERIODS: readonly RatePeriod[] = [
  {
    valid_from: '2017-07-01',
    valid_to: '2025-09-21',
    rates: [0, 0.25, 3, 5, 12, 18, 28],
    special: [0.1, 1, 1.5, 6, 7.5],
  },
  {
    valid_from: '2025-09-22',
    valid_to: '2026-01-31',
    rates: [0, 0.25, 1.5, 3, 5, 18, 40],
    // 28 for tobacco and pan masala, 12 for certain bricks and tiles.
    special: [0.1, 1, 6, 7.5, 12, 28],
  },
  {
    valid_from: '2026-02-01',
    valid_to: null,
    rates: [0, 0.25, 1.5, 3, 5, 18, 40],
    special: [0.1, 1, 6, 7.5, 12],
  },
];

/** The period that a date (`YYYY-MM-DD`) lies in; undefined before GST began. */
export function ratesOn(date: string): RatePeriod | undefined {
  return RATE_PERIODS.find(({ valid_from, valid_to }) => valid_from <= date && (valid_to === null || date <= valid_to));
}

/** Whether a rate in percent is one of those in force at the date, special ones included. */
export function isRateInForce(rate: number, date: string): boolean {
  const period = ratesOn(date);
  return period !== undefined && (period.rates.includes(rate) || period.special.includes(rate));
}

/** GST rates in force at a date: data with dates, so that a new notification is a new line. */
import { lastOn } from '../dated/dated.ts';
import type { RateChange, Shipped } from '../gst-values/own.ts';

/** A period and the rates on taxable supplies in it, in percent (CGST and SGST together, or IGST). */
interface RatePeriod {
  valid_from: string;
  /** The last day; null while it lasts. */
  valid_to: string | null;
  rates: readonly number[];
  /** Rates of certain supplies only, by notifications of their own (merchant export, construction, job work …). */
  special: readonly number[];
  source: string;
}

/** Notifications of Central Tax (Rate); those of 2025 are of 17-09 and 31-12. */
export const RATE_PERIODS: readonly RatePeriod[] = [
  {
    valid_from: '2017-07-01',
    valid_to: '2025-09-21',
    rates: [0, 0.25, 3, 5, 12, 18, 28],
    special: [0.1, 1, 1.5, 6, 7.5],
    source: 'Notification 1/2017, Central Tax (Rate)',
  },
  {
    valid_from: '2025-09-22',
    valid_to: '2026-01-31',
    rates: [0, 0.25, 1.5, 3, 5, 18, 40],
    // 28 for tobacco and pan masala, 12 for certain bricks and tiles.
    special: [0.1, 1, 6, 7.5, 12, 28],
    source: 'Notifications 9/2025 and 14/2025, Central Tax (Rate)',
  },
  {
    valid_from: '2026-02-01',
    valid_to: null,
    rates: [0, 0.25, 1.5, 3, 5, 18, 40],
    special: [0.1, 1, 6, 7.5, 12],
    source: 'Notification 19/2025, Central Tax (Rate)',
  },
];

/** The period that a date (`YYYY-MM-DD`) lies in; undefined before GST began. */
export function ratesOn(date: string): RatePeriod | undefined {
  return RATE_PERIODS.find(({ valid_from, valid_to }) => valid_from <= date && (valid_to === null || date <= valid_to));
}

const allOf = ({ rates, special }: RatePeriod): readonly number[] => [...rates, ...special];

/** The periods rate by rate: a period says something of a rate that comes with it, or goes, and nothing of one that stays. */
export const RATE_CHANGES: readonly Shipped<RateChange>[] = RATE_PERIODS.flatMap((period, at) => {
  const { valid_from, source } = period;
  const before = at === 0 ? [] : allOf(RATE_PERIODS[at - 1] as RatePeriod);
  const now = allOf(period);
  return [
    ...now
      .filter((rate) => !before.includes(rate))
      .map((tax_rate) => ({ valid_from, tax_rate, is_in_force: true, source })),
    ...before
      .filter((rate) => !now.includes(rate))
      .map((tax_rate) => ({ valid_from, tax_rate, is_in_force: false, source })),
  ];
});

/**
 * Whether a rate in percent is one of those in force at the date, special ones included. What was said last of a rate counts,
 * by the organisation (`own`) or by a notification that the product knows; of the same day, what the organisation said.
 */
export function isRateInForce(rate: number, date: string, own: readonly RateChange[] = []): boolean {
  const said = lastOn(date, [own, RATE_CHANGES], ({ tax_rate }) => tax_rate === rate);
  return said?.is_in_force ?? false;
}

/** What is said of a rate that is not in force at the date. */
export function notInForce(rate: number, date: string, own: readonly RateChange[] = []): string {
  return `${rate} % is not a GST rate on ${date}; there are ${usualRatesOn(date, own).join(', ')}.`;
}

/** The usual rates at the date and the organisation's own, the smallest first; those of certain supplies only are left out. */
export function usualRatesOn(date: string, own: readonly RateChange[] = []): number[] {
  const rates = new Set([...(ratesOn(date)?.rates ?? []), ...own.map(({ tax_rate }) => tax_rate)]);
  return [...rates].filter((rate) => isRateInForce(rate, date, own)).sort((a, b) => a - b);
}

/** Compensation cess is nil after this day; what it was on before, and how much, differs by kind and is said by people. */
const CESS = { valid_from: '2017-07-01', valid_to: '2026-01-31', source: 'Notification 19/2025, Central Tax (Rate)' };

export const isCessInForce = (date: string): boolean => CESS.valid_from <= date && date <= CESS.valid_to;

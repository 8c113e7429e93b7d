/** Which days a return covers, and when it is due: months, or quarters for those who chose them (rule 61A). Pure. */
import { fiscalYearOf, monthSpan, type Span } from '@tenantry/india/fiscal.ts';

export const RETURNS = ['gstr1', 'iff', 'gstr3b'] as const;
/** `iff`: what a quarterly filer tells of registered customers in the first two months of a quarter. */
export type ReturnName = (typeof RETURNS)[number];
export const FREQUENCIES = ['monthly', 'quarterly'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** A return of one registration: its days, and what an earlier one told already. */
export interface Scope extends Span {
  name: ReturnName;
  gstin: string;
  /** The GSTIN of the organisation itself: documents and payments without a branch are of this one. */
  main: string | null;
  /** The month that the portal calls it by; of a quarter the last. */
  period: string;
  frequency: Frequency;
  /** Months whose registered customers were told in an IFF that is filed. */
  told: readonly string[];
}

/** `2026-12` after `2026-11`, or so many months after it; before it where that is negative. */
export const monthAfter = (month: string, by = 1): string => {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
};

/** The three months of the quarter that a month lies in. */
export function quarterMonths(month: string): [string, string, string] {
  const first = monthAfter(month, -((Number(month.slice(5, 7)) - 1) % 3));
  return [first, monthAfter(first), monthAfter(first, 2)];
}

/** What is filed for a month: GSTR-1 of a quarter stands in its last month, an IFF in the others; GSTR-3B of a quarter in its last. */
export function returnOf(
  which: 'gstr1' | 'gstr3b',
  month: string,
  frequency: Frequency,
): Pick<Scope, 'name' | 'period' | 'from' | 'to'> {
  if (frequency === 'monthly') return { name: which, period: month, ...monthSpan(month) };
  const [first, , last] = quarterMonths(month);
  if (which === 'gstr1' && month !== last) return { name: 'iff', period: month, ...monthSpan(month) };
  return { name: which, period: last, from: monthSpan(first).from, to: monthSpan(last).to };
}

/** States whose quarterly GSTR-3B is due on the 22nd; the others have until the 24th. Notification 82/2020. */
const EARLY = new Set(['22', '23', '24', '26', '27', '29', '30', '31', '32', '33', '34', '35', '36', '37']);

/** When a return is due: `YYYY-MM-DD`. */
export function dueOn(name: ReturnName, period: string, frequency: Frequency, gstin: string): string {
  const day =
    name === 'gstr3b'
      ? frequency === 'monthly'
        ? '20'
        : EARLY.has(gstin.slice(0, 2))
          ? '22'
          : '24'
      : frequency === 'monthly'
        ? '11'
        : '13';
  return `${monthAfter(period)}-${day}`;
}

/** The last month in which what a document said may be amended: November after the financial year of the supply (s.37(3)). */
export function lastAmending(date: string): string {
  return `${fiscalYearOf(date) + 1}-11`;
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `October 2026`, for sentences. */
export function monthInWords(month: string): string {
  return `${MONTHS[Number(month.slice(5, 7)) - 1]} ${month.slice(0, 4)}`;
}

/** What a return is called. */
export const TITLES: Readonly<Record<ReturnName, string>> = { gstr1: 'GSTR-1', iff: 'IFF', gstr3b: 'GSTR-3B' };

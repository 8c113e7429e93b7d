/** Terms of payment, and the day on which a document is due by them. */
export const PAYMENT_TERMS = [
  'immediate',
  'days_7',
  'days_15',
  'days_30',
  'days_45',
  'days_60',
  'days_90',
  'end_of_month',
] as const;
export type PaymentTerms = (typeof PAYMENT_TERMS)[number];

const DAY_MS = 86_400_000;

/** So many days after `YYYY-MM-DD`. */
export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** Days from one day to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** The last day of a date's month. */
function endOfMonth(date: string): string {
  const [year, month] = date.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

/** When it is due: by the document's terms, else so many days as the customer has. */
export function dueOn(date: string, terms: PaymentTerms | null, customersDays: number): string {
  if (terms === 'end_of_month') return endOfMonth(date);
  if (terms === null) return addDays(date, customersDays);
  return addDays(date, terms === 'immediate' ? 0 : Number(terms.slice('days_'.length)));
}

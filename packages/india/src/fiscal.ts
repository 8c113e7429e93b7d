/** Financial years, quarters and return periods: April to March (General Clauses Act s.3(21)). */

/** Dates are `YYYY-MM-DD`; both ends belong to the span. */
export interface Span {
  from: string;
  to: string;
}

const pad = (value: number): string => String(value).padStart(2, '0');

function lastDay(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The year in which the financial year of a date begins; `startMonth` is 4 for India's, another for what a tenant chose. */
export function fiscalYearOf(date: string, startMonth = 4): number {
  const year = Number(date.slice(0, 4));
  return Number(date.slice(5, 7)) >= startMonth ? year : year - 1;
}

/** `2026-27`, or `26-27` when short; the turn of a century is `2099-00`. */
export function fiscalYearLabel(startYear: number, form: 'long' | 'short' = 'long'): string {
  const first = form === 'long' ? String(startYear) : pad(startYear % 100);
  return `${first}-${pad((startYear + 1) % 100)}`;
}

/** First and last day of the financial year that begins in `startYear`. */
export function fiscalYearSpan(startYear: number, startMonth = 4): Span {
  const endMonth = startMonth === 1 ? 12 : startMonth - 1;
  const endYear = startMonth === 1 ? startYear : startYear + 1;
  return {
    from: `${startYear}-${pad(startMonth)}-01`,
    to: `${endYear}-${pad(endMonth)}-${pad(lastDay(endYear, endMonth))}`,
  };
}

/** Quarter of the financial year, 1 (April to June) to 4. */
export function quarterOf(date: string): 1 | 2 | 3 | 4 {
  const month = Number(date.slice(5, 7));
  return (Math.floor(((month + 8) % 12) / 3) + 1) as 1 | 2 | 3 | 4;
}

/** First and last day of a month `YYYY-MM`. */
export function monthSpan(month: string): Span {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return { from: `${month}-01`, to: `${month}-${pad(lastDay(year, number))}` };
}

/** A return period as the portal writes it: `112026` for `2026-11`. */
export function returnPeriod(month: string): string {
  return `${month.slice(5, 7)}${month.slice(0, 4)}`;
}

/** A date as the portal writes it: `21-11-2026`, or with another sign between (`/` in e-invoices). */
export function portalDate(date: string, sign: '-' | '/' = '-'): string {
  return date.split('-').reverse().join(sign);
}

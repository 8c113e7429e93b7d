/** The currency of a document: who is billed in another one, by which rate, and what is said of it. Pure. */
import type { Row } from '@tenantry/kernel/db/records.ts';
import type { FieldError } from '@tenantry/kernel/problems/problem.ts';
import { decimalsOf, isCurrency, RUPEES } from '../currencies/iso4217.ts';
import type { Category } from '../parties/parties.schema.ts';
import type { DocumentFields } from './documents.schema.ts';
import { daysBetween } from './terms.ts';

/** A notified rate is good for about a fortnight (Customs Act s.14). */
const FRESH_DAYS = 16;

/** Those who are paid for in foreign money. */
const BILLED_ABROAD: ReadonlySet<Category> = new Set(['overseas', 'sez']);

export interface Exchange {
  /** As the tax engine takes it; nothing for rupees. */
  taxed: { exchange_rate?: number; decimals?: number };
  /** Columns of the head. */
  columns: { currency: string; exchange_rate: number | null; exchange_date: string | null };
  faults: FieldError[];
  warnings: string[];
}

const isForeign = (currency: string | null | undefined): currency is string => Boolean(currency && currency !== RUPEES);

/** Judges currency and rate; a document in rupees has neither rate nor day. */
export function exchangeOf(given: DocumentFields, category: Category, date: string): Exchange {
  const { currency, exchange_rate } = given;
  const rupees = { currency: RUPEES, exchange_rate: null, exchange_date: null };
  const refused = (pointer: string, detail: string): Exchange => ({
    ...{ taxed: {}, columns: rupees, warnings: [] },
    faults: [{ pointer, detail }],
  });
  if (!isForeign(currency)) {
    if (exchange_rate && exchange_rate !== 1)
      return refused('/exchange_rate', 'Say which currency this is the rate of.');
    return { taxed: {}, columns: rupees, faults: [], warnings: [] };
  }
  if (!isCurrency(currency)) return refused('/currency', 'There is no such currency; give its code, such as USD.');
  if (!BILLED_ABROAD.has(category))
    return refused(
      '/currency',
      'Only a customer abroad or in a special economic zone is billed in a foreign currency.',
    );
  if (!exchange_rate)
    return refused('/exchange_rate', `Give the notified rate: how many rupees one ${currency} was on that day.`);
  const exchange_date = given.exchange_date ?? date;
  if (exchange_date > date)
    return refused('/exchange_date', 'The rate is of a day before the document or of the same.');
  const decimals = decimalsOf(currency);
  const age = daysBetween(exchange_date, date);
  return {
    taxed: { exchange_rate, decimals },
    columns: { currency, exchange_rate, exchange_date },
    faults: decimals === 0 ? wholeFaults(given, currency) : [],
    warnings: age > FRESH_DAYS ? [`The rate of ${currency} is ${age} days older than the document.`] : [],
  };
}

/** A currency without decimals has no hundredths to take off or to add. */
function wholeFaults(given: DocumentFields, currency: string): FieldError[] {
  const detail = `${currency} has no decimals.`;
  const whole = (['discount_amount', 'charges', 'other_charges'] as const)
    .filter((name) => (given[name] ?? 0) % 100 !== 0)
    .map((name) => ({ pointer: `/${name}`, detail }));
  const lines = given.lines.flatMap(({ discount_amount = 0 }, index) =>
    discount_amount % 100 === 0 ? [] : [{ pointer: `/lines/${index}/discount_amount`, detail }],
  );
  return [...whole, ...lines];
}

/** From the smallest unit, as it is computed, to the amount that is stored; nothing for rupees. */
export function amountsIn<T extends Record<string, number | null>>(currency: string, computed: T): Row & T {
  const per = 10 ** decimalsOf(currency);
  return Object.fromEntries(
    Object.entries(computed).map(([name, value]) => [name, value === null ? null : value / per]),
  ) as Row & T;
}

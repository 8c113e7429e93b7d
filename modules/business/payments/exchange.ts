/** What money settles of an invoice in another currency, and what the rate did since it was billed. Pure. */
import { groupedRupees } from '@tenantry/india/words.ts';
import { decimalsOf, RUPEES } from '../currencies/iso4217.ts';
import { divide } from '../tax/exact.ts';

/** What is open of a document: in rupees as it stands in the books, and in its own currency where that is another. */
export interface Open {
  currency: string;
  balance: number;
  balance_in_currency: number | null;
}

/** How much of the money goes there. */
export interface Money {
  /** Paise of it. */
  used: number;
  /** What it settles in the document's currency, where somebody says. */
  in_currency?: number | null;
  /** Rupees for one unit on the day of the money, where that is known. */
  rate?: number | null;
}

/** What is settled: paise of the balance in the books, of the balance in the currency, and what the money is more than the former. */
export interface Settled {
  amount: number;
  exchange: number;
  in_currency: number;
}

export interface Unfit {
  field: 'amount' | 'in_currency';
  /** More than is left; else it does not go together. */
  isOver: boolean;
  detail: string;
}

const unitsOf = (value: number, per: number): number => Math.round(value * per);

/** Half up, exact however large. */
export const portion = (whole: number, part: number, of: number): number =>
  Number(divide(BigInt(whole) * BigInt(part), BigInt(of)));

/** Beyond half more or less than billed it is a slip of the pen, unless a rate was named. */
const isFarFrom = (used: number, amount: number): boolean => used * 2 < amount || used * 2 > amount * 3;

/**
 * What `money` settles of a document. In rupees, itself. In another currency by what somebody says that it settles; else by the rate of
 * its day; else by the rate of the document, and all of it where the money is as much or more.
 */
export function settledBy(open: Open, { used, in_currency, rate }: Money): Settled | Unfit {
  const { balance, currency } = open;
  const unfit = (field: Unfit['field'], isOver: boolean, detail: string): Unfit => ({ field, isOver, detail });
  const tooMuch = unfit(
    'amount',
    true,
    balance > 0 ? `has ${groupedRupees(balance)} left; give that or less.` : 'is settled already; leave it out.',
  );
  if (currency === RUPEES || open.balance_in_currency === null) {
    if (in_currency) return unfit('in_currency', false, 'is in rupees.');
    return used > balance ? tooMuch : { amount: used, exchange: 0, in_currency: 0 };
  }
  const per = 10 ** decimalsOf(currency);
  const left = unitsOf(open.balance_in_currency, per);
  const over = unfit('in_currency', true, `has ${currency} ${open.balance_in_currency} left.`);
  const named = in_currency ?? null;
  if (named !== null && Math.abs(unitsOf(named, per) - named * per) > 1e-6)
    return unfit('in_currency', false, `is in ${currency}, which has ${decimalsOf(currency)} decimals.`);
  // A paisa of a rate that was rounded is no money beyond.
  const byRate = (): number =>
    Math.abs(used - Math.round((left / per) * (rate as number) * 100)) <= 1
      ? left
      : unitsOf(used / 100 / (rate as number), per);
  const units = named !== null ? unitsOf(named, per) : rate ? byRate() : used >= balance ? left : null;
  if (units === null) {
    const part = left === 0 ? 0 : Math.min(portion(left, used, balance), left - 1);
    return { amount: used, exchange: 0, in_currency: part / per };
  }
  if (units > left) return named === null ? tooMuch : over;
  const amount = units === left ? balance : Math.min(portion(balance, units, left), balance - 1);
  if (amount <= 0) return unfit(named === null ? 'amount' : 'in_currency', false, 'is settled by less than a paisa.');
  if (!rate && isFarFrom(used, amount))
    return named === null
      ? tooMuch
      : unfit(
          'in_currency',
          false,
          `stands at ${groupedRupees(amount)} for that; ${groupedRupees(used)} is too far from it.`,
        );
  return { amount, exchange: used - amount, in_currency: units / per };
}

/** So many percent off what it is worth by the latest rate, money from abroad may be: banks take their own rate, and charges. */
export const NEAR_PERCENT = 5;

export const isNear = (money: number, worth: number): boolean => Math.abs(money - worth) * 100 <= worth * NEAR_PERCENT;

/**
 * What money that came is likely meant to settle of a document: in another currency all of it where the rupees are within a tenth of
 * what stands in the books, since the rate does that much, or near what is left by the latest rate (`worth`, paise); else as far as both go.
 */
export function likelyPart(
  open: Open,
  money: number,
  worth: number | null = null,
): { used: number; in_currency: number | null } {
  const { balance, balance_in_currency: left } = open;
  const isAll = Math.abs(money - balance) * 10 <= balance || (worth !== null && isNear(money, worth));
  if (left && isAll) return { used: money, in_currency: left };
  return { used: Math.min(money, balance), in_currency: null };
}

/** The share of what is left in a currency that so many paise of the balance are; all of it where they are all. */
export function shareAbroad({ currency, balance, balance_in_currency }: Open, amount: number): number {
  if (balance_in_currency === null || balance === 0) return 0;
  if (amount === balance) return balance_in_currency;
  const per = 10 ** decimalsOf(currency);
  return portion(unitsOf(balance_in_currency, per), amount, balance) / per;
}

/** The other way: the paise of the balance that so much of the currency is. */
export function shareInRupees({ currency, balance, balance_in_currency }: Open, in_currency: number): number {
  const per = 10 ** decimalsOf(currency);
  const left = unitsOf(balance_in_currency ?? 0, per);
  const units = unitsOf(in_currency, per);
  return units === left ? balance : portion(balance, units, left);
}

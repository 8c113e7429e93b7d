/** Exact arithmetic of money: decimals as whole numbers of their last digit, divided once and rounded once. */
import type { Paise } from '@tenantry/kernel/schema/fields.ts';

/** Decimals of a quantity, a unit price and a rate in percent, as they are stored. */
export const QUANTITY_SCALE = 3;
export const PRICE_SCALE = 4;
export const RATE_SCALE = 3;
/** Decimals of a rate of exchange, as customs notifies it (rupees for one unit of the foreign currency). */
export const EXCHANGE_SCALE = 6;

/**
 * A decimal as a whole number of its last digit: `scaled(333.33, 4)` is `3333300n`. Throws a RangeError when it has more
 * decimals than `scale`, since rounding what somebody typed would change it silently.
 */
export function scaled(value: number, scale: number): bigint {
  const whole = Math.round(value * 10 ** scale);
  if (!Number.isSafeInteger(whole) || Math.abs(value * 10 ** scale - whole) > 1e-4) {
    throw new RangeError(`${value} has more than ${scale} decimals, or is too large`);
  }
  return BigInt(whole);
}

/** `value / by`, rounded half away from zero, as invoices are. `by` is positive. */
export function divide(value: bigint, by: bigint): bigint {
  const half = by / 2n;
  // An odd divisor has no exact half, so nothing lies on the border and truncating it is right.
  return value < 0n ? -((-value + half) / by) : (value + half) / by;
}

/** Whole paise as a number; throws beyond 2^53, where a number would lie. */
export function toPaise(value: bigint): Paise {
  const paise = Number(value);
  if (!Number.isSafeInteger(paise)) throw new RangeError(`${value} paise are more than can be kept exactly`);
  return paise as Paise;
}

/**
 * Shares an amount in proportion to the weights (none negative, not all zero), in whole paise: each share rounded half away
 * from zero, what is left over or missing on the largest weight. The shares add to the amount. With all weights zero the
 * first gets everything.
 */
export function share(amount: bigint, weights: readonly bigint[]): bigint[] {
  const sum = weights.reduce((total, weight) => total + weight, 0n);
  if (sum === 0n) return weights.map((_, index) => (index === 0 ? amount : 0n));
  const shares = weights.map((weight) => divide(amount * weight, sum));
  const rest = amount - shares.reduce((total, one) => total + one, 0n);
  const largest = weights.reduce((best, weight, index) => (weight > (weights[best] as bigint) ? index : best), 0);
  shares[largest] = (shares[largest] as bigint) + rest;
  return shares;
}

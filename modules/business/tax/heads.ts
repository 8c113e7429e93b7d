/** Tax of lines by head: on top of their value with the rest carried from line to line, or taken out of prices that include it. */
import type { Paise } from '@tenantry/kernel/schema/fields.ts';
import { divide } from './exact.ts';

/** UTGST travels as `sgst`, as it does in every file of the government. */
export interface LineTax {
  cgst: Paise;
  sgst: Paise;
  igst: Paise;
  cess: Paise;
}

/** Thousandths of a percent; `unit_cess` in paise for the whole line. */
export interface Rates {
  tax: bigint;
  cess: bigint;
  unit_cess: bigint;
}

/** In paise. */
export interface Taxed {
  taxable: bigint;
  cgst: bigint;
  sgst: bigint;
  igst: bigint;
  cess: bigint;
}

/** Thousandths of a percent in one. */
const WHOLE = 100_000n;
const DOUBLE = 2n * WHOLE;

/**
 * What the rounded sum of all values under this name grows by with this one, divided. Rounding each with what the last one left
 * over would come to the same but for exact halves, which a line of nothing would then round back.
 */
export function carrier(): (name: string, value: bigint, by: bigint) => bigint {
  const sums = new Map<string, bigint>();
  return (name, value, by) => {
    const before = sums.get(name) ?? 0n;
    sums.set(name, before + value);
    return divide(before + value, by) - divide(before, by);
  };
}

function split(half: bigint, whole: bigint, head: 'intra' | 'inter'): Pick<Taxed, 'cgst' | 'sgst' | 'igst'> {
  return head === 'intra' ? { cgst: half, sgst: half, igst: 0n } : { cgst: 0n, sgst: 0n, igst: whole };
}

/**
 * Tax on top of each value. CGST and SGST are computed alike at half the rate, so they are always equal. What rounding leaves is
 * carried to the next line of the same head and rate: the sum of a rate's lines is the rounded tax of the sum.
 */
export function taxOnTop(values: readonly bigint[], rates: readonly Rates[], head: 'intra' | 'inter'): Taxed[] {
  const carry = carrier();
  return values.map((taxable, index) => {
    const { tax, cess, unit_cess } = rates[index] as Rates;
    const half = head === 'intra' ? carry(`half ${tax}`, taxable * tax, DOUBLE) : 0n;
    const whole = head === 'inter' ? carry(`whole ${tax}`, taxable * tax, WHOLE) : 0n;
    const cesses = carry(`cess ${cess}`, taxable * cess, WHOLE) + unit_cess;
    return { taxable, ...split(half, whole, head), cess: cesses };
  });
}

/**
 * Takes the tax out of each price so that value and taxes add to the price to the paisa: the taxes are rounded from the exact
 * value, and the value is what is left (within a paisa of the exact one). Cess for each unit comes off first.
 */
export function taxIncluded(prices: readonly bigint[], rates: readonly Rates[], head: 'intra' | 'inter'): Taxed[] {
  return prices.map((price, index) => {
    const { tax, cess, unit_cess } = rates[index] as Rates;
    const rest = price - unit_cess;
    const by = WHOLE + tax + cess;
    const half = head === 'intra' ? divide(rest * tax, 2n * by) : 0n;
    const whole = head === 'inter' ? divide(rest * tax, by) : 0n;
    const ad_valorem = divide(rest * cess, by);
    const taxable = rest - 2n * half - whole - ad_valorem;
    return { taxable, ...split(half, whole, head), cess: ad_valorem + unit_cess };
  });
}

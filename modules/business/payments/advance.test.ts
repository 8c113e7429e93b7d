/** Worked numbers: the tax in an advance, and its parts as invoices use it up. */
import { expect, test } from 'vitest';
import { taxOf, taxOfAdvance, taxOfPart } from './advance.ts';

test('what was received holds the tax: 1,180 at 18 % is 1,000 and 180', () => {
  expect(taxOfAdvance(118_000, 18, 'inter')).toEqual({ taxable_value: 100_000, cgst: 0, sgst: 0, igst: 18_000 });
  expect(taxOfAdvance(118_000, 18, 'intra')).toEqual({ taxable_value: 100_000, cgst: 9_000, sgst: 9_000, igst: 0 });
  // 999 at 5 %, as prices that include tax are split.
  expect(taxOfAdvance(99_900, 5, 'intra')).toEqual({ taxable_value: 95_142, cgst: 2_379, sgst: 2_379, igst: 0 });
  expect(taxOf(taxOfAdvance(99_900, 0, 'intra'))).toBe(0);
});

test.each([
  [118_000, [50_000, 68_000]],
  [99_900, [1, 1, 33_300, 66_598]],
  [100, [33, 33, 34]],
])('the parts of %i paise add to the whole, tax by tax', (gross, parts) => {
  const whole = { advance: gross, ...taxOfAdvance(gross, 18, 'intra') };
  let before = 0;
  const sums = { taxable_value: 0, cgst: 0, sgst: 0, igst: 0 };
  for (const part of parts) {
    const tax = taxOfPart(whole, before, before + part);
    expect(tax.taxable_value + taxOf(tax)).toBe(part);
    for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += tax[name];
    before += part;
  }
  expect(before).toBe(gross);
  expect({ advance: gross, ...sums }).toEqual(whole);
});

test('nothing that was taxed has no tax in its parts', () => {
  expect(taxOfPart({ advance: 0, taxable_value: 0, cgst: 0, sgst: 0, igst: 0 }, 0, 0)).toMatchObject({ cgst: 0 });
});

/** Rates by code: the longest beginning, the day, the band, and who comes before whom. */
import type { Paise } from '@tenantry/kernel/schema/fields.ts';
import { expect, test } from 'vitest';
import { isRateInForce } from '../tax/rates.ts';
import type { HsnRate } from './hsn-rates.schema.ts';
import { borneBy, prefixesOf, rateOfCode } from './rate_of_code.ts';
import { SHIPPED } from './shipped.ts';

const rate = (hsn: string, valid_from: string, tax_rate: number): HsnRate => ({
  ...{ hsn, valid_from, tax_rate, description: null, treatment: 'taxable', cess_rate: 0 },
  ...{ above_price: null, above_rate: null },
});

test.each([
  ['61091000', '2025-09-21', undefined],
  ['61091000', '2025-09-22', 5],
  ['6109', '2026-11-22', 5],
  ['64061000', '2026-11-22', undefined],
  ['64031990', '2026-11-22', 5],
  ['996311', '2025-09-22', 5],
  ['996331', '2025-09-22', undefined],
  ['69041000', '2025-09-22', 12],
  ['68159990', '2025-09-22', undefined],
  ['21069020', '2026-01-31', undefined],
  ['21069020', '2026-02-01', 40],
  ['21069099', '2026-02-01', undefined],
  ['24022090', '2026-02-01', 40],
  ['24031910', '2026-02-01', 40],
  ['24031921', '2026-02-01', 18],
  ['24012090', '2026-02-01', undefined],
])('%s on %s bears %s', (hsn, date, expected) => {
  expect(rateOfCode(hsn, date, [])?.tax_rate).toBe(expected);
});

test('a longer beginning always wins, whatever the dates and the order', () => {
  const code = '73181500';
  const days = ['2017-07-01', '2024-04-01', '2026-01-01'];
  for (let mask = 0; mask < 81; mask++) {
    // For each of the four beginnings none, or one of two days.
    const picks = prefixesOf(code).map((hsn, at) => ({ hsn, pick: Math.floor(mask / 3 ** at) % 3 }));
    const own = picks
      .filter(({ pick }) => pick > 0)
      .map(({ hsn, pick }) => rate(hsn, days[pick] as string, hsn.length));
    const wanted = picks.find(({ pick }) => pick > 0)?.hsn;
    for (const list of [own, [...own].reverse()]) expect(rateOfCode(code, '2026-06-01', list)?.hsn).toBe(wanted);
    // Of those that had begun by then.
    const early = picks.find(({ pick }) => pick === 1)?.hsn;
    expect(rateOfCode(code, '2025-06-01', own)?.hsn).toBe(early);
  }
});

test('of one code the one that began last counts, the own one before the product’s, and a longer one of the product before both', () => {
  const own = [rate('61', '2025-10-01', 12), rate('61', '2026-10-01', 3), rate('24', '2026-03-01', 5)];
  expect(rateOfCode('6109', '2025-09-30', own)?.tax_rate).toBe(5);
  expect(rateOfCode('6109', '2025-10-01', own)?.tax_rate).toBe(12);
  expect(rateOfCode('6109', '2026-10-01', [...own].reverse())?.tax_rate).toBe(3);
  expect(rateOfCode('6209', '2026-10-01', own)?.tax_rate).toBe(5);
  expect(rateOfCode('24031921', '2026-03-01', own)?.tax_rate).toBe(18);
  expect(rateOfCode('24012090', '2026-03-01', own)?.tax_rate).toBe(5);
});

const shirts = rateOfCode('61091000', '2026-11-22', []) as HsnRate;
test.each([
  [2500, 'NOS', false, 5],
  [2500.0001, 'NOS', false, 18],
  [2500.01, 'PCS', false, 18],
  [30_000, 'DOZ', false, 5],
  [30_000.01, 'DOZ', false, 18],
  [2625, 'PCS', true, 5],
  [2625.01, 'PCS', true, 18],
  [2950, 'PCS', true, 18],
  [0, 'PCS', false, 5],
  [900, 'BOX', false, null],
])('apparel at %d a %s, tax included %s: %s', (value, unit, includes_tax, expected) => {
  expect(borneBy(shirts, { value, unit, includes_tax })).toBe(expected);
});

test('without a band the price does not matter, nor how it is packed', () => {
  expect(borneBy(rate('73', '2017-07-01', 18), { value: 99_999, unit: 'BOX', includes_tax: false })).toBe(18);
});

test('what comes with the product is in force on its day, has a code, and each code and day once', () => {
  for (const { hsn, valid_from, tax_rate, above_price, above_rate } of SHIPPED) {
    expect(hsn).toMatch(/^(\d\d){1,4}$/);
    expect(isRateInForce(tax_rate, valid_from), hsn).toBe(true);
    if (above_rate !== null) expect(isRateInForce(above_rate, valid_from), hsn).toBe(true);
    expect(above_price === null).toBe(above_rate === null);
  }
  expect(new Set(SHIPPED.map(({ hsn, valid_from }) => `${hsn} ${valid_from}`)).size).toBe(SHIPPED.length);
  expect(shirts.above_price).toBe(250_000 as Paise);
});

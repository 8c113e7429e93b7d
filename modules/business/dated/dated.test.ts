/** Whose entry counts on a day, by worked examples: an organisation was quicker than a release, and the release came. */
import { expect, test } from 'vitest';
import { limitOn } from '../einvoice/eway_rules.ts';
import { b2clLimitOn } from '../gst/sections.ts';
import type { HsnRate } from '../hsn-rates/hsn-rates.schema.ts';
import { rateOfCode } from '../hsn-rates/rate_of_code.ts';
import { isRateInForce } from '../tax/rates.ts';
import { lastOn, standingsOn } from './dated.ts';

const said = (valid_from: string, what: string) => ({ valid_from, what, id: what });

test.each([
  ['nobody had said anything', '2026-03-31', undefined],
  ['the product alone', '2026-04-01', 'release of April'],
  ['the organisation was quicker', '2026-07-01', 'our own of July'],
  ['the product knows a later one', '2026-10-01', 'release of October'],
  ['of one day the organisation’s', '2027-01-01', 'our own of January'],
])('%s', (_, date, expected) => {
  const own = [said('2027-01-01', 'our own of January'), said('2026-07-01', 'our own of July')];
  const shipped = ['2026-04-01', '2026-10-01', '2027-01-01'].map((day, at) =>
    said(day, `release of ${['April', 'October', 'January'][at]}`),
  );
  expect(lastOn(date, [own, shipped])?.what).toBe(expected);
  expect(lastOn(date, [[...own].reverse(), [...shipped].reverse()])?.what).toBe(expected);
});

const rate = (hsn: string, valid_from: string, tax_rate: number): HsnRate => ({
  ...{ hsn, valid_from, tax_rate, description: null, treatment: 'taxable', cess_rate: 0 },
  ...{ above_price: null, above_rate: null },
});

test('limits, rates of codes and rates of GST go by the one rule', () => {
  // West Bengal lowered its limit to ₹50,000 on 01-12-2023; an own one of June ends there, one of that very day stays.
  const bengal = (valid_from: string) => [{ state: '19', valid_from, limit: 2_00_000_00 }];
  const within = (date: string, own: ReturnType<typeof bengal>) => limitOn('19', '19', date, own);
  expect(within('2023-05-31', bengal('2023-06-01'))).toBe(1_00_000_00);
  expect(within('2023-11-30', bengal('2023-06-01'))).toBe(2_00_000_00);
  expect(within('2023-12-01', bengal('2023-06-01'))).toBe(50_000_00);
  expect(within('2023-12-01', bengal('2023-12-01'))).toBe(2_00_000_00);
  // Apparel bears 5 % since 22-09-2025, by the product.
  const of = (date: string, own: HsnRate[]) => rateOfCode('6105', date, own)?.tax_rate;
  const early = [rate('61', '2025-09-01', 12)];
  expect([of('2025-08-31', early), of('2025-09-21', early), of('2025-09-22', early)]).toEqual([undefined, 12, 5]);
  expect(of('2025-09-22', [rate('61', '2025-09-22', 12)])).toBe(12);
  // A longer beginning is another thing, which the product's say nothing of.
  expect(of('2025-09-22', [rate('6105', '2025-09-01', 12)])).toBe(12);
  // 28 % ended on 01-02-2026, the limit of large sales fell on 01-08-2024.
  const back = (valid_from: string) => [{ valid_from, tax_rate: 28, is_in_force: true }];
  expect(isRateInForce(28, '2026-02-01', back('2026-01-01'))).toBe(false);
  expect(isRateInForce(28, '2026-02-01', back('2026-02-01'))).toBe(true);
  expect(b2clLimitOn('2024-08-01', [{ valid_from: '2024-07-01', amount: 1 }])).toBe(1_00_000_00);
});

test('each entry tells what it does today; the product’s of the very day of an own one is not told', () => {
  const one = (thing: string, valid_from: string, id: string) => ({ thing, valid_from, id });
  const own = [one('a', '2024-07-01', 'mine'), one('b', '2024-07-01', 'mine too'), one('a', '2099-01-01', 'later')];
  const shipped = [
    { thing: 'a', valid_from: '2024-08-01' },
    { thing: 'b', valid_from: '2024-07-01' },
  ];
  const told = standingsOn('2026-11-22', own, shipped as never, ({ thing }) => thing);
  expect(told.map(({ thing, id, is_own, standing }) => [thing, id, is_own, standing])).toEqual([
    ['a', 'mine', true, 'past'],
    ['a', 'later', true, 'coming'],
    ['a', null, false, 'current'],
    ['b', 'mine too', true, 'current'],
  ]);
});

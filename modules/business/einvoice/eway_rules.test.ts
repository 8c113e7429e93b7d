/** E-way bills by worked numbers: limits of states by their dates, days by distance, and until when they may be changed. */
import { expect, test } from 'vitest';
import { countryCode } from './countries.ts';
import { limitOn, mayCancel, mayExtend, validDays, validUntil } from './eway_rules.ts';

test.each([
  ['27', '29', '2026-11-10', 50_000],
  ['29', '29', '2026-11-10', 50_000],
  ['27', '27', '2026-11-10', 1_00_000],
  ['19', '19', '2023-11-30', 1_00_000],
  ['19', '19', '2023-12-01', 50_000],
  ['01', '01', '2026-11-10', null],
] as const)('from %s to %s on %s: above %s', (from, to, date, limit) => {
  expect(limitOn(from, to, date)).toBe(limit === null ? null : limit * 100);
});

test('an own limit stands before the product’s, from its day on', () => {
  const own = [{ state: '27', valid_from: '2026-11-01', limit: 2_00_000_00 }];
  expect(limitOn('27', '27', '2026-11-01', own)).toBe(2_00_000_00);
  expect(limitOn('27', '27', '2026-10-31', own)).toBe(1_00_000_00);
});

test.each([
  [0, 'regular', 1],
  [200, 'regular', 1],
  [201, 'regular', 2],
  [850, 'regular', 5],
  [20, 'over_dimensional', 1],
  [150, 'over_dimensional', 8],
] as const)('%i km %s: %i days', (km, vehicle, days) => {
  expect(validDays(km, vehicle)).toBe(days);
});

test('it ends at midnight in India; cancelled within a day; extended around its end', () => {
  const begun = new Date('2026-11-10T08:00:00+05:30');
  expect(validUntil(begun, 150)).toEqual(new Date('2026-11-11T23:59:00+05:30'));
  expect(validUntil(begun, 850)).toEqual(new Date('2026-11-15T23:59:00+05:30'));
  expect(validUntil(new Date('2026-11-10T23:30:00+05:30'), 150)).toEqual(new Date('2026-11-11T23:59:00+05:30'));
  expect(mayCancel(begun, new Date('2026-11-11T08:00:00+05:30'))).toBe(true);
  expect(mayCancel(begun, new Date('2026-11-11T08:00:01+05:30'))).toBe(false);
  const until = validUntil(begun, 150);
  expect(mayExtend(begun, until, new Date('2026-11-11T15:58:00+05:30'))).toBe(false);
  expect(mayExtend(begun, until, new Date('2026-11-11T16:00:00+05:30'))).toBe(true);
  expect(mayExtend(begun, until, new Date('2026-11-12T07:59:00+05:30'))).toBe(true);
});

test('countries as people write them', () => {
  expect(['Nepal', 'usa', 'United States', 'U.K.', 'Sri Lanka', 'Atlantis'].map(countryCode)).toEqual([
    ...['NP', 'US', 'US', 'GB', 'LK', null],
  ]);
});

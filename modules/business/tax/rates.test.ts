/** Rates by date: no gap between periods, and the days on which rates changed. */
import { expect, test } from 'vitest';
import { isRateInForce, RATE_CHANGES, RATE_PERIODS, ratesOn, usualRatesOn } from './rates.ts';

test('each period begins on the day after the one before, and the last goes on', () => {
  for (const [at, { valid_to }] of RATE_PERIODS.entries()) {
    const next = RATE_PERIODS[at + 1];
    if (!next) expect(valid_to).toBeNull();
    else
      expect(new Date(Date.parse(`${valid_to}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)).toBe(
        next.valid_from,
      );
  }
});

test.each([
  [28, '2025-09-21', true],
  [12, '2025-09-21', true],
  [40, '2025-09-21', false],
  [40, '2025-09-22', true],
  [28, '2026-01-31', true],
  [28, '2026-02-01', false],
  [18, '2026-11-21', true],
  [0.25, '2026-11-21', true],
  [17, '2026-11-21', false],
  [18, '2017-06-30', false],
])('%d % on %s: %s', (rate, date, expected) => {
  expect(isRateInForce(rate, date)).toBe(expected);
});

test('there were no rates before GST', () => {
  expect(ratesOn('2017-06-30')).toBeUndefined();
});

test('told rate by rate the periods say the same on each of their days', () => {
  for (const { valid_from, valid_to, rates, special } of RATE_PERIODS)
    for (const rate of new Set(RATE_CHANGES.map(({ tax_rate }) => tax_rate)))
      for (const date of [valid_from, valid_to ?? '2099-12-31'])
        expect([rate, date, isRateInForce(rate, date)]).toEqual([rate, date, [...rates, ...special].includes(rate)]);
});

test('an own rate lasts until something is said of it again, by the organisation or by a later notification', () => {
  const own = [
    { tax_rate: 9, valid_from: '2025-10-01', is_in_force: true },
    { tax_rate: 28, valid_from: '2018-01-01', is_in_force: true },
    { tax_rate: 40, valid_from: '2025-09-22', is_in_force: false },
  ];
  expect([isRateInForce(9, '2025-09-30', own), isRateInForce(9, '2026-11-22', own)]).toEqual([false, true]);
  expect([isRateInForce(28, '2026-01-31', own), isRateInForce(28, '2026-02-01', own)]).toEqual([true, false]);
  expect(isRateInForce(40, '2026-11-22', own)).toBe(false);
  expect(usualRatesOn('2026-11-22', own)).toEqual([0, 0.25, 1.5, 3, 5, 9, 18]);
});

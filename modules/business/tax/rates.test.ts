/** Rates by date: no gap between periods, and the days on which rates changed. */
import { expect, test } from 'vitest';
import { isRateInForce, RATE_PERIODS, ratesOn } from './rates.ts';

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

/** When a document is due, by worked dates. */
import { expect, test } from 'vitest';
import { dueOn } from './terms.ts';

test.each([
  ['2026-11-14', null, 30, '2026-12-14'],
  ['2026-11-14', null, 0, '2026-11-14'],
  ['2026-11-14', 'immediate', 30, '2026-11-14'],
  ['2026-11-14', 'days_7', 30, '2026-11-21'],
  ['2026-12-31', 'days_90', 0, '2027-03-31'],
  ['2026-11-14', 'end_of_month', 0, '2026-11-30'],
  ['2028-02-01', 'end_of_month', 0, '2028-02-29'],
  ['2026-12-31', 'end_of_month', 0, '2026-12-31'],
] as const)('%s by %s, else %i days: %s', (date, terms, days, due) => {
  expect(dueOn(date, terms, days)).toBe(due);
});

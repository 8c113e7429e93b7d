/** Worked days: where an invoice stands before, on and after the day that it is due, and the key that it is sorted by. */
import { expect, test } from 'vitest';
import { KEYS, keyOf, standingOf } from './standing.ts';

const open = { status: 'issued', paid: 0, balance: 100, due_date: '2026-11-21' };

test.each([
  [{ ...open, status: 'draft' }, 'draft', 0],
  [{ ...open, status: 'cancelled', balance: 0 }, 'cancelled', 0],
  [open, 'unpaid', 0],
  [{ ...open, paid: 1 }, 'part', 0],
  [{ ...open, due_date: '2026-11-20' }, 'overdue', 1],
  [{ ...open, paid: 1, due_date: '2025-11-21' }, 'overdue', 365],
  [{ ...open, paid: 100, balance: 0, due_date: '2020-01-01' }, 'paid', 0],
])('on 21 November %j is %s', (invoice, standing, overdue_days) => {
  expect(standingOf(invoice, '2026-11-21')).toEqual({ standing, overdue_days });
});

test('keys stand in the order of urgency', () => {
  expect([keyOf('2000-01-01'), keyOf('2000-02-01'), keyOf('1999-01-01'), keyOf('2026-11-21')]).toEqual([
    0, 31, 0, 9821,
  ]);
  expect(KEYS.draft).toBeLessThan(keyOf('2000-01-01'));
  expect(keyOf('9999-12-31')).toBeLessThan(KEYS.paid);
});

/** Days and due dates of returns, monthly and quarterly. */
import { expect, test } from 'vitest';
import { dueOn, lastAmending, quarterMonths, returnOf } from './periods.ts';

test.each([
  ['gstr1', '2026-11', 'monthly', 'gstr1', '2026-11', '2026-11-01', '2026-11-30'],
  ['gstr1', '2026-11', 'quarterly', 'iff', '2026-11', '2026-11-01', '2026-11-30'],
  ['gstr1', '2026-12', 'quarterly', 'gstr1', '2026-12', '2026-10-01', '2026-12-31'],
  ['gstr3b', '2027-01', 'quarterly', 'gstr3b', '2027-03', '2027-01-01', '2027-03-31'],
  ['gstr3b', '2026-02', 'monthly', 'gstr3b', '2026-02', '2026-02-01', '2026-02-28'],
] as const)('%s of %s, %s', (which, month, frequency, name, period, from, to) => {
  expect(returnOf(which, month, frequency)).toEqual({ name, period, from, to });
});

test.each([
  ['gstr1', '2026-12', 'monthly', '27', '2027-01-11'],
  ['gstr1', '2026-12', 'quarterly', '27', '2027-01-13'],
  ['iff', '2026-11', 'quarterly', '27', '2026-12-13'],
  ['gstr3b', '2026-11', 'monthly', '07', '2026-12-20'],
  ['gstr3b', '2026-12', 'quarterly', '27', '2027-01-22'],
  ['gstr3b', '2026-12', 'quarterly', '07', '2027-01-24'],
] as const)('%s of %s, %s in %s: due %s', (name, period, frequency, state, day) => {
  expect(dueOn(name, period, frequency, `${state}AAPFU0939F1ZV`)).toBe(day);
});

test('quarters, and until when something may be amended', () => {
  expect(quarterMonths('2027-02')).toEqual(['2027-01', '2027-02', '2027-03']);
  expect(quarterMonths('2026-12')).toEqual(['2026-10', '2026-11', '2026-12']);
  expect(lastAmending('2026-03-31')).toBe('2026-11');
  expect(lastAmending('2026-04-01')).toBe('2027-11');
});

/** What is to be filed next, by worked days: monthly and quarterly, more than one registration, what is late. */
import { expect, test } from 'vitest';
import { nextOf, returnsOfMonth } from './due.ts';

const PUNE = '27AAPFU0939F1ZV';
const BENGALURU = '29AAPFU0939F1ZR';
type Known = Parameters<typeof returnsOfMonth>[3];

const around = (today: string, frequency: 'monthly' | 'quarterly', gstin = PUNE, filed: Known = []) =>
  ['2026-08', '2026-09', '2026-10', '2026-11', '2026-12', '2027-01'].flatMap((month) =>
    returnsOfMonth({ gstin, frequency }, month, today, filed),
  );
const told = (rows: ReturnType<typeof nextOf>) => rows.map(({ form, period, due_on }) => `${form} ${period} ${due_on}`);
const filed = (form: 'gstr1' | 'gstr3b', period: string) => ({
  id: period,
  form,
  gstin: PUNE,
  period,
  arn: 'A',
  filed_on: '',
});

test('a monthly filer: the nearest of each that is not past', () => {
  expect(told(nextOf(around('2026-11-05', 'monthly'), '2026-11-05'))).toEqual([
    'gstr1 2026-10 2026-11-11',
    'gstr3b 2026-10 2026-11-20',
  ]);
  expect(told(nextOf(around('2026-11-21', 'monthly'), '2026-11-21'))).toEqual([
    'gstr1 2026-11 2026-12-11',
    'gstr3b 2026-11 2026-12-20',
  ]);
});

test('a quarterly filer: the IFF of the month, and GSTR-3B of the quarter by the day of its state', () => {
  expect(told(nextOf(around('2026-11-05', 'quarterly'), '2026-11-05'))).toEqual([
    'iff 2026-10 2026-11-13',
    'gstr3b 2026-12 2027-01-22',
  ]);
  expect(told(nextOf(around('2026-12-20', 'quarterly'), '2026-12-20'))).toEqual([
    'gstr1 2026-12 2027-01-13',
    'gstr3b 2026-12 2027-01-22',
  ]);
});

test('what is filed is not told again; what is late is, to who marks what he files', () => {
  const rows = around('2026-11-21', 'monthly', PUNE, [filed('gstr1', '2026-09'), filed('gstr1', '2026-10')]);
  expect(
    told(
      nextOf(
        rows.filter(({ period }) => period >= '2026-10'),
        '2026-11-21',
      ),
    ),
  ).toEqual(['gstr3b 2026-10 2026-11-20', 'gstr1 2026-11 2026-12-11', 'gstr3b 2026-11 2026-12-20']);
});

test('each registration has its own', () => {
  const rows = [...around('2026-11-12', 'monthly'), ...around('2026-11-12', 'quarterly', BENGALURU)];
  expect(nextOf(rows, '2026-11-12').map(({ gstin, form }) => `${gstin.slice(0, 2)} ${form}`)).toEqual([
    '29 iff',
    '27 gstr3b',
    '27 gstr1',
    '29 gstr3b',
  ]);
});

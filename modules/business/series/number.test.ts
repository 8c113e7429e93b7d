/** Numbers of documents by rule 46(b), and runs of them. */
import { expect, test } from 'vitest';
import { fittedNumber, isDocumentNumber, isNext, judgeTemplate, numberKey, renderNumber, runsOf } from './number.ts';

test('a series writes its numbers for the financial year of the date', () => {
  expect(renderNumber({ text: 'INV/{FY}/{0000}' }, '2026-11-14', 42)).toBe('INV/26-27/0042');
  expect(renderNumber({ text: 'INV/{FY}/{0000}' }, '2026-03-31', 42)).toBe('INV/25-26/0042');
  expect(renderNumber({ text: '{BR}-{FY2}-{00000}', branch: 'PUN' }, '2099-04-01', 7)).toBe('PUN-9900-00007');
  expect(renderNumber({ text: 'C{YY}{MM}{000}' }, '2026-11-14', 12345)).toBe('C261112345');
});

test.each([
  ['INV/{FY}/{00000}', null],
  ['INV/{FY}', 'one counter'],
  ['{000}{000}', 'one counter'],
  ['INV {0000}', 'letters, digits'],
  ['INV.{0000}', 'letters, digits'],
  ['INV/{MONTH}/{000}', 'In braces'],
  ['{BR}/{0000}', 'branch has no code'],
  ['INVOICE/{FY}/{0000}', '18 characters'],
  ['-{0000}', 'begins with a letter'],
  ['0{0000}', 'begins with a letter'],
])('%s: %s', (text, fault) => {
  const found = judgeTemplate({ text });
  if (fault === null) expect(found).toBeNull();
  else expect(found).toContain(fault);
});

test('what the law takes for a number', () => {
  expect(['INV/26-27/00042', 'A', '1', 'ABCDEFGH12345678'].every(isDocumentNumber)).toBe(true);
  expect(['', '/1', '-1', 'A B', 'A$', 'ABCDEFGH123456789'].some(isDocumentNumber)).toBe(false);
  expect(numberKey('inv/1')).toBe(numberKey('INV/1'));
});

test.each([
  ['INVPUN/2627/9999', 'INVPUN/2627/9999'],
  ['INVPUN/2627/10000', 'INVPUN/262710000'],
  ['INVPUN/2627/100000', 'INVPUN2627100000'],
  ['REC/26-27/1000000', 'REC/26-271000000'],
  ['INVPUN/2627/1000000', null],
  ['ABCDEFGHIJKLM9999', null],
])('%s does not get longer than the law allows: %s', (number, fitted) => {
  expect(fittedNumber(number)).toBe(fitted);
  expect(fitted === null || isDocumentNumber(fitted)).toBe(true);
});

test('one follows the other when one group of digits is one more', () => {
  expect(isNext('INV/26-27/0009', 'INV/26-27/0010')).toBe(true);
  expect(isNext('INV/26-27/0009', 'inv/26-27/0010')).toBe(true);
  expect(isNext('INV/26-27/0009', 'INV/26-27/0011')).toBe(false);
  expect(isNext('INV/25-26/0009', 'INV/26-27/0010')).toBe(false);
  expect(isNext('INV/9', 'INV/10')).toBe(false);
  expect(isNext('A1', 'A1')).toBe(false);
});

test('runs show what is missing and what was cancelled', () => {
  const numbers = ['A-01', 'A-02', 'A-04', 'A-05', 'B-06'].map((number) => ({
    number,
    is_cancelled: number === 'A-05',
  }));
  expect(runsOf(numbers)).toEqual([
    { from: 'A-01', to: 'A-02', total: 2, cancelled: 0 },
    { from: 'A-04', to: 'A-05', total: 2, cancelled: 1 },
    { from: 'B-06', to: 'B-06', total: 1, cancelled: 0 },
  ]);
});

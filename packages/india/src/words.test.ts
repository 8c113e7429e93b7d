/** Amounts in words and in groups. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupedRupees, numberInWords, rupeesInWords, saidRupees } from './words.ts';

test.each([
  [0, 'Rupees Zero Only'],
  [5, 'Rupees Zero and Paise Five Only'],
  [40_701_905, 'Rupees Four Lakh Seven Thousand Nineteen and Paise Five Only'],
  [30_000_000_100, 'Rupees Thirty Crore One Only'],
  [363_800, 'Rupees Three Thousand Six Hundred Thirty Eight Only'],
  [250 * 10_000_000 * 100, 'Rupees Two Hundred Fifty Crore Only'],
  [-100_050, 'Minus Rupees One Thousand and Paise Fifty Only'],
])('%d paise', (paise, words) => expect(rupeesInWords(paise)).toBe(words));

test.each([
  [0, '0.00'],
  [10_000_000, '1,00,000.00'],
  [123_456_780, '12,34,567.80'],
  [98_765_432_100, '98,76,54,321.00'],
  [-99_999, '-999.99'],
])('%d paise in groups', (paise, text) => expect(groupedRupees(paise)).toBe(text));

test('a sentence says whole rupees without decimals, and never one decimal alone', () => {
  expect([10_000_000, 78_650, 0, 5].map(saidRupees)).toEqual(['₹1,00,000', '₹786.50', '₹0', '₹0.05']);
});

test('groups are those of en-IN, and words never stumble', () => {
  const indian = new Intl.NumberFormat('en-IN', { minimumFractionDigits: 2 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 12 }), (paise) => {
      expect(groupedRupees(paise)).toBe(indian.format(paise / 100));
      expect(rupeesInWords(paise)).toMatch(/^Rupees ([A-Z][a-z]+ )+(and Paise ([A-Z][a-z]+ )+)?Only$/);
    }),
  );
});

test('what is no whole number is refused', () => {
  expect(() => rupeesInWords(1.5)).toThrow('no whole number');
  expect(() => numberInWords(-1)).toThrow('no whole number');
  expect(() => groupedRupees(2 ** 60)).toThrow('no whole number');
});

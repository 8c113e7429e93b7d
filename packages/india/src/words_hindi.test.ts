/** Amounts in Hindi words. */
import { expect, test } from 'vitest';
import { numberInHindi, rupeesInHindi } from './words_hindi.ts';

test.each([
  [0, 'रुपये शून्य मात्र'],
  [40_701_905, 'रुपये चार लाख सात हज़ार उन्नीस और पाँच पैसे मात्र'],
  [30_000_000_100, 'रुपये तीस करोड़ एक मात्र'],
  [363_800, 'रुपये तीन हज़ार छह सौ अड़तीस मात्र'],
  [250 * 10_000_000 * 100, 'रुपये दो सौ पचास करोड़ मात्र'],
  [-9950, 'ऋण रुपये निन्यानवे और पचास पैसे मात्र'],
])('%d paise', (paise, words) => expect(rupeesInHindi(paise)).toBe(words));

test('every number to 99 has one word, and no two have the same', () => {
  const words = Array.from({ length: 100 }, (_, number) => numberInHindi(number));
  expect(new Set(words).size).toBe(100);
  expect(words.every((word) => /^[\u0900-\u097f]+$/.test(word))).toBe(true);
  expect(() => numberInHindi(1.5)).toThrow('no whole number');
});

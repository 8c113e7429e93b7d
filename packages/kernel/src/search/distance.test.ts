/** Edits between words, against a definition that is slow and plain. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { distance, slipsIn } from './distance.ts';

/** The recurrence as the books have it. */
function plain(a: string, b: string): number {
  if (a === '' || b === '') return Math.max(a.length, b.length);
  const [x, y] = [a.slice(0, -1), b.slice(0, -1)];
  const swap =
    a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)
      ? plain(a.slice(0, -2), b.slice(0, -2)) + 1
      : Number.POSITIVE_INFINITY;
  return Math.min(plain(x, b) + 1, plain(a, y) + 1, plain(x, y) + (a.at(-1) === b.at(-1) ? 0 : 1), swap);
}

test.each([
  ['customer', 'customer', 0],
  ['custmer', 'customer', 1],
  ['cutsomer', 'customer', 1],
  ['kustomer', 'customer', 1],
  ['custommer', 'customer', 1],
  ['cstmer', 'customer', 2],
  ['शर्मा', 'शर्म', 1],
  ['abcd', 'wxyz', 3],
])('%s and %s', (a, b, apart) => expect(distance(a, b, 2)).toBe(apart));

test('any two words: the same as the definition up to the limit, one more beyond', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 3 }), (a, b, limit) => {
      expect(distance(a, b, limit)).toBe(Math.min(plain(a, b), limit + 1));
      expect(distance(a, b, limit)).toBe(distance(b, a, limit));
    }),
    { numRuns: 500 },
  );
});

test('short words are not forgiven', () => {
  expect(['asha', 'ash', 'nut', 'hexagonal', 'रामू'].map(slipsIn)).toEqual([1, 0, 0, 2, 1]);
});

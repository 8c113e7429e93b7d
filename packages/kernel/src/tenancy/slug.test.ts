/** Slugs: what looks like another, what the platform needs itself, and what cannot be a name in DNS is no slug. */
import { expect, test } from 'vitest';
import { isSlug, slugFault } from './slug.ts';

test.each(['abc', 'a1b', 'gupta-dental', 'x1-2-3', 'a'.repeat(40)])('%s can be a slug', (slug) => {
  expect([isSlug(slug), slugFault(slug)]).toEqual([true, null]);
});

test.each([
  ['', 'nothing'],
  ['ab', 'too short'],
  ['a'.repeat(41), 'too long'],
  ['1abc', 'a digit first: it could be an address'],
  ['-abc', 'a hyphen first'],
  ['abc-', 'a hyphen last'],
  ['ab--cd', 'two hyphens, as in punycode'],
  ['xn--abc-9fb', 'punycode'],
  ['Abc', 'a capital'],
  ['ab_cd', 'an underscore'],
  ['ab.cd', 'a dot'],
  ['ab cd', 'a space'],
  ['abc\n', 'a line end'],
  ['\u0430bc', 'a Cyrillic a'],
  ['ab\u0441', 'a Cyrillic s that looks like c'],
  ['\uff41bc', 'a full-width a'],
  ['ab\u200bc', 'an invisible character'],
  ['ab\u0131', 'a dotless i'],
  ['\u03b1bc', 'a Greek alpha'],
  ['caf\u00e9', 'an accent'],
  ['\u0915\u0940\u0932', 'another script'],
])('%s cannot: %s', (slug) => {
  expect(isSlug(slug)).toBe(false);
  expect(slugFault(slug)).toMatch(/^Use 3 to 40 characters/);
});

test.each([
  'www',
  'api',
  'app',
  'admin',
  'console',
  'localhost',
  'login',
  'support',
  'tenantry',
  'undefined',
  'xn-abc',
])('%s is the platform’s', (slug) => {
  expect(slugFault(slug)).toMatch(/kept for the platform/);
});

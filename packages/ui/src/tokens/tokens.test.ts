/** The style sheet's own colours are readable on all they stand on, in both schemes, with every tint that a tenant may bring. */
import { readFileSync } from 'node:fs';
import { contrast } from '@tenantry/brand/contrast.ts';
import { brandTokens, GROUND, type Scheme } from '@tenantry/brand/tokens.ts';
import { describe, expect, it } from 'vitest';

const CSS = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');

/** The variables of the first rule after `selector`. */
function variables(selector: string): Record<string, string> {
  const start = CSS.indexOf('{', CSS.indexOf(selector)) + 1;
  const body = CSS.slice(start, CSS.indexOf('}', start));
  return Object.fromEntries(
    [...body.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
  );
}

const SHEETS: Record<Scheme, Record<string, string>> = {
  light: variables('[data-scheme="light"] {'),
  dark: variables('[data-scheme="dark"] {'),
};

/** Tints of all hues and strengths: the lightest and the darkest contrast stands among them. */
const SEEDS = Array.from({ length: 512 }, (_, index) => {
  const digit = (shift: number): string => '02468acf'[(index >> shift) & 7] ?? '0';
  return `#${digit(6)}${digit(3)}${digit(0)}`;
});

describe.each(['light', 'dark'] as const)('the colours of the style sheet, %s', (scheme) => {
  const sheet = SHEETS[scheme];

  it('has the grounds and the ink that the brand reckons with', () => {
    expect(sheet).toMatchObject(GROUND[scheme]);
  });

  it.each([
    ['ink', 12],
    ['dim', 4.5],
    ['good', 4.5],
    ['bad', 4.5],
    ['wait', 4.5],
    ['edge', 3],
  ])('%s is readable on paper, sheet, rail and every tint', (ink, least) => {
    const colour = sheet[ink] ?? '';
    for (const ground of ['paper', 'sheet', 'rail'])
      expect(contrast(colour, sheet[ground] ?? ''), `${ink} on ${ground}`).toBeGreaterThanOrEqual(least);
    for (const seed of SEEDS)
      expect(contrast(colour, brandTokens(seed, scheme).tint), `${ink} on the tint of ${seed}`).toBeGreaterThanOrEqual(
        least,
      );
  });

  it('begins with the brand of nobody in particular', () => {
    const tokens = brandTokens(sheet['brand-spine'] ?? '', scheme);
    for (const [name, value] of Object.entries(tokens)) expect(sheet[`brand-${name}`], name).toBe(value);
  });
});

it('says the same for a dark page and for a dark system', () => {
  expect(variables(':root:not([data-scheme="light"]) {')).toEqual(SHEETS.dark);
});

/** Every pair of colours that a brand brings is readable: 4,096 colours, light and dark. */
import { describe, expect, it } from 'vitest';
import { contrast } from './contrast.ts';
import { brandCss } from './css.ts';
import { brandTokens, GROUND, type Scheme } from './tokens.ts';

/** All colours of the form #rgb. */
const COLOURS = Array.from({ length: 4096 }, (_, index) => `#${index.toString(16).padStart(3, '0')}`);

/** The lowest contrast of each pair over all colours of a scheme. */
function worst(scheme: Scheme): Record<string, number> {
  const lowest: Record<string, number> = {};
  const { ink, ...grounds } = GROUND[scheme];
  const note = (pair: string, one: string, other: string): void => {
    lowest[pair] = Math.min(lowest[pair] ?? 21, contrast(one, other));
  };
  for (const colour of COLOURS) {
    const tokens = brandTokens(colour, scheme);
    for (const [name, ground] of Object.entries({ ...grounds, tint: tokens.tint })) {
      note(`text on ${name}`, tokens.text, ground);
      note(`ring on ${name}`, tokens.ring, ground);
    }
    note('label on fill', tokens.on, tokens.fill);
    note('label on hover', tokens.on, tokens.hover);
    note('ink on tint', ink, tokens.tint);
  }
  return lowest;
}

describe.each(['light', 'dark'] as const)('the tokens of 4,096 colours, %s', (scheme) => {
  const lowest = worst(scheme);

  it('are readable in every pair', () => {
    for (const [pair, value] of Object.entries(lowest)) {
      const least = pair.startsWith('ring') ? 3.1 : pair === 'ink on tint' ? 12 : 4.6;
      expect(value, `${scheme}: ${pair}`).toBeGreaterThanOrEqual(least);
    }
    expect(Object.keys(lowest)).toHaveLength(11);
  });
});

describe('the main button', () => {
  it('keeps the colour itself where a label is readable on it', () => {
    const kept = COLOURS.filter((colour) => {
      const tokens = brandTokens(colour, 'light');
      return tokens.fill === tokens.spine;
    });
    expect(kept.length / COLOURS.length).toBeGreaterThan(0.7);
    expect(brandTokens('#7a1f2b', 'light')).toMatchObject({ fill: '#7a1f2b', on: '#ffffff', spine: '#7a1f2b' });
    expect(brandTokens('#ffeb3b', 'dark')).toMatchObject({ fill: '#ffeb3b', on: '#151714', ring: '#ffeb3b' });
  });

  it('is visibly another under the pointer, black and white too', () => {
    for (const colour of ['#000', '#fff', '#ffeb3b', '#0f0', '#7a1f2b', '#808080']) {
      for (const scheme of ['light', 'dark'] as const) {
        const { fill, hover } = brandTokens(colour, scheme);
        expect(contrast(fill, hover), `${colour} ${scheme}`).toBeGreaterThan(1.03);
      }
    }
  });
});

describe('the style sheet of a brand', () => {
  it('holds seven variables a scheme and nothing else', () => {
    const css = brandCss('#7A1F2B');
    expect(css.match(/--brand-(spine|fill|on|text|ring|tint|hover):#[0-9a-f]{6}/g)).toHaveLength(21);
    expect(css).toContain('--brand-spine:#7a1f2b');
    expect(css).toMatch(/^:root,\[data-scheme=light\]\{.*\}@media screen and \(prefers-color-scheme:dark\)/);
  });

  it('refuses what is no colour, so that nothing else gets into the page', () => {
    for (const seed of ['red', '#12345', '#7a1f2b;}', '', '#gggggg', '</style><script>']) {
      expect(() => brandCss(seed)).toThrow(RangeError);
    }
  });
});

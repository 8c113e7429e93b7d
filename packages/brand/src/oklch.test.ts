/** Colours go to OKLCH and back unharmed, and contrast agrees with what WCAG prints. */
import { expect, it } from 'vitest';
import { contrast } from './contrast.ts';
import { formatHex, parseHex, toOklch, toRgb } from './oklch.ts';

it('gives every colour back as it was', () => {
  for (let index = 0; index < 4096; index += 1) {
    const hex = formatHex(parseHex(`#${index.toString(16).padStart(3, '0')}`));
    expect(formatHex(toRgb(toOklch(parseHex(hex))))).toBe(hex);
  }
});

it('knows the published values of OKLCH', () => {
  const red = toOklch(parseHex('#ff0000'));
  expect(red.l).toBeCloseTo(0.62796, 4);
  expect(red.c).toBeCloseTo(0.25768, 4);
  expect(red.h).toBeCloseTo(29.234, 2);
  expect(toOklch(parseHex('#fff'))).toEqual({ l: expect.closeTo(1, 5), c: 0, h: 0 });
});

it('gives up chroma, not lightness, for what a screen cannot show', () => {
  const wanted = { l: 0.7, c: 0.4, h: 150 };
  const got = toOklch(toRgb(wanted));
  expect(got.l).toBeCloseTo(0.7, 2);
  expect(got.h).toBeCloseTo(150, 0);
  expect(got.c).toBeLessThan(0.3);
});

it('measures contrast as WCAG does', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777', '#fff')).toBeCloseTo(4.48, 2);
  expect(contrast('#fff', '#777')).toBe(contrast('#777', '#fff'));
});

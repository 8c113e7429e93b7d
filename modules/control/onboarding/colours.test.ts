/** Colours of a logo: the ones that are colours, before paper, ink and edges. */
import { expect, test } from 'vitest';
import { coloursOf } from './colours.ts';

const picture = (...parts: [count: number, rgba: [number, number, number, number]][]): Uint8ClampedArray =>
  new Uint8ClampedArray(parts.flatMap(([count, rgba]) => Array.from({ length: count }, () => rgba).flat()));

test('a teal logo with black letters on white paper is teal', () => {
  const logo = picture([900, [255, 255, 255, 255]], [80, [20, 20, 20, 255]], [60, [15, 118, 110, 255]]);
  expect(coloursOf(logo)[0]).toBe('#0f766e');
});

test('shades of one colour count together, a second colour follows, and what one sees through is nothing', () => {
  const logo = picture(
    [50, [200, 30, 30, 255]],
    [50, [202, 28, 31, 255]],
    [40, [20, 40, 200, 255]],
    [500, [0, 255, 0, 10]],
  );
  expect(coloursOf(logo)).toEqual(['#c91d1f', '#1428c8']);
});

test('a logo of ink alone is ink; an empty picture has no colour', () => {
  expect(coloursOf(picture([10, [30, 30, 30, 255]]))).toEqual(['#1e1e1e']);
  expect(coloursOf(picture([10, [255, 255, 255, 255]]))).toEqual([]);
});

/** The rows in sight, and the least move that shows one. */
import { expect, test } from 'vitest';
import { placeToShow, rowsInSight } from './row_window.ts';

const sizes = { row: 28, head: 30, foot: 32 };
/** Ten rows fit. */
const HEIGHT = 30 + 280 + 32;

test('rows that are seen in part are in sight, those under head and foot are not', () => {
  expect(rowsInSight(0, HEIGHT, sizes)).toEqual({ first: 0, last: 9 });
  expect(rowsInSight(27, HEIGHT, sizes)).toEqual({ first: 0, last: 10 });
  expect(rowsInSight(28, HEIGHT, sizes)).toEqual({ first: 1, last: 10 });
  expect(rowsInSight(0, 20, sizes)).toEqual({ first: 0, last: 0 });
  expect(rowsInSight(-40, HEIGHT, sizes)).toEqual({ first: 0, last: 8 });
});

test('a row is brought whole between head and foot, and one that is there moves nothing', () => {
  for (const index of [0, 4, 9]) expect(placeToShow(index, 0, HEIGHT, sizes)).toBe(0);
  expect(placeToShow(10, 0, HEIGHT, sizes)).toBe(28);
  expect(placeToShow(3, 200, HEIGHT, sizes)).toBe(84);
  for (let index = 0; index < 50; index++) {
    const top = placeToShow(index, 300, HEIGHT, sizes);
    const { first, last } = rowsInSight(top, HEIGHT, sizes);
    expect(first <= index && index <= last && top <= index * 28 && (index + 1) * 28 <= top + 280).toBe(true);
  }
});

/** Ticks, labels and stacks. */
import { expect, test } from 'vitest';
import { apart, labelEvery, stacked, ticksOf } from './scale.ts';

test.each([
  [
    [1.1e7, 4.4e7],
    [0, 2e7, 4e7, 6e7],
  ],
  [
    [0, 95_000],
    [0, 25_000, 50_000, 75_000, 100_000],
  ],
  [
    [-40, 60],
    [-50, -25, 0, 25, 50, 75],
  ],
  [
    [0.1, 0.3],
    [0, 0.1, 0.2, 0.3],
  ],
  [
    [0, 0],
    [0, 1],
  ],
  [[], [0, 1]],
])('the ticks of %j are round and hold zero', (values, ticks) => {
  expect(ticksOf(values)).toEqual(ticks);
});

test('labels are left out before they touch', () => {
  expect(labelEvery(8, 800, 60)).toBe(1);
  expect(labelEvery(24, 800, 60)).toBe(2);
});

test('labels at the ends of lines stay apart and on the sheet', () => {
  expect(apart([50, 52, 10], 14, 100)).toEqual([50, 64, 10]);
  expect(apart([95, 98], 14, 100)).toEqual([86, 100]);
});

test('bars stand on each other', () => {
  expect(
    stacked(
      [
        [1, 2],
        [3, null],
      ],
      2,
    ),
  ).toEqual([
    [
      { from: 0, to: 1 },
      { from: 0, to: 2 },
    ],
    [
      { from: 1, to: 4 },
      { from: 2, to: 2 },
    ],
  ]);
});

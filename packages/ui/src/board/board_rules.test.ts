/** The rules of the board: overlaps, borders, hours. */
import { expect, test } from 'vitest';
import {
  type BoardColumn,
  type BoardEvent,
  clock,
  minuteAt,
  moved,
  placeEvents,
  resized,
  shades,
} from './board_rules.ts';

const event = (id: string, start: number, end: number): BoardEvent => ({ id, column: 'a', start, end, title: id });
const lanes = (...events: BoardEvent[]): Record<string, string> =>
  Object.fromEntries(placeEvents(events).map((one) => [one.event.id, `${one.lane + 1}/${one.lanes}`]));
const COLUMNS: readonly BoardColumn[] = ['a', 'b', 'c'].map((key) => ({ key, label: key }));
const SPAN = { from: 480, to: 1080, step: 15 };

test('what overlaps stands side by side, what only touches does not', () => {
  expect(lanes(event('x', 540, 570), event('y', 570, 600))).toEqual({ x: '1/1', y: '1/1' });
  expect(lanes(event('x', 750, 795), event('y', 780, 810))).toEqual({ x: '1/2', y: '2/2' });
  // A lane that has become free is used again; the whole group has one number of lanes.
  expect(lanes(event('x', 540, 660), event('y', 550, 580), event('z', 590, 620))).toEqual({
    x: '1/2',
    y: '2/2',
    z: '2/2',
  });
  expect(lanes(event('x', 540, 600), event('y', 540, 600), event('z', 540, 600))).toEqual({
    x: '1/3',
    y: '2/3',
    z: '3/3',
  });
});

test('moving keeps the length and stays on the board', () => {
  const place = { column: 'b', start: 1020, end: 1065 };
  expect(moved(place, { columns: 1, minutes: -15 }, COLUMNS, SPAN)).toEqual({ column: 'c', start: 1005, end: 1050 });
  expect(moved(place, { columns: 5, minutes: 60 }, COLUMNS, SPAN)).toEqual({ column: 'c', start: 1035, end: 1080 });
  expect(moved(place, { columns: -9, minutes: -9999 }, COLUMNS, SPAN)).toEqual({ column: 'a', start: 480, end: 525 });
});

test('resizing leaves one step at least', () => {
  const place = { column: 'a', start: 540, end: 570 };
  expect(resized(place, 15, SPAN).end).toBe(585);
  expect(resized(place, -60, SPAN).end).toBe(555);
  expect(resized(place, 9999, SPAN).end).toBe(1080);
});

test('a height is a time on its step', () => {
  expect(minuteAt(0, SPAN)).toBe(480);
  expect(minuteAt(0.13, SPAN)).toBe(555);
  expect(minuteAt(1, SPAN)).toBe(1065);
  expect(clock(555)).toBe('09:15');
});

test('outside of working hours is shaded, the lunch break too', () => {
  const column = {
    key: 'a',
    label: 'a',
    hours: [
      { from: 840, to: 1020 },
      { from: 540, to: 780 },
    ],
  };
  expect(shades(column, SPAN)).toEqual([
    { from: 480, to: 540 },
    { from: 780, to: 840 },
    { from: 1020, to: 1080 },
  ]);
  expect(shades({ key: 'a', label: 'a', hours: [] }, SPAN)).toEqual([{ from: 480, to: 1080 }]);
  expect(shades({ key: 'a', label: 'a' }, SPAN)).toEqual([]);
});

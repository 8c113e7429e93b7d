/** Days are written and read as people in India do, and never slip by one across a time zone. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, day, dayOf, isDay, moment, span, time } from './days.ts';
import { parseDay } from './typed_days.ts';

it('writes days and spans', () => {
  expect(day('2026-11-21')).toBe('21 Nov 26');
  expect(day('soon')).toBe('soon');
  expect(span('2026-04-01', '2027-03-31')).toBe('01 Apr 26 – 31 Mar 27');
  expect(span('2026-11-21', '2026-11-21')).toBe('21 Nov 26');
  expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
});

it('places an instant on the day of its time zone', () => {
  const instant = '2026-11-20T20:15:00.000Z';
  expect(dayOf(instant, 'Asia/Kolkata')).toBe('2026-11-21');
  expect(dayOf(instant, 'UTC')).toBe('2026-11-20');
  expect(time(instant, 'Asia/Kolkata')).toBe('01:45');
  expect(moment(instant, 'Asia/Kolkata')).toBe('21 Nov 26, 01:45');
  expect(time('2026-11-20T18:30:00Z', 'Asia/Kolkata')).toBe('00:00');
});

it('knows the time of India as the calendar of the machine does', () => {
  const clock = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: 'Asia/Kolkata', dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23' },
  });
  fc.assert(
    fc.property(fc.date({ min: new Date('1946-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }), (when) => {
      const [, date = '', month = '', year = '', hours = ''] =
        /^(\d\d)\/(\d\d)\/(\d{4}), (\d\d:\d\d)$/.exec(clock.format(when)) ?? [];
      expect([dayOf(when.toISOString(), 'Asia/Kolkata'), time(when.toISOString(), 'Asia/Kolkata')]).toEqual([
        `${year}-${month}-${date}`,
        hours,
      ]);
    }),
  );
});

describe('a day that was typed on 21 November 2026', () => {
  it.each([
    ['2111', '2026-11-21'],
    ['21/11', '2026-11-21'],
    ['1-4', '2027-04-01'],
    ['21.11.26', '2026-11-21'],
    ['211125', '2025-11-21'],
    ['21112026', '2026-11-21'],
    ['21 nov', '2026-11-21'],
    ['3 December 27', '2027-12-03'],
    ['2026-1-5', '2026-01-05'],
    ['15', '2026-11-15'],
    ['t', '2026-11-21'],
    ['+7', '2026-11-28'],
    ['-1', '2026-11-20'],
    // Nearest to today: 5 January is next year's, 1 June this year's.
    ['0501', '2027-01-05'],
    ['0106', '2026-06-01'],
    ['29/02/28', '2028-02-29'],
  ])('%s is %s', (typed, iso) => {
    expect(parseDay(typed, '2026-11-21')).toBe(iso);
  });

  it.each(['', '32/01', '3102', '29/02/27', '21/13', 'tomorrow', '21 foo', '99'])('%s is none', (typed) => {
    expect(parseDay(typed, '2026-11-21')).toBeNull();
  });

  it('knows which days there are', () => {
    expect(isDay('2026-02-29')).toBe(false);
    expect(isDay('2028-02-29')).toBe(true);
    expect(isDay('2026-2-9')).toBe(false);
  });
});

/** Periods at the borders of months, quarters, leap years and financial years. */
import { describe, expect, test } from 'vitest';
import { addDays } from '../format/days.ts';
import { daysBetween, weekdayOf } from './days.ts';
import {
  type PeriodCalendar,
  PRESETS,
  periodFilters,
  periodOf,
  periodWords,
  presetOf,
  quarterOf,
  rangeOf,
  yearName,
} from './presets.ts';

const on = (today: string, year_start_month = 4, week_start = 1): PeriodCalendar => ({
  today,
  year_start_month,
  week_start,
});
const days = (period: string, cal: PeriodCalendar): string => {
  const range = rangeOf(period, cal);
  return range ? `${range.from ?? ''}..${range.to ?? ''}` : 'none';
};

describe('presets', () => {
  test.each([
    ['2026-11-21', 'today', '2026-11-21..2026-11-21'],
    ['2026-04-01', 'yesterday', '2026-03-31..2026-03-31'],
    ['2026-11-21', 'this-week', '2026-11-16..2026-11-22'],
    ['2026-11-22', 'this-week', '2026-11-16..2026-11-22'],
    ['2026-11-23', 'this-week', '2026-11-23..2026-11-29'],
    ['2026-03-03', 'last-7-days', '2026-02-25..2026-03-03'],
    ['2028-02-29', 'this-month', '2028-02-01..2028-02-29'],
    ['2028-03-31', 'last-month', '2028-02-01..2028-02-29'],
    ['2026-03-31', 'last-month', '2026-02-01..2026-02-28'],
    ['2027-01-05', 'last-month', '2026-12-01..2026-12-31'],
    ['2026-11-21', 'this-quarter', '2026-10-01..2026-12-31'],
    ['2026-03-31', 'this-quarter', '2026-01-01..2026-03-31'],
    ['2026-04-01', 'this-quarter', '2026-04-01..2026-06-30'],
    ['2026-04-01', 'last-quarter', '2026-01-01..2026-03-31'],
    ['2026-03-31', 'fy', '2025-04-01..2026-03-31'],
    ['2026-04-01', 'fy', '2026-04-01..2027-03-31'],
    ['2026-11-21', 'fy-to-date', '2026-04-01..2026-11-21'],
    ['2026-04-01', 'last-fy', '2025-04-01..2026-03-31'],
    ['2026-11-21', 'all', '..'],
  ])('on %s, %s is %s', (today, preset, expected) => {
    expect(days(preset, on(today))).toBe(expected);
  });

  test('weeks begin where the organisation says', () => {
    expect(days('this-week', on('2026-11-22', 4, 7))).toBe('2026-11-22..2026-11-28');
    expect(days('this-week', on('2026-11-21', 4, 7))).toBe('2026-11-15..2026-11-21');
    expect(days('this-week', on('2026-11-21', 4, 6))).toBe('2026-11-21..2026-11-27');
  });

  test('years that begin in January or July have their own quarters', () => {
    expect(days('fy', on('2026-11-21', 1))).toBe('2026-01-01..2026-12-31');
    expect(days('this-quarter', on('2026-08-15', 7))).toBe('2026-07-01..2026-09-30');
    expect(days('last-fy', on('2026-06-30', 7))).toBe('2024-07-01..2025-06-30');
    expect(yearName('2026-11-21', on('2026-11-21', 1))).toBe('2026');
    expect(yearName('2099-12-01', on('2026-11-21'))).toBe('2099-00');
  });

  test('the first quarter is April to June', () => {
    const cal = on('2026-11-21');
    expect(
      ['2026-04-01', '2026-06-30', '2026-07-01', '2026-12-31', '2027-03-31'].map((day) => quarterOf(day, cal)),
    ).toEqual([1, 1, 2, 3, 4]);
    expect(periodWords('this-quarter', cal)).toEqual({
      key: 'period.this_quarter',
      values: { year: '2026-27', quarter: 3 },
    });
    expect(periodWords('last-fy', cal).values.year).toBe('2025-26');
  });

  test('on every day of five years each preset holds together', () => {
    const wrong: string[] = [];
    for (let day = '2024-01-01'; day < '2029-01-01'; day = addDays(day, 1)) {
      const cal = on(day);
      const crossed = PRESETS.map((preset) => rangeOf(preset, cal)).filter(
        (range) => (range?.from ?? '') > (range?.to ?? ''),
      );
      const year = rangeOf('fy', cal);
      const joins = addDays(rangeOf('last-fy', cal)?.to ?? '', 1) === year?.from;
      const length = daysBetween(year?.from ?? '', year?.to ?? '') + 1;
      const monday = weekdayOf(rangeOf('this-week', cal)?.from ?? '') === 1;
      if (crossed.length || !joins || !monday || (length !== 365 && length !== 366)) wrong.push(day);
    }
    expect(wrong).toEqual([]);
  });
});

describe('text in the URL', () => {
  test('ranges are read, open ends too; what is no range is none', () => {
    const cal = on('2026-11-21');
    expect(rangeOf('2026-04-01..2026-06-30', cal)).toEqual({ from: '2026-04-01', to: '2026-06-30' });
    expect(rangeOf('..2026-06-30', cal)).toEqual({ from: null, to: '2026-06-30' });
    expect(periodOf({ from: '2026-04-01', to: null })).toBe('2026-04-01..');
    for (const text of [
      '..',
      '2026-06-30',
      '2026-02-30..2026-03-01',
      '2026-06-30..2026-04-01',
      'next-week',
      'a..b',
      '1..2..3',
    ]) {
      expect(rangeOf(text, cal), text).toBeNull();
    }
  });

  test('a list is asked for what the period holds', () => {
    const cal = on('2026-11-21');
    expect(periodFilters('fy', cal)).toEqual({ date_from: '2026-04-01', date_to: '2027-03-31' });
    expect(periodFilters('all', cal, 'due_date')).toEqual({});
  });
});

test.each([
  [{ from: '2026-11-01', to: '2026-11-30' }, 'this-month'],
  [{ from: '2026-04-01', to: '2027-03-31' }, 'fy'],
  [{ from: null, to: null }, 'all'],
  [{ from: '2026-11-02', to: null }, '2026-11-02..'],
])('%j is called %s', (range, name) => {
  expect(presetOf(range, on('2026-11-21'))).toBe(name);
});

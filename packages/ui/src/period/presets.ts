/** The periods that people ask for by name, as ranges of days that follow the organisation's own week and year. */
import { addDays, isDay } from '../format/days.ts';
import { dayOf, partsOf, weekdayOf } from './days.ts';

/** What a period means depends on these; they come from the organisation's settings. */
export interface PeriodCalendar {
  /** The day in the organisation's time zone. */
  today: string;
  /** The month in which the financial year begins, 1–12; India's is 4. */
  year_start_month: number;
  /** The first day of the week: 1 = Monday … 7 = Sunday. */
  week_start: number;
}

/** Both ends are inside; null is open. */
export interface DayRange {
  from: string | null;
  to: string | null;
}

/** In the order in which they are offered: two columns, row by row. */
export const PRESETS = [
  'today',
  'yesterday',
  'this-week',
  'last-7-days',
  'this-month',
  'last-month',
  'this-quarter',
  'last-quarter',
  'fy',
  'fy-to-date',
  'last-fy',
  'all',
] as const;

export type Preset = (typeof PRESETS)[number];

/** A period as it stands in the URL: a preset's name, or `2026-04-01..2026-06-30` where either end may be missing. */
export type Period = string;

export function isPreset(period: string): period is Preset {
  return (PRESETS as readonly string[]).includes(period);
}

/** The first day of the financial year that `day` lies in. */
export function yearStart(day: string, cal: PeriodCalendar): string {
  const { year, month } = partsOf(day);
  return dayOf(month >= cal.year_start_month ? year : year - 1, cal.year_start_month, 1);
}

/** Quarters count from the year's start: Q1 is April to June where the year begins in April. */
export function quarterOf(day: string, cal: PeriodCalendar): number {
  return Math.floor(((partsOf(day).month - cal.year_start_month + 12) % 12) / 3) + 1;
}

/** `2026-27`, or `2026` where the year is the calendar's. */
export function yearName(day: string, cal: PeriodCalendar): string {
  const { year } = partsOf(yearStart(day, cal));
  return cal.year_start_month === 1 ? String(year) : `${year}-${String((year + 1) % 100).padStart(2, '0')}`;
}

function months(first: string, count: number): DayRange {
  const { year, month } = partsOf(first);
  return { from: first, to: addDays(dayOf(year, month + count, 1), -1) };
}

function shifted(first: string, by: number): string {
  const { year, month } = partsOf(first);
  return dayOf(year, month + by, 1);
}

/** The days of a preset. “Last month” is the calendar's month before this one, never thirty days. */
export function rangeOfPreset(preset: Preset, cal: PeriodCalendar): DayRange {
  const { today } = cal;
  const { year, month } = partsOf(today);
  const thisMonth = dayOf(year, month, 1);
  const thisYear = yearStart(today, cal);
  const quarter = shifted(thisYear, (quarterOf(today, cal) - 1) * 3);
  const weekFrom = addDays(today, -((weekdayOf(today) - cal.week_start + 7) % 7));
  const ranges: Record<Preset, () => DayRange> = {
    today: () => ({ from: today, to: today }),
    yesterday: () => ({ from: addDays(today, -1), to: addDays(today, -1) }),
    'this-week': () => ({ from: weekFrom, to: addDays(weekFrom, 6) }),
    'last-7-days': () => ({ from: addDays(today, -6), to: today }),
    'this-month': () => months(thisMonth, 1),
    'last-month': () => months(shifted(thisMonth, -1), 1),
    'this-quarter': () => months(quarter, 3),
    'last-quarter': () => months(shifted(quarter, -3), 3),
    fy: () => months(thisYear, 12),
    'fy-to-date': () => ({ from: thisYear, to: today }),
    'last-fy': () => months(shifted(thisYear, -12), 12),
    all: () => ({ from: null, to: null }),
  };
  return ranges[preset]();
}

/** The days of a period from the URL; null when the text is no period. A range whose ends are crossed is none. */
export function rangeOf(period: Period, cal: PeriodCalendar): DayRange | null {
  if (isPreset(period)) return rangeOfPreset(period, cal);
  const [from, to, more] = period.split('..');
  if (from === undefined || to === undefined || more !== undefined || (!from && !to)) return null;
  if ((from && !isDay(from)) || (to && !isDay(to)) || (from && to && from > to)) return null;
  return { from: from || null, to: to || null };
}

/** A range as text for the URL. */
export function periodOf(range: DayRange): Period {
  return !range.from && !range.to ? 'all' : `${range.from ?? ''}..${range.to ?? ''}`;
}

/** The name of a range of days where it has one: the first preset that means these days; else the range itself. */
export function presetOf(range: DayRange, cal: PeriodCalendar): Period {
  const named = PRESETS.find((preset) => {
    const { from, to } = rangeOfPreset(preset, cal);
    return from === range.from && to === range.to;
  });
  return named ?? periodOf(range);
}

/** Filters for the server's lists: `date_from` and `date_to`, each only when that end is closed. */
export function periodFilters(period: Period, cal: PeriodCalendar, field = 'date'): Record<string, string> {
  const range = rangeOf(period, cal);
  return {
    ...(range?.from ? { [`${field}_from`]: range.from } : {}),
    ...(range?.to ? { [`${field}_to`]: range.to } : {}),
  };
}

/** Which words name a period, and what goes into them. */
export function periodWords(
  period: Period,
  cal: PeriodCalendar,
): { key: string; values: Record<string, string | number> } {
  if (!isPreset(period)) return { key: 'period.custom_range', values: {} };
  const range = rangeOfPreset(period, cal);
  const key = `period.${period.replaceAll('-', '_')}`;
  if (!range.from) return { key, values: {} };
  return { key, values: { year: yearName(range.from, cal), quarter: quarterOf(range.from, cal) } };
}

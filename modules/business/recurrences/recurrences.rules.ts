/** When what comes again is due: weekly, monthly or yearly, on the day of its first time where the month has it. */
export const UNITS = ['week', 'month', 'year'] as const;
export type Unit = (typeof UNITS)[number];

export interface Coming {
  next_on: string;
  ends_on: string | null;
  unit: Unit;
  every: number;
  starts_on: string;
}

/** The next days of what runs, from `next_on` on, at most so many. */
export function comingDays({ next_on, ends_on, unit, every, starts_on }: Coming, most = 5): string[] {
  const days: string[] = [];
  for (
    let day = next_on;
    days.length < most && (!ends_on || day <= ends_on);
    day = nextAfter(day, unit, every, starts_on)
  )
    days.push(day);
  return days;
}

/** The occurrence after `date`; `first` is the day that the whole began, so that the 31st comes back after February. */
export function nextAfter(date: string, unit: Unit, every: number, first: string): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  if (unit === 'week') return new Date(Date.UTC(year, month - 1, day + 7 * every)).toISOString().slice(0, 10);
  const months = month - 1 + (unit === 'year' ? 12 * every : every);
  const last = new Date(Date.UTC(year, months + 1, 0)).getUTCDate();
  const wanted = Number(first.slice(8, 10));
  return new Date(Date.UTC(year, months, Math.min(wanted, last))).toISOString().slice(0, 10);
}

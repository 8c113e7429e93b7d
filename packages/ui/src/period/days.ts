/** Arithmetic on days written as `YYYY-MM-DD`: no zone, no clock, the calendar alone. */

const DAY_MS = 86_400_000;

export interface DayParts {
  year: number;
  /** 1–12. */
  month: number;
  day: number;
}

export function partsOf(day: string): DayParts {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return { year, month, day: date };
}

/** The day of a year, month and date; a month outside 1–12 counts on into the years beside it. */
export function dayOf(year: number, month: number, day: number): string {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.toISOString().slice(0, 10);
}

/** How many days lie between: the same day is 0. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** 1 = Monday … 7 = Sunday, as ISO 8601 counts. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

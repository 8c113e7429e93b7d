/** Days and moments as Indian books write them. */

export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const DAY_MS = 86_400_000;

const pad = (value: number): string => String(value).padStart(2, '0');

/** `2026-11-21` of a year, a month from 1 and a day; null when the calendar has no such day. */
export function isoDay(year: number, month: number, date: number): string | null {
  const iso = `${String(year).padStart(4, '0')}-${pad(month)}-${pad(date)}`;
  return isDay(iso) ? iso : null;
}

/** Whether `text` is a day of the calendar in the form `2026-11-21`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}

/** `21 Nov 26`; what is no day comes back as it was. */
export function day(iso: string): string {
  if (!isDay(iso)) return iso;
  return `${iso.slice(8)} ${MONTHS[Number(iso.slice(5, 7)) - 1]} ${iso.slice(2, 4)}`;
}

/** `Nov 26`, of a month written `2026-11`. */
export const month = (period: string): string => day(`${period}-01`).slice(3);

/** `01 Apr 26 – 31 Mar 27`; one day alone is written once. */
export function span(from: string, to: string): string {
  return from === to ? day(from) : `${day(from)} – ${day(to)}`;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** India has one zone and no summer time, since 1945. */
const INDIA = { zone: 'Asia/Kolkata', offset_ms: 19_800_000 };

function partsOf(instant: string, zone: string): Record<string, string> {
  // By hand: the first clock of a page takes a slow phone longer than all it shows on it.
  if (zone === INDIA.zone) {
    const [, year = '', month = '', day = '', hour = '', minute = ''] =
      /^(\d+)-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(new Date(Date.parse(instant) + INDIA.offset_ms).toISOString()) ?? [];
    return { year, month, day, hour, minute };
  }
  let clock = clocks.get(zone);
  if (!clock) {
    const [two, number] = ['2-digit', 'numeric'] as const;
    clock = new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone: zone, year: number, month: two, day: two, hour: two, minute: two, hourCycle: 'h23' },
    });
    clocks.set(zone, clock);
  }
  return Object.fromEntries(clock.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
}

/** The day on which an instant falls in a time zone: `2026-11-21`. */
export function dayOf(instant: string, zone: string): string {
  const { year, month, day: date } = partsOf(instant, zone);
  return `${year}-${month}-${date}`;
}

/** The time of an instant in a time zone: `15:30`. */
export function time(instant: string, zone: string): string {
  const { hour, minute } = partsOf(instant, zone);
  return `${hour}:${minute}`;
}

/** An instant in a time zone: `21 Nov 26, 15:30`. */
export function moment(instant: string, zone: string): string {
  return `${day(dayOf(instant, zone))}, ${time(instant, zone)}`;
}

/** The day that lies `days` after `iso`, or before it. */
export function addDays(iso: string, days: number): string {
  return new Date(Date.parse(`${iso}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** When goods need an e-way bill, how long it is good, and until when it may be changed (rule 138). Pure. */
import { type Dated, lastOn } from '../dated/dated.ts';

/** The value above which a state wants an e-way bill within it, in paise; null where it wants none. */
export interface StateLimit extends Dated {
  state: string;
  limit: number | null;
}

const LAKH = 100_000_00;
/** Between states, and where no state says otherwise. */
export const USUAL_LIMIT = 50_000_00;

/** States with limits of their own for what moves within them; they are changed by notifications of each state. */
export const STATE_LIMITS: readonly StateLimit[] = [
  { state: '10', valid_from: '2019-01-14', limit: LAKH },
  { state: '07', valid_from: '2018-06-16', limit: LAKH },
  { state: '20', valid_from: '2018-09-26', limit: LAKH },
  { state: '27', valid_from: '2018-07-01', limit: LAKH },
  { state: '03', valid_from: '2018-09-13', limit: LAKH },
  { state: '33', valid_from: '2018-06-02', limit: LAKH },
  { state: '08', valid_from: '2021-04-01', limit: LAKH },
  { state: '19', valid_from: '2023-12-01', limit: USUAL_LIMIT },
  { state: '19', valid_from: '2018-06-06', limit: LAKH },
  { state: '01', valid_from: '2018-06-01', limit: null },
  { state: '38', valid_from: '2019-10-31', limit: null },
];

/** The limit of what moves between two states on a day; within one what was said last counts, by the organisation or its state. */
export function limitOn(from: string, to: string, date: string, own: readonly StateLimit[] = []): number | null {
  if (from !== to) return USUAL_LIMIT;
  const found = lastOn(date, [own, STATE_LIMITS], ({ state }) => state === from);
  return found ? found.limit : USUAL_LIMIT;
}

/** Kilometres that one day is good for, and of cargo that stands over the vehicle. */
const A_DAY = { regular: 200, over_dimensional: 20 } as const;

/** Days that a bill is good for: one for each 200 km or part of it, of over-dimensional cargo for each 20 km; never less than one. */
export function validDays(km: number, vehicle: keyof typeof A_DAY = 'regular'): number {
  return Math.max(1, Math.ceil(km / A_DAY[vehicle]));
}

const IST_MS = 5.5 * 3_600_000;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Its last moment: 23:59 in India, so many days after the day of the first vehicle. */
export function validUntil(begun: Date, km: number, vehicle: keyof typeof A_DAY = 'regular'): Date {
  const day = Math.floor((begun.getTime() + IST_MS) / DAY_MS) + validDays(km, vehicle);
  return new Date((day + 1) * DAY_MS - IST_MS - 60_000);
}

/** Cancelled within 24 hours of its making (rule 138(9)). */
export const mayCancel = (made: Date, now: Date): boolean => now.getTime() - made.getTime() <= 24 * HOUR_MS;

/** Extended from 8 hours before its end until 8 hours after, and never beyond 360 days from its making (since 1-1-2025). */
export function mayExtend(made: Date, until: Date, now: Date): boolean {
  const away = Math.abs(now.getTime() - until.getTime());
  return away <= 8 * HOUR_MS && now.getTime() - made.getTime() <= 360 * DAY_MS;
}

/** The document that goods move with is at most so old (since 1-1-2025). */
export const OLDEST_DAYS = 180;

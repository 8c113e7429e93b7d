/** Where an invoice stands on a day: what is open is unpaid, part paid or overdue; with the key that the table sorts it by. Pure. */
import { daysBetween } from '../documents/terms.ts';

export const STANDINGS = ['draft', 'unpaid', 'part', 'overdue', 'paid', 'cancelled'] as const;
export type Standing = (typeof STANDINGS)[number];

export interface Stands {
  status: string;
  paid: number;
  balance: number;
  due_date: string;
}

/** `overdue_days` is nothing while nothing is overdue. What is overdue is told so, whether part of it was paid or not. */
export function standingOf(
  { status, paid, balance, due_date }: Stands,
  today: string,
): { standing: Standing; overdue_days: number } {
  if (status !== 'issued') return { standing: status === 'draft' ? 'draft' : 'cancelled', overdue_days: 0 };
  if (balance === 0) return { standing: 'paid', overdue_days: 0 };
  if (due_date < today) return { standing: 'overdue', overdue_days: daysBetween(due_date, today) };
  return { standing: paid > 0 ? 'part' : 'unpaid', overdue_days: 0 };
}

/** The column `standing_key`: of what is open, the days from 2000 to the day that it is due. */
export const KEYS = { draft: -1, paid: 10_000_000, cancelled: 20_000_000 } as const;
export const keyOf = (due_date: string): number => Math.max(daysBetween('2000-01-01', due_date), 0);

/** What of the table stands so today, as a condition over `t`; `place` gives a value its `$n`. */
export function whereStanding(standing: Standing, today: string, place: (value: unknown) => string): string {
  const now = keyOf(today);
  if (standing === 'overdue') return `t.standing_key >= 0 and t.standing_key < ${place(now)}`;
  if (standing === 'unpaid' || standing === 'part')
    return `t.standing_key >= ${place(now)} and t.standing_key < ${place(KEYS.paid)} and t.paid ${standing === 'part' ? '>' : '='} 0`;
  return `t.standing_key = ${place(KEYS[standing])}`;
}

/** Days as people type them; apart from how they are written, for few pages are typed into at once. */
import { addDays, isoDay, MONTHS } from './days.ts';

function nearest(today: string, month: number, date: number): string | null {
  const year = Number(today.slice(0, 4));
  const distance = (iso: string): number => Math.abs(Date.parse(iso) - Date.parse(today));
  const candidates = [year, year - 1, year + 1].flatMap((one) => isoDay(one, month, date) ?? []);
  return candidates.sort((one, other) => distance(one) - distance(other))[0] ?? null;
}

/**
 * Reads a day as people type it: `2111`, `21/11`, `21-11-26`, `21112026`, `21 nov`, `2026-11-21`, a lone `21` of this month, `t` for
 * today, `+7` and `-1` counted from today. Day before month, always. Without a year it is the one nearest to `today`.
 */
export function parseDay(text: string, today: string): string | null {
  const typed = text.trim().toLowerCase();
  if (typed === 't') return today;
  if (/^[+-]\d{1,4}$/.test(typed)) return addDays(today, Number(typed));
  if (/^\d{4}-\d{1,2}-\d{1,2}$/.test(typed)) {
    const [year = 0, month = 0, date = 0] = typed.split('-').map(Number);
    return isoDay(year, month, date);
  }
  const match =
    /^(\d{1,2})(?:[\s./-]*([a-z]{3,9}))(?:[\s./-]*(\d{2}|\d{4}))?$/.exec(typed) ??
    /^(\d{1,2})[\s./-]+(\d{1,2})(?:[\s./-]+(\d{2}|\d{4}))?$/.exec(typed) ??
    /^(\d{2})(\d{2})(\d{2}|\d{4})?$/.exec(typed) ??
    /^(\d{1,2})$/.exec(typed);
  if (!match) return null;
  const [, date = '', word = today.slice(5, 7), year] = match;
  const named = MONTHS.findIndex((name) => word.startsWith(name.toLowerCase())) + 1;
  const month = /^\d+$/.test(word) ? Number(word) : named;
  if (month === 0) return null;
  if (match.length === 2) return isoDay(Number(today.slice(0, 4)), month, Number(date));
  if (!year) return nearest(today, month, Number(date));
  return isoDay(year.length === 2 ? 2000 + Number(year) : Number(year), month, Number(date));
}

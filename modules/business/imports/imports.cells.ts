/** Cells of files become values of fields: rupees with their signs, yes and no, words for words. */
import type { Cell } from '@tenantry/kernel/http/sheets_read.ts';
import type { TSchema } from 'typebox';

type Schema = TSchema & {
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  'x-money'?: boolean;
  'x-scale'?: number;
};

/** Word as people write it → word as it is stored, per field. */
export type Words = Readonly<Record<string, Readonly<Record<string, string>>>>;

const YES = /^(y|yes|true|1|active|on|हाँ|हां|जी)$/i;
const NO = /^(n|no|false|0|inactive|off|नहीं)$/i;

/**
 * An amount as it is written in books: `₹1,25,000.50`, `Rs. 500/-`, `(500)`, `18 %`, `500 Dr`. Credit is negative, and
 * `flip` turns that for accounts that are in credit by nature. Null when it is no number.
 */
export function readAmount(text: string, flip = false): string | null {
  let rest = text
    .replace(/[\s,]/g, '')
    .replace(/^(₹|rs\.?|inr)/i, '')
    .replace(/\/-$/, '')
    .replace(/%$/, '');
  let negative = false;
  const side = /(dr|cr)\.?$/i.exec(rest);
  if (side) {
    rest = rest.slice(0, side.index);
    negative = ((side[1] as string).toLowerCase() === 'cr') !== flip;
  }
  const bracketed = /^\((.*)\)$/.exec(rest);
  if (bracketed) [rest, negative] = [bracketed[1] as string, !negative];
  rest = rest.replace(/^(₹|rs\.?|inr)/i, '');
  if (rest.startsWith('-')) [rest, negative] = [rest.slice(1), !negative];
  if (!/^\d+(\.\d+)?$/.test(rest)) return null;
  return negative && Number(rest) !== 0 ? `-${rest}` : rest;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** `21/11/26`, `21-11-2026`, `21-Nov-2026`, `21 Nov 26`, `2026-11-21`, with a time or without; null for anything else. */
export function readDay(cell: Cell | undefined): string | null {
  const text = String(cell ?? '').trim();
  const iso = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  const other = /^(\d{1,2})[-/. ](\d{1,2}|[A-Za-z]{3,9})[-/. ](\d{4}|\d{2})(?:\s|$)/.exec(text);
  const [year, month, day] = iso
    ? [iso[1], iso[2], iso[3]]
    : other
      ? [other[3], other[2], other[1]]
      : [undefined, undefined, undefined];
  if (!year || !month || !day) return null;
  const number = /\d/.test(month) ? Number(month) : MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1;
  const whole = `${year.length === 2 ? `20${year}` : year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`;
  const parsed = new Date(`${whole}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(whole) ? whole : null;
}

function foldWord(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s/-]+/g, '_');
}

/** The raw value of a field for validation; what cannot be read stays as it is, so that validation says what is wanted. */
export function readCell(
  schema: TSchema,
  name: string,
  cell: Exclude<Cell, null>,
  words: Words,
  flip: boolean,
): unknown {
  const { type, format, enum: allowed, 'x-money': money, 'x-scale': scale } = schema as Schema;
  const types = Array.isArray(type) ? type : [type];
  const text = String(cell).trim();
  if (types.includes('boolean')) return YES.test(text) ? true : NO.test(text) ? false : cell;
  if (allowed) {
    const word = foldWord(text);
    const known = words[name];
    if (known && Object.hasOwn(known, word)) return known[word];
    return allowed.includes(word) ? word : text;
  }
  if (format === 'date') return readDay(text) ?? text;
  if (money || scale !== undefined) return readAmount(text, flip) ?? text;
  if (types.includes('integer')) {
    const number = /^(\d+)(\.0+)?\s*(days?|दिन)?$/i.exec(text)?.[1];
    return number === undefined ? text : Number(number);
  }
  if (types.includes('array') || types.includes('object')) {
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }
  return text;
}

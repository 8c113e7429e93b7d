/** Numbers of documents (rule 46(b)): how a series writes them, how long they may get, and which of them are consecutive. */
import { fiscalYearLabel, fiscalYearOf, type Span } from '@tenantry/india/fiscal.ts';

/** The longest number that the law allows. */
export const NUMBER_LENGTH = 16;

/** The first character is a letter or a digit, the others may be `-` and `/` too. */
const NUMBER = /^[A-Za-z0-9][A-Za-z0-9/-]{0,15}$/;

/** What stands in braces in a template: `{FY}` 26-27, `{FY2}` 2627, `{YY}` 26, `{MM}` 11, `{BR}` the branch's code, `{0000}` the counter. */
const TOKEN = /\{(FY|FY2|YY|MM|BR|0+)\}/g;

export interface Template {
  /** Such as `INV/{FY}/{0000}`. */
  text: string;
  /** The branch's code, for `{BR}`. */
  branch?: string;
}

/** A fault of a template, as a sentence, or null. */
export function judgeTemplate({ text, branch = '' }: Template): string | null {
  const counters = text.match(/\{0+\}/g) ?? [];
  if (counters.length !== 1) return 'A series has one counter, such as {0000}.';
  const left = text.replace(TOKEN, '');
  if (/[{}]/.test(left)) return 'In braces a series may have FY, FY2, YY, MM, BR and the counter, such as {0000}.';
  if (/[^A-Za-z0-9/-]/.test(left)) return 'A number may hold letters, digits, - and / alone.';
  if (/\{BR\}/.test(text) && !/^[A-Za-z0-9]+$/.test(branch))
    return 'The series has {BR}, but the branch has no code of letters and digits.';
  const longest = longestNumber({ text, branch });
  if (longest.length > NUMBER_LENGTH)
    return `Its numbers get ${longest.length} characters, such as ${longest}; the law allows ${NUMBER_LENGTH}.`;
  if (!/^[A-Za-z1-9]/.test(longest) || !NUMBER.test(longest)) {
    return 'A number begins with a letter or a digit from 1 to 9; the e-invoice portal refuses others.';
  }
  return null;
}

/** The longest number of a sound template: with the largest counter that its zeros hold. */
export function longestNumber(template: Template): string {
  const zeros = /\{(0+)\}/.exec(template.text)?.[1] ?? '';
  return renderNumber(template, '2026-11-21', 10 ** zeros.length - 1);
}

/** Whether a number keeps to rule 46(b). */
export function isDocumentNumber(number: string): boolean {
  return NUMBER.test(number);
}

/** The number that a series gives on a date; the counter grows beyond its zeros when it must. */
export function renderNumber({ text, branch = '' }: Template, date: string, counter: number): string {
  const year = fiscalYearOf(date);
  return text.replace(TOKEN, (_, token: string) => {
    if (token === 'FY') return fiscalYearLabel(year, 'short');
    if (token === 'FY2') return fiscalYearLabel(year, 'short').replace('-', '');
    if (token === 'YY') return date.slice(2, 4);
    if (token === 'MM') return date.slice(5, 7);
    if (token === 'BR') return branch;
    return String(counter).padStart(token.length, '0');
  });
}

/**
 * A number that the law takes, also when the counter has outgrown its zeros: separators go, the last one first, as `INVPUN/2627/9999` is
 * followed by `INVPUN/262710000`. Null where none is left to go.
 */
export function fittedNumber(number: string): string | null {
  if (number.length <= NUMBER_LENGTH) return number;
  const at = Math.max(number.lastIndexOf('/'), number.lastIndexOf('-'));
  return at < 0 ? null : fittedNumber(number.slice(0, at) + number.slice(at + 1));
}

/** Government systems compare numbers without regard to case; so does the unique key. */
export function numberKey(number: string): string {
  return number.toUpperCase();
}

/** A run of consecutive numbers, as the summary of documents (GSTR-1 table 13) tells it. */
export interface Run extends Span {
  /** Numbers in it; `cancelled` of them were cancelled. */
  total: number;
  cancelled: number;
}

export interface Numbered {
  number: string;
  is_cancelled: boolean;
}

interface Parts {
  /** The number with each group of digits replaced by its width. */
  shape: string;
  groups: bigint[];
}

function partsOf(number: string): Parts {
  const groups: bigint[] = [];
  const shape = numberKey(number).replace(/\d+/g, (digits) => {
    groups.push(BigInt(digits));
    return `<${digits.length}>`;
  });
  return { shape, groups };
}

/** Whether `next` follows `before`: alike but for one group of digits in the same place and of the same width, which is one more. */
export function isNext(before: string, next: string): boolean {
  const one = partsOf(before);
  const two = partsOf(next);
  if (one.shape !== two.shape) return false;
  const differing = one.groups.flatMap((group, index) => (group === two.groups[index] ? [] : [index]));
  const [place] = differing;
  return place !== undefined && differing.length === 1 && two.groups[place] === (one.groups[place] as bigint) + 1n;
}

/** Runs of numbers that come sorted; what is missing between two runs is a gap. */
export function runsOf(numbers: Iterable<Numbered>): Run[] {
  const runs: Run[] = [];
  for (const { number, is_cancelled } of numbers) {
    const last = runs.at(-1);
    if (last && isNext(last.to, number)) {
      last.to = number;
      last.total++;
      last.cancelled += is_cancelled ? 1 : 0;
    } else runs.push({ from: number, to: number, total: 1, cancelled: is_cancelled ? 1 : 0 });
  }
  return runs;
}

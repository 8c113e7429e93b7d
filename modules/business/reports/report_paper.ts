/** What stands on a printed report: texts by column, and how wide each column is. Pure. */
import { portalDate } from '@tenantry/india/fiscal.ts';
import { groupedRupees } from '@tenantry/india/words.ts';
import type { House, Language } from '@tenantry/kernel/mail/letters.ts';
import type { Profile } from '@tenantry/kernel/tenancy/profile.ts';
import type { TObject } from 'typebox';
import { type Form, type Found, type PaperLine, plainLines } from './report_forms.ts';
import { dayInWords, type Say, sayIn } from './report_words.ts';

interface Field {
  type?: string | readonly string[];
  format?: string;
  enum?: readonly unknown[];
  'x-money'?: boolean;
  'x-scale'?: number;
}

export interface ReportColumn {
  key: string;
  title: string;
  field: Field;
  /** A figure. */
  right: boolean;
}

const isOf = ({ type }: Field, wanted: string): boolean => [type].flat().includes(wanted);

/** The columns of a report, by the shape of its rows: without ids, and without what is no single value. */
export function columnsOf({ properties }: TObject, { columns, words = {} }: Form<never>, say: Say): ReportColumn[] {
  const fields = properties as Record<string, Field>;
  return (columns ?? Object.keys(fields).filter((key) => !/(^|_)id$/.test(key))).flatMap((key) => {
    const field = fields[key];
    if (!field || isOf(field, 'array') || isOf(field, 'object')) return [];
    const right = isOf(field, 'number') || isOf(field, 'integer');
    return [{ key, field, right, title: say(words[key] ?? key) }];
  });
}

const counted = (value: number): string => value.toLocaleString('en-IN');
/** In brackets where it is less than nothing, as the pages write it. */
const bracketed = (value: number, write: (value: number) => string): string =>
  value < 0 ? `(${write(-value)})` : write(value);

/** `22-11-2026 10:05`. */
function moment(at: Date, time_zone: string): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: time_zone }).format(at);
  const clock = { timeZone: time_zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return `${portalDate(day)} ${new Intl.DateTimeFormat('en-GB', clock).format(at)}`;
}

function textOf(value: unknown, { field }: ReportColumn, say: Say, time_zone: string): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return field['x-money'] ? bracketed(value, groupedRupees) : bracketed(value, counted);
  if (typeof value === 'boolean') return value ? say('yes') : '';
  const text = String(value);
  if (field.format === 'date') return portalDate(text);
  if (field.format === 'instant') return moment(new Date(text), time_zone);
  return field.enum?.includes(text) ? say(text) : text;
}

/** How wide a text is about, in sizes of its font; Noto Sans, its figures all alike. */
function widthOf(text: string): number {
  let width = 0;
  for (const sign of text) {
    if (/[\s.,:;()|/'!-]/.test(sign)) width += 0.32;
    else if (/\p{M}/u.test(sign)) width += 0.15;
    else width += /\p{Lu}/u.test(sign) ? 0.68 : 0.59;
  }
  return width;
}

const longest = (texts: readonly string[]): number =>
  widthOf(texts.reduce((most, text) => (text.length > most.length ? text : most), ''));

/** Points of a column beside its text, and what an A4 leaves between its margins, upright and on its side. */
const PADDING = 6.5;
const UPRIGHT = 515;
const ON_ITS_SIDE = 762;
const SIZES = [8.5, 8, 7.5, 7, 6.5, 6, 5.5];
/** Wider texts go on in a further line. */
const WIDE = 14;

/** How large the type is, whether the page lies on its side, and how wide the columns are, in points: the largest that holds them. */
function layout(columns: readonly ReportColumn[], rows: readonly (readonly string[])[]) {
  const needs = columns.map(({ title, right }, at) => {
    const texts = rows.map((cells) => cells[at] ?? '');
    const words = longest(texts.flatMap((text) => (right ? [text] : text.split(' '))));
    const least = Math.max(words, longest(title.split(' ')) * 0.95);
    return { least: right ? least : Math.max(least, Math.min(longest(texts), WIDE)), most: longest(texts) };
  });
  const need = (size: number): number => needs.reduce((all, { least }) => all + least * size + PADDING, 0);
  const landscape = need(SIZES[0] as number) > UPRIGHT;
  const page = landscape ? ON_ITS_SIDE : UPRIGHT;
  const size = SIZES.find((one) => need(one) <= page) ?? (SIZES.at(-1) as number);
  const rest = Math.max(0, page - need(size));
  // What is left goes to the texts that would want more, by how much more; then to the figures and the longest text alike.
  const wants = needs.map(({ least, most }, at) => (columns[at]?.right ? 0 : Math.max(0, most - least) * size));
  const all = wants.reduce((sum, want) => sum + want, 0);
  const given = Math.min(rest, all);
  const texts = (at: number): number => needs[at]?.most ?? -1;
  const name = columns.reduce((found, { right }, at) => (right || texts(at) < texts(found) ? found : at), -1);
  const takes = columns.map(({ right }, at) => right || at === name);
  const alike = (rest - given) / Math.max(1, takes.filter(Boolean).length);
  const widths = needs.map(
    ({ least }, at) =>
      least * size + PADDING + (takes[at] ? alike : 0) + (all > 0 ? (given * (wants[at] ?? 0)) / all : 0),
  );
  return { size, landscape, widths };
}

/** What a period without a beginning begins with. */
const FIRST_DAY = '2000-01-01';

/** `ledger-Cash-in-hand_2026-04-01_2026-11-22.pdf`. */
export function fileNameOf(name: string, found: Omit<Found, 'rows'>): string {
  const what = [name, found.name]
    .filter(Boolean)
    .join(' ')
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '-');
  const days = [found.from, found.to, found.as_of].filter((day) => day && day > FIRST_DAY);
  return `${[what, ...days].join('_')}.pdf`;
}

/** Which days it is of, in words. */
function periodOf({ from, to, as_of }: Found, language: Language, say: Say): string {
  if (as_of) return say('as_of', { day: dayInWords(as_of, language) });
  if (!to) return '';
  const last = dayInWords(to, language);
  if (!from || from <= FIRST_DAY) return say('until', { day: last });
  return say('span', { from: dayInWords(from, language), to: last });
}

export interface ReportPaper {
  /** What names the report in files: `trial-balance`. */
  name: string;
  row: TObject;
  form: Form<never>;
  seller: Pick<Profile, 'name' | 'gstin'>;
  house: Pick<House, 'primary_color'>;
  language: Language;
  now: Date;
  time_zone: string;
}

/** The values that `typ/report.typ` lays out. */
export function reportPaper(found: Found, about: ReportPaper) {
  const { name, row, form, seller, house, language, now, time_zone } = about;
  const say = sayIn(language);
  const all = columnsOf(row, form, say);
  const label = (all.find(({ right }) => !right) ?? all[0])?.key ?? '';
  const lines = form.lines ? form.lines(found as never, say) : plainLines(found, label, say);
  const spare = new Set(form.spare);
  const columns = all.filter(({ key }) => !spare.has(key) || lines.some(({ values }) => Boolean(values[key])));
  const zeros = new Set(form.zeros);
  const cellsOf = ({ kind, values }: PaperLine): string[] =>
    columns.map((column) => {
      const value = values[column.key];
      const text = form.texts?.[column.key];
      if (text && kind === 'row') return text(value, say, language);
      // A heading, or what a sum is of.
      if (typeof value === 'string' && kind !== 'row') return value;
      if (value === 0 && kind === 'row' && column.field['x-money'] && !zeros.has(column.key)) return '';
      return textOf(value, column, say, time_zone);
    });
  const cells = lines.map(cellsOf);
  const { size, landscape, widths } = layout(
    columns,
    // A heading stands across all columns.
    cells.filter((_, at) => lines[at]?.kind !== 'heading'),
  );
  const title =
    found.name === undefined
      ? (form.title ?? [name]).map((word) => say(word)).join(': ')
      : say(`title_${name}`, { name: found.name });
  const period = [periodOf(found, language, say), ...(found.of?.(say) ?? [])].filter(Boolean).join(' · ');
  return {
    lang: language,
    accent: house.primary_color,
    size,
    landscape,
    title,
    about: period,
    page: say('page'),
    made: say('made', { moment: moment(now, time_zone) }),
    foot: [seller.name, title, period].filter(Boolean).join(' · '),
    seller: { name: seller.name, lines: seller.gstin ? [`GSTIN: ${seller.gstin}`] : [] },
    columns: columns.map(({ title: head, right }, at) => ({ title: head, right, width: widths[at] ?? 0 })),
    rows: cells.map((texts, at) => {
      const kind = lines[at]?.kind;
      return kind === 'row' ? texts : { kind, cells: kind === 'heading' ? texts.filter(Boolean) : texts };
    }),
    nothing: lines.length === 0 ? say('nothing') : null,
  };
}

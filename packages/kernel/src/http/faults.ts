/**
 * What is wrong with an input, for people: a sentence that names the fix, and the same as a code with values, by which a screen
 * says it in another language. Each keyword of JSON Schema that shapes use has one; the validator's own words reach nobody.
 */
import type { FieldError } from '../problems/problem.ts';

/** What of a shape the sentences look at. */
interface Shape {
  type?: string | readonly string[];
  enum?: readonly unknown[];
  properties?: Readonly<Record<string, unknown>>;
  'x-money'?: boolean;
  'x-scale'?: number;
  /** What is wanted where a pattern, or one of several shapes, is. */
  'x-hint'?: string;
}

/** A finding of Ajv (`verbose`). */
export interface Finding {
  instancePath: string;
  schemaPath: string;
  keyword: string;
  params: Record<string, unknown>;
  propertyName?: string;
  parentSchema?: object;
  data?: unknown;
}

type Said = Omit<FieldError, 'pointer'>;

const EXAMPLE_ID = '0190a4f2-7c1e-7d3a-9b55-3f6f0c2a1d10';

const figure = (value: number): string => value.toLocaleString('en-IN', { maximumFractionDigits: 20 });
const several = (count: number, one: string): string => `${figure(count)} ${one}${count === 1 ? '' : 's'}`;

const notWhole: Said = { code: 'not_whole', detail: 'Give a whole number, such as 30.' };
export const missing: Said = { code: 'missing', detail: 'Fill this in.' };

/** What is said where a number with at most so many decimals is wanted. */
export function notFigure(decimals: number): Said {
  if (decimals === 0) return notWhole;
  const detail = `Give a number with at most ${several(decimals, 'decimal')} and without separators, such as 1250.5.`;
  return { code: 'not_figure', values: { decimals }, detail };
}

export const notInstant: Said = {
  code: 'not_instant',
  detail: 'Give a time that there is, such as 2026-11-21T10:00:00+05:30.',
};
export const tooSmall = (least: number): Said => ({
  code: 'too_small',
  values: { least },
  detail: `Give ${figure(least)} or more.`,
});
export const tooLarge = (most: number): Said => ({
  code: 'too_large',
  values: { most },
  detail: `Give ${figure(most)} or less.`,
});
export const notAbove = (limit: number): Said => ({
  code: 'not_above',
  values: { limit },
  detail: `Give more than ${figure(limit)}.`,
});

const decimalsOf = ({ 'x-money': isMoney, 'x-scale': scale }: Shape): number | undefined => (isMoney ? 2 : scale);

function notChoice({ enum: words = [] }: Shape): Said {
  const open = words.filter((one) => one !== null);
  const choices = open.join(', ');
  const detail = open.length === 1 ? `It can only be ${choices} here.` : `Use one of: ${choices}.`;
  return { code: 'not_choice', values: { choices }, detail };
}

const TYPES: Readonly<Record<string, Said>> = {
  string: { code: 'not_text', detail: 'Give text, in quotation marks.' },
  number: { code: 'not_number', detail: 'Give a number, such as 12.5.' },
  integer: notWhole,
  boolean: { code: 'not_truth', detail: 'Give true or false.' },
  array: { code: 'not_list', detail: 'Give a list, in square brackets.' },
  object: { code: 'not_record', detail: 'Give fields with their values, in braces.' },
};

function wrongType(shape: Shape, value: unknown): Said {
  const type = [shape.type ?? []].flat().find((one) => one !== 'null') ?? '';
  if (value === null && type !== 'object') return missing;
  if (shape.enum) return notChoice(shape);
  const decimals = decimalsOf(shape);
  if (decimals !== undefined) return notFigure(decimals);
  return TYPES[type] ?? wrong;
}

/** Formats that shapes may name; `makeAjv` knows no other. */
export const FORMATS: Readonly<Record<string, Said>> = {
  date: { code: 'not_day', detail: 'Give a day as YYYY-MM-DD, such as 2026-11-21.' },
  email: { code: 'not_email', detail: 'Give an address such as name@example.in.' },
  uuid: { code: 'not_id', detail: `Give the id of a record, such as ${EXAMPLE_ID}.` },
  uri: { code: 'not_link', detail: 'Give a whole address, such as https://example.in/page.' },
  instant: notInstant,
};

const wrong: Said = { code: 'wrong', detail: 'This is not what is wanted here.' };

function hinted(shape: Shape): Said {
  const decimals = decimalsOf(shape);
  if (decimals !== undefined) return notFigure(decimals);
  const hint = shape['x-hint'];
  return hint === undefined ? wrong : { code: 'other_form', detail: hint };
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const noSuchDay: Said = { code: 'not_day', detail: 'There is no such day; give one such as 2026-11-21.' };

/** How many letters one word is from another: put in, left out or another one. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_cell, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const swap = (row[j - 1] as number) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[other.length] as number;
}

/** A field that there is not, with the one that was meant: its name but for two letters, or the beginning of the other. */
function unknown(name: string, fields: readonly string[]): Said {
  const given = name.slice(0, 60).toLowerCase();
  const near = (field: string): number =>
    field.startsWith(`${given}_`) || given.startsWith(`${field}_`) ? 1 : distance(given, field);
  const [meant] = given.length < 3 ? [] : fields.filter((field) => near(field) <= 2).sort((a, b) => near(a) - near(b));
  return meant === undefined
    ? { code: 'unknown', detail: 'This field is not known; remove it.' }
    : { code: 'misspelt', values: { meant }, detail: `This field is not known; did you mean ${meant}?` };
}

/** Code points, as JSON Schema counts. */
const lengthOf = (value: unknown): number => (typeof value === 'string' ? [...value].length : 0);

const KEYWORDS: Readonly<
  Record<string, (params: Record<string, unknown> & { limit: number }, shape: Shape, value: unknown) => Said>
> = {
  additionalProperties: ({ additionalProperty }, { properties = {} }) =>
    unknown(String(additionalProperty), Object.keys(properties)),
  required: () => missing,
  type: (_params, shape, value) => wrongType(shape, value),
  enum: (_params, shape) => notChoice(shape),
  const: (_params, shape) => notChoice({ enum: [(shape as { const?: unknown }).const] }),
  minimum: ({ limit }) => tooSmall(limit),
  maximum: ({ limit }) => tooLarge(limit),
  exclusiveMinimum: ({ limit }) => notAbove(limit),
  exclusiveMaximum: ({ limit }) => ({
    code: 'not_below',
    values: { limit },
    detail: `Give less than ${figure(limit)}.`,
  }),
  multipleOf: ({ multipleOf }) => ({
    code: 'not_multiple',
    values: { step: multipleOf as number },
    detail: `Give a multiple of ${figure(multipleOf as number)}.`,
  }),
  minLength: ({ limit }, _shape, value) =>
    value === ''
      ? missing
      : {
          code: 'too_short',
          values: { least: limit },
          detail: `Write at least ${several(limit, 'character')}.`,
        },
  maxLength: ({ limit }, _shape, value) => {
    const over = lengthOf(value) - limit;
    const detail = `Write at most ${several(limit, 'character')}; ${figure(over)} ${over === 1 ? 'is' : 'are'} too many.`;
    return { code: 'too_long', values: { most: limit, over }, detail };
  },
  pattern: (_params, shape) => hinted(shape),
  format: ({ format }, _shape, value) =>
    format === 'date' && DAY.test(String(value)) ? noSuchDay : (FORMATS[format as string] ?? wrong),
  minItems: ({ limit }) => ({ code: 'too_few', values: { least: limit }, detail: `Give at least ${figure(limit)}.` }),
  maxItems: ({ limit }) => ({ code: 'too_many', values: { most: limit }, detail: `Give at most ${figure(limit)}.` }),
  minProperties: ({ limit }) => ({
    code: 'too_few',
    values: { least: limit },
    detail: `Give at least ${figure(limit)}.`,
  }),
  maxProperties: ({ limit }) => ({
    code: 'too_many',
    values: { most: limit },
    detail: `Give at most ${figure(limit)}.`,
  }),
  uniqueItems: () => ({ code: 'twice', detail: 'This stands in the list already; give it once.' }),
  anyOf: (_params, shape) => hinted(shape),
  oneOf: (_params, shape) => hinted(shape),
};

/** Keywords that have a sentence. */
export const SAID: ReadonlySet<string> = new Set(Object.keys(KEYWORDS));

const part = (name: unknown): string => `/${String(name).slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** The field at fault, where it is not the one whose shape was broken. */
function pointerOf({ instancePath, keyword, params, propertyName }: Finding): string {
  if (keyword === 'additionalProperties') return instancePath + part(params.additionalProperty);
  if (keyword === 'required') return instancePath + part(params.missingProperty);
  if (keyword === 'uniqueItems') return instancePath + part(Math.max(Number(params.i), Number(params.j)));
  return propertyName === undefined ? instancePath : instancePath + part(propertyName);
}

const MOST = 50;

/** Ajv's findings as pointers and sentences: one for each field, the first. */
export function fieldErrors(findings: readonly Finding[]): FieldError[] {
  // What each of several shapes lacks says nothing to who meant another of them.
  const choices = findings.filter(({ keyword }) => /^(any|one)Of$/.test(keyword)).map(({ schemaPath }) => schemaPath);
  const found = new Map<string, FieldError>();
  for (const one of findings) {
    const { keyword, params, parentSchema, data, schemaPath } = one;
    if (keyword === 'propertyNames' || choices.some((path) => schemaPath.startsWith(`${path}/`))) continue;
    const pointer = pointerOf(one);
    if (found.has(pointer) || found.size === MOST) continue;
    const say = KEYWORDS[keyword];
    const shape = (parentSchema ?? {}) as Shape;
    found.set(pointer, { pointer, ...(say ? say(params as never, shape, data) : wrong) });
  }
  return [...found.values()];
}

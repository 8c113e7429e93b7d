/** The field types of the wire: written once as a schema, they give the type, the validation, the OpenAPI text and the form. */
import Type, { type TSchemaOptions, type TUnsafe } from 'typebox';

declare const paiseBrand: unique symbol;

/** Money inside the program: a whole number of paise (1/100 rupee), within ±2^53. */
export type Paise = number & { readonly [paiseBrand]: true };

/** Options every field may carry: what people read of it, and an example that is true to life. */
export interface FieldOptions extends TSchemaOptions {
  title?: string;
  description?: string;
  examples?: unknown[];
  /** What to say when `pattern` does not match. */
  'x-hint'?: string;
}

/** Rupees on the wire (a JSON number or a string with at most two decimals), `Paise` inside. The kernel converts. */
export function Money(options: FieldOptions = {}): TUnsafe<Paise> {
  return Type.Unsafe<Paise>({
    type: 'number',
    description: 'Rupees with at most two decimals.',
    examples: [1250.5],
    ...options,
    'x-money': true,
  });
}

/** A decimal number with at most `scale` decimals, such as a quantity (3), a unit price (4) or a rate in percent (3). */
export function Decimal(
  scale: number,
  options: FieldOptions & { minimum?: number; exclusiveMinimum?: number; maximum?: number } = {},
): TUnsafe<number> {
  const least = options.exclusiveMinimum === undefined ? { minimum: 0 } : {};
  return Type.Unsafe<number>({ type: 'number', ...least, maximum: 9_999_999_999, ...options, 'x-scale': scale });
}

/** The id of a record: UUIDv7 (RFC 9562), made by the application. */
export function Id(options: FieldOptions = {}): TUnsafe<string> {
  return Type.Unsafe<string>({
    type: 'string',
    format: 'uuid',
    examples: ['0190a4f2-7c1e-7d3a-9b55-3f6f0c2a1d10'],
    ...options,
  });
}

/** Names a record of `noun` by its id or by the number that people use for it (SKU, slug, invoice number). */
export function Ref(noun: string, options: FieldOptions = {}): TUnsafe<string> {
  return Type.Unsafe<string>({
    type: 'string',
    minLength: 1,
    maxLength: 100,
    description: `Id or number of one of the ${noun}.`,
    ...options,
    'x-ref': noun,
  });
}

/** A line without control characters. */
const ONE_LINE = {
  pattern: '^[^\\u0000-\\u001f\\u007f]*$',
  'x-hint': 'Write it on one line, without tabs or signs that cannot be seen.',
};

/** One line of text, trimmed by the kernel, at most `maxLength` characters; a pattern of its own needs its own `x-hint`. */
export function Line(
  maxLength: number,
  options: FieldOptions & { minLength?: number; pattern?: string } = {},
): TUnsafe<string> {
  return Type.Unsafe<string>({
    type: 'string',
    maxLength,
    ...(options.pattern === undefined ? ONE_LINE : {}),
    ...options,
    'x-trim': true,
  });
}

/** Text of several lines, trimmed by the kernel. */
export function Text(maxLength: number, options: FieldOptions = {}): TUnsafe<string> {
  return Type.Unsafe<string>({
    type: 'string',
    maxLength,
    pattern: '^[^\\u0000]*$',
    'x-hint': 'Leave out the sign that cannot be seen (NUL).',
    ...options,
    'x-trim': true,
  });
}

/** One of a few words; stored as text with a check. */
export function OneOf<const W extends readonly string[]>(words: W, options: FieldOptions = {}): TUnsafe<W[number]> {
  return Type.Unsafe<W[number]>({ type: 'string', enum: [...words], ...options });
}

/** A calendar date, `YYYY-MM-DD`. */
export function PlainDate(options: FieldOptions = {}): TUnsafe<string> {
  return Type.Unsafe<string>({ type: 'string', format: 'date', examples: ['2026-11-21'], ...options });
}

/** An instant, RFC 3339 out; in, an instant without offset is read in the tenant's time zone. */
export function Instant(options: FieldOptions = {}): TUnsafe<string> {
  return Type.Unsafe<string>({ type: 'string', format: 'instant', examples: ['2026-11-21T10:00:00.000Z'], ...options });
}

/** A mail address; compared without regard to case. */
export function Email(options: FieldOptions = {}): TUnsafe<string> {
  return Type.Unsafe<string>({
    type: 'string',
    format: 'email',
    maxLength: 254,
    examples: ['owner@example.in'],
    ...options,
    'x-trim': true,
  });
}

/** A value, or null when there is none. */
export function Nullable<T>(schema: TUnsafe<T>): TUnsafe<T | null> {
  const { type, ...rest } = schema as unknown as { type: string; enum?: unknown[] };
  const values = rest.enum ? { enum: [...rest.enum, null] } : {};
  return Type.Unsafe<T | null>({ ...rest, ...values, type: [type, 'null'] });
}

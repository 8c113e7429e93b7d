/** Checks what was typed against the server's schema before it is sent, and says what is wrong as a key of the words. */
import { isDay } from '../format/days.ts';
import type { WordValues } from '../words/words.tsx';
import {
  decimalsOf,
  type FieldKind,
  type FieldSchema,
  isFigure,
  kindOf,
  type RecordSchema,
  typesOf,
} from './schema.ts';

/** What is wrong with a field: a key of the words with its values, or the schema's own sentence. */
export type Fault = { key: string; values?: WordValues } | { text: string };

/** What a field of a form holds: text, a figure (NaN for what could not be read), yes or no, or a chosen record. */
export type FieldValue =
  | string
  | number
  | boolean
  | null
  | readonly string[]
  | readonly FormRow[]
  | { id: string; label: string; note?: string };

/** One of the rows within a form. */
export interface FormRow {
  /** Tells it from the others while they move. */
  key: string;
  values: Readonly<Record<string, FieldValue>>;
  /** What the record has of it and the form does not show. */
  rest?: Readonly<Record<string, unknown>>;
}

/** A field as the check needs it; with `rows` it holds a list of such. */
export interface CheckedField {
  name: string;
  kind?: FieldKind;
  rows?: readonly CheckedField[];
}

const MAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;

function isEmpty(value: FieldValue | undefined): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

function decimalPlaces(value: number): number {
  const text = String(value);
  if (text.includes('e-')) return Number(text.split('e-')[1]);
  return text.split('.')[1]?.length ?? 0;
}

function checkFigure(schema: FieldSchema, value: number): Fault | null {
  const decimals = decimalsOf(schema);
  if (!Number.isFinite(value) || decimalPlaces(value) > decimals)
    return decimals === 0 ? { key: 'form.not_whole' } : { key: 'form.not_figure', values: { decimals } };
  if (schema.minimum !== undefined && value < schema.minimum)
    return { key: 'form.too_small', values: { least: schema.minimum } };
  if (schema.maximum !== undefined && value > schema.maximum)
    return { key: 'form.too_large', values: { most: schema.maximum } };
  return null;
}

function checkText(schema: FieldSchema, text: string): Fault | null {
  const { minLength, maxLength, format, pattern } = schema;
  if (minLength !== undefined && text.length < minLength)
    return { key: 'form.too_short', values: { least: minLength } };
  if (maxLength !== undefined && text.length > maxLength)
    return { key: 'form.too_long', values: { most: maxLength, over: text.length - maxLength } };
  if (format === 'email' && !MAIL.test(text)) return { key: 'form.not_email' };
  if (format === 'date' && !isDay(text)) return { key: 'form.not_day' };
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(text)) {
    const hint = schema['x-hint'];
    return hint ? { text: hint } : { key: 'form.not_form' };
  }
  return null;
}

/** What is wrong with one value; null when the server would take it as far as its schema says. */
export function checkField(
  schema: FieldSchema,
  value: FieldValue | undefined,
  { required = false, kind = kindOf(schema) }: { required?: boolean; kind?: FieldKind } = {},
): Fault | null {
  if (isEmpty(value)) return required && !typesOf(schema).includes('boolean') ? { key: 'form.missing' } : null;
  if (typeof value === 'boolean') return null;
  if (typeof value === 'number') return checkFigure(schema, value);
  if (isFigure(kind)) return checkFigure(schema, Number(value));
  if (typeof value === 'string') {
    const text = value.trim();
    if (schema.enum && !schema.enum.includes(text)) return { key: 'form.not_choice' };
    return checkText(schema, text);
  }
  if (value && 'length' in value && schema.maxItems !== undefined && value.length > schema.maxItems)
    return { key: 'form.too_many', values: { most: schema.maxItems } };
  return null;
}

/** What is wrong with a record: place → fault, for the fields that a form shows; in rows `addresses[1].pincode`. */
export function checkRecord(
  schema: RecordSchema,
  fields: readonly CheckedField[],
  values: Readonly<Record<string, FieldValue | undefined>>,
): Map<string, Fault> {
  const faults = new Map<string, Fault>();
  for (const { name, kind, rows } of fields) {
    const part = schema.properties[name];
    if (!part) throw new Error(`the schema has no field ${name}`);
    if (rows && part.items?.properties) {
      const shape = { ...part.items, properties: part.items.properties };
      for (const [at, row] of ((values[name] ?? []) as readonly FormRow[]).entries())
        for (const [inner, fault] of checkRecord(shape, rows, row.values)) faults.set(`${name}[${at}].${inner}`, fault);
    }
    const required = schema.required?.includes(name) ?? false;
    const fault = checkField(part, values[name], { required, ...(kind ? { kind } : {}) });
    if (fault) faults.set(name, fault);
  }
  return faults;
}

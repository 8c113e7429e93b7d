/** Carries a record from the wire into the fields of a form, and back. */
import type { CheckedField, FieldValue, FormRow } from './check.ts';
import { type FieldKind, type FieldSchema, isFigure, isNullable, kindOf, type RecordSchema } from './schema.ts';

export type FormValues = Record<string, FieldValue>;

/** What a field shows before anything is typed. */
export function emptyValue(schema: FieldSchema, kind: FieldKind = kindOf(schema)): FieldValue {
  if (isFigure(kind)) return typeof schema.default === 'number' ? schema.default : null;
  if (kind === 'tick' || kind === 'switch') return schema.default === true;
  if (kind === 'ref') return null;
  if (kind === 'choices') return [];
  return typeof schema.default === 'string' ? schema.default : '';
}

const shapeOf = ({ properties = {}, ...rest }: FieldSchema): RecordSchema => ({ ...rest, properties });

let made = 0;

/** A row of a list from one of the record's, or an empty one. */
export function newRow(
  items: FieldSchema,
  fields: readonly CheckedField[],
  record: Readonly<Record<string, unknown>> = {},
): FormRow {
  const shown = new Set(fields.map(({ name }) => name));
  const rest = Object.entries(record).filter(([name]) => !shown.has(name));
  return {
    key: `${Date.now().toString(36)}-${++made}`,
    values: toForm(shapeOf(items), fields, record),
    ...(rest.length > 0 ? { rest: Object.fromEntries(rest) } : {}),
  };
}

/** The values of the fields from a record of the server; what it lacks is empty. */
export function toForm(
  schema: RecordSchema,
  fields: readonly CheckedField[],
  record: Readonly<Record<string, unknown>> = {},
): FormValues {
  return Object.fromEntries(
    fields.map(({ name, kind, rows }) => {
      const part = schema.properties[name] ?? {};
      const value = record[name];
      if (rows)
        return [name, ((value ?? []) as Record<string, unknown>[]).map((one) => newRow(part.items ?? {}, rows, one))];
      return [name, value === null || value === undefined ? emptyValue(part, kind) : (value as FieldValue)];
    }),
  );
}

function wireValue(schema: FieldSchema, value: FieldValue | undefined, required: boolean): unknown {
  if (value === undefined) return undefined;
  const given = typeof value === 'string' ? value.trim() : value;
  if (given === '' || given === null) return isNullable(schema) ? null : required ? given : undefined;
  if (Array.isArray(given))
    return given.map((one: string | FormRow) =>
      typeof one === 'string' ? one : { ...one.rest, ...toWire(shapeOf(schema.items ?? {}), one.values) },
    );
  if (typeof given === 'object' && 'id' in given) return given.id;
  return given;
}

/**
 * What is sent: text trimmed, a chosen record by its id, an empty field as null where the schema has null and left out where it
 * has not. With `before`, only what differs from it, as a PATCH wants.
 */
export function toWire(
  schema: RecordSchema,
  values: Readonly<Record<string, FieldValue | undefined>>,
  before?: Readonly<Record<string, FieldValue | undefined>>,
): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const part = schema.properties[name];
    if (!part) continue;
    const required = schema.required?.includes(name) ?? false;
    const given = wireValue(part, value, required);
    const unchanged = before && JSON.stringify(wireValue(part, before[name], required)) === JSON.stringify(given);
    if (given !== undefined && !unchanged) record[name] = given;
  }
  return record;
}

/** What the server says is wrong: a pointer such as `/lines/0/quantity`, and a sentence. */
export interface ServerError {
  pointer: string;
  detail: string;
}

/** Sorts the server's errors: those of places that the form shows, the first of each, and the rest as sentences. */
export function placeErrors(
  errors: readonly ServerError[],
  fields: readonly CheckedField[],
): { fields: Map<string, string>; rest: string[] } {
  const placed = new Map<string, string>();
  const rest: string[] = [];
  for (const { pointer, detail } of errors) {
    const [, name = '', at, part] = pointer.split('/').map((one) => one.replaceAll('~1', '/').replaceAll('~0', '~'));
    const field = fields.find((one) => one.name === name);
    const isInRow = at !== undefined && field?.rows?.some((one) => one.name === part);
    const path = isInRow ? `${name}[${at}].${part}` : name;
    if (!field) rest.push(name ? `${name}: ${detail}` : detail);
    else if (!placed.has(path)) placed.set(path, detail);
  }
  return { fields: placed, rest };
}

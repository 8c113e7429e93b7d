/** Carries a record from the wire into the fields of a form, and back. */
import type { FieldValue } from './check.ts';
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

/** The values of the fields from a record of the server; what it lacks is empty. */
export function toForm(
  schema: RecordSchema,
  fields: readonly { name: string; kind?: FieldKind }[],
  record: Readonly<Record<string, unknown>> = {},
): FormValues {
  return Object.fromEntries(
    fields.map(({ name, kind }) => {
      const part = schema.properties[name] ?? {};
      const value = record[name];
      return [name, value === null || value === undefined ? emptyValue(part, kind) : (value as FieldValue)];
    }),
  );
}

function wireValue(schema: FieldSchema, value: FieldValue | undefined, required: boolean): unknown {
  if (value === undefined) return undefined;
  const given = typeof value === 'string' ? value.trim() : value;
  if (given === '' || given === null) return isNullable(schema) ? null : required ? given : undefined;
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

/** Sorts the server's errors: those of fields that the form shows, the first of each, and the rest as sentences. */
export function placeErrors(
  errors: readonly ServerError[],
  names: ReadonlySet<string>,
): { fields: Map<string, string>; rest: string[] } {
  const fields = new Map<string, string>();
  const rest: string[] = [];
  for (const { pointer, detail } of errors) {
    const name = (pointer.split('/')[1] ?? '').replaceAll('~1', '/').replaceAll('~0', '~');
    if (!names.has(name)) rest.push(name ? `${name}: ${detail}` : detail);
    else if (!fields.has(name)) fields.set(name, detail);
  }
  return { fields, rest };
}

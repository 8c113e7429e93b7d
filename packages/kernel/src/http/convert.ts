/** The one edge where values change their form: trimmed text, rupees to paise and back, instants read in the tenant's time zone. */

import { Temporal } from 'temporal-polyfill';
import type { TSchema } from 'typebox';
import { type FieldError, problem } from '../problems/problem.ts';
import type { Paise } from '../schema/fields.ts';
import { missing, notAbove, notFigure, notInstant, tooLarge, tooSmall } from './faults.ts';
import { invalidInput } from './problems.ts';

type Schema = TSchema & {
  type?: string | string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  additionalProperties?: boolean | Schema;
  format?: string;
  minLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  'x-money'?: boolean;
  'x-scale'?: number;
  'x-trim'?: boolean;
};

interface Situation {
  time_zone: string;
  errors: FieldError[];
}

type Convert = (value: unknown, pointer: string, situation: Situation) => unknown;

const MONEY = /^(-?)(\d{1,15})(?:\.(\d{1,2}))?$/;

/** Rupees, as a number or text with at most two decimals, to paise; null when they have more or are too large. */
export function toPaise(rupees: number | string): Paise | null {
  const match = MONEY.exec(typeof rupees === 'number' ? String(rupees) : rupees.trim());
  if (!match) return null;
  const paise = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'));
  if (!Number.isSafeInteger(paise)) return null;
  return (match[1] && paise !== 0 ? -paise : paise) as Paise;
}

/** Paise to rupees, exactly: 125050 is 1250.5. */
export function toRupees(paise: number): number {
  return paise / 100;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/;

/** An instant with offset as it is; without one, in the tenant's zone. Null when there is no such time. */
export function toInstant(text: string, timeZone: string): string | null {
  const match = INSTANT.exec(text);
  if (!match) return null;
  try {
    const instant = match[3]
      ? Temporal.Instant.from(text)
      : Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).toInstant();
    // As fine as PostgreSQL keeps it, so that an instant that was answered is found again.
    return instant.toString({ smallestUnit: (match[2] ?? '').length > 4 ? 'microsecond' : 'millisecond' });
  } catch {
    return null;
  }
}

/** More rupees than this are more paise than a number holds exactly. */
const MOST_RUPEES = 90_071_992_547_409;

/** A figure that came as text, which the validator leaves alone, has the same bounds as a number. */
function beyond(schema: Schema, value: unknown) {
  const figure = Number(value);
  const { minimum, maximum = schema['x-money'] ? MOST_RUPEES : undefined, exclusiveMinimum } = schema;
  if (minimum !== undefined && figure < minimum) return tooSmall(minimum);
  if (maximum !== undefined && figure > maximum) return tooLarge(maximum);
  return exclusiveMinimum !== undefined && figure <= exclusiveMinimum ? notAbove(exclusiveMinimum) : null;
}

function figureIn(schema: Schema, decimals: number): Convert {
  const pattern = new RegExp(`^-?\\d+(\\.\\d{1,${decimals}})?$`);
  return (value, pointer, { errors }) => {
    const text = String(value).trim();
    const inside = schema['x-money'] ? toPaise(text) : Number(text);
    const fault = beyond(schema, text) ?? (pattern.test(text) && inside !== null ? null : notFigure(decimals));
    if (fault) errors.push({ pointer, ...fault });
    return inside;
  };
}

function leafIn(schema: Schema): Convert | null {
  if (schema['x-money']) return figureIn(schema, 2);
  if (schema.format === 'instant')
    return (value, pointer, situation) => {
      const instant = toInstant(value as string, situation.time_zone);
      if (instant === null) situation.errors.push({ pointer, ...notInstant });
      return instant;
    };
  if (schema['x-scale'] !== undefined) return figureIn(schema, schema['x-scale']);
  if (schema['x-trim'])
    return (value, pointer, { errors }) => {
      const text = (value as string).trim();
      // Blanks are no text.
      if (text === '' && value !== '' && schema.minLength) errors.push({ pointer, ...missing });
      return text;
    };
  return null;
}

const leafOut = (schema: Schema): Convert | null => (schema['x-money'] ? (value) => toRupees(value as number) : null);

/** Builds a walker that changes only what the schema marks; null when it marks nothing. It writes into the value it is given. */
function build(schema: Schema, leaf: (schema: Schema) => Convert | null): Convert | null {
  const own = leaf(schema);
  if (own)
    return (value, pointer, situation) =>
      value === null || value === undefined ? value : own(value, pointer, situation);
  if (schema.properties) {
    const parts = Object.entries(schema.properties)
      .map(([name, part]) => [name, build(part, leaf)] as const)
      .filter((entry): entry is readonly [string, Convert] => entry[1] !== null);
    if (parts.length === 0) return null;
    return (value, pointer, situation) => {
      if (value === null || typeof value !== 'object') return value;
      const record = value as Record<string, unknown>;
      for (const [name, convert] of parts) {
        const part = record[name];
        if (part !== undefined && part !== null) record[name] = convert(part, `${pointer}/${name}`, situation);
      }
      return record;
    };
  }
  if (schema.items) {
    const item = build(schema.items, leaf);
    if (!item) return null;
    return (value, pointer, situation) =>
      Array.isArray(value) ? value.map((one, index) => item(one, `${pointer}/${index}`, situation)) : value;
  }
  return null;
}

/** Makes what turns a validated input into what services take. Throws `http.invalid_input` naming each field at fault. */
export function inputConverter(schema: TSchema): <T>(value: T, timeZone: string) => T {
  const convert = build(schema as Schema, leafIn);
  return (value, timeZone) => {
    if (!convert) return value;
    const situation: Situation = { time_zone: timeZone, errors: [] };
    const converted = convert(value, '', situation);
    if (situation.errors.length > 0) throw problem(invalidInput, { errors: situation.errors });
    return converted as typeof value;
  };
}

/** Makes what turns a service's record into what goes on the wire. */
export function outputConverter(schema: TSchema): <T>(value: T) => T {
  const convert = build(schema as Schema, leafOut);
  const situation: Situation = { time_zone: 'UTC', errors: [] };
  return (value) => (convert ? (convert(value, '', situation) as typeof value) : value);
}

/** The schema that validates what comes in: marked numbers may also come as text. */
export function wireInput(schema: TSchema): TSchema {
  return rewrite(schema as Schema, (node) => {
    if (!node['x-money'] && node['x-scale'] === undefined) return node;
    const nullable = Array.isArray(node.type) && node.type.includes('null');
    return {
      ...node,
      type: nullable ? ['number', 'string', 'null'] : ['number', 'string'],
      pattern: '^-?[0-9]+([.][0-9]+)?$',
    } as unknown as Schema;
  });
}

/** The schema that writes what goes out: nothing is required (a list may ask for some fields), formats are not looked at again. */
export function wireOutput(schema: TSchema): TSchema {
  return rewrite(schema as Schema, (node) => {
    const {
      required: _required,
      format: _format,
      pattern: _pattern,
      ...rest
    } = node as Schema & { required?: unknown; pattern?: unknown };
    return rest as Schema;
  });
}

function rewrite(schema: Schema, change: (node: Schema) => Schema): Schema {
  const node = { ...schema } as Schema;
  if (node.properties) {
    node.properties = Object.fromEntries(
      Object.entries(node.properties).map(([name, part]) => [name, rewrite(part, change)]),
    );
  }
  if (node.items) node.items = rewrite(node.items, change);
  if (node.anyOf) node.anyOf = node.anyOf.map((part) => rewrite(part, change));
  if (typeof node.additionalProperties === 'object')
    node.additionalProperties = rewrite(node.additionalProperties, change);
  return change(node);
}

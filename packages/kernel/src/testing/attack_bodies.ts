/** Bodies for the generated attack, made of a route's schema: what it requires, and every place where it refers to another record. */
import type { TSchema } from 'typebox';
import { type AnyRoute, pathNames } from '../http/route.ts';
import type { Breach, Party } from './attack.ts';

/** Route name → a body with which a member would succeed; `mark` is new on each call. For routes whose schema does not tell. */
export type Bodies = Readonly<Record<string, (party: Party, mark: string) => Record<string, unknown>>>;

type Schema = TSchema & {
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  examples?: unknown[];
  minimum?: number;
  minItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
};

/** Where a reference to another record stands in an input: the keys that lead there, `*` into a list; and the name it goes by. */
export interface Reference {
  at: string[];
  name: string;
}

const singular = (name: string): string => name.replace(/ies$/, 'y').replace(/s$/, '');

/** All references of an input: uuids, what ends in `id` or `ids`, and what has the name of a known thing. */
export function referencesIn(
  schema: TSchema,
  isKnown: (name: string) => boolean,
  name = '',
  at: string[] = [],
): Reference[] {
  const { properties, items, anyOf, format, type } = schema as Schema;
  if (properties)
    return Object.entries(properties).flatMap(([key, part]) => referencesIn(part, isKnown, key, [...at, key]));
  if (anyOf) return anyOf.flatMap((part) => referencesIn(part, isKnown, name, at));
  if (items) return referencesIn(items, isKnown, name === 'ids' ? 'id' : singular(name), [...at, '*']);
  const isText = type === undefined || [type].flat().includes('string');
  return isText && (format === 'uuid' || /(^|_)id$/.test(name) || isKnown(name)) ? [{ at, name }] : [];
}

/** All objects of an input, as the keys that lead there. */
export function objectsIn(schema: TSchema, at: string[] = []): string[][] {
  const { properties, items, anyOf } = schema as Schema;
  if (properties) return [at, ...Object.entries(properties).flatMap(([key, part]) => objectsIn(part, [...at, key]))];
  if (anyOf) return anyOf.flatMap((part) => objectsIn(part, at));
  return items ? objectsIn(items, [...at, '*']) : [];
}

/** A value of the schema, with what it requires and what the path leads through. */
function sample(schema: Schema, mark: string, path: readonly string[] = []): unknown {
  const { properties, required, items, type, format, examples } = schema;
  const [key, ...rest] = path;
  if (properties) {
    const names = Object.keys(properties).filter((name) => required?.includes(name) || name === key);
    return Object.fromEntries(
      names.map((name) => [name, sample(properties[name] as Schema, mark, name === key ? rest : [])]),
    );
  }
  if (items) return key === '*' || schema.minItems ? [sample(items, mark, rest)] : [];
  if (schema.enum) return schema.enum[0];
  if (format === 'email') return `${mark}@sample.example`;
  if (examples) return examples[0];
  const kind = [type].flat()[0];
  if (kind === 'boolean') return false;
  return kind === 'string' ? mark : (schema.minimum ?? 1);
}

let marks = 0;

/** Text that was never sent before; letters and digits. */
export const newMark = (): string => `mark${(++marks).toString(36)}`;

/** A body with which the party would succeed, leading through `path`; without what stands in the route's path. */
export function bodyFor(
  route: AnyRoute,
  bodies: Bodies,
  party: Party,
  path: readonly string[] = [],
  mark = newMark(),
): Record<string, unknown> {
  const whole = sample(route.input, mark, path) as Record<string, unknown>;
  for (const name of pathNames(route.path)) delete whole[name];
  return { ...whole, ...bodies[route.name]?.(party, mark) };
}

/** The body with the value put there. */
export function planted(body: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (key === '*') return [planted((body as unknown[] | undefined)?.[0], rest, value)];
  return { ...(body as object), [key]: planted((body as Record<string, unknown> | undefined)?.[key], rest, value) };
}

/**
 * The party's id for a name (`topic_id` is the topic's; `id` that of the route's own noun), null when it means the same to all.
 * `vendors.comment` is what `comment` means in the routes of vendors.
 */
export function idFor(party: Party, route: AnyRoute, name: string): string | null | undefined {
  const own = route.name.split('.')[0] as string;
  const noun = name === 'id' ? singular(own) : name.replace(/_id$/, '');
  if (Object.hasOwn(party.ids, `${own}.${name}`)) return party.ids[`${own}.${name}`];
  return Object.hasOwn(party.ids, name) ? party.ids[name] : party.ids[noun];
}

/** What stands for a name in the party's own path. */
export function inPath(party: Party, route: AnyRoute, name: string): string {
  return idFor(party, route, name) ?? party.words?.[name] ?? name;
}

/** The sentence for a name that nobody furnished. */
export function unfurnished(route: AnyRoute, name: string): Breach {
  return {
    target: route.name,
    how: `no id of the victim is known for ${name}, so nothing was tried: add it to the ids that the test furnishes`,
  };
}

/** What the server says of a kind of records (`virtual:resources/<noun>`), and what pages read out of it. */

import { type FieldSchema, kindOf, type RecordSchema, typesOf } from '../form/schema.ts';
import type { ColumnKind } from '../grid/columns.ts';
import type { ExportFormat } from '../grid/toolbar.tsx';

export interface ResourceRoute {
  /** `PATCH /customers/{customer}` */
  call: string;
  permission?: string | null;
  feature?: string;
  input: RecordSchema;
  output?: RecordSchema;
  /** What an export answers, where that is more than Excel and CSV. */
  formats?: readonly ExportFormat[];
}

export interface Resource {
  noun: string;
  /** By the last part of their names: `list`, `get`, `create`, `update`, `archive`, `import` … */
  routes: Readonly<Record<string, ResourceRoute>>;
}

/** A record as it is answered. */
export type PageRecord = Readonly<Record<string, unknown>> & { id: string; version?: number; is_active?: boolean };

/** What the list answers, field by field. */
export function fieldsOf(resource: Resource): Readonly<Record<string, FieldSchema>> {
  return resource.routes.list?.output?.properties ?? {};
}

/** The name of the record in the paths: `customer` of `/customers/{customer}`. */
export function refOf(resource: Resource): string {
  const call = (resource.routes.get ?? resource.routes.update)?.call ?? '';
  return /\{(\w+)\}$/.exec(call)?.[1] ?? 'id';
}

/** Whether the list takes `name=`, or `name_from=` and `name_to=`. */
export function isFilter(resource: Resource, name: string): boolean {
  const query = resource.routes.list?.input.properties ?? {};
  return name in query || `${name}_from` in query;
}

/** The words by which the list sorts. */
export function sortsOf(resource: Resource): readonly string[] {
  return (resource.routes.list?.input.properties.sort?.['x-sorts'] as readonly string[] | undefined) ?? [];
}

/** The fields of which the list answers sums over the whole filter. */
export function totalsOf(resource: Resource): readonly string[] {
  return (resource.routes.list?.input.properties.totals?.['x-totals'] as readonly string[] | undefined) ?? [];
}

/** How a column of this field is written. */
export function columnKind(schema: FieldSchema | undefined): ColumnKind {
  if (!schema) return 'text';
  if (schema['x-money']) return 'money';
  if (schema.enum) return 'choice';
  if (typesOf(schema).includes('boolean')) return 'boolean';
  if (schema.format === 'date') return 'date';
  if (schema.format === 'instant') return 'instant';
  if (schema['x-scale'] !== undefined) return 'quantity';
  if (typesOf(schema).some((type) => type === 'integer' || type === 'number')) return 'number';
  return kindOf(schema) === 'day' ? 'date' : 'text';
}

/** A filter of the URL as a body takes it: `true` as a boolean, `30` as a number. */
export function bodyOf(
  query: Readonly<Record<string, string>>,
  schema: RecordSchema | undefined,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => {
      const types = typesOf(schema?.properties[name] ?? {});
      if (types.includes('boolean')) return [name, value === 'true'];
      return [name, types.includes('integer') ? Number(value) : value];
    }),
  );
}

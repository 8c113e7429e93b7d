/** The roles as a list: searched, filtered and sorted here, for they are few and half of them lie in the program. */
import { Readable } from 'node:stream';
import { invalidInput } from '@tenantry/kernel/http/problems.ts';
import type { Sheet } from '@tenantry/kernel/http/route.ts';
import { problem } from '@tenantry/kernel/problems/problem.ts';
import { OneOf } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';
import type { RoleRecord } from './roles.schema.ts';

const SORTS = ['title', 'name', 'members', 'updated_at'] as const;
const FIELDS = ['name', 'title', 'is_built_in', 'members', 'permissions', 'updated_at'] as const;

/** What the list takes; without anything it is the built-in roles, then the organisation's own by name. */
export const RoleQuery = Type.Object(
  {
    q: Type.Optional(Type.String({ maxLength: 200, description: 'Beginnings of words in title and name.' })),
    is_built_in: Type.Optional(Type.Boolean()),
    sort: Type.Optional(
      Type.String({
        maxLength: 200,
        description: `Fields, \`-\` for descending: ${SORTS.join(', ')}.`,
        'x-sorts': [...SORTS],
      }),
    ),
    fields: Type.Optional(Type.String({ maxLength: 200, description: 'The columns of a file.' })),
    format: Type.Optional(OneOf(['json', 'csv', 'xlsx'])),
  },
  { additionalProperties: false },
);
export type RoleQuery = Static<typeof RoleQuery>;

function refuse(pointer: string, detail: string): never {
  throw problem(invalidInput, { errors: [{ pointer, detail }] });
}

function matches({ title, name }: RoleRecord, words: readonly string[]): boolean {
  const own = `${title} ${name}`.toLowerCase().split(/[\s_]+/);
  return words.every((word) => own.some((one) => one.startsWith(word)) || name.startsWith(word));
}

function compare(one: RoleRecord, other: RoleRecord, sort: string): number {
  for (const part of sort.split(',')) {
    const word = part.replace(/^-/, '') as (typeof SORTS)[number];
    if (!SORTS.includes(word)) refuse('/sort', `Sort by ${SORTS.join(', ')}; put - before a field for descending.`);
    const [a, b] = [one[word] ?? '', other[word] ?? ''];
    const order = typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en');
    if (order !== 0) return part.startsWith('-') ? -order : order;
  }
  return 0;
}

/** The roles that match, in the order that was asked for, or as a file. */
export function arrangeRoles(
  roles: readonly RoleRecord[],
  { q = '', is_built_in, sort, fields, format }: RoleQuery,
): RoleRecord[] | { sheet: Sheet } {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const found = roles.filter(
    (role) => (is_built_in === undefined || role.is_built_in === is_built_in) && matches(role, words),
  );
  if (sort) {
    // Said even where there is nothing to compare.
    const [any] = roles;
    if (any) compare(any, any, sort);
    found.sort((one, other) => compare(one, other, sort));
  }
  const columns = (fields?.split(',') ?? [...FIELDS]).map((key) => ({ key: key.trim(), title: key.trim() }));
  for (const { key } of columns)
    if (!(FIELDS as readonly string[]).includes(key)) refuse('/fields', `There are ${FIELDS.join(', ')}.`);
  if (format !== 'csv' && format !== 'xlsx') return found;
  const rows = found.map((role) => ({ ...role, permissions: role.permissions.join(', ') }));
  return { sheet: { name: 'roles', format, columns, pages: Readable.from([rows]) } };
}

/** The shape of a kept view of a list, and the problems of views. */
import Type, { type Static } from 'typebox';
import { defineRecord } from '../db/records.ts';
import { defineProblem } from '../problems/problem.ts';
import { Id, Instant, Line, Nullable, OneOf, Text } from '../schema/fields.ts';

const strict = { additionalProperties: false };
const VISIBLE = '^(?=.*\\S)[^\\u0000-\\u001f\\u007f]*$';
const WORD = '^[a-z][a-z0-9_-]*$';

const FIELD = 'Give the name of a field of the list, such as city.';

/** The noun of a list. */
export const ListName = Line(60, {
  pattern: WORD,
  'x-hint': 'Give the noun of a list, such as customers.',
  description: 'The noun of the list.',
  examples: ['customers'],
});

const filters = Type.Unsafe<Record<string, string>>({
  type: 'object',
  propertyNames: { pattern: '^[a-z][a-z0-9_]{0,59}$', 'x-hint': FIELD },
  additionalProperties: Text(200),
  maxProperties: 40,
  description: 'As the list’s query takes them.',
  examples: [{ city: 'Pune', updated_at_from: '2026-04-01' }],
});
const columns = Type.Unsafe<{ key: string; width?: number }[] | null>({
  type: ['array', 'null'],
  maxItems: 80,
  items: Type.Object(
    {
      key: Line(60, { pattern: '^[a-z][a-z0-9_]*$', 'x-hint': FIELD }),
      width: Type.Optional(Type.Integer({ minimum: 1, maximum: 2000, description: 'Pixels.' })),
    },
    strict,
  ),
  description: 'The shown columns in their order; null as they are declared.',
});

/** What a view is made of, beside its list. */
export const ViewFields = {
  name: Line(60, { minLength: 1, pattern: VISIBLE, 'x-hint': 'Give a name, on one line.' }),
  q: Type.Optional(Line(200, { description: 'What is searched.' })),
  filters: Type.Optional(filters),
  sort: Type.Optional(Line(200, { description: 'As the list’s query takes it.', examples: ['-updated_at'] })),
  columns: Type.Optional(columns),
  density: Type.Optional(
    Nullable(OneOf(['compact', 'regular', 'touch'], { description: 'Null as the person’s own.' })),
  ),
  is_shared: Type.Optional(Type.Boolean({ description: 'Colleagues who may read the list have it too.' })),
};

export const View = Type.Object({
  id: Id(),
  list: ListName,
  name: Line(60),
  q: Line(200),
  filters,
  sort: Line(200),
  columns,
  density: Nullable(OneOf(['compact', 'regular', 'touch'])),
  is_shared: Type.Boolean(),
  is_own: Type.Boolean({ description: 'You made it.' }),
  is_default: Type.Boolean({ description: 'Your list opens with it.' }),
  created_by: Id(),
  author: Line(200, { description: 'What whoever made it was called then.' }),
  version: Type.Integer(),
  created_at: Instant(),
  updated_at: Instant(),
});
export type View = Static<typeof View>;

/** What a view shows of its list. */
export const Opening = Type.Pick(View, ['list', 'q', 'filters', 'sort', 'columns', 'density']);
export type Opening = Static<typeof Opening>;

export const viewRecord = defineRecord({
  noun: 'views',
  table: 'views',
  schema: View,
  json: ['filters', 'columns'],
  computed: ['is_own', 'is_default'],
});

export const nameTaken = defineProblem('views.name_taken', 409, 'There is a view of that name.');
export const notYours = defineProblem(
  'views.not_yours',
  403,
  'Views for all are made and changed by who looks after them.',
);
export const tooMany = defineProblem('views.too_many', 422, 'You keep very many views; remove some first.');

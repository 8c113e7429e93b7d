/** The query of a list as a schema: paging, sorting, search and the filters. */
import Type, { type TObject, type TSchema } from 'typebox';

/** How a filter compares: `text`, `boolean` and `id` by equality; `date`, `instant` and `money` also by range. */
export type FilterKind = 'text' | 'boolean' | 'id' | 'date' | 'instant' | 'money' | 'integer';

const RANGED = new Set<FilterKind>(['date', 'instant', 'money', 'integer']);

function filterSchema(kind: FilterKind, oneOf: readonly string[] | undefined): TSchema {
  switch (kind) {
    case 'boolean':
      return Type.Boolean();
    case 'id':
      return Type.Unsafe({ type: 'string', format: 'uuid' });
    case 'date':
      return Type.Unsafe({ type: 'string', format: 'date' });
    case 'instant':
      return Type.Unsafe({ type: 'string', maxLength: 40, description: 'A date or an instant.' });
    case 'money':
      return Type.Unsafe({ type: 'string', maxLength: 20, description: 'Rupees.' });
    case 'integer':
      return Type.Integer({ minimum: -2_147_483_648, maximum: 2_147_483_647 });
    default:
      return Type.Unsafe({ type: 'string', maxLength: 200, ...(oneOf ? { enum: [...oneOf] } : {}) });
  }
}

/** The schema of a list's query. */
export function listInput(
  definition: { sorts: Record<string, string>; search?: boolean; totals?: readonly string[] },
  filters: [string, { kind: FilterKind; one_of?: readonly string[] }][],
): TObject {
  const properties: Record<string, TSchema> = {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    cursor: Type.Optional(Type.String({ maxLength: 1000, description: 'From `meta.next_cursor` of the page before.' })),
    sort: Type.Optional(
      Type.String({
        maxLength: 200,
        description: `Fields, \`-\` for descending: ${Object.keys(definition.sorts).join(', ')}.`,
        'x-sorts': Object.keys(definition.sorts),
      }),
    ),
    fields: Type.Optional(Type.String({ maxLength: 1000, description: 'Only these fields, separated by commas.' })),
    count: Type.Optional(Type.Boolean({ description: 'Adds `meta.total`.' })),
    format: Type.Optional(
      Type.Unsafe({
        type: 'string',
        enum: ['json', 'csv', 'xlsx'],
        description: 'csv and xlsx stream everything that matches.',
      }),
    ),
  };
  if (definition.totals?.length)
    properties.totals = Type.Optional(
      Type.String({
        maxLength: 500,
        description: `Adds \`meta.totals\`: sums over all that match, of ${definition.totals.join(', ')}.`,
        'x-totals': [...definition.totals],
      }),
    );
  if (definition.search)
    properties.q = Type.Optional(
      Type.String({ maxLength: 200, description: 'Words, each the beginning of one in the record.' }),
    );
  for (const [name, { kind, one_of }] of filters) {
    properties[name] = Type.Optional(filterSchema(kind, one_of));
    if (!RANGED.has(kind)) continue;
    properties[`${name}_from`] = Type.Optional(filterSchema(kind, one_of));
    properties[`${name}_to`] = Type.Optional(filterSchema(kind, one_of));
  }
  return Type.Object(properties, { additionalProperties: false });
}

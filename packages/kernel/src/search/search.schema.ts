/** What the search of a whole organisation takes and answers. */
import Type, { type Static } from 'typebox';
import { Id, Line, Nullable } from '../schema/fields.ts';

export const SearchQuery = Type.Object(
  {
    q: Type.Optional(Line(200, { description: 'Words, or their beginnings, in any order.', examples: ['asha 98'] })),
    nouns: Type.Optional(
      Line(200, { description: 'Only these resources, by comma.', examples: ['customers,products'] }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  { additionalProperties: false },
);

export const Found = Type.Object({
  noun: Type.String({ description: 'The resource; the record is at `/api/{noun}/{id}`.' }),
  id: Id(),
  number: Nullable(Line(200)),
  title: Type.String(),
  detail: Nullable(Line(1000)),
});
export type Found = Static<typeof Found>;

export const SearchResult = Type.Object({
  results: Type.Array(Found),
  corrected: Nullable(Line(300, { description: 'What was looked for instead, when nothing has the words as given.' })),
  is_complete: Type.Boolean({ description: 'False: there are more; more words find less.' }),
});
export type SearchResult = Static<typeof SearchResult>;

/** The shape of a comment, and the problems of comments. */
import Type, { type Static } from 'typebox';
import { defineRecord } from '../db/records.ts';
import { defineProblem } from '../problems/problem.ts';
import { Id, Instant, Line, Nullable, Text } from '../schema/fields.ts';

/** What people write. */
export const CommentFields = {
  text: Text(4000, {
    pattern: '^[^\\u0000]*\\S[^\\u0000]*$',
    'x-hint': 'Write something.',
    examples: ['Called back.'],
  }),
  mentions: Type.Optional(
    Type.Array(Id(), {
      maxItems: 20,
      uniqueItems: true,
      description:
        'Members who are named, by user id, and may read the record; an event `comments.mention` and a mail tell them.',
    }),
  ),
};

export const Comment = Type.Object({
  id: Id(),
  text: Text(4000),
  mentions: Type.Array(Id()),
  created_by: Nullable(Id({ description: 'The person who wrote it.' })),
  author: Line(200, { description: 'What this person was called then.' }),
  edited_at: Nullable(Instant()),
  edited_by: Nullable(Line(200)),
  version: Type.Integer(),
  created_at: Instant(),
  updated_at: Instant(),
});
export type Comment = Static<typeof Comment>;

export const commentRecord = defineRecord({
  noun: 'comments',
  table: 'comments',
  schema: Comment,
  json: ['mentions'],
});

export const unknownMember = defineProblem('comments.unknown_member', 422, 'Somebody who is named is no member.');
export const unknownReader = defineProblem(
  'comments.unknown_reader',
  422,
  'Somebody who is named may not read this record.',
);
export const notYours = defineProblem('comments.not_yours', 403, 'Somebody else wrote this comment.');

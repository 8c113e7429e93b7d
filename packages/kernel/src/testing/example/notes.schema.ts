/** The shapes of the example: topics, and the notes that are written about them. */
import Type, { type Static } from 'typebox';
import { Id, Instant, Line, Money, Nullable, OneOf, PlainDate, Text } from '../../schema/fields.ts';

export const KINDS = ['idea', 'task'] as const;

const kept = { version: Type.Integer(), created_at: Instant(), updated_at: Instant() };

export const Topic = Type.Object({ id: Id(), name: Line(60), ...kept });
export type Topic = Static<typeof Topic>;

/** What people write. */
export const NoteFields = {
  topic_id: Type.Optional(Nullable(Id())),
  title: Line(100, { pattern: '\\S' }),
  body: Type.Optional(Nullable(Text(2000))),
  kind: Type.Optional(OneOf(KINDS)),
  pinned: Type.Optional(Type.Boolean()),
  stars: Type.Optional(Type.Integer({ minimum: 0, maximum: 5 })),
  amount: Type.Optional(Money()),
  due_on: PlainDate(),
};

export const Note = Type.Object({
  id: Id(),
  topic_id: Nullable(Id()),
  title: Line(100),
  body: Nullable(Text(2000)),
  kind: OneOf(KINDS),
  pinned: Type.Boolean(),
  stars: Type.Integer(),
  amount: Money(),
  due_on: PlainDate(),
  ...kept,
});
export type Note = Static<typeof Note>;

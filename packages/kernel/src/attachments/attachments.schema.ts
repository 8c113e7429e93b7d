/** The shape of an attachment, and the problems of attachments. */
import Type, { type Static } from 'typebox';
import { defineRecord } from '../db/records.ts';
import { defineProblem } from '../problems/problem.ts';
import { Id, Instant, Line, Nullable, OneOf } from '../schema/fields.ts';

/** What people say of a file when they attach it. */
export const AttachmentFields = {
  kind: Type.Optional(Nullable(Line(40, { description: 'What it is, in a word.', examples: ['contract'] }))),
  caption: Type.Optional(Nullable(Line(200))),
};

export const Attachment = Type.Object({
  id: Id(),
  file_id: Id(),
  kind: Nullable(Line(40)),
  caption: Nullable(Line(200)),
  name: Line(200, { description: 'Of the file.', examples: ['invoice.pdf'] }),
  media_type: Line(200),
  bytes: Type.Integer(),
  state: OneOf(['ready', 'missing'], { description: '`missing`: the store has lost the content.' }),
  created_by: Nullable(Id({ description: 'The person who attached it.' })),
  created_at: Instant(),
});
export type Attachment = Static<typeof Attachment>;

export const attachmentRecord = defineRecord({
  noun: 'attachments',
  table: 'attachments',
  schema: Attachment,
  computed: ['name', 'media_type', 'bytes', 'state'],
});

export const fileUnknown = defineProblem('attachments.file_unknown', 422, 'There is no such file.');
export const alreadyAttached = defineProblem(
  'attachments.already_attached',
  409,
  'This file is attached to this record already.',
);
export const tooManyAttached = defineProblem(
  'attachments.too_many',
  422,
  'This record has as many attachments as it may have.',
);
export const attachmentTooLarge = defineProblem(
  'attachments.too_large',
  413,
  'The file is larger than what may be attached here.',
);

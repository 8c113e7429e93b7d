/** The shape of a file, and the problems of files. */
import Type, { type Static } from 'typebox';
import { defineRecord } from '../db/records.ts';
import { defineProblem } from '../problems/problem.ts';
import { Id, Instant, Line, Nullable, OneOf } from '../schema/fields.ts';

export const File = Type.Object({
  id: Id(),
  name: Line(200, { examples: ['invoice.pdf'] }),
  media_type: Line(200, {
    description: 'What the content is; never what the sender said.',
    examples: ['application/pdf'],
  }),
  bytes: Type.Integer(),
  sha256: Line(64, { description: 'Hash of the content, in hexadecimal.' }),
  state: OneOf(['ready', 'missing'], { description: '`missing`: the store has lost the content.' }),
  created_by: Nullable(Id({ description: 'The person who uploaded it.' })),
  version: Type.Integer(),
  created_at: Instant(),
  updated_at: Instant(),
});
export type File = Static<typeof File>;

export const fileRecord = defineRecord({
  noun: 'files',
  table: 'files',
  schema: File,
  condition: "state <> 'uploading'",
});

export const emptyFile = defineProblem('files.empty', 422, 'The file is empty.');
export const infectedFile = defineProblem('files.infected', 422, 'The file carries something harmful and was refused.');
export const contentMissing = defineProblem('files.missing', 410, 'The content of this file is lost.');
export const storeUnavailable = defineProblem(
  'files.store_unavailable',
  503,
  'Files cannot be stored or read right now; try again shortly.',
);
export const uploadLost = defineProblem(
  'files.upload_lost',
  409,
  'The upload took too long and was given up; send it again.',
);

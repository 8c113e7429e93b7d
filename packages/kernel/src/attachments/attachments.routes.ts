/** The endpoints of attachments, which any kind of record gets with one line in its routes. */
import Type, { type TSchema } from 'typebox';
import type { Row } from '../db/records.ts';
import { contentMissing, emptyFile, infectedFile, storeUnavailable, uploadLost } from '../files/files.schema.ts';
import type { Received } from '../files/intake.ts';
import { typeMismatch } from '../files/sniff.ts';
import { route } from '../http/route.ts';
import type { Subject } from '../http/subjects.ts';
import { Id, Ref } from '../schema/fields.ts';
import {
  Attachment,
  AttachmentFields,
  alreadyAttached,
  attachmentRecord,
  attachmentTooLarge,
  fileUnknown,
  tooManyAttached,
} from './attachments.schema.ts';
import {
  type AttachmentRules,
  attachFile,
  attachmentList,
  attachUpload,
  detachFile,
  listAttachments,
} from './attachments.service.ts';

const strict = { additionalProperties: false };

/** Megabytes that the setting `file_upload.max_size` may allow at most. */
const MOST_MB = 100;

/**
 * Routes with which files are attached to the records of a subject: who may read a record may see its files, who may write it
 * attaches and takes off. `rules` bound their number and size.
 */
export function attachmentRoutes<const N extends string, const O extends string>(
  { noun, one, record }: Subject<N, O>,
  { read, write, feature, ...rules }: AttachmentRules & { read?: string; write?: string; feature?: string } = {},
) {
  const base = { scope: 'tenant' as const, ...(feature ? { feature } : {}) };
  const path = `/${noun}/{${one}}/attachments` as const;
  const ref = { [one]: Ref(noun) } as { [K in O]: ReturnType<typeof Ref> };
  const refOf = (input: unknown): string => (input as Row)[one] as string;
  const { subject, subject_id, ...query } = attachmentList.input.properties as Record<string, TSchema>;
  const refused = [record.notFound, tooManyAttached, attachmentTooLarge];
  return [
    route({
      ...base,
      name: `${noun}.attachments` as const,
      method: 'GET',
      path,
      permission: read ?? `${noun}.read`,
      lists: { of: noun, part: 'attachments' },
      summary: `What is attached to one of the ${noun}.`,
      input: Type.Object({ ...query, ...ref }, strict),
      output: Attachment,
      list: true,
      message: 'Attachments',
      problems: [record.notFound],
      async run(ctx, input) {
        const { [one]: _ref, ...rest } = input as Row;
        return (await listAttachments(ctx, record, refOf(input), rest)) as never;
      },
    }),
    route({
      ...base,
      name: `${noun}.attach` as const,
      method: 'POST',
      path,
      permission: write ?? `${noun}.write`,
      summary: 'Attaches a file that you uploaded or may see.',
      input: Type.Object({ ...ref, file_id: Id(), ...AttachmentFields }, strict),
      output: Attachment,
      status: 201,
      message: 'File attached',
      problems: [...refused, fileUnknown, alreadyAttached, contentMissing],
      run: (ctx, input) => attachFile(ctx, record, refOf(input), input as unknown as { file_id: string }, rules),
    }),
    route({
      ...base,
      name: `${noun}.attach_upload` as const,
      method: 'POST',
      path: `/${noun}/{${one}}/attachments/upload` as const,
      permission: write ?? `${noun}.write`,
      summary: 'Uploads a file as multipart/form-data and attaches it; it goes with its last attachment.',
      input: Type.Object(
        { ...ref, file: Type.Optional(Type.Unsafe<Received>({ type: 'object' })), ...AttachmentFields },
        strict,
      ),
      output: Attachment,
      status: 201,
      message: 'File attached',
      upload_mb: MOST_MB,
      stored_upload: true,
      problems: [...refused, emptyFile, typeMismatch, infectedFile, storeUnavailable, uploadLost],
      run: (ctx, input) => attachUpload(ctx, record, refOf(input), input as { file?: Received }, rules),
    }),
    route({
      ...base,
      name: `${noun}.detach` as const,
      method: 'DELETE',
      path: `/${noun}/{${one}}/attachments/{attachment}` as const,
      permission: write ?? `${noun}.write`,
      summary: 'Takes a file off; one that was uploaded to a record and hangs on no other goes with it.',
      input: Type.Object({ ...ref, attachment: Id() }, strict),
      output: Attachment,
      message: 'File taken off',
      problems: [record.notFound, attachmentRecord.notFound],
      run: (ctx, input) => detachFile(ctx, record, refOf(input), (input as Row).attachment as string),
    }),
  ] as const;
}

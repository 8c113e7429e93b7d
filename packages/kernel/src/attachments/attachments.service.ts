/** Files on records: attached, listed, taken off; every change stands in the record's own trail. */
import { getRecord, lockStored, type RecordType, type Row } from '../db/records.ts';
import { contentMissing, type File, fileRecord } from '../files/files.schema.ts';
import type { Received } from '../files/intake.ts';
import { defineList } from '../http/list.ts';
import { invalidInput } from '../http/problems.ts';
import type { Page, Sheet } from '../http/route.ts';
import { Problem, problem } from '../problems/problem.ts';
import type { Context } from '../tenancy/context.ts';
import {
  type Attachment,
  alreadyAttached,
  attachmentRecord,
  attachmentTooLarge,
  fileUnknown,
  tooManyAttached,
} from './attachments.schema.ts';

/** What one record may have attached. */
export interface AttachmentRules {
  /** How many files; 100 when left out. */
  most?: number;
  /** Bytes of one of them, below what the organisation's setting allows anyway. */
  max_bytes?: number;
}

const MOST = 100;

type OfFile = Pick<Attachment, 'name' | 'media_type' | 'bytes' | 'state'>;
type Said = { kind?: string | null | undefined; caption?: string | null | undefined };

export const attachmentList = defineList({
  record: attachmentRecord,
  filters: {
    subject: 'text',
    subject_id: 'id',
    kind: 'text',
    created_by: 'id',
    created_at: 'instant',
  },
  sorts: { created_at: 'created_at' },
  default_sort: 'created_at',
  complete: withFiles,
});

async function withFiles(ctx: Context, rows: Row[]): Promise<Row[]> {
  const ids = rows.flatMap(({ file_id }) => (file_id ? [file_id] : []));
  if (ids.length === 0) return rows;
  const files = await ctx.sql<OfFile & { id: string }>(
    'select id, name, media_type, bytes, state from files where tenant_id = $1 and id = any($2::uuid[])',
    [ids],
  );
  const found = new Map(files.map(({ id, ...file }) => [id, file]));
  return rows.map((row) => ({ ...row, ...found.get(row.file_id as string) }));
}

/** What is attached to the record, page by page. Throws the record's `not_found`. */
export async function listAttachments(
  ctx: Context,
  type: RecordType,
  ref: string,
  query: Row,
): Promise<Page<Row> | { sheet: Sheet }> {
  const { id } = await getRecord(ctx, type, ref);
  return attachmentList.run(ctx, { ...query, subject: type.noun, subject_id: id });
}

/** The record, locked, when it has room for one more. */
async function roomOn(ctx: Context, type: RecordType, ref: string, { most = MOST }: AttachmentRules): Promise<string> {
  const { id } = await lockStored(ctx, type, ref, undefined);
  const [counted] = await ctx.sql<{ n: number }>(
    'select count(*) as n from attachments where tenant_id = $1 and subject = $2 and subject_id = $3',
    [type.noun, id],
  );
  if ((counted?.n ?? 0) >= most)
    throw problem(tooManyAttached, { detail: `A record here may have ${most} attachments.`, extra: { most } });
  return id as string;
}

function assertSize({ bytes }: { bytes: number }, { max_bytes }: AttachmentRules): void {
  if (max_bytes === undefined || bytes <= max_bytes) return;
  throw problem(attachmentTooLarge, { detail: `A file here may have ${max_bytes} bytes.`, extra: { max_bytes } });
}

async function store(
  ctx: Context,
  noun: string,
  recordId: string,
  file: File,
  { kind, caption }: Said,
  isUploaded: boolean,
): Promise<Attachment> {
  const [row] = await ctx.sql<Omit<Attachment, keyof OfFile>>(
    `insert into attachments (tenant_id, id, subject, subject_id, file_id, kind, caption, uploaded, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict on constraint attachments_once_key do nothing returning ${attachmentRecord.select}`,
    [ctx.newId(), noun, recordId, file.id, kind || null, caption || null, isUploaded, ctx.actor.id],
  );
  if (!row) throw problem(alreadyAttached, { errors: [{ pointer: '/file_id', detail: 'It is attached here.' }] });
  const { name, media_type, bytes, state } = file;
  ctx.audit({
    action: `${noun}.attach`,
    subject: noun,
    subject_id: recordId,
    after: { attachment_id: row.id, file_id: file.id, name, kind: row.kind, caption: row.caption },
  });
  return { ...row, name, media_type, bytes, state };
}

/** Attaches a file that is there and that the actor may see. */
export async function attachFile(
  ctx: Context,
  type: RecordType,
  ref: string,
  { file_id, ...said }: { file_id: string } & Said,
  rules: AttachmentRules,
): Promise<Attachment> {
  const recordId = await roomOn(ctx, type, ref, rules);
  const unknown = problem(fileUnknown, { errors: [{ pointer: '/file_id', detail: 'There is no such file.' }] });
  const file = await ctx.kernel.files.get(ctx, file_id).catch((error: unknown) => {
    throw error instanceof Problem && error.kind === fileRecord.notFound ? unknown : error;
  });
  if (file.state === 'missing') throw problem(contentMissing);
  assertSize(file, rules);
  // Locked, so that it is not removed with its last attachment at this moment.
  const [held] = await ctx.sql<{ uploaded: boolean }>(
    `select exists (select from attachments a where a.tenant_id = $1 and a.file_id = f.id and a.uploaded) as uploaded
     from files f where f.tenant_id = $1 and f.id = $2 for update`,
    [file.id],
  );
  if (!held) throw unknown;
  return store(ctx, type.noun, recordId, file, said, held.uploaded);
}

/** Attaches what is being uploaded; it goes with its last attachment. */
export async function attachUpload(
  ctx: Context,
  type: RecordType,
  ref: string,
  { file, ...said }: { file?: Received | undefined } & Said,
  rules: AttachmentRules,
): Promise<Attachment> {
  if (!file) throw problem(invalidInput, { errors: [{ pointer: '/file', detail: 'Send a file.' }] });
  const recordId = await roomOn(ctx, type, ref, rules);
  assertSize(file, rules);
  return store(ctx, type.noun, recordId, await ctx.kernel.files.keep(ctx, file), said, true);
}

interface Taken {
  id: string;
  file_id: string;
  uploaded: boolean;
}

/** Takes a file off the record. One that was uploaded to a record is removed when it hangs on nothing any more. */
export async function detachFile(ctx: Context, type: RecordType, ref: string, id: string): Promise<Attachment> {
  const record = await getRecord(ctx, type, ref);
  const [row] = await ctx.sql<Taken & Row>(
    `delete from attachments where tenant_id = $1 and id = $2 and subject = $3 and subject_id = $4
     returning ${attachmentRecord.select}, uploaded`,
    [id, type.noun, record.id],
  );
  if (!row) throw problem(attachmentRecord.notFound);
  const { uploaded, ...rest } = row;
  const [whole] = (await withFiles(ctx, [rest])) as [Attachment];
  ctx.audit({
    action: `${type.noun}.detach`,
    subject: type.noun,
    subject_id: record.id as string,
    before: { attachment_id: id, file_id: whole.file_id, name: whole.name, kind: whole.kind, caption: whole.caption },
  });
  await dropLonely(ctx, [{ id, file_id: whole.file_id, uploaded }]);
  return whole;
}

/** Takes everything off records that are removed for good. */
export async function detachAll(ctx: Context, noun: string, recordIds: readonly string[]): Promise<void> {
  const taken = await ctx.sql<Taken>(
    `delete from attachments where tenant_id = $1 and subject = $2 and subject_id = any($3::uuid[])
     returning id, file_id, uploaded`,
    [noun, recordIds],
  );
  await dropLonely(ctx, taken);
}

/** Removes the files that were uploaded to records and hang on none any more. */
async function dropLonely(ctx: Context, taken: readonly Taken[]): Promise<void> {
  const ids = [...new Set(taken.filter(({ uploaded }) => uploaded).map(({ file_id }) => file_id))];
  if (ids.length === 0) return;
  // Of two that take the last two attachments away at once, the second sees what the first has done.
  await ctx.sql('select id from files where tenant_id = $1 and id = any($2::uuid[]) order by id for update', [ids]);
  const attached = await ctx.sql<{ file_id: string }>(
    'select distinct file_id from attachments where tenant_id = $1 and file_id = any($2::uuid[])',
    [ids],
  );
  const kept = new Set(attached.map(({ file_id }) => file_id));
  await ctx.kernel.files.drop(
    ctx,
    ids.filter((id) => !kept.has(id)),
  );
}

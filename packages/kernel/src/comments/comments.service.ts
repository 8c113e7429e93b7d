/** Comments on records: written, edited by who wrote them, removed; every change stands in the record's own trail. */
import { getRecord, lockStored, type RecordType, type Row } from '../db/records.ts';
import { defineList } from '../http/list.ts';
import { versionMismatch } from '../http/problems.ts';
import type { Page, Sheet } from '../http/route.ts';
import { problem } from '../problems/problem.ts';
import type { Context } from '../tenancy/context.ts';
import { allows } from '../tenancy/roles.ts';
import { type Comment, commentRecord, notYours } from './comments.schema.ts';
import { assertReaders, tellMentioned } from './mentions.ts';

/** Who has it edits and removes what others wrote. */
export const MANAGE_COMMENTS = 'comments.manage';

/** What somebody writes, or changes of what is written. */
interface Written {
  text?: string | undefined;
  mentions?: readonly string[] | undefined;
}

export const commentList = defineList({
  record: commentRecord,
  filters: { subject: 'text', subject_id: 'id', created_by: 'id', created_at: 'instant' },
  sorts: { created_at: 'created_at' },
  default_sort: 'created_at',
});

/** What is said about the record, page by page. Throws the record's `not_found`. */
export async function listComments(
  ctx: Context,
  type: RecordType,
  ref: string,
  query: Row,
): Promise<Page<Row> | { sheet: Sheet }> {
  const { id } = await getRecord(ctx, type, ref);
  return commentList.run(ctx, { ...query, subject: type.noun, subject_id: id });
}

const nameOf = ({ session, actor }: Context): string => session?.user.name || actor.label;

/** Writes a comment on the record. Throws the record's `not_found`, `comments.unknown_member`, `comments.unknown_reader`. */
export async function writeComment(
  ctx: Context,
  type: RecordType,
  ref: string,
  { text, mentions = [] }: Written,
): Promise<Comment> {
  const row = await lockStored(ctx, type, ref, undefined);
  const recordId = row.id as string;
  const people = mentions.map((id) => id.toLowerCase());
  await assertReaders(ctx, type.noun, people);
  const [comment] = (await ctx.sql<Comment>(
    `insert into comments (tenant_id, id, subject, subject_id, text, mentions, created_by, author)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${commentRecord.select}`,
    [ctx.newId(), type.noun, recordId, text, JSON.stringify(people), ctx.actor.id, nameOf(ctx)],
  )) as [Comment];
  ctx.audit({
    action: `${type.noun}.comment`,
    subject: type.noun,
    subject_id: recordId,
    after: { comment_id: comment.id, text: comment.text, ...(people.length > 0 ? { mentions: people } : {}) },
  });
  await tellMentioned(ctx, type, row, { comment_id: comment.id, by: comment.author, people });
  return comment;
}

/** The comment on this record, locked, when the actor wrote it or looks after comments. */
async function ownComment(
  ctx: Context,
  type: RecordType,
  ref: string,
  id: string,
  version: number | undefined,
): Promise<{ row: Row; recordId: string; comment: Comment }> {
  const row = (await getRecord(ctx, type, ref)) as Row;
  const recordId = row.id as string;
  const [comment] = await ctx.sql<Comment>(
    `select ${commentRecord.select} from comments
     where tenant_id = $1 and id = $2 and subject = $3 and subject_id = $4 for update`,
    [id, type.noun, recordId],
  );
  if (!comment) throw problem(commentRecord.notFound);
  const { actor } = ctx;
  const isOwn = comment.created_by !== null && comment.created_by === actor.id;
  if (!isOwn && !allows(actor.permissions, MANAGE_COMMENTS))
    throw problem(notYours, { detail: `This needs the permission ${MANAGE_COMMENTS}.` });
  if (version !== undefined && version !== comment.version)
    throw problem(versionMismatch, {
      detail: `You have version ${version}, the record is at ${comment.version}.`,
      extra: { current_version: comment.version },
    });
  return { row, recordId, comment };
}

/** Changes a comment, which then says so. Throws `comments.not_found`, `comments.not_yours`, `http.version_mismatch`. */
export async function editComment(
  ctx: Context,
  type: RecordType,
  ref: string,
  id: string,
  { text, mentions, version }: Written & { version?: number | undefined },
): Promise<Comment> {
  const { row, recordId, comment: before } = await ownComment(ctx, type, ref, id, version);
  const people = mentions?.map((one) => one.toLowerCase()) ?? before.mentions;
  const fresh = people.filter((one) => !before.mentions.includes(one));
  await assertReaders(ctx, type.noun, fresh.length > 0 ? people : []);
  const [comment] = (await ctx.sql<Comment>(
    `update comments set text = $3, mentions = $4, edited_at = $5, edited_by = $6, version = version + 1, updated_at = now()
     where tenant_id = $1 and id = $2 returning ${commentRecord.select}`,
    [id, text ?? before.text, JSON.stringify(people), ctx.now.toISOString(), nameOf(ctx)],
  )) as [Comment];
  ctx.audit({
    action: `${type.noun}.edit_comment`,
    subject: type.noun,
    subject_id: recordId,
    before: { comment_id: id, text: before.text, mentions: before.mentions },
    after: { comment_id: id, text: comment.text, mentions: comment.mentions },
  });
  await tellMentioned(ctx, type, row, { comment_id: id, by: nameOf(ctx), people: fresh });
  return comment;
}

/** Removes a comment; what it said stays in the trail. Throws `comments.not_found`, `comments.not_yours`. */
export async function deleteComment(
  ctx: Context,
  type: RecordType,
  ref: string,
  id: string,
  version?: number,
): Promise<Comment> {
  const { recordId, comment } = await ownComment(ctx, type, ref, id, version);
  await ctx.execute('delete from comments where tenant_id = $1 and id = $2', [id]);
  ctx.audit({
    action: `${type.noun}.delete_comment`,
    subject: type.noun,
    subject_id: recordId,
    before: { comment_id: id, text: comment.text, author: comment.author },
  });
  return comment;
}

/** Removes what was said about records that are removed for good. */
export async function forgetComments(ctx: Context, noun: string, recordIds: readonly string[]): Promise<void> {
  await ctx.execute('delete from comments where tenant_id = $1 and subject = $2 and subject_id = any($3::uuid[])', [
    noun,
    recordIds,
  ]);
}

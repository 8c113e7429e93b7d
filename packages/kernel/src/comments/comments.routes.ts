/** The endpoints of comments, which any kind of record gets with one line in its routes. */
import Type, { type TSchema } from 'typebox';
import type { Row } from '../db/records.ts';
import { route } from '../http/route.ts';
import type { Subject } from '../http/subjects.ts';
import { Id, Ref } from '../schema/fields.ts';
import { Comment, CommentFields, commentRecord, notYours, unknownMember, unknownReader } from './comments.schema.ts';
import { commentList, deleteComment, editComment, listComments, writeComment } from './comments.service.ts';

const strict = { additionalProperties: false };

const Version = Type.Optional(Type.Integer({ minimum: 1, description: 'The version you saw; also as If-Match.' }));

/**
 * Routes with which people comment the records of a subject: who may read a record may comment it, for a comment changes nothing of
 * it; its author, or who has `comments.manage`, edits and removes it.
 */
export function commentRoutes<const N extends string, const O extends string>(
  { noun, one, record }: Subject<N, O>,
  { read, feature }: { read?: string; feature?: string } = {},
) {
  const base = {
    scope: 'tenant' as const,
    permission: read ?? `${noun}.read`,
    ...(feature ? { feature } : {}),
  };
  const path = `/${noun}/{${one}}/comments` as const;
  const item = `/${noun}/{${one}}/comments/{comment}` as const;
  const ref = { [one]: Ref(noun) } as { [K in O]: ReturnType<typeof Ref> };
  const given = (input: unknown): { ref: string; comment: string; rest: Row } => {
    const { [one]: of, comment, ...rest } = input as Row;
    return { ref: of as string, comment: comment as string, rest };
  };
  const { subject, subject_id, ...query } = commentList.input.properties as Record<string, TSchema>;
  const problems = [record.notFound, commentRecord.notFound, notYours];
  return [
    route({
      ...base,
      name: `${noun}.comments` as const,
      method: 'GET',
      path,
      lists: { of: noun, part: 'comments' },
      summary: `What people say about one of the ${noun}, the oldest first.`,
      input: Type.Object({ ...query, ...ref }, strict),
      output: Comment,
      list: true,
      message: 'Comments',
      problems: [record.notFound],
      async run(ctx, input) {
        const { ref: of, rest } = given(input);
        return (await listComments(ctx, record, of, rest)) as never;
      },
    }),
    route({
      ...base,
      name: `${noun}.comment` as const,
      method: 'POST',
      path,
      summary: `Writes a comment on one of the ${noun}; who may read it may comment it.`,
      input: Type.Object({ ...ref, ...CommentFields }, strict),
      output: Comment,
      status: 201,
      message: 'Comment written',
      problems: [record.notFound, unknownMember, unknownReader],
      run(ctx, input) {
        const { ref: of, rest } = given(input);
        return writeComment(ctx, record, of, rest);
      },
    }),
    route({
      ...base,
      name: `${noun}.edit_comment` as const,
      method: 'PATCH',
      path: item,
      summary: 'Changes a comment that you wrote, or any for who looks after comments; it then says so.',
      input: Type.Object(
        { ...ref, comment: Id(), version: Version, ...Type.Partial(Type.Object(CommentFields)).properties },
        strict,
      ),
      output: Comment,
      message: 'Comment changed',
      problems: [...problems, unknownMember, unknownReader],
      run(ctx, input) {
        const { ref: of, comment, rest } = given(input);
        return editComment(ctx, record, of, comment, rest);
      },
    }),
    route({
      ...base,
      name: `${noun}.delete_comment` as const,
      method: 'DELETE',
      path: item,
      summary: 'Removes a comment that you wrote, or any for who looks after comments.',
      input: Type.Object({ ...ref, comment: Id(), version: Version }, strict),
      output: Comment,
      message: 'Comment removed',
      problems,
      run(ctx, input) {
        const { ref: of, comment, rest } = given(input);
        return deleteComment(ctx, record, of, comment, rest.version as number | undefined);
      },
    }),
  ] as const;
}

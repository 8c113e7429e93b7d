/** The endpoints of files: upload, look, download, links, removal. */
import Type from 'typebox';
import type { Row } from '../db/records.ts';
import { defineList } from '../http/list.ts';
import { invalidInput } from '../http/problems.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { problem } from '../problems/problem.ts';
import { Id, Instant, Line } from '../schema/fields.ts';
import {
  contentMissing,
  emptyFile,
  File,
  fileRecord,
  infectedFile,
  storeUnavailable,
  uploadLost,
} from './files.schema.ts';
import type { Received } from './intake.ts';
import { typeMismatch } from './sniff.ts';

const strict = { additionalProperties: false };

/** Megabytes that the setting `file_upload.max_size` may allow at most. */
const MOST_MB = 100;

const one = Type.Object({ file: Id() }, strict);

const fileList = defineList({
  record: fileRecord,
  filters: { media_type: 'text', created_by: 'id', sha256: 'text', created_at: 'instant' },
  sorts: { name: 'name_key', bytes: 'bytes', created_at: 'created_at' },
  default_sort: '-created_at',
});

const Link = Type.Object({ url: Line(2000), token: Line(1200), expires_at: Instant() });

export const fileRoutes = [
  route({
    name: 'files.list',
    method: 'GET',
    path: '/files',
    scope: 'tenant',
    permission: 'files.read',
    summary: 'All files of the organisation.',
    input: fileList.input,
    output: File,
    list: true,
    message: 'Files',
    run: async (ctx, input) => (await fileList.run(ctx, input as Row)) as never,
  }),
  route({
    name: 'files.create',
    method: 'POST',
    path: '/files',
    scope: 'tenant',
    permission: 'files.write',
    summary: 'Uploads a file as multipart/form-data. You see it, and who may read all files.',
    input: Type.Object({ file: Type.Optional(Type.Unsafe<Received>({})) }, strict),
    output: File,
    status: 201,
    message: 'File uploaded',
    upload_mb: MOST_MB,
    stored_upload: true,
    problems: [emptyFile, typeMismatch, infectedFile, storeUnavailable, uploadLost],
    async run(ctx, { file }) {
      if (!file) throw problem(invalidInput, { errors: [{ pointer: '/file', detail: 'Send a file.' }] });
      return ctx.kernel.files.keep(ctx, file);
    },
  }),
  route({
    name: 'files.get',
    method: 'GET',
    path: '/files/{file}',
    scope: 'tenant',
    permission: null,
    summary: 'One file: your own, or any for who may read all.',
    input: one,
    output: File,
    message: 'File',
    problems: [fileRecord.notFound],
    run: (ctx, { file }) => ctx.kernel.files.get(ctx, file),
  }),
  route({
    name: 'files.content',
    method: 'GET',
    path: '/files/{file}/content',
    scope: 'tenant',
    permission: null,
    summary: 'The content of a file, whole or in part (Range).',
    input: one,
    output: File,
    download: true,
    audit_reads: true,
    message: 'Content',
    problems: [fileRecord.notFound, contentMissing, storeUnavailable],
    run: async (ctx, { file }) => ({ download: await ctx.kernel.files.open(ctx, file) }),
  }),
  route({
    name: 'files.link',
    method: 'POST',
    path: '/files/{file}/links',
    scope: 'tenant',
    permission: null,
    summary: 'A link that opens the file for a few minutes, while you stay signed in and may see it.',
    input: Type.Object(
      {
        file: Id(),
        expires_in: Type.Optional(Type.Integer({ minimum: 10, maximum: 3600, default: 300, description: 'Seconds.' })),
      },
      strict,
    ),
    output: Link,
    status: 201,
    message: 'Link made',
    unrepeatable: 'a link is a credential, and is not stored',
    problems: [fileRecord.notFound],
    run: (ctx, { file, expires_in }) => ctx.kernel.files.link(ctx, file, expires_in ?? 300),
  }),
  route({
    name: 'files.delete',
    method: 'DELETE',
    path: '/files/{file}',
    scope: 'tenant',
    permission: 'files.write',
    summary: 'Removes a file.',
    input: one,
    output: File,
    message: 'File removed',
    problems: [fileRecord.notFound],
    run: (ctx, { file }) => ctx.kernel.files.remove(ctx, file),
  }),
  route({
    name: 'links.open',
    method: 'GET',
    path: '/links/{token}',
    scope: 'public',
    summary: 'The file that a link leads to.',
    input: Type.Object({ token: Line(1200, { minLength: 1 }) }, strict),
    output: File,
    download: true,
    message: 'Content',
    problems: [contentMissing, storeUnavailable],
    run: async (ctx, { token }) => ({ download: await ctx.kernel.files.follow(ctx.kernel, token, ctx.now) }),
  }),
] as const satisfies readonly AnyRoute[];

/** The endpoints of the example. */
import Type from 'typebox';
import { attachmentRoutes } from '../../attachments/attachments.routes.ts';
import { commentRoutes } from '../../comments/comments.routes.ts';
import { getRecord, insertRecord, type Row, updateRecord } from '../../db/records.ts';
import { deleteRecord } from '../../db/records_many.ts';
import { route } from '../../http/route.ts';
import { Job } from '../../jobs/jobs.schema.ts';
import { accepted } from '../../jobs/jobs.service.ts';
import { Line, Ref } from '../../schema/fields.ts';
import { Note, NoteFields, Topic } from './notes.schema.ts';
import { noteList, noteRecord, topicRecord, topicTaken, topicUnknown } from './notes.service.ts';

const strict = { additionalProperties: false };
const note = Ref('notes');
const topic = Ref('topics');
const version = Type.Optional(Type.Integer({ minimum: 1 }));
const constraints = { notes_topic_fkey: { kind: topicUnknown, pointer: '/topic_id' } };

const notes = { noun: 'notes', one: 'note', record: noteRecord } as const;

export const noteRoutes = [
  route({
    name: 'notes.list',
    method: 'GET',
    path: '/notes',
    scope: 'tenant',
    permission: 'notes.read',
    summary: 'The notes, page by page or as a file.',
    input: noteList.input,
    output: Note,
    list: true,
    message: 'Notes',
    run: async (ctx, input) => (await noteList.run(ctx, input as Row)) as never,
  }),
  route({
    name: 'notes.get',
    method: 'GET',
    path: '/notes/{note}',
    scope: 'tenant',
    permission: 'notes.read',
    summary: 'One note.',
    input: Type.Object({ note }, strict),
    output: Note,
    message: 'Note',
    problems: [noteRecord.notFound],
    run: (ctx, input) => getRecord<Note>(ctx, noteRecord, input.note),
  }),
  route({
    name: 'notes.create',
    method: 'POST',
    path: '/notes',
    scope: 'tenant',
    permission: 'notes.write',
    summary: 'Writes a note.',
    input: Type.Object(NoteFields, strict),
    output: Note,
    status: 201,
    message: 'Note written',
    problems: [topicUnknown],
    constraints,
    run: (ctx, input) => insertRecord<Note>(ctx, noteRecord, input),
  }),
  route({
    name: 'notes.update',
    method: 'PATCH',
    path: '/notes/{note}',
    scope: 'tenant',
    permission: 'notes.write',
    summary: 'Changes the named fields of a note.',
    input: Type.Object({ note, version, ...Type.Partial(Type.Object(NoteFields)).properties }, strict),
    output: Note,
    message: 'Note changed',
    problems: [noteRecord.notFound, topicUnknown],
    constraints,
    run: (ctx, { note: ref, version: seen, ...changes }) => updateRecord<Note>(ctx, noteRecord, ref, changes, seen),
  }),
  route({
    name: 'notes.star',
    method: 'POST',
    path: '/notes/{note}/star',
    scope: 'tenant',
    permission: 'notes.write',
    feature: 'stars',
    summary: 'Gives a note one star more.',
    input: Type.Object({ note }, strict),
    output: Note,
    message: 'Note starred',
    problems: [noteRecord.notFound],
    run: (ctx, input) =>
      updateRecord<Note>(ctx, noteRecord, input.note, (row: Note) => ({ stars: row.stars + 1 }), undefined, 'star'),
  }),
  route({
    name: 'notes.delete',
    method: 'DELETE',
    path: '/notes/{note}',
    scope: 'tenant',
    permission: 'notes.write',
    summary: 'Removes a note.',
    input: Type.Object({ note, version }, strict),
    output: Note,
    message: 'Note removed',
    problems: [noteRecord.notFound],
    run: async (ctx, input) => (await deleteRecord(ctx, noteRecord, input.note, input.version)) as Note,
  }),
  ...attachmentRoutes(notes, { most: 6, max_bytes: 200_000 }),
  ...commentRoutes(notes),
];

export const noteJobRoutes = [
  route({
    name: 'notes.write_many',
    method: 'POST',
    path: '/notes/write-many',
    scope: 'tenant',
    permission: 'notes.write',
    summary: 'Writes many notes, apart from the request.',
    input: Type.Object(
      { title: Line(60, { pattern: '\\S' }), count: Type.Integer({ minimum: 1, maximum: 100 }) },
      strict,
    ),
    output: Job,
    status: 202,
    message: 'Notes are being written',
    run: async (ctx, data) => accepted(ctx, await ctx.enqueue({ job: 'notes.write_many', data })),
  }),
];

export const topicRoutes = [
  route({
    name: 'topics.create',
    method: 'POST',
    path: '/topics',
    scope: 'tenant',
    permission: 'topics.write',
    summary: 'Opens a topic.',
    input: Type.Object({ name: Line(60, { pattern: '\\S' }) }, strict),
    output: Topic,
    status: 201,
    message: 'Topic opened',
    problems: [topicTaken],
    constraints: { topics_name_key: { kind: topicTaken, pointer: '/name' } },
    run: (ctx, input) => insertRecord<Topic>(ctx, topicRecord, input),
  }),
  route({
    name: 'topics.get',
    method: 'GET',
    path: '/topics/{topic}',
    scope: 'tenant',
    permission: 'topics.read',
    summary: 'One topic.',
    input: Type.Object({ topic }, strict),
    output: Topic,
    message: 'Topic',
    problems: [topicRecord.notFound],
    run: (ctx, input) => getRecord<Topic>(ctx, topicRecord, input.topic),
  }),
  route({
    name: 'topics.delete',
    method: 'DELETE',
    path: '/topics/{topic}',
    scope: 'tenant',
    permission: 'topics.write',
    summary: 'Removes a topic that no note is about.',
    input: Type.Object({ topic, version }, strict),
    output: Topic,
    message: 'Topic removed',
    problems: [topicRecord.notFound],
    run: async (ctx, input) => (await deleteRecord(ctx, topicRecord, input.topic, input.version)) as Topic,
  }),
];

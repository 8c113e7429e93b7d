/** Records over HTTP and by the thousand: a change, its audit entry and its words stand or fall together, and one of two rivals wins. */
import Type from 'typebox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Module } from '../http/module.ts';
import { route } from '../http/route.ts';
import { newId } from '../schema/ids.ts';
import type { Reply } from '../testing/caller.ts';
import { inside } from '../testing/example/inside.ts';
import { example } from '../testing/example/module.ts';
import type { Note, Topic } from '../testing/example/notes.schema.ts';
import { noteRecord, topicRecord } from '../testing/example/notes.service.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { createWorld, type World } from '../testing/world.ts';
import { getRecord, insertRecords, type Row } from './records.ts';
import { deleteRecords, updateRecords } from './records_many.ts';

/** Forgets to say what it did. */
const silent = route({
  name: 'notes.silent',
  method: 'POST',
  path: '/notes/silent',
  scope: 'tenant',
  permission: 'notes.write',
  summary: '',
  input: Type.Object({}),
  output: Type.Object({ changed: Type.Integer() }),
  message: '',
  run: async (ctx) => ({ changed: await ctx.execute('update notes set stars = stars + 1 where tenant_id = $1') }),
});
const module: Module = { ...example, routes: [...example.routes, silent] };

let world: World;
let office: Office;
let neighbour: Office;

beforeAll(async () => {
  world = await createWorld({ modules: [module] });
  office = await openOffice(world, 'records-co');
  neighbour = await openOffice(world, 'neighbour-co');
});
afterAll(() => world?.close());

const due_on = '2026-11-21';
const inOffice = <T>(work: Parameters<typeof inside<T>>[2]): Promise<T> => inside(world, office, work);

async function made(reply: Promise<Reply>): Promise<Note> {
  const { status, text, body } = await reply;
  expect(status, text).toBe(201);
  return body.data;
}

const write = (fields: object): Promise<Note> => made(office.owner.post('/api/notes', { due_on, ...fields }));

async function trail(subject_id: string): Promise<Row[]> {
  const { rows } = await world.admin.query('select * from audit_entries where subject_id = $1 order by id', [
    subject_id,
  ]);
  return rows;
}

/** What there is of notes, all of it. */
async function everything(): Promise<Row[]> {
  const { rows } = await world.admin.query(
    `select to_jsonb(n) as row from notes n union all select to_jsonb(w) from search_words w
     union all select to_jsonb(a) from audit_entries a where subject = 'notes' order by 1`,
  );
  return rows;
}

const found = async (words: string): Promise<string[]> =>
  (await office.owner.get(`/api/notes?q=${words}`)).body.data.map((note: Note) => note.id);

const failed = (work: Promise<unknown>): Promise<{ code: string }> =>
  work.then(
    () => expect.unreachable('it was not refused'),
    (error: { kind?: { code: string } }) => ({ code: error.kind?.code ?? String(error) }),
  );

describe('one record', () => {
  test('is written, changed and removed with its trail: who, what, from where, before and after', async () => {
    const { rows } = await world.admin.query("select id from users where email = 'owner@records-co.example'");
    const reply = await office.owner.post('/api/notes', { title: ' Bolts ', body: null, amount: '12.50', due_on });
    expect(reply.body.data).toMatchObject({ title: 'Bolts', amount: 12.5, kind: 'idea', version: 1 });
    expect(reply.headers.etag).toBe('"1"');
    const { id } = reply.body.data;
    expect(await trail(id)).toMatchObject([
      {
        tenant_id: office.id,
        actor_kind: 'user',
        actor_id: rows[0].id,
        actor: 'owner@records-co.example',
        request_id: reply.headers['x-request-id'],
        address: '127.0.0.1',
        action: 'notes.create',
        subject: 'notes',
        before: null,
        after: { title: 'Bolts', kind: 'idea', pinned: false, stars: 0, amount: 12.5, due_on },
      },
    ]);
    const changed = await office.owner.patch(`/api/notes/${id}`, { title: 'Nuts', pinned: false, amount: 7 });
    expect(changed.body.data).toMatchObject({ title: 'Nuts', version: 2 });
    expect(changed.headers.etag).toBe('"2"');
    expect([await found('bolts'), await found('nuts')]).toEqual([[], [id]]);
    const same = await office.owner.patch(`/api/notes/${id}`, { title: 'Nuts' });
    expect(same.body.data).toEqual(changed.body.data);
    expect((await office.owner.delete(`/api/notes/${id}`)).body.data).toEqual(changed.body.data);
    expect((await trail(id)).slice(1)).toMatchObject([
      { action: 'notes.update', before: { title: 'Bolts', amount: 12.5 }, after: { title: 'Nuts', amount: 7 } },
      { action: 'notes.update', before: {}, after: {} },
      { action: 'notes.delete', before: { title: 'Nuts', amount: 7, due_on }, after: null },
    ]);
    expect(Object.keys((await trail(id))[1]?.before as object).sort()).toEqual(['amount', 'title']);
    expect(await found('nuts')).toEqual([]);
    expect((await office.owner.get(`/api/notes/${id}`)).status).toBe(404);
  });

  test('stays as it was when its trail cannot be written, and when nobody wrote one', async () => {
    const { id } = await write({ title: 'Untouched' });
    const before = await everything();
    await world.admin.query(
      "alter table audit_entries add constraint full_disk check (action <> 'notes.star') not valid",
    );
    expect((await office.owner.post(`/api/notes/${id}/star`)).status).toBe(500);
    await world.admin.query('alter table audit_entries drop constraint full_disk');
    expect((await office.owner.post('/api/notes/silent')).status).toBe(500);
    const refused = await office.owner.post('/api/notes', { title: 'Lost', topic_id: newId(), due_on });
    expect([refused.status, refused.body.code]).toEqual([422, 'notes.topic_unknown']);
    expect(refused.body.errors).toMatchObject([{ pointer: '/topic_id' }]);
    expect(await everything()).toEqual(before);
  });

  test('that others refer to stays; another’s cannot be referred to', async () => {
    const topic: Topic = (await office.owner.post('/api/topics', { name: 'Steel' })).body.data;
    const { id } = await write({ title: 'About steel', topic_id: topic.id });
    const refused = await office.owner.delete('/api/topics/steel');
    expect([refused.status, refused.body.code]).toEqual([409, 'http.still_referred']);
    const foreign = await neighbour.owner.post('/api/notes', { title: 'About theirs', topic_id: topic.id, due_on });
    expect([foreign.status, foreign.body.code]).toEqual([422, 'notes.topic_unknown']);
    expect((await office.owner.delete(`/api/notes/${id}`)).status).toBe(200);
    expect((await office.owner.delete('/api/topics/steel')).body.data.id).toBe(topic.id);
  });

  test('is found by its number in any case, and a number is one record’s in each organisation', async () => {
    for (const name of ['Iron', 'École', '螺丝']) {
      const { id } = await made(office.owner.post('/api/topics', { name }));
      const path = `/api/topics/${encodeURIComponent(name)}`;
      expect((await office.owner.get(path)).body.data.id).toBe(id);
      expect((await office.owner.get(`/api/topics/${id.toUpperCase()}`)).body.data.id).toBe(id);
      expect((await neighbour.owner.get(path)).body.code).toBe('topics.not_found');
      expect((await neighbour.owner.post('/api/topics', { name })).status).toBe(201);
    }
    expect((await office.owner.get('/api/topics/IRON')).status).toBe(200);
    const twin = await office.owner.post('/api/topics', { name: 'iRON' });
    expect([twin.status, twin.body.code, twin.body.errors[0].pointer]).toEqual([409, 'topics.name_taken', '/name']);
  });

  test('that is another’s, was removed or never was: the same 404, letter for letter', async () => {
    const theirs = await made(neighbour.owner.post('/api/notes', { title: 'Theirs', due_on }));
    const mine = await write({ title: 'Gone' });
    await office.owner.delete(`/api/notes/${mine.id}`);
    for (const [method, body] of [['GET'], ['PATCH', { title: 'Mine now' }], ['DELETE']] as const) {
      const texts = await Promise.all(
        [theirs.id, mine.id, newId()].map(async (id) => {
          const { status, text } = await office.owner.call(method, `/api/notes/${id}`, { body });
          expect(status).toBe(404);
          return text.replace(/"(request_id|timestamp)":"[^"]*"/g, '');
        }),
      );
      expect(new Set(texts).size).toBe(1);
      expect(texts[0]).toContain('"code":"notes.not_found"');
    }
    expect((await neighbour.owner.get(`/api/notes/${theirs.id}`)).body.data).toEqual(theirs);
    // A note has no number: its title names nothing.
    expect((await neighbour.owner.get('/api/notes/Theirs')).body.code).toBe('notes.not_found');
  });
});

describe('versions', () => {
  test('If-Match and version say the same: 412 names the present one, disagreement is 400', async () => {
    const { id } = await write({ title: 'First' });
    const at = `/api/notes/${id}`;
    const stale = await office.owner.patch(at, { title: 'x', version: 7 });
    expect([stale.status, stale.body.code]).toEqual([412, 'http.version_mismatch']);
    expect(stale.body.current_version).toBe(1);
    expect((await office.owner.patch(at, { title: 'x' }, { 'if-match': '"2"' })).status).toBe(412);
    expect((await office.owner.delete(at, { 'if-match': 'W/"2"' })).status).toBe(412);
    expect((await office.owner.delete(`${at}?version=2`)).status).toBe(412);
    expect((await office.owner.patch(at, { title: 'x', version: 1 }, { 'if-match': '"2"' })).body.errors).toMatchObject(
      [{ pointer: '/version' }],
    );
    for (const header of ['1', 'one', '"1", "2"', '""'])
      expect((await office.owner.patch(at, { title: 'x' }, { 'if-match': header })).body.code).toBe('http.malformed');
    expect((await office.owner.get(at)).body.data).toMatchObject({ title: 'First', version: 1 });
    const second = await office.owner.patch(at, { title: 'Second', version: 1 }, { 'if-match': '"1"' });
    expect(second.body.data.version).toBe(2);
    expect((await office.owner.patch(at, { title: 'Third' }, { 'if-match': '*' })).body.data.version).toBe(3);
    expect((await office.owner.delete(at, { 'if-match': '"3"' })).status).toBe(200);
  });

  test('of 24 who change one version at once one wins, and its change is the only one in the trail', async () => {
    const { id } = await write({ title: 'Contested' });
    const replies = await Promise.all(
      Array.from({ length: 24 }, (_, n) => office.owner.patch(`/api/notes/${id}`, { amount: n + 1, version: 1 })),
    );
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, ...Array(23).fill(412)]);
    const winner = replies.find((reply) => reply.status === 200)?.body.data;
    expect((await office.owner.get(`/api/notes/${id}`)).body.data).toEqual(winner);
    expect((await trail(id)).map(({ after }) => (after as Row).amount)).toEqual([0, winner.amount]);
  });

  test('a change that is computed of the record loses nothing, however many come at once', async () => {
    const { id } = await write({ title: 'Popular' });
    const replies = await Promise.all(Array.from({ length: 16 }, () => office.owner.post(`/api/notes/${id}/star`)));
    expect(replies.map((reply) => reply.body.data.stars).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 16 }, (_, n) => n + 1),
    );
    const last = await Promise.all([
      office.owner.delete(`/api/notes/${id}`, { 'if-match': '"17"' }),
      office.owner.post(`/api/notes/${id}/star`),
    ]);
    expect([
      [200, 404],
      [412, 200],
    ]).toContainEqual(last.map((reply) => reply.status));
  });
});

describe('many records', () => {
  const many = (count: number, prefix: string): Row[] =>
    Array.from({ length: count }, (_, n) => ({ title: `${prefix} ${n}`, due_on, ...(n % 2 ? { stars: 4 } : {}) }));

  test('go in at once, each with its defaults, trail and words, or none does', async () => {
    const rows = await inOffice((ctx) => insertRecords<Note>(ctx, noteRecord, many(1201, 'Bulk')));
    expect(rows.map((row) => row.title)).toEqual(many(1201, 'Bulk').map((row) => row.title));
    expect(new Set(rows.map((row) => row.stars))).toEqual(new Set([0, 4]));
    expect((await office.owner.get('/api/notes?q=bulk&count=true&limit=1')).body.meta.total).toBe(1201);
    const { rows: entries } = await world.admin.query(
      "select count(distinct subject_id)::int as n from audit_entries where actor_kind = 'system' and after->>'title' like 'Bulk %'",
    );
    expect(entries[0].n).toBe(1201);
    const before = (await everything()).length;
    const bad = [...many(700, 'Half'), { title: 'Astray', topic_id: newId(), due_on }];
    await expect(inOffice((ctx) => insertRecords(ctx, noteRecord, bad))).rejects.toMatchObject({ code: '23503' });
    expect((await everything()).length).toBe(before);
  });

  test('change at once; when one of them is not as it was read, none does', async () => {
    const rows = await inOffice((ctx) => insertRecords<Note & Row>(ctx, noteRecord, many(3, 'Crowd')));
    const raised = (stars: number) => rows.map((before) => ({ before, changes: { stars, title: before.title } }));
    const after = await inOffice((ctx) => updateRecords<Note>(ctx, noteRecord, raised(4)));
    // The second had four stars before; it keeps its version and is not answered.
    expect(after.map(({ id, version }) => [id, version])).toEqual([rows[0], rows[2]].map((row) => [row?.id, 2]));
    expect((await trail(rows[0]?.id as string)).at(-1)).toMatchObject({ before: { stars: 0 }, after: { stars: 4 } });
    const before = await everything();
    expect(await failed(inOffice((ctx) => updateRecords(ctx, noteRecord, raised(1))))).toEqual({
      code: 'http.version_mismatch',
    });
    expect(await everything()).toEqual(before);
  });

  test('are removed at once, what is not there is passed over, and one that is referred to keeps all', async () => {
    const topics = await inOffice((ctx) =>
      insertRecords<Topic>(ctx, topicRecord, [{ name: 'Free' }, { name: 'Bound' }]),
    );
    await write({ title: 'Keeper', topic_id: topics[1]?.id });
    const ids = topics.map((topic) => topic.id);
    expect(await failed(inOffice((ctx) => deleteRecords(ctx, topicRecord, ids)))).toEqual({
      code: 'http.still_referred',
    });
    expect(await inOffice((ctx) => getRecord<Topic>(ctx, topicRecord, 'Free'))).toEqual(topics[0]);
    const foreign = await inside(world, neighbour, (ctx) => deleteRecords(ctx, topicRecord, ids));
    expect(foreign).toEqual([]);
    const removed = await inOffice((ctx) => deleteRecords(ctx, topicRecord, [ids[0] as string, newId()]));
    expect(removed.map((row) => row.id)).toEqual([ids[0]]);
    expect((await trail(ids[0] as string)).at(-1)).toMatchObject({ action: 'topics.delete', before: { name: 'Free' } });
  });
});

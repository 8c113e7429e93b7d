/** Comments over HTTP: who may read may write, who wrote may change, members are named, and the record's trail tells all of it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Event } from '../events/events.ts';
import { claimsOf } from '../testing/attack.ts';
import type { Caller } from '../testing/caller.ts';
import { example } from '../testing/example/module.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { createWorld, type World } from '../testing/world.ts';

let world: World;
let office: Office;
let neighbour: Office;
let reader: Caller;
let writer: Caller;
let note: string;
let foreign: string;
const NEVER = '01900000-0000-7000-8000-000000000000';

async function makeNote(by: Caller, title = 'File the return'): Promise<string> {
  const reply = await by.post('/api/notes', { title, due_on: '2026-11-21' });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.data.id;
}

beforeAll(async () => {
  world = await createWorld({ modules: [example] });
  office = await openOffice(world, 'talking-co');
  neighbour = await openOffice(world, 'neighbour-co');
  reader = await office.hire('reader');
  writer = await office.hire('writer');
  note = await makeNote(writer);
  foreign = await makeNote(neighbour.owner);
});
afterAll(() => world?.close());

const idOf = (caller: Caller): string => claimsOf(caller).sub;
const commentsOf = (id: string): string => `/api/notes/${id}/comments`;

async function say(by: Caller, text: string, on = note): Promise<{ id: string; version: number }> {
  const reply = await by.post(commentsOf(on), { text });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.data;
}

test('who may read a record comments it; another organisation neither sees nor reaches it', async () => {
  const made = await reader.post(commentsOf(note), { text: '  क्या यह भेजा गया?\nYes.  ' });
  expect(made.status, made.text).toBe(201);
  expect(made.body.data).toMatchObject({
    text: 'क्या यह भेजा गया?\nYes.',
    mentions: [],
    created_by: idOf(reader),
    author: 'reader',
    edited_at: null,
    edited_by: null,
    version: 1,
  });
  expect((await writer.get(commentsOf(note))).body.data).toEqual([made.body.data]);
  const { id } = made.body.data;
  const own = await say(neighbour.owner, 'Ours', foreign);
  for (const [method, path, body] of [
    ['GET', commentsOf(note), undefined],
    ['POST', commentsOf(note), { text: 'Theirs' }],
    ['PATCH', `${commentsOf(note)}/${id}`, { text: 'Theirs' }],
    ['DELETE', `${commentsOf(note)}/${id}`, undefined],
  ] as const) {
    const reply = await neighbour.owner.call(method, path, { body });
    expect([reply.status, reply.body.code], `${method} ${path}`).toEqual([404, 'notes.not_found']);
  }
  // On a record of its own the other's comment is not there either, nor that of another record of the same organisation.
  const second = await makeNote(writer, 'Another');
  for (const [caller, path] of [
    [neighbour.owner, `${commentsOf(foreign)}/${id}`],
    [office.owner, `${commentsOf(second)}/${id}`],
    [office.owner, `${commentsOf(note)}/${NEVER}`],
    [office.owner, `${commentsOf(note)}/${own.id}`],
  ] as const)
    expect((await caller.delete(path)).body.code).toBe('comments.not_found');
  const stranger = await office.hire('stranger', ['topics.read']);
  expect(await stranger.post(commentsOf(note), { text: 'x' })).toMatchObject({
    status: 403,
    body: { permission: 'notes.read' },
  });
  expect((await world.nobody.get(commentsOf(note))).status).toBe(401);
  expect((await writer.get(commentsOf(note))).body.data).toHaveLength(1);
});

test.each([
  ['nothing', { text: '' }, '/text'],
  ['blanks', { text: ' \n ' }, '/text'],
  ['too much', { text: 'x'.repeat(4001) }, '/text'],
  ['a list', { text: ['x'] }, '/text'],
  ['no person', { text: 'x', mentions: ['x'] }, '/mentions/0'],
  ['a person twice', { text: 'x', mentions: [NEVER, NEVER] }, '/mentions/1'],
  ['an author', { text: 'x', author: 'The chief' }, '/author'],
])('%s is refused', async (_what, body, pointer) => {
  const reply = await writer.post(commentsOf(note), body);
  expect([reply.status, reply.body.errors?.[0].pointer], reply.text).toEqual([400, pointer]);
});

test('its author changes and removes it, and who looks after comments; others do not; each sees that it was changed', async () => {
  const { id } = await say(reader, 'Frist');
  const path = `${commentsOf(note)}/${id}`;
  for (const [method, body] of [
    ['PATCH', { text: 'Mine now' }],
    ['DELETE', undefined],
  ] as const)
    expect(await writer.call(method, path, { body })).toMatchObject({
      status: 403,
      body: { code: 'comments.not_yours' },
    });
  const mended = await reader.patch(path, { text: 'First', version: 1 });
  expect(mended.body.data, mended.text).toMatchObject({ text: 'First', edited_by: 'reader', version: 2 });
  expect(Date.parse(mended.body.data.edited_at)).toBeGreaterThan(Date.now() - 60_000);
  expect(await reader.patch(path, { text: 'Again', version: 1 })).toMatchObject({
    status: 412,
    body: { current_version: 2 },
  });
  const manager = await office.hire('moderator', ['notes.read', 'comments.manage']);
  expect((await manager.patch(path, { text: 'First!' })).body.data).toMatchObject({
    text: 'First!',
    author: 'reader',
    edited_by: 'moderator',
  });
  expect((await manager.delete(path)).status).toBe(200);
  const { id: second } = await say(reader, 'Second');
  expect((await reader.delete(`${commentsOf(note)}/${second}`)).body.data.text).toBe('Second');
  expect((await reader.delete(`${commentsOf(note)}/${second}`)).body.code).toBe('comments.not_found');
  const { rows } = await world.admin.query(
    `select action, actor, before, after from audit_entries where tenant_id = $1 and subject = 'notes' and subject_id = $2
     and coalesce(after, before) ->> 'comment_id' = $3 order by id`,
    [office.id, note, id],
  );
  expect(rows.map(({ action, actor }) => [action, actor.split('@')[0]])).toEqual([
    ['notes.comment', 'reader'],
    ['notes.edit_comment', 'reader'],
    ['notes.edit_comment', 'moderator'],
    ['notes.delete_comment', 'moderator'],
  ]);
  expect(rows[1]).toMatchObject({ before: { text: 'Frist' }, after: { text: 'First' } });
});

test('members are named and told of; nobody else can be', async () => {
  const mine = await makeNote(writer, 'To be named on');
  const heard: Event[] = [];
  // Each is told at least once, and those of other stories may come late.
  const end = world.kernel.events.subscribe((event) => {
    const isOurs = event.subject_id === mine && event.type !== 'notes.create';
    if (isOurs && !heard.some(({ id }) => id === event.id)) heard.push(event);
  });
  const [a, b] = [idOf(reader), idOf(office.owner)];
  const made = await writer.post(commentsOf(mine), { text: '@reader look', mentions: [a.toUpperCase()] });
  expect(made.body.data?.mentions, made.text).toEqual([a]);
  const { id } = made.body.data;
  for (const stranger of [idOf(neighbour.owner), NEVER]) {
    for (const reply of [
      await writer.post(commentsOf(mine), { text: 'x', mentions: [a, stranger] }),
      await writer.patch(`${commentsOf(mine)}/${id}`, { mentions: [a, stranger] }),
    ]) {
      expect(reply.status, reply.text).toBe(422);
      expect(reply.body).toMatchObject({ code: 'comments.unknown_member', errors: [{ pointer: '/mentions/1' }] });
    }
  }
  // Named once is told once; who was named before is not told again.
  await writer.patch(`${commentsOf(mine)}/${id}`, { text: '@reader @owner look', mentions: [a, b] });
  await writer.patch(`${commentsOf(mine)}/${id}`, { text: 'Look', mentions: [b] });
  await expect.poll(() => heard.filter(({ type }) => type === 'notes.edit_comment').length).toBe(2);
  end();
  // What a story before this one did may still be on its way.
  const ofNotes = heard.filter(({ subject, type }) => subject === 'notes' && type !== 'notes.delete_comment');
  expect(ofNotes.map(({ type, subject, subject_id, tenant_id }) => [type, subject, subject_id, tenant_id])).toEqual(
    ['notes.comment', 'comments.mention', 'notes.edit_comment', 'comments.mention', 'notes.edit_comment'].map(
      (type) => [type, 'notes', mine, office.id],
    ),
  );
  const { rows } = await world.admin.query(
    "select data from events where tenant_id = $1 and type = 'comments.mention' order by id",
    [office.id],
  );
  expect(rows.map(({ data }) => data)).toEqual([
    { comment_id: id, user_ids: [a], by: idOf(writer) },
    { comment_id: id, user_ids: [b], by: idOf(writer) },
  ]);
  // Who may not read the record would not see what is said: the writer is told so, and nothing is written.
  const clerk = await office.hire('topical', ['topics.read']);
  const asked = await writer.post(commentsOf(mine), { text: '@topical look', mentions: [a, idOf(clerk)] });
  expect([asked.status, asked.body]).toMatchObject([
    422,
    { code: 'comments.unknown_reader', errors: [{ pointer: '/mentions/1', detail: expect.stringContaining('notes') }] },
  ]);
  expect((await writer.patch(`${commentsOf(mine)}/${id}`, { mentions: [b, idOf(clerk)] })).status).toBe(422);
  // Who left can stay named in what was written, and cannot be named anew.
  await world.admin.query("update memberships set status = 'disabled' where tenant_id = $1 and user_id = $2", [
    office.id,
    b,
  ]);
  world.kernel.identity.forgetUser(b);
  expect((await writer.patch(`${commentsOf(mine)}/${id}`, { text: 'Later' })).status).toBe(200);
  expect((await writer.post(commentsOf(mine), { text: 'x', mentions: [b] })).status).toBe(422);
  await world.admin.query("update memberships set status = 'active' where tenant_id = $1 and user_id = $2", [
    office.id,
    b,
  ]);
  world.kernel.identity.forgetUser(b);
});

test('who is named gets a mail in the looks of the organisation; not who names himself, nor who may not read any more', async () => {
  const mails = async () =>
    (
      await world.admin.query(
        "select recipient, subject, body, sender_name, for_tenant_id from mail_outbox where subject like '%Audit the books%'",
      )
    ).rows;
  const books = await makeNote(writer, 'Audit the books');
  const leaving = await office.hire('leaving', ['notes.read']);
  const mentions = [idOf(reader), idOf(writer), idOf(leaving)];
  const said = await writer.post(commentsOf(books), { text: 'A word for few: @all', mentions });
  expect(said.status, said.text).toBe(201);
  await world.admin.query("update memberships set status = 'disabled' where tenant_id = $1 and user_id = $2", [
    office.id,
    idOf(leaving),
  ]);
  world.kernel.identity.forgetUser(idOf(leaving));
  world.kernel.jobs.start({ poll_ms: 50 });
  const open = async () =>
    (
      await world.admin.query(
        "select count(*)::int as n from jobs where tenant_id = $1 and name = 'comments.mention' and state <> 'done'",
        [office.id],
      )
    ).rows[0].n;
  await expect.poll(open).toBe(0);
  expect(await mails()).toEqual([
    {
      recipient: expect.stringMatching(/^reader@/),
      subject: 'writer named you in a comment on Audit the books',
      body: expect.stringContaining(`http://tenantry.test/t/talking-co/notes/${books}`),
      sender_name: 'talking-co',
      for_tenant_id: office.id,
    },
  ]);
  expect((await mails())[0].body).not.toContain('A word for few');
});

test('they come page by page, also of one person, and go with their record', async () => {
  const busy = await makeNote(writer, 'Busy');
  for (let n = 1; n <= 5; n++) await say(n % 2 ? writer : reader, `Comment ${n}`, busy);
  const first = await reader.get(`${commentsOf(busy)}?limit=3&count=true`);
  expect(first.body.meta).toMatchObject({ total: 5, limit: 3 });
  const rest = await reader.get(`${commentsOf(busy)}?limit=3&cursor=${first.body.meta.next_cursor}`);
  const texts = [...first.body.data, ...rest.body.data].map(({ text }: { text: string }) => text);
  expect(texts).toEqual([1, 2, 3, 4, 5].map((n) => `Comment ${n}`));
  const own = await reader.get(`${commentsOf(busy)}?sort=-created_at&created_by=${idOf(reader)}`);
  expect(own.body.data.map(({ text }: { text: string }) => text)).toEqual(['Comment 4', 'Comment 2']);
  expect((await reader.get(`${commentsOf(busy)}?subject_id=${note}`)).status).toBe(400);
  expect((await writer.delete(`/api/notes/${busy}`)).status).toBe(200);
  expect((await reader.get(commentsOf(busy))).body.code).toBe('notes.not_found');
  const left = await world.admin.query('select count(*)::int as n from comments where subject_id = $1', [busy]);
  expect(left.rows[0].n).toBe(0);
});

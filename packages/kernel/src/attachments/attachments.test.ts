/** Attachments over HTTP: who may read the record reads its files, files stay while something holds them, and records have bounds. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimsOf } from '../testing/attack.ts';
import type { Caller, Reply } from '../testing/caller.ts';
import { example } from '../testing/example/module.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { bytesAt, upload, uploadTo } from '../testing/uploads.ts';
import { createWorld, type World } from '../testing/world.ts';

let world: World;
let office: Office;
let neighbour: Office;
let reader: Caller;
let writer: Caller;
let stranger: Caller;
const NEVER = '01900000-0000-7000-8000-000000000000';

beforeAll(async () => {
  world = await createWorld({ modules: [example] });
  office = await openOffice(world, 'filing-co');
  neighbour = await openOffice(world, 'neighbour-co');
  reader = await office.hire('reader');
  writer = await office.hire('writer', ['notes.*', 'files.write']);
  stranger = await office.hire('stranger', ['topics.read', 'files.write']);
});
afterAll(() => world?.close());

async function makeNote(by: Caller): Promise<string> {
  const reply = await by.post('/api/notes', { title: 'File the return', due_on: '2026-11-21' });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.data.id;
}
async function makeFile(by: Caller, content: Buffer | string = 'A deed'): Promise<string> {
  const reply = await upload(by, 'deed.txt', content);
  expect(reply.status, reply.text).toBe(201);
  return reply.body.data.id;
}
const of = (note: string): string => `/api/notes/${note}/attachments`;
const attach = (by: Caller, note: string, body: object): Promise<Reply> => by.post(of(note), body);
const uploadOn = (by: Caller, note: string, content: Buffer | string = 'Scanned', texts = {}): Promise<Reply> =>
  uploadTo(by, `${of(note)}/upload`, 'scan.txt', content, texts);
const contentOf = async (by: Caller, file: string): Promise<string> => {
  const { status, bytes } = await bytesAt(world.address, `/api/files/${file}/content`, {
    authorization: `Bearer ${by.token}`,
  });
  return status === 200 ? bytes.toString() : String(status);
};

/** Contents and rows of files, attachments and what counts against the plan. */
async function left({ id }: Office): Promise<Record<string, number>> {
  let objects = 0;
  for await (const _ of world.kernel.files.store.list(`t/${id}/`)) objects++;
  const { rows } = await world.admin.query(
    `select (select count(*)::int from files where tenant_id = $1) as files,
       (select count(*)::int from attachments where tenant_id = $1) as attachments,
       (select coalesce(sum(used), 0)::int from usage_counters where tenant_id = $1 and name = 'storage_bytes') as bytes`,
    [id],
  );
  return { objects, ...rows[0] };
}

test('a file on a record is read by who may read the record, and by nobody else', async () => {
  const [note, other] = [await makeNote(writer), await makeNote(writer)];
  const file = await makeFile(writer);
  expect(await contentOf(reader, file)).toBe('404');
  const made = await attach(writer, note, { file_id: file, kind: 'deed', caption: ' Of the shop ' });
  expect(made.status, made.text).toBe(201);
  const attachment = made.body.data;
  expect(attachment).toMatchObject({
    file_id: file,
    kind: 'deed',
    caption: 'Of the shop',
    name: 'deed.txt',
    media_type: 'text/plain',
    bytes: 6,
    state: 'ready',
    created_by: claimsOf(writer).sub,
  });
  expect((await reader.get(of(note))).body.data).toEqual([attachment]);
  expect((await reader.get(`${of(other)}`)).body.data).toEqual([]);
  expect(await contentOf(reader, file)).toBe('A deed');
  const link = await reader.post(`/api/files/${file}/links`, {});
  expect((await bytesAt(world.address, `/api/links/${link.body.data.token}`)).bytes.toString()).toBe('A deed');
  for (const caller of [stranger, neighbour.owner]) {
    expect(await contentOf(caller, file)).toBe('404');
    expect([403, 404]).toContain((await caller.get(of(note))).status);
  }
  expect(await attach(reader, note, { file_id: file })).toMatchObject({
    status: 403,
    body: { permission: 'notes.write' },
  });
  expect((await reader.delete(`${of(note)}/${attachment.id}`)).status).toBe(403);
  // Held by the record it cannot be removed; taken off it stays its maker's, and the reader's right is gone, with his link.
  expect((await writer.delete(`/api/files/${file}`)).body.code).toBe('http.still_referred');
  expect((await writer.delete(`${of(other)}/${attachment.id}`)).body.code).toBe('attachments.not_found');
  expect((await writer.delete(`${of(note)}/${attachment.id}`)).body.data).toEqual(attachment);
  expect(await contentOf(reader, file)).toBe('404');
  expect((await bytesAt(world.address, `/api/links/${link.body.data.token}`)).status).toBe(404);
  expect(await contentOf(writer, file)).toBe('A deed');
  expect((await writer.delete(`/api/files/${file}`)).status).toBe(200);
  const { rows } = await world.admin.query(
    "select action, before, after from audit_entries where tenant_id = $1 and subject = 'notes' and subject_id = $2 order by id",
    [office.id, note],
  );
  expect(rows.map(({ action }) => action)).toEqual(['notes.create', 'notes.attach', 'notes.detach']);
  expect(rows[1].after).toMatchObject({ attachment_id: attachment.id, file_id: file, name: 'deed.txt', kind: 'deed' });
});

test('another organisation’s record and file are as if they never were, and so is a file that one may not see', async () => {
  const [note, foreign] = [await makeNote(writer), await makeNote(neighbour.owner)];
  const [file, theirs, hidden] = [await makeFile(writer), await makeFile(neighbour.owner), await makeFile(stranger)];
  const made = (await attach(writer, note, { file_id: file })).body.data.id;
  for (const file_id of [theirs, hidden, NEVER]) {
    const reply = await attach(writer, note, { file_id });
    expect([reply.status, reply.body.code, reply.body.errors]).toEqual([
      422,
      'attachments.file_unknown',
      [{ pointer: '/file_id', detail: 'There is no such file.' }],
    ]);
  }
  for (const [method, path, body] of [
    ['GET', of(note), undefined],
    ['POST', of(note), { file_id: theirs }],
    ['DELETE', `${of(note)}/${made}`, undefined],
  ] as const)
    expect((await neighbour.owner.call(method, path, { body })).body.code).toBe('notes.not_found');
  const before = await left(neighbour);
  expect((await uploadOn(neighbour.owner, note)).body.code).toBe('notes.not_found');
  expect((await neighbour.owner.delete(`${of(foreign)}/${made}`)).body.code).toBe('attachments.not_found');
  expect(await left(neighbour)).toEqual(before);
});

test('what is uploaded to a record goes with its last attachment, also when two take the last two off at once', async () => {
  const before = await left(office);
  const [a, b] = [await makeNote(writer), await makeNote(writer)];
  const made = await uploadOn(writer, a, 'Scanned page', { kind: 'scan', caption: 'Page 1' });
  expect(made.body.data, made.text).toMatchObject({ kind: 'scan', caption: 'Page 1', name: 'scan.txt', bytes: 12 });
  const { file_id, id } = made.body.data;
  expect(await contentOf(reader, file_id)).toBe('Scanned page');
  const second = (await attach(writer, b, { file_id })).body.data.id;
  expect((await writer.delete(`${of(a)}/${id}`)).status).toBe(200);
  expect(await contentOf(reader, file_id)).toBe('Scanned page');
  expect((await writer.delete(`${of(b)}/${second}`)).status).toBe(200);
  expect(await contentOf(office.owner, file_id)).toBe('404');
  for (let round = 0; round < 5; round++) {
    const first = (await uploadOn(writer, a)).body.data;
    const other = (await attach(writer, b, { file_id: first.file_id })).body.data;
    const replies = await Promise.all([writer.delete(`${of(a)}/${first.id}`), writer.delete(`${of(b)}/${other.id}`)]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200]);
  }
  expect(await left(office)).toEqual(before);
});

test('a record that is removed lets go of its files; the sweep touches none that are attached', async () => {
  const before = await left(office);
  const [note, kept] = [await makeNote(writer), await makeNote(writer)];
  const own = await makeFile(writer);
  const scan = (await uploadOn(writer, note)).body.data.file_id;
  const shared = (await uploadOn(writer, note)).body.data.file_id;
  for (const [on, file_id] of [
    [note, own],
    [kept, shared],
  ] as const)
    expect((await attach(writer, on, { file_id })).status).toBe(201);
  expect((await world.kernel.files.sweep.run(-60_000)).contents).toBe(0);
  expect(await contentOf(reader, scan)).toBe('Scanned');
  expect((await writer.delete(`/api/notes/${note}`)).status).toBe(200);
  expect(await contentOf(office.owner, scan)).toBe('404');
  expect(await contentOf(office.owner, own)).toBe('A deed');
  expect(await contentOf(reader, shared)).toBe('Scanned');
  expect((await writer.delete(`/api/notes/${kept}`)).status).toBe(200);
  expect((await writer.delete(`/api/files/${own}`)).status).toBe(200);
  expect(await left(office)).toEqual(before);
});

test('a record has so many attachments and no more, also when they come at once; too large ones leave nothing', async () => {
  const note = await makeNote(writer);
  const before = await left(office);
  const huge = await uploadOn(writer, note, Buffer.alloc(200_001, 'x'));
  expect([huge.status, huge.body.code, huge.body.max_bytes]).toEqual([413, 'attachments.too_large', 200_000]);
  for (const [send, status, code] of [
    [() => uploadOn(writer, note, ''), 422, 'files.empty'],
    [() => uploadOn(writer, note, 'x', { colour: 'red' }), 400, 'http.invalid_input'],
    [() => uploadOn(writer, note, 'x', { caption: 'x'.repeat(201) }), 400, 'http.invalid_input'],
    [() => uploadOn(writer, NEVER), 404, 'notes.not_found'],
    [() => uploadOn(reader, note), 403, 'http.forbidden'],
    [() => writer.post(`${of(note)}/upload`, { caption: 'x' }), 400, 'http.invalid_input'],
    [() => writer.post(`${of(note)}/upload`, {}), 415, 'http.unsupported_media_type'],
  ] as const) {
    const reply = await send();
    expect([reply.status, reply.body.code], reply.text).toEqual([status, code]);
  }
  expect(await left(office)).toEqual(before);
  const replies = await Promise.all(Array.from({ length: 8 }, (_, n) => uploadOn(writer, note, `Page ${n}`)));
  expect(replies.map(({ status }) => status).sort()).toEqual([...Array(6).fill(201), 422, 422]);
  const refused = replies.find(({ status }) => status === 422);
  expect(refused?.body).toMatchObject({ code: 'attachments.too_many', most: 6 });
  expect(await left(office)).toMatchObject({ files: (before.files ?? 0) + 6, objects: (before.objects ?? 0) + 6 });
  const [first] = (await reader.get(`${of(note)}?limit=1`)).body.data;
  expect((await attach(writer, note, { file_id: first.file_id })).body.code).toBe('attachments.too_many');
  const other = await makeNote(writer);
  expect((await attach(writer, other, { file_id: first.file_id })).status).toBe(201);
  expect((await attach(writer, other, { file_id: first.file_id })).body.code).toBe('attachments.already_attached');
  const large = await makeFile(writer, Buffer.alloc(200_001, 'x'));
  expect((await attach(writer, other, { file_id: large })).body.code).toBe('attachments.too_large');
});

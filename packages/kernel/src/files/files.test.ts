/** Files over HTTP: uploaded, kept apart, answered so that nothing in them runs; what breaks off leaves nothing. */
import { createHash, randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller, Reply } from '../testing/caller.ts';
import { example } from '../testing/example/module.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { bytesAt, formOf, upload } from '../testing/uploads.ts';
import { createWorld, type World } from '../testing/world.ts';

const MAX_BYTES = 300_000;
let world: World;
let office: Office;
let neighbour: Office;
let writer: Caller;
const log: string[] = [];

beforeAll(async () => {
  world = await createWorld({
    modules: [{ ...example, upload_bytes: async () => MAX_BYTES }],
    onLog: (line) => log.push(line),
  });
  office = await openOffice(world, 'filing-co');
  neighbour = await openOffice(world, 'neighbour-co');
  writer = await office.hire('writer', ['notes.*', 'topics.*', 'files.write']);
});
afterAll(() => world?.close());

const bearer = (caller: Caller): Record<string, string> => ({ authorization: `Bearer ${caller.token}` });
const contentOf = (caller: Caller, id: string, headers: Record<string, string> = {}) =>
  bytesAt(world.address, `/api/files/${id}/content`, { ...bearer(caller), ...headers });

/** What lies in the store and in the table of an organisation. */
async function left({ id }: Office): Promise<{ objects: number; rows: number }> {
  let objects = 0;
  for await (const _ of world.kernel.files.store.list(`t/${id}/`)) objects++;
  const { rows } = await world.admin.query('select count(*)::int as n from files where tenant_id = $1', [id]);
  return { objects, rows: rows[0].n };
}

test('a file comes back byte by byte, to its maker and to who may read all, to nobody else', async () => {
  const content = randomBytes(200_001);
  const made = await upload(writer, 'डेटा 1.bin', content);
  expect(made.status, made.text).toBe(201);
  const { id } = made.body.data;
  expect(made.body.data).toMatchObject({
    name: 'डेटा 1.bin',
    media_type: 'application/octet-stream',
    bytes: 200_001,
    sha256: createHash('sha256').update(content).digest('hex'),
    state: 'ready',
  });
  const colleague = await office.hire('colleague', ['notes.read', 'files.write']);
  for (const caller of [writer, office.owner]) {
    const got = await contentOf(caller, id);
    expect(got.status).toBe(200);
    expect(got.bytes.equals(content)).toBe(true);
    expect(got.headers).toMatchObject({
      'content-length': '200001',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      etag: `"${made.body.data.sha256}"`,
    });
    expect(got.headers['content-disposition']).toMatch(/^attachment; filename="____ 1.bin"; filename\*=UTF-8''%E0/);
    expect(got.headers['content-security-policy']).toMatch(/default-src 'none'.*sandbox/);
  }
  const never = '01900000-0000-7000-8000-000000000000';
  const thief = await upload(neighbour.owner, 'own.txt', 'own');
  expect(thief.status).toBe(201);
  for (const stranger of [neighbour.owner, colleague]) {
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['GET', '/content', undefined],
      ['POST', '/links', {}],
      ['DELETE', '', undefined],
    ] as const) {
      const answer = async (ref: string): Promise<unknown> => {
        const { status, body: said } = await stranger.call(method, `/api/files/${ref}${path}`, { body });
        return [status, said.code, said.detail];
      };
      expect(await answer(id), `${method} ${path}`).toEqual([404, 'files.not_found', undefined]);
      expect(await answer(id)).toEqual(await answer(never));
    }
  }
  expect((await neighbour.owner.get('/api/files')).body.data.map((row: { name: string }) => row.name)).toEqual([
    'own.txt',
  ]);
  expect((await office.owner.get('/api/files')).text).toContain(id);
  expect((await writer.get('/api/files')).status).toBe(403);
  // What lies in the store is sealed: not a run of the content is in it, and it opens for this file alone.
  const { rows } = await world.admin.query('select object_id from files where id = $1', [id]);
  const stored = await buffer(await world.kernel.files.store.get(`t/${office.id}/${rows[0].object_id}`));
  expect(stored.includes(content.subarray(0, 32))).toBe(false);
  const own = thief.body.data.id;
  await world.admin.query('update files set object_id = $1 where id = $2', [rows[0].object_id, own]);
  expect((await neighbour.owner.get(`/api/files/${own}/content`)).body.code).toBe('files.missing');
  await world.admin.query('delete from files where id = $1', [own]);
});

test.each([
  ['bytes=0-0', 206, [0, 1]],
  ['bytes=65535-65536', 206, [65_535, 65_537]],
  ['bytes=70000-', 206, [70_000, 150_000]],
  ['bytes=-5', 206, [149_995, 150_000]],
  ['bytes=149999-999999', 206, [149_999, 150_000]],
  ['bytes=5-2', 200, [0, 150_000]],
  ['bytes=0-1,4-5', 200, [0, 150_000]],
  ['lines=1-2', 200, [0, 150_000]],
] as const)('%s is answered with %i', async (range, status, [from, to]) => {
  const content = randomBytes(150_000);
  const { id, sha256 } = (await upload(writer, 'ranged', content)).body.data;
  const got = await contentOf(writer, id, { range });
  expect(got.status).toBe(status);
  expect(got.bytes.equals(content.subarray(from, to))).toBe(true);
  if (status === 206) expect(got.headers['content-range']).toBe(`bytes ${from}-${to - 1}/150000`);
  expect((await contentOf(writer, id, { range, 'if-range': '"another"' })).status).toBe(200);
  expect((await contentOf(writer, id, { range, 'if-range': `"${sha256}"` })).status).toBe(status);
});

test('no such part is 416, what is known already 304', async () => {
  const { id, sha256 } = (await upload(writer, 'short.txt', 'short')).body.data;
  const beyond = await contentOf(writer, id, { range: 'bytes=5-' });
  expect([beyond.status, beyond.headers['content-range']]).toEqual([416, 'bytes */5']);
  const known = await contentOf(writer, id, { 'if-none-match': `"x", W/"${sha256}"` });
  expect([known.status, known.bytes.length]).toEqual([304, 0]);
});

test.each([
  ['page.html', '<script>alert(document.cookie)</script>'],
  ['drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
  ['page', '<!doctype html><iframe src=//evil.example>'],
  ['both.gif', 'GIF89a/*<script>alert(1)</script>*/=1'],
])('%s is handed out to be saved and never as a page', async (name, content) => {
  const made = await upload(writer, name, content);
  expect(made.status, made.text).toBe(201);
  const got = await contentOf(writer, made.body.data.id);
  expect(got.headers['content-type']).toMatch(/^(application\/octet-stream|image\/gif)/);
  expect(got.headers['content-disposition']).toMatch(/^attachment;/);
  expect(got.headers['x-content-type-options']).toBe('nosniff');
  expect(got.headers['content-security-policy']).toContain('sandbox');
});

const refused: [what: string, status: number, code: string, send: () => Promise<Reply>][] = [
  ['nothing', 422, 'files.empty', () => upload(writer, 'empty.txt', '')],
  ['one byte too many', 413, 'http.too_large', () => upload(writer, 'big.bin', randomBytes(MAX_BYTES + 1))],
  ['far too many', 413, 'http.too_large', () => upload(writer, 'huge.bin', randomBytes(2_000_000))],
  ['a page as a picture', 422, 'files.type_mismatch', () => upload(writer, 'x.png', '<html><script>')],
  ['no form', 415, 'http.unsupported_media_type', () => writer.post('/api/files', { file: 'x' })],
  ['a text where the file should be', 400, 'http.invalid_input', () => textField(writer, 'file')],
  ['a field that is not known', 400, 'http.invalid_input', () => textField(writer, 'colour')],
  ['half a form', 400, 'http.malformed', () => half(writer)],
];

function textField(caller: Caller, field: string): Promise<Reply> {
  const { raw, type } = formOf('a.txt', 'x');
  const text = `--form-6f1b2c9e\r\ncontent-disposition: form-data; name="${field}"\r\n\r\nred\r\n`;
  const body = field === 'file' ? Buffer.from(`${text}--form-6f1b2c9e--\r\n`) : Buffer.concat([Buffer.from(text), raw]);
  return caller.call('POST', '/api/files', { raw: body, headers: { 'content-type': type } });
}

function half(caller: Caller): Promise<Reply> {
  const { raw, type } = formOf('a.txt', 'x'.repeat(100_000));
  return caller.call('POST', '/api/files', { raw: raw.subarray(0, 90_000), headers: { 'content-type': type } });
}

test.each(refused)('%s is refused with %i %s and leaves nothing', async (_what, status, code, send) => {
  const before = await left(office);
  const reply = await send();
  expect([reply.status, reply.body.code], reply.text).toEqual([status, code]);
  expect(await left(office)).toEqual(before);
});

test('the largest that is allowed is taken; the names of folders are not', async () => {
  expect((await upload(writer, 'most.bin', Buffer.alloc(MAX_BYTES, 1))).status).toBe(201);
  for (const [name, kept] of [
    ['..%2f..%2fetc%2fpasswd', '..%2f..%2fetc%2fpasswd'],
    ['..\\\\..\\\\boot.ini', 'boot.ini'],
    ['/etc/passwd', 'passwd'],
  ] as const) {
    const made = await upload(writer, name, 'x');
    expect(made.body.data?.name, made.text).toBe(kept);
    expect((await contentOf(writer, made.body.data.id)).bytes.toString()).toBe('x');
  }
  for (const path of ['/api/files/..%2f..%2fsecret/content', '/api/files/%2e%2e/content'])
    expect((await writer.get(path)).status, path).toBeGreaterThanOrEqual(400);
});

test('a client that goes away in the middle leaves nothing', async () => {
  const before = await left(office);
  const { raw, type } = formOf('gone.bin', randomBytes(200_000));
  const { hostname, port } = new URL(world.address);
  await new Promise<void>((resolve) => {
    const request = httpRequest({
      host: hostname,
      port,
      method: 'POST',
      path: '/api/files',
      headers: { ...bearer(writer), 'content-type': type, 'content-length': raw.length },
    });
    request.on('error', () => resolve());
    request.write(raw.subarray(0, 120_000), () => setTimeout(() => request.destroy(), 100));
  });
  await expect.poll(() => left(office)).toEqual(before);
});

test('the same key takes one file; another content under it is refused; neither leaves a second content', async () => {
  const headers = { 'idempotency-key': 'upload-1' };
  const before = await left(office);
  const first = await upload(writer, 'once.txt', 'once', headers);
  const again = await upload(writer, 'once.txt', 'once', headers);
  expect(again.body.data, again.text).toEqual(first.body.data);
  expect((await upload(writer, 'once.txt', 'twice', headers)).status).toBe(422);
  expect(await left(office)).toEqual({ objects: before.objects + 1, rows: before.rows + 1 });
  const removed = await writer.delete(`/api/files/${first.body.data.id}`);
  expect(removed.status).toBe(200);
  expect(await left(office)).toEqual(before);
  expect((await contentOf(writer, first.body.data.id)).status).toBe(404);
  const trail = await world.admin.query(
    'select action from audit_entries where tenant_id = $1 and subject_id = $2 order by id',
    [office.id, first.body.data.id],
  );
  expect(trail.rows.map((row) => row.action)).toEqual(['files.create', 'files.delete']);
});

test('without the permission nothing is uploaded', async () => {
  const reader = await office.hire('reader', ['notes.read']);
  const before = await left(office);
  expect(await upload(reader, 'a.txt', 'a')).toMatchObject({ status: 403, body: { permission: 'files.write' } });
  expect((await upload(world.nobody, 'a.txt', 'a')).status).toBe(401);
  expect(await left(office)).toEqual(before);
});

/** Links to files die with what they hang on; what is harmful, left over or sealed with an old key is dealt with behind the scenes. */
import { rmSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../testing/caller.ts';
import { keyFolderOf } from '../testing/database.ts';
import { inside } from '../testing/example/inside.ts';
import { example } from '../testing/example/module.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { setStatus } from '../testing/people.ts';
import { bytesAt, upload } from '../testing/uploads.ts';
import { createWorld, type World } from '../testing/world.ts';
import { createLinkSigner } from './links.ts';
import { objectKey } from './store.ts';

const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');
let world: World;
let office: Office;
const log: string[] = [];

beforeAll(async () => {
  world = await createWorld({
    modules: [example],
    files: {
      scan: async (content: Readable) =>
        (await buffer(content)).includes('EICAR-STANDARD-ANTIVIRUS') ? { infected: 'EICAR' } : 'clean',
    },
    onLog: (line) => log.push(line),
  });
  office = await openOffice(world, 'linking-co');
  await openOffice(world, 'neighbour-co');
});
afterAll(() => world?.close());

async function linked(caller: Caller, content = 'linked'): Promise<{ id: string; token: string; path: string }> {
  const { id } = (await upload(caller, 'linked.txt', content)).body.data;
  const reply = await caller.post(`/api/files/${id}/links`, { expires_in: 60 });
  expect(reply.status, reply.text).toBe(201);
  const { token, url } = reply.body.data;
  return { id, token, path: new URL(url).pathname };
}
const opened = (path: string) => bytesAt(world.address, path);
const rowOf = async (id: string) => (await world.admin.query('select * from files where id = $1', [id])).rows[0];

test('a link opens the file without cookie and token, to be saved; the log does not keep it', async () => {
  const { path, token, id } = await linked(office.owner);
  const got = await opened(path);
  expect([got.status, got.bytes.toString()]).toEqual([200, 'linked']);
  expect(got.headers['content-disposition']).toMatch(/^attachment;/);
  expect(got.headers['set-cookie']).toBeUndefined();
  expect(log.join('\n')).not.toContain(token);
  const post = await world.nobody.post(path);
  expect(post.status).toBe(405);
  await office.owner.delete(`/api/files/${id}`);
  expect((await opened(path)).status).toBe(404);
});

test('an altered or expired link, or one of another installation, is 404', async () => {
  const { path, token, id } = await linked(office.owner);
  const [payload = '', mac = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const altered = Buffer.from(JSON.stringify([...claims.slice(0, 5), claims[5] + 9999])).toString('base64url');
  for (const bad of [`${altered}.${mac}`, `${payload}.${'A'.repeat(43)}`, payload, `${token}A`, 'x', '..%2f..%2fetc'])
    expect((await opened(`/api/links/${bad}`)).status, bad).toBe(404);
  const [tenant_id, file_id, user_id, session_id] = claims;
  const all = { tenant_id, file_id, user_id, session_id, method: 'GET' as const };
  const now = Math.floor(Date.now() / 1000);
  const own = createLinkSigner(world.kernel.config.secret);
  expect((await opened(`/api/links/${own.sign({ ...all, expires: now + 60 })}`)).status).toBe(200);
  expect((await opened(`/api/links/${own.sign({ ...all, expires: now - 1 })}`)).status).toBe(404);
  const foreign = createLinkSigner('the secret of another installation');
  expect((await opened(`/api/links/${foreign.sign({ ...all, expires: now + 60 })}`)).status).toBe(404);
  expect(file_id).toBe(id);
  expect((await opened(path)).status).toBe(200);
});

test('a link ends with the session, the membership, and the organisation’s suspension', async () => {
  const one = await office.hire('leaving', ['files.write']);
  const out = await linked(one);
  expect((await opened(out.path)).status).toBe(200);
  expect((await one.post('/api/auth/logout')).status).toBeLessThan(300);
  expect((await opened(out.path)).status).toBe(404);

  const two = await office.hire('removed', ['files.write']);
  const gone = await linked(two);
  const { sub } = JSON.parse(Buffer.from((two.token as string).split('.')[1] as string, 'base64url').toString());
  await world.admin.query('delete from memberships where user_id = $1', [sub]);
  world.kernel.identity.forgetUser(sub);
  expect((await opened(gone.path)).status).toBe(404);

  const closing = await openOffice(world, 'closing-co');
  const shut = await linked(closing.owner);
  await setStatus(world, closing, 'suspended');
  await expect.poll(async () => (await opened(shut.path)).status).toBe(404);
  await setStatus(world, closing, 'active');
  await expect.poll(async () => (await opened(shut.path)).status).toBe(200);
});

test('what the scanner finds harmful is refused and leaves nothing', async () => {
  const reply = await upload(office.owner, 'eicar.com', `${EICAR}`);
  expect([reply.status, reply.body.code], reply.text).toEqual([422, 'files.infected']);
  const { rows } = await world.admin.query("select 1 from files where name = 'eicar.com'");
  expect(rows).toEqual([]);
});

test('the sweep removes uploads that ended with a killed server and contents without a file, and marks files without content', async () => {
  const { store, sweep } = world.kernel.files;
  const kept = await linked(office.owner, 'kept');
  const lost = await linked(office.owner, 'lost');
  const tenant = await world.kernel.directory.find(office.id);
  if (!tenant) throw new Error('no tenant');
  // As after kill -9: received and never kept.
  const half = await world.kernel.files.receive(tenant, {
    name: 'half.txt',
    content: (async function* () {
      yield Buffer.from('half');
    })(),
    max_bytes: 100,
  });
  expect((await office.owner.get(`/api/files/${half.id}`)).status).toBe(404);
  const orphan = objectKey(office.id, '01900000-0000-7000-8000-00000000beef');
  await store.put(
    orphan,
    (async function* () {
      yield Buffer.from('orphan');
    })(),
  );
  expect(await sweep.run()).toEqual({ uploads: 0, contents: 0, missing: 0, found: 0, purged: 0 });
  const away = await rowOf(lost.id);
  await store.remove(objectKey(office.id, away.object_id));
  expect(await sweep.run(-60_000)).toMatchObject({ uploads: 1, contents: 1, missing: 1 });
  await expect(store.get(orphan)).rejects.toThrow();
  expect(await rowOf(half.id)).toBeUndefined();
  expect((await opened(lost.path)).status).toBe(410);
  expect((await opened(kept.path)).bytes.toString()).toBe('kept');
});

test('a new version of the key seals contents anew; they read the same, and the old content is swept', async () => {
  const { keys, files } = world.kernel;
  const { path, id } = await linked(office.owner, 'x'.repeat(200_000));
  const before = await rowOf(id);
  const source = keys.sources().find(({ table, field }) => table === 'files' && field === 'content');
  const pass = await source?.reseal(office.id, Number(before.key_version) + 1, () => false);
  expect(pass?.moved).toBeGreaterThan(0);
  const after = await rowOf(id);
  expect(after.object_id).not.toBe(before.object_id);
  expect((await opened(path)).bytes.toString()).toBe('x'.repeat(200_000));
  expect((await files.sweep.run(-60_000)).contents).toBeGreaterThan(0);
  expect((await opened(path)).status).toBe(200);
});

test('services put, read and remove files through their context', async () => {
  const made = await inside(world, office, (ctx) => ctx.kernel.files.put(ctx, 'made.csv', Buffer.from('a,b\n1,2\n')));
  expect(made).toMatchObject({ media_type: 'text/csv', bytes: 8, created_by: null });
  const text = await inside(world, office, async (ctx) => {
    const content = await ctx.kernel.files.open(ctx, made.id);
    return (await buffer(await content.open(2, 4))).toString();
  });
  expect(text).toBe('b\n1');
  await inside(world, office, (ctx) => ctx.kernel.files.remove(ctx, made.id));
  expect(await rowOf(made.id)).toBeUndefined();
});

test('a store that cannot write is a 503, and what lies in it is still read', async () => {
  const { id } = await linked(office.owner, 'y'.repeat(100_000));
  rmSync(`${keyFolderOf(world.connections.control.database ?? '')}/files/incoming`, { recursive: true });
  const reply = await upload(office.owner, 'late.txt', 'late');
  expect([reply.status, reply.body.code], reply.text).toEqual([503, 'files.store_unavailable']);
  expect((await office.owner.get(`/api/files/${id}/content`)).status).toBe(200);
});

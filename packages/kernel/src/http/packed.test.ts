/** Lists leave packed for who takes it so; credentials, short answers and changes never do. */
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { example } from '../testing/example/module.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { bytesAt } from '../testing/uploads.ts';
import { createWorld, type World } from '../testing/world.ts';

let world: World;
let office: Office;

beforeAll(async () => {
  world = await createWorld({ modules: [example] });
  office = await openOffice(world, 'packed-co');
  for (let n = 0; n < 20; n++)
    await office.owner.post('/api/notes', { title: `A note of some length, number ${n}`, due_on: '2026-11-21' });
});
afterAll(() => world?.close());

const get = (path: string, accept: string) =>
  bytesAt(world.address, path, { authorization: `Bearer ${office.owner.token}`, 'accept-encoding': accept });

test('a list is the same packed and not, and a fifth as long', async () => {
  const [plain, small] = [await get('/api/notes', 'gzip'), await get('/api/notes', 'gzip, deflate, br')];
  expect([plain.status, small.status]).toEqual([200, 200]);
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(small.headers).toMatchObject({
    'content-encoding': 'br',
    'content-length': String(small.bytes.length),
    'content-type': 'application/json; charset=utf-8',
  });
  expect([plain.headers.vary, small.headers.vary]).toEqual(['accept-encoding', 'accept-encoding']);
  expect(small.bytes.length * 3).toBeLessThan(plain.bytes.length);
  const read = (bytes: Buffer) => JSON.parse(bytes.toString()).data;
  expect(read(brotliDecompressSync(small.bytes))).toEqual(read(plain.bytes));
});

test('what holds a credential, what is short and what is a refusal leave as they are', async () => {
  for (const path of ['/api/auth/me', '/api/auth/sessions', '/api/notes?limit=1', '/api/notes/none']) {
    const { headers } = await get(path, 'br');
    expect([path, headers['content-encoding']]).toEqual([path, undefined]);
  }
});

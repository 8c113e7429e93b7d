/** One contract for both stores: whole or not at all, ranges, lists by tenant; the second against a server that speaks S3. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folderStore } from './folder_store.ts';
import { s3Store } from './s3_store.ts';
import { type FileStore, ObjectMissing, objectKey } from './store.ts';

const folder = mkdtempSync(join(tmpdir(), 'files-'));
const bucketFolder = mkdtempSync(join(tmpdir(), 'bucket-'));
const stores: Record<string, FileStore> = {};
let server: S3rver;
const [a, b] = [randomUUID(), randomUUID()];

beforeAll(async () => {
  stores.folder = await folderStore(folder);
  server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: bucketFolder,
    configureBuckets: [{ name: 'files', configs: [] }],
  });
  const { port } = (await server.run()) as AddressInfo;
  stores.s3 = s3Store({
    endpoint: `http://127.0.0.1:${port}`,
    bucket: 'files',
    region: 'us-east-1',
    access_key_id: 'S3RVER',
    secret_access_key: 'S3RVER',
  });
});
afterAll(async () => {
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
  rmSync(bucketFolder, { recursive: true, force: true });
});

async function* pieces(...all: Buffer[]): AsyncIterable<Buffer> {
  yield* all;
}
async function* broken(bytes: number): AsyncIterable<Buffer> {
  for (let sent = 0; sent < bytes; sent += 65_536) yield Buffer.alloc(65_536, 'x');
  throw new Error('the client is gone');
}
const bytesOf = async (stream: Readable): Promise<Buffer> => buffer(stream);
async function keys(store: FileStore, prefix: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of store.list(prefix)) found.push(key);
  return found.sort();
}

describe.each(['folder', 's3'])('%s', (kind) => {
  test('what is put comes back, whole and in ranges; under no other key', async () => {
    const store = stores[kind] as FileStore;
    const key = objectKey(a, randomUUID());
    await store.put(key, pieces(Buffer.from('Hello, '), Buffer.from('नमस्ते')));
    const whole = Buffer.from('Hello, नमस्ते');
    expect(await bytesOf(await store.get(key))).toEqual(whole);
    expect(await bytesOf(await store.get(key, { from: 3, to: 9 }))).toEqual(whole.subarray(3, 10));
    expect(await bytesOf(await store.get(key, { from: whole.length - 1, to: whole.length - 1 }))).toEqual(
      whole.subarray(-1),
    );
    await expect(store.get(objectKey(b, key.split('/')[2] as string))).rejects.toThrow(ObjectMissing);
    await store.remove(key);
    await store.remove(key);
    await expect(store.get(key)).rejects.toThrow(ObjectMissing);
  });

  test('nothing and much: no bytes, and more than a part holds', async () => {
    const store = stores[kind] as FileStore;
    const [empty, large] = [objectKey(a, randomUUID()), objectKey(a, randomUUID())];
    await store.put(empty, pieces());
    expect(await bytesOf(await store.get(empty))).toHaveLength(0);
    const piece = Buffer.alloc(3 * 1_048_576, 'abcdefg');
    await store.put(large, pieces(...Array(6).fill(piece)));
    const read = await bytesOf(await store.get(large));
    expect(read.equals(Buffer.concat(Array(6).fill(piece)))).toBe(true);
    for (const key of [empty, large]) await store.remove(key);
  });

  test.each([100_000, 10_000_000])('what breaks off after %i bytes is not there', async (bytes) => {
    const store = stores[kind] as FileStore;
    const key = objectKey(a, randomUUID());
    await expect(store.put(key, broken(bytes))).rejects.toThrow('the client is gone');
    await expect(store.get(key)).rejects.toThrow(ObjectMissing);
    expect(await keys(store, `t/${a}/`)).toEqual([]);
    expect(await store.prune(new Date(Date.now() + 60_000))).toBe(0);
  });

  test('lists tell key, size and age, of one tenant or of all', async () => {
    const store = stores[kind] as FileStore;
    const [one, other] = [objectKey(a, randomUUID()), objectKey(b, randomUUID())];
    await store.put(one, pieces(Buffer.from('one')));
    await store.put(other, pieces(Buffer.from('other')));
    expect(await keys(store, `t/${a}/`)).toEqual([one]);
    expect(await keys(store, 't/')).toEqual([one, other].sort());
    expect(await keys(store, `t/${randomUUID()}/`)).toEqual([]);
    for await (const found of store.list(`t/${b}/`)) {
      expect(found.bytes).toBe(5);
      expect(Math.abs(found.modified_at.getTime() - Date.now())).toBeLessThan(60_000);
    }
    for (const key of [one, other]) await store.remove(key);
  });

  test.each([
    `t/${a}/../${b}/x`,
    `t/${a}/..%2f..%2fsecret`,
    '../secret',
    `/t/${a}/${b}`,
    `t/${a}/${b}/`,
    `t/${a}/${b}\0`,
    '',
  ])('%j is no key', async (key) => {
    const store = stores[kind] as FileStore;
    await expect(store.get(key)).rejects.toThrow(/not the key/);
    await expect(store.put(key, pieces())).rejects.toThrow(/not the key/);
    await expect(store.remove(key)).rejects.toThrow(/not the key/);
    await expect(keys(store, key)).rejects.toThrow(/not a prefix/);
  });
});

test('links in the folder lead nowhere, neither for a file nor for a tenant', async () => {
  const store = stores.folder as FileStore;
  const outside = mkdtempSync(join(tmpdir(), 'outside-'));
  writeFileSync(join(outside, 'secret'), 'secret');
  const [owner, thief] = [randomUUID(), randomUUID()];
  const key = objectKey(owner, randomUUID());
  await store.put(key, pieces(Buffer.from('mine')));
  mkdirSync(join(folder, 't', thief));
  const linked = objectKey(thief, randomUUID());
  symlinkSync(join(outside, 'secret'), join(folder, linked));
  await expect(store.get(linked)).rejects.toThrow(ObjectMissing);
  expect(await keys(store, `t/${thief}/`)).toEqual([]);
  const other = randomUUID();
  symlinkSync(join(folder, 't', owner), join(folder, 't', other));
  const moved = objectKey(other, key.split('/')[2] as string);
  await expect(store.get(moved)).rejects.toThrow(ObjectMissing);
  await expect(store.put(objectKey(other, randomUUID()), pieces(Buffer.from('x')))).rejects.toThrow(ObjectMissing);
  await store.remove(moved);
  expect(await bytesOf(await store.get(key))).toEqual(Buffer.from('mine'));
  expect(readdirSync(join(folder, 'incoming'))).toEqual([]);
  rmSync(outside, { recursive: true });
});

test('what a killed server left half written is pruned once it is old', async () => {
  const store = stores.folder as FileStore;
  const half = join(folder, 'incoming', randomUUID());
  writeFileSync(half, 'half');
  const hour = 3_600_000;
  expect(await store.prune(new Date(Date.now() - hour))).toBe(0);
  const old = new Date(Date.now() - 2 * hour);
  utimesSync(half, old, old);
  expect(await store.prune(new Date(Date.now() - hour))).toBe(1);
});

test('a server that refuses is told apart from an object that is not there', async () => {
  const wrong = s3Store({
    endpoint: `http://127.0.0.1:${(server as unknown as { httpServer: { address(): AddressInfo } }).httpServer.address().port}`,
    bucket: 'nowhere',
    region: 'us-east-1',
    access_key_id: 'S3RVER',
    secret_access_key: 'S3RVER',
  });
  await expect(wrong.get(objectKey(a, randomUUID()))).rejects.toMatchObject({ name: 'StoreFailure', status: 404 });
  await expect(wrong.put(objectKey(a, randomUUID()), pieces(Buffer.from('x')))).rejects.toMatchObject({
    name: 'StoreFailure',
  });
});

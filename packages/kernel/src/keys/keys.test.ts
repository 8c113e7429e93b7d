/** Sealing: what stands sealed opens only for its tenant, in its place, unaltered; and outside the database lies what opens it. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keyFolderOf } from '../testing/database.ts';
import { example } from '../testing/example/module.ts';
import { startInstance } from '../testing/instance.ts';
import { organisation } from '../testing/people.ts';
import { createWorld, type World } from '../testing/world.ts';

let world: World;
let a: { id: string };
let b: { id: string };

const place = { table: 'idempotency_keys', row: 'one', field: 'sealed_body' };
const other = { ...place, row: 'two' };

beforeAll(async () => {
  world = await createWorld({ modules: [example] });
  [a, b] = [await organisation(world), await organisation(world)];
});
afterAll(() => world?.close());

test('a text and bytes come back, each time sealed otherwise', async () => {
  const { keys } = world.kernel;
  const texts = ['', 'secret', 'नमस्ते', 'x'.repeat(100_000)];
  for (const text of texts) {
    const sealed = [await keys.seal(a.id, place, text), await keys.seal(a.id, place, text)];
    expect(sealed[0]).toMatch(/^v1\.[A-Za-z0-9_-]+$/);
    expect(sealed[0]).not.toBe(sealed[1]);
    for (const one of sealed) expect(await keys.open(a.id, place, one)).toBe(text);
  }
  const bytes = Buffer.from([0, 1, 2, 255]);
  const sealed = await keys.sealBytes(a.id, place, bytes);
  expect([sealed.readUInt32BE(0), sealed[4]]).toEqual([1, 2]);
  expect(await keys.openBytes(a.id, place, sealed)).toEqual(bytes);
});

test('another tenant, row, field or table, and any altered byte make it unreadable', async () => {
  const { keys } = world.kernel;
  const sealed = await keys.seal(a.id, place, 'secret');
  await keys.seal(b.id, place, 'so that there is a key');
  const unreadable = { kind: { code: 'keys.unreadable' } };
  await expect(keys.open(b.id, place, sealed)).rejects.toMatchObject(unreadable);
  for (const moved of [other, { ...place, field: 'body' }, { ...place, table: 'idempotency_key' }])
    await expect(keys.open(a.id, moved, sealed)).rejects.toMatchObject(unreadable);
  // Lengths are bound too: the same letters, divided otherwise between row and field.
  const shifted = { table: place.table, row: 'onesealed', field: '_body' };
  await expect(keys.open(a.id, shifted, sealed)).rejects.toMatchObject(unreadable);
  const bytes = await keys.sealBytes(a.id, place, Buffer.from('secret'));
  for (let at = 0; at < bytes.length; at++) {
    const altered = Buffer.from(bytes);
    altered[at] = (altered[at] as number) ^ 1;
    await expect(keys.openBytes(a.id, place, altered), `byte ${at}`).rejects.toMatchObject(unreadable);
  }
  for (const text of ['', 'secret', 'v1.', 'v0.AAAA', sealed.replace('v1', 'v2'), sealed.slice(0, -4), `${sealed}AAAA`])
    await expect(keys.open(a.id, place, text), text).rejects.toMatchObject(unreadable);
});

test('nothing is sealed for a place that no rotation would find, nor for a tenant that there is not', async () => {
  const { keys } = world.kernel;
  await expect(keys.seal(a.id, { ...place, field: 'body' }, 'x')).rejects.toThrow(/not named as sealed/);
  await expect(keys.seal('01900000-0000-7000-8000-000000000000', place, 'x')).rejects.toThrow(/no tenant/);
});

test('another instance has the same keys, two that make the first key at once make one', async () => {
  const second = await startInstance(world.connections, { modules: [example] });
  try {
    // Many times: who comes together meets the other in one of two indexes.
    for (let round = 0; round < 25; round++) {
      const fresh = await organisation(world);
      const sealed = await Promise.all(
        [world, second, world, second].map(({ kernel }) => kernel.keys.seal(fresh.id, place, 'together')),
      );
      for (const one of sealed) {
        expect(await world.kernel.keys.open(fresh.id, place, one)).toBe('together');
        expect(await second.kernel.keys.open(fresh.id, place, one)).toBe('together');
      }
      const { rows } = await world.admin.query('select version, state from tenant_keys where tenant_id = $1', [
        fresh.id,
      ]);
      expect(rows).toEqual([{ version: 1, state: 'current' }]);
    }
  } finally {
    await second.close();
  }
});

test('master key and shares lie outside the database, for their owner alone; without the master key no start', async () => {
  const folder = keyFolderOf(world.connections.control.database ?? '');
  const files = ['master.key', ...readdirSync(join(folder, 'tenants')).map((name) => join('tenants', name))];
  expect(files).toContain(join('tenants', a.id));
  for (const file of files) expect(statSync(join(folder, file)).mode & 0o777, file).toBe(0o600);
  const kept = readFileSync(join(folder, 'master.key'), 'utf8').trim().split(/\s/).at(-1) as string;
  const { rows } = await world.admin.query("select string_agg(k::text, ' ') as all from tenant_keys k");
  for (const form of ['hex', 'base64'] as const)
    expect(rows[0].all).not.toContain(Buffer.from(kept, 'base64url').toString(form));
  const empty = { ids: async () => [], add: () => Promise.reject(new Error('made anew')) };
  const start = startInstance(world.connections, { modules: [example], keys: { master: empty as never } });
  await expect(start).rejects.toThrow(/is not held; put the file back/);
});

test('100,000 seals have 100,000 nonces', async () => {
  const { keys } = world.kernel;
  const nonces = new Set<string>();
  for (let n = 0; n < 100_000; n++)
    nonces.add((await keys.sealBytes(a.id, place, Buffer.of(n & 255))).toString('latin1', 5, 17));
  expect(nonces.size).toBe(100_000);
});

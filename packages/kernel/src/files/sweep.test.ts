/** The sweep, killed in the middle and done again, loses no file; and contents whose keys are destroyed are removed for good. */
import { fork } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countNow, readUsage } from '../limits/usage.ts';
import type { Tenant } from '../tenancy/directory.ts';
import type { Caller } from '../testing/caller.ts';
import { keyFolderOf } from '../testing/database.ts';
import { example } from '../testing/example/module.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { bytesAt, upload, uploadTo } from '../testing/uploads.ts';
import { createWorld, type World } from '../testing/world.ts';
import { objectKey } from './store.ts';

let world: World;
let office: Office;
let neighbour: Office;

beforeAll(async () => {
  world = await createWorld({ modules: [example] });
  office = await openOffice(world, 'sweeping-co');
  neighbour = await openOffice(world, 'neighbour-co');
});
afterAll(() => world?.close());

async function objects({ id }: Office): Promise<number> {
  let count = 0;
  for await (const _ of world.kernel.files.store.list(`t/${id}/`)) count++;
  return count;
}
const contentOf = async (by: Caller, id: string): Promise<string> => {
  const path = `/api/files/${id}/content`;
  const { status, bytes } = await bytesAt(world.address, path, { authorization: `Bearer ${by.token}` });
  return status === 200 ? bytes.toString('hex') : String(status);
};
/** A file of the office, and a file on one of its records. */
async function furnish({ owner }: Office): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const note = await owner.post('/api/notes', { title: 'Kept', due_on: '2026-11-21' });
  for (const path of ['', `/api/notes/${note.body.data.id}/attachments/upload`]) {
    const content = randomBytes(100_000);
    const made = path ? await uploadTo(owner, path, 'a.bin', content) : await upload(owner, 'a.bin', content);
    expect(made.status, made.text).toBe(201);
    files.set(made.body.data.file_id ?? made.body.data.id, content.toString('hex'));
  }
  return files;
}

test('killed in the middle and done again, it removes what is nobody’s and no file', { timeout: 120_000 }, async () => {
  const { sweep } = world.kernel.files;
  const kept = new Map([...(await furnish(office)), ...(await furnish(neighbour))]);
  const LEFT = 800;
  const folder = join(keyFolderOf(String(world.connections.app.database)), 'files');
  for (let n = 0; n < LEFT; n++) writeFileSync(join(folder, objectKey(office.id, randomUUID())), 'left');
  let hasMidway = false;
  for (const below of [LEFT - 50, LEFT - 300]) {
    const child = fork(new URL('../testing/sweeping.ts', import.meta.url), {
      env: {
        ...process.env,
        CONTROL: JSON.stringify(world.connections.control),
        APP: JSON.stringify(world.connections.app),
        FOLDER: folder,
      },
    });
    let isDone = false;
    child.on('message', (word) => {
      isDone ||= word === 'swept';
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    while (!isDone && child.exitCode === null && (await objects(office)) > below) await new Promise(setImmediate);
    child.kill('SIGKILL');
    await ended;
    const left = await objects(office);
    hasMidway ||= !isDone && left > 2 && left < LEFT;
  }
  expect(hasMidway).toBe(true);
  await sweep.run(-60_000);
  expect([await objects(office), await objects(neighbour)]).toEqual([2, 2]);
  for (const [id, content] of kept) {
    const answers = [await contentOf(office.owner, id), await contentOf(neighbour.owner, id)];
    expect(answers.sort()).toEqual(['404', content].sort());
  }
});

test('with the keys of an organisation its contents go, and the sweep finishes what broke off', async () => {
  const files = await furnish(office);
  const [first, second] = [...files.keys()] as [string, string];
  const others = await objects(neighbour);
  // The store says no in the middle, as when the server dies there.
  const { store } = world.kernel.files;
  const { remove } = store;
  store.remove = async () => {
    throw new Error('the store is gone');
  };
  try {
    const destroyed = await world.operator.delete('/api/tenants/sweeping-co/keys?confirm=sweeping-co');
    expect([destroyed.status, destroyed.body.data.status], destroyed.text).toEqual([200, 'destroyed']);
  } finally {
    store.remove = remove;
  }
  // The rows say at once that nothing is stored, though the contents still lie there.
  const tenant = (await world.kernel.directory.find(office.id)) as Tenant;
  const storage = async () => [
    await readUsage(world.kernel, tenant, 'storage_bytes'),
    await countNow(world.kernel, tenant, 'storage_bytes'),
  ];
  expect(await storage()).toEqual([0, 0]);
  const other = (await world.kernel.directory.find(neighbour.id)) as Tenant;
  expect(await readUsage(world.kernel, other, 'storage_bytes')).toBeGreaterThan(0);
  const before = await objects(office);
  expect(before).toBeGreaterThanOrEqual(2);
  expect(await contentOf(office.owner, first)).toBe('410');
  expect((await world.kernel.files.sweep.run()).purged).toBe(before);
  expect([await objects(office), await objects(neighbour)]).toEqual([0, others]);
  for (const id of [first, second])
    expect((await office.owner.get(`/api/files/${id}`)).body.data.state).toBe('missing');
  expect((await world.kernel.files.sweep.run()).purged).toBe(0);
  // What is missing can still be removed.
  expect((await office.owner.delete(`/api/files/${first}`)).status).toBe(200);
  expect(await storage()).toEqual([0, 0]);
});

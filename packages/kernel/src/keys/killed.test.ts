/** A rotation whose process is killed in the middle: what is sealed opens at every moment, and another instance brings it to its end. */
import { type ChildProcess, fork } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { transaction } from '../db/handle.ts';
import { keyFolderOf } from '../testing/database.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { safes } from '../testing/safes/module.ts';
import { createWorld, type World } from '../testing/world.ts';

const COUNT = 2_000;
let world: World;
let office: Office;
let other: Office;

beforeAll(async () => {
  world = await createWorld({ modules: [safes] });
  [office, other] = [await openOffice(world, 'killed-turning'), await openOffice(world, 'killed-still')];
  for (let from = 0; from < COUNT; from += 400) {
    const some = Array.from({ length: 400 }, (_, n) => ({ title: `S${from + n}`, combination: `C${from + n}.` }));
    expect((await office.owner.post('/api/safes/fill', { safes: some })).status).toBe(200);
  }
  await other.owner.post('/api/safes', { title: 'Still', combination: 'of the other' });
}, 120_000);
afterAll(() => world?.close());

function startTurning(): { child: ChildProcess; isUp: Promise<unknown>; ended: Promise<unknown> } {
  const { connections, kernel } = world;
  const folder = keyFolderOf(connections.control.database ?? '');
  const child = fork(new URL('../testing/turning.ts', import.meta.url), {
    env: { ...process.env, INSTANCE: JSON.stringify({ config: kernel.config, connections, folder }) },
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const isUp = new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`it ended with ${code}`)));
  });
  return { child, isUp, ended };
}

/** How many values there are under each version. */
async function versions(): Promise<Record<string, number>> {
  const { rows } = await world.admin.query(
    "select split_part(combination, '.', 1) as version, count(*)::int as n from safes where tenant_id = $1 group by 1",
    [office.id],
  );
  return Object.fromEntries(rows.map((row) => [row.version, row.n]));
}

async function everythingOpens(): Promise<void> {
  const { text } = await office.owner.get('/api/safes?format=csv');
  for (let n = 0; n < COUNT; n++) if (!text.includes(`,C${n}.`)) throw new Error(`C${n} does not open`);
}

test('killed again and again it loses nothing, and the old key is destroyed only at the end', async () => {
  const { kernel } = world;
  // A new version as an instance stores it that dies before it has sealed anything anew.
  const tx = transaction(kernel.control, { tenant_id: office.id, plane: '' });
  await tx.sql("update tenant_keys set state = 'old', replaced_at = now() where tenant_id = $1 and state = 'current'");
  await kernel.keys.store(tx, office.id, 2);
  await tx.commit();
  kernel.news.tell({ kind: 'key', subject_id: office.id });
  let isMixed = false;
  let moved = 0;
  for (let kill = 0; kill < 3; kill++) {
    const { child, isUp, ended } = startTurning();
    await isUp;
    // It is killed as soon as it has got further than the one before.
    await expect.poll(async () => (await versions()).v2 ?? 0, { timeout: 60_000, interval: 1 }).toBeGreaterThan(moved);
    child.kill('SIGKILL');
    await ended;
    const { v1 = 0, v2 = 0 } = await versions();
    expect(v1 + v2).toBe(COUNT);
    isMixed ||= v1 > 0 && v2 > 0;
    if (v1 === 0) break;
    moved = v2;
    await everythingOpens();
  }
  expect(isMixed).toBe(true);
  const before = (await world.operator.get('/api/tenants/killed-turning/keys')).body.data;
  expect([before.status, before.versions.length]).toEqual(['rotating', 2]);
  await kernel.keys.rotation.resume();
  await kernel.keys.rotation.settled();
  expect(await versions()).toEqual({ v2: COUNT });
  await everythingOpens();
  const after = (await world.operator.get('/api/tenants/killed-turning/keys')).body.data;
  expect([after.status, after.unreadable]).toEqual(['live', []]);
  expect(after.versions.map((one: { state: string }) => one.state)).toEqual(['current', 'destroyed']);
  expect((await other.owner.get('/api/safes')).body.data).toMatchObject([{ combination: 'of the other' }]);
}, 180_000);

/** Rotation: while people read and write nothing fails, afterwards the old key is gone and everything opens; also across instances. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { transaction } from '../db/handle.ts';
import { newId } from '../schema/ids.ts';
import { callerAt } from '../testing/caller.ts';
import { type Instance, startInstance } from '../testing/instance.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { safes } from '../testing/safes/module.ts';
import { createWorld, type World } from '../testing/world.ts';

let world: World;
let second: Instance;

beforeAll(async () => {
  world = await createWorld({ modules: [safes] });
  second = await startInstance(world.connections, { modules: [safes] });
});
afterAll(async () => {
  await second?.close();
  await world?.close();
});

async function fill(office: Office, count: number): Promise<void> {
  for (let from = 0; from < count; from += 400) {
    const some = Array.from({ length: 400 }, (_, n) => ({ title: `S${from + n}`, combination: `C${from + n}` }));
    expect((await office.owner.post('/api/safes/fill', { safes: some })).status).toBe(200);
  }
}

const prefixes = async (office: Office): Promise<string[]> => {
  const { rows } = await world.admin.query(
    "select distinct split_part(x, '.', 1) as version from safes, unnest(array[combination, hint]) x where tenant_id = $1 and x is not null",
    [office.id],
  );
  return rows.map((row) => row.version);
};

const operatorSees = async (slug: string) => (await world.operator.get(`/api/tenants/${slug}/keys`)).body.data;

test('under load of two instances: no error, no old value, no old key, everything opens; another tenant is untouched', async () => {
  const office = await openOffice(world, 'turning');
  const still = await openOffice(world, 'still');
  await fill(office, 1200);
  await fill(still, 400);
  const callers = [office.owner, callerAt(second.address, office.owner.token)];
  let isOver = false;
  let calls = 0;
  const expected = new Map<string, string>();
  const failures: string[] = [];
  const note = (status: number, wanted: number, text: string): void => {
    calls++;
    if (status !== wanted) failures.push(`${status} ${text.slice(0, 300)}`);
  };
  const people = callers.flatMap((caller, at) => [
    (async () => {
      for (let n = 0; !isOver; n++) {
        const reply = await caller.post(
          '/api/safes',
          { title: `W${at}`, combination: `new ${n}` },
          { 'idempotency-key': `w${at}-${n}` },
        );
        note(reply.status, 201, reply.text);
        const { id } = reply.body.data;
        const changed = await caller.patch(`/api/safes/${id}`, { hint: `hint ${n}` });
        note(changed.status, 200, changed.text);
        expected.set(id, `new ${n} hint ${n}`);
      }
    })(),
    (async () => {
      while (!isOver) {
        const reply = await caller.get('/api/safes?limit=100&sort=-title');
        note(reply.status, 200, reply.text);
      }
    })(),
  ]);
  for (const version of [2, 3]) {
    const rotated = await world.operator.post('/api/tenants/turning/keys/rotate');
    expect([rotated.status, rotated.body.data.status, rotated.body.data.versions[0].version]).toEqual([
      202,
      'rotating',
      version,
    ]);
    await world.kernel.keys.rotation.settled();
    const { body } = await world.operator.get('/api/tenants/turning/keys');
    expect(body.data.status).toBe('live');
    expect(body.data.versions.map((one: { state: string }) => one.state)).toEqual([
      'current',
      ...Array(version - 1).fill('destroyed'),
    ]);
    expect(new Set(body.data.sealed.map((one: { version: number }) => one.version))).toEqual(new Set([version]));
    expect(await prefixes(office)).toEqual([`v${version}`]);
  }
  isOver = true;
  await Promise.all(people);
  expect(failures).toEqual([]);
  expect(calls).toBeGreaterThan(50);
  const csv = (await callers[1]?.get('/api/safes?format=csv'))?.text ?? '';
  for (let n = 0; n < 1200; n++) expect(csv).toContain(`,C${n} again,`);
  for (const [id, both] of expected) {
    const { combination, hint } = (await office.owner.get(`/api/safes/${id}`)).body.data;
    expect(`${combination} ${hint}`).toBe(both);
  }
  // What the first instance answered under the first key is replayed under the third.
  const again = await office.owner.post(
    '/api/safes',
    { title: 'W0', combination: 'new 0' },
    { 'idempotency-key': 'w0-0' },
  );
  expect([again.status, again.headers['idempotent-replayed']]).toEqual([201, 'true']);
  const { rows } = await world.admin.query(
    'select version, wrapped is null as gone from tenant_keys where tenant_id = $1 order by 1',
    [office.id],
  );
  expect(rows).toEqual([
    { version: 1, gone: true },
    { version: 2, gone: true },
    { version: 3, gone: false },
  ]);
  expect(await prefixes(still)).toEqual(['v1']);
  const trail = await world.admin.query(
    "select action from audit_entries where tenant_id = $1 and subject = 'keys' order by id",
    [office.id],
  );
  expect(trail.rows.map((row) => row.action)).toEqual(['keys.rotate', 'keys.retire', 'keys.rotate', 'keys.retire']);
});

test('a value under the old key is noise once it is gone', async () => {
  const office = await openOffice(world, 'noise');
  const { id } = (await office.owner.post('/api/safes', { title: 'Old', combination: 'old' })).body.data;
  const { rows } = await world.admin.query('select combination from safes where id = $1', [id]);
  await world.operator.post('/api/tenants/noise/keys/rotate');
  await world.kernel.keys.rotation.settled();
  expect((await office.owner.get(`/api/safes/${id}`)).body.data.combination).toBe('old');
  await world.admin.query('update safes set combination = $2 where id = $1', [id, rows[0].combination]);
  for (const caller of [office.owner, callerAt(second.address, office.owner.token)])
    expect((await caller.get(`/api/safes/${id}`)).body.code).toBe('keys.unreadable');
});

test('the old key stays for whoever has sealed with it and not committed yet, and while a value cannot be opened', async () => {
  const office = await openOffice(world, 'slow');
  const { kernel } = world;
  const id = newId();
  const tx = transaction(kernel.cells.pool().database, { tenant_id: office.id, plane: '' });
  await kernel.keys.enter(tx);
  const sealed = await kernel.keys.seal(office.id, { table: 'safes', row: id, field: 'hint' }, 'in time');
  await world.operator.post('/api/tenants/slow/keys/rotate');
  const states = async (): Promise<string[]> => {
    const { rows } = await world.admin.query('select state from tenant_keys where tenant_id = $1 order by version', [
      office.id,
    ]);
    return rows.map((row) => row.state);
  };
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(await states()).toEqual(['old', 'current']);
  await tx.execute('insert into safes (tenant_id, id, title, hint) values ($1, $2, $3, $4)', [id, 'Slow', sealed]);
  await tx.commit();
  await kernel.keys.rotation.settled();
  expect(await states()).toEqual(['destroyed', 'current']);
  expect((await office.owner.get(`/api/safes/${id}`)).body.data.hint).toBe('in time');

  await world.admin.query("update safes set combination = 'v1.AAAA' where id = $1", [id]);
  await world.operator.post('/api/tenants/slow/keys/rotate');
  await kernel.keys.rotation.settled();
  expect(await states()).toEqual(['destroyed', 'old', 'current']);
  const { data } = (await world.operator.get('/api/tenants/slow/keys')).body;
  expect([data.status, data.unreadable]).toEqual(['rotating', [`safes.combination ${id}`]]);
  // Put right, the next start takes it up.
  await world.admin.query('update safes set combination = null where id = $1', [id]);
  await second.kernel.keys.rotation.resume();
  await second.kernel.keys.rotation.settled();
  expect(await states()).toEqual(['destroyed', 'destroyed', 'current']);
});

test('an instance that ends in the middle leaves a rotation that the next one finishes', async () => {
  const office = await openOffice(world, 'halfway');
  await fill(office, 400);
  const third = await startInstance(world.connections, { modules: [safes] });
  const operator = callerAt(third.address, world.operator.token);
  expect((await operator.post('/api/tenants/halfway/keys/rotate')).status).toBe(202);
  await third.close();
  const states = async (): Promise<string[]> =>
    (await operatorSees('halfway')).versions.map((one: { state: string }) => one.state);
  expect(await states()).toEqual(['current', 'old']);
  const fourth = await startInstance(world.connections, { modules: [safes] });
  await fourth.kernel.keys.rotation.settled();
  await fourth.close();
  expect(await states()).toEqual(['current', 'destroyed']);
  expect(await prefixes(office)).toEqual(['v2']);
  expect((await office.owner.get('/api/safes?format=csv')).text).toContain(',C399 again,');
});

test('only operators rotate and destroy', async () => {
  const office = await openOffice(world, 'own-keys');
  const outsider = await openOffice(world, 'not-theirs');
  expect((await office.owner.get('/api/tenants/own-keys/keys')).body.data).toMatchObject({
    status: 'none',
    versions: [],
  });
  expect((await outsider.owner.get('/api/tenants/own-keys/keys')).status).toBe(403);
  for (const [who, status] of [
    [office.owner, 403],
    [outsider.owner, 403],
    [world.nobody, 401],
  ] as const) {
    expect((await who.post('/api/tenants/own-keys/keys/rotate')).status).toBe(status);
    expect((await who.delete('/api/tenants/own-keys/keys?confirm=own-keys')).status).toBe(status);
    expect((await who.get('/api/system/keys')).status).toBe(status);
    expect((await who.post('/api/system/keys/rotate')).status).toBe(status);
  }
  expect((await office.owner.get('/api/tenants/own-keys/keys')).body.data.status).toBe('none');
});

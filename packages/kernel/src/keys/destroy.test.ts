/** The end of a key: nothing sealed opens any more, on no instance, and not in a copy of the database that was taken before. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { withClient } from '../db/client.ts';
import { createRoles } from '../db/roles.ts';
import { createOperator } from '../identity/operator.ts';
import { type Caller, callerAt } from '../testing/caller.ts';
import { type FreshDatabase, freshDatabase, keyFolderOf } from '../testing/database.ts';
import { type Instance, startInstance } from '../testing/instance.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { safes } from '../testing/safes/module.ts';
import { OPERATOR, type World } from '../testing/world.ts';
import { fileMasterKeys } from './master.ts';
import { folderShares } from './shares.ts';

const modules = [safes];
let database: FreshDatabase;
let copy: string;
let server: pg.Client;
let office: Office;
let neighbour: Office;
let safe: string;
let theirs: string;
let here: Instance;
let there: Instance;
let operator: Caller;

const as = (caller: Caller, { address }: Instance): Caller => callerAt(address, caller.token);

/** What a call for a safe answers: its combination, or the problem. */
const ask = async (caller: Caller, id: string): Promise<string> => {
  const { body } = await caller.get(`/api/safes/${id}`);
  return body.success ? body.data.combination : `${body.status} ${body.code}`;
};

beforeAll(async () => {
  database = await freshDatabase(modules);
  const first = await startInstance(database.connections, { modules });
  await createOperator(first.kernel, OPERATOR);
  const nobody = callerAt(first.address);
  const world = { ...first, admin: database.admin, nobody } as unknown as World;
  [office, neighbour] = [await openOffice(world, 'shredded'), await openOffice(world, 'neighbour')];
  operator = await nobody.signIn(OPERATOR.email, OPERATOR.password);
  safe = (await office.owner.post('/api/safes', { title: 'A', combination: 'to be shredded' })).body.data.id;
  theirs = (await neighbour.owner.post('/api/safes', { title: 'B', combination: 'to be kept' })).body.data.id;
  await operator.post('/api/tenants/shredded/keys/rotate');
  await first.kernel.keys.rotation.settled();
  await first.close();
  await database.admin.end();

  const root = inject('postgres');
  server = new pg.Client(root);
  await server.connect();
  copy = `${database.name}_copy`;
  await server.query(`create database ${copy} template ${database.name}`);
  await withClient({ ...root, database: copy }, (client) =>
    createRoles(client, root.password ? () => String(root.password) : undefined),
  );
  [here, there] = [
    await startInstance(database.connections, { modules }),
    await startInstance(database.connections, { modules }),
  ];
});
afterAll(async () => {
  await here?.close();
  await there?.close();
  await server?.query(`drop database if exists ${copy} with (force)`);
  await server?.end();
  await database?.close();
});

test('it takes the name, typed; a wrong one destroys nothing', async () => {
  for (const [query, status] of [
    ['', 400],
    ['?confirm=neighbour', 422],
    ['?confirm=Shredded', 422],
  ] as const) {
    const refused = await as(operator, here).delete(`/api/tenants/shredded/keys${query}`);
    expect([refused.status, refused.body.errors[0].pointer], query).toEqual([status, '/confirm']);
  }
  expect(await ask(as(office.owner, here), safe)).toBe('to be shredded');
});

test('after it nothing sealed opens, on no instance, nor in the copy; the neighbour keeps everything', async () => {
  expect(await ask(as(office.owner, there), safe)).toBe('to be shredded');
  const gone = await as(operator, here).delete('/api/tenants/shredded/keys?confirm=shredded');
  expect([gone.status, gone.body.data.status]).toEqual([200, 'destroyed']);
  expect(gone.body.data.versions.map((one: { state: string }) => one.state)).toEqual(['destroyed', 'destroyed']);
  expect(await ask(as(office.owner, here), safe)).toBe('410 keys.destroyed');
  await expect.poll(() => ask(as(office.owner, there), safe)).toBe('410 keys.destroyed');

  const caller = as(office.owner, here);
  for (const reply of [
    await caller.get('/api/safes'),
    await caller.post('/api/safes', { title: 'New', combination: 'new' }),
    await caller.patch(`/api/safes/${safe}`, { combination: 'new' }),
    await as(operator, here).post('/api/tenants/shredded/keys/rotate'),
  ])
    expect([reply.status, reply.body.code]).toEqual([410, 'keys.destroyed']);
  // What is not sealed is still there.
  expect((await caller.get('/api/safes?fields=title')).body.data).toEqual([{ id: safe, title: 'A' }]);

  const folder = keyFolderOf(database.name);
  expect(existsSync(join(folder, 'tenants', office.id))).toBe(false);
  const connections = {
    app: { ...database.connections.app, database: copy },
    control: { ...database.connections.control, database: copy },
  };
  // The backup together with the master key as it is, and as it was: it never held the tenant's share.
  const keys = {
    master: fileMasterKeys(join(folder, 'master.key')),
    shares: folderShares(join(folder, 'tenants')),
  };
  const restored = await startInstance(connections, { modules, keys });
  try {
    const { rows } = await withClient({ ...inject('postgres'), database: copy }, (client) =>
      client.query('select count(wrapped)::integer as wrapped from tenant_keys where tenant_id = $1', [office.id]),
    );
    expect(rows).toEqual([{ wrapped: 1 }]);
    expect(await ask(as(office.owner, restored), safe)).toBe('410 keys.destroyed');
    expect(await ask(as(neighbour.owner, restored), theirs)).toBe('to be kept');
  } finally {
    await restored.close();
  }
  // Without the mark, as on another machine: the share alone is what is missing.
  const elsewhere = await startInstance(connections, {
    modules,
    keys: { ...keys, shares: { ...keys.shares, find: async (id) => (id === office.id ? null : keys.shares.find(id)) } },
  });
  try {
    expect(await ask(as(office.owner, elsewhere), safe)).toBe('500 keys.unreadable');
  } finally {
    await elsewhere.close();
  }
  expect(await ask(as(neighbour.owner, here), theirs)).toBe('to be kept');
});

test('it can be asked for again, and records whose key is gone can still be removed', async () => {
  const again = await as(operator, here).delete('/api/tenants/shredded/keys?confirm=shredded');
  expect([again.status, again.body.data.status]).toEqual([200, 'destroyed']);
  const removed = await as(office.owner, here).delete(`/api/safes/${safe}`);
  expect([removed.status, removed.body.data.combination]).toEqual([200, '•••']);
});

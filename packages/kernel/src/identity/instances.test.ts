/** Two instances over one database: what ends on one is dead on the other at once, also while no news arrive. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { transaction } from '../db/handle.ts';
import { type Caller, callerAt } from '../testing/caller.ts';
import { type Instance, startInstance } from '../testing/instance.ts';
import { organisation, type Person, person } from '../testing/people.ts';
import { tripsOf } from '../testing/trips.ts';
import { createWorld, type World } from '../testing/world.ts';

let world: World;
let second: Instance;
let there: string;

beforeAll(async () => {
  world = await createWorld({ modules: [] });
  second = await startInstance(world.connections, { modules: [] });
  there = second.address;
});
afterAll(async () => {
  await second?.close();
  await world?.close();
});

/** Signed in here, known on both instances. */
async function onBoth(who?: Person): Promise<{ who: Person; here: Caller; remote: Caller }> {
  const somebody = who ?? (await person(world));
  const here = await world.nobody.signIn(somebody.email, somebody.password);
  const remote = callerAt(there, here.token);
  // Twice: the second time out of memory.
  for (const caller of [here, remote, here, remote]) expect((await caller.get('/api/auth/me')).status).toBe(200);
  return { who: somebody, here, remote };
}

/** Milliseconds until the other instance refuses. */
async function deadAfter(remote: Caller): Promise<number> {
  const from = performance.now();
  await expect.poll(async () => (await remote.get('/api/auth/me')).status, { interval: 5 }).toBe(401);
  return performance.now() - from;
}

test('a logout, a new password and a closed account are dead on the other instance at once', async () => {
  const took: Record<string, number> = {};
  const first = await onBoth();
  expect((await first.here.post('/api/auth/logout')).status).toBe(200);
  expect((await first.here.get('/api/auth/me')).status).toBe(401);
  took.logout = await deadAfter(first.remote);

  const [a, b] = [await onBoth(first.who), await onBoth(first.who)];
  expect((await a.here.post('/api/auth/logout', { everywhere: true })).body.data.ended).toBe(2);
  took.everywhere = await deadAfter(b.remote);

  const [c, d] = [await onBoth(first.who), await onBoth(first.who)];
  const changed = await c.here.post('/api/auth/password', {
    password: first.who.password,
    new_password: 'nine quiet elephants',
  });
  expect(changed.status).toBe(200);
  took.password = await deadAfter(d.remote);
  expect((await c.remote.get('/api/auth/me')).status).toBe(200);

  expect((await world.operator.post(`/api/people/${first.who.id}/close`)).status).toBe(200);
  took.closed = await deadAfter(c.remote);
  expect(Math.min(...Object.values(took))).toBeLessThan(500);
});

test('a stolen refresh token that is used twice ends the session on both', async () => {
  const { email, password } = await person(world);
  const { data } = (await world.nobody.post('/api/auth/login', { email, password })).body;
  const fresh = (await callerAt(there).post('/api/auth/refresh', { refresh_token: data.refresh_token })).body.data;
  const remote = callerAt(there, fresh.access_token);
  expect((await remote.get('/api/auth/me')).status).toBe(200);
  expect((await world.nobody.post('/api/auth/refresh', { refresh_token: data.refresh_token })).status).toBe(401);
  await deadAfter(remote);
  expect((await callerAt(there).post('/api/auth/refresh', { refresh_token: fresh.refresh_token })).status).toBe(401);
});

test('while no news arrive nothing is taken from memory', async () => {
  const { here, remote } = await onBoth();
  const cut = async (): Promise<void> => {
    await world.admin.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'tenantry news'",
    );
    await expect.poll(() => second.kernel.news.isConnected(), { interval: 1 }).toBe(false);
  };
  await cut();
  expect((await here.post('/api/auth/logout')).status).toBe(200);
  expect((await remote.get('/api/auth/me')).status).toBe(401);
  await expect.poll(() => second.kernel.news.isConnected()).toBe(true);
  expect((await remote.get('/api/auth/me')).status).toBe(401);
});

test('failed attempts add up over instances and restarts', async () => {
  const { email, password } = await person(world);
  const attempt = (address: string, guess: string) =>
    callerAt(address).post('/api/auth/login', { email, password: guess });
  const statuses: number[] = [];
  for (let i = 0; i < 12; i++) statuses.push((await attempt(i % 2 ? there : world.address, 'a wrong guess')).status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(10);
  for (const address of [world.address, there]) {
    const refused = await attempt(address, password);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  }
  await world.admin.query('delete from sign_in_failures');
});

test('a role that changes on one instance counts on the other', async () => {
  const tenant = await organisation(world);
  const who = await person(world, { clerk: tenant });
  const here = await world.nobody.signIn(who.email, who.password, tenant.slug);
  const remote = callerAt(there, here.token);
  expect((await remote.get('/api/auth/me')).body.data.role).toBe('clerk');
  await world.admin.query("update memberships set role = 'auditor' where user_id = $1", [who.id]);
  const tx = transaction(world.kernel.control, { tenant_id: null, plane: 'identity' });
  await world.kernel.news.announce(tx, { kind: 'user', subject_id: who.id });
  await tx.commit();
  await expect.poll(async () => (await remote.get('/api/auth/me')).body.data.role).toBe('auditor');
});

test('a session out of memory asks no database', async () => {
  const { here } = await onBoth();
  const credentials = {
    method: 'GET',
    authorization: `Bearer ${here.token}`,
    cookies: {},
    csrf: undefined,
    origin: undefined,
    host: undefined,
  };
  const { identity, control } = world.kernel;
  const ask = async (): Promise<void> => {
    for (let i = 0; i < 2000; i++) await identity.authenticate(credentials);
  };
  // What runs in the background asks the same database, a few times.
  expect(await tripsOf(control, null, ask)).toBeLessThan(200);
});

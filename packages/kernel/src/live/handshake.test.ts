/** The way into a live connection: every name of an organisation, every credential, and every page that may not. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../testing/caller.ts';
import { example } from '../testing/example/module.ts';
import { type Listener, type Refused, tryListen } from '../testing/listener.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { setStatus } from '../testing/people.ts';
import { createWorld, type World } from '../testing/world.ts';

let world: World;
let shop: Office;
let rival: Office;

beforeAll(async () => {
  world = await createWorld({ modules: [example] });
  shop = await openOffice(world, 'live-shop');
  rival = await openOffice(world, 'live-rival');
});
afterAll(() => world?.close());

const bearer = (caller: Caller): Record<string, string> => ({ authorization: `Bearer ${caller.token}` });
const at = (path: string): string => `${world.address}${path}`;

async function refusal(path: string, headers: Record<string, string> = {}): Promise<[number, string]> {
  const opened = (await tryListen(at(path), headers)) as Refused;
  expect(opened).not.toHaveProperty('socket');
  return [opened.status, opened.body.code];
}

/** The organisation that a connection says it is in. */
async function roomOf(path: string, headers: Record<string, string>): Promise<string | undefined> {
  const listener = (await tryListen(at(path), headers)) as Listener;
  expect(listener, JSON.stringify(listener)).toHaveProperty('socket');
  const { tenant } = await listener.hearType('live.opened');
  await listener.close();
  return tenant?.slug;
}

test('every way to name the organisation opens the same room, and two names that disagree open none', async () => {
  const claimed = bearer(shop.owner);
  const nameless = bearer(await world.nobody.signIn('owner@live-shop.example', 'a good long password for tests'));
  for (const path of ['/api/live', '/api/v1/live', '/api/tenants/live-shop/live', '/api/live?tenant=live-shop'])
    expect(await roomOf(path, claimed)).toBe('live-shop');
  expect(await roomOf('/api/live', { ...nameless, host: 'live-shop.tenantry.test' })).toBe('live-shop');
  expect(await roomOf('/api/live', { ...nameless, 'x-tenant-slug': 'live-shop' })).toBe('live-shop');
  expect(await roomOf(`/api/live?tenant_id=${shop.id}`, nameless)).toBe('live-shop');
  expect(await refusal('/api/live?tenant=live-rival', claimed)).toEqual([403, 'tenancy.conflict']);
  expect(await refusal('/api/live', { ...claimed, host: 'live-rival.tenantry.test' })).toEqual([
    403,
    'tenancy.conflict',
  ]);
  expect(await refusal('/api/tenants/live-rival/live', nameless)).toEqual([404, 'tenancy.not_found']);
  expect(await refusal('/api/tenants/no-such-one/live', nameless)).toEqual([404, 'tenancy.not_found']);
});

test('without a credential, with a dead one, or in a closed organisation nothing opens', async () => {
  expect(await refusal('/api/live?tenant=live-shop')).toEqual([403, 'http.forbidden']);
  expect(await refusal('/api/live', { authorization: 'Bearer x.y.z' })).toEqual([401, 'identity.unauthenticated']);
  const gone = await shop.hire('gone', ['notes.read']);
  await gone.post('/api/auth/logout');
  expect(await refusal('/api/live', bearer(gone))).toEqual([401, 'identity.unauthenticated']);
  const closed = await openOffice(world, 'live-closed');
  expect(await roomOf('/api/live', bearer(closed.owner))).toBe('live-closed');
  await setStatus(world, closed, 'suspended');
  expect(await refusal('/api/live', bearer(closed.owner))).toEqual([403, 'tenancy.suspended']);
  const plain = await shop.owner.get('/api/live');
  expect([plain.status, plain.body.code, plain.headers.upgrade]).toEqual([426, 'live.upgrade_required', 'websocket']);
});

test('a browser’s cookie opens a room from a page of ours alone', async () => {
  const login = await world.nobody.post(
    '/api/auth/login',
    { email: 'owner@live-shop.example', password: 'a good long password for tests', tenant: 'live-shop' },
    { 'x-client': 'web' },
  );
  const cookie = (login.headers['set-cookie'] as string[]).map((line) => line.split(';')[0]).join('; ');
  const host = new URL(world.address).host;
  expect(await roomOf('/api/live', { cookie, origin: world.address })).toBe('live-shop');
  expect(await roomOf('/api/live', { cookie, origin: 'http://tenantry.test' })).toBe('live-shop');
  const there = 'live-shop.tenantry.test';
  expect(await roomOf('/api/live', { cookie, host: there, origin: `http://${there}` })).toBe('live-shop');
  const foreign = [
    'null',
    'https://evil.example',
    `${world.address}.evil.example`,
    `http://evil.example/${host}`,
    `https://${host}`,
    `http://${host}@evil.example`,
    world.address.replace(/:\d+$/, ':1'),
    'http://live-rival.tenantry.test',
    'http://tenantry.test.evil.example',
    '',
  ];
  for (const origin of foreign) {
    expect([origin, ...(await refusal('/api/live', { cookie, origin }))]).toEqual([origin, 403, 'http.forbidden']);
    const token = await refusal('/api/live', { ...bearer(shop.owner), origin });
    expect([origin, ...token]).toEqual([origin, 403, 'http.forbidden']);
  }
  // A name that somebody lets point here is no page of ours, whatever it agrees with.
  const rebound = { cookie, host: 'evil.example', origin: 'http://evil.example' };
  expect(await refusal('/api/live', rebound)).toEqual([403, 'http.forbidden']);
  expect(await refusal('/api/live', { cookie })).toEqual([403, 'http.forbidden']);
});

test('a ticket opens one connection, once, for its own session', async () => {
  const made = await shop.owner.post('/api/live/tickets');
  expect([made.status, made.body.data.expires_in]).toEqual([201, 30]);
  const { ticket } = made.body.data;
  expect((await world.admin.query('select 1 from live_tickets where hash = $1', [Buffer.from(ticket)])).rows).toEqual(
    [],
  );
  const path = `/api/live?ticket=${ticket}`;
  expect(await refusal(path, { origin: 'https://evil.example' })).toEqual([403, 'http.forbidden']);
  expect(await roomOf(path, { origin: world.address })).toBe('live-shop');
  expect(await refusal(path, { origin: world.address })).toEqual([401, 'identity.unauthenticated']);
  const take = async (by: Caller): Promise<string> => (await by.post('/api/live/tickets')).body.data.ticket;
  const twins = await Promise.all(
    (await take(shop.owner).then((one) => [one, one])).map((one) => tryListen(at(`/api/live?ticket=${one}`))),
  );
  expect(twins.filter((one) => 'socket' in one)).toHaveLength(1);
  for (const one of twins) if ('socket' in one) await one.close();
  expect(await refusal(`/api/live?ticket=${await take(shop.owner)}&tenant=live-rival`)).toEqual([
    403,
    'tenancy.conflict',
  ]);
  expect(await refusal(`/api/live?ticket=${await take(rival.owner)}`, bearer(shop.owner))).toEqual([
    401,
    'identity.unauthenticated',
  ]);
  const old = await take(shop.owner);
  await world.admin.query("update live_tickets set expires_at = now() - interval '1 second'");
  expect(await refusal(`/api/live?ticket=${old}`)).toEqual([401, 'identity.unauthenticated']);
  const leaving = await shop.hire('leaving', ['notes.read']);
  const left = await take(leaving);
  await leaving.post('/api/auth/logout');
  expect(await refusal(`/api/live?ticket=${left}`)).toEqual([401, 'identity.unauthenticated']);
  expect((await world.nobody.post('/api/live/tickets')).status).toBe(401);
});

test('the operators’ stream is for operators, and operators have no way into an organisation', async () => {
  expect(await roomOf('/api/live/system', bearer(world.operator))).toBeUndefined();
  expect(await refusal('/api/live/system', bearer(shop.owner))).toEqual([403, 'http.forbidden']);
  expect(await refusal('/api/live?tenant=live-shop', bearer(world.operator))).toEqual([403, 'tenancy.consent_needed']);
});

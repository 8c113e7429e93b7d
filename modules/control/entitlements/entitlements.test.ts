/** Entitlements over HTTP: what holds before, at and after their dates, which one decides, and that a neighbour has none of it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTown, type Organisation, type Town } from '../testing/town.ts';

let town: Town;
let shop: Organisation;
let other: Organisation;

beforeAll(async () => {
  town = await createTown();
  shop = await town.found('granted-shop', { plan: 'basic' });
  other = await town.found('other-shop', { plan: 'basic' });
});
afterAll(() => town?.close());

const DAY_MS = 86_400_000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();

async function grant(body: Record<string, unknown>, at = shop.at) {
  const reply = await town.operator.post(`${at}/entitlements`, { reason: 'Agreed by mail', ...body });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.data;
}

/** How a limit stands, now or at an instant. */
async function allowance(name: string, at?: string, organisation = shop) {
  const reply = await organisation.owner.get(`${organisation.at}/subscription${at ? `?at=${at}` : ''}`);
  expect(reply.status, reply.text).toBe(200);
  return reply.body.data.allowances.find((one: { name: string }) => one.name === name);
}

test('each limit says how much is used, how much may be, until when, and by which rule', async () => {
  const { data } = (await shop.owner.get('/api/subscription')).body;
  const plan = { source: 'plan', rule: 'basic', valid_from: null, valid_to: null };
  const none = { source: 'default', rule: null, valid_from: null, valid_to: null };
  expect(data.allowances).toMatchObject([
    { name: 'users', unit: 'people', used: 1, maximum: 100, resets_at: null, ...plan },
    { name: 'products', unit: 'products', used: 0, maximum: null, resets_at: null, ...none },
    { name: 'transactions_per_month', unit: 'transactions', used: 0, maximum: null, ...none },
    { name: 'storage_bytes', unit: 'bytes', used: 0, maximum: 10 * 2 ** 30, resets_at: null, ...plan },
    { name: 'api_requests_per_day', unit: 'requests', maximum: 1000, ...plan },
    { name: 'requests_per_second', used: null, maximum: 100, resets_at: null, ...plan },
  ]);
  expect(Date.parse(data.allowances[2].resets_at)).toBeGreaterThan(Date.now());
  expect((await shop.owner.get('/api/usage')).body.data.allowances.map((one: { name: string }) => one.name)).toEqual(
    data.allowances.map((one: { name: string }) => one.name),
  );
});

test('before, at and after its dates: from the first instant on, at the last one not any more', async () => {
  const [valid_from, valid_to] = [inDays(10), inDays(20)];
  const made = await grant({ limit: 'users', maximum: 250, valid_from, valid_to });
  expect(made).toMatchObject({ state: 'future', decides: false, limit: 'users', feature: null, maximum: 250 });
  const before = new Date(Date.parse(valid_from) - 1).toISOString();
  const last = new Date(Date.parse(valid_to) - 1).toISOString();
  const granted = { maximum: 250, source: 'entitlement', rule: made.id, valid_from, valid_to };
  expect(await allowance('users')).toMatchObject({ maximum: 100, source: 'plan' });
  expect(await allowance('users', before)).toMatchObject({ maximum: 100, source: 'plan' });
  expect(await allowance('users', valid_from)).toMatchObject(granted);
  expect(await allowance('users', last)).toMatchObject(granted);
  expect(await allowance('users', valid_to)).toMatchObject({ maximum: 100, source: 'plan' });
  expect(await allowance('users', valid_from, other)).toMatchObject({ maximum: 100, source: 'plan' });
});

test('of several the one that began last decides; ended, the one before it does again', async () => {
  await town.operator.put(`${shop.at}/subscription`, { max_products: 40 });
  const long = await grant({ limit: 'products', maximum: 50 });
  const short = await grant({ limit: 'products', maximum: 45, valid_to: inDays(3) });
  const open = await grant({ limit: 'products', maximum: null, valid_from: inDays(1), valid_to: inDays(2) });
  expect(await allowance('products')).toMatchObject({ maximum: 45, rule: short.id });
  expect(await allowance('products', inDays(1.5))).toMatchObject({
    maximum: null,
    rule: open.id,
    source: 'entitlement',
  });
  expect(await allowance('products', inDays(2.5))).toMatchObject({ maximum: 45, rule: short.id });
  expect(await allowance('products', inDays(4))).toMatchObject({ maximum: 50, rule: long.id, valid_to: null });
  const listed = (await town.operator.get(`${shop.at}/entitlements?state=present`)).body.data;
  expect(listed.map((one: { id: string; decides: boolean }) => [one.id, one.decides])).toEqual([
    [short.id, true],
    [long.id, false],
  ]);
  for (const one of [short, long, open])
    expect((await town.operator.post(`${shop.at}/entitlements/${one.id}/end`)).status).toBe(200);
  expect(await allowance('products')).toMatchObject({ maximum: 40, source: 'subscription', rule: 'agreed' });
  expect(await allowance('products', inDays(1.5))).toMatchObject({ maximum: 40, source: 'subscription' });
  const past = (await town.operator.get(`${shop.at}/entitlements?state=past`)).body.data;
  expect(past.map((one: { id: string }) => one.id).sort()).toEqual([long.id, open.id, short.id].sort());
  const again = await town.operator.post(`${shop.at}/entitlements/${short.id}/end`);
  expect([again.status, again.body.code]).toEqual([409, 'entitlements.ended']);
});

test('a limit that is granted is the one that refuses, and stops when it ends', async () => {
  const small = await town.found('small-shop', { plan: 'basic', max_users: 1 });
  const invite = (n: number) => small.owner.post(`${small.at}/users`, { email: `p${n}@small.example`, role: 'sales' });
  const refused = await invite(1);
  expect([refused.status, refused.body]).toMatchObject([403, { limit: 'users', usage: 1, maximum: 1 }]);
  const { id } = await grant({ limit: 'users', maximum: 2 }, small.at);
  expect((await invite(1)).status).toBe(201);
  expect((await invite(2)).body).toMatchObject({ code: 'limits.reached', usage: 2, maximum: 2 });
  await town.operator.post(`${small.at}/entitlements/${id}/end`);
  // Nobody is turned out; nobody comes in.
  expect(await allowance('users', undefined, small)).toMatchObject({ used: 2, maximum: 1, source: 'subscription' });
  expect((await invite(2)).body).toMatchObject({ code: 'limits.reached', usage: 2, maximum: 1 });
});

test('one that begins or ends by itself is noticed in time, though what held is remembered', async () => {
  const brief = await town.found('brief-shop', { plan: 'basic', max_users: 1 });
  const invite = (n: number) => brief.owner.post(`${brief.at}/users`, { email: `q${n}@brief.example`, role: 'sales' });
  const reports = async () => (await brief.owner.get('/api/auth/me')).body.data.features.advanced_reporting;
  const [valid_from, valid_to] = [inDays(1 / 86_400), inDays(3 / 86_400)];
  await grant({ limit: 'users', maximum: 3, valid_from, valid_to }, brief.at);
  await grant({ feature: 'advanced_reporting', valid_from, valid_to }, brief.at);
  expect([(await invite(1)).status, await reports()]).toEqual([403, false]);
  await expect.poll(reports, { interval: 50 }).toBe(true);
  expect((await invite(1)).status).toBe(201);
  await expect.poll(reports, { interval: 50 }).toBe(false);
  expect((await invite(2)).status).toBe(403);
});

test('a feature for a time: on for this organisation alone, and its own switch still turns it off', async () => {
  const { id } = await grant({ feature: 'advanced_reporting', valid_to: inDays(30) });
  const features = async (query = '') => (await shop.owner.get(`/api/features${query}`)).body.data;
  const detail = async () =>
    (await shop.owner.get('/api/features/details')).body.data.find(
      (one: { feature: string }) => one.feature === 'advanced_reporting',
    );
  expect((await features()).advanced_reporting).toBe(true);
  expect((await features(`?at=${inDays(31)}`)).advanced_reporting).toBe(false);
  expect((await other.owner.get('/api/features')).body.data.advanced_reporting).toBe(false);
  expect(await detail()).toMatchObject({ enabled: true, entitled: false, source: 'entitlement', rule: id });
  await shop.owner.put('/api/features', { advanced_reporting: false });
  expect(await detail()).toMatchObject({ enabled: false, source: 'switch', rule: 'tenant' });
  expect((await shop.owner.put('/api/features', { advanced_reporting: true })).body.data.advanced_reporting).toBe(true);
  await town.operator.post(`${shop.at}/entitlements/${id}/end`);
  expect(await detail()).toMatchObject({ enabled: false, source: 'plan', rule: 'basic' });
  expect((await shop.owner.put('/api/features', { advanced_reporting: true })).status).toBe(403);
  await grant({ feature: 'api_access', enabled: false });
  expect((await features()).api_access).toBe(false);
  expect((await other.owner.get('/api/features')).body.data.api_access).toBe(true);
});

test('what cannot be granted is refused at the field; the trail has what was', async () => {
  const refusals: [Record<string, unknown>, number, string][] = [
    [{}, 400, '/limit'],
    [{ limit: 'users', feature: 'api_access', maximum: 1 }, 400, '/limit'],
    [{ limit: 'users' }, 400, '/maximum'],
    [{ limit: 'users', maximum: 1, enabled: true }, 400, '/enabled'],
    [{ feature: 'api_access', maximum: 1 }, 400, '/maximum'],
    [{ feature: 'teleport' }, 422, '/feature'],
    [{ limit: 'requests_per_second', maximum: null }, 400, '/maximum'],
    [{ limit: 'users', maximum: 5, valid_from: inDays(-1) }, 422, '/valid_from'],
    [{ limit: 'users', maximum: 5, valid_from: inDays(2), valid_to: inDays(1) }, 422, '/valid_to'],
  ];
  for (const [body, status, pointer] of refusals) {
    const reply = await town.operator.post(`${other.at}/entitlements`, { reason: 'Why not', ...body });
    expect([reply.status, reply.body.errors?.[0]?.pointer], JSON.stringify(body)).toEqual([status, pointer]);
  }
  expect((await town.operator.post(`${other.at}/entitlements`, { limit: 'users', maximum: 5 })).status).toBe(400);
  expect((await town.operator.get(`${other.at}/entitlements`)).body.data).toEqual([]);
  const { id } = await grant({ limit: 'users', maximum: 7 });
  // The neighbour has none of that name, and people of an organisation have no say.
  expect((await town.operator.post(`${other.at}/entitlements/${id}/end`)).status).toBe(404);
  expect((await shop.owner.post(`${shop.at}/entitlements/${id}/end`)).status).toBe(403);
  expect((await shop.owner.get(`${shop.at}/entitlements`)).status).toBe(403);
  expect((await town.operator.post(`${shop.at}/entitlements/${id}/end`)).status).toBe(200);
  const trail = (await town.operator.get(`${shop.at}/audit?subject=entitlements&subject_id=${id}`)).body.data;
  expect(trail.map((one: { action: string }) => one.action).sort()).toEqual([
    'entitlements.create',
    'entitlements.end',
  ]);
  expect(trail.at(-1).after).toMatchObject({ name: 'users', maximum: 7, reason: 'Agreed by mail' });
});

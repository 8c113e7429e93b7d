/** Alerts: what crosses a threshold fires once, whoever looks; it is told to operators, acknowledged, and resolved when well below. */
import { startInstance } from '@tenantry/kernel/testing/instance.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { control } from '../module.ts';
import { createTown, type Organisation, type Town } from '../testing/town.ts';
import { evaluate } from './alerts.service.ts';

let town: Town;
let shop: Organisation;
let other: Organisation;

beforeAll(async () => {
  town = await createTown();
  shop = await town.found('alert-shop');
  other = await town.found('alert-other');
});
afterAll(() => town?.close());

const look = (): Promise<boolean> => town.kernel.rounds.run('alerts.evaluate');

async function alerts(query = ''): Promise<Record<string, unknown>[]> {
  const reply = await town.operator.get(`/api/alerts?limit=200${query}`);
  expect(reply.status, reply.text).toBe(200);
  return reply.body.data;
}
const firing = async (): Promise<unknown[]> => (await alerts('&state=firing')).map(({ rule }) => rule).sort();

async function letters(): Promise<{ subject: string; text: string }[]> {
  const { data } = (await town.operator.get('/api/mail-outbox?limit=200&recipient=operator%40platform.example')).body;
  return data.filter(({ subject }: { subject: string }) => /alert/i.test(subject));
}

const rule = (name: string, body: unknown) => town.operator.patch(`/api/alert-rules/${name}`, body);

test('a limit nearly used up fires once for its organisation, is resolved with hysteresis, and fires anew', async () => {
  await town.operator.put(`${shop.at}/subscription`, { max_users: 5 });
  for (const role of ['sales', 'store', 'accountant']) await shop.hire(role);
  await look();
  const [alert] = await alerts('&state=firing');
  expect(alert).toMatchObject({
    rule: 'usage_high',
    for_tenant_id: shop.id,
    about: 'max_users',
    value: 80,
    threshold: 80,
    detail: '4 of 5 used',
    acknowledged_at: null,
  });
  // Those of its people who may see the plan are told, once; nobody of another organisation.
  const told = async (who: typeof shop.owner) => (await who.get('/api/notifications')).body.data;
  await look();
  expect(await told(shop.owner)).toMatchObject([
    { kind: 'limit_near', subject: 'subscription', detail: 'max_users', read_at: null },
  ]);
  expect(await told(other.owner)).toEqual([]);
  expect(await alerts()).toHaveLength(1);
  expect(await letters()).toMatchObject([{ subject: expect.stringContaining('alert-shop (max_users)') }]);
  // Below the threshold, but not well below.
  await rule('usage_high', { threshold: 82, clear_below: 78 });
  await look();
  expect(await firing()).toEqual(['usage_high']);
  await town.operator.put(`${shop.at}/subscription`, { max_users: 50 });
  await look();
  expect((await alerts())[0]).toMatchObject({ state: 'resolved', value: 8, peak: 80 });
  await town.operator.put(`${shop.at}/subscription`, { max_users: 4 });
  await look();
  expect(await firing()).toEqual(['usage_full', 'usage_high']);
  expect((await letters())[0]?.subject).toBe('2 alerts');
  await town.operator.put(`${shop.at}/subscription`, { max_users: 50 });
  await look();
  expect(await firing()).toEqual([]);
});

test('failures, slowness and attacks fire for whom they concern; too few requests say nothing', async () => {
  for (let i = 0; i < 60; i++)
    town.kernel.metrics.answered({ route: 'stories.told', tenant: shop, status: 500, ms: 4_000 });
  town.kernel.metrics.note(shop.id, 'sign_in_failures', 25);
  for (let i = 0; i < 12; i++) await shop.owner.get('/api/usage', { 'x-tenant-id': other.id });
  await look();
  expect(await firing()).toEqual(['error_rate', 'foreign_requests', 'response_time', 'sign_in_failures']);
  expect((await alerts('&state=firing')).every(({ for_tenant_id }) => for_tenant_id === shop.id)).toBe(true);
  expect(await alerts(`&for_tenant_id=${other.id}`)).toEqual([]);
  await rule('error_rate', { minimum: 100_000 });
  await rule('response_time', { is_enabled: false });
  await look();
  expect(await firing()).toEqual(['foreign_requests', 'sign_in_failures']);
});

test('somebody looks after it: the first one stays named, and it is in the trail', async () => {
  const [alert] = (await alerts('&state=firing&rule=sign_in_failures')) as [{ id: string }];
  const first = await town.operator.post(`/api/alerts/${alert.id}/acknowledge`);
  expect(first.body.data).toMatchObject({ state: 'firing', acknowledged_by: 'operator@platform.example' });
  const again = await town.operator.post(`/api/alerts/${alert.id}/acknowledge`);
  expect(again.body.data.acknowledged_at).toBe(first.body.data.acknowledged_at);
  const trail = (await town.operator.get('/api/system/audit?action=alerts.acknowledge')).body.data;
  expect(trail[0]).toMatchObject({ subject_id: alert.id, actor: 'operator@platform.example' });
  expect((await town.operator.post(`/api/alerts/${shop.id}/acknowledge`)).body.code).toBe('alerts.not_found');
});

test('a full disk fires for the installation; two instances that look at once fire and tell once', async () => {
  const options = { modules: [control], config: { disks: ['/'] } };
  const twins = [await startInstance(town.connections, options), await startInstance(town.connections, options)];
  try {
    await rule('disk', { threshold: 0.02, clear_below: 0.01 });
    const before = (await letters()).length;
    // Past the lock of the round: even then nothing fires twice.
    await Promise.all(twins.map(({ kernel }) => evaluate(kernel)));
    expect(await alerts('&rule=disk')).toMatchObject([{ for_tenant_id: null, about: '/', state: 'firing' }]);
    expect((await letters()).length).toBe(before + 1);
  } finally {
    for (const twin of twins) await twin.close();
  }
});

test('rules are the operators’ alone, and must make sense', async () => {
  for (const [method, path, body] of [
    ['GET', '/api/alerts', undefined],
    ['GET', '/api/alert-rules', undefined],
    ['PATCH', '/api/alert-rules/disk', { threshold: 90 }],
    ['POST', `/api/alerts/${shop.id}/acknowledge`, {}],
  ] as const) {
    expect((await shop.owner.call(method, path, { body })).status, path).toBe(403);
    expect((await town.nobody.call(method, path, { body })).status, path).toBe(401);
  }
  expect((await rule('disk', { threshold: 50, clear_below: 60 })).status).toBe(422);
  expect((await rule('disk', { threshold: 0 })).status).toBe(400);
  expect((await rule('weather', { threshold: 5 })).body.code).toBe('alert-rules.not_found');
  const rules = (await town.operator.get('/api/alert-rules')).body.data;
  expect(rules).toHaveLength(12);
  const off = rules.find((one: { rule: string }) => one.rule === 'response_time');
  expect(off).toMatchObject({ is_enabled: false, version: 2 });
});

/** Webhooks as an organisation uses them: what happens arrives signed, failures come again, the log tells, and nobody else sees any of it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { example } from '../testing/example/module.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { isSigned, type Receiver, startReceiver } from '../testing/receiver.ts';
import { createWorld, type World } from '../testing/world.ts';

let world: World;
let receiver: Receiver;
let shop: Office;
let rival: Office;

beforeAll(async () => {
  receiver = await startReceiver();
  const webhooks = { allow_hosts: [receiver.host], retry_seconds: [0, 0] };
  world = await createWorld({ modules: [example], config: { webhooks } });
  world.kernel.jobs.start();
  shop = await openOffice(world, 'hooks-shop');
  rival = await openOffice(world, 'hooks-rival');
});
afterAll(async () => {
  await world?.close();
  await receiver?.close();
});

interface Made {
  id: string;
  secret: string;
}

async function make(office: Office, path: string, types: string[]): Promise<Made> {
  const made = await office.owner.post('/api/webhooks', { url: `${receiver.address}${path}`, types });
  expect(made.status, made.text).toBe(201);
  return made.body.data;
}

const arrivedAt = (path: string) => receiver.arrived.filter((one) => one.path === path);
const SOON = { timeout: 60_000, interval: 20 };

// biome-ignore lint/suspicious/noExplicitAny: a row of the log as it comes over the wire
async function logOf(office: Office, webhook: string, query = ''): Promise<any[]> {
  return (await office.owner.get(`/api/webhook-deliveries?webhook_id=${webhook}${query}`)).body.data;
}

/** The only message of a webhook, as soon as it stands so in the log. */
// biome-ignore lint/suspicious/noExplicitAny: as above
async function logged(office: Office, webhook: string, status: string): Promise<any> {
  await expect.poll(async () => (await logOf(office, webhook))[0]?.status, SOON).toBe(status);
  return (await logOf(office, webhook))[0];
}

test('what happens arrives once, signed, naming the record and nothing of it, at those alone who asked for it', async () => {
  const [notes, topics, all] = [
    await make(shop, '/notes', ['notes.create', 'notes.star']),
    await make(shop, '/topics', ['topics.*']),
    await make(shop, '/all', ['*']),
  ];
  await make(rival, '/rival', ['*']);
  const off = await make(shop, '/off', ['*']);
  expect((await shop.owner.patch(`/api/webhooks/${off.id}`, { is_active: false })).status).toBe(200);
  const note = (await shop.owner.post('/api/notes', { title: 'Call the bank', due_on: '2026-11-21' })).body.data;
  await shop.owner.patch(`/api/notes/${note.id}`, { title: 'Call the bank again' });
  const topic = (await shop.owner.post('/api/topics', { name: 'Bank' })).body.data;
  await expect
    .poll(() => [arrivedAt('/notes').length, arrivedAt('/topics').length, arrivedAt('/all').length], SOON)
    .toEqual([1, 1, 3]);
  const [arrival] = arrivedAt('/notes');
  if (!arrival) throw new Error('nothing arrived');
  expect([isSigned(arrival, notes.secret), isSigned(arrival, all.secret)]).toEqual([true, false]);
  expect(JSON.parse(arrival.body)).toEqual({
    type: 'notes.create',
    timestamp: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/),
    data: { id: expect.any(String), tenant_id: shop.id, subject: 'notes', subject_id: note.id },
  });
  expect(arrival.headers).toMatchObject({ 'content-type': 'application/json', 'user-agent': 'Tenantry-Webhooks/1' });
  expect(JSON.parse(arrivedAt('/topics')[0]?.body ?? '').data.subject_id).toBe(topic.id);
  expect(
    arrivedAt('/all')
      .map((one) => JSON.parse(one.body).type)
      .sort(),
  ).toEqual(['notes.create', 'notes.update', 'topics.create']);
  expect([arrivedAt('/rival'), arrivedAt('/off')]).toEqual([[], []]);
  const row = await logged(shop, topics.id, 'delivered');
  expect(row).toMatchObject({
    attempts: 1,
    status_code: 204,
    error: null,
    type: 'topics.create',
    id: arrivedAt('/topics')[0]?.headers['webhook-id'],
  });
});

test('a receiver that fails is tried again, the log keeps its answer, and what failed for good can be sent again', async () => {
  receiver.answers.set('/failing', { status: 503, body: `not now ${'x'.repeat(5_000)}` });
  const hook = await make(shop, '/failing', ['notes.delete']);
  const note = (await shop.owner.post('/api/notes', { title: 'Short-lived', due_on: '2026-11-21' })).body.data;
  await shop.owner.delete(`/api/notes/${note.id}`);
  const failed = await logged(shop, hook.id, 'failed');
  expect(failed).toMatchObject({ attempts: 3, status_code: 503, error: null, next_attempt_at: null });
  expect([failed.answer.length, failed.answer.slice(0, 7)]).toEqual([2_048, 'not now']);
  const tries = arrivedAt('/failing');
  expect(tries.map((one) => one.headers['webhook-id'])).toEqual([failed.id, failed.id, failed.id]);
  expect(new Set(tries.map((one) => one.body)).size).toBe(1);
  // Nothing had arrived: it is switched off, in the trail and by mail.
  const off = (await shop.owner.get(`/api/webhooks/${hook.id}`)).body.data;
  expect(off).toMatchObject({ is_active: false, disabled_reason: expect.stringContaining('failed') });
  expect(off.failing_since).not.toBeNull();
  await expect
    .poll(async () => (await world.operator.get('/api/mail-outbox')).text, SOON)
    .toContain('owner@hooks-shop.example');
  const again = `/api/webhook-deliveries/${failed.id}/replay`;
  expect((await shop.owner.post(again)).body.code).toBe('webhooks.off');
  receiver.answers.delete('/failing');
  const on = await shop.owner.patch(`/api/webhooks/${hook.id}`, { is_active: true });
  expect(on.body.data).toMatchObject({ is_active: true, disabled_reason: null, failing_since: null });
  expect((await shop.owner.post(again)).status).toBe(202);
  expect(await logged(shop, hook.id, 'delivered')).toMatchObject({ id: failed.id, attempts: 1, status_code: 204 });
  expect(arrivedAt('/failing')).toHaveLength(4);
  expect(await logOf(shop, hook.id, '&status=failed')).toEqual([]);
});

test('a redirect is a failure that is not followed; one success in between keeps a webhook on', async () => {
  const hook = await make(shop, '/moved', ['notes.star']);
  await shop.owner.post(`/api/webhooks/${hook.id}/ping`);
  await logged(shop, hook.id, 'delivered');
  receiver.answers.set('/moved', { status: 302, body: 'over there' });
  const ping = await shop.owner.post(`/api/webhooks/${hook.id}/ping`);
  expect([ping.status, ping.body.data.type]).toEqual([202, 'webhooks.ping']);
  const failed = await logged(shop, hook.id, 'failed');
  expect(failed).toMatchObject({ status_code: 302, answer: 'over there' });
});

test('a new secret signs at once, the old one beside it; neither is ever read again, nor stands in clear', async () => {
  const hook = await make(shop, '/secret', ['notes.star']);
  const turned = await shop.owner.post(`/api/webhooks/${hook.id}/rotate-secret`);
  const fresh = turned.body.data.secret as string;
  expect([turned.status, fresh === hook.secret, fresh.startsWith('whsec_')]).toEqual([200, false, true]);
  await shop.owner.post(`/api/webhooks/${hook.id}/ping`);
  await logged(shop, hook.id, 'delivered');
  const [arrival] = arrivedAt('/secret');
  if (!arrival) throw new Error('nothing arrived');
  expect([isSigned(arrival, fresh), isSigned(arrival, hook.secret)]).toEqual([true, true]);
  await world.admin.query("update webhooks set previous_until = now() - interval '1 second' where id = $1", [hook.id]);
  await shop.owner.post(`/api/webhooks/${hook.id}/ping`);
  await expect.poll(() => arrivedAt('/secret').length, SOON).toBe(2);
  const later = arrivedAt('/secret')[1];
  expect(later && [isSigned(later, fresh), isSigned(later, hook.secret)]).toEqual([true, false]);
  const shown = [
    await shop.owner.get('/api/webhooks'),
    await shop.owner.get(`/api/webhooks/${hook.id}`),
    await shop.owner.patch(`/api/webhooks/${hook.id}`, { description: 'x' }),
    await shop.owner.get(`/api/webhook-deliveries?webhook_id=${hook.id}`),
  ];
  const { rows } = await world.admin.query(
    "select row_to_json(w)::text as text from webhooks w union all select coalesce(after::text, '') from audit_entries",
  );
  for (const secret of [fresh, hook.secret]) {
    for (const { text } of [...shown, ...rows]) expect(text).not.toContain(secret.slice(6));
  }
});

test('what cannot be an address is refused with the reason; so is one webhook too many', async () => {
  const office = await openOffice(world, 'hooks-many');
  const refused: [string, number, string][] = [];
  for (const url of [
    'http://example.com/',
    'https://127.1/',
    'https://[::1]/',
    'https://localhost/',
    'https://10.0.0.1/',
    'https://example.com:25/',
  ]) {
    const { status, body } = await office.owner.post('/api/webhooks', { url, types: ['*'] });
    refused.push([url, status, body.code]);
    expect(body.errors[0].pointer).toBe('/url');
  }
  expect(refused.map(([, status, code]) => [status, code])).toEqual(refused.map(() => [422, 'webhooks.url_refused']));
  expect((await office.owner.post('/api/webhooks', { url: 'https://a.example/', types: ['notes'] })).status).toBe(400);
  const last = await make(office, '/0', ['*']);
  expect((await office.owner.patch(`/api/webhooks/${last.id}`, { url: 'https://192.168.0.1/' })).status).toBe(422);
  for (let i = 1; i < 20; i++) await make(office, `/${i}`, ['notes.star']);
  expect((await office.owner.post('/api/webhooks', { url: `${receiver.address}/x`, types: ['*'] })).body.code).toBe(
    'webhooks.limit_reached',
  );
});

test('without the permission and from next door nothing is seen or done', async () => {
  const hook = await make(shop, '/private', ['notes.star']);
  await shop.owner.post(`/api/webhooks/${hook.id}/ping`);
  const { id } = await logged(shop, hook.id, 'delivered');
  const clerk = await shop.hire('clerk', ['notes.*']);
  const looker = await shop.hire('looker', ['webhooks.read']);
  expect((await clerk.get('/api/webhooks')).status).toBe(403);
  expect([
    (await looker.get('/api/webhooks')).status,
    (await looker.post(`/api/webhooks/${hook.id}/ping`)).status,
  ]).toEqual([200, 403]);
  const { owner } = rival;
  const tries = [
    await owner.get(`/api/webhooks/${hook.id}`),
    await owner.patch(`/api/webhooks/${hook.id}`, { is_active: false }),
    await owner.post(`/api/webhooks/${hook.id}/rotate-secret`),
    await owner.post(`/api/webhooks/${hook.id}/ping`),
    await owner.delete(`/api/webhooks/${hook.id}`),
    await owner.get(`/api/webhook-deliveries/${id}`),
    await owner.post(`/api/webhook-deliveries/${id}/replay`),
  ];
  expect(tries.map((one) => one.status)).toEqual(tries.map(() => 404));
  expect((await owner.get('/api/webhook-deliveries?limit=200')).text).not.toContain(id);
  expect((await owner.get(`/api/webhook-deliveries?webhook_id=${hook.id}`)).body.data).toEqual([]);
  expect((await shop.owner.delete(`/api/webhooks/${hook.id}`)).status).toBe(200);
  expect((await shop.owner.get(`/api/webhook-deliveries/${id}`)).status).toBe(404);
});

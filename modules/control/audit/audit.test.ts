/** The trail: every change of one's own organisation, found again by who, what and when, and by nobody else. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTown, type Organisation, type Town } from '../testing/town.ts';

let town: Town;
let shop: Organisation;
let other: Organisation;

beforeAll(async () => {
  town = await createTown();
  shop = await town.found('audit-shop', { plan: 'premium' });
  other = await town.found('audit-other', { plan: 'premium' });
  await shop.owner.put('/api/branding', { company_name: '=SUM(A1:A9)' });
  await shop.owner.put('/api/branding', { company_name: 'Audit Shop' });
  await shop.owner.put('/api/features', { api_access: false });
  await other.owner.put('/api/branding', { company_name: 'Audit Other' });
});

afterAll(() => town?.close());

test('a change tells who, what, from where, before and after', async () => {
  const { body } = await shop.owner.get('/api/audit?action=branding.update&limit=1');
  expect(body.data[0]).toMatchObject({
    actor: 'owner@audit-shop.example',
    actor_kind: 'user',
    subject: 'branding',
    address: '127.0.0.1',
    before: { company_name: '=SUM(A1:A9)' },
    after: { company_name: 'Audit Shop' },
  });
  const change = await shop.owner.put('/api/features', { api_access: true });
  const byRequest = (await shop.owner.get('/api/audit?limit=1')).body.data[0];
  expect(byRequest.request_id).toBe(change.headers['x-request-id']);
});

test('filters narrow, pages go on, and the neighbour’s trail is out of sight', async () => {
  const mine = (await shop.owner.get('/api/audit?limit=200')).body.data;
  expect(mine.length).toBeGreaterThan(3);
  expect(mine.every((one: { actor: string }) => !one.actor.includes('audit-other'))).toBe(true);
  const byOperator = (await shop.owner.get('/api/audit?actor=operator%40platform.example')).body.data;
  expect(byOperator.every((one: { actor_kind: string }) => one.actor_kind === 'operator')).toBe(true);
  const { actor_id } = mine[0];
  expect((await shop.owner.get(`/api/audit?actor_id=${actor_id}&subject=features`)).body.data).toHaveLength(2);
  expect((await other.owner.get(`/api/audit?actor_id=${actor_id}`)).body.data).toEqual([]);
  expect((await shop.owner.get('/api/audit?at_from=2000-01-01&at_to=2000-12-31')).body.data).toEqual([]);
  const searched = (await shop.owner.get('/api/audit?q=brand&limit=200')).body.data;
  expect(searched.length).toBeGreaterThanOrEqual(2);
  expect(searched.every((one: { subject: string }) => one.subject === 'branding')).toBe(true);
  expect((await shop.owner.get(`/api/audit?q=${other.id.slice(0, 30)}`)).body.data).toEqual([]);
  const first = await shop.owner.get('/api/audit?limit=2');
  const second = await shop.owner.get(`/api/audit?limit=2&cursor=${first.body.meta.next_cursor}`);
  expect(second.body.data[0].id).toBe(mine[2].id);
});

test('the whole trail as CSV, formulas defused', async () => {
  const reply = await shop.owner.get('/api/audit?format=csv');
  expect(reply.headers['content-type']).toContain('text/csv');
  expect(reply.text).toContain('branding.update');
  // A cell that begins with = would be run by a spreadsheet; inside a cell's text it is text.
  expect(reply.text).not.toMatch(/(^|,)"?=/m);
});

test('whoever lacks the right reads nothing; nobody writes or removes', async () => {
  const seller = await shop.hire('sales');
  expect((await seller.get('/api/audit')).status).toBe(403);
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
    expect((await shop.owner.call(method, '/api/audit', { body: {} })).status).toBe(405);
});

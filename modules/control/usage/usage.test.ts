/** Usage, performance and health: measured figures of one organisation, null where nothing is. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTown, type Organisation, type Town } from '../testing/town.ts';

let town: Town;
let shop: Organisation;
let other: Organisation;

beforeAll(async () => {
  town = await createTown();
  shop = await town.found('usage-shop');
  other = await town.found('usage-other');
});

afterAll(() => town?.close());

test('requests, people and bytes are counted, for this organisation alone', async () => {
  const startedWith = (await shop.owner.get('/api/usage')).body.data;
  const before = (await town.operator.get(`/api/v1/tenants/${shop.id}/usage?timeRange=30d`)).body.data;
  for (let n = 0; n < 10; n++) await shop.owner.get('/api/branding');
  await shop.owner.get('/api/users/nobody@nowhere.example/invitation');
  await shop.owner.put('/api/users/nobody@nowhere.example', { role: 'sales' });
  await shop.hire('sales');
  const after = (await town.operator.get(`${shop.at}/usage?timeRange=30d`)).body.data;
  expect(startedWith).toMatchObject({ users: 1, time_range: '30d' });
  expect(after.requests - before.requests).toBeGreaterThanOrEqual(12);
  expect(after).toMatchObject({ users: 2, errors: 0, limits: { max_users: 100, max_products: null } });
  expect(after.refused).toBeGreaterThan(before.refused);
  expect(after.row_bytes).toBeGreaterThan(500);
  expect(after.requests_by_day).toMatchObject([{ day: after.to, requests: after.requests }]);
  const quiet = (await other.owner.get('/api/usage')).body.data;
  expect(quiet.users).toBe(1);
  expect(quiet.requests).toBeLessThan(10);
});

test('a range has a beginning and an end; one that is none is refused', async () => {
  const week = (await shop.owner.get('/api/usage?time_range=7d')).body.data;
  expect((Date.parse(week.to) - Date.parse(week.from)) / 86_400_000).toBe(6);
  for (const query of [
    'timeRange=soon',
    'timeRange=0d',
    'timeRange=999d',
    'timeRange=7d&time_range=8d',
    'from=2026-01-01',
  ])
    expect((await shop.owner.get(`/api/usage?${query}`)).status, query).toBe(400);
});

test('performance is what this process measured; health asks the database now', async () => {
  const performance = (await shop.owner.get('/api/performance')).body.data;
  expect(performance.requests).toBeGreaterThan(10);
  expect(performance.mean_response_ms).toBeGreaterThan(0);
  expect(performance.p95_response_ms).toBeGreaterThan(0);
  const health = (await shop.owner.get(`${shop.at}/health`)).body.data;
  expect(health).toMatchObject({
    status: 'healthy',
    checks: { database: true, redis: null, storage: true, api: true },
    problems: [],
  });
  expect(health.metrics.error_rate).toBe(0);
  expect(health.metrics.uptime).toBeGreaterThanOrEqual(0);
  const fresh = await town.found('usage-fresh');
  await town.operator.post(`${fresh.at}/suspend`);
  expect((await town.operator.get(`${fresh.at}/health`)).body.data.status).toBe('suspended');
});

test('health is for everybody, details are for operators', async () => {
  for (const path of ['/health', '/api/health', '/api/v1/health'])
    expect((await town.nobody.get(path)).body.data).toMatchObject({ status: 'healthy', multi_tenant_enabled: true });
  for (const path of ['/api/health/detailed', '/api/system/status']) {
    expect((await town.nobody.get(path)).status).toBe(401);
    expect((await shop.owner.get(path)).status).toBe(403);
    expect((await town.operator.get(path)).status).toBe(200);
  }
  const detailed = (await town.operator.get('/api/health/detailed')).body.data;
  expect(detailed).toMatchObject({
    status: 'healthy',
    checks: { cells: [{ name: 'pool', kind: 'pool', ok: true }], news: { ok: true }, redis: null },
  });
  expect((await town.operator.get('/api/system/status')).body.data).toMatchObject({
    tenants: { active: 2, suspended: 1 },
    modules: ['control'],
  });
});

test('whoever lacks the right sees no figures', async () => {
  const seller = await shop.hire('sales', 'sam');
  for (const path of ['/api/usage', '/api/performance', `${shop.at}/health`])
    expect((await seller.get(path)).status).toBe(403);
  expect((await other.owner.get(`${shop.at}/usage`)).status).toBe(403);
});

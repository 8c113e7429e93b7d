/** What is measured equals what was done, for whom it was done alone; the scraper's view stays bounded and closed to strangers. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reading } from '../db/handle.ts';
import { newId } from '../schema/ids.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { createWorld, type World } from '../testing/world.ts';
import { readSeries, sumOf } from './series.ts';
import type { Tally } from './tallies.ts';

const TOKEN = 'the scraper of these tests';
let world: World;
let shop: Office;
let other: Office;

beforeAll(async () => {
  world = await createWorld({ modules: [], config: { metrics: { token: TOKEN, tenants: 5, slow_ms: 50 } } });
  shop = await openOffice(world, 'metric-shop');
  other = await openOffice(world, 'metric-other');
});
afterAll(() => world?.close());

async function sums({ id }: { id: string }): Promise<Tally> {
  await world.kernel.metrics.flush();
  const handle = reading(world.kernel.control, { tenant_id: id, plane: '' });
  return sumOf((await readSeries(handle, new Date(), 3_600_000)).buckets);
}

/** The values of the families by their whole name with labels. */
async function scrape(): Promise<Map<string, number>> {
  const reply = await world.nobody.get('/metrics', { authorization: `Bearer ${TOKEN}` });
  expect(reply.status).toBe(200);
  expect(reply.headers['content-type']).toContain('text/plain; version=0.0.4');
  const lines = reply.text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [, name, value] = /^([a-z_]+(?:\{(?:[a-z_]+="[^"]*",?)*\})?) (\S+)$/.exec(line) ?? [];
      expect(name, line).toBeDefined();
      expect(Number(value), line).not.toBeNaN();
      return [name as string, Number(value)];
    }),
  );
}

test('n requests are n requests, with their answers and their time at the database; the neighbour has none of it', async () => {
  const before = [await sums(shop), await sums(other)] as const;
  for (let i = 0; i < 7; i++) expect((await shop.owner.get('/api/search?q=bolt')).status).toBe(200);
  expect((await shop.owner.get('/api/search?wrong=1')).status).toBe(400);
  const clerk = await shop.hire('clerk', []);
  expect((await shop.owner.get('/api/mail-templates')).status).toBe(200);
  expect((await clerk.get('/api/mail-templates')).status).toBe(403);
  const after = [await sums(shop), await sums(other)] as const;
  const grown = (name: 'requests' | 'refused' | 'forbidden' | 'errors') => after[0][name] - before[0][name];
  expect(grown('requests')).toBe(10);
  expect(grown('refused')).toBe(2);
  expect(grown('forbidden')).toBe(1);
  expect(grown('errors')).toBe(0);
  expect(after[0].histogram.reduce((sum, count) => sum + count, 0)).toBe(after[0].requests);
  expect(after[0].statements).toBeGreaterThan(before[0].statements);
  expect(after[0].database_milliseconds).toBeGreaterThan(before[0].database_milliseconds);
  // Looking at it is a statement of its own.
  for (const name of ['requests', 'refused', 'errors', 'histogram', 'milliseconds'] as const)
    expect(after[1][name]).toEqual(before[1][name]);
  expect(after[1].statements - before[1].statements).toBe(1);
});

test('conflicts, strangers and failed sign-ins count for the tenant they concern', async () => {
  const before = [await sums(shop), await sums(other)] as const;
  expect((await shop.owner.get('/api/search?q=x', { 'x-tenant-id': other.id })).body.code).toBe('tenancy.conflict');
  const { token } = shop.owner;
  const claimless = await world.nobody.signIn('owner@metric-shop.example', 'a good long password for tests');
  expect(claimless.token).not.toBe(token);
  expect((await claimless.get('/api/search?q=x', { 'x-tenant-id': other.id })).body.code).toBe('tenancy.not_found');
  for (let i = 0; i < 3; i++) {
    const body = { email: 'owner@metric-other.example', password: 'not the password' };
    expect((await world.nobody.post('/api/auth/login', body)).status).toBe(401);
  }
  await world.nobody.post('/api/auth/password-reset', { email: 'owner@metric-other.example' });
  const after = [await sums(shop), await sums(other)] as const;
  const names = ['conflicts', 'strangers', 'sign_in_failures', 'password_resets'] as const;
  const grown = (i: 0 | 1) => names.map((name) => after[i][name] - before[i][name]);
  expect(grown(0)).toEqual([1, 0, 0, 0]);
  expect(grown(1)).toEqual([0, 1, 3, 1]);
});

test('the scraper sees routes, tenants, pools and the process; counts agree', async () => {
  const route = 'tenantry_http_request_duration_seconds_count{route="search.list",status="2xx"}';
  const line = `tenantry_tenant_requests_total{tenant_id="${shop.id}"}`;
  const before = await scrape();
  for (let i = 0; i < 4; i++) await shop.owner.get('/api/search?q=bolt');
  const after = await scrape();
  expect((after.get(route) ?? 0) - (before.get(route) ?? 0), [...after.keys()].join('\n')).toBe(4);
  expect((after.get(line) ?? 0) - (before.get(line) ?? 0)).toBe(4);
  expect(after.get(`tenantry_tenant_info{tenant_id="${shop.id}",tenant="metric-shop"}`)).toBe(1);
  expect(after.get('tenantry_database_pool{database="cell pool",state="most"}')).toBe(8);
  expect(after.get('tenantry_memory_bytes{kind="rss"}')).toBeGreaterThan(10_000_000);
  expect(after.get('tenantry_event_loop_delay_seconds{of="max"}')).toBeGreaterThanOrEqual(0);
  expect(after.get('tenantry_security_events_total{event="conflicts"}')).toBeGreaterThanOrEqual(1);
});

test('strangers, members and whoever comes through a tenant’s address do not see it', async () => {
  expect((await world.nobody.get('/metrics')).status).toBe(401);
  expect((await world.nobody.get('/metrics', { authorization: 'Bearer wrong' })).status).toBe(401);
  expect((await shop.owner.get('/metrics')).status).toBe(403);
  expect((await world.operator.get('/metrics')).status).toBe(200);
  const through = { host: 'metric-shop.tenantry.test', authorization: `Bearer ${TOKEN}` };
  expect((await world.nobody.get('/metrics', through)).status).toBe(404);
  expect((await world.operator.get('/metrics', { host: through.host })).status).toBe(404);
});

test('however many tenants there are, the lines are bounded, and sums are complete', async () => {
  const before = await scrape();
  const total = (seen: Map<string, number>) =>
    [...seen].filter(([name]) => name.startsWith('tenantry_tenant_requests_total')).reduce((sum, [, n]) => sum + n, 0);
  for (let i = 0; i < 500; i++) {
    const tenant = { id: newId(), slug: `tenant-${i}` };
    for (let n = 0; n < 3; n++) world.kernel.metrics.answered({ route: 'search.list', tenant, status: 200, ms: 1 });
  }
  const after = await scrape();
  const lines = [...after.keys()].filter((name) => name.startsWith('tenantry_tenant_requests_total'));
  expect(lines).toHaveLength(6);
  expect(lines).toContain('tenantry_tenant_requests_total{tenant_id="other"}');
  expect(total(after) - total(before)).toBe(1500);
  expect(after.size - before.size).toBeLessThan(40);
});

test('a slow statement is kept with its shape, its route and its tenant, without a value', async () => {
  const { aside } = world.kernel;
  const binding = { tenant_id: shop.id, plane: '' as const, asker: { name: 'stories.slow' } };
  const text = "select pg_sleep($2::float8), 'a word of the program' as w where $1::uuid is not null -- tenant_id = $1";
  await reading(aside, binding).sql(text, [0.06]);
  await reading(aside, binding).sql(text, [0.07]);
  await world.kernel.metrics.flush();
  const of = async (id: string) =>
    reading(world.kernel.control, { tenant_id: id, plane: '' }).sql<Record<string, unknown>>(
      'select asker, statement, count, max_milliseconds from slow_statements where tenant_id = $1',
    );
  const [mine] = (await of(shop.id)).filter((one) => one.asker === 'stories.slow');
  expect(mine).toMatchObject({
    statement: 'select pg_sleep($2::float8), ? as w where $1::uuid is not null',
    count: 2,
  });
  expect(mine?.max_milliseconds).toBeGreaterThanOrEqual(60);
  expect((await of(other.id)).filter((one) => one.asker === 'stories.slow')).toEqual([]);
});

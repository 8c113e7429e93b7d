/** The installation over time: every answer is in it, whoever asked; how busy and full it was; bounded, and nobody's but operators'. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTown, type Organisation, type Town } from '../testing/town.ts';

let town: Town;
let shop: Organisation;

beforeAll(async () => {
  town = await createTown();
  shop = await town.found('series-shop');
});
afterAll(() => town?.close());

const look = async (query = '') => (await town.operator.get(`/api/system/series${query}`)).body.data;

test('what organisations, operators and strangers ask is counted once each, with the work of the database', async () => {
  const before = await look();
  for (let n = 0; n < 3; n++) await shop.owner.get('/api/tenants/series-shop');
  await town.nobody.get('/api/tenants/series-shop');
  await town.operator.get('/api/system/status');
  const after = await look();
  // The look before is one of them.
  expect(after.requests - before.requests).toBe(6);
  expect(after.refused - before.refused).toBe(1);
  expect(after.database_ms).toBeGreaterThan(before.database_ms);
  expect(after.p95_response_ms).toBeGreaterThan(0);
  expect(after.series.reduce((sum: number, { requests }: { requests: number }) => sum + requests, 0)).toBe(
    after.requests,
  );
  expect(after.resolution).toBe('5m');
  expect((await look('?timeRange=90d')).resolution).toBe('1d');
  expect((await town.operator.get('/api/system/series?timeRange=9000d')).status).toBe(400);
  expect((await shop.owner.get('/api/system/series')).status).toBe(403);
});

test('a look keeps connections, waiting jobs and bytes in every resolution, the most of each; what is old is forgotten', async () => {
  const keep =
    "insert into system_samples values ('5m', now() - interval '3 days', 1, 0, 1, 1, null), ('1d', date_trunc('day', now() - interval '3 days', 'UTC'), 900, 0, 1, 1, null)";
  await town.admin.query(keep);
  expect(await town.kernel.rounds.run('system.sample')).toBe(true);
  await town.kernel.rounds.run('system.sample');
  const { rows } = await town.admin.query(
    'select resolution, count(*)::int as n from system_samples group by 1 order by 1',
  );
  expect(rows).toEqual([
    { resolution: '1d', n: 2 },
    { resolution: '1h', n: 1 },
    { resolution: '5m', n: 1 },
  ]);
  const { series } = await look('?timeRange=60m');
  expect(series.at(-1)).toMatchObject({ jobs_waiting: 0, file_bytes: 0 });
  expect(series.at(-1).connections).toBeGreaterThan(0);
  expect(series.at(-1).database_bytes).toBeGreaterThan(1_000_000);
  expect((await look('?timeRange=30d')).series.at(-4).connections).toBe(900);
});

test('the figures of the whole are no organisation’s: no alert is of nobody', async () => {
  await town.admin.query(
    "update metric_buckets set errors = 1000, requests = 1000 where tenant_id = '00000000-0000-0000-0000-000000000000'",
  );
  await town.kernel.rounds.run('alerts.evaluate');
  const { rows } = await town.admin.query("select 1 from alerts where rule = 'error_rate'");
  expect(rows).toEqual([]);
});

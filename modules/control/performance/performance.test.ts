/** Figures over ranges: what was done is what is shown, to this organisation alone; nobody reads without the right. */
import { reading } from '@tenantry/kernel/db/handle.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTown, type Organisation, type Town } from '../testing/town.ts';

let town: Town;
let shop: Organisation;
let other: Organisation;

beforeAll(async () => {
  town = await createTown({ config: { metrics: { slow_ms: 40 } } });
  shop = await town.found('perf-shop');
  other = await town.found('perf-other');
});
afterAll(() => town?.close());

const PATHS = (id: string) => [
  `/api/tenants/${id}/performance`,
  `/api/database/performance/${id}`,
  `/api/database/slow-queries/${id}`,
  `/api/security/metrics/${id}`,
];

test('n requests are n in the sum, now and in the series; the neighbour’s stay as they were', async () => {
  const look = async () => [
    (await town.operator.get(`${shop.at}/performance?timeRange=24h`)).body.data,
    (await town.operator.get(`${other.at}/performance?timeRange=24h`)).body.data,
  ];
  const [before, theirs] = await look();
  for (let i = 0; i < 8; i++) await shop.owner.get('/api/branding');
  await shop.owner.put('/api/users/nobody@nowhere.example', { role: 'sales' });
  const [after, theirsAfter] = await look();
  // That operators looked is none of them.
  expect(after.requests - before.requests).toBe(9);
  expect(after.refused - before.refused).toBe(1);
  expect(after.errors).toBe(0);
  expect(after.error_rate).toBe(0);
  expect(after.p95_response_ms).toBeGreaterThanOrEqual(after.p50_response_ms);
  expect(after.database_ms).toBeGreaterThan(before.database_ms);
  expect(after.statements - before.statements).toBeGreaterThanOrEqual(9);
  expect(after.now.requests).toBe(after.requests);
  expect(after).toMatchObject({ resolution: '5m', time_range: '24h', tenant_id: shop.id });
  expect(after.series).toHaveLength(288);
  const sum = after.series.reduce((total: number, one: { requests: number }) => total + one.requests, 0);
  expect(sum).toBe(after.requests);
  expect(after.series[0]).toMatchObject({ requests: 0, p95_response_ms: null });
  expect(theirsAfter.requests - theirs.requests).toBe(0);
});

test('ranges choose their resolution, and hours and days hold the same sum; nonsense is refused', async () => {
  const of = async (range: string) => (await shop.owner.get(`/api/performance?time_range=${range}`)).body.data;
  const [hours, days] = [await of('7d'), await of('90d')];
  expect(hours).toMatchObject({ resolution: '1h' });
  expect(hours.series).toHaveLength(168);
  expect(days).toMatchObject({ resolution: '1d' });
  expect(days.series).toHaveLength(90);
  expect(days.requests).toBe(hours.requests + 1);
  for (const query of ['timeRange=soon', 'timeRange=1m', 'timeRange=367d', 'timeRange=1h&time_range=2h', 'from=1'])
    expect((await shop.owner.get(`/api/performance?${query}`)).status, query).toBe(400);
});

test('what threatened the organisation is counted for it', async () => {
  const look = async () => (await town.operator.get(`/api/security/metrics/${shop.slug}?timeRange=1h`)).body.data;
  const before = await look();
  const seller = await shop.hire('sales');
  expect((await seller.get('/api/usage')).status).toBe(403);
  expect((await shop.owner.get('/api/usage', { 'x-tenant-id': other.id })).body.code).toBe('tenancy.conflict');
  for (let i = 0; i < 4; i++)
    await town.nobody.post('/api/auth/login', { email: 'sales@perf-shop.example', password: 'wrong' });
  const after = await look();
  const grown = Object.fromEntries(
    Object.keys(after)
      .filter((name) => typeof after[name] === 'number')
      .map((name) => [name, after[name] - before[name]]),
  );
  expect(grown).toMatchObject({
    failed_sign_ins: 4,
    forbidden: 1,
    conflicts: 1,
    strangers: 0,
    rate_limited: 0,
    active_sessions: 1,
  });
  const theirs = (await other.owner.get(`/api/security/metrics/${other.id}`)).body.data;
  expect(theirs).toMatchObject({ failed_sign_ins: 0, conflicts: 0 });
});

test('slow statements are seen by whose they are, without values; stored rows are counted by table', async () => {
  const binding = { tenant_id: shop.id, plane: '' as const, asker: { name: 'stories.slow' } };
  await reading(town.kernel.cells.pool().database, binding).sql(
    "select pg_sleep($2::float8), 'secret' as w where $1::uuid is not null -- tenant_id = $1",
    [0.06],
  );
  const { queries } = (await shop.owner.get(`/api/database/slow-queries/${shop.id}`)).body.data;
  const [mine] = queries.filter((one: { route: string }) => one.route === 'stories.slow');
  expect(mine).toMatchObject({ count: 1, statement: 'select pg_sleep($2::float8), ? as w where $1::uuid is not null' });
  expect(mine.max_ms).toBeGreaterThanOrEqual(60);
  expect((await other.owner.get(`/api/database/slow-queries/${other.id}`)).text).not.toContain('pg_sleep');
  const empty = (await shop.owner.get(`/api/database/performance/${shop.id}`)).body.data;
  expect(empty).toMatchObject({ sampled_at: null, row_bytes: null, cell: { name: 'pool', kind: 'pool' } });
  expect(await town.kernel.rounds.run('usage.sample')).toBe(true);
  const sampled = (await shop.owner.get(`/api/database/performance/${shop.id}`)).body.data;
  const { rows } = await town.admin.query('select count(*)::int as n from audit_entries where tenant_id = $1', [
    shop.id,
  ]);
  expect(sampled.rows_by_table.audit_entries ?? 0).toBe(rows[0].n);
  expect(sampled.statements).toBeGreaterThan(0);
  const usage = (await shop.owner.get('/api/usage?timeRange=7d')).body.data;
  expect(usage.series).toHaveLength(1);
  expect(usage.series[0]).toMatchObject({
    row_bytes: sampled.row_bytes,
    storage_bytes: usage.storage_bytes,
    errors: 0,
  });
  expect(usage.series[0].requests).toBeGreaterThan(20);
});

test('a round is one instance’s at a time', async () => {
  const client = await town.kernel.aside.pool.connect();
  try {
    await client.query("begin; select pg_advisory_xact_lock(hashtextextended('tenantry round usage.sample', 0))");
    expect(await town.kernel.rounds.run('usage.sample')).toBe(false);
  } finally {
    await client.query('rollback');
    client.release();
  }
  expect(await town.kernel.rounds.run('usage.sample')).toBe(true);
});

test('whoever lacks the right, or belongs elsewhere, reads nothing', async () => {
  const clerk = await shop.hire('sales', 'clerk');
  for (const path of PATHS(shop.id)) {
    expect((await clerk.get(path)).body, path).toMatchObject({ status: 403, permission: 'usage.read' });
    expect((await other.owner.get(path)).body.code, path).toBe('tenancy.conflict');
    expect((await town.nobody.get(path)).status, path).toBe(401);
    expect((await shop.owner.get(path)).status, path).toBe(200);
  }
});

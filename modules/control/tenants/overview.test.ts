/** The operators' list of organisations: figures that are true, filters and sorts over them, one question a page however many there are. */
import { type Handle, reading } from '@tenantry/kernel/db/handle.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { PlanNode } from '@tenantry/kernel/testing/plans.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTown, type Organisation, type Town } from '../testing/town.ts';
import { tenantList } from './overview.ts';

let town: Town;
let lakshmi: Organisation;

beforeAll(async () => {
  town = await createTown();
  lakshmi = await town.found('lakshmi', { plan: 'premium' });
  await lakshmi.hire('manager');
  await town.found('ashwini');
  await town.found('nila');
  await town.operator.post('/api/tenants/nila/suspend', { reason: 'Bills unpaid' });
  await town.kernel.metrics.flush();
  await town.admin.query(
    `insert into alerts (id, rule, for_tenant_id, about, state, value, peak, threshold, detail, fired_at, seen_at)
     select gen_random_uuid(), r, id, '', 'firing', 9, 9, 5, r || ' of it', now(), now()
     from tenants, unnest(array['usage_high', 'error_rate']) r where slug = 'ashwini'`,
  );
});
afterAll(() => town?.close());

const list = async (query = '') => (await town.operator.get(`/api/tenants?${query}`)).body;
const slugs = async (query: string) => (await list(query)).data.map(({ slug }: { slug: string }) => slug);

test('each line says plan, cell, use against limits, health with its reason, and when somebody was there', async () => {
  const { data } = await list();
  const line = (slug: string) => data.find((one: { slug: string }) => one.slug === slug);
  expect(line('lakshmi')).toMatchObject({
    plan: 'premium',
    cell: 'pool',
    users: 2,
    max_users: 1000,
    max_storage: 107_374_182_400,
    max_requests_per_day: 10_000,
    health: 'well',
    health_reason: null,
  });
  expect(line('lakshmi').requests).toBeGreaterThan(0);
  expect(Date.now() - Date.parse(line('lakshmi').last_activity_at)).toBeLessThan(900_000);
  expect(line('ashwini')).toMatchObject({ users: 1, health: 'unwell', health_reason: 'error_rate of it' });
  expect(line('nila')).toMatchObject({ health: 'closed', health_reason: 'Bills unpaid' });
  expect((await lakshmi.owner.get('/api/tenants')).status).toBe(403);
});

test('operators who look at an organisation are no activity of its own', async () => {
  const before = (await list('q=nila')).data[0].requests;
  await town.operator.get('/api/tenants/nila');
  await town.kernel.metrics.flush();
  expect((await list('q=nila')).data[0].requests).toBe(before);
});

test('filters, search, sorts with pages, counts and files work over the figures', async () => {
  expect(await slugs('health=unwell')).toEqual(['ashwini']);
  expect(await slugs('cell=pool&plan=premium')).toEqual(['lakshmi']);
  expect(await slugs('q=nil')).toEqual(['nila']);
  expect(await slugs('sort=-users')).toEqual(['lakshmi', expect.any(String), expect.any(String)]);
  const first = await list('sort=-last_activity_at&limit=2&count=true');
  expect(first.meta.total).toBe(3);
  const second = await list(`sort=-last_activity_at&limit=2&cursor=${first.meta.next_cursor}`);
  expect([...first.data, ...second.data].map(({ slug }) => slug).sort()).toEqual(['ashwini', 'lakshmi', 'nila']);
  const file = await town.operator.get('/api/tenants?format=csv&health=closed&fields=slug,cell,health,users');
  expect(file.text.trim().split('\n')).toEqual([expect.stringContaining('slug'), expect.stringContaining('nila')]);
  expect((await town.operator.get('/api/tenants?health=splendid')).status).toBe(400);
});

test('a page of fifty among thousands is two statements, and asks for the figures of these fifty alone', async () => {
  await town.admin.query(
    `insert into tenants (id, slug, name, status, organization_type, plan, time_zone)
     select gen_random_uuid(), 'many-' || n, 'Many ' || n, 'active', 'business', 'basic', 'Asia/Kolkata' from generate_series(1, 3000) n`,
  );
  await town.admin.query('analyze tenants');
  const plans: PlanNode[] = [];
  const handle = reading(town.kernel.control, { tenant_id: null, plane: 'platform' });
  const sql: Handle['sql'] = async (text, values) => {
    const [row] = await handle.sql<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(
      `explain (analyze, format json) ${text}`,
      values,
    );
    plans.push(row?.['QUERY PLAN'][0]?.Plan as PlanNode);
    return handle.sql(text, values);
  };
  const ctx = { ...handle, sql, now: new Date() } as unknown as Context;
  const page = (await tenantList.run(ctx, { limit: 50 })) as { rows: unknown[] };
  expect(page.rows).toHaveLength(50);
  expect(plans).toHaveLength(2);
  // The catalogue is sorted by name as a whole; what is asked about each is asked about those that are shown.
  const asked = (node: PlanNode): (PlanNode & { 'Actual Loops'?: number; 'Parent Relationship'?: string })[] => [
    node,
    ...(node.Plans ?? []).flatMap(asked),
  ];
  const each = plans.flatMap(asked).filter((node) => node['Parent Relationship'] === 'SubPlan');
  expect(each.length).toBeGreaterThan(3);
  for (const node of each) {
    expect(node['Actual Loops'], JSON.stringify(node)).toBeLessThanOrEqual(51);
    expect(node['Actual Rows'], JSON.stringify(node)).toBeLessThanOrEqual(51);
  }
});

/** One thing done to many organisations: over a selection or a filter, each with its own result, and the failed ones again. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTown, type Organisation, type Town } from '../testing/town.ts';

let town: Town;
let lakshmi: Organisation;
let ashwini: Organisation;
let nila: Organisation;

beforeAll(async () => {
  town = await createTown();
  lakshmi = await town.found('lakshmi', { plan: 'premium' });
  ashwini = await town.found('ashwini');
  nila = await town.found('nila');
});
afterAll(() => town?.close());

const begin = (body: object) => town.operator.post('/api/tenant-runs', body);

/** Waits until the run is over, as the page does that may be closed meanwhile. */
async function finished(id: string) {
  const look = async () => (await town.operator.get(`/api/tenant-runs/${id}`)).body.data;
  await expect.poll(async () => (await look()).state).toBe('done');
  const { body } = await town.operator.get(`/api/tenant-runs/${id}/items`);
  return {
    run: await look(),
    items: body.data as { slug: string; state: string; code: string | null; detail: string | null }[],
  };
}

test('all that match are suspended but for one; the reason stands in each trail, and the neighbour works on', async () => {
  const asked = { action: 'suspend', reason: 'Bills unpaid', filter: { plan: 'basic' }, except: [nila.id] };
  const changed = await begin({ ...asked, expected: 2 });
  expect(changed.status).toBe(409);
  expect(changed.body).toMatchObject({ code: 'tenant-runs.selection_changed', expected: 2, total: 1 });
  const reply = await begin({ ...asked, expected: 1 });
  expect(reply.status).toBe(202);
  const { run, items } = await finished(reply.body.data.id);
  expect(run).toMatchObject({ total: 1, done: 1, failed: 0, wanted: { reason: 'Bills unpaid' } });
  expect(items).toMatchObject([{ slug: 'ashwini', state: 'done' }]);
  expect((await ashwini.owner.get('/api/tenants/ashwini')).body.code).toBe('tenancy.suspended');
  expect((await nila.owner.get('/api/tenants/nila')).status).toBe(200);
  const trail = await town.operator.get('/api/tenants/ashwini/audit?action=tenants.suspend');
  expect(trail.body.data[0]).toMatchObject({ actor_kind: 'operator', actor: 'operator@platform.example' });
  expect((await town.operator.get('/api/system/audit?action=tenant-runs.create')).body.data).toHaveLength(1);
});

test('what is refused says why and undoes nothing; tried again it goes through once it may', async () => {
  const reply = await begin({ action: 'resume', tenants: [lakshmi.id, ashwini.id], expected: 2 });
  const { id } = reply.body.data;
  const first = await finished(id);
  expect(first.run).toMatchObject({ done: 1, failed: 1 });
  expect(first.items).toMatchObject([
    { slug: 'ashwini', state: 'done' },
    { slug: 'lakshmi', state: 'failed', code: 'tenants.wrong_state', detail: expect.stringContaining('active') },
  ]);
  expect((await town.operator.post('/api/tenants/lakshmi/suspend', { reason: 'x' })).status).toBe(200);
  expect((await town.operator.post(`/api/tenant-runs/${id}/retry`, {})).status).toBe(202);
  expect((await finished(id)).run).toMatchObject({ done: 2, failed: 0 });
  expect((await town.operator.post(`/api/tenant-runs/${id}/retry`, {})).body.code).toBe('tenant-runs.nothing_failed');
  const trail = await town.operator.get('/api/tenants/ashwini/audit?action=tenants.resume');
  expect(trail.body.data).toHaveLength(1);
});

test('plans and features change too; what is not whole or not an operator’s is refused', async () => {
  const all = [lakshmi.id, ashwini.id, nila.id];
  const plan = await begin({ action: 'plan', plan: 'Enterprise', tenants: all, expected: 3 });
  expect((await finished(plan.body.data.id)).run.done).toBe(3);
  const feature = town.kernel.features.all.find(({ plans }) => plans.includes('enterprise'))?.name ?? '';
  const off = await begin({ action: 'feature', feature, enabled: false, tenants: [nila.id], expected: 1 });
  expect((await finished(off.body.data.id)).run.done).toBe(1);
  const features = async (one: Organisation) => (await one.owner.get(`${one.at}/features`)).body.data[feature];
  expect([await features(nila), await features(ashwini)]).toEqual([false, true]);
  for (const wrong of [
    { action: 'suspend', tenants: all, expected: 3 },
    { action: 'feature', feature: 'levitation', enabled: true, tenants: all, expected: 3 },
    { action: 'resume', filter: { colour: 'red' }, expected: 1 },
    { action: 'resume', filter: { created_at_from: 'yesterday' }, expected: 1 },
  ])
    expect((await begin(wrong)).status, JSON.stringify(wrong)).toBe(400);
  expect((await begin({ action: 'plan', plan: 'gold', tenants: all, expected: 3 })).body.code).toBe('plans.unknown');
  expect((await nila.owner.post('/api/tenant-runs', { action: 'resume', tenants: all, expected: 3 })).status).toBe(403);
  expect((await town.operator.get('/api/tenant-runs')).body.data).toHaveLength(4);
});

test('a run that the server left in the middle is taken up by the next round', async () => {
  const { rows } = await town.admin.query(
    `with r as (insert into tenant_runs (id, action, wanted, total, actor) values (gen_random_uuid(), 'suspend', '{"reason": "Left"}', 1, 'someone') returning id)
     insert into tenant_run_items (tenant_id, run_id, position) select $1, id, 1 from r returning run_id`,
    [nila.id],
  );
  expect(await town.kernel.rounds.run('tenant-runs.work')).toBe(true);
  expect((await finished(rows[0].run_id)).run).toMatchObject({ done: 1 });
  expect((await town.operator.get('/api/tenants/nila')).body.data).toMatchObject({
    status: 'suspended',
    status_reason: 'Left',
  });
});

/** Closing and opening organisations, the cap of the installation, and setting-up that stopped. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { control } from '../module.ts';
import { createTown, type Organisation, type Town } from '../testing/town.ts';

let town: Town;
let shop: Organisation;
let neighbour: Organisation;
/** What the module that gives first records does just now. */
let seeding: () => Promise<void> = async () => {};

beforeAll(async () => {
  const planting = {
    name: 'planting',
    routes: [],
    features: [],
    roles: [],
    migrations: control.migrations,
    seed: () => seeding(),
  };
  // The same migrations twice would be refused; an empty folder is all that this module needs.
  const empty = new URL('./', import.meta.url);
  town = await createTown({ modules: [control, { ...planting, migrations: empty }] });
  shop = await town.found('corner-shop');
  neighbour = await town.found('neighbour');
});

afterAll(() => town?.close());

test('suspended: its people are out at once, the neighbour works on; resumed: they are in again', async () => {
  expect((await shop.owner.get(`${shop.at}/features`)).status).toBe(200);
  const closed = await town.operator.post(`${shop.at}/suspend`, { reason: 'Payment overdue' });
  expect(closed.body.data).toMatchObject({ status: 'suspended', status_reason: 'Payment overdue' });
  const refused = await shop.owner.get(`${shop.at}/features`);
  expect([refused.status, refused.body.code]).toEqual([403, 'tenancy.suspended']);
  expect((await neighbour.owner.get(`${neighbour.at}/features`)).status).toBe(200);
  expect((await town.operator.get(shop.at)).status).toBe(200);
  const open = await town.operator.post(`${shop.at}/resume`);
  expect(open.body.data).toMatchObject({ status: 'active', status_reason: null });
  expect((await shop.owner.get(`${shop.at}/features`)).status).toBe(200);
  const trail = await shop.owner.get(`${shop.at}/audit?action=tenants.suspend`);
  expect(trail.body.data[0]).toMatchObject({
    before: { status: 'active' },
    after: { status: 'suspended', reason: 'Payment overdue' },
  });
});

test('moves that the state does not allow are 409 and say what can be done', async () => {
  const resumed = await town.operator.post(`${shop.at}/resume`);
  expect([resumed.status, resumed.body.code, resumed.body.possible]).toEqual([
    409,
    'tenants.wrong_state',
    ['suspend', 'archive'],
  ]);
  expect((await town.operator.post(`${shop.at}/restore`)).status).toBe(409);
  const { at, owner } = await town.found('closing-down');
  expect((await town.operator.delete(`${at}?reason=closed`)).body.data).toMatchObject({ status: 'archived' });
  expect((await owner.get(at)).status).toBe(410);
  expect((await town.operator.delete(at)).status).toBe(409);
  expect((await town.operator.post(`${at}/suspend`)).status).toBe(409);
  expect((await town.operator.post('/api/tenants', { name: 'Heir', slug: 'closing-down' })).status).toBe(409);
  expect((await town.operator.post(`${at}/restore`)).body.data).toMatchObject({ status: 'active', archived_at: null });
  expect((await owner.get(at)).status).toBe(200);
});

test('of ten who suspend at once, one does', async () => {
  const { at } = await town.found('ten-at-once');
  const replies = await Promise.all(Array.from({ length: 10 }, () => town.operator.post(`${at}/suspend`)));
  expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1);
  expect(replies.filter((reply) => reply.status === 409)).toHaveLength(9);
});

test('the organisation’s own owner cannot close, open, or set up', async () => {
  for (const verb of ['suspend', 'resume', 'archive', 'restore', 'provision'])
    expect((await shop.owner.post(`${shop.at}/${verb}`)).status).toBe(403);
  expect((await shop.owner.delete(shop.at)).status).toBe(403);
  expect((await shop.owner.put(`${shop.at}/subscription`, { plan: 'enterprise' })).status).toBe(403);
  expect((await neighbour.owner.post(`${shop.at}/suspend`)).status).toBe(403);
  expect((await town.operator.get(shop.at)).body.data.status).toBe('active');
});

test('a setting-up that stops leaves the organisation waiting, says so, and is taken up again', async () => {
  seeding = async () => {
    throw new Error('no seeds in the shed');
  };
  const made = await town.operator.post('/api/tenants', {
    name: 'Half Sown',
    contact_email: 'sower@half-sown.example',
  });
  expect([made.status, made.body.data.status]).toEqual([201, 'provisioning']);
  expect(made.body.data.warnings).toEqual([expect.stringContaining('seed:planting')]);
  const again = await town.operator.post('/api/tenants/half-sown/provision');
  expect(again.body.data).toMatchObject({ status: 'provisioning' });
  expect(again.body.data.steps.find((one: { step: string }) => one.step === 'seed:planting')).toMatchObject({
    attempts: 2,
    failure: 'no seeds in the shed',
  });
  let sown = 0;
  seeding = async () => {
    sown++;
  };
  expect((await town.operator.post('/api/tenants/half-sown/provision')).body.data).toMatchObject({
    status: 'active',
    warnings: [],
  });
  expect((await town.operator.post('/api/tenants/half-sown/provision')).status).toBe(200);
  expect(sown).toBe(1);
  const sower = await town.accept('sower@half-sown.example', 'half-sown');
  expect((await sower.get('/api/tenants/half-sown')).status).toBe(200);
});

test('another instance knows of a change before the answer is a blink old', async () => {
  const { createDirectory } = await import('@tenantry/kernel/tenancy/directory.ts');
  const elsewhere = createDirectory(town.kernel.control);
  town.kernel.news.onChange(({ kind, subject_id }) => {
    if (kind === 'tenant') elsewhere.forget(subject_id ?? undefined);
  });
  expect((await elsewhere.find('corner-shop'))?.status).toBe('active');
  await town.operator.post(`${shop.at}/suspend`);
  const status = async (): Promise<string | undefined> => (await elsewhere.find('corner-shop'))?.status;
  await expect.poll(status, { interval: 10 }).toBe('suspended');
  await town.operator.post(`${shop.at}/resume`);
});

test('a full installation takes no more, also when thirty ask at once; an archived organisation makes room', async () => {
  const full = await createTown({ config: { max_tenants: 5 } });
  try {
    const replies = await Promise.all(
      Array.from({ length: 30 }, (_, n) => full.operator.post('/api/tenants', { name: `Crowd ${n}` })),
    );
    expect(replies.filter((reply) => reply.status === 201)).toHaveLength(5);
    const refused = replies.filter((reply) => reply.status !== 201);
    expect(new Set(refused.map((reply) => reply.body.code))).toEqual(new Set(['tenants.limit_reached']));
    expect(refused[0]?.body).toMatchObject({ limit: 'MAX_TENANTS_PER_INSTANCE', allowed: 5, used: 5 });
    const [first] = (await full.operator.get('/api/tenants')).body.data;
    await full.operator.post(`/api/tenants/${first.slug}/archive`);
    expect((await full.operator.post('/api/tenants', { name: 'Late' })).status).toBe(201);
    expect((await full.operator.post(`/api/tenants/${first.slug}/restore`)).status).toBe(403);
  } finally {
    await full.close();
  }
});

test('an installation for one organisation creates that one alone', async () => {
  const single = await createTown({ config: { multi_tenant: false, default_tenant_slug: 'the-only' } });
  try {
    expect((await single.operator.post('/api/tenants', { name: 'Other', slug: 'another' })).status).toBe(422);
    expect((await single.operator.post('/api/tenants', { name: 'Only', slug: 'the-only' })).status).toBe(201);
    expect((await single.operator.get('/api/branding')).body.data).toMatchObject({ company_name: 'Only' });
    expect((await single.nobody.get('/health')).body.data).toMatchObject({ multi_tenant_enabled: false });
  } finally {
    await single.close();
  }
});

/** Every table and every route of the product, attacked by the tenant next door; and proof that the attack would find a hole. */

import { attackRoutes, attackTables, type Breach, fingerprint, type Victim } from '@tenantry/kernel/testing/attack.ts';
import { attackInputs } from '@tenantry/kernel/testing/attack_inputs.ts';
import { type Office, openOffice } from '@tenantry/kernel/testing/offices.ts';
import { createWorld, type World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { modules } from './modules.ts';

let world: World;
let attacker: Office;
let victim: Victim;
/** An organisation without anything: what it is refused, it is refused for the victim's sake alone. */
let bystander: Office;

const CUSTOMER = {
  name: 'Gupta Provision Store',
  gstin: '07ZZZPG1101Z1ZR',
  phone: '9000000101',
  email: 'accounts@gupta.example',
};
const PRODUCT = {
  name: 'Steel bolt',
  sku: 'BOLT-1',
  barcode: '8900000000017',
  hsn: '73181500',
  unit: 'NOS',
  sale_price: 2.5,
  tax_rate: 18,
};

/** Both have the same things, so that nothing but the tenant tells them apart. */
async function furnish(
  office: Office,
  keyed: { path: string; body: unknown; key: string }[] = [],
): Promise<Record<string, string | null>> {
  const { owner, slug } = office;
  const made = async (path: string, body: unknown): Promise<{ id: string }> => {
    const key = `${slug}:${path}`;
    const reply = await owner.post(path, body, { 'idempotency-key': key });
    keyed.push({ path, body, key });
    expect(reply.status, `${path} ${reply.text}`).toBeLessThan(300);
    return reply.body.data;
  };
  const ids = {
    customer: (await made('/api/customers', CUSTOMER)).id,
    vendor: (await made('/api/vendors', { ...CUSTOMER, name: 'Gupta Steel' })).id,
    product: (await made('/api/products', PRODUCT)).id,
  };
  expect((await owner.post('/api/products', { name: 'Numbered by the house' })).status).toBe(201);
  const imported = await owner.post('/api/products/import', {
    mode: 'commit',
    rows: [{ name: 'Nut M6', hsn: '73181600' }],
  });
  expect(imported.status, imported.text).toBeLessThan(300);
  const role = await owner.post(`/api/tenants/${slug}/roles`, {
    name: 'counter',
    title: 'Counter',
    permissions: ['products.read'],
  });
  expect(role.status, role.text).toBe(201);
  const domain = await owner.post(`/api/tenants/${slug}/domains`, { domain: `books.${slug}.example` });
  expect(domain.status, domain.text).toBe(201);
  const member = await owner.post(`/api/tenants/${slug}/users`, {
    email: `someone@${slug}.example`,
    name: 'Some One',
    role: 'counter',
  });
  expect(member.status, member.text).toBe(201);
  return {
    ...ids,
    import: imported.body.data.import_id,
    role: `only_${slug.replace('-', '_')}`,
    domain: `books.${slug}.example`,
    user: `someone@${slug}.example`,
    // The name of a setting, the same for everybody.
    key: null,
  };
}

beforeAll(async () => {
  world = await createWorld({ modules });
  attacker = await openOffice(world, 'attacker-co');
  bystander = await openOffice(world, 'bystander-co');
  const office = await openOffice(world, 'victim-co');
  await furnish(attacker);
  const keyed: { path: string; body: unknown; key: string }[] = [];
  const ids = await furnish(office, keyed);
  await office.owner.post('/api/tenants/victim-co/roles', { name: ids.role, title: 'Only here', permissions: [] });
  await world.admin.query('update domains set verified_at = now() where domain = $1', [ids.domain]);
  victim = {
    office,
    ids,
    domain: ids.domain as string,
    keyed,
    bodies: {
      'members.update': { role: 'counter' },
      'roles.update': { title: 'Taken over' },
      'customers.replace': { name: 'Taken over' },
      'vendors.replace': { name: 'Taken over' },
      'products.replace': { name: 'Taken over' },
    },
  };
});
afterAll(() => world?.close());

test('no table gives, takes or tells anything across tenants', async () => {
  expect(await attackTables(world, bystander.id, victim.office.id)).toEqual([]);
});

test('no route gives, takes or tells anything across tenants, and the victim is as it was', async () => {
  const before = await fingerprint(world, victim.office.id);
  expect(Object.keys(before).length).toBeGreaterThan(10);
  const routes = world.routes.filter((route) => route.scope === 'tenant' || route.scope === 'control');
  expect(routes.length).toBeGreaterThan(50);
  expect(await attackRoutes(world, attacker, victim)).toEqual([]);
  expect(await fingerprint(world, victim.office.id)).toEqual(before);
});

test('nothing that a request carries gives, takes or tells anything across tenants', async () => {
  const before = await fingerprint(world, victim.office.id);
  expect(await attackInputs(world, attacker, victim)).toEqual([]);
  expect(await fingerprint(world, victim.office.id)).toEqual(before);
  const { owner } = attacker;
  const found = await owner.get(`/api/customers?q=gupta&limit=200`);
  expect(found.body.data.map((row: { id: string }) => row.id)).not.toContain(victim.ids.customer);
  const trail = await owner.get('/api/audit?limit=200');
  expect(trail.text).not.toContain(victim.office.id);
  expect(trail.text).toContain('tenancy.conflict');
});

test('planted holes are found: a policy that lets all through, one that is gone, a right on the control plane', async () => {
  const found = async (hole: string, repair: string): Promise<Breach[]> => {
    await world.admin.query(hole);
    try {
      return await attackTables(world, bystander.id, victim.office.id);
    } finally {
      await world.admin.query(repair);
    }
  };
  const targets = (breaches: Breach[]): string[] => [...new Set(breaches.map((breach) => breach.target))];
  expect(
    targets(await found('create policy careless on parties using (true)', 'drop policy careless on parties')),
  ).toEqual(['parties']);
  expect(
    targets(
      await found(
        'alter table products no force row level security; alter table products disable row level security',
        'alter table products enable row level security; alter table products force row level security',
      ),
    ),
  ).toEqual(['products']);
  expect(
    targets(await found('grant select on sessions to tenantry_app', 'revoke select on sessions from tenantry_app')),
  ).toEqual(['sessions']);
  expect(targets(await found('create unique index hole on products (id)', 'drop index hole'))).toEqual(['products']);
  expect(await attackTables(world, bystander.id, victim.office.id)).toEqual([]);
});

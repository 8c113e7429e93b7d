/** Every table and every route of the product, attacked by the tenant next door; and proof that the attack would find a hole. */
import { type Breach, claimsOf, type Party } from '@tenantry/kernel/testing/attack.ts';
import { type Bodies, newMark } from '@tenantry/kernel/testing/attack_bodies.ts';
import { attackHosts } from '@tenantry/kernel/testing/attack_hosts.ts';
import { attackInputs } from '@tenantry/kernel/testing/attack_inputs.ts';
import { attackKeys } from '@tenantry/kernel/testing/attack_keys.ts';
import { attackRoutes } from '@tenantry/kernel/testing/attack_routes.ts';
import { attackTables, fingerprint } from '@tenantry/kernel/testing/attack_tables.ts';
import { hangOn } from '@tenantry/kernel/testing/hanging.ts';
import { waitingJob, waitingSchedule } from '@tenantry/kernel/testing/jobs.ts';
import { waitingNotice } from '@tenantry/kernel/testing/notices.ts';
import { type Office, openOffice } from '@tenantry/kernel/testing/offices.ts';
import { upload } from '@tenantry/kernel/testing/uploads.ts';
import { furnishWebhooks, NOWHERE } from '@tenantry/kernel/testing/webhooks.ts';
import { createWorld, type World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { modules } from './modules.ts';

let world: World;
let attacker: Party;
let victim: Party;
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

/** Opens an organisation with two of everything. All have the same, so that nothing but the tenant tells them apart. */
async function furnish(slug: string): Promise<Party> {
  const office = await openOffice(world, slug);
  const made = async (path: string, body: unknown): Promise<{ id: string; user_id: string }> => {
    const reply = await office.owner.post(path, body, { 'idempotency-key': newMark() });
    expect(reply.status, `${path} ${reply.text}`).toBeLessThan(300);
    return reply.body.data;
  };
  const ofTenant = (path: string): string => `/api/tenants/${slug}${path}`;
  const take = async (name: string): Promise<string> => {
    const body = { mode: 'commit', rows: [{ name, hsn: '73181600' }] };
    return ((await made('/api/products/import', body)) as unknown as { import_id: string }).import_id;
  };
  const [role, domain, user] = [`only_${slug.replace('-', '_')}`, `books.${slug}.example`, `someone@${slug}.example`];
  const customer = (await made('/api/customers', CUSTOMER)).id;
  const vendor = (await made('/api/vendors', { ...CUSTOMER, name: 'Gupta Steel' })).id;
  const product = (await made('/api/products', PRODUCT)).id;
  const sale = { customer_id: customer, lines: [{ product_id: product, quantity: 5 }] };
  const invoice = (await made('/api/invoices', sale)).id;
  expect((await office.owner.patch(ofTenant(''), { gstin: '27AAPFU0939F1ZV' })).status).toBe(200);
  await made(`/api/invoices/${(await made('/api/invoices', sale)).id}/issue`, {});
  const hanging = [
    await hangOn(office.owner, 'customers', customer),
    await hangOn(office.owner, 'vendors', vendor),
    await hangOn(office.owner, 'products', product),
    await hangOn(office.owner, 'invoices', invoice),
  ];
  await made('/api/customers', { name: 'Another' });
  await made('/api/vendors', { name: 'Another' });
  await upload(office.owner, 'another.txt', 'Another');
  await take('Washer M6');
  await made('/api/views', { list: 'customers', name: 'Another' });
  const view = (await made('/api/views', { list: 'customers', name: 'To collect', is_shared: true })).id;
  expect((await office.owner.put('/api/views/default', { list: 'customers', view_id: view })).status).toBe(200);
  await made(ofTenant('/roles'), { name: role, title: 'Only here', permissions: ['products.read'] });
  await made(ofTenant('/domains'), { domain });
  const member = await made(ofTenant('/users'), { email: user, name: 'Some One', role });
  await world.admin.query('update domains set verified_at = now() where domain = $1', [domain]);
  const granted = await world.operator.post(ofTenant('/entitlements'), {
    limit: 'users',
    maximum: 50,
    reason: 'Agreed',
  });
  await waitingJob(world, office.id);
  const trail = await office.owner.get(`/api/audit?action=members.create&limit=1`);
  return {
    office,
    domain,
    ids: {
      customer,
      vendor,
      product,
      invoice,
      customer_id: customer,
      product_id: product,
      ...Object.assign({}, ...hanging),
      mention: claimsOf(office.owner).sub,
      job: await waitingJob(world, office.id),
      notification: await waitingNotice(world, office.id, claimsOf(office.owner).sub),
      schedule: await waitingSchedule(world, office.id),
      import: await take('Nut M6'),
      view,
      role,
      domain,
      user,
      user_id: member.user_id,
      actor_id: claimsOf(office.owner).sub,
      created_by: claimsOf(office.owner).sub,
      subject_id: customer,
      request_id: trail.body.data[0].request_id,
      // The names of a setting and of a letter, the same for everybody.
      entitlement: granted.body.data.id,
      file: (await upload(office.owner, 'deed.txt', 'Sold to the tenant next door')).body.data.id,
      key: null,
      letter: null,
      ...(await furnishWebhooks(office)),
    },
    words: { letter: 'members.invitation' },
  };
}

/** A line that needs nothing of its product: other attacks write that anew. */
const line = ({ ids }: Party, quantity: number) => ({
  product_id: ids.product,
  hsn: '73181500',
  quantity,
  unit_price: 2,
  tax_rate: 18,
});
const sale = (party: Party) => ({ customer_id: party.ids.customer, lines: [line(party, 1)] });

const bodies: Bodies = {
  // People are the same everywhere, so each organisation adds another one.
  'members.create': ({ office }, mark) => ({ email: `${mark}@${office.slug}.example`, role: 'manager' }),
  'members.update': () => ({ role: 'manager' }),
  'invoices.create': sale,
  'invoices.preview': sale,
  'invoices.update': (party) => ({ lines: [line(party, 2)] }),
  'invoices.cancel': () => ({ reason: 'Taken over' }),
  'invoices.attach': ({ ids }) => ({ file_id: ids.file }),
  'views.create': (_party, mark) => ({ list: 'customers', name: mark }),
  'views.choose': ({ ids }) => ({ list: 'customers', view_id: ids.view ?? null }),
  'webhooks.create': (_party, mark) => ({ url: `${NOWHERE}${mark}`, types: ['nothing.happened'] }),
  'schedules.update': () => ({ is_active: false }),
  'webhooks.update': () => ({ description: 'Taken over' }),
  'roles.update': () => ({ title: 'Taken over' }),
  'roles.create': (_party, mark) => ({ name: mark, permissions: [] }),
  'domains.create': (_party, mark) => ({ domain: `${mark}.example` }),
  'settings.update': () => ({ config_key: 'session.timeout', config_value: 900 }),
  'entitlements.create': (_party, mark) => ({ limit: 'users', maximum: 60, reason: mark }),
  'subscription.move_plan': () => ({ target_plan: 'premium' }),
};
for (const one of ['customer', 'vendor', 'product']) {
  Object.assign(bodies, {
    [`${one}s.import`]: (_party: Party, mark: string) => ({ mode: 'commit', rows: [{ name: mark }] }),
    [`${one}s.import_later`]: (_party: Party, mark: string) => ({ rows: [{ name: mark }] }),
    [`${one}s.attach`]: ({ ids }: Party) => ({ file_id: ids.file }),
    [`${one}s.archive_many`]: ({ ids }: Party) => ({ ids: [ids[one]] }),
    [`${one}s.restore_many`]: ({ ids }: Party) => ({ ids: [ids[one]] }),
  });
}

beforeAll(async () => {
  world = await createWorld({ modules });
  bystander = await openOffice(world, 'bystander-co');
  attacker = await furnish('attacker-co');
  victim = await furnish('victim-co');
});
afterAll(() => world?.close());

/** What the attack finds, and what it leaves of the victim. */
async function unharmed(attack: () => Promise<Breach[]>): Promise<void> {
  const before = await fingerprint(world, victim.office.id);
  expect(Object.keys(before).length).toBeGreaterThan(10);
  expect(await attack()).toEqual([]);
  expect(await fingerprint(world, victim.office.id)).toEqual(before);
}

test('no table gives, takes or tells anything across tenants', () =>
  unharmed(() => attackTables(world, bystander.id, victim.office.id)));

test('no address gives, takes or tells anything across tenants', { timeout: 240_000 }, async () => {
  const routes = world.routes.filter((route) => route.scope === 'tenant' || route.scope === 'control');
  expect(routes.length).toBeGreaterThan(50);
  await unharmed(() => attackRoutes(world, attacker, victim, bodies));
  // His own trail tells that he named two organisations, and nothing of the other one.
  const trail = await attacker.office.owner.get('/api/audit?limit=200&action=tenancy.conflict');
  expect(trail.body.data.length).toBeGreaterThan(0);
  expect(trail.text).not.toContain(victim.office.id);
});

test('no host and no cookie gives, takes or tells anything across tenants', () =>
  unharmed(() => attackHosts(world, attacker, victim)));

test('no body, no filter and no cursor gives, takes or tells anything across tenants', async () => {
  await unharmed(() => attackInputs(world, attacker, victim, bodies));
  const trail = await attacker.office.owner.get('/api/audit?limit=200');
  // What he searched for himself stands there, as reads do.
  const told = trail.body.data.filter((one: { action: string }) => !one.action.endsWith('.read'));
  expect(JSON.stringify(told)).not.toContain(victim.office.id);
});

test('no idempotency key gives anything across tenants', async () => {
  const untried = {
    'domains.verify': 'a name server would have to answer',
    'tenants.provision': 'is for organisations that are being set up',
    'notifications.read': 'is for the one person whose notification it is',
  };
  expect(await attackKeys(world, await furnish('twin-one'), await furnish('twin-two'), bodies, untried)).toEqual([]);
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

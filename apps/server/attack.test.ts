/** Every table and every route of the product, attacked by the tenant next door; and proof that the attack would find a hole. */
import { type Breach, claimsOf, type Party } from '@tenantry/kernel/testing/attack.ts';
import { newMark } from '@tenantry/kernel/testing/attack_bodies.ts';
import { attackHosts } from '@tenantry/kernel/testing/attack_hosts.ts';
import { attackInputs } from '@tenantry/kernel/testing/attack_inputs.ts';
import { attackKeys } from '@tenantry/kernel/testing/attack_keys.ts';
import { attackRoutes } from '@tenantry/kernel/testing/attack_routes.ts';
import { attackTables, fingerprint } from '@tenantry/kernel/testing/attack_tables.ts';
import { waitingJob, waitingSchedule } from '@tenantry/kernel/testing/jobs.ts';
import { waitingNotice } from '@tenantry/kernel/testing/notices.ts';
import { type Office, openOffice } from '@tenantry/kernel/testing/offices.ts';
import { pngOf } from '@tenantry/kernel/testing/pictures.ts';
import { upload, uploadTo } from '@tenantry/kernel/testing/uploads.ts';
import { furnishWebhooks } from '@tenantry/kernel/testing/webhooks.ts';
import { createWorld, type World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { modules } from './modules.ts';
import { bodies } from './testing/bodies.ts';
import { furnishTrade } from './testing/trade.ts';

let world: World;
let attacker: Party;
let victim: Party;
/** An organisation without anything: what it is refused, it is refused for the victim's sake alone. */
let bystander: Office;

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
  const traded = await furnishTrade(office, made);
  await made('/api/customers', { name: 'Another' });
  await made('/api/vendors', { name: 'Another' });
  const another = (await upload(office.owner, 'another.txt', 'Another')).body.data.id;
  // As its job leaves it.
  await world.admin.query('update printouts set file_id = $2 where tenant_id = $1', [office.id, another]);
  expect((await uploadTo(office.owner, '/api/logos', 'logo.png', pngOf(2, 2, [1, 2, 3]))).status).toBe(201);
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
  // As many as there are addresses to attack, several times over.
  const asked = { limit: 'api_requests_per_day', maximum: 1_000_000, reason: 'Agreed' };
  expect((await world.operator.post(ofTenant('/entitlements'), asked)).status).toBe(201);
  await waitingJob(world, office.id);
  const trail = await office.owner.get(`/api/audit?action=members.create&limit=1`);
  return {
    office,
    domain,
    ids: {
      ...traded,
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
      subject_id: traded.customer as string,
      request_id: trail.body.data[0].request_id,
      // The names of a setting and of a letter, the same for everybody.
      entitlement: granted.body.data.id,
      file: (await upload(office.owner, 'deed.txt', 'Sold to the tenant next door')).body.data.id,
      key: null,
      upi_id: null,
      letter: null,
      ...(await furnishWebhooks(office)),
    },
    words: { letter: 'members.invitation' },
  };
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

test('no host and no cookie gives, takes or tells anything across tenants', { timeout: 240_000 }, () =>
  unharmed(() => attackHosts(world, attacker, victim)),
);

test('no body, no filter and no cursor gives, takes or tells anything across tenants', {
  timeout: 240_000,
}, async () => {
  await unharmed(() => attackInputs(world, attacker, victim, bodies));
  const trail = await attacker.office.owner.get('/api/audit?limit=200');
  // What he searched for himself stands there, as reads do.
  const told = trail.body.data.filter((one: { action: string }) => !one.action.endsWith('.read'));
  expect(JSON.stringify(told)).not.toContain(victim.office.id);
});

test('no idempotency key gives anything across tenants', { timeout: 240_000 }, async () => {
  const moved = 'another verb has moved it on before';
  const untried = {
    'estimates.close': moved,
    'estimates.convert': moved,
    'orders.convert': moved,
    'orders.cancel': moved,
    'challans.convert': moved,
    'challans.cancel': moved,
    'domains.verify': 'a name server would have to answer',
    'tenants.provision': 'is for organisations that are being set up',
    'notifications.read': 'is for the one person whose notification it is',
    'bank-lines.import': 'needs an account, and that is archived here before',
    'bank-lines.pay': 'needs an account, and that is archived here before',
    'eway-bills.extend': 'is done around its end alone, hours from now',
    'bank-lines.settle': 'needs an account, and that is archived here before',
    'payments.cancel': 'is barred once money was given back, as it is here before',
    'payments.bounce': 'is barred once money was given back, as it is here before',
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

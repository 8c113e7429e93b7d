/** People: invited, given roles, switched off, removed; nobody hands out what he lacks, and an owner always stays. */
import type { Caller } from '@tenantry/kernel/testing/caller.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTown, type Organisation, PASSWORD, type Town } from '../testing/town.ts';

let town: Town;
let clinic: Organisation;
let shop: Organisation;
let admin: Caller;

beforeAll(async () => {
  town = await createTown();
  clinic = await town.found('member-clinic', { organization_type: 'dental_clinic' });
  shop = await town.found('member-shop');
  admin = await clinic.hire('admin');
});

afterAll(() => town?.close());

test('a person is invited by mail, comes in with the link, and sees this organisation alone', async () => {
  const added = await clinic.owner.post('/api/users', {
    email: 'Ravi@Clinic.example',
    name: 'Ravi Kulkarni',
    role: 'dentist',
  });
  expect([added.status, added.body.data.status]).toEqual([201, 'invited']);
  expect(await town.mailTo('Ravi@Clinic.example')).toMatchObject({
    subject: expect.stringContaining('The member-clinic'),
  });
  const ravi = await town.accept('Ravi@Clinic.example', clinic.slug);
  expect((await ravi.get(clinic.at)).status).toBe(200);
  expect((await ravi.get('/api/users')).status).toBe(403);
  expect((await ravi.get(`${shop.at}/branding`)).status).toBe(403);
  const again = await clinic.owner.post('/api/users', { email: 'ravi@clinic.example', role: 'nurse' });
  expect([again.status, again.body.code]).toEqual([409, 'members.exists']);
});

test('the list is searched, filtered and paged, and shows nobody of the neighbour', async () => {
  await shop.hire('sales', 'ravindra');
  expect((await clinic.owner.get('/api/users?q=rav')).body.data.map((one: { name: string }) => one.name)).toEqual([
    'Ravi Kulkarni',
  ]);
  expect((await shop.owner.get('/api/users?q=rav&count=true')).body).toMatchObject({
    data: [{ name: 'ravindra' }],
    meta: { total: 1 },
  });
  expect((await clinic.owner.get('/api/users?role=admin')).body.data).toMatchObject([
    { email: 'admin@member-clinic.example' },
  ]);
  expect((await clinic.owner.get('/api/users?email=owner%40member-shop.example')).body.data).toEqual([]);
  expect((await clinic.owner.get('/api/users?password_hash=x')).status).toBe(400);
  const first = await clinic.owner.get('/api/users?limit=1&sort=name');
  const second = await clinic.owner.get(`/api/users?limit=1&sort=name&cursor=${first.body.meta.next_cursor}`);
  expect(second.body.data[0].id).not.toBe(first.body.data[0].id);
});

test('a change of role counts from the next request on', async () => {
  const nurse = await clinic.hire('nurse', 'nina');
  expect((await nurse.get('/api/audit')).status).toBe(403);
  const reply = await clinic.owner.put('/api/users/nina@member-clinic.example', { role: 'accountant' });
  expect(reply.body.data).toMatchObject({ role: 'accountant' });
  expect((await nurse.get('/api/audit')).status).toBe(200);
  expect((await clinic.owner.put('/api/users/nina@member-clinic.example', { status: 'disabled' })).status).toBe(200);
  expect((await nurse.get('/api/audit')).status).toBe(404);
  expect((await clinic.owner.put('/api/users/nina@member-clinic.example', { status: 'active' })).status).toBe(200);
  expect((await nurse.get('/api/audit')).status).toBe(200);
  expect((await clinic.owner.delete('/api/users/nina@member-clinic.example')).status).toBe(200);
  expect((await nurse.get('/api/audit')).status).toBe(404);
  expect((await clinic.owner.get('/api/users?q=nina')).body.data).toEqual([]);
});

test('the last owner stays, also when two owners remove each other at once', async () => {
  const alone = await clinic.owner.put('/api/users/owner@member-clinic.example', { role: 'admin' });
  expect([alone.status, alone.body.code]).toEqual([409, 'members.last_owner']);
  expect((await clinic.owner.delete('/api/users/owner@member-clinic.example')).status).toBe(409);
  const second = await clinic.hire('owner', 'second');
  const replies = await Promise.all([
    clinic.owner.delete('/api/users/second@member-clinic.example'),
    second.delete('/api/users/owner@member-clinic.example'),
  ]);
  const owners = await town.operator.get(`${clinic.at}/users?role=owner`);
  expect(owners.body.data).toHaveLength(1);
  expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1);
  if (owners.body.data[0].email.startsWith('second')) clinic.owner = second;
});

test('an admin neither makes nor unmakes owners, and hands out only what he has', async () => {
  for (const call of [
    () => admin.post('/api/users', { email: 'friend@evil.example', role: 'owner' }),
    () => admin.put('/api/users/admin@member-clinic.example', { role: 'owner' }),
    () => admin.put('/api/users/ravi@clinic.example', { role: 'owner' }),
    () => admin.delete('/api/users/' + 'owner@member-clinic.example'),
  ]) {
    const reply = await call();
    expect([403, 404]).toContain(reply.status);
  }
  expect((await town.operator.get(`${clinic.at}/users?role=owner`)).body.data).toHaveLength(1);
});

test.each([
  [{ email: 'x@y.example', role: 'planner' }, 422],
  [{ email: 'x@y.example', role: 'platform' }, 422],
  [{ email: 'not an address', role: 'nurse' }, 400],
  [{ email: 'x@y.example' }, 400],
  [{ role: 'nurse' }, 400],
  [{ email: 'x@y.example', role: 'nurse', status: 'active' }, 400],
  [{ email: 'x@y.example', role: 'nurse', is_operator: true }, 400],
  [{ user_id: '0190a4f2-7c1e-7d3a-9b55-3f6f0c2a1d10', role: 'nurse' }, 400],
])('%j is refused', async (body, status) => {
  expect((await clinic.owner.post('/api/users', body)).status).toBe(status);
});

test('an operator adds a known account by its id; its owner learns of it by mail', async () => {
  const members = (await town.operator.get(`${shop.at}/users?role=owner`)).body.data;
  const reply = await town.operator.post(`${clinic.at}/users`, { user_id: members[0].user_id, role: 'accountant' });
  expect(reply.body.data).toMatchObject({ email: 'owner@member-shop.example', status: 'active', role: 'accountant' });
  const both = await town.nobody.signIn('owner@member-shop.example', PASSWORD, clinic.slug);
  expect((await both.get(clinic.at)).status).toBe(200);
  expect((await both.put('/api/branding', { company_name: 'Taken over' })).status).toBe(403);
});

test('an invitation can be sent again; only the newest link works, once', async () => {
  await clinic.owner.post('/api/users', { email: 'late@clinic.example', name: 'Late', role: 'nurse' });
  const tokenOf = async () => /token=([\w-]+)/.exec((await town.mailTo('late@clinic.example'))?.text ?? '')?.[1];
  const first = await tokenOf();
  expect((await clinic.owner.post('/api/users/late@clinic.example/invitation')).status).toBe(200);
  const confirm = (token: string | undefined) =>
    town.nobody.post('/api/auth/password-reset/confirm', { token, password: PASSWORD });
  expect((await confirm(first)).status).toBe(422);
  const second = await tokenOf();
  const replies = await Promise.all([confirm(second), confirm(second)]);
  expect(replies.map((reply) => reply.status).sort()).toEqual([200, 422]);
});

test('with a person go the views that he kept for himself; those for all and those of others stay', async () => {
  const [seller, other] = [await shop.hire('manager', 'leaver'), await shop.hire('manager', 'stayer')];
  const keep = async (by: Caller, name: string, is_shared = false) => {
    const made = await by.post('/api/views', { list: 'members', name, is_shared });
    expect(made.status, made.text).toBe(201);
    const chosen = { list: 'members', view_id: made.body.data.id };
    expect((await by.put('/api/views/default', chosen)).status).toBe(200);
  };
  await keep(seller, 'His own');
  await keep(other, 'Theirs');
  await keep(shop.owner, 'For all', true);
  await seller.put('/api/views/default', { list: 'members', view_id: null });
  await keep(seller, 'His second');
  const count = async (): Promise<unknown[]> => {
    const views = await town.admin.query('select name from views where tenant_id = $1 order by name', [shop.id]);
    const opened = await town.admin.query('select 1 from view_defaults where tenant_id = $1', [shop.id]);
    return [views.rows.map(({ name }) => name), opened.rows.length];
  };
  expect(await count()).toEqual([['For all', 'His own', 'His second', 'Theirs'], 3]);
  expect((await shop.owner.delete(`${shop.at}/users/leaver@${shop.slug}.example`)).status).toBe(200);
  expect(await count()).toEqual([['For all', 'Theirs'], 2]);
});

test('a neighbour’s person is one that does not exist', async () => {
  const theirs = (await shop.owner.get('/api/users?q=ravindra')).body.data[0];
  for (const ref of [theirs.id, theirs.user_id, theirs.email, '0190a4f2-7c1e-7d3a-9b55-3f6f0c2a1d10']) {
    expect((await clinic.owner.put(`/api/users/${ref}`, { role: 'nurse' })).body.code).toBe('members.not_found');
    expect((await clinic.owner.delete(`/api/users/${ref}`)).body.code).toBe('members.not_found');
    expect((await clinic.owner.post(`/api/users/${ref}/invitation`)).body.code).toBe('members.not_found');
  }
});

/** Stories of members: who may add, change and remove whom, in one transaction, with the neighbour in the room. */
import { randomBytes } from 'node:crypto';
import Type from 'typebox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Module } from '../http/module.ts';
import { route } from '../http/route.ts';
import { newId } from '../schema/ids.ts';
import type { Caller } from '../testing/caller.ts';
import { createWorld, type World } from '../testing/world.ts';
import {
  changeRole,
  inviteMember,
  lastOwner,
  memberExists,
  memberNotFound,
  notAccepted,
  removeMember,
  resendInvitation,
  setMemberStatus,
  unknownRole,
} from './members.ts';

const problems = [lastOwner, memberExists, memberNotFound, notAccepted, unknownRole];
const strict = { additionalProperties: false };
const any = Type.Unsafe<unknown>({});
const common = {
  scope: 'control',
  permission: 'people.write',
  summary: '',
  output: any,
  message: '',
  problems,
} as const;

/** The smallest module that has people in it. */
const people: Module = {
  name: 'people',
  features: [],
  migrations: new URL('./', import.meta.url), // none
  roles: [
    { name: 'owner', title: 'Owner', organization_types: null, permissions: ['*'] },
    { name: 'admin', title: 'Admin', organization_types: null, permissions: ['people.*', 'notes.*'] },
    { name: 'clerk', title: 'Clerk', organization_types: null, permissions: ['notes.read'] },
  ],
  routes: [
    route({
      ...common,
      name: 'people.create',
      method: 'POST',
      path: '/tenants/{tenant}/people',
      input: Type.Object({ tenant: Type.String(), email: Type.String(), role: Type.String() }, strict),
      run: (ctx, { email, role }) => inviteMember(ctx, { email, role, name: 'Invited Person' }),
    }),
    route({
      ...common,
      name: 'people.update',
      method: 'PUT',
      path: '/tenants/{tenant}/people/{person}',
      input: Type.Object(
        {
          tenant: Type.String(),
          person: Type.String(),
          role: Type.Optional(Type.String()),
          status: Type.Optional(Type.Unsafe<'active' | 'disabled'>({ type: 'string' })),
          version: Type.Optional(Type.Integer()),
        },
        strict,
      ),
      run: async (ctx, { person, role, status, version }) =>
        role ? changeRole(ctx, person, role, version) : setMemberStatus(ctx, person, status ?? 'active', version),
    }),
    route({
      ...common,
      name: 'people.delete',
      method: 'DELETE',
      path: '/tenants/{tenant}/people/{person}',
      input: Type.Object({ tenant: Type.String(), person: Type.String() }, strict),
      run: (ctx, { person }) => removeMember(ctx, person),
    }),
    route({
      ...common,
      name: 'people.resend',
      method: 'POST',
      path: '/tenants/{tenant}/people/{person}/resend',
      input: Type.Object({ tenant: Type.String(), person: Type.String() }, strict),
      run: (ctx, { person }) => resendInvitation(ctx, person),
    }),
  ],
};

let world: World;
let counter = 0;

beforeAll(async () => {
  world = await createWorld({ modules: [people] });
});
afterAll(() => world?.close());

async function newTenant(): Promise<string> {
  const slug = `org-${++counter}-${randomBytes(3).toString('hex')}`.replace(/-(\d)/g, '-x$1');
  await world.admin.query(
    "insert into tenants (id, slug, name, status, organization_type, plan) values ($1, $2, 'An organisation', 'active', 'business', 'free')",
    [newId(), slug],
  );
  return slug;
}

const newEmail = (): string => `m${randomBytes(5).toString('hex')}@people.example`;

async function mailFor(email: string): Promise<{ subject: string; text: string }> {
  const { body } = await world.operator.get(`/api/mail-outbox?recipient=${encodeURIComponent(email)}`);
  return body.data[0];
}

const tokenIn = (text: string): string => /token=([\w-]+)/.exec(text)?.[1] ?? '';

/** Invited by `by`, accepted, signed in for the tenant. */
async function member(by: Caller, slug: string, role: string): Promise<{ email: string; id: string; caller: Caller }> {
  const email = newEmail();
  const invited = await by.post(`/api/tenants/${slug}/people`, { email, role });
  expect(invited.status, invited.text).toBe(200);
  const password = `a pass phrase of ${email}`;
  const token = tokenIn((await mailFor(email)).text);
  const accepted = await world.nobody.post('/api/auth/password-reset/confirm', { token, password });
  expect(accepted.status, accepted.text).toBe(200);
  return { email, id: invited.body.data.user_id, caller: await world.nobody.signIn(email, password, slug) };
}

test('an invitation by mail makes a member; before it is accepted nobody gets in', async () => {
  const slug = await newTenant();
  const email = newEmail();
  const squatter = { email, name: 'Squatter', password: 'mine before you came' };
  expect((await world.nobody.post('/api/auth/register', squatter)).status).toBe(202);
  const early = await world.nobody.signIn(email, squatter.password);
  const invited = await world.operator.post(`/api/tenants/${slug}/people`, { email, role: 'owner' });
  expect(invited.body.data).toMatchObject({ status: 'invited', email, role: 'owner' });
  const login = { email, password: squatter.password, tenant: slug };
  expect((await world.nobody.post('/api/auth/login', login)).body.code).toBe('tenancy.not_found');
  const token = tokenIn((await mailFor(email)).text);
  const accepted = await world.nobody.post('/api/auth/password-reset/confirm', {
    token,
    password: 'four new plain words',
  });
  expect(accepted.status).toBe(200);
  // Whoever made the account before is out, with all he had.
  expect((await early.get('/api/auth/me')).status).toBe(401);
  expect((await world.nobody.post('/api/auth/login', login)).status).toBe(401);
  const owner = await world.nobody.signIn(email, 'four new plain words', slug);
  expect((await owner.get('/api/auth/me')).body.data).toMatchObject({ role: 'owner', permissions: ['*'] });
  expect(
    (await world.nobody.post('/api/auth/password-reset/confirm', { token, password: 'five other plain words' })).status,
  ).toBe(422);
});

test('a person with a verified address belongs at once, and hears of it', async () => {
  const [a, b] = [await newTenant(), await newTenant()];
  const { email, caller } = await member(world.operator, a, 'owner');
  const added = await world.operator.post(`/api/tenants/${b}/people`, { email, role: 'clerk' });
  expect(added.body.data.status).toBe('active');
  expect((await mailFor(email)).subject).toContain('You belong to');
  const me = await caller.post('/api/auth/switch-tenant', { tenant: b });
  expect(me.body.data).toMatchObject({ role: 'clerk', tenant: { slug: b } });
  const again = await world.operator.post(`/api/tenants/${b}/people`, { email: email.toUpperCase(), role: 'clerk' });
  expect([again.status, again.body.code]).toEqual([409, 'members.exists']);
});

test('nobody grants or touches what he may not do himself', async () => {
  const slug = await newTenant();
  const owner = await member(world.operator, slug, 'owner');
  const admin = await member(owner.caller, slug, 'admin');
  const clerk = await member(admin.caller, slug, 'clerk');
  const path = `/api/tenants/${slug}/people`;
  const refused = [
    admin.caller.post(path, { email: newEmail(), role: 'owner' }),
    admin.caller.put(`${path}/${clerk.id}`, { role: 'owner' }),
    admin.caller.put(`${path}/${admin.id}`, { role: 'owner' }),
    admin.caller.put(`${path}/${owner.id}`, { role: 'clerk' }),
    admin.caller.put(`${path}/${owner.id}`, { status: 'disabled' }),
    admin.caller.delete(`${path}/${owner.id}`),
    clerk.caller.post(path, { email: newEmail(), role: 'clerk' }),
    clerk.caller.put(`${path}/${clerk.id}`, { role: 'admin' }),
  ];
  for (const reply of await Promise.all(refused))
    expect([reply.status, reply.body.code]).toEqual([403, 'http.forbidden']);
  const unknown = await admin.caller.post(path, { email: newEmail(), role: 'emperor' });
  expect([unknown.status, unknown.body.code]).toEqual([422, 'members.unknown_role']);
  const neighbour = await member(world.operator, await newTenant(), 'owner');
  expect((await neighbour.caller.delete(`${path}/${clerk.id}`)).body.code).toBe('tenancy.conflict');
  expect((await owner.caller.delete(`${path}/${neighbour.id}`)).body.code).toBe('members.not_found');
});

test('a change of role, a pause and a removal count from the next request on', async () => {
  const slug = await newTenant();
  const owner = await member(world.operator, slug, 'owner');
  const admin = await member(owner.caller, slug, 'admin');
  const path = `/api/tenants/${slug}/people`;
  const invite = (): Promise<{ status: number }> => admin.caller.post(path, { email: newEmail(), role: 'clerk' });
  expect((await invite()).status).toBe(200);
  const stale = await owner.caller.put(`${path}/${admin.email}`, { role: 'clerk', version: 7 });
  expect([stale.status, stale.body.current_version]).toEqual([412, 2]);
  expect((await owner.caller.put(`${path}/${admin.email}`, { role: 'clerk', version: 2 })).body.data).toMatchObject({
    role: 'clerk',
    version: 3,
  });
  expect((await invite()).status).toBe(403);
  expect((await owner.caller.put(`${path}/${admin.id}`, { status: 'disabled' })).status).toBe(200);
  expect((await invite()).status).toBe(404);
  expect((await admin.caller.post('/api/auth/logout')).status).toBe(200);
  expect((await owner.caller.put(`${path}/${admin.id}`, { status: 'active' })).status).toBe(200);
  expect((await owner.caller.delete(`${path}/${admin.id}`)).status).toBe(200);
  const { rows } = await world.admin.query(
    "select action from audit_entries e join tenants t on t.id = e.tenant_id where t.slug = $1 and subject = 'members' and subject_id = $2 order by e.id",
    [slug, admin.id],
  );
  expect(rows.map((row) => row.action)).toEqual([
    'members.create',
    'members.accept_invitation',
    'members.update',
    'members.update',
    'members.update',
    'members.delete',
  ]);
});

test('an owner always stays, also when all leave at once', async () => {
  const slug = await newTenant();
  const path = `/api/tenants/${slug}/people`;
  const first = await member(world.operator, slug, 'owner');
  for (const reply of [
    await first.caller.delete(`${path}/${first.id}`),
    await first.caller.put(`${path}/${first.id}`, { role: 'admin' }),
    await world.operator.put(`${path}/${first.id}`, { status: 'disabled' }),
  ])
    expect([reply.status, reply.body.code]).toEqual([409, 'members.last_owner']);
  // Invited owners do not count before they have come.
  await first.caller.post(path, { email: newEmail(), role: 'owner' });
  expect((await first.caller.delete(`${path}/${first.id}`)).status).toBe(409);
  const owners = [first];
  for (let i = 0; i < 4; i++) owners.push(await member(first.caller, slug, 'owner'));
  const left = await Promise.all(owners.map((owner) => world.operator.delete(`${path}/${owner.id}`)));
  expect(left.map((reply) => reply.status).sort()).toEqual([200, 200, 200, 200, 409]);
  const { rows } = await world.admin.query(
    "select count(*)::int as n from memberships m join tenants t on t.id = m.tenant_id where slug = $1 and role = 'owner' and m.status = 'active'",
    [slug],
  );
  expect(rows[0].n).toBe(1);
});

test('twenty who add one person at once make one member and one mail', async () => {
  const slug = await newTenant();
  const email = newEmail();
  const replies = await Promise.all(
    Array.from({ length: 20 }, () => world.operator.post(`/api/tenants/${slug}/people`, { email, role: 'clerk' })),
  );
  expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1);
  expect(replies.filter((reply) => reply.body.code === 'members.exists')).toHaveLength(19);
  const { body } = await world.operator.get(`/api/mail-outbox?recipient=${encodeURIComponent(email)}&count=true`);
  expect(body.meta.total).toBe(1);
});

test('an invitation that is sent again replaces the first; it says nothing to others', async () => {
  const slug = await newTenant();
  const email = newEmail();
  await world.operator.post(`/api/tenants/${slug}/people`, { email, role: 'clerk' });
  const first = tokenIn((await mailFor(email)).text);
  const path = `/api/tenants/${slug}/people/${email}`;
  expect((await world.operator.put(path, { status: 'active' })).body.code).toBe('members.not_accepted');
  expect((await world.operator.post(`${path}/resend`)).status).toBe(200);
  const second = tokenIn((await mailFor(email)).text);
  const accept = (token: string): Promise<{ status: number }> =>
    world.nobody.post('/api/auth/password-reset/confirm', { token, password: 'eight purple bicycles' });
  expect([(await accept(first)).status, (await accept(second)).status]).toEqual([422, 200]);
  const { rows: hashes } = await world.admin.query("select encode(hash, 'hex') as hash from one_time_tokens");
  expect(JSON.stringify(hashes)).not.toContain(first);
});

/** Every way in × everything that shuts a door: a closed account, a closed organisation, a lost membership, another's organisation. */
import Type from 'typebox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Module } from '../http/module.ts';
import { route } from '../http/route.ts';
import { callerAt, type Reply } from '../testing/caller.ts';
import { type Organisation, organisation, type Person, person, setStatus } from '../testing/people.ts';
import { createWorld, type World } from '../testing/world.ts';
import { randomToken } from './tokens.ts';

const strict = { additionalProperties: false };

/** One route of each scope that a member may call. */
const doors: Module = {
  name: 'doors',
  features: [],
  migrations: new URL('./', import.meta.url), // none
  roles: [{ name: 'clerk', title: 'Clerk', organization_types: null, permissions: ['doors.read'] }],
  routes: (['tenant', 'control'] as const).map((scope) =>
    route({
      name: `doors.${scope}`,
      method: 'GET',
      path: `/doors/${scope}`,
      scope,
      permission: 'doors.read',
      summary: '',
      input: Type.Object({}, strict),
      output: Type.Object({ slug: Type.String() }),
      message: '',
      run: async (ctx) => ({ slug: ctx.tenant.slug }),
    }),
  ),
};

let world: World;

beforeAll(async () => {
  world = await createWorld({ modules: [doors] });
});
afterAll(() => world?.close());

/** Somebody with everything a person can hold: tokens of a session, cookies, a link for a new password. */
async function setUp() {
  const [mine, other] = [await organisation(world), await organisation(world)];
  const who = await person(world, { clerk: mine });
  const credentials = { email: who.email, password: who.password };
  const login = await world.nobody.post('/api/auth/login', { ...credentials, tenant: mine.slug });
  expect(login.status, login.text).toBe(200);
  const browser = await world.nobody.post(
    '/api/auth/login',
    { ...credentials, tenant: mine.slug },
    { 'x-client': 'web' },
  );
  const cookie = (browser.headers['set-cookie'] as string[]).map((line) => line.split(';')[0]).join('; ');
  const { token, hash } = randomToken();
  await world.admin.query(
    "insert into one_time_tokens (hash, user_id, purpose, expires_at) values ($1, $2, 'reset_password', now() + interval '1 hour')",
    [hash, who.id],
  );
  const { access_token, refresh_token } = login.body.data;
  const caller = callerAt(world.address, access_token);
  const named = { 'x-tenant-slug': mine.slug };
  const ways = {
    login: () => world.nobody.post('/api/auth/login', credentials),
    'login for the organisation': () => world.nobody.post('/api/auth/login', { ...credentials, tenant: mine.slug }),
    refresh: () => world.nobody.post('/api/auth/refresh', { refresh_token }),
    'refresh by cookie': () => world.nobody.post('/api/auth/refresh', {}, { cookie, 'x-client': 'web' }),
    'token at records': () => caller.get('/api/doors/tenant'),
    'token at the control plane': () => caller.get('/api/doors/control'),
    'token at the account': () => caller.get('/api/auth/me'),
    'cookie at records': () => world.nobody.get('/api/doors/tenant', { cookie }),
    'token without organisation, named by header': async () => {
      const without = await world.nobody.post('/api/auth/login', credentials);
      if (without.status !== 200) return without;
      return callerAt(world.address, without.body.data.access_token).get('/api/doors/tenant', named);
    },
    'switch to the organisation': () => caller.post('/api/auth/switch-tenant', { tenant: mine.slug }),
    'new password by mail': () =>
      world.nobody.post('/api/auth/password-reset/confirm', { token, password: 'another long pass phrase' }),
  } satisfies Record<string, () => Promise<Reply>>;
  return { who, mine, other, caller, ways };
}

type Way = keyof Awaited<ReturnType<typeof setUp>>['ways'];
type Expected = Partial<Record<Way, number>>;

/** Each way is tried on its own person, so that one does not change what the next finds. */
async function expectEach(
  shut: (who: Person, mine: Organisation) => Promise<unknown>,
  expected: Expected,
): Promise<void> {
  for (const [way, status] of Object.entries(expected) as [Way, number][]) {
    const { who, mine, ways } = await setUp();
    await shut(who, mine);
    const reply = await ways[way]();
    expect([way, reply.status, reply.status === status ? '' : reply.text]).toEqual([way, status, '']);
    expect(reply.text).not.toContain('pass phrase');
  }
}

describe('every way in', () => {
  test('is open to a member of an open organisation', async () => {
    const all = Object.keys((await setUp()).ways) as Way[];
    await expectEach(async () => {}, Object.fromEntries(all.map((way) => [way, 200])));
  });

  test('is shut to a closed account, at once', async () => {
    await expectEach(
      async (who) => expect((await world.operator.post(`/api/people/${who.id}/close`)).status).toBe(200),
      {
        login: 401,
        'login for the organisation': 401,
        refresh: 401,
        'refresh by cookie': 401,
        'token at records': 401,
        'token at the control plane': 401,
        'token at the account': 401,
        'cookie at records': 401,
        'token without organisation, named by header': 401,
        'switch to the organisation': 401,
        'new password by mail': 422,
      },
    );
  });

  test('leads nowhere into a suspended organisation', async () => {
    await expectEach((_who, mine) => setStatus(world, mine, 'suspended'), {
      login: 200,
      'login for the organisation': 403,
      refresh: 403,
      'refresh by cookie': 403,
      'token at records': 403,
      'token at the control plane': 403,
      'token at the account': 200,
      'cookie at records': 403,
      'token without organisation, named by header': 403,
      'switch to the organisation': 403,
    });
  });

  test('leads nowhere into an archived organisation', async () => {
    await expectEach((_who, mine) => setStatus(world, mine, 'archived'), {
      'login for the organisation': 410,
      refresh: 410,
      'token at records': 410,
      'token at the control plane': 410,
      'switch to the organisation': 410,
    });
  });

  test.each(['disabled', 'invited', 'removed'])('finds no organisation for a member who is %s', async (state) => {
    const change =
      state === 'removed'
        ? 'delete from memberships where user_id = $1'
        : `update memberships set status = '${state}' where user_id = $1`;
    await expectEach(
      async (who) => {
        await world.admin.query(change, [who.id]);
        world.kernel.identity.forgetUser(who.id);
      },
      {
        login: 200,
        'login for the organisation': 404,
        refresh: 200,
        'token at records': 404,
        'token at the control plane': 404,
        'token at the account': 200,
        'cookie at records': 404,
        'token without organisation, named by header': 404,
        'switch to the organisation': 404,
      },
    );
  });
});

test('whoever left goes on without an organisation: he can sign out, refresh and switch', async () => {
  const { who, mine, caller, ways } = await setUp();
  await world.admin.query('delete from memberships where user_id = $1', [who.id]);
  world.kernel.identity.forgetUser(who.id);
  expect((await caller.get('/api/auth/me')).body.data).toMatchObject({ tenant: null, role: null, permissions: [] });
  const refreshed = (await ways.refresh()).body.data;
  expect(refreshed).toMatchObject({ tenant: null, role: null });
  const again = await callerAt(world.address, refreshed.access_token).get('/api/doors/tenant', {
    'x-tenant-id': mine.id,
  });
  expect(again.body.code).toBe('tenancy.not_found');
  expect((await caller.post('/api/auth/logout')).status).toBe(200);
});

test('another’s organisation and one that does not exist answer alike, and only after the right password', async () => {
  const { who, other, caller } = await setUp();
  const login = async (tenant: string, password: string): Promise<unknown> => {
    const { status, body } = await world.nobody.post('/api/auth/login', { email: who.email, password, tenant });
    return { ...body, status, timestamp: '', request_id: '' };
  };
  expect(await login(other.slug, who.password)).toEqual(await login('no-such-place', who.password));
  expect(await login(other.slug, 'a wrong guess')).toEqual(await login('no-such-place', 'a wrong guess'));
  expect(await login(other.slug, who.password)).toMatchObject({ status: 404, code: 'tenancy.not_found' });
  expect(await login(other.slug, 'a wrong guess')).toMatchObject({ status: 401, code: 'identity.wrong_credentials' });
  const switched = await caller.post('/api/auth/switch-tenant', { tenant: other.slug });
  expect([switched.status, switched.body.code]).toEqual([404, 'tenancy.not_found']);
});

test('an operator closes and opens accounts, but not his own', async () => {
  const { who, caller } = await setUp();
  expect((await caller.post(`/api/people/${who.id}/close`)).status).toBe(403);
  const me = (await world.operator.get('/api/auth/me')).body.data.user;
  expect((await world.operator.post(`/api/people/${me.email}/close`)).body.code).toBe('people.own');
  expect((await world.operator.post('/api/people/nobody@people.example/close')).body.code).toBe('people.not_found');
  const closed = await world.operator.post(`/api/people/${who.email}/close`);
  expect(closed.body.data).toMatchObject({ id: who.id, disabled_at: expect.any(String) });
  const listed = await world.operator.get(`/api/people?email=${who.email}`);
  expect(listed.body.data).toMatchObject([{ id: who.id, version: 2 }]);
  expect(listed.text).not.toContain('argon2');
  expect((await world.operator.post(`/api/people/${who.email}/open`)).body.data.disabled_at).toBeNull();
  expect((await caller.get('/api/auth/me')).status).toBe(401);
  await world.nobody.signIn(who.email, who.password);
});

test('fifty sign-ins of one person at once change nothing but his sessions', async () => {
  const { who, mine, other } = await setUp();
  const before = await world.admin.query('select * from memberships order by tenant_id, id');
  const replies = await Promise.all(
    Array.from({ length: 50 }, () =>
      world.nobody.post('/api/auth/login', { email: who.email, password: who.password, tenant: mine.slug }),
    ),
  );
  expect(replies.map((reply) => reply.status)).toEqual(Array(50).fill(200));
  expect((await world.admin.query('select * from memberships order by tenant_id, id')).rows).toEqual(before.rows);
  expect(new Set(replies.map((reply) => reply.body.data.refresh_token)).size).toBe(50);
  const { rows } = await world.admin.query(
    "select tenant_id, count(*)::int as n from audit_entries where action = 'sessions.open' and subject_id = $1 group by 1",
    [who.id],
  );
  expect(rows).toEqual([{ tenant_id: mine.id, n: 52 }]);
  expect(other.id).not.toBe(mine.id);
});

/** Browsers: tokens live in cookies that no script and no other site can use; nothing secret is logged or stored in clear. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerAt, type Reply } from '../testing/caller.ts';
import { organisation, type Person, person } from '../testing/people.ts';
import { createWorld, type World } from '../testing/world.ts';

let world: World;
const log: string[] = [];

beforeAll(async () => {
  world = await createWorld({ modules: [], onLog: (line) => log.push(line) });
});
afterAll(() => world?.close());

const WEB = { 'x-client': 'web' };

function cookiesOf(reply: Reply): Record<string, string> {
  const lines = (reply.headers['set-cookie'] ?? []) as string[];
  return Object.fromEntries(lines.map((line) => (line.split(';')[0] as string).split('=') as [string, string]));
}

const header = (cookies: Record<string, string>): string =>
  Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');

async function browse(who: Person, tenant?: string) {
  const login = await world.nobody.post(
    '/api/auth/login',
    { email: who.email, password: who.password, ...(tenant ? { tenant } : {}) },
    WEB,
  );
  expect(login.status, login.text).toBe(200);
  const cookies = cookiesOf(login);
  const origin = world.address;
  const safe = { cookie: header(cookies), origin, 'x-csrf-token': login.body.data.csrf_token as string };
  return { login, cookies, safe };
}

test('tokens are in cookies of the strictest kind, and nowhere in the body', async () => {
  const { login, cookies } = await browse(await person(world));
  expect(Object.keys(cookies).sort()).toEqual(['__Host-tenantry_access', '__Host-tenantry_refresh']);
  for (const line of login.headers['set-cookie'] as string[]) {
    const attributes = line.split('; ').slice(1);
    expect(attributes).toEqual(expect.arrayContaining(['Path=/', 'HttpOnly', 'Secure']));
    expect(line).toMatch(/SameSite=(Lax|Strict)/);
    expect(line).not.toMatch(/Domain=/i);
  }
  for (const value of Object.values(cookies)) expect(login.text).not.toContain(value);
});

test('a change by cookie needs the token of this very session and this very origin', async () => {
  const who = await person(world);
  const { safe } = await browse(who);
  const other = await browse(who);
  const session = async (): Promise<string> => {
    const { body } = await world.nobody.get('/api/auth/sessions', { cookie: safe.cookie });
    return body.data.find((one: { is_current: boolean }) => !one.is_current).id;
  };
  const path = `/api/auth/sessions/${await session()}`;
  const wrong: Record<string, string | undefined>[] = [
    { 'x-csrf-token': undefined },
    { 'x-csrf-token': other.safe['x-csrf-token'] },
    { 'x-csrf-token': `${safe['x-csrf-token']}x` },
    { origin: undefined },
    { origin: 'null' },
    { origin: 'https://evil.example' },
    { origin: `${world.address}.evil.example` },
    { origin: `http://evil.example/${world.address}` },
    { origin: world.address.replace(/:\d+$/, ':1') },
  ];
  for (const change of wrong) {
    const headers = Object.fromEntries(
      Object.entries({ ...safe, ...change }).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    const reply = await world.nobody.delete(path, headers);
    expect([change, reply.status, reply.body.code]).toEqual([change, 403, 'http.forbidden']);
  }
  expect((await world.nobody.delete(path, safe)).status).toBe(200);
  // Reading needs neither; a bearer token, which no browser sends by itself, needs neither.
  expect((await world.nobody.get('/api/auth/me', { cookie: safe.cookie })).status).toBe(200);
  const program = await world.nobody.signIn(who.email, who.password);
  expect((await program.post('/api/auth/logout', {}, { origin: 'https://evil.example' })).status).toBe(200);
});

test('forms and plain text of another site are not even read', async () => {
  const { safe } = await browse(await person(world));
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    const reply = await world.nobody.call('POST', '/api/auth/logout', {
      raw: '{"everywhere":true}',
      headers: { cookie: safe.cookie, 'content-type': type },
    });
    expect([type, reply.status >= 400 && reply.status < 500]).toEqual([type, true]);
  }
  expect((await world.nobody.get('/api/auth/me', { cookie: safe.cookie })).status).toBe(200);
});

test('a refresh by cookie works for our own page alone, rotates the cookies, and keeps tokens out of the body', async () => {
  const { cookies } = await browse(await person(world));
  const cookie = header({ '__Host-tenantry_refresh': cookies['__Host-tenantry_refresh'] as string });
  // Without X-Client, which a foreign page cannot set without asking first, the cookie is not looked at.
  expect((await world.nobody.post('/api/auth/refresh', {}, { cookie })).status).toBe(401);
  const refreshed = await world.nobody.post('/api/auth/refresh', {}, { cookie, ...WEB });
  expect(refreshed.status, refreshed.text).toBe(200);
  const fresh = cookiesOf(refreshed);
  expect(fresh['__Host-tenantry_refresh']).not.toBe(cookies['__Host-tenantry_refresh']);
  for (const value of Object.values(fresh)) expect(refreshed.text).not.toContain(value);
  const asked = await world.nobody.call('OPTIONS', '/api/auth/refresh', {
    headers: { origin: 'https://evil.example', 'access-control-request-headers': 'x-client' },
  });
  expect(asked.headers['access-control-allow-origin']).toBeUndefined();
  // The old one once more: somebody has a copy.
  expect((await world.nobody.post('/api/auth/refresh', {}, { cookie, ...WEB })).status).toBe(401);
  expect((await world.nobody.get('/api/auth/me', { cookie: header(fresh) })).status).toBe(401);
});

test('switching by cookie answers with cookies, asked for or not; signing out takes them away', async () => {
  const tenant = await organisation(world);
  const { safe } = await browse(await person(world, { clerk: tenant }));
  const switched = await world.nobody.post('/api/auth/switch-tenant', { tenant: tenant.slug }, safe);
  expect(switched.body.data).toMatchObject({ tenant: { slug: tenant.slug } });
  expect(switched.body.data.access_token ?? switched.body.data.refresh_token).toBeUndefined();
  const cookie = header(cookiesOf(switched));
  expect((await world.nobody.get('/api/auth/me', { cookie })).body.data.tenant.slug).toBe(tenant.slug);
  // A page from before the switch still has the CSRF token of before: it changes nothing in the other organisation.
  expect((await world.nobody.post('/api/auth/logout', {}, { ...safe, cookie })).status).toBe(403);
  const fresh = {
    ...safe,
    cookie,
    'x-csrf-token': (await world.nobody.get('/api/auth/me', { cookie })).body.data.csrf_token,
  };
  expect(fresh['x-csrf-token']).toBe(switched.body.data.csrf_token);
  const out = await world.nobody.post('/api/auth/logout', {}, fresh);
  expect(out.status).toBe(200);
  for (const line of out.headers['set-cookie'] as string[])
    expect(line).toMatch(/^__Host-\w+=;.*Expires=Thu, 01 Jan 1970/);
  expect(out.headers['clear-site-data']).toContain('storage');
});

test('after a switch the refresh token from before is worth nothing, and hurts nobody', async () => {
  const [a, b] = [await organisation(world), await organisation(world)];
  const who = await person(world, { clerk: a, cook: b });
  const { data } = (
    await world.nobody.post('/api/auth/login', { email: who.email, password: who.password, tenant: a.slug })
  ).body;
  const caller = callerAt(world.address, data.access_token);
  const switched = (await caller.post('/api/auth/switch-tenant', { tenant: b.slug })).body.data;
  expect((await world.nobody.post('/api/auth/refresh', { refresh_token: data.refresh_token })).status).toBe(401);
  const refreshed = await world.nobody.post('/api/auth/refresh', { refresh_token: switched.refresh_token });
  expect(refreshed.body.data).toMatchObject({ tenant: { slug: b.slug }, role: 'cook' });
});

test('no password, token or hash is logged, audited, or kept for an idempotency key', async () => {
  const tenant = await organisation(world);
  const who = await person(world, { clerk: tenant });
  const secrets = [who.password, 'nine quiet elephants', 'a wrong guess indeed'];
  const login = await world.nobody.post('/api/auth/login', { ...who, id: undefined, tenant: tenant.slug });
  const { access_token, refresh_token, csrf_token } = login.body.data;
  secrets.push(access_token, refresh_token, csrf_token);
  const caller = callerAt(world.address, access_token, { 'idempotency-key': 'k1' });
  const switched = (await caller.post('/api/auth/switch-tenant', { tenant: tenant.id })).body.data;
  secrets.push(switched.access_token, switched.refresh_token);
  await world.nobody.post('/api/auth/login', {
    email: who.email,
    password: 'a wrong guess indeed',
    tenant: tenant.slug,
  });
  await caller.post('/api/auth/password', { password: 'a wrong guess indeed', new_password: 'nine quiet elephants' });
  const change = { password: who.password, new_password: 'nine quiet elephants' };
  expect((await caller.post('/api/auth/password', change)).status).toBe(200);
  await world.nobody.post('/api/auth/refresh', { refresh_token });
  await world.nobody.post('/api/auth/password-reset', { email: who.email });
  const { body } = await world.operator.get(`/api/mail-outbox?recipient=${who.email}`);
  const token = /token=([\w-]+)/.exec(body.data[0].text)?.[1] as string;
  secrets.push(token);
  await world.nobody.post('/api/auth/password-reset/confirm', { token, password: 'short' });
  await world.nobody.post('/api/auth/password-reset/confirm', { token, password: 'nine quiet elephants' });
  await world.nobody.call('POST', '/api/auth/login', {
    raw: `{"password":"${who.password}"`,
    headers: { 'content-type': 'application/json' },
  });
  const tables = [
    'audit_entries',
    'control_audit_entries',
    'idempotency_keys',
    'control_idempotency_keys',
    'sessions',
    'refresh_tokens',
    'one_time_tokens',
    'users',
    'changes',
    'sign_in_failures',
  ];
  const stored: unknown[] = [];
  for (const table of tables) stored.push((await world.admin.query(`select t::text from ${table} t`)).rows);
  const everything = `${log.join('')}${JSON.stringify(stored)}`;
  expect(everything).toContain(who.email);
  for (const secret of secrets) expect(everything.includes(secret), `${secret.slice(0, 12)}…`).toBe(false);
  expect(log.join('')).not.toMatch(/argon2id\$/);
  const { rows } = await world.admin.query('select route from control_idempotency_keys');
  expect(rows).toEqual([]);
});

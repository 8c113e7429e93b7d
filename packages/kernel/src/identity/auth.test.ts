/** Stories of signing in, over HTTP: what holds, what is refused, what is dead at once. */
import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerAt } from '../testing/caller.ts';
import { createWorld, OPERATOR, type World } from '../testing/world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld({ modules: [] });
});
afterAll(() => world?.close());

const person = (): { email: string; name: string; password: string } => ({
  email: `p${randomBytes(5).toString('hex')}@people.example`,
  name: 'Meena Pillai',
  password: 'seven green umbrellas',
});

/** The token in the newest mail to an address. */
async function mailedToken(email: string): Promise<string> {
  const { body } = await world.operator.get(`/api/mail-outbox?recipient=${encodeURIComponent(email)}`);
  return /token=([\w-]+)/.exec(body.data[0].text)?.[1] ?? '';
}

async function registered() {
  const who = person();
  expect((await world.nobody.post('/api/auth/register', who)).status).toBe(202);
  expect((await world.nobody.post('/api/auth/verify-email', { token: await mailedToken(who.email) })).status).toBe(200);
  return who;
}

test('a newcomer registers, confirms the address, signs in and sees himself', async () => {
  const who = await registered();
  const login = await world.nobody.post('/api/auth/login', { email: who.email.toUpperCase(), password: who.password });
  expect(login.status, login.text).toBe(200);
  expect(login.body.data).toMatchObject({
    expires_in: 900,
    tenant: null,
    role: null,
    user: { email: who.email, email_verified: true },
  });
  const me = await callerAt(world.address, login.body.data.access_token).get('/api/auth/me');
  expect(me.body.data).toMatchObject({
    user: { name: who.name, is_operator: false, language: null },
    memberships: [],
    permissions: [],
    tenant: null,
  });
});

test('register, login and reset say nothing about who has an account', async () => {
  const who = await registered();
  const [known, unknown] = [who.email, person().email];
  for (const path of ['/api/auth/register', '/api/auth/password-reset']) {
    const answers = [];
    for (const email of [known, unknown]) {
      const reply = await world.nobody.post(path, path.endsWith('register') ? { ...who, email } : { email });
      answers.push([reply.status, { ...reply.body, timestamp: '', data: '' }]);
    }
    expect(answers[0]).toEqual(answers[1]);
  }
  const wrong = [];
  for (const email of [known, unknown]) {
    const reply = await world.nobody.post('/api/auth/login', { email, password: 'not the password' });
    wrong.push({ ...reply.body, timestamp: '', request_id: '' });
  }
  expect(wrong[0]).toEqual(wrong[1]);
  expect(wrong[0].code).toBe('identity.wrong_credentials');
});

test('easy passwords are refused with a reason, odd ones are taken as they are', async () => {
  for (const password of ['short', 'Password123!', 'qwertyuiop', '1234567890', 'aaaabbbb', 'krishna2024']) {
    const reply = await world.nobody.post('/api/auth/register', { ...person(), password });
    expect([password, reply.status, reply.body.code]).toEqual([password, 422, 'identity.weak_password']);
  }
  const who = { ...person(), password: `  नमस्ते दुनिया 🌧️  ` };
  expect((await world.nobody.post('/api/auth/register', who)).status).toBe(202);
  expect((await world.nobody.post('/api/auth/login', { email: who.email, password: who.password })).status).toBe(200);
  expect((await world.nobody.post('/api/auth/login', { email: who.email, password: who.password.trim() })).status).toBe(
    401,
  );
});

test('a refresh token works once; the second use kills the session', async () => {
  const who = await registered();
  const { data } = (
    await world.nobody.post('/api/auth/login', who.password ? { email: who.email, password: who.password } : {})
  ).body;
  const second = await world.nobody.post('/api/auth/refresh', { refresh_token: data.refresh_token });
  expect(second.status).toBe(200);
  const caller = callerAt(world.address, second.body.data.access_token);
  expect((await caller.get('/api/auth/me')).status).toBe(200);
  expect((await world.nobody.post('/api/auth/refresh', { refresh_token: data.refresh_token })).status).toBe(401);
  expect((await caller.get('/api/auth/me')).status).toBe(401);
  expect((await world.nobody.post('/api/auth/refresh', { refresh_token: second.body.data.refresh_token })).status).toBe(
    401,
  );
  const { rows } = await world.admin.query(
    "select count(*)::int as n from control_audit_entries where action = 'sessions.refresh_reused' and subject_id = $1",
    [JSON.parse(Buffer.from(data.access_token.split('.')[1], 'base64url').toString()).sid],
  );
  expect(rows[0].n).toBe(1);
});

test('two parallel uses of one link or one refresh token: exactly one wins', async () => {
  const who = await registered();
  await world.nobody.post('/api/auth/password-reset', { email: who.email });
  const token = await mailedToken(who.email);
  const resets = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      world.nobody.post('/api/auth/password-reset/confirm', { token, password: `a fresh pass phrase ${index}` }),
    ),
  );
  expect(resets.map((reply) => reply.status).sort()).toEqual([200, 422, 422, 422, 422, 422, 422, 422]);
  const password = `a fresh pass phrase ${resets.findIndex((reply) => reply.status === 200)}`;
  const { data } = (await world.nobody.post('/api/auth/login', { email: who.email, password })).body;
  const refreshes = await Promise.all(
    Array.from({ length: 8 }, () => world.nobody.post('/api/auth/refresh', { refresh_token: data.refresh_token })),
  );
  expect(refreshes.filter((reply) => reply.status === 200)).toHaveLength(1);
});

test('logout, reset, password change and a closed account kill access at once, everywhere', async () => {
  const who = await registered();
  const a = await world.nobody.signIn(who.email, who.password);
  const b = await world.nobody.signIn(who.email, who.password);
  expect((await a.post('/api/auth/logout')).status).toBe(200);
  expect((await a.get('/api/auth/me')).status).toBe(401);
  expect((await b.get('/api/auth/me')).status).toBe(200);
  const c = await world.nobody.signIn(who.email, who.password);
  const changed = await c.post('/api/auth/password', { password: who.password, new_password: 'nine quiet elephants' });
  expect(changed.status, changed.text).toBe(200);
  expect([(await b.get('/api/auth/me')).status, (await c.get('/api/auth/me')).status]).toEqual([401, 200]);
  await world.admin.query('update users set disabled_at = now() where email = $1', [who.email]);
  await world.admin.query(
    "insert into changes (id, kind, subject_id) select gen_random_uuid(), 'user', id from users where email = $1",
    [who.email],
  );
  await world.admin.query(
    "select pg_notify('tenantry_changes', id::text) from changes order by created_at desc limit 1",
  );
  await expect.poll(async () => (await c.get('/api/auth/me')).status).toBe(401);
  expect(
    (await world.nobody.post('/api/auth/login', { email: who.email, password: 'nine quiet elephants' })).status,
  ).toBe(401);
});

test('forged, altered, expired and foreign tokens are refused', async () => {
  const who = await registered();
  const good = (await world.nobody.signIn(who.email, who.password)).token as string;
  const [head, body, signature] = good.split('.') as [string, string, string];
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = (header: object, payload: object, key: string | Buffer): string => {
    const text = `${encode(header)}.${encode(payload)}`;
    return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
  };
  const header = { alg: 'HS256', typ: 'at+jwt' };
  const { signer } = world.kernel.identity;
  const forged = [
    `${encode({ alg: 'none', typ: 'at+jwt' })}.${body}.`,
    `${head}.${body}.`,
    `${head}.${encode({ ...claims, tenant_id: '0190a4f2-7c1e-7d3a-9b55-3f6f0c2a1d10' })}.${signature}`,
    signed(header, claims, 'another key'),
    signed({ ...header, kid: '../../etc/passwd' }, claims, ''),
    signed({ ...header, jku: 'http://127.0.0.1/keys' }, claims, 'another key'),
    await signer.sign({ ...claims, sid: '0190a4f2-7c1e-7d3a-9b55-3f6f0c2a1d10' }),
    await signer.sign({ ...claims, sub: '0190a4f2-7c1e-7d3a-9b55-3f6f0c2a1d10' }),
    'x'.repeat(5000),
  ];
  for (const token of forged)
    expect((await callerAt(world.address, token).get('/api/auth/me')).status, token.slice(0, 80)).toBe(401);
  expect((await callerAt(world.address, good).get('/api/auth/me')).status).toBe(200);
  expect((await world.nobody.get('/api/auth/me', { authorization: `Basic ${good}` })).status).toBe(401);
});

test('a browser keeps its tokens in cookies; changes need the CSRF token and the same origin', async () => {
  const who = await registered();
  const login = await world.nobody.post(
    '/api/auth/login',
    { email: who.email, password: who.password },
    { 'x-client': 'web' },
  );
  expect(login.body.data.access_token).toBeUndefined();
  expect(login.body.data.refresh_token).toBeUndefined();
  const set = login.headers['set-cookie'] as string[];
  expect(set).toHaveLength(2);
  for (const line of set)
    expect(line).toMatch(/^__Host-tenantry_\w+=[^;]+;.*Path=\/;.*HttpOnly; Secure; SameSite=(Lax|Strict)/);
  const cookie = set.map((line) => line.split(';')[0]).join('; ');
  const { host } = new URL(world.address);
  const csrf = login.body.data.csrf_token;
  expect((await world.nobody.get('/api/auth/me', { cookie })).status).toBe(200);
  const logout = (headers: Record<string, string>) => world.nobody.post('/api/auth/logout', {}, { cookie, ...headers });
  expect((await logout({})).status).toBe(403);
  expect((await logout({ 'x-csrf-token': csrf })).status).toBe(403);
  expect((await logout({ 'x-csrf-token': csrf, origin: 'http://evil.example' })).status).toBe(403);
  expect((await logout({ origin: `http://${host}`, 'x-csrf-token': 'x'.repeat(43) })).status).toBe(403);
  expect((await logout({ origin: `http://${host}`, 'x-csrf-token': csrf })).status).toBe(200);
  expect((await world.nobody.get('/api/auth/me', { cookie })).status).toBe(401);
});

test('guessing is slowed down by Retry-After, and never locks out the person who belongs there', async () => {
  const who = await registered();
  const victim = { email: who.email, password: who.password };
  expect((await world.nobody.post('/api/auth/login', victim)).status).toBe(200);
  const guess = (): Promise<{ status: number; headers: Record<string, unknown> }> =>
    world.nobody.post('/api/auth/login', { email: who.email, password: 'a wrong guess' });
  let last = await guess();
  for (let i = 0; i < 12 && last.status === 401; i++) last = await guess();
  expect(last.status).toBe(429);
  expect(Number(last.headers['retry-after'])).toBeGreaterThan(0);
  // Strangers at other addresses have used up what the account grants to strangers; the victim's own address is untouched.
  await world.admin.query("delete from sign_in_failures where bucket like 'pair:%' or bucket like 'address:%'");
  await world.admin.query(
    `insert into sign_in_failures select 'strangers:' || substr(translate(encode(sha256(convert_to($1, 'utf8')), 'base64'), '+/', '-_'), 1, 22),
       to_timestamp(floor(extract(epoch from now()) / 900) * 900), 1000 on conflict (bucket, window_start) do update set failures = 1000`,
    [who.email],
  );
  expect((await world.nobody.post('/api/auth/login', victim)).status).toBe(200);
  await world.admin.query('delete from known_addresses where user_id = (select id from users where email = $1)', [
    who.email,
  ]);
  expect((await world.nobody.post('/api/auth/login', victim)).status).toBe(429);
  await world.admin.query('delete from sign_in_failures');
});

test('own sessions are listed and ended one by one; those of others cannot be', async () => {
  const who = await registered();
  const a = await world.nobody.signIn(who.email, who.password);
  const b = await world.nobody.signIn(who.email, who.password);
  const listed = (await a.get('/api/auth/sessions')).body.data;
  expect(listed).toHaveLength(2);
  const other = listed.find((session: { is_current: boolean }) => !session.is_current);
  expect((await world.operator.delete(`/api/auth/sessions/${other.id}`)).status).toBe(404);
  expect((await a.delete(`/api/auth/sessions/${other.id}`)).status).toBe(200);
  expect((await b.get('/api/auth/me')).status).toBe(401);
});

test('the operator’s tools are refused to everybody else', async () => {
  const who = await registered();
  const caller = await world.nobody.signIn(who.email, who.password);
  expect((await caller.get('/api/mail-outbox')).status).toBe(403);
  expect((await world.nobody.get('/api/mail-outbox')).status).toBe(401);
  expect((await world.operator.get('/api/mail-outbox')).status).toBe(200);
  expect(OPERATOR.password.length).toBeGreaterThan(12);
});

/** Stories of one's own account: registering twice, links that are old or of another kind, a new password and what it ends. */
import { hash } from '@node-rs/argon2';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Reply } from '../testing/caller.ts';
import { organisation, type Person, person } from '../testing/people.ts';
import { createWorld, type World } from '../testing/world.ts';

let world: World;
let counter = 0;

beforeAll(async () => {
  world = await createWorld({ modules: [] });
});
afterAll(() => world?.close());
beforeEach(() => world.admin.query('delete from sign_in_failures'));

const newEmail = (): string => `account${++counter}@people.example`;

async function mailsTo(email: string): Promise<{ subject: string; text: string }[]> {
  return (await world.operator.get(`/api/mail-outbox?recipient=${email}`)).body.data;
}

async function tokenFor(email: string): Promise<string> {
  return /#token=([\w-]+)/.exec((await mailsTo(email))[0]?.text ?? '')?.[1] ?? '';
}

const register = (email: string, password = 'seven green umbrellas'): Promise<Reply> =>
  world.nobody.post('/api/auth/register', { email, password, name: 'A Newcomer' });
const login = ({ email, password }: Pick<Person, 'email' | 'password'>): Promise<Reply> =>
  world.nobody.post('/api/auth/login', { email, password });
const confirm = (token: string, password = 'nine quiet elephants'): Promise<Reply> =>
  world.nobody.post('/api/auth/password-reset/confirm', { token, password });

test('who registers twice, or ten times at once, has one account and the first password', async () => {
  const email = newEmail();
  const replies = await Promise.all(Array.from({ length: 4 }, (_, at) => register(email, `green umbrellas ${at}`)));
  expect(replies.map((reply) => reply.status)).toEqual([202, 202, 202, 202]);
  const { rows } = await world.admin.query('select id from users where email_key = $1', [email]);
  expect(rows).toHaveLength(1);
  const matching = [];
  for (let at = 0; at < 4; at++) matching.push((await login({ email, password: `green umbrellas ${at}` })).status);
  expect(matching.filter((status) => status === 200)).toHaveLength(1);
  await world.admin.query('delete from sign_in_failures');
  await register(email.toUpperCase(), 'somebody else tries');
  expect((await mailsTo(email))[0]?.subject ?? '').toMatch(/account already|Confirm/);
  expect((await login({ email, password: 'somebody else tries' })).status).toBe(401);
});

test('the answer takes as long for a known address as for an unknown one', async () => {
  const { email } = await person(world);
  for (const [path, body] of [
    ['/api/auth/password-reset', {}],
    ['/api/auth/register', { password: 'seven green umbrellas', name: 'X' }],
  ] as const) {
    for (const address of [email, newEmail()]) {
      const from = performance.now();
      expect((await world.nobody.post(path, { ...body, email: address })).status).toBe(202);
      expect(performance.now() - from).toBeGreaterThan(95);
    }
  }
});

test('a link works once, in its time, for its purpose', async () => {
  const email = newEmail();
  await register(email);
  const verify = (token: string): Promise<Reply> => world.nobody.post('/api/auth/verify-email', { token });
  const token = await tokenFor(email);
  // The link that confirms an address does not set a password.
  expect((await confirm(token)).body.code).toBe('identity.token_spent');
  expect((await verify(`${token.slice(0, -1)}_`)).status).toBe(422);
  const both = await Promise.all([verify(token), verify(token)]);
  expect(both.map((reply) => reply.status).sort()).toEqual([200, 422]);
  await world.nobody.post('/api/auth/password-reset', { email });
  const reset = await tokenFor(email);
  expect((await verify(reset)).status).toBe(422);
  await world.admin.query("update one_time_tokens set expires_at = now() - interval '1 second' where used_at is null");
  const late = await confirm(reset);
  expect([late.status, late.body.code]).toEqual([422, 'identity.token_spent']);
  expect((await login({ email, password: 'seven green umbrellas' })).body.data.user.email_verified).toBe(true);
});

test('a password that is refused leaves the link as it was', async () => {
  const { email } = await person(world);
  await world.nobody.post('/api/auth/password-reset', { email });
  const token = await tokenFor(email);
  const weak = await confirm(token, 'password123');
  expect([weak.status, weak.body.errors[0].pointer]).toEqual([422, '/password']);
  expect((await confirm(token)).status).toBe(200);
});

test('a new password by mail ends every session, and the trail says so', async () => {
  const who = await person(world);
  const { data } = (await login(who)).body;
  const caller = await world.nobody.signIn(who.email, who.password);
  await world.nobody.post('/api/auth/password-reset', { email: who.email });
  expect((await confirm(await tokenFor(who.email))).status).toBe(200);
  expect((await caller.get('/api/auth/me')).status).toBe(401);
  expect((await world.nobody.post('/api/auth/refresh', { refresh_token: data.refresh_token })).status).toBe(401);
  expect((await login(who)).status).toBe(401);
  expect((await login({ ...who, password: 'nine quiet elephants' })).status).toBe(200);
  const { rows } = await world.admin.query(
    `select action, actor, actor_id from control_audit_entries where subject_id = $1 and actor_kind <> 'database' order by id`,
    [who.id],
  );
  expect(rows.map((row) => row.action)).toEqual([
    'sessions.open',
    'sessions.open',
    'users.request_reset',
    'users.reset_password',
    'sessions.refuse',
    'sessions.open',
  ]);
  expect(rows[3]).toMatchObject({ actor: who.email, actor_id: who.id });
});

test('changing the password asks for the present one, names the field at fault, and keeps this session', async () => {
  const who = await person(world);
  const [here, there] = [
    await world.nobody.signIn(who.email, who.password),
    await world.nobody.signIn(who.email, who.password),
  ];
  const wrong = await here.post('/api/auth/password', {
    password: 'not that one',
    new_password: 'nine quiet elephants',
  });
  expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([422, '/password']);
  const weak = await here.post('/api/auth/password', { password: who.password, new_password: 'welcome123' });
  expect([weak.status, weak.body.errors[0].pointer]).toEqual([422, '/new_password']);
  expect((await there.get('/api/auth/me')).status).toBe(200);
  const changed = { password: who.password, new_password: 'nine quiet elephants' };
  expect((await here.post('/api/auth/password', changed)).status).toBe(200);
  expect([(await here.get('/api/auth/me')).status, (await there.get('/api/auth/me')).status]).toEqual([200, 401]);
});

test('a hash of an older recipe is made anew at the next sign-in', async () => {
  const who = await person(world);
  const weaker = await hash(who.password, { memoryCost: 8192, timeCost: 1, parallelism: 1 });
  await world.admin.query('update users set password_hash = $2 where id = $1', [who.id, weaker]);
  expect((await login(who)).status).toBe(200);
  const { rows } = await world.admin.query('select password_hash from users where id = $1', [who.id]);
  expect(rows[0].password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect((await login(who)).status).toBe(200);
});

test('a sign-in that meets a new password half-way does not survive it', async () => {
  const who = await person(world);
  await world.admin.query('begin');
  await world.admin.query('update users set version = version + 1 where id = $1', [who.id]);
  const running = login(who);
  const waiting = async (): Promise<number> =>
    (await world.admin.query('select count(*)::int as n from pg_locks where not granted')).rows[0].n;
  await expect.poll(waiting).toBeGreaterThan(0);
  await world.admin.query('commit');
  expect((await running).status).toBe(401);
  expect((await world.admin.query('select 1 from sessions where user_id = $1', [who.id])).rows).toEqual([]);
});

test('sign-ins stand in the trail of the organisation they were for, refused ones too', async () => {
  const [mine, other] = [await organisation(world), await organisation(world)];
  const who = await person(world, { clerk: mine });
  const attempt = (tenant: string, password: string): Promise<Reply> =>
    world.nobody.post('/api/auth/login', { email: who.email, password, tenant });
  await attempt(mine.slug, who.password);
  await attempt(mine.slug, 'a wrong guess');
  await attempt(other.slug, 'a wrong guess');
  const { rows } = await world.admin.query(
    'select tenant_id, action, address from audit_entries where subject_id = $1 order by id',
    [who.id],
  );
  expect(rows).toEqual([
    { tenant_id: mine.id, action: 'sessions.open', address: '127.0.0.1' },
    { tenant_id: mine.id, action: 'sessions.refuse', address: '127.0.0.1' },
  ]);
  const { rows: others } = await world.admin.query(
    `select action from control_audit_entries where subject_id = $1 and actor_kind <> 'database'`,
    [who.id],
  );
  expect(others).toEqual([{ action: 'sessions.refuse' }]);
});

test('what is long over is swept away', async () => {
  const who = await person(world);
  await login(who);
  await world.admin.query("update sessions set expires_at = now() - interval '91 days' where user_id = $1", [who.id]);
  await world.admin.query(
    "insert into one_time_tokens (hash, user_id, purpose, expires_at) values ('\\x00', $1, 'verify_email', now() - interval '31 days')",
    [who.id],
  );
  const left = async (): Promise<unknown> =>
    (
      await world.admin.query(
        `select (select count(*)::int from sessions where user_id = $1) as sessions,
           (select count(*)::int from refresh_tokens t join sessions s on s.id = t.session_id where s.user_id = $1) as refresh_tokens,
           (select count(*)::int from one_time_tokens where user_id = $1) as links`,
        [who.id],
      )
    ).rows[0];
  await world.kernel.identity.sweep();
  // Swept at the first sign-in of this world; not again within the hour.
  expect(await left()).toEqual({ sessions: 1, refresh_tokens: 1, links: 1 });
  const later = Date.now() + 3_700_000;
  const { now } = Date;
  Date.now = () => later;
  try {
    await world.kernel.identity.sweep();
  } finally {
    Date.now = now;
  }
  expect(await left()).toEqual({ sessions: 0, refresh_tokens: 0, links: 0 });
});

test('a request without a body is a request with an empty one', async () => {
  const who = await person(world);
  const caller = await world.nobody.signIn(who.email, who.password);
  const out = await caller.call('POST', '/api/auth/logout');
  expect(out.status, out.text).toBe(200);
  expect((await caller.get('/api/auth/me')).status).toBe(401);
});

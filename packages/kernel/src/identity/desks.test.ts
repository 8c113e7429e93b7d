/** Two sign-ins in one browser: an operator's and an organisation's stand beside each other, and neither opens what is the other's. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Reply } from '../testing/caller.ts';
import { example } from '../testing/example/module.ts';
import { type Organisation, organisation, person } from '../testing/people.ts';
import { createWorld, type World } from '../testing/world.ts';

let world: World;
let shop: Organisation;
let both: Awaited<ReturnType<typeof person>>;

beforeAll(async () => {
  world = await createWorld({ modules: [example] });
  shop = await organisation(world);
  // Somebody who runs the installation and works in an organisation, with one account.
  both = await person(world, { reader: shop });
  await world.admin.query('update users set is_operator = true where id = $1', [both.id]);
});
afterAll(() => world?.close());

type Client = 'web' | 'operator';

function cookiesOf(reply: Reply): string[] {
  return ((reply.headers['set-cookie'] ?? []) as string[]).map((line) => line.split(';')[0] as string);
}

async function signIn(client: Client, { email, password } = both): Promise<Reply> {
  const reply = await world.nobody.post('/api/auth/login', { email, password }, { 'x-client': client });
  expect(reply.status, reply.text).toBe(200);
  return reply;
}

const ask = (cookies: readonly string[], client: Client | null, path: string): Promise<Reply> =>
  world.nobody.get(path, {
    cookie: cookies.join('; '),
    'x-tenant-id': path.startsWith('/api/notes') ? shop.id : '',
    ...(client ? { 'x-client': client } : {}),
  });

test('each desk has cookies of its own, and both stand in one browser', async () => {
  const people = cookiesOf(await signIn('web'));
  const operators = cookiesOf(await signIn('operator'));
  const names = [...people, ...operators].map((one) => one.split('=')[0]);
  expect(new Set(names).size).toBe(4);
  const jar = [...people, ...operators];
  expect((await ask(jar, 'web', '/api/notes')).status).toBe(200);
  expect((await ask(jar, 'operator', '/api/system/jobs')).status).toBe(200);
  expect((await ask(jar, 'web', '/api/auth/me')).body.data.user.is_operator).toBe(false);
  expect((await ask(jar, 'operator', '/api/auth/me')).body.data.user.is_operator).toBe(true);
  // A download says nothing of where it comes from, and belongs where what it asks for does.
  expect((await ask(jar, null, '/api/system/jobs')).status).toBe(200);
  expect((await ask(jar, null, '/api/notes')).status).toBe(200);
});

test('a sign-in at one desk opens nothing at the other, even for somebody who may do both', async () => {
  const people = cookiesOf(await signIn('web'));
  const operators = cookiesOf(await signIn('operator'));
  for (const client of ['web', 'operator', null] as const)
    expect([client, (await ask(people, client, '/api/system/jobs')).status]).toEqual([
      client,
      client === 'web' ? 403 : 401,
    ]);
  for (const client of ['web', 'operator', null] as const) {
    const reply = await ask(operators, client, '/api/notes');
    expect([client, reply.status]).toEqual([client, client === 'operator' ? 403 : 401]);
  }
  expect((await ask(operators, 'operator', '/api/notes')).body.code).toBe('tenancy.consent_needed');
});

test('who is no operator gets no cookies at the operators’ desk', async () => {
  const clerk = await person(world, { reader: shop });
  const reply = await signIn('operator', clerk);
  expect(cookiesOf(reply)).toEqual([]);
  expect(reply.body.data.access_token ?? reply.body.data.refresh_token).toBeUndefined();
});

test('refreshing and signing out touch the cookies of their own desk alone', async () => {
  const people = cookiesOf(await signIn('web'));
  const entered = await signIn('operator');
  const operators = cookiesOf(entered);
  const cookie = [...people, ...operators].join('; ');
  const refreshed = await world.nobody.post('/api/auth/refresh', {}, { cookie, 'x-client': 'operator' });
  expect(refreshed.status, refreshed.text).toBe(200);
  const fresh = cookiesOf(refreshed);
  expect(fresh.map((one) => one.split('=')[0])).toEqual(operators.map((one) => one.split('=')[0]));
  const out = await world.nobody.post(
    '/api/auth/logout',
    {},
    {
      cookie: [...people, ...fresh].join('; '),
      'x-client': 'operator',
      origin: world.address,
      'x-csrf-token': refreshed.body.data.csrf_token,
    },
  );
  expect(out.status, out.text).toBe(200);
  for (const line of cookiesOf(out)) expect(line).toContain('operator');
  expect(out.headers['clear-site-data']).toBe('"cache"');
  expect((await ask(people, 'web', '/api/notes')).status).toBe(200);
});

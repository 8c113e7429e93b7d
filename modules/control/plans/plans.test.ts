/** The plans as they are sold, over HTTP: what each gives of passwords, sessions, features and speed; the strictest of several wins. */
import { DEFAULT_SHARES } from '@tenantry/kernel/shares/shares.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTown, type Organisation, PASSWORD, type Town } from '../testing/town.ts';

let town: Town;
const by: Record<string, Organisation> = {};

beforeAll(async () => {
  town = await createTown({ config: { shares: DEFAULT_SHARES } });
  for (const plan of ['basic', 'premium', 'enterprise']) by[plan] = await town.found(`${plan}-firm`, { plan });
});
afterAll(() => town?.close());

const of = (plan: string): Organisation => by[plan] as Organisation;

/** Changes the owner's password; his sessions but this one end. */
const change = (organisation: Organisation, new_password: string, password = PASSWORD) =>
  organisation.owner.post('/api/auth/password', { password, new_password });

test.each([
  ['basic', 8, 3_600, 100],
  ['premium', 10, 7_200, 200],
  ['enterprise', 12, 14_400, 500],
])('%s: passwords of %i characters, sessions of %i s, %i requests a second', async (plan, length, timeout, rate) => {
  const one = of(plan);
  const settings = (await one.owner.get(`${one.at}/config`)).body.data as {
    config_key: string;
    config_value: unknown;
  }[];
  const setting = (key: string) => settings.find((one) => one.config_key === key)?.config_value;
  expect(setting('security.password_policy')).toMatchObject({ min_length: length });
  expect(setting('session.timeout')).toBe(timeout);
  const text = 'wq7rnvkd3bzx'.slice(0, length);
  const short = await change(one, text.slice(1));
  expect([short.status, short.body.detail]).toEqual([422, `Use at least ${length} characters.`]);
  expect((await change(one, text)).status).toBe(200);
  expect((await change(one, PASSWORD, text)).status).toBe(200);
  const reply = await one.owner.get('/api/subscription');
  // Of the organisation's share one person may have this much.
  expect(reply.headers['ratelimit-limit']).toBe(String(Math.min(rate * 10, 600)));
  expect(reply.body.data.allowances.at(-1)).toMatchObject({ name: 'requests_per_second', maximum: rate, rule: plan });
});

test('premium has passkeys, enterprise everything that its kind of organisation may have', async () => {
  const features = async (plan: string) => (await of(plan).owner.get('/api/features')).body.data;
  expect(await features('basic')).toMatchObject({ biometric_auth: false, advanced_reporting: false });
  expect(await features('premium')).toMatchObject({ biometric_auth: true, advanced_reporting: true });
  const details = (await of('enterprise').owner.get('/api/features/details')).body.data;
  for (const { feature, enabled, organization_types } of details)
    expect(enabled, feature).toBe(organization_types === null || organization_types.includes('business'));
});

test('who belongs to several organisations has the password that the strictest asks for', async () => {
  const email = 'both@people.example';
  const invited = await of('basic').owner.post('/api/users', { email, name: 'Both', role: 'sales' });
  expect(invited.status).toBe(201);
  const both = await town.accept(email, 'basic-firm');
  const set = (new_password: string, password: string) => both.post('/api/auth/password', { password, new_password });
  const eight = 'wq7rnvkd';
  expect((await set(eight, PASSWORD)).status).toBe(200);
  await of('enterprise').owner.post('/api/users', { email, role: 'sales' });
  const refused = await set('kd7rnvwq', eight);
  expect([refused.status, refused.body.detail]).toEqual([422, 'Use at least 12 characters.']);
  // A neighbour who is in the basic one alone is not asked for more.
  await of('basic').owner.post('/api/users', { email: 'one@people.example', name: 'One', role: 'sales' });
  const one = await town.accept('one@people.example', 'basic-firm');
  expect((await one.post('/api/auth/password', { password: PASSWORD, new_password: 'kd7rnvwq' })).status).toBe(200);
});

test('a rate can be granted for a time, to one organisation alone', async () => {
  const grant = { limit: 'requests_per_second', maximum: 5, reason: 'A noisy program' };
  const made = await town.operator.post(`${of('basic').at}/entitlements`, grant);
  expect(made.status, made.text).toBe(201);
  const limitOf = async (plan: string) => (await of(plan).owner.get('/api/subscription')).headers['ratelimit-limit'];
  expect([await limitOf('basic'), await limitOf('premium')]).toEqual(['50', '600']);
  await town.operator.post(`${of('basic').at}/entitlements/${made.body.data.id}/end`);
  const { allowances } = (await of('basic').owner.get('/api/subscription')).body.data;
  expect(allowances.at(-1)).toMatchObject({ name: 'requests_per_second', maximum: 100, rule: 'basic' });
});

test('a smaller plan is refused while more is held than it gives, naming each; what begins anew need not fit', async () => {
  const firm = await town.found('shrinking-firm', { plan: 'enterprise' });
  await town.admin.query("update control_counters set used = 150 where tenant_id = $1 and name = 'users'", [firm.id]);
  await town.admin.query(
    "insert into usage_counters (tenant_id, name, period, used) values ($1, 'storage_bytes', '', 20 * 1024::bigint ^ 3)",
    [firm.id],
  );
  const refused = await town.operator.post(`${firm.at}/migrate`, { targetPlan: 'basic' });
  expect([refused.status, refused.body]).toMatchObject([
    409,
    {
      code: 'subscriptions.usage_exceeds',
      exceeds: [
        { limit: 'max_users', allowed: 100, used: 150 },
        { limit: 'max_storage', allowed: 10 * 2 ** 30, used: 20 * 2 ** 30 },
      ],
    },
  ]);
  expect((await town.operator.get(`${firm.at}/subscription`)).body.data.plan).toBe('enterprise');
  expect((await town.operator.post(`${firm.at}/migrate`, { targetPlan: 'premium' })).body.data.plan).toBe('premium');
  const slowed = await town.operator.put(`${firm.at}/subscription`, { max_requests_per_day: 0 });
  expect([slowed.status, (await firm.owner.get('/api/subscription')).status]).toEqual([200, 429]);
});

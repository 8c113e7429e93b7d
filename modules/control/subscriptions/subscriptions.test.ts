/** Plans and subscriptions: what holds, who sets it, and that present use must fit. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { control } from '../module.ts';
import { createTown, type Organisation, type Town } from '../testing/town.ts';

let town: Town;
let shop: Organisation;
let other: Organisation;

beforeAll(async () => {
  // Stands for a module that counts its products.
  const counts = { products: 'select 7 + count(*) from search_words where tenant_id = $1' };
  town = await createTown({ modules: [{ ...control, counts }] });
  shop = await town.found('plan-shop', { plan: 'Basic' });
  other = await town.found('plan-other', { plan: 'enterprise' });
});

afterAll(() => town?.close());

test('the plans with their limits are data that everybody signed in reads', async () => {
  const { body } = await shop.owner.get('/api/plans');
  expect(
    body.data.map((plan: { plan: string; max_users: number; max_storage: number; max_requests_per_day: number }) => [
      plan.plan,
      plan.max_users,
      plan.max_storage,
      plan.max_requests_per_day,
    ]),
  ).toEqual([
    ['basic', 100, 10 * 2 ** 30, 1_000],
    ['premium', 1_000, 100 * 2 ** 30, 10_000],
    ['enterprise', 10_000, 2 ** 40, 100_000],
    ['custom', null, null, null],
  ]);
  expect(body.data[0].features).toContain('inventory_management');
  expect((await town.nobody.get('/api/plans')).status).toBe(401);
});

test('the platform sets plan and limits; the organisation reads them', async () => {
  const at = `${shop.at}/subscription`;
  const set = await town.operator.put(at, {
    plan: 'premium',
    max_users: 25,
    max_products: 5000,
    max_transactions_per_month: 10000,
  });
  const expected = {
    plan: 'premium',
    max_users: 25,
    max_products: 5000,
    max_transactions_per_month: 10000,
    max_requests_per_day: 10000,
  };
  expect(set.body.data).toMatchObject({
    ...expected,
    agreed: ['max_users', 'max_products', 'max_transactions_per_month'],
  });
  expect((await shop.owner.get('/api/subscription')).body.data).toMatchObject(expected);
  expect((await shop.owner.get(shop.at)).body.data).toMatchObject({ plan: 'premium', max_users: 25 });
  const back = await town.operator.put(at, { max_users: null });
  expect(back.body.data.max_users).toBe(1000);
  expect((await town.operator.get(`${other.at}/subscription`)).body.data).toMatchObject({
    plan: 'enterprise',
    max_users: 10000,
  });
  const trial = await town.operator.put(at, { status: 'trial' });
  expect([trial.status, trial.body.errors[0].pointer]).toEqual([422, '/trial_ends_at']);
  const begun = await town.operator.put(at, { status: 'trial', trial_ends_at: '2027-01-01T00:00:00' });
  expect(begun.body.data).toMatchObject({ status: 'trial', trial_ends_at: '2026-12-31T18:30:00Z' });
});

test('a limit that present use does not fit is refused naming what', async () => {
  const { at } = shop;
  await shop.hire('manager');
  for (const call of [
    () => town.operator.put(`${at}/subscription`, { max_users: 1, max_products: 3 }),
    () => town.operator.put(`${at}/subscription`, { max_users: 1, max_products: 6, plan: 'basic' }),
  ]) {
    const reply = await call();
    expect([reply.status, reply.body.code]).toEqual([409, 'subscriptions.usage_exceeds']);
    expect(reply.body.exceeds.map((one: { limit: string; used: number }) => [one.limit, one.used])).toEqual([
      ['max_users', 2],
      ['max_products', 7],
    ]);
  }
  const one = await town.operator.put(at, { max_users: 1 });
  expect(one.body.code).toBe('subscriptions.usage_exceeds');
  expect((await town.operator.get(`${at}/subscription`)).body.data.max_users).toBe(1000);
});

test('a move of plan keeps every record', async () => {
  const refused = await town.operator.post(`${other.at}/migrate`, {
    targetPlan: 'basic',
    migrationOptions: { preserveData: false },
  });
  expect(refused.status).toBe(422);
  const moved = await town.operator.post(`/api/v1/tenants/${other.id}/migrate`, {
    targetPlan: 'basic',
    migrationOptions: { preserveData: true, downtime: 'minimal' },
  });
  expect(moved.body.data).toMatchObject({ plan: 'basic', max_users: 100 });
  expect((await other.owner.get('/api/features')).body.data.advanced_reporting).toBe(false);
  expect((await town.operator.post(`${other.at}/migrate`, { targetPlan: 'gold' })).body.code).toBe('plans.unknown');
  expect((await town.operator.post(`${other.at}/migrate`, {})).status).toBe(400);
  expect((await other.owner.post(`${other.at}/migrate`, { targetPlan: 'enterprise' })).status).toBe(403);
});

test('a full subscription takes no more people, also when ten are invited at once', async () => {
  const small = await town.found('small-team', { max_users: 4 });
  const replies = await Promise.all(
    Array.from({ length: 10 }, (_, n) =>
      small.owner.post(`${small.at}/users`, { email: `p${n}@small.example`, role: 'sales' }),
    ),
  );
  expect(replies.filter((reply) => reply.status === 201)).toHaveLength(3);
  const refused = replies.find((reply) => reply.status !== 201);
  expect([refused?.status, refused?.body]).toMatchObject([
    403,
    { code: 'limits.reached', limit: 'users', maximum: 4, usage: 4, resets_at: null },
  ]);
});

/** Products at the limit, over HTTP: what is refused and in which words, what makes room, and a neighbour who goes on. */
import type { Entitlement, Entitlements } from '@tenantry/kernel/limits/entitlements.ts';
import { LIMIT_NAMES, type LimitName } from '@tenantry/kernel/limits/limit.ts';
import { type Office, openOffice } from '@tenantry/kernel/testing/offices.ts';
import { createWorld, type World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { business } from '../module.ts';

const MAXIMUM = 5;
let world: World;
let shop: Office;
let other: Office;

/** Stands for the module that knows plans. */
const entitlements = async (): Promise<Entitlements> => {
  const of = (name: LimitName): Entitlement => {
    const maximum = name === 'products' ? MAXIMUM : null;
    return { maximum, source: 'plan', rule: 'tiny', valid_from: null, valid_to: null };
  };
  const limits = Object.fromEntries(LIMIT_NAMES.map((name) => [name, of(name)])) as Entitlements['limits'];
  return { limits, password: null, session_timeout: null, rate: null, weight: 1, until_ms: null };
};

beforeAll(async () => {
  world = await createWorld({ modules: [{ ...business, entitlements }] });
  shop = await openOffice(world, 'full-shop');
  other = await openOffice(world, 'roomy-shop');
});
afterAll(() => world?.close());

const add = (name: string, by = shop) => by.owner.post('/api/products', { name, hsn: '73181500' });
const full = { code: 'limits.reached', limit: 'products', usage: MAXIMUM, maximum: MAXIMUM, resets_at: null };

async function count(by = shop): Promise<number> {
  return (await by.owner.get('/api/products?is_active=true&count=true&limit=1')).body.meta.total;
}

test('at the limit adding, restoring and importing are refused, whole; archiving makes room', async () => {
  const ids: string[] = [];
  for (let n = 1; n <= MAXIMUM; n++) {
    const made = await add(`Part ${n}`);
    expect(made.status, made.text).toBe(201);
    ids.push(made.body.data.id);
  }
  const refused = await add('One too many');
  expect([refused.status, refused.body]).toMatchObject([403, full]);
  expect(refused.body.detail).toBe('products: 5 of 5 in use.');
  expect((await add('Theirs', other)).status).toBe(201);

  expect((await shop.owner.delete(`/api/products/${ids[0]}`)).status).toBe(200);
  expect((await add('In its place')).status).toBe(201);
  const restored = await shop.owner.post(`/api/products/${ids[0]}/restore`);
  expect([restored.status, restored.body]).toMatchObject([403, full]);
  const many = await shop.owner.post('/api/products/restore', { ids: [ids[0]] });
  expect([many.status, many.body]).toMatchObject([403, full]);
  expect([await count(), await count(other)]).toEqual([MAXIMUM, 1]);

  await shop.owner.delete(`/api/products/${ids[1]}`);
  const rows = ['A', 'B', 'C'].map((name) => ({ name: `Imported ${name}`, hsn: '73181600' }));
  const imported = await shop.owner.post('/api/products/import', { mode: 'commit', rows });
  expect([imported.status, imported.body]).toMatchObject([403, { ...full, usage: MAXIMUM - 1 }]);
  expect(await count()).toBe(MAXIMUM - 1);
  const one = await shop.owner.post('/api/products/import', { mode: 'commit', rows: rows.slice(0, 1) });
  expect(one.status, one.text).toBe(200);
  expect(await count()).toBe(MAXIMUM);
});

test('80 and 100 percent are told of once each, to this organisation alone', async () => {
  const told = async ({ id }: Office) => {
    const { rows } = await world.admin.query(
      "select action, after->'percent' as percent from audit_entries where tenant_id = $1 and subject = 'limits' order by id",
      [id],
    );
    return rows;
  };
  // It filled up, made room and filled up again in the test before: above 70 percent all the time.
  expect(await told(shop)).toEqual([
    { action: 'limits.warned', percent: 80 },
    { action: 'limits.exhausted', percent: 100 },
  ]);
  expect(await told(other)).toEqual([]);
  const { rows } = await world.admin.query(
    "select type from events where tenant_id = $1 and subject = 'limits' order by id",
    [shop.id],
  );
  expect(rows.map(({ type }) => type)).toEqual(['limits.warned', 'limits.exhausted']);
});

/** What leaves the house is written down: who took which list with which filter, the trail itself included, and who looked into mails. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTown, type Organisation, type Town } from '../testing/town.ts';

let town: Town;
let shop: Organisation;
let other: Organisation;

beforeAll(async () => {
  town = await createTown();
  shop = await town.found('reads-shop');
  other = await town.found('reads-other');
});
afterAll(() => town?.close());

interface Entry {
  action: string;
  actor: string;
  address: string;
  request_id: string;
  after: { filter: Record<string, unknown>; rows?: number } | null;
}

const readsIn = async (organisation: Organisation): Promise<Entry[]> =>
  (await organisation.owner.get('/api/audit?sort=at&limit=200')).body.data.filter(({ action }: Entry) =>
    action.endsWith('.read'),
  );

test('an exported list and the exported trail leave who, from where, which and with which filter; a page on a screen does not', async () => {
  expect((await shop.owner.get('/api/users?limit=5')).status).toBe(200);
  expect((await shop.owner.get('/api/audit?limit=5')).status).toBe(200);
  expect(await readsIn(shop)).toEqual([]);
  const users = await shop.owner.get('/api/users?format=csv&role=owner');
  expect(users.text).toContain('owner@reads-shop.example');
  const trail = await shop.owner.get('/api/audit?format=csv&subject=branding');
  expect(trail.status).toBe(200);
  expect(await readsIn(shop)).toMatchObject([
    {
      action: expect.stringMatching(/\.read$/),
      actor: 'owner@reads-shop.example',
      address: '127.0.0.1',
      request_id: users.headers['x-request-id'],
      after: { filter: { format: 'csv', role: 'owner' } },
    },
    {
      action: 'audit.read',
      request_id: trail.headers['x-request-id'],
      after: { filter: { format: 'csv', subject: 'branding' } },
    },
  ]);
  expect(await readsIn(other)).toEqual([]);
});

test('a refused export leaves no entry, and the operator’s look at mails stands in the platform’s trail', async () => {
  const before = await readsIn(shop);
  const seller = await shop.hire('sales');
  expect((await seller.get('/api/audit?format=csv')).status).toBe(403);
  expect((await shop.owner.get('/api/audit?format=csv&seq=none')).status).toBe(400);
  expect(await readsIn(shop)).toEqual(before);
  const mails = await town.operator.get('/api/mail-outbox?recipient=owner%40reads-shop.example');
  const seen = (await town.operator.get(`/api/system/audit?request_id=${mails.headers['x-request-id']}`)).body.data;
  expect(seen).toMatchObject([
    { action: 'mail-outbox.read', after: { filter: { recipient: 'owner@reads-shop.example' } } },
  ]);
});

test('operators who look at the trail of an organisation stand in it, and in no other', async () => {
  const reads = async (organisation: Organisation) =>
    (await readsIn(organisation)).filter(({ actor }) => actor === 'operator@platform.example');
  const before = (await reads(shop)).length;
  expect((await town.operator.get('/api/tenants/reads-shop/audit?subject=tenants')).status).toBe(200);
  const after = await reads(shop);
  expect(after).toHaveLength(before + 1);
  expect(after.at(-1)?.after?.filter).toMatchObject({ subject: 'tenants' });
  expect(await reads(other)).toEqual([]);
});

/** A dump of the whole product tells no secret: what goes in through every door that seals stands plain in no table, before and after a rotation. */
import { openOffice } from '@tenantry/kernel/testing/offices.ts';
import { tablesWith } from '@tenantry/kernel/testing/search_everywhere.ts';
import { createWorld, type World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { modules } from './modules.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld({ modules });
});
afterAll(() => world?.close());

const MARK = 'PLAINTEXT-MARKER-7e21';
const SECRETS = ['integrations.gst_client_secret', 'integrations.payment_secret', 'integrations.sms_secret'];

test('secret settings, settings that are asked to be sealed, those of a founding, and kept answers', async () => {
  const office = await openOffice(world, 'dumped-co');
  const other = await openOffice(world, 'dumped-other');
  const keyed = (name: string) => ({ 'idempotency-key': name });
  for (const { owner } of [office, other]) {
    for (const config_key of SECRETS) {
      const body = { config_key, config_value: `${MARK} ${config_key}` };
      expect((await owner.post('/api/config', body, keyed(config_key))).status).toBe(200);
    }
    const asked = { configKey: 'notifications.email_from', configValue: `${MARK} from`, isEncrypted: true };
    expect((await owner.post('/api/config', asked)).body.data).toMatchObject({
      is_encrypted: true,
      config_value: null,
    });
    // No secret, but the only copy of the answer is sealed: it is in the table of products and nowhere else.
    const product = { name: 'Bolt', kind: 'goods', hsn: '73181500', unit: 'NOS', sku: 'SEEN-1' };
    expect((await owner.post('/api/products', product, keyed('product'))).status).toBe(201);
  }
  const founding = {
    name: 'Founded',
    slug: 'dumped-founded',
    contact_email: 'owner@founded.example',
    settings: Object.fromEntries(SECRETS.map((key) => [key, `${MARK} founding`])),
  };
  expect((await world.operator.post('/api/tenants', founding, keyed('founding'))).status).toBe(201);

  expect(await tablesWith(world.admin, [MARK])).toEqual([]);
  expect(await tablesWith(world.admin, ['SEEN-1'])).not.toContain('public.idempotency_keys');
  expect(await tablesWith(world.admin, ['SEEN-1'])).toContain('public.products');
  for (const slug of ['dumped-co', 'dumped-other', 'dumped-founded'])
    expect((await world.operator.post(`/api/tenants/${slug}/keys/rotate`)).status).toBe(202);
  await world.kernel.keys.rotation.settled();
  expect(await tablesWith(world.admin, [MARK])).toEqual([]);
  const { sealed, status } = (await office.owner.get('/api/tenants/dumped-co/keys')).body.data;
  expect([status, sealed]).toEqual([
    'live',
    expect.arrayContaining([
      { table: 'settings', field: 'sealed', version: 2, values: 4 },
      { table: 'idempotency_keys', field: 'sealed_body', version: 2, values: 4 },
    ]),
  ]);
  const again = await office.owner.post(
    '/api/products',
    { name: 'Bolt', kind: 'goods', hsn: '73181500', unit: 'NOS', sku: 'SEEN-1' },
    keyed('product'),
  );
  expect([again.headers['idempotent-replayed'], again.body.data.sku]).toEqual(['true', 'SEEN-1']);
});

/** Settings: typed keys with defaults of the plan; secrets that nobody reads back, not even from the database. */

import { createCipheriv, randomBytes } from 'node:crypto';
import { asSystem } from '@tenantry/kernel/http/perform.ts';
import { deriveKey } from '@tenantry/kernel/identity/tokens.ts';
import type { Tenant } from '@tenantry/kernel/tenancy/directory.ts';
import { tablesWith } from '@tenantry/kernel/testing/search_everywhere.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTown, type Organisation, type Town } from '../testing/town.ts';
import { resealSettings } from './seal.ts';
import { readSetting } from './settings.service.ts';

let town: Town;
let shop: Organisation;
let other: Organisation;

beforeAll(async () => {
  town = await createTown();
  shop = await town.found('config-shop', { plan: 'basic' });
  other = await town.found('config-other', { plan: 'enterprise' });
});

afterAll(() => town?.close());

const settingOf = async (organisation: Organisation, key: string) =>
  (await organisation.owner.get(`${organisation.at}/config`)).body.data.find(
    (one: { config_key: string }) => one.config_key === key,
  );

async function readInside(slug: string, key: string): Promise<unknown> {
  const tenant = (await town.kernel.directory.find(slug)) as Tenant;
  const binding = { tenant_id: tenant.id, plane: '' } as const;
  return asSystem(town.kernel, { tenant, database: town.kernel.control, binding }, (ctx) => readSetting(ctx, key));
}

test('what is not set is the plan’s default', async () => {
  expect(await settingOf(shop, 'session.timeout')).toMatchObject({ config_value: 3600, is_set: false });
  expect(await settingOf(other, 'session.timeout')).toMatchObject({ config_value: 14400 });
  expect((await settingOf(shop, 'security.password_policy')).config_value.min_length).toBe(8);
  expect((await settingOf(other, 'security.password_policy')).config_value.min_length).toBe(12);
  expect((await settingOf(shop, 'api.rate_limit')).config_value).toBe(1000);
});

test('weeks and years begin as the organisation says, its own alone', async () => {
  const calendarOf = async ({ owner, slug }: Organisation) => {
    const { tenant } = (await owner.get('/api/auth/me', { 'x-tenant-slug': slug })).body.data;
    return [tenant.week_start, tenant.year_start_month];
  };
  for (const [config_key, config_value, wrong] of [
    ['calendar.week_start', 7, 8],
    ['calendar.year_start_month', 1, 13],
  ] as const) {
    expect((await shop.owner.post('/api/config', { config_key, config_value: wrong })).status).toBe(400);
    expect((await shop.owner.post('/api/config', { config_key, config_value })).status).toBe(200);
  }
  expect(await calendarOf(shop)).toEqual([7, 1]);
  expect(await calendarOf(other)).toEqual([1, 4]);
});

test('both spellings of earlier clients set one organisation’s setting', async () => {
  const policy = {
    minLength: 12,
    requireUppercase: true,
    requireLowercase: true,
    requireNumbers: true,
    requireSpecialChars: true,
  };
  const reply = await town.operator.post(`/api/v1/tenants/${shop.id}/config`, {
    configKey: 'security.password_policy',
    configValue: policy,
    isEncrypted: false,
  });
  expect(reply.body.data).toMatchObject({
    config_value: { min_length: 12, require_special_chars: true },
    is_set: true,
    is_encrypted: false,
  });
  const own = await shop.owner.post('/api/config', { config_key: 'session.timeout', config_value: 1800 });
  expect(own.status).toBe(200);
  expect((await settingOf(shop, 'session.timeout')).config_value).toBe(1800);
  expect((await settingOf(other, 'session.timeout')).config_value).toBe(14400);
  expect((await shop.owner.delete('/api/config/session.timeout')).body.data).toMatchObject({
    config_value: 3600,
    is_set: false,
  });
});

test.each([
  [{ config_key: 'session.timeout', config_value: 'long' }, 400, '/config_value'],
  [{ config_key: 'session.timeout', config_value: 5 }, 400, '/config_value'],
  [{ configKey: 'security.password_policy', configValue: { minLength: 4 } }, 400, '/configValue/min_length'],
  [{ configKey: 'security.password_policy', configValue: { minLength: 12, hint: 'x' } }, 400, '/configValue/hint'],
  [{ config_key: 'warp.factor', config_value: 9 }, 422, '/config_key'],
  [{ config_key: 'session.timeout' }, 400, '/config_value'],
  [{ config_value: 3 }, 400, '/config_key'],
  [{ config_key: 'session.timeout', configKey: 'api.rate_limit', config_value: 3 }, 400, '/configKey'],
])('%j is refused', async (body, status, pointer) => {
  const reply = await shop.owner.post('/api/config', body);
  expect([reply.status, reply.body.errors[0].pointer]).toEqual([status, pointer]);
});

test('an organisation does not give itself more than its plan', async () => {
  expect((await shop.owner.post('/api/config', { config_key: 'api.rate_limit', config_value: 5000 })).status).toBe(403);
  expect(
    (await shop.owner.post('/api/config', { config_key: 'features.biometric_auth', config_value: true })).status,
  ).toBe(403);
  expect(
    (await town.operator.post(`${shop.at}/config`, { config_key: 'api.rate_limit', config_value: 5000 })).status,
  ).toBe(200);
  const seller = await shop.hire('sales');
  expect((await seller.get('/api/config')).status).toBe(403);
  expect((await seller.post('/api/config', { config_key: 'session.timeout', config_value: 600 })).status).toBe(403);
});

test('a secret is never answered, stands in no table in plain, and opens only in its own place', async () => {
  const secret = 'PLAINTEXT-MARKER-5c1e';
  const key = 'integrations.payment_secret';
  const set = await shop.owner.post('/api/config', { config_key: key, config_value: secret });
  expect(set.body.data).toMatchObject({ config_value: null, is_encrypted: true, is_set: true });
  await shop.owner.post('/api/config', {
    configKey: 'notifications.email_from',
    configValue: secret,
    isEncrypted: true,
  });
  await other.owner.post('/api/config', { config_key: key, config_value: 'another secret' });
  for (const path of ['/api/config', '/api/audit?limit=200'])
    expect((await shop.owner.get(path)).text).not.toContain(secret);
  // A founding whose answer is kept, for a key that came with it.
  const body = { name: 'Keyed', slug: 'config-keyed', contact_email: 'a@keyed.example', settings: { [key]: secret } };
  expect((await town.operator.post('/api/tenants', body, { 'idempotency-key': 'founding' })).status).toBe(201);
  expect(await readInside('config-keyed', key)).toBe(secret);
  expect(await tablesWith(town.admin, [secret])).toEqual([]);
  expect(await readInside('config-shop', key)).toBe(secret);
  expect(await readInside('config-shop', 'notifications.email_from')).toBe(secret);
  await town.admin.query(
    'update settings s set sealed = o.sealed from settings o where s.tenant_id = $1 and o.tenant_id = $2 and s.key = $3 and o.key = $3',
    [other.id, shop.id, key],
  );
  await expect(readInside('config-other', key)).rejects.toThrow();
  await town.admin.query(
    'update settings set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) where tenant_id = $1 and key = $2',
    [shop.id, key],
  );
  await expect(readInside('config-shop', key)).rejects.toThrow();
});

test('what an earlier version sealed with the installation’s secret is read, and sealed anew at the next start', async () => {
  const key = 'integrations.sms_secret';
  const sealEarlier = (tenant: string, value: unknown): Buffer => {
    const derived = deriveKey(town.kernel.config.secret, `settings of tenant ${tenant}`);
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', derived, nonce).setAAD(Buffer.from(`1\0${tenant}\0settings\0${key}`));
    const out = Buffer.concat([cipher.update(JSON.stringify(value)), cipher.final()]);
    return Buffer.concat([Buffer.of(1), nonce, out, cipher.getAuthTag()]);
  };
  const [one, two] = [await town.found('earlier-one'), await town.found('earlier-two')];
  for (const { id, slug } of [one, two])
    await town.admin.query('insert into settings (tenant_id, key, sealed) values ($1, $2, $3)', [
      id,
      key,
      sealEarlier(id, `of ${slug}`),
    ]);
  expect(await readInside('earlier-one', key)).toBe('of earlier-one');
  expect(await resealSettings(town.kernel)).toBe(2);
  const { rows } = await town.admin.query('select get_byte(sealed, 3) as version from settings where key = $1', [key]);
  expect(rows).toEqual([{ version: 1 }, { version: 1 }]);
  expect(await readInside('earlier-two', key)).toBe('of earlier-two');
  expect(await resealSettings(town.kernel)).toBe(0);
  await town.operator.post(`${one.at}/keys/rotate`);
  await town.kernel.keys.rotation.settled();
  expect(await readInside('earlier-one', key)).toBe('of earlier-one');
});

/** Settings: typed keys with defaults of the plan; secrets that nobody reads back, not even from the database. */

import { asSystem } from '@tenantry/kernel/http/perform.ts';
import type { Tenant } from '@tenantry/kernel/tenancy/directory.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTown, type Organisation, type Town } from '../testing/town.ts';
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
  for (const table of ['settings', 'audit_entries', 'control_audit_entries', 'idempotency_keys', 'control_words']) {
    const { rows } = await town.admin.query(`select string_agg(t::text, ' ') as dump from ${table} t`);
    expect(String(rows[0].dump), table).not.toContain(secret);
    expect(String(rows[0].dump), table).not.toContain(Buffer.from(secret).toString('hex'));
  }
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

/** The settings of fair shares are read as written, and a wrong one is named. */
import { DEFAULT_SHARES } from '@tenantry/kernel/shares/shares.ts';
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

test('rates and Redis are taken from the environment; what is not set is as documented', () => {
  expect(readConfig({}).shares).toEqual(DEFAULT_SHARES);
  const { rates, redis_url, prefix } = readConfig({
    RATE_LIMIT_ADDRESS: '2.5/10',
    RATE_LIMIT_USER: '7/70',
    RATE_LIMIT_TENANT: '20/200, premium=40/400,gold_plus=1/2',
    REDIS_URL: 'redis://127.0.0.1:6379',
    REDIS_PREFIX: 'here',
  }).shares;
  expect(rates).toEqual({
    address: { per_second: 2.5, burst: 10 },
    user: { per_second: 7, burst: 70 },
    tenant: { per_second: 20, burst: 200 },
    most: { per_second: 20, burst: 200 },
    plans: {
      premium: { per_second: 40, burst: 400 },
      gold_plus: { per_second: 1, burst: 2 },
    },
  });
  expect([redis_url, prefix]).toEqual(['redis://127.0.0.1:6379', 'here']);
  expect(readConfig({ RATE_LIMITS: 'false' }).shares.rates).toBeNull();
});

test('live connections of a person and of an organisation are bounded as it is set', () => {
  expect(readConfig({}).live).toEqual({ sockets_per_user: 20, sockets_per_tenant: 2000 });
  const set = readConfig({ LIVE_SOCKETS_PER_USER: '3', LIVE_SOCKETS_PER_TENANT: '40' });
  expect(set.live).toEqual({ sockets_per_user: 3, sockets_per_tenant: 40 });
});

test.each([
  ['RATE_LIMIT_ADDRESS', '50'],
  ['RATE_LIMIT_USER', '0/10'],
  ['RATE_LIMIT_USER', '10/0'],
  ['RATE_LIMIT_TENANT', 'premium=lots'],
  ['RATE_LIMIT_TENANT', '5/5, Premium=1/1'],
  ['REDIS_URL', 'http://127.0.0.1:6379'],
  ['REDIS_PREFIX', 'a:b'],
  ['LIVE_SOCKETS_PER_USER', '0'],
  ['LIVE_SOCKETS_PER_TENANT', 'many'],
])('%s=%s is refused', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(name);
});

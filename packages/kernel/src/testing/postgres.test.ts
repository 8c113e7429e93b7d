/** The tests' own server: its address as data. That it starts and goes is shown by every run of the tests. */
import { expect, test } from 'vitest';
import { readAdminUrl, testConnection } from './postgres.ts';

test('an address of a server becomes plain connection data', () => {
  const admin = readAdminUrl('postgres://ad%40min:s%2Fecret@db.example:6543/main');
  expect(admin).toEqual({ host: 'db.example', port: 6543, user: 'ad@min', database: 'main', password: 's/ecret' });
  expect(testConnection(admin, 'tenantry_app', 'other')).toMatchObject({
    user: 'tenantry_app',
    database: 'other',
    password: 's/ecret',
  });
});

test('a socket folder and the user may stand in the query, and defaults fill the rest', () => {
  const admin = readAdminUrl('postgresql:///?host=/run/postgresql&user=me');
  expect(admin).toEqual({ host: '/run/postgresql', port: 5432, user: 'me', database: 'postgres' });
});

test.each(['localhost:5432', 'mysql://localhost/x', ''])('%j is refused by the name of the variable', (text) => {
  expect(() => readAdminUrl(text)).toThrow('TEST_DATABASE_ADMIN_URL');
});

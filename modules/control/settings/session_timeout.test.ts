/** Sessions end when they are not used for as long as the organisation allows; a neighbour's go on. */
import { hashToken } from '@tenantry/kernel/identity/tokens.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTown, type Organisation, PASSWORD, type Town } from '../testing/town.ts';

let town: Town;
let easy: Organisation;

beforeAll(async () => {
  town = await createTown();
  await town.found('strict-bank', { plan: 'basic' });
  easy = await town.found('easy-shop', { plan: 'enterprise' });
});
afterAll(() => town?.close());

const at = async (slug: string, tenant: string | null): Promise<string> => {
  const body = { email: `owner@${slug}.example`, password: PASSWORD, ...(tenant ? { tenant } : {}) };
  const reply = await town.nobody.post('/api/auth/login', body);
  expect(reply.status, reply.text).toBe(200);
  return reply.body.data.refresh_token;
};
const refresh = async (token: string) => town.nobody.post('/api/auth/refresh', { refresh_token: token });

/** Minutes until the refresh token ends. */
async function minutesLeft(token: string): Promise<number> {
  const { rows } = await town.admin.query(
    'select round(extract(epoch from expires_at - now()) / 60)::int as n from refresh_tokens where hash = $1',
    [hashToken(token)],
  );
  return rows[0].n;
}

/** Lets so many minutes pass for what waits in the database. */
const pass = (minutes: number) =>
  town.admin.query(
    "update refresh_tokens set expires_at = expires_at - interval '1 minute' * $1 where used_at is null",
    [minutes],
  );

test.each([
  ['strict-bank', 'strict-bank', 60],
  ['easy-shop', 'easy-shop', 240],
  ['strict-bank', null, 60],
])('%s signed in for %s: %i minutes without use', async (slug, tenant, minutes) => {
  const token = await at(slug, tenant);
  expect(await minutesLeft(token)).toBe(minutes);
  await pass(minutes - 1);
  const used = await refresh(token);
  expect(used.status).toBe(200);
  await pass(minutes + 1);
  expect((await refresh(used.body.data.refresh_token)).status).toBe(401);
});

test('a setting shortens it at once for the next exchange, of this organisation alone', async () => {
  const [mine, theirs] = [await at('easy-shop', 'easy-shop'), await at('strict-bank', 'strict-bank')];
  await easy.owner.post(`${easy.at}/config`, { config_key: 'session.timeout', config_value: 1800 });
  expect(await minutesLeft((await refresh(mine)).body.data.refresh_token)).toBe(30);
  expect(await minutesLeft((await refresh(theirs)).body.data.refresh_token)).toBe(60);
});

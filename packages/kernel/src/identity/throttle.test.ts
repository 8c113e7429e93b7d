/** Guessing is slowed down per account and network; nobody can spend what belongs to the person himself. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { callerAt, type Reply } from '../testing/caller.ts';
import { type Person, person } from '../testing/people.ts';
import { createWorld, type World } from '../testing/world.ts';
import { networkOf } from './throttle.ts';

let world: World;

beforeAll(async () => {
  // One proxy is believed, so that a test can come from any address.
  world = await createWorld({ modules: [], config: { trust_proxy: 1 } });
});
afterAll(() => world?.close());
beforeEach(() => world.admin.query('delete from sign_in_failures'));

function login(from: string, { email, password }: Pick<Person, 'email' | 'password'>): Promise<Reply> {
  return callerAt(world.address, null, { 'x-forwarded-for': from }).post('/api/auth/login', { email, password });
}

const statuses = (replies: Reply[]): Record<number, number> => {
  const counts: Record<number, number> = {};
  for (const { status } of replies) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

test('an attacker with many addresses does not lock out the person at his own', async () => {
  const who = await person(world);
  const home = '198.51.100.7';
  expect((await login(home, who)).status).toBe(200);
  for (let i = 0; i < 60; i++) await login(`203.0.113.${i}`, { ...who, password: 'a wrong guess' });
  // Strangers have used up what the account grants to strangers: even the right password says nothing there.
  const stranger = await login('192.0.2.99', who);
  expect([stranger.status, stranger.body.code]).toEqual([429, 'http.too_many_requests']);
  expect(Number(stranger.headers['retry-after'])).toBeGreaterThan(0);
  expect((await login(home, who)).status).toBe(200);
});

test('a person at a new address gets in by mail while strangers are guessing', async () => {
  const who = await person(world);
  for (let i = 0; i < 55; i++) await login(`203.0.113.${i}`, { ...who, password: 'a wrong guess' });
  const away = '192.0.2.50';
  expect((await login(away, who)).status).toBe(429);
  const caller = callerAt(world.address, null, { 'x-forwarded-for': away });
  expect((await caller.post('/api/auth/password-reset', { email: who.email })).status).toBe(202);
  const { body } = await world.operator.get(`/api/mail-outbox?recipient=${who.email}`);
  const token = /token=([\w-]+)/.exec(body.data[0].text)?.[1];
  const password = 'nine quiet elephants';
  expect((await caller.post('/api/auth/password-reset/confirm', { token, password })).status).toBe(200);
  expect((await login(away, { ...who, password })).status).toBe(200);
});

test('of a burst of guesses no more get an answer than a slow attacker would', async () => {
  const who = await person(world);
  const guesses = Array.from({ length: 80 }, (_, at) => (at === 70 ? who.password : `guess number ${at}`));
  const replies = await Promise.all(guesses.map((password) => login('203.0.113.8', { ...who, password })));
  const counts = statuses(replies);
  expect(counts).toEqual({ 401: 10, 429: 70 });
});

test('mistakes are forgiven when the right password comes', async () => {
  const who = await person(world);
  for (let round = 0; round < 3; round++) {
    const wrong = await Promise.all(
      Array.from({ length: 6 }, () => login('198.51.100.20', { ...who, password: 'a typing mistake' })),
    );
    expect(statuses(wrong)).toEqual({ 401: 6 });
    expect((await login('198.51.100.20', who)).status).toBe(200);
  }
});

test('one address that tries many accounts is slowed down as well, known or not', async () => {
  const replies: Reply[] = [];
  for (let i = 0; i < 105; i++)
    replies.push(await login('203.0.113.77', { email: `nobody${i}@people.example`, password: 'a wrong guess' }));
  expect(statuses(replies)).toEqual({ 401: 100, 429: 5 });
  expect((await login('203.0.113.78', { email: 'nobody1@people.example', password: 'a wrong guess' })).status).toBe(
    401,
  );
});

test('an unknown account is slowed down like a known one', async () => {
  const who = await person(world);
  const seen: Record<string, unknown> = {};
  for (const email of [who.email, 'unknown-at-all@people.example']) {
    const replies: Reply[] = [];
    for (let i = 0; i < 12; i++) replies.push(await login('203.0.113.9', { email, password: 'a wrong guess' }));
    seen[email] = replies.map(({ status, body }) => ({ status, code: body.code, detail: body.detail }));
    await world.admin.query("delete from sign_in_failures where bucket like 'address:%'");
  }
  const [known, unknown] = Object.values(seen);
  expect(known).toEqual(unknown);
});

test('nobody fills a mailbox: a recipient gets a few links, the answer stays the same', async () => {
  const who = await person(world);
  const replies: Reply[] = [];
  for (let i = 0; i < 8; i++) {
    const caller = callerAt(world.address, null, { 'x-forwarded-for': `203.0.113.${i}` });
    replies.push(await caller.post('/api/auth/password-reset', { email: who.email }));
  }
  expect(statuses(replies)).toEqual({ 202: 8 });
  const { body } = await world.operator.get(`/api/mail-outbox?recipient=${who.email}&count=true`);
  expect(body.meta.total).toBe(4);
  // The last link that was sent still works: asking again and again does not take it away.
  const token = /token=([\w-]+)/.exec(body.data[0].text)?.[1];
  const confirm = { token, password: 'nine quiet elephants' };
  expect((await world.nobody.post('/api/auth/password-reset/confirm', confirm)).status).toBe(200);
});

test('one address asks for a limited number of mails', async () => {
  const caller = callerAt(world.address, null, { 'x-forwarded-for': '203.0.113.200' });
  const replies = await Promise.all(
    Array.from({ length: 35 }, (_, at) => caller.post('/api/auth/password-reset', { email: `n${at}@people.example` })),
  );
  expect(statuses(replies)).toEqual({ 202: 30, 429: 5 });
});

test('an address is its network', () => {
  expect(networkOf('203.0.113.8')).toBe('203.0.113.8');
  expect(networkOf('::ffff:203.0.113.8')).toBe('203.0.113.8');
  expect(networkOf('2001:db8:0:7::1')).toBe('2001:db8:0:7::/64');
  expect(networkOf('2001:0DB8:0000:0007:ffff:ffff:ffff:ffff')).toBe('2001:db8:0:7::/64');
  expect(networkOf('2001:db8:0:8::1')).not.toBe(networkOf('2001:db8:0:7::1'));
  expect(networkOf('::1')).toBe('0:0:0:0::/64');
  expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
  expect(networkOf(null)).toBe('unknown');
});

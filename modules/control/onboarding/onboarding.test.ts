/** The newcomer's way in: a proved address, one call, and he owns an organisation; not without, and not too often. */
import type { Caller } from '@tenantry/kernel/testing/caller.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTown, PASSWORD, type Town } from '../testing/town.ts';

let town: Town;

beforeAll(async () => {
  town = await createTown();
});

afterAll(() => town?.close());

/** Registers, and proves the address by the mail's link unless told otherwise. */
async function newcomer(email: string, isProved = true): Promise<Caller> {
  await town.nobody.post('/api/auth/register', { email, name: 'New Comer', password: PASSWORD });
  if (isProved) {
    const token = /token=([\w-]+)/.exec((await town.mailTo(email))?.text ?? '')?.[1];
    expect((await town.nobody.post('/api/auth/verify-email', { token })).status).toBe(200);
  }
  return town.nobody.signIn(email, PASSWORD);
}

const CLINIC = { name: 'Newcomer Clinic', organization_type: 'clinic', city: 'Pune', state: '27', pincode: '411001' };

test('a newcomer creates an organisation and owns it at once, on the smallest plan', async () => {
  const nila = await newcomer('nila@new.example');
  const made = await nila.post('/api/onboarding', { ...CLINIC, primary_color: '#0b5394' });
  expect([made.status, made.body.data]).toMatchObject([
    201,
    { slug: 'newcomer-clinic', plan: 'basic', status: 'active', state: 'Maharashtra' },
  ]);
  expect((await nila.get('/api/tenants/newcomer-clinic')).status).toBe(200);
  // The colour comes with the founding; all else of branding with a greater plan.
  const looks = (await nila.get('/api/tenants/newcomer-clinic/branding')).body.data;
  expect(looks).toMatchObject({ primary_color: '#0b5394', company_name: 'Newcomer Clinic' });
  const changed = await nila.put('/api/tenants/newcomer-clinic/branding', { company_name: 'Nila’s' });
  expect([changed.status, changed.body.code]).toEqual([403, 'features.off']);
  expect((await nila.get('/api/users')).body.data).toMatchObject([
    { email: 'nila@new.example', role: 'owner', status: 'active' },
  ]);
  const trail = (await nila.get('/api/audit?action=tenants.create')).body.data;
  expect(trail).toMatchObject([{ actor: 'nila@new.example', actor_kind: 'user' }]);
});

test('a newcomer learns which name in addresses is free, and which one his organisation’s name suggests', async () => {
  const lina = await newcomer('lina@new.example');
  const ask = async (query: string) => (await lina.get(`/api/onboarding/slug?${query}`)).body.data;
  expect(await ask('name=Lina%20%26%20Sons')).toEqual({ slug: 'lina-sons', is_free: true, fault: null });
  await lina.post('/api/onboarding', { ...CLINIC, name: 'Lina & Sons' });
  expect(await ask('name=Lina%20%26%20Sons')).toEqual({ slug: 'lina-sons-2', is_free: true, fault: null });
  expect(await ask('slug=LINA-sons')).toEqual({ slug: 'lina-sons', is_free: false, fault: 'taken' });
  // It looks like the one that is taken.
  expect(await ask('slug=1ina-sons')).toMatchObject({ is_free: false });
  expect(await ask('slug=lina-s0ns')).toEqual({ slug: 'lina-s0ns', is_free: false, fault: 'taken' });
  expect(await ask('slug=admin')).toEqual({ slug: 'admin', is_free: false, fault: 'form' });
  expect(await ask('name=%E0%A4%B2%E0%A5%80%E0%A4%A8%E0%A4%BE')).toEqual({ slug: null, is_free: false, fault: null });
  expect((await town.nobody.get('/api/onboarding/slug?slug=lina-sons')).status).toBe(401);
});

test('what is the platform’s to decide is not asked here', async () => {
  const paul = await newcomer('paul@new.example');
  for (const fields of [
    { plan: 'enterprise' },
    { max_users: 5 },
    { features: ['advanced_reporting'] },
    { placement: 'silo' },
    { settings: {} },
  ])
    expect((await paul.post('/api/onboarding', { ...CLINIC, ...fields })).status).toBe(400);
  expect((await paul.post('/api/onboarding', { ...CLINIC, slug: 'admin' })).status).toBe(400);
  expect((await paul.get('/api/tenants/newcomer-clinic')).status).toBe(404);
});

test('an address that nobody proved creates nothing', async () => {
  const eve = await newcomer('eve@new.example', false);
  const reply = await eve.post('/api/onboarding', CLINIC);
  expect([reply.status, reply.body.code]).toEqual([403, 'onboarding.unverified']);
  expect((await town.nobody.post('/api/onboarding', CLINIC)).status).toBe(401);
});

test('three a day, also when ten are asked for at once', async () => {
  const busy = await newcomer('busy@new.example');
  const replies = await Promise.all(
    Array.from({ length: 10 }, (_, n) => busy.post('/api/onboarding', { ...CLINIC, name: `Busy Number ${n}` })),
  );
  expect(replies.filter((reply) => reply.status === 201)).toHaveLength(3);
  const refused = replies.filter((reply) => reply.status !== 201);
  expect(new Set(refused.map((reply) => reply.status))).toEqual(new Set([429]));
  expect(refused[0]?.headers['retry-after']).toBe('86400');
});

test('SELF_SIGNUP=false: the platform creates organisations, nobody else', async () => {
  const closed = await createTown({ config: { self_signup: false } });
  try {
    const shop = await closed.found('closed-shop');
    const reply = await shop.owner.post('/api/onboarding', CLINIC);
    expect([reply.status, reply.body.code]).toEqual([403, 'http.forbidden']);
  } finally {
    await closed.close();
  }
});

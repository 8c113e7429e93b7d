/** Branding: defaults by kind, changes that hold at once, and addresses that are never fetched. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTown, type Organisation, type Town } from '../testing/town.ts';

let town: Town;
let clinic: Organisation;
let shop: Organisation;

beforeAll(async () => {
  town = await createTown();
  clinic = await town.found('brand-clinic', { organization_type: 'dental_clinic', plan: 'premium' });
  shop = await town.found('brand-shop', { plan: 'premium' });
});

afterAll(() => town?.close());

test('without any there are defaults of the kind; what is set holds for this organisation alone', async () => {
  const before = await clinic.owner.get('/api/branding');
  expect(before.body.data).toMatchObject({
    company_name: 'The brand-clinic',
    primary_color: '#0f766e',
    is_default: true,
    version: 0,
  });
  const looks = {
    primary_color: '#123456',
    secondary_color: '#134e4a',
    accent_color: '#F59E0B',
    company_name: 'Smile & Co',
  };
  const set = await town.operator.put(`${clinic.at}/branding`, looks);
  expect(set.body.data).toMatchObject({ ...looks, is_default: false, logo_url: null, version: 1 });
  expect((await shop.owner.get('/api/branding')).body.data).toMatchObject({
    primary_color: '#4338ca',
    is_default: true,
  });
  const one = await clinic.owner.put(
    '/api/branding',
    { logo_url: 'https://cdn.example.in/logo.png' },
    { 'if-match': '"1"' },
  );
  expect(one.body.data).toMatchObject({ ...looks, logo_url: 'https://cdn.example.in/logo.png' });
  expect((await clinic.owner.put('/api/branding', { accent_color: null }, { 'if-match': '"1"' })).status).toBe(412);
  expect((await clinic.owner.put('/api/branding', { accent_color: null })).body.data.accent_color).toBe('#b45309');
});

test('templates bring their colours', async () => {
  const templates = (await shop.owner.get('/api/branding/templates')).body.data;
  expect(templates.length).toBeGreaterThanOrEqual(4);
  await shop.owner.put('/api/branding', { primary_color: '#111111' });
  const plum = await shop.owner.put('/api/branding', { template: 'plum' });
  expect(plum.body.data).toMatchObject(
    templates.find((one: { template: string }) => one.template === 'plum') && {
      template: 'plum',
      primary_color: '#86198f',
    },
  );
});

test.each([
  [{ primary_color: 'red' }],
  [{ primary_color: '#12345' }],
  [{ primary_color: '#123456;background:url(x)' }],
  [{ logo_url: 'http://cdn.example.in/logo.png' }],
  [{ logo_url: 'javascript:alert(1)' }],
  [{ logo_url: 'data:image/svg+xml,<svg onload=alert(1)>' }],
  [{ logo_url: 'https://user:secret@cdn.example.in/logo.png' }],
  [{ logo_url: '//evil.example/logo.png' }],
  [{ logo_url: '/../../etc/passwd' }],
  [{ logo_url: 'https://localhost/logo.png' }],
  [{ template: 'rainbow' }],
  [{ company_name: 'Two\nlines' }],
  [{ font: 'Comic' }],
])('%j is refused', async (looks) => {
  const before = (await shop.owner.get('/api/branding')).body.data;
  expect((await shop.owner.put('/api/branding', looks)).status).toBe(400);
  expect((await shop.owner.get('/api/branding')).body.data).toEqual(before);
});

test('who may not change it still sees it; the status counts what the caller sees', async () => {
  const seller = await shop.hire('sales');
  expect((await seller.get('/api/branding')).status).toBe(200);
  const refused = await seller.put('/api/branding', { company_name: 'Mine' });
  expect([refused.status, refused.body.permission]).toEqual([403, 'branding.write']);
  expect((await seller.get('/api/branding/status')).body.data).toMatchObject({
    enabled: true,
    tenants_total: 1,
    tenants_branded: 1,
  });
  expect((await town.operator.get('/api/branding/status')).body.data).toMatchObject({
    tenants_total: 2,
    tenants_branded: 2,
  });
});

test('without the feature branding is refused in words and the default holds; a greater plan brings back what was set', async () => {
  const small = await town.found('brand-small');
  const move = (plan: string) => town.operator.put(`${small.at}/subscription`, { plan });
  const looks = async () => (await small.owner.get('/api/branding')).body.data;
  const wanted = { company_name: 'Small & Proud', primary_color: '#7c2d12', logo_url: 'https://cdn.example.in/s.png' };
  for (const caller of [small.owner, town.operator]) {
    const refused = await caller.put(`${small.at}/branding`, wanted);
    expect([refused.status, refused.body]).toMatchObject([
      403,
      { code: 'features.off', feature: 'branding', available_in: ['premium', 'enterprise', 'custom'] },
    ]);
  }
  expect(await looks()).toMatchObject({ company_name: 'The brand-small', primary_color: '#4338ca', is_default: true });
  expect((await move('premium')).status).toBe(200);
  expect((await small.owner.put('/api/branding', wanted)).body.data).toMatchObject(wanted);
  expect((await move('basic')).status).toBe(200);
  // The one colour stays; the pages and mails of everybody else are as they were.
  expect(await looks()).toMatchObject({ company_name: 'The brand-small', primary_color: '#7c2d12', logo_url: null });
  expect((await clinic.owner.get('/api/branding')).body.data).toMatchObject({ company_name: 'Smile & Co' });
  await move('enterprise');
  expect(await looks()).toMatchObject(wanted);
});

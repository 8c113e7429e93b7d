/** TENANT_CONFIGS: brings about what it says, twice is once, and a bad entry is named before anything happens. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDemo } from '../demo.ts';
import { createTown, type Town } from '../testing/town.ts';
import { applyTenantConfigs } from './tenant_configs.ts';

let town: Town;

beforeAll(async () => {
  town = await createTown();
});

afterAll(() => town?.close());

const configs = {
  'declared-dental': {
    database_url: 'postgres://somebody:hidden-password@db.example/dental',
    domain: 'dental',
    branding: { company_name: 'Declared Dental', primary_color: '#0f766e', logo_url: 'https://cdn.example.in/d.png' },
    features: ['dental_management', 'advanced_reporting'],
    gst_number: '27AABFS1234A1Z5',
    contact_info: { phone: '9000000001', email: 'head@declared-dental.example' },
    is_active: true,
  },
  'declared-shop': { domain: 'default', is_active: false },
};

const stateOf = async (slug: string) => {
  const at = `/api/tenants/${slug}`;
  const parts = await Promise.all(
    ['', '/branding', '/features', '/users', '/audit?limit=200'].map((path) => town.operator.get(at + path)),
  );
  // That an operator looks at the trail stands in it as well.
  const isLook = ({ action }: { action?: string }) => action === 'audit.read';
  return parts.map(({ body: { data } }) => (Array.isArray(data) ? data.filter((one) => !isLook(one)) : data));
};

test('declared organisations exist with what was declared, and a second start changes nothing', async () => {
  await applyTenantConfigs(town.kernel, configs);
  const dental = await stateOf('declared-dental');
  expect(dental[0]).toMatchObject({
    name: 'Declared Dental',
    organization_type: 'dental_clinic',
    gstin: '27AABFS1234A1Z5',
    status: 'active',
    contact_phone: '9000000001',
  });
  expect(dental[1]).toMatchObject({ company_name: 'Declared Dental', logo_url: 'https://cdn.example.in/d.png' });
  expect(dental[2]).toMatchObject({ dental_management: true, advanced_reporting: true });
  expect(dental[3]).toMatchObject([{ email: 'head@declared-dental.example', role: 'owner' }]);
  expect((await stateOf('declared-shop'))[0]).toMatchObject({ status: 'suspended', organization_type: 'business' });
  await applyTenantConfigs(town.kernel, configs);
  expect(await stateOf('declared-dental')).toEqual(dental);
});

test('what differs is changed, by slug or by id', async () => {
  const { id } = (await stateOf('declared-dental'))[0];
  await applyTenantConfigs(town.kernel, {
    [id]: { branding: { primary_color: '#112233' }, contact_info: { phone: '9000000009' } },
    'declared-shop': { is_active: true },
  });
  const dental = await stateOf('declared-dental');
  expect(dental[0]).toMatchObject({ contact_phone: '9000000009', name: 'Declared Dental' });
  expect(dental[1]).toMatchObject({ primary_color: '#112233', company_name: 'Declared Dental' });
  expect((await stateOf('declared-shop'))[0]).toMatchObject({ status: 'active' });
});

test.each([
  [{ domain: 'circus' }, /bad-entry\/domain/],
  [{ colour: 'red' }, /bad-entry\/colour/],
  [{ branding: { primary_color: 'red' } }, /bad-entry\/branding\/primary_color/],
  [{ is_active: 'yes' }, /bad-entry\/is_active/],
  [{ features: ['teleport'] }, /bad-entry.*teleport/],
  [{ gst_number: '123' }, /bad-entry.*gstin/],
  ['text', /bad-entry/],
])('%j stops the start and names the key', async (entry, message) => {
  await expect(applyTenantConfigs(town.kernel, { 'good-entry': {}, 'bad-entry': entry })).rejects.toThrow(message);
});

test('a reserved slug or an unknown id is named too', async () => {
  await expect(applyTenantConfigs(town.kernel, { admin: {} })).rejects.toThrow(/admin: \/slug/);
  await expect(applyTenantConfigs(town.kernel, { '0190a4f2-7c1e-7d3a-9b55-3f6f0c2a1d10': {} })).rejects.toThrow(
    /0190a4f2/,
  );
});

test('the demo: four organisations of the four kinds, whose people sign in with what is printed', async () => {
  const logins = await loadDemo(town.kernel);
  expect(new Set(logins.map((one) => one.tenant)).size).toBe(4);
  for (const { tenant, email, password, role } of logins) {
    const person = await town.nobody.signIn(email, password, tenant);
    expect((await person.get('/api/auth/me')).status, `${role} of ${tenant}`).toBe(200);
  }
  const kinds = (await town.operator.get('/api/tenants?q=demo')).body.data.map(
    (one: { organization_type: string }) => one.organization_type,
  );
  expect(kinds.sort()).toEqual(['business', 'clinic', 'dental_clinic', 'manufacturing']);
  expect(await loadDemo(town.kernel)).toEqual([]);
});

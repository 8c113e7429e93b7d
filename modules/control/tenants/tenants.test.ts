/** Organisations: created with all that is known of them, read and changed by those who may, never seen by a neighbour. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTown, type Organisation, type Town } from '../testing/town.ts';

let town: Town;
let smile: Organisation;
let other: Organisation;

const SMILE = {
  name: 'Smile Dental Clinic',
  slug: 'smile-dental',
  organization_type: 'dental_clinic',
  contact_person: 'Dr. Asha Rao',
  contact_email: 'asha@smile-dental.example',
  contact_phone: '9000000001',
  gstin: '27AABFS1234A1Z5',
  industry: 'Healthcare',
  size: '11-50',
  address_line1: '12 Linking Road',
  address_line2: 'Bandra West',
  city: 'Mumbai',
  state: 'Maharashtra',
  pincode: '400050',
  plan: 'premium',
};

beforeAll(async () => {
  town = await createTown();
  smile = await town.found('smile-dental', { ...SMILE, contact_email: 'owner@smile-dental.example' });
  other = await town.found('other-shop');
});

afterAll(() => town?.close());

test('all fields of the onboarding are kept, and a wrong check digit is a warning', async () => {
  const reply = await town.operator.post('/api/v1/tenants/create', {
    ...SMILE,
    slug: 'smile-two',
    contact_email: null,
  });
  expect(reply.status).toBe(201);
  const { contact_email: _, ...rest } = SMILE;
  expect(reply.body.data).toMatchObject({
    ...rest,
    slug: 'smile-two',
    status: 'active',
    state_code: '27',
    max_users: 1000,
  });
  expect(reply.body.data.warnings).toEqual([expect.stringContaining('check digit')]);
  const read = await town.operator.get('/api/tenants/smile-two');
  expect(read.body.data).toMatchObject({ gstin: '27AABFS1234A1Z5', country: 'IN', time_zone: 'Asia/Kolkata' });
});

test.each([
  ['27AABFS1234A1ZV', 'Maharashtra', 0],
  ['29AABPM5678B2Z9', 'Karnataka', 1],
  ['24AABAT9876C3Z1', 'Delhi', 2],
])('GSTIN %s in %s: %i warnings', async (gstin, state, warnings) => {
  const reply = await town.operator.post('/api/tenants', { name: `Warned ${warnings} Company`, gstin, state });
  expect(reply.status).toBe(201);
  expect(reply.body.data.warnings).toHaveLength(warnings);
});

test.each([
  [{ gstin: '27AABFS1234' }, '/gstin'],
  [{ slug: 'admin' }, '/slug'],
  [{ slug: 'a' }, '/slug'],
  [{ slug: 'smile--dental' }, '/slug'],
  [{ slug: 'xn--smile' }, '/slug'],
  [{ slug: 'smіle-cyrillic' }, '/slug'],
  [{ slug: '../smile' }, '/slug'],
  [{ state: 'Atlantis' }, '/state'],
  [{ pincode: '040050' }, '/pincode'],
  [{ time_zone: 'Mars/Olympus' }, '/time_zone'],
  [{ country: 'Bharatvarsha' }, '/country'],
  [{ contact_email: 'nobody' }, '/contact_email'],
  [{ organization_type: 'circus' }, '/organization_type'],
  [{ name: '   ' }, '/name'],
  [{ is_admin: true }, '/is_admin'],
  [{ slug: 'one-slug', subdomain: 'another-slug' }, '/subdomain'],
  [{ name: 'Line\nbreak' }, '/name'],
])('%j is refused naming %s, and nothing is stored', async (fields, pointer) => {
  const before = await town.operator.get('/api/tenants?count=true&limit=1');
  const reply = await town.operator.post('/api/tenants', { name: 'Refused', ...fields });
  expect(reply.status).toBe(400);
  expect(reply.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  const after = await town.operator.get('/api/tenants?count=true&limit=1');
  expect(after.body.meta.total).toBe(before.body.meta.total);
});

test('a slug that is taken, looks like one, or was given up is refused; a suggested one steps aside', async () => {
  for (const slug of ['smile-dental', 'SMILE-dental', 'smi1e-dental', 'srnile-dental']) {
    const reply = await town.operator.post('/api/tenants', { name: 'Twin', slug });
    expect([reply.status, reply.body.code]).toEqual([409, 'tenants.slug_taken']);
  }
  const first = await town.operator.post('/api/tenants', { name: 'Śrī Durgā & Sons' });
  const second = await town.operator.post('/api/tenants', { name: 'Sri Durga Sons' });
  expect([first.body.data.slug, second.body.data.slug]).toEqual(['sri-durga-sons', 'sri-durga-sons-2']);
  const hindi = await town.operator.post('/api/tenants', { name: 'दुर्गा' });
  expect(hindi.body.data.slug).toMatch(/^org-[0-9a-f]{8}$/);
  const renamed = await town.operator.patch('/api/tenants/sri-durga-sons', { slug: 'durga-sons' });
  expect(renamed.body.data.slug).toBe('durga-sons');
  expect((await town.operator.get('/api/tenants/sri-durga-sons')).status).toBe(404);
  expect((await town.operator.post('/api/tenants', { name: 'Heir', slug: 'sri-durga-sons' })).status).toBe(409);
  const back = await town.operator.patch('/api/tenants/durga-sons', { slug: 'sri-durga-sons' });
  expect(back.status).toBe(200);
});

test('of twenty that want one slug at once, one gets it', async () => {
  const replies = await Promise.all(
    Array.from({ length: 20 }, (_, n) => town.operator.post('/api/tenants', { name: `Racer ${n}`, slug: 'the-race' })),
  );
  expect(replies.filter((reply) => reply.status === 201)).toHaveLength(1);
  expect(new Set(replies.filter((reply) => reply.status !== 201).map((reply) => reply.body.code))).toEqual(
    new Set(['tenants.slug_taken']),
  );
});

test('names of earlier clients are understood: subdomain, domain, maxUsers, features as a list, settings', async () => {
  const reply = await town.operator.post('/api/tenants', {
    name: 'Alias Works',
    subdomain: 'alias-works',
    domain: 'records.alias-works.example',
    maxUsers: 7,
    maxStorage: 1_000_000,
    features: ['advanced_reporting'],
    settings: { 'session.timeout': 1800 },
  });
  expect(reply.status).toBe(201);
  expect(reply.body.data).toMatchObject({
    slug: 'alias-works',
    max_users: 7,
    organization_type: 'business',
    plan: 'basic',
  });
  const at = '/api/tenants/alias-works';
  expect((await town.operator.get(`${at}/features`)).body.data.advanced_reporting).toBe(true);
  expect((await town.operator.get(`${at}/subscription`)).body.data).toMatchObject({
    max_storage: 1_000_000,
    max_users: 7,
  });
  const settings = (await town.operator.get(`${at}/config`)).body.data;
  expect(settings.find((one: { config_key: string }) => one.config_key === 'session.timeout').config_value).toBe(1800);
  expect((await town.operator.get(`${at}/domains`)).body.data).toMatchObject([{ verified_at: null }]);
});

test('a part that cannot be undoes the whole: unknown feature, setting, plan, or a database of one’s own', async () => {
  for (const [fields, code] of [
    [{ features: { teleport: true } }, 'features.unknown'],
    [{ settings: { 'warp.factor': 9 } }, 'settings.unknown'],
    [{ plan: 'gold' }, 'plans.unknown'],
    [{ placement: 'silo' }, 'tenants.silo_unavailable'],
  ] as const) {
    const reply = await town.operator.post('/api/tenants', { name: 'Half Made', slug: 'half-made', ...fields });
    expect([reply.status, reply.body.code]).toEqual([422, code]);
  }
  expect((await town.operator.get('/api/tenants/half-made')).status).toBe(404);
});

test('the contact becomes owner by the mail’s link; the tenant’s own trail tells who created it', async () => {
  const members = await smile.owner.get(`${smile.at}/users`);
  expect(members.body.data).toMatchObject([{ email: 'owner@smile-dental.example', role: 'owner', status: 'active' }]);
  const trail = await smile.owner.get(`${smile.at}/audit?action=tenants.create`);
  expect(trail.body.data).toMatchObject([{ actor: 'operator@platform.example', subject_id: smile.id }]);
});

test('the same Idempotency-Key creates one organisation, also when asked five times at once', async () => {
  const key = { 'idempotency-key': 'create-keyed-works' };
  const replies = await Promise.all(
    Array.from({ length: 5 }, () => town.operator.post('/api/tenants', { name: 'Keyed Works' }, key)),
  );
  expect(replies.map((reply) => reply.status)).toEqual([201, 201, 201, 201, 201]);
  expect(new Set(replies.map((reply) => reply.body.data.id)).size).toBe(1);
  expect(replies.every((reply) => reply.body.data.status === 'active')).toBe(true);
});

test('only operators create and list organisations', async () => {
  expect((await smile.owner.post('/api/tenants', { name: 'Mine' })).status).toBe(403);
  expect((await smile.owner.get('/api/tenants')).status).toBe(403);
  expect((await town.nobody.get('/api/tenants')).status).toBe(401);
});

test('the list is searched, filtered, sorted and paged', async () => {
  const found = await town.operator.get('/api/tenants?q=linking');
  expect(found.body.data).toEqual([]);
  expect(
    (await town.operator.get('/api/tenants?q=smil%20mumb')).body.data.map((one: { slug: string }) => one.slug),
  ).toEqual(expect.arrayContaining(['smile-dental']));
  const dental = await town.operator.get(
    '/api/tenants?organization_type=dental_clinic&plan=premium&status=active&count=true',
  );
  expect(dental.body.data.every((one: { plan: string }) => one.plan === 'premium')).toBe(true);
  const first = await town.operator.get('/api/tenants?sort=-created_at&limit=2');
  const next = await town.operator.get(`/api/tenants?sort=-created_at&limit=2&cursor=${first.body.meta.next_cursor}`);
  expect(next.status).toBe(200);
  expect(next.body.data[0].created_at <= first.body.data[1].created_at).toBe(true);
  expect((await town.operator.get('/api/tenants?status=lost')).status).toBe(400);
  expect((await town.operator.get('/api/tenants?sort=gstin')).status).toBe(400);
});

test('the platform changes terms and profile together, as earlier clients do', async () => {
  const reply = await town.operator.put(smile.at, {
    contact_person: 'Dr. Asha R. Rao',
    subscription_plan: 'premium',
    max_users: 60,
  });
  expect(reply.status).toBe(200);
  expect(reply.body.data).toMatchObject({ contact_person: 'Dr. Asha R. Rao', plan: 'premium', max_users: 60 });
});

test('an organisation changes what it says about itself, not what was agreed', async () => {
  const mine = await smile.owner.get(smile.at);
  expect(mine.status).toBe(200);
  const changed = await smile.owner.patch(
    smile.at,
    { city: 'Navi Mumbai', gstin: '27AABFS1234A1ZV' },
    {
      'if-match': `"${mine.body.data.version}"`,
    },
  );
  expect(changed.body.data).toMatchObject({ city: 'Navi Mumbai', warnings: [], version: mine.body.data.version + 1 });
  const stale = await smile.owner.patch(smile.at, { city: 'Pune' }, { 'if-match': `"${mine.body.data.version}"` });
  expect(stale.status).toBe(412);
  for (const fields of [
    { plan: 'enterprise' },
    { slug: 'smile' },
    { max_users: 9999 },
    { organization_type: 'business' },
  ]) {
    const refused = await smile.owner.put(smile.at, fields);
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([403, `/${Object.keys(fields)[0]}`]);
  }
  for (const fields of [{ status: 'archived' }, { id: other.id }, { tenant_id: other.id }, { created_by: null }])
    expect((await smile.owner.put(smile.at, fields)).status).toBe(400);
  const cleared = await smile.owner.patch(smile.at, { address_line2: '', industry: null });
  expect(cleared.body.data).toMatchObject({ address_line2: null, industry: null, city: 'Navi Mumbai' });
});

test('a neighbour’s organisation is one that does not exist', async () => {
  const unknown = await smile.owner.with({}).get('/api/tenants/no-such-place');
  for (const path of [
    '',
    '/users',
    '/features',
    '/config',
    '/branding',
    '/subscription',
    '/audit',
    '/usage',
    '/roles',
  ]) {
    const reply = await other.owner.get(`${smile.at}${path}`);
    expect([403, 404]).toContain(reply.status);
    expect(reply.body.code).toBe((await other.owner.get(`/api/tenants/no-such-place${path}`)).body.code);
  }
  expect(unknown.status).toBeGreaterThanOrEqual(403);
});

/** Customers and vendors over HTTP: what a GSTIN tells, what contradicts it, and who looks like whom. */
import type { World } from '@tenantry/kernel/testing/world.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { matchKeyOf } from '../products/products.service.ts';
import { businessWorld, type Office, openOffice } from '../testing/offices.ts';
import { partyMatchKey, phoneKey } from './parties.service.ts';

let world: World;
let abc: Office;
let neighbour: Office;

beforeAll(async () => {
  world = await businessWorld();
  abc = await openOffice(world, 'abc');
  neighbour = await openOffice(world, 'neighbour');
});
afterAll(() => world?.close());

const GSTIN = '27AABFS1234A1ZV';

test.each(['customers', 'vendors'] as const)(
  '%s: a GSTIN fills in state, PAN and category; amounts are rupees',
  async (noun) => {
    const made = await abc.owner.post(`/api/${noun}`, {
      name: 'Sharma Traders Pvt. Ltd.',
      gstin: ' 27 aabfs1234a1zv ',
      contact_person: 'R. Sharma',
      phone: '+91 98200-00000',
      email: 'Accounts@Sharma.example',
      address_line1: '12 Linking Road',
      city: 'Mumbai',
      pincode: '400 050',
      addresses: [{ label: 'Godown', city: 'Pune', state: 'maharashtra', pincode: '411001' }],
      terms_days: 30,
      credit_limit: 100000,
      opening_balance: '-2500.55',
      notes: 'Calls\nfirst',
    });
    expect(made.status, made.text).toBe(201);
    expect(made.body.data).toMatchObject({
      gstin: GSTIN,
      gstin_valid: true,
      pan: 'AABFS1234A',
      category: 'registered_regular',
      state: '27',
      state_name: 'Maharashtra',
      country: 'India',
      phone: '+919820000000',
      email: 'accounts@sharma.example',
      pincode: '400050',
      addresses: [{ label: 'Godown', state: '27', pincode: '411001' }],
      credit_limit: 100000,
      opening_balance: -2500.55,
      warnings: [],
      twins: [],
    });
    const { id } = made.body.data;
    expect((await abc.owner.get(`/api/${noun}/${id}`)).body.data.state_name).toBe('Maharashtra');
    expect((await neighbour.owner.get(`/api/${noun}/${id}`)).status).toBe(404);
    // The other face of the table does not know it.
    const other = noun === 'customers' ? 'vendors' : 'customers';
    expect((await abc.owner.get(`/api/${other}/${id}`)).body.code).toBe(`${other}.not_found`);
    expect((await abc.owner.delete(`/api/${other}/${id}`)).status).toBe(404);
  },
);

test('twins by GSTIN, telephone, e-mail or name are told, in one’s own list alone', async () => {
  const first = (
    await abc.owner.post('/api/customers', {
      name: 'Gupta & Sons Private Limited',
      phone: '9820011111',
      email: 'g@gupta.example',
    })
  ).body.data;
  const twin = (await abc.owner.post('/api/customers', { name: 'GUPTA & SONS PVT LTD', phone: '+91 98200 11111' })).body
    .data;
  expect(twin.twins).toEqual([{ id: first.id, name: first.name, by: ['phone', 'name'] }]);
  expect(twin.warnings.join()).toContain('Gupta & Sons Private Limited');
  const asked = await abc.owner.get('/api/customers/duplicates?email=G@GUPTA.example');
  expect(asked.body.data).toEqual([{ id: first.id, name: first.name, by: ['email'] }]);
  expect((await abc.owner.get('/api/vendors/duplicates?phone=9820011111')).body.data).toEqual([]);
  expect((await neighbour.owner.get('/api/customers/duplicates?phone=9820011111')).body.data).toEqual([]);
  const renamed = await abc.owner.patch(`/api/customers/${twin.id}`, { notes: 'same as before' });
  expect(renamed.body.data.twins).toEqual([]);
});

test('what is odd is stored with a warning', async () => {
  const save = async (values: object) =>
    (await abc.owner.post('/api/customers', { name: `Odd ${JSON.stringify(values)}`, ...values })).body.data;
  const digit = await save({ gstin: '27AABFS1234A1Z5' });
  expect(digit.gstin_valid).toBe(false);
  expect(digit.warnings[0]).toMatch(/check digit.*V/);
  expect((await save({ gstin: '24AABAT9876C3Z8', state: 'Delhi' })).warnings[0]).toMatch(/24-Gujarat.*07-Delhi/);
  expect((await save({ state: 'Kerala', pincode: '110006' })).warnings[0]).toMatch(/110006.*32-Kerala/);
  const list = await abc.owner.get('/api/customers?gstin_valid=false');
  expect(list.body.data.map((row: { id: string }) => row.id)).toEqual([digit.id]);
});

test.each([
  [{ gstin: '27AABFS1234A1Z' }, 400, '/gstin'],
  [{ gstin: '88AABFS1234A1ZV' }, 400, '/gstin'],
  [{ gstin: GSTIN, category: 'unregistered' }, 422, '/category'],
  [{ gstin: GSTIN, category: 'uin_holder' }, 422, '/category'],
  [{ gstin: GSTIN, category: 'tax_collector' }, 422, '/category'],
  [{ gstin: GSTIN, category: 'overseas' }, 422, '/category'],
  [{ category: 'registered_regular' }, 422, '/category'],
  [{ category: 'sez' }, 422, '/category'],
  [{ category: 'overseas' }, 422, '/category'],
  [{ country: 'Nepal', category: 'unregistered' }, 422, '/category'],
  [{ gstin: GSTIN, pan: 'AAPFU0939F' }, 422, '/pan'],
  [{ pan: '123' }, 400, '/pan'],
  [{ state: 'Atlantis' }, 400, '/state'],
  [{ country: 'USA', state: 'Texas' }, 400, '/state'],
  [{ pincode: '012345' }, 400, '/pincode'],
  [{ addresses: [{ label: 'x', pincode: '12' }] }, 400, '/addresses/0/pincode'],
  [{ addresses: [{ label: 'x', colour: 'red' }] }, 400, '/addresses/0/colour'],
  [{ phone: 'call me' }, 400, '/phone'],
  [{ email: 'nobody' }, 400, '/email'],
  [{ credit_limit: -1 }, 400, '/credit_limit'],
  [{ credit_limit: '-1' }, 400, '/credit_limit'],
  [{ opening_balance: 1.005 }, 400, '/opening_balance'],
  [{ name: '' }, 400, '/name'],
])('%j is refused with %i at %s', async (values, status, pointer) => {
  for (const noun of ['customers', 'vendors']) {
    const reply = await abc.owner.post(`/api/${noun}`, { name: 'Refused', ...values });
    expect(reply, reply.text).toMatchObject({ status, body: { errors: [{ pointer }] } });
  }
  expect((await abc.owner.get('/api/customers?q=Refused')).body.data).toEqual([]);
});

test.each([
  [{}, 'unregistered', null],
  [{ country: 'IN' }, 'unregistered', null],
  [{ country: 'Nepal', pincode: 'KTM-44600' }, 'overseas', null],
  [{ gstin: '20ALYPD6528PQC5' }, 'tax_collector', '20'],
  [{ gstin: '07DELV12345A1D1' }, 'tax_deductor', '07'],
  [{ gstin: '0717USA12345UNF' }, 'uin_holder', '07'],
  [{ gstin: '9917USA12345OSF', country: 'USA' }, 'overseas', null],
  [{ gstin: GSTIN, category: 'composition' }, 'composition', '27'],
  [{ gstin: GSTIN, category: 'sez' }, 'sez', '27'],
])('%j is %s', async (values, category, state) => {
  const { body } = await abc.owner.post('/api/vendors', { name: `Vendor ${category}`, ...values });
  expect(body, JSON.stringify(body)).toMatchObject({ success: true, data: { category, state } });
});

test('a change of registration carries what follows from it; a choice of a person stays', async () => {
  const { id } = (await abc.owner.post('/api/customers', { name: 'Growing' })).body.data;
  const registered = (await abc.owner.patch(`/api/customers/${id}`, { gstin: GSTIN })).body.data;
  expect(registered).toMatchObject({ category: 'registered_regular', state: '27', pan: 'AABFS1234A' });
  await abc.owner.patch(`/api/customers/${id}`, { category: 'composition' });
  const moved = (await abc.owner.patch(`/api/customers/${id}`, { gstin: '29AABPM5678B2ZL' })).body.data;
  expect(moved).toMatchObject({ category: 'composition', state: '29', pan: 'AABPM5678B' });
  const lapsed = (await abc.owner.patch(`/api/customers/${id}`, { gstin: null })).body.data;
  expect(lapsed).toMatchObject({ category: 'unregistered', gstin_valid: null, state: '29' });
  const whole = (await abc.owner.put(`/api/customers/${id}`, { name: 'Grown' })).body.data;
  expect(whole).toMatchObject({ name: 'Grown', state: null, pan: null, credit_limit: null, addresses: [] });
});

test('lists filter by state, city, category; search finds words of name, GSTIN, person and telephone', async () => {
  const office = await openOffice(world, 'finder');
  await office.owner.post('/api/customers', {
    name: 'Bharat Stores',
    gstin: GSTIN,
    contact_person: 'Meera',
    city: 'Mumbai',
  });
  await office.owner.post('/api/customers', { name: 'अन्नपूर्णा भंडार', phone: '9000012345', state: '7', city: 'Delhi' });
  const names = async (query: string): Promise<string[]> =>
    (await office.owner.get(`/api/customers?${query}`)).body.data.map((row: { name: string }) => row.name);
  for (const state of ['07', 'Delhi', '7']) expect(await names(`state=${state}`)).toEqual(['अन्नपूर्णा भंडार']);
  expect(await names('state=Atlantis')).toEqual([]);
  expect(await names('city=Mumbai&category=registered_regular')).toEqual(['Bharat Stores']);
  expect(await names('q=meer')).toEqual(['Bharat Stores']);
  expect(await names(`q=27aabf`)).toEqual(['Bharat Stores']);
  expect(await names('q=90000')).toEqual(['अन्नपूर्णा भंडार']);
  expect(await names(`q=${encodeURIComponent('भंडार')}`)).toEqual(['अन्नपूर्णा भंडार']);
  expect(await names('sort=-city')).toEqual(['Bharat Stores', 'अन्नपूर्णा भंडार']);
  expect((await office.owner.get('/api/vendors')).body.data).toEqual([]);
});

test('the database and the program find the same twins', async () => {
  const word = fc.constantFrom(
    'Abc',
    'PRIVATE',
    'Limited',
    'pvt',
    'Ltd.',
    '&',
    '(India)',
    "D'Souza",
    'श्री',
    'É',
    '-',
    '/x:',
    '  ',
  );
  const names = fc.sample(fc.array(word, { minLength: 1, maxLength: 6 }), 200).map((words) => words.join(' '));
  const phones = names.map((_, at) => ['+91 98200-00000', '(022) 2640 1234', '9820000000'][at % 3] as string);
  const { rows } = await world.admin.query<{ match_key: string; phone_key: string }>(
    `insert into parties (tenant_id, id, kind, name, phone, category)
     select $1, gen_random_uuid(), 'vendor', n, p, 'unregistered' from unnest($2::text[], $3::text[]) as x(n, p)
     returning match_key, phone_key`,
    [neighbour.id, names, phones],
  );
  expect(rows.map((row) => row.match_key)).toEqual(names.map(partyMatchKey));
  expect(rows.map((row) => row.phone_key)).toEqual(phones.map(phoneKey));
  const made = await world.admin.query<{ match_key: string }>(
    `insert into products (tenant_id, id, name, kind, sku, unit)
     select $1, gen_random_uuid(), n, 'goods', 'K' || at, 'NOS' from unnest($2::text[]) with ordinality as x(n, at) returning match_key`,
    [neighbour.id, names],
  );
  expect(made.rows.map((row) => row.match_key)).toEqual(names.map(matchKeyOf));
});

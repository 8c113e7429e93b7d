/** Where documents supply, over HTTP: services with a rule of their own, registrations, customers abroad, and who sells to himself. */
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { make, openSeller, type Seller, salesWorld } from '../testing/sales.ts';
import { placeOf } from './supply_place.ts';

let world: World;
let office: Seller;
const customers: Record<string, string> = {};

beforeAll(async () => {
  world = await salesWorld();
  office = await openSeller(world, 'places-co');
  const kept: Record<string, object> = {
    karnataka: { gstin: '29AABPM5678B2ZL' },
    gujarat: { state: 'Gujarat' },
    moved: { gstin: '29AABPM5678B2ZL', state: 'Maharashtra' },
    abroad: { country: 'Nepal', city: 'Kathmandu' },
    own: { gstin: '27AAPFU0939F1ZV' },
    // Andhra Pradesh before it was divided.
    gone: { gstin: '28AABFS1234A1ZT' },
  };
  for (const [name, fields] of Object.entries(kept))
    customers[name] = await make(office.owner, '/api/customers', { name, ...fields });
});
afterAll(() => world?.close());

const of = (hsn: string, unit_price = 1000) => ({ description: 'Work', hsn, quantity: 1, unit_price, tax_rate: 18 });
const sale = (customer: string, lines: object[], more: object = {}) => ({
  customer_id: customers[customer],
  date: '2026-11-10',
  lines,
  ...more,
});
const preview = async (...given: Parameters<typeof sale>) => {
  const reply = await office.owner.post('/api/invoices/preview', sale(...given));
  expect(reply.status, reply.text).toBe(200);
  return [reply.body.data.place_of_supply, reply.body.data.head];
};
const issue = (...given: Parameters<typeof sale>) => office.owner.post('/api/invoices/issue', sale(...given));

test('rooms, meals, treatments and property are supplied where they are, whoever pays (s.12(3), (4))', async () => {
  for (const sac of ['996311', '997212', '9954', '996331', '9993', '999721'])
    for (const who of ['karnataka', 'gujarat']) expect(await preview(who, [of(sac)]), sac).toEqual(['27', 'intra']);
  const booked = await issue('karnataka', [of('996311', 8000)]);
  expect(booked.body.data, booked.text).toMatchObject({ place_of_supply: '27', cgst: 720, sgst: 720, igst: 0 });
});

test('a house elsewhere is named as the address of delivery; what is transported is handed over here', async () => {
  const ship_to = { address_line1: 'Site 4', city: 'Surat', state: 'Gujarat' };
  expect(await preview('karnataka', [of('9954')], { ship_to })).toEqual(['24', 'inter']);
  expect(await preview('gujarat', [of('996511')], { ship_to })).toEqual(['27', 'intra']);
});

test('training, events and transport follow a registered recipient, else they are here; other services follow the address', async () => {
  for (const sac of ['999293', '998596', '996511', '996411', '996812']) {
    expect(await preview('karnataka', [of(sac)]), sac).toEqual(['29', 'inter']);
    expect(await preview('gujarat', [of(sac)]), sac).toEqual(['27', 'intra']);
  }
  for (const sac of ['998719', '9983', '997111']) expect(await preview('gujarat', [of(sac)])).toEqual(['24', 'inter']);
});

test('a mixed document follows what most of its value is', async () => {
  const bolts = of('73181500', 100);
  expect(await preview('karnataka', [of('996311', 5000), bolts])).toEqual(['27', 'intra']);
  expect(await preview('karnataka', [of('996311', 50), bolts])).toEqual(['29', 'inter']);
  expect(await preview('gujarat', [of('998719', 50), of('999721', 400), bolts])).toEqual(['27', 'intra']);
  const unpriced = { nature: 'service', hsn: '996311', quantity: 1, unit_price: 0 } as const;
  const sides = { seller: { state: '27' }, customer: { category: 'registered_regular', gstin: null, state: '29' } };
  expect(placeOf({ customer_id: '', lines: [] }, sides as never, [unpriced], null)).toMatchObject({ head: 'intra' });
});

test('who is registered is where his registration is, whatever state was typed', async () => {
  expect(await preview('moved', [of('998719')])).toEqual(['29', 'inter']);
  const refused = await issue('gone', [of('73181500')]);
  expect([refused.status, refused.body.errors?.map((one: { pointer: string }) => one.pointer)]).toEqual([
    422,
    ['/customer_id'],
  ]);
});

test('a service to a customer abroad is an export, unless somebody says where it is performed', async () => {
  expect(await preview('abroad', [of('998313')])).toEqual(['96', 'inter']);
  const refused = await issue('abroad', [of('998313')]);
  expect([refused.status, refused.body.errors?.[0].pointer]).toEqual([422, '/supply_type']);
  const exported = await issue('abroad', [of('998313')], { supply_type: 'export_without_payment' });
  expect(exported.body.data, exported.text).toMatchObject({ place_of_supply: '96', igst: 0 });
  const here = await issue('abroad', [of('998719')], { place_of_supply: '27' });
  expect(here.body.data, here.text).toMatchObject({ cgst: 90, sgst: 90 });
  expect(await preview('abroad', [of('996311')])).toEqual(['27', 'intra']);
});

test('nobody sells to his own registration', async () => {
  const refused = await issue('own', [of('73181500')]);
  expect(refused.body, refused.text).toMatchObject({ status: 422, errors: [{ pointer: '/customer_id' }] });
  const moved = await office.owner.post('/api/challans', { ...sale('own', [of('73181500')]), purpose: 'own_movement' });
  const issued = await office.owner.post(`/api/challans/${moved.body.data.id}/issue`, {});
  expect(issued.status, issued.text).toBe(200);
});

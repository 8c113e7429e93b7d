/** E-way bills over HTTP: whether one is needed, parts A and B, vehicles, until when it is good, extended and cancelled in time; the neighbour next door. */
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { make, type Office, openOffice, sellingWorld } from '../testing/offices.ts';
import { stateOf } from './states.ts';

let world: World;
let office: Office;
let neighbour: Office;
let near: string;
let far: string;

const HOUR_MS = 3_600_000;
const ago = (hours: number): string => new Date(Date.now() - hours * HOUR_MS).toISOString();
const dayAgo = (days: number): string => new Date(Date.now() - days * 24 * HOUR_MS).toISOString().slice(0, 10);

async function sell(customer_id: string, unit_price: number, more: object = {}): Promise<string> {
  const line = { description: 'Bolt', hsn: '73181500', quantity: 1, unit_price, tax_rate: 18, ...more };
  const id = await make(office.owner, '/api/invoices', { customer_id, date: dayAgo(5), lines: [line] });
  const issued = await office.owner.post(`/api/invoices/${id}/issue`, {});
  expect(issued.status, issued.text).toBe(200);
  return id;
}
const record = (invoice: string, number: string, changes: object = {}) =>
  office.owner.post('/api/eway-bills', {
    ...{ invoice, number, distance_km: 850, mode: 'road', vehicle_number: 'mh 12 ab 1234' },
    ...changes,
  });
const act = (id: string, verb: string, body: object) => office.owner.post(`/api/eway-bills/${id}/${verb}`, body);

test.each([
  [{ status: 'part_a', valid_until: null }, 'part_a'],
  [{ status: 'active', valid_until: '2026-11-16T18:29:00Z' }, 'valid'],
  [{ status: 'active', valid_until: '2026-11-15T18:29:00Z' }, 'expires_soon'],
  [{ status: 'active', valid_until: '2026-11-14T18:29:00Z' }, 'expired'],
  [{ status: 'cancelled', valid_until: '2026-11-16T18:29:00Z' }, 'cancelled'],
] as const)('%j on the 15th at noon is %s', (bill, state) => {
  expect(stateOf(bill, new Date('2026-11-15T06:30:00Z'))).toBe(state);
});

beforeAll(async () => {
  world = await sellingWorld();
  office = await openOffice(world, 'eway-co');
  neighbour = await openOffice(world, 'next-co');
  const address = { address_line1: '4 Church Street', city: 'Town', pincode: '560001' };
  near = await make(office.owner, '/api/customers', { name: 'Near', gstin: '27AABFS1234A1ZV', ...address });
  far = await make(office.owner, '/api/customers', { name: 'Far', gstin: '29AABPM5678B2ZL', ...address });
});
afterAll(() => world?.close());

test('needed above the limit of the state, of goods with their tax; an own limit counts from its day', async () => {
  const need = async (id: string, query = '') =>
    (await office.owner.get(`/api/invoices/${id}/eway-need${query}`)).body.data;
  const between = await sell(far, 50_000);
  expect(await need(between, '?distance_km=850')).toMatchObject({
    is_needed: true,
    value: 59_000,
    limit: 50_000,
    days: 5,
  });
  const within = await sell(near, 50_000);
  expect(await need(within)).toMatchObject({ is_needed: false, limit: 100_000, days: null });
  const limits = await office.owner.post('/api/eway-limits', { state: '27', valid_from: dayAgo(30), limit: 25_000 });
  expect(limits.status, limits.text).toBe(201);
  expect(await need(within, '?distance_km=60&vehicle_type=over_dimensional')).toMatchObject({
    is_needed: true,
    days: 3,
  });
  const listed = (await office.owner.get('/api/eway-limits')).body.data;
  const { id } = limits.body.data;
  const set = { state: '27', valid_from: dayAgo(30), limit: 25_000, standing: 'current' };
  expect(listed).toContainEqual({ ...set, id, is_own: true });
  expect((await neighbour.owner.get('/api/eway-limits')).body.data.some((one: { is_own: boolean }) => one.is_own)).toBe(
    false,
  );
  expect((await office.owner.delete(`/api/eway-limits/${id}`)).status).toBe(200);
  expect(await need(within)).toMatchObject({ is_needed: false, limit: 100_000 });
  const service = await sell(far, 90_000, { hsn: '998719' });
  expect(await need(service)).toMatchObject({ is_needed: false, because: 'Services alone are not moved.' });
});

test('a bill with its vehicle is good by its distance; another vehicle leaves the end; cancelled within a day, once', async () => {
  const document = await sell(far, 60_000);
  const lacking = await record(document, '351000000001', { vehicle_number: null });
  expect([lacking.status, lacking.body.errors[0].pointer], lacking.text).toEqual([422, '/vehicle_number']);
  const made = await record(document, '351000000001', { made_at: ago(2) });
  expect(made.body.data, made.text).toMatchObject({ status: 'active', vehicles: [{ vehicle_number: 'MH12AB1234' }] });
  const { id, valid_until, made_at } = made.body.data;
  // Five days from the day of its making, to 23:59 in India.
  const ist = (text: string): string => new Date(Date.parse(text) + 5.5 * HOUR_MS).toISOString();
  expect(ist(valid_until).slice(10, 16)).toBe('T23:59');
  const days = (Date.parse(ist(valid_until).slice(0, 10)) - Date.parse(ist(made_at).slice(0, 10))) / (24 * HOUR_MS);
  expect(days).toBe(5);
  expect((await record(document, '351000000002')).body.code).toBe('eway-bills.has_bill');
  expect((await record(await sell(far, 1), '351000000001')).body.code).toBe('eway-bills.number_taken');
  const moved = await act(id, 'vehicle', { mode: 'rail', transport_number: 'RR 77', reason: 'breakdown' });
  expect(moved.body.data, moved.text).toMatchObject({
    valid_until,
    vehicles: [{ reason: 'first_time' }, { mode: 'rail', transport_number: 'RR 77', reason: 'breakdown' }],
  });
  expect((await act(id, 'extend', { distance_km: 100, reason: 'accident' })).body.code).toBe('eway-bills.too_late');
  expect((await act(id, 'cancel', { reason: 'data_entry' })).body.data).toMatchObject({ status: 'cancelled' });
  expect((await act(id, 'cancel', { reason: 'data_entry' })).body.code).toBe('eway-bills.not_active');
  // Its document may have another one, and is not cancelled while that is on its way.
  const other = await record(document, '351000000003');
  expect(other.status).toBe(201);
  const call = () => office.owner.post(`/api/invoices/${document}/cancel`, { reason: 'Wrong' });
  const kept = await call();
  expect([kept.status, kept.body.code], kept.text).toEqual([409, 'eway-bills.is_valid']);
  expect(kept.body.detail).toContain('351000000003');
  expect((await act(other.body.data.id, 'cancel', { reason: 'order_cancelled' })).status).toBe(200);
  expect((await call()).body.data).toMatchObject({ status: 'cancelled' });
});

test('part A alone waits for the vehicle, and the clock with it; around its end it is extended; after a day it stays', async () => {
  const document = await sell(far, 60_000);
  const alone = { mode: undefined, vehicle_number: undefined, made_at: ago(30) };
  expect((await record(document, '351000000010', alone)).body.errors[0].pointer).toBe('/mode');
  const made = await record(document, '351000000010', { ...alone, transporter_gstin: '29AABPM5678B2ZL' });
  expect(made.body.data, made.text).toMatchObject({ status: 'part_a', valid_until: null, vehicles: [] });
  const { id } = made.body.data;
  const first = { mode: 'road', vehicle_number: 'KA01A1234', reason: 'first_time' };
  const begun = await act(id, 'vehicle', first);
  expect(Date.parse(begun.body.data.valid_until), begun.text).toBeGreaterThan(Date.now() + 4 * 24 * HOUR_MS);
  expect((await act(id, 'cancel', { reason: 'duplicate' })).body.code).toBe('eway-bills.too_late');
  await world.admin.query('update eway_bills set valid_until = $1 where id = $2', [ago(-3), id]);
  const listed = async (state: string) =>
    (await office.owner.get(`/api/eway-bills?state=${state}`)).body.data.map((one: { id: string }) => one.id);
  expect(await listed('expires_soon')).toEqual([id]);
  expect(await listed('expired')).toEqual([]);
  expect((await office.owner.get('/api/eway-bills?q=35100000001')).body.data).toHaveLength(1);
  expect(await listed('valid')).not.toContain(id);
  const extended = await act(id, 'extend', { distance_km: 150, reason: 'natural_calamity' });
  expect(extended.body.data, extended.text).toMatchObject({ extended: 1 });
  expect((await neighbour.owner.get(`/api/eway-bills/${id}`)).status).toBe(404);
  expect((await neighbour.owner.post(`/api/eway-bills/${id}/cancel`, { reason: 'other' })).status).toBe(404);
  const theirs = {
    invoice: document,
    number: '351000000099',
    distance_km: 1,
    mode: 'road',
    vehicle_number: 'KA01',
  };
  expect((await neighbour.owner.post('/api/eway-bills', theirs)).status).toBe(404);
  expect((await office.owner.get('/api/eway-bills?status=active')).body.data.length).toBeGreaterThan(0);
});

test('goods that leave on a challan: the file says what for, without the tax that is none, and its bill is kept', async () => {
  const own = {
    name: 'Our other yard',
    gstin: '27AAPFU0939F1ZV',
    address_line1: 'Plot 9',
    city: 'Nashik',
    pincode: '422001',
  };
  const yard = await make(office.owner, '/api/customers', own);
  const send = async (customer_id: string, purpose: string, unit_price = 60_000): Promise<string> => {
    const line = { description: 'Bolt', hsn: '73181500', quantity: 1, unit_price, tax_rate: 18 };
    const id = await make(office.owner, '/api/challans', { customer_id, date: dayAgo(5), purpose, lines: [line] });
    const early = await office.owner.get(`/api/challans/${id}/eway-bill`);
    expect([early.status, early.body.code]).toEqual([409, 'einvoice.not_meant']);
    const issued = await office.owner.post(`/api/challans/${id}/issue`, {});
    expect(issued.status, issued.text).toBe(200);
    return id;
  };
  const fileOf = async (id: string) => {
    const reply = await office.owner.get(`/api/challans/${id}/eway-bill?mode=road&vehicle_number=MH12AB1234`);
    expect(reply.status, reply.text).toBe(200);
    return reply.body.data.billLists[0];
  };
  const work = await send(far, 'job_work');
  const none = {
    igstValue: 0,
    totalValue: 60_000,
    totInvValue: 60_000,
    itemList: [{ igstRate: 0, taxableAmount: 60_000 }],
  };
  expect(await fileOf(work)).toMatchObject({ docType: 'CHL', supplyType: 'O', subSupplyType: 4, ...none });
  const moved = await send(yard, 'own_movement');
  const same = { fromGstin: own.gstin, toGstin: own.gstin, cgstValue: 0, totInvValue: 60_000 };
  expect(await fileOf(moved)).toMatchObject({ subSupplyType: 5, docType: 'CHL', ...same });
  const tried = await send(far, 'approval');
  const words = { subSupplyType: 8, subSupplyDesc: 'Sale on approval', igstValue: 10_800, totInvValue: 70_800 };
  expect(await fileOf(tried)).toMatchObject(words);
  const need = async (id: string) => (await office.owner.get(`/api/challans/${id}/eway-need`)).body.data;
  expect(await need(moved)).toMatchObject({ is_needed: false, value: 60_000, limit: 100_000 });
  // Between states job work needs one whatever it is worth (rule 138(1)).
  expect(await need(await send(far, 'job_work', 10))).toMatchObject({ is_needed: true, value: 10 });
  const keep = (number: string) =>
    office.owner.post(`/api/challans/${work}/eway-bill`, {
      number,
      distance_km: 850,
      mode: 'road',
      vehicle_number: 'MH12AB1',
    });
  const kept = await keep('351000000771');
  expect(kept.body.data, kept.text).toMatchObject({ noun: 'challans', document_id: work, state: 'valid' });
  const twice = await keep('351000000772');
  expect([twice.status, twice.body.code]).toEqual([409, 'eway-bills.has_bill']);
  const theirs = await neighbour.owner.get(`/api/challans/${work}/eway-bill`);
  expect(theirs.status).toBe(404);
});

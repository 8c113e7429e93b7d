/** Shipping bills over HTTP: recorded after issue, told in table 6A or, once the month is filed, in table 9A; refused where there is none. */
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { make, type Office, openOffice, sellingWorld } from '../testing/offices.ts';
import { billFaults } from './shipping-bills.service.ts';

let world: World;
let office: Office;
let neighbour: Office;

const BOLT = { description: 'Bolt', hsn: '73181500', quantity: 1, unit_price: 500, tax_rate: 18 };
const ABROAD = { name: 'Abroad', country: 'Nepal', address_line1: '1 Durbar Marg', city: 'Kathmandu' };
const BILL = { number: '7654321', date: '2026-10-20', port_code: 'innsa1' };

async function sell(customer: object, changes: object = {}): Promise<string> {
  const customer_id = await make(office.owner, '/api/customers', customer);
  const given = { date: '2026-10-06', supply_type: 'export_without_payment', lines: [BOLT], ...changes };
  const id = await make(office.owner, '/api/invoices', { customer_id, ...given });
  const issued = await office.owner.post(`/api/invoices/${id}/issue`, {});
  expect(issued.status, issued.text).toBe(200);
  return id;
}
const record = (invoice: string, changes: object = {}) =>
  office.owner.post('/api/shipping-bills', { invoice, ...BILL, ...changes });
const ask = async (path: string) => (await office.owner.get(path)).body.data;
const findings = async (period: string): Promise<string[]> =>
  (await ask(`/api/gst/findings?period=${period}`)).map(({ detail }: { detail: string }) => detail);
const told = { sbpcode: 'INNSA1', sbnum: '7654321', sbdt: '20-10-2026' };

beforeAll(async () => {
  world = await sellingWorld();
  office = await openOffice(world, 'export-co');
  neighbour = await openOffice(world, 'next-co');
});
afterAll(() => world?.close());

test('a bill is not before its invoice and not ahead of today', () => {
  const of = (date: string) => billFaults({ date }, '2026-10-06', '2026-11-02').map(({ pointer }) => pointer);
  expect([of('2026-10-05'), of('2026-10-06'), of('2026-11-02'), of('2026-11-03')]).toEqual([
    ['/date'],
    [],
    [],
    ['/date'],
  ]);
});

test('recorded after issue it stands in table 6A and in INV-01; missing it is found; other sales have none', async () => {
  const id = await sell(ABROAD);
  expect(await findings('2026-10')).toEqual([expect.stringContaining('an export without shipping bill')]);
  for (const [changes, pointer] of [
    [{ date: '2026-10-05' }, '/date'],
    [{ number: 'AB' }, '/number'],
    [{ port_code: 'NSA' }, '/port_code'],
  ] as const) {
    const refused = await record(id, changes);
    expect(refused.body.errors?.[0]?.pointer, refused.text).toBe(pointer);
  }
  const made = await record(id);
  expect(made.body.data, made.text).toMatchObject({ number: '7654321', port_code: 'INNSA1', told_in: null });
  expect((await record(id, { number: '111' })).body.code).toBe('shipping-bills.has_bill');
  const changed = await office.owner.patch(`/api/shipping-bills/${made.body.data.id}`, { port_code: 'inbom4' });
  expect(changed.body.data, changed.text).toMatchObject({ port_code: 'INBOM4', version: 2 });
  await office.owner.patch(`/api/shipping-bills/${made.body.data.id}`, { port_code: 'INNSA1' });
  expect((await ask('/api/gst/gstr1?period=2026-10')).exp[0].inv[0]).toMatchObject({ val: 500, ...told });
  expect((await ask(`/api/invoices/${id}/einvoice`)).ExpDtls).toEqual({
    ...{ ShipBNo: '7654321', ShipBDt: '20/10/2026', Port: 'INNSA1', RefClm: 'N', CntCode: 'NP' },
  });
  expect(await findings('2026-10')).toEqual([]);
  const far = { name: 'Far', gstin: '29AABPM5678B2ZL' };
  const within = await sell(far, { supply_type: 'regular' });
  expect((await record(within)).body.errors[0].detail).toContain('a sale within India');
  const care = await sell({ ...ABROAD, name: 'Served' }, { lines: [{ ...BOLT, hsn: '998719' }] });
  expect((await record(care)).body.errors[0].detail).toContain('Services leave without');
  const forged = `insert into shipping_bills (tenant_id, id, document_id, document_number, number, date, port_code)
    select tenant_id, gen_random_uuid(), id, number, '123', date, 'INNSA1' from documents where id = $1`;
  await expect(world.admin.query(forged, [within])).rejects.toThrow('is of an issued export');
  const theirs = { invoice: id, ...BILL };
  expect((await neighbour.owner.post('/api/shipping-bills', theirs)).status).toBe(404);
  expect((await neighbour.owner.delete(`/api/shipping-bills/${made.body.data.id}`)).status).toBe(404);
});

test('once the month is filed it stays as it was told, and what comes later is told in table 9A', async () => {
  const late = await sell(ABROAD, { date: '2026-09-06', supply_type: 'export_with_payment' });
  const wrong = await sell(ABROAD, { date: '2026-09-07' });
  const first = await record(wrong, { date: '2026-09-10' });
  expect(first.status, first.text).toBe(201);
  const filing = { return: 'gstr1', period: '2026-09', arn: 'AA270926000001X', filed_on: '2026-10-10' };
  expect((await office.owner.post('/api/gst-filings', filing)).status).toBe(201);
  const before = await ask('/api/gst/gstr1?period=2026-09');
  const kept = await office.owner.patch(`/api/shipping-bills/${first.body.data.id}`, { number: '222' });
  expect([kept.status, kept.body.code], kept.text).toEqual([409, 'shipping-bills.told']);
  const move = "update shipping_bills set number = '222' where id = $1";
  await expect(world.admin.query(move, [first.body.data.id])).rejects.toThrow('that tells this shipping bill is filed');
  const same = await record(wrong, { date: '2026-09-10' });
  expect([same.status, same.body.errors?.[0]?.pointer], same.text).toEqual([422, '/number']);
  const right = await record(wrong, { date: '2026-09-10', number: '7654322', period: '2026-10' });
  expect(right.body.data, right.text).toMatchObject({ told_in: '2026-10' });
  expect((await record(wrong, { number: '333', period: '2026-10' })).body.code).toBe('gst-amendments.already_amended');
  const added = await record(late, { period: '2026-10' });
  expect(added.body.data, added.text).toMatchObject({ told_in: '2026-10' });
  const { expa, exp } = await ask('/api/gst/gstr1?period=2026-10');
  expect(exp).toHaveLength(1);
  expect(expa).toEqual([
    {
      exp_typ: 'WPAY',
      inv: [
        {
          ...{ oinum: 'INV/26-27/0004', oidt: '06-09-2026', inum: 'INV/26-27/0004', idt: '06-09-2026', val: 590 },
          ...{ ...told, itms: [{ rt: 18, txval: 500, iamt: 90, csamt: 0 }] },
        },
      ],
    },
    {
      exp_typ: 'WOPAY',
      inv: [expect.objectContaining({ oinum: 'INV/26-27/0005', sbnum: '7654322', sbdt: '10-09-2026' })],
    },
  ]);
  expect(await ask('/api/gst/gstr1?period=2026-09')).toEqual(before);
  // What is told again changes no figure.
  expect(
    (await ask('/api/gst/sections?period=2026-10')).find(({ section }: { section: string }) => section === 'amended'),
  ).toMatchObject({ taxable_value: 0, igst: 0 });
  const place = { document_id: late, place_of_supply: 'Kerala', reason: 'x' };
  expect((await office.owner.post('/api/gst-amendments', place)).body.errors[0].detail).toContain('its shipping bill');
  // Taken back with its amendment, from either side.
  expect((await office.owner.delete(`/api/shipping-bills/${added.body.data.id}`)).status).toBe(200);
  expect((await office.owner.delete(`/api/gst-amendments/${right.body.data.amendment_id}`)).status).toBe(200);
  expect((await ask('/api/gst/gstr1?period=2026-10')).expa).toBeUndefined();
  expect(
    (await ask(`/api/shipping-bills?document_id=${wrong}`)).map(({ number }: { number: string }) => number),
  ).toEqual(['7654321']);
});

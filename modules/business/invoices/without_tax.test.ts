/** Who charges no tax: a seller without a GSTIN, one under composition, and a sale of what bears none. */
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { make, type Office, openOffice, profile, sellingWorld } from '../testing/offices.ts';

let world: World;
let small: Office;
let composed: Office;

beforeAll(async () => {
  world = await sellingWorld({
    profile: async (control, tenant) => ({
      ...(await profile(control, tenant)),
      ...(tenant.slug === 'small-co' ? { gstin: null } : {}),
    }),
  });
  [small, composed] = [await openOffice(world, 'small-co'), await openOffice(world, 'composed-co')];
});
afterAll(() => world?.close());

async function goods(office: Office) {
  const local = await make(office.owner, '/api/customers', { name: 'Local Stores', gstin: '27AABFS1234A1ZV' });
  const bolt = { name: 'Bolt', hsn: '73181500', sale_price: 100, tax_rate: 18 };
  const book = { name: 'Notebook', hsn: '48202000', sale_price: 55, treatment: 'nil_rated' };
  const [taxed, nil] = [
    await make(office.owner, '/api/products', bolt),
    await make(office.owner, '/api/products', book),
  ];
  const sale = (product_id: string, more: object = {}): object => ({
    customer_id: local,
    date: '2026-11-14',
    lines: [{ product_id, quantity: 2 }],
    ...more,
  });
  return { taxed, nil, sale };
}
const pointers = (reply: { body: { errors?: { pointer: string }[] } }): string[] =>
  (reply.body.errors ?? []).map(({ pointer }) => pointer);

test('without a GSTIN everything goes by a bill of supply, and no tax is charged', async () => {
  const { taxed, sale } = await goods(small);
  const issued = await small.owner.post('/api/invoices/issue', sale(taxed));
  expect(issued.body.data).toMatchObject({ document_type: 'bill_of_supply', total: 200, cgst: 0, igst: 0 });
  expect(issued.body.data.number).toBe('BOS/26-27/0001');
  const asTax = await small.owner.post('/api/invoices/issue', sale(taxed, { document_type: 'tax_invoice' }));
  expect([asTax.status, pointers(asTax)]).toEqual([422, ['/document_type']]);
});

test('under composition the same, and nothing goes to another state; one that is not, by what is sold', async () => {
  const { taxed, nil, sale } = await goods(composed);
  const preview = async (body: object) => (await composed.owner.post('/api/invoices/preview', body)).body.data;
  expect(await preview(sale(taxed))).toMatchObject({ document_type: 'tax_invoice', total: 236 });
  expect(await preview(sale(nil))).toMatchObject({ document_type: 'bill_of_supply', total: 110 });
  expect(await preview(sale(nil, { document_type: null }))).toMatchObject({ document_type: 'bill_of_supply' });
  expect((await composed.owner.put('/api/letterhead', { is_composition: true })).status).toBe(200);
  expect(await preview(sale(taxed))).toMatchObject({ document_type: 'bill_of_supply', total: 200, cgst: 0, sgst: 0 });
  const issued = await composed.owner.post('/api/invoices/issue', sale(taxed));
  expect(issued.body.data).toMatchObject({ status: 'issued', total: 200, number: 'BOS/26-27/0001' });
  const far = await make(composed.owner, '/api/customers', { name: 'Far Traders', state: 'Karnataka' });
  const away = await composed.owner.post('/api/invoices/issue', sale(taxed, { customer_id: far }));
  expect([away.status, pointers(away)]).toEqual([422, ['/place_of_supply']]);
  const asTax = await composed.owner.post('/api/invoices/issue', sale(taxed, { document_type: 'tax_invoice' }));
  expect([asTax.status, pointers(asTax)]).toEqual([422, ['/document_type']]);
});

test('the paper of a draft follows each change of what is sold until somebody chooses it', async () => {
  const { taxed, nil, sale } = await goods(composed);
  expect((await composed.owner.put('/api/letterhead', { is_composition: false })).status).toBe(200);
  const id = await make(composed.owner, '/api/invoices', sale(nil));
  const change = async (body: object) => (await composed.owner.patch(`/api/invoices/${id}`, body)).body.data;
  const lines = [{ product_id: taxed, quantity: 2 }];
  expect(await change({ lines })).toMatchObject({ document_type: 'tax_invoice', type_is_chosen: false });
  expect(await change({ document_type: 'bill_of_supply' })).toMatchObject({ type_is_chosen: true });
  const refused = await composed.owner.post(`/api/invoices/${id}/issue`, {});
  expect([refused.status, pointers(refused)]).toEqual([422, ['/document_type']]);
  expect(await change({ document_type: null })).toMatchObject({ document_type: 'tax_invoice', type_is_chosen: false });
  expect((await composed.owner.post(`/api/invoices/${id}/issue`, {})).body.data.number).toMatch(/^INV/);
});

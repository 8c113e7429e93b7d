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

test('zero-rated is what goes abroad or to a special zone, and at 0 % only without payment of tax', async () => {
  const { sale } = await goods(await openOffice(world, 'zero-co'));
  const { owner } = await openOffice(world, 'zero-two');
  const home = await make(owner, '/api/customers', { name: 'Local Stores', gstin: '27AABFS1234A1ZV' });
  const abroad = await make(owner, '/api/customers', { name: 'Abroad', country: 'Nepal', city: 'Kathmandu' });
  const issue = (customer_id: string, line: object, more: object = {}) =>
    owner.post('/api/invoices/issue', {
      ...sale('', { customer_id, ...more }),
      lines: [{ description: 'Bolt', hsn: '73181500', quantity: 1, unit_price: 100, ...line }],
    });
  for (const tax_rate of [0, 18])
    expect(pointers(await issue(home, { treatment: 'zero_rated', tax_rate }))).toContain('/lines/0/treatment');
  const [paid, unpaid] = [{ supply_type: 'export_with_payment' }, { supply_type: 'export_without_payment' }];
  expect(pointers(await issue(abroad, { tax_rate: 0 }, paid))).toEqual(['/lines/0/tax_rate']);
  expect((await issue(abroad, { tax_rate: 0 }, unpaid)).body.data).toMatchObject({ igst: 0, total: 100 });
  expect((await issue(abroad, { tax_rate: 18, treatment: 'zero_rated' }, paid)).body.data).toMatchObject({ igst: 18 });
});

test('no compensation cess is charged after January 2026, unless the organisation knows one of the code', async () => {
  const { owner } = await openOffice(world, 'cess-co');
  const customer_id = await make(owner, '/api/customers', { name: 'Local Stores', gstin: '27AABFS1234A1ZV' });
  const issue = (date: string, tax_rate: number) =>
    owner.post('/api/invoices/issue', {
      ...{ customer_id, date },
      lines: [{ description: 'Pan', hsn: '21069020', quantity: 1, unit_price: 100, tax_rate, cess_rate: 60 }],
    });
  expect((await issue('2026-01-31', 28)).body.data).toMatchObject({ cgst: 14, cess: 60, total: 188 });
  expect(pointers(await issue('2026-02-01', 40))).toEqual(['/lines/0/cess_rate']);
  const own = { hsn: '21069020', valid_from: '2026-11-01', tax_rate: 40, cess_rate: 60 };
  expect((await owner.post('/api/hsn-rates', own)).status).toBe(201);
  expect(pointers(await issue('2026-10-31', 40))).toEqual(['/lines/0/cess_rate']);
  expect((await issue('2026-11-14', 40)).body.data).toMatchObject({ cess: 60, total: 200 });
});

test('what bears tax and what does not go to somebody unregistered on one invoice-cum-bill of supply (rule 46A)', async () => {
  const { owner } = await openOffice(world, 'mixed-co');
  const guest = await make(owner, '/api/customers', { name: 'Guest' });
  const firm = await make(owner, '/api/customers', { name: 'Firm', gstin: '27AABFS1234A1ZV' });
  const issue = (customer_id: string, more: object = {}) =>
    owner.post('/api/invoices/issue', {
      customer_id,
      date: '2026-11-14',
      lines: [
        { description: 'Syrup', hsn: '30049099', quantity: 1, unit_price: 100, tax_rate: 5 },
        { description: 'Consultation', hsn: '999312', quantity: 1, unit_price: 500, treatment: 'exempt' },
      ],
      ...more,
    });
  const both = await issue(guest);
  expect(both.body.data, both.text).toMatchObject({ document_type: 'invoice_cum_bill', number: 'ICB/26-27/0001' });
  expect((await issue(firm)).body.data).toMatchObject({ document_type: 'tax_invoice', total: 605 });
  expect((await issue(guest, { document_type: 'tax_invoice' })).body.data).toMatchObject({ number: 'INV/26-27/0002' });
});

/** Rates of HSN codes over HTTP: what comes with the product, what an organisation sets, what documents take; the neighbour next door. */
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { make, type Office, openOffice, sellingWorld } from '../testing/offices.ts';

let world: World;
let office: Office;
let neighbour: Office;
let customer: string;

beforeAll(async () => {
  world = await sellingWorld();
  office = await openOffice(world, 'shirts-co');
  neighbour = await openOffice(world, 'next-co');
  customer = await make(office.owner, '/api/customers', { name: 'Local Stores', gstin: '27AABFS1234A1ZV' });
});
afterAll(() => world?.close());

type Line = Record<'tax_rate' | 'cess_rate' | 'cgst' | 'unit_price', number> & {
  rate_source: string;
  treatment: string;
};
const shirt = { description: 'Shirt', hsn: '6105.10.10', quantity: 2, unit: 'PCS', unit_price: 2500 };

async function preview(line: object, head: object = {}, by = office.owner, of = customer) {
  const body = { customer_id: of, date: '2026-11-14', lines: [line], ...head };
  const reply = await by.post('/api/invoices/preview', body);
  expect(reply.status, reply.text).toBe(200);
  return { ...(reply.body.data.lines[0] as Line), warnings: reply.body.data.warnings as string[] };
}

test.each([
  ['on the day before there was a band', shirt, { date: '2025-09-21' }, [0, null]],
  ['at the border', shirt, { date: '2025-09-22' }, [5, 'hsn']],
  ['a paisa above', { ...shirt, unit_price: 2500.01 }, {}, [18, 'hsn']],
  ['after a discount in percent', { ...shirt, unit_price: 2600, discount_percent: 4 }, {}, [5, 'hsn']],
  ['after a discount in rupees', { ...shirt, unit_price: 2600, discount_amount: 200 }, {}, [5, 'hsn']],
  ['after a discount off the whole', { ...shirt, unit_price: 2600 }, { discount_amount: 200 }, [5, 'hsn']],
  ['with packing in its value', shirt, { charges: 1 }, [18, 'hsn']],
  ['with tax in the price', { ...shirt, unit_price: 2625 }, { prices_include_tax: true }, [5, 'hsn']],
  ['with more tax in the price', { ...shirt, unit_price: 2625.01 }, { prices_include_tax: true }, [18, 'hsn']],
  ['by the dozen', { ...shirt, unit: 'DOZ', unit_price: 30_000 }, {}, [5, 'hsn']],
  ['in a box of who knows how many', { ...shirt, unit: 'BOX' }, {}, [0, null]],
  ['a given rate stays', { ...shirt, tax_rate: 18 }, {}, [18, 'given']],
  ['a code without a rate', { ...shirt, hsn: '73181500' }, {}, [0, null]],
])('%s', async (_what, line, head, expected) => {
  const found = await preview(line, head);
  expect([found.tax_rate, found.rate_source], found.warnings.join()).toEqual(expected);
  expect(found.warnings.includes('Give the tax rate.')).toBe(expected[1] === null);
});

test('in another currency the rupees of the day decide', async () => {
  const abroad = await make(office.owner, '/api/customers', { name: 'Harbor Inc', country: 'USA', city: 'Boston' });
  const head = { supply_type: 'export_with_payment', currency: 'USD', exchange_rate: 80 };
  const at = async (unit_price: number) =>
    (await preview({ ...shirt, unit_price }, head, office.owner, abroad)).tax_rate;
  expect([await at(31.25), await at(31.26)]).toEqual([5, 18]);
});

test('a product that says no rate follows its code; one that says another is warned of', async () => {
  const made = await office.owner.post('/api/products', { name: 'Kurta', hsn: '6105', sale_price: 2400 });
  expect(made.body.data).toMatchObject({ tax_rate: null, warnings: [] });
  const { id } = made.body.data;
  expect(await preview({ product_id: id, quantity: 1 })).toMatchObject({ tax_rate: 5, rate_source: 'hsn' });
  // The price of the product has no tax in it; the document's prices do.
  const dear = await make(office.owner, '/api/products', { name: 'Silk kurta', hsn: '6105', sale_price: 2600 });
  const found = await preview({ product_id: dear, quantity: 1 }, { prices_include_tax: true });
  expect(found).toMatchObject({ tax_rate: 18, unit_price: 3068 });
  const own = await office.owner.patch(`/api/products/${id}`, { tax_rate: 12 });
  expect(own.body.data.warnings.join()).toContain('HSN 61 bears 5 %, above ₹2,500 a piece 18 % since 22-09-2025');
  expect(await preview({ product_id: id, quantity: 1 })).toMatchObject({ tax_rate: 12, rate_source: 'product' });
  const right = await office.owner.patch(`/api/products/${id}`, { tax_rate: 5 });
  expect(right.body.data.warnings).toEqual([]);
  const too = await office.owner.patch(`/api/products/${id}`, { sale_price: 2501 });
  expect(too.body.data.warnings.join()).toContain('this has 5 % of its own');
  const bolt = await office.owner.post('/api/products', { name: 'Bolt', hsn: '7318' });
  expect(bolt.body.data.warnings.join()).toContain('or asks for it');
});

test('an own rate stands before the product’s from its day on, for nobody else, until it is taken back', async () => {
  const theirs = await make(neighbour.owner, '/api/customers', { name: 'Stores', gstin: '27AABFS1234A1ZV' });
  const set = { hsn: '6105', valid_from: '2026-10-01', tax_rate: 18, cess_rate: 1, description: 'Knitted shirts' };
  const reply = await office.owner.post('/api/hsn-rates', set);
  expect(reply.status, reply.text).toBe(201);
  expect(reply.body.data).toMatchObject({ ...set, is_own: true, standing: 'current', above_price: null });
  const rateOn = async (date: string) => (await preview(shirt, { date })).tax_rate;
  expect([await rateOn('2026-09-30'), await rateOn('2026-10-01')]).toEqual([5, 18]);
  expect(await preview(shirt)).toMatchObject({ cess_rate: 1 });
  expect(await preview({ ...shirt, cess_rate: 0 })).toMatchObject({ cess_rate: 0 });
  expect((await preview(shirt, {}, neighbour.owner, theirs)).tax_rate).toBe(5);
  const next = (await neighbour.owner.get('/api/hsn-rates?q=6105')).body.data;
  expect(next.map(({ hsn, is_own }: { hsn: string; is_own: boolean }) => [hsn, is_own])).toEqual([['61', false]]);
  const { id } = reply.body.data;
  expect((await neighbour.owner.delete(`/api/hsn-rates/${id}`)).status).toBe(404);
  // The same day once more changes it; another code of it is longer.
  const again = await office.owner.post('/api/hsn-rates', { ...set, tax_rate: 5, above_price: 1000, above_rate: 18 });
  expect(again.body.data).toMatchObject({ id, above_price: 1000, above_rate: 18 });
  expect((await preview({ ...shirt, unit_price: 1000.01 })).tax_rate).toBe(18);
  const counting = (await office.owner.get('/api/hsn-rates?hsn=61051010')).body.data;
  expect(counting.map(({ hsn, is_own }: { hsn: string; is_own: boolean }) => [hsn, is_own])).toEqual([
    ['6105', true],
    ['61', false],
  ]);
  const words = (await office.owner.get('/api/hsn-rates?q=knitted%20SHIRTS')).body.data;
  expect(words.map((one: { hsn: string }) => one.hsn)).toEqual(['6105']);
  expect((await office.owner.delete(`/api/hsn-rates/${id}`)).status).toBe(200);
  expect(await rateOn('2026-10-01')).toBe(5);
  expect((await office.owner.delete(`/api/hsn-rates/${id}`)).status).toBe(404);
});

test('a code can be exempt, of the product too, and a line that is meant otherwise is asked for its rate', async () => {
  const set = { hsn: '0401', valid_from: '2017-07-01', treatment: 'exempt', description: 'Fresh milk' };
  const { id } = (await office.owner.post('/api/hsn-rates', set)).body.data;
  const milk = { description: 'Milk', hsn: '04011000', quantity: 1, unit: 'LTR', unit_price: 60 };
  expect(await preview(milk)).toMatchObject({ treatment: 'exempt', tax_rate: 0, rate_source: 'hsn' });
  const product = await make(office.owner, '/api/products', { name: 'Milk', hsn: '0401', unit: 'LTR', sale_price: 60 });
  expect(await preview({ product_id: product, quantity: 1 })).toMatchObject({
    treatment: 'exempt',
    rate_source: 'hsn',
  });
  expect((await preview({ ...milk, treatment: 'taxable' })).warnings).toContain('Give the tax rate.');
  const taxed = { name: 'Taxed milk', hsn: '0401', tax_rate: 5 };
  expect((await office.owner.post('/api/products', taxed)).body.data.warnings.join()).toContain('bears exempt since');
  await office.owner.delete(`/api/hsn-rates/${id}`);
});

test('a draft follows its code when date or price change, until somebody says a rate; a note keeps what was issued', async () => {
  const draft = await make(office.owner, '/api/invoices', {
    customer_id: customer,
    date: '2026-11-14',
    lines: [shirt],
  });
  const at = `/api/invoices/${draft}`;
  const lineAfter = async (changes: object): Promise<Line> => {
    const reply = await office.owner.patch(at, changes);
    expect(reply.status, reply.text).toBe(200);
    return reply.body.data.lines[0];
  };
  expect(await lineAfter({ discount_amount: 10 })).toMatchObject({ tax_rate: 5, rate_source: 'hsn' });
  expect(await lineAfter({ charges: 30 })).toMatchObject({ tax_rate: 18, rate_source: 'hsn' });
  expect(await lineAfter({ lines: [{ ...shirt, tax_rate: 5 }] })).toMatchObject({ tax_rate: 5, rate_source: 'given' });
  expect(await lineAfter({ charges: 40 })).toMatchObject({ tax_rate: 5, rate_source: 'given' });
  expect(await lineAfter({ charges: 0, discount_amount: 0, lines: [shirt] })).toMatchObject({ tax_rate: 5 });
  const issued = await office.owner.post(`${at}/issue`, {});
  expect(issued.body.data, issued.text).toMatchObject({ cgst: 125, sgst: 125, total: 5250 });
  const own = await office.owner.post('/api/hsn-rates', { hsn: '6105', valid_from: '2026-11-01', tax_rate: 18 });
  const note = await office.owner.post('/api/credit-notes', { invoice_id: draft, date: '2026-11-20' });
  expect(note.body.data.lines[0], note.text).toMatchObject({ tax_rate: 5, cgst: 125 });
  expect((await office.owner.get(at)).body.data.lines[0]).toMatchObject({ tax_rate: 5, rate_source: 'hsn' });
  await office.owner.delete(`/api/hsn-rates/${own.body.data.id}`);
});

test('a draft that nobody knew a rate of takes it once its code has one', async () => {
  const bolt = { description: 'Bolt', hsn: '73181500', quantity: 1, unit_price: 100 };
  const draft = await make(office.owner, '/api/invoices', { customer_id: customer, date: '2026-11-14', lines: [bolt] });
  const issue = () => office.owner.post(`/api/invoices/${draft}/issue`, {});
  const refused = await issue();
  expect(refused.body.errors, refused.text).toEqual([{ pointer: '/lines/0/tax_rate', detail: 'Give the tax rate.' }]);
  const own = { hsn: '7318', valid_from: '2017-07-01', tax_rate: 18, cess_rate: 2 };
  const { id } = (await office.owner.post('/api/hsn-rates', own)).body.data;
  const issued = await issue();
  expect(issued.body.data, issued.text).toMatchObject({ cgst: 9, sgst: 9, cess: 2, total: 120 });
  await office.owner.delete(`/api/hsn-rates/${id}`);
});

test('what comes again bears the rate of its day', async () => {
  const boots = { description: 'Boots', hsn: '640319', quantity: 1, unit: 'PRS', unit_price: 2000 };
  const first = { customer_id: customer, date: '2026-10-10', lines: [boots] };
  const invoice = await make(office.owner, '/api/invoices', first);
  await office.owner.post(`/api/invoices/${invoice}/issue`, {});
  await office.owner.post('/api/hsn-rates', { hsn: '6403', valid_from: '2026-11-01', tax_rate: 18 });
  const plan = { invoice, unit: 'month', every: 1, starts_on: '2026-10-20', ends_on: '2026-11-20' };
  const recurrence = await make(office.owner, '/api/recurrences', plan);
  const run = await office.owner.post(`/api/recurrences/${recurrence}/run`, {});
  expect(run.body.data.made, run.text).toBe(2);
  const { rows } = await world.admin.query(
    `select d.date::text, l.tax_rate::int as rate from documents d join document_lines l on l.document_id = d.id
     where d.recurrence_id = $1 order by d.date`,
    [recurrence],
  );
  expect(rows).toEqual([
    { date: '2026-10-20', rate: 5 },
    { date: '2026-11-20', rate: 18 },
  ]);
});

const given = { hsn: '6105', valid_from: '2026-10-01', tax_rate: 18 };
test.each([
  [{ ...given, hsn: '610' }, 400, '/hsn'],
  [{ ...given, hsn: '61051' }, 400, '/hsn'],
  [{ ...given, hsn: '00' }, 422, '/hsn'],
  [{ ...given, hsn: '0001' }, 422, '/hsn'],
  [{ ...given, tax_rate: null }, 422, '/tax_rate'],
  [{ ...given, tax_rate: 0 }, 422, '/tax_rate'],
  [{ ...given, tax_rate: 17 }, 422, '/tax_rate'],
  [{ ...given, tax_rate: 40, valid_from: '2025-09-21' }, 422, '/tax_rate'],
  [{ ...given, above_price: 100 }, 422, '/above_rate'],
  [{ ...given, above_rate: 18 }, 422, '/above_price'],
  [{ ...given, above_price: 100, above_rate: 17 }, 422, '/above_rate'],
  [{ ...given, above_price: -1, above_rate: 18 }, 400, '/above_price'],
  [{ ...given, treatment: 'exempt' }, 422, '/tax_rate'],
  [{ ...given, treatment: 'exempt', tax_rate: 0, above_price: 100 }, 422, '/above_price'],
  [{ ...given, treatment: 'zero_rated' }, 400, '/treatment'],
  [{ ...given, valid_from: '2026-02-30' }, 400, '/valid_from'],
])('%j is refused with %i at %s', async (body, status, pointer) => {
  const reply = await office.owner.post('/api/hsn-rates', body);
  expect([reply.status, reply.body.errors?.[0]?.pointer], reply.text).toEqual([status, pointer]);
});

test('who sells may read the rates, and sets none', async () => {
  const seller = await office.hire('sales');
  expect((await seller.get('/api/hsn-rates')).status).toBe(200);
  expect((await seller.post('/api/hsn-rates', given)).status).toBe(403);
});

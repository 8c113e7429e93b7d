/** From an estimate to an order to a challan to an invoice, in parts and by many clients at once; the neighbour next door. */
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { booksOf, make, type Office, openOffice, sellingWorld } from '../testing/offices.ts';

let world: World;
let office: Office;
let neighbour: Office;
let customer: string;
let bolt: string;

beforeAll(async () => {
  world = await sellingWorld();
  office = await openOffice(world, 'sells-co');
  neighbour = await openOffice(world, 'next-co');
  customer = await make(office.owner, '/api/customers', { name: 'Local Stores', gstin: '27AABFS1234A1ZV' });
  bolt = await make(office.owner, '/api/products', { name: 'Bolt', hsn: '73181500', sale_price: 10, tax_rate: 18 });
});
afterAll(() => world?.close());

const paper = (changes: object = {}): object => ({
  customer_id: customer,
  date: '2026-11-10',
  lines: [
    { product_id: bolt, quantity: 10, discount_amount: 5 },
    { description: 'Fitting', quantity: 2, unit_price: 100 },
  ],
  ...changes,
});
async function issued(noun: string, body: object = paper()): Promise<{ id: string; number: string }> {
  const id = await make(office.owner, `/api/${noun}`, body);
  const reply = await office.owner.post(`/api/${noun}/${id}/issue`, {});
  expect(reply.status, reply.text).toBe(200);
  return reply.body.data;
}
const convert = (noun: string, id: string, body: object) => office.owner.post(`/api/${noun}/${id}/convert`, body);
const statusOf = async (noun: string, id: string): Promise<string> =>
  (await office.owner.get(`/api/${noun}/${id}`)).body.data.status;

test('an estimate becomes an order, the order in parts a challan and invoices; each knows what came before and after', async () => {
  const offer = await issued('estimates', paper({ valid_until: '2026-12-10' }));
  expect(offer).toMatchObject({ number: 'EST/26-27/0001', status: 'sent', valid_until: '2026-12-10' });
  expect((await office.owner.post(`/api/estimates/${offer.id}/accept`, {})).body.data.status).toBe('accepted');
  const made = await convert('estimates', offer.id, { into: 'orders' });
  expect([made.status, made.body.data.noun], made.text).toEqual([201, 'orders']);
  const order = made.body.data.id;
  expect(await statusOf('estimates', offer.id)).toBe('converted');
  // A draft that is removed gives back what it took.
  await office.owner.delete(`/api/orders/${order}`);
  expect(await statusOf('estimates', offer.id)).toBe('accepted');
  const { id } = (await convert('estimates', offer.id, { into: 'orders' })).body.data;
  const open = await office.owner.post(`/api/orders/${id}/issue`, {});
  expect(open.body.data, open.text).toMatchObject({
    number: 'SO/26-27/0001',
    status: 'open',
    reference: null,
    lines: [{ quantity: 10, discount_amount: 5, from_id: offer.id, from_line: 1 }, { quantity: 2 }],
  });
  const sent = await convert('orders', id, { into: 'challans', lines: [{ line: 1, quantity: 4 }] });
  const challan = sent.body.data.id;
  expect(await statusOf('orders', id)).toBe('partly_converted');
  // A draft that holds four may take as many as are left, and no more.
  const more = await office.owner.patch(`/api/challans/${challan}`, {
    lines: [{ product_id: bolt, hsn: '73181500', quantity: 11, from_id: id }],
  });
  expect([more.status, more.body.errors?.[0]], more.text).toEqual([
    422,
    { pointer: '/lines/0/quantity', detail: 'Of this line of SO/26-27/0001 10 NOS are left.' },
  ]);
  const all = { ...paper(), lines: [{ product_id: bolt, quantity: 10, from_id: id }] };
  expect((await office.owner.post('/api/challans/preview', { ...all, draft_id: challan })).status).toBe(200);
  expect((await office.owner.post('/api/challans/preview', all)).status).toBe(422);
  const gone = await office.owner.post(`/api/challans/${challan}/issue`, {});
  expect(gone.body.data, gone.text).toMatchObject({ number: 'DC/26-27/0001', purpose: 'supply', total: 45 });
  const billed = (await convert('challans', challan, { into: 'invoices', date: '2026-11-12' })).body.data.id;
  const invoice = await office.owner.post(`/api/invoices/${billed}/issue`, {});
  expect(invoice.body.data, invoice.text).toMatchObject({ number: 'INV/26-27/0001', taxable_value: 38, total: 45 });
  expect(await statusOf('challans', challan)).toBe('converted');
  const rest = await convert('orders', id, { into: 'invoices' });
  expect((await office.owner.get(`/api/invoices/${rest.body.data.id}`)).body.data.lines).toMatchObject([
    { quantity: 6, discount_amount: 3, from_id: id, from_line: 1 },
    { quantity: 2, from_line: 2 },
  ]);
  expect(await statusOf('orders', id)).toBe('converted');
  const links = await office.owner.get(`/api/orders/${id}/links`);
  expect(links.body.data, links.text).toMatchObject([
    { way: 'from', noun: 'estimates', number: 'EST/26-27/0001' },
    { way: 'into', noun: 'challans', number: 'DC/26-27/0001' },
    { way: 'into', noun: 'invoices', number: null, status: 'draft' },
  ]);
  // Only the invoice stands in the books.
  expect(await booksOf(world, id)).toEqual([]);
  expect((await booksOf(world, billed)).length).toBeGreaterThan(0);
  const taken = await office.owner.post(`/api/orders/${id}/cancel`, { reason: 'Too late' });
  expect([taken.status, taken.body.code]).toEqual([409, 'orders.is_taken']);
  // A cancelled invoice gives its quantities back to the challan.
  await office.owner.post(`/api/invoices/${billed}/cancel`, { reason: 'Wrong price' });
  expect(await statusOf('challans', challan)).toBe('issued');
});

test('twenty clients take three of ten bolts: three succeed, the database holds against SQL by hand too', async () => {
  const { id } = await issued('orders');
  const take = (): ReturnType<typeof convert> =>
    convert('orders', id, { into: 'invoices', lines: [{ line: 1, quantity: 3 }] });
  const replies = await Promise.all(Array.from({ length: 20 }, take));
  expect(replies.map(({ status }) => status).sort()).toEqual([201, 201, 201, ...Array(17).fill(422)]);
  const draft = replies.find(({ status }) => status === 201)?.body.data.id;
  await expect(
    world.admin.query('update document_lines set quantity = 9 where document_id = $1', [draft]),
  ).rejects.toThrow('has 10.000, and 15.000 are taken');
  const both = await Promise.all([
    office.owner.patch(`/api/invoices/${draft}`, { lines: [{ product_id: bolt, quantity: 4, from_id: id }] }),
    take(),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 422]);
  expect(await statusOf('orders', id)).toBe('partly_converted');
});

test.each([
  ['accept', 'orders', 404],
  ['close', 'orders', 200],
  ['decline', 'estimates', 200],
  ['close', 'challans', 200],
])('%s of %s', async (verb, noun, status) => {
  const { id } = await issued(noun, paper({ lines: [{ product_id: bolt, quantity: 1 }] }));
  expect((await office.owner.post(`/api/${noun}/${id}/${verb}`, {})).status).toBe(status);
  if (status !== 200) return;
  const again = await office.owner.post(`/api/${noun}/${id}/${verb}`, {});
  expect([again.status, again.body.code]).toEqual([409, `${noun}.wrong_state`]);
  const late = await convert(noun, id, { into: 'invoices' });
  expect([late.status, late.body.code]).toEqual([409, `${noun}.wrong_state`]);
});

test('what does not go together is refused by name: another customer, what is over, what comes back', async () => {
  const other = await make(office.owner, '/api/customers', { name: 'Another' });
  const { id, number } = await issued('orders');
  const line = { product_id: bolt, quantity: 1, from_id: id };
  const foreign = await office.owner.post('/api/invoices', { customer_id: other, lines: [line] });
  expect([foreign.status, foreign.body.errors?.[0]]).toEqual([
    422,
    { pointer: '/lines/0/from_id', detail: `${number} is for another customer.` },
  ]);
  const over = await issued('estimates', paper({ date: '2026-10-01', valid_until: '2026-10-31' }));
  const late = await convert('estimates', over.id, { into: 'invoices' });
  expect([late.status, late.body.errors?.[0]?.detail]).toEqual([422, `${over.number} was valid until 31-10-2026.`]);
  const work = await issued('challans', paper({ purpose: 'job_work', lines: [{ product_id: bolt, quantity: 1 }] }));
  const sold = await convert('challans', work.id, { into: 'invoices' });
  expect([sold.status, sold.body.errors?.[0]?.pointer]).toEqual([422, '/lines/0/from_id']);
  const early = await office.owner.post('/api/estimates', paper({ valid_until: '2026-11-09' }));
  expect([early.status, early.body.errors?.[0]?.pointer]).toEqual([422, '/valid_until']);
  // A challan says what is on its way; an estimate needs no HSN.
  const bare = { lines: [{ description: 'Nut', quantity: 1, unit_price: 1 }] };
  const challan = await make(office.owner, '/api/challans', paper(bare));
  expect((await office.owner.post(`/api/challans/${challan}/issue`, {})).body.errors?.[0]?.pointer).toBe(
    '/lines/0/hsn',
  );
  expect(await issued('estimates', paper({ ...bare, document_type: 'proforma' }))).toMatchObject({
    number: 'PRO/26-27/0001',
  });
});

test('what was given for the whole goes over in parts that come to it, to the paisa, however it is cut', async () => {
  const line = { product_id: bolt, quantity: 3, discount_amount: 1 };
  const { id } = await issued('orders', paper({ lines: [line], discount_amount: 5, charges: 0.5, other_charges: 1 }));
  const parts: Record<string, number>[] = [];
  const made: string[] = [];
  for (let part = 0; part < 3; part++) {
    const one = await convert('orders', id, { into: 'invoices', lines: [{ line: 1, quantity: 1 }] });
    made.push(one.body.data.id);
    const { discount_amount, charges, other_charges, lines } = (await office.owner.get(`/api/invoices/${made.at(-1)}`))
      .body.data;
    parts.push({ discount_amount, charges, other_charges, of_line: lines[0].discount_amount });
  }
  const sums = (name: string) => Math.round(parts.reduce((sum, part) => sum + (part[name] ?? 0), 0) * 100);
  expect(['discount_amount', 'charges', 'other_charges', 'of_line'].map(sums)).toEqual([500, 50, 100, 100]);
  // What is given back goes over again.
  expect((await office.owner.delete(`/api/invoices/${made[2]}`)).status).toBe(200);
  const again = await convert('orders', id, { into: 'invoices' });
  const last = (await office.owner.get(`/api/invoices/${again.body.data.id}`)).body.data;
  expect(last).toMatchObject({ discount_amount: parts[2]?.discount_amount, charges: parts[2]?.charges });
});

test('the neighbour and who may not: nothing is seen, taken or converted', async () => {
  const { id } = await issued('orders');
  for (const [path, body] of [
    ['/convert', { into: 'invoices' }],
    ['/close', {}],
    ['/cancel', { reason: 'x' }],
  ] as const)
    expect((await neighbour.owner.post(`/api/orders/${id}${path}`, body)).status).toBe(404);
  const theirs = await make(neighbour.owner, '/api/customers', { name: 'Own' });
  const line = { description: 'X', quantity: 1, unit_price: 1, from_id: id, from_line: 1 };
  const reply = await neighbour.owner.post('/api/invoices', { customer_id: theirs, lines: [line] });
  expect([reply.status, reply.body.errors?.[0]?.detail]).toEqual([422, 'There is no such document to take this from.']);
  expect(await statusOf('orders', id)).toBe('open');
  const seller = await office.hire('seller', ['orders.read', 'challans.write']);
  expect((await seller.post(`/api/orders/${id}/convert`, { into: 'invoices' })).body.permission).toBe('invoices.write');
  expect((await seller.post(`/api/orders/${id}/convert`, { into: 'challans' })).status).toBe(201);
  expect((await seller.get(`/api/orders/${id}/links`)).body.data).toEqual([]);
});

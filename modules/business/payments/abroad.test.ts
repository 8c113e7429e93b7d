/** Invoices in another currency settled over HTTP: USD 100 at 83, what the rate did gained or lost, in the books and undone exactly. */
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { booksOf, make, offBy, openSeller, type Seller, salesWorld } from '../testing/sales.ts';

let world: World;
let office: Seller;
let neighbour: Seller;
let abroad: string;

beforeAll(async () => {
  world = await salesWorld();
  office = await openSeller(world, 'exports-co');
  neighbour = await openSeller(world, 'next-co');
  abroad = await make(office.owner, '/api/customers', {
    ...{ name: 'Blue Harbor Inc', country: 'USA', address_line1: '1 Pier Road', city: 'Boston' },
  });
});
afterAll(() => world?.close());

/** An invoice of so many dollars. */
async function bill(dollars: number, exchange_rate = 83, changes: object = {}): Promise<string> {
  const line = { description: 'Design', hsn: '998391', quantity: 1, unit_price: dollars, tax_rate: 18 };
  const id = await make(office.owner, '/api/invoices', {
    ...{
      customer_id: abroad,
      date: '2026-11-01',
      supply_type: 'export_without_payment',
      currency: 'USD',
      exchange_rate,
    },
    ...{ lines: [line], ...changes },
  });
  const issued = await office.owner.post(`/api/invoices/${id}/issue`, {});
  expect(issued.status, issued.text).toBe(200);
  return id;
}
const pay = (changes: object) =>
  office.owner.post('/api/payments', { party_id: abroad, date: '2026-11-14', mode: 'bank_transfer', ...changes });
const left = async (id: string) => {
  const { paid, balance, balance_in_currency } = (await office.owner.get(`/api/invoices/${id}`)).body.data;
  return [paid, balance, balance_in_currency];
};
/** What the customer owes by the books, by the statement and by age. */
async function owed() {
  const statement = (await office.owner.get(`/api/reports/statement/${abroad}?from=2026-04-01&to=2026-11-20`)).body
    .data;
  const { rows } = (await office.owner.get('/api/reports/ageing?as_of=2026-11-20')).body.data;
  const row = rows.find((one: { party_id: string }) => one.party_id === abroad);
  return [statement.closing, row?.balance ?? 0, row?.other ?? 0];
}

test('USD 100 at 83: 8,450 gain 150, 8,100 lose 200, nothing stays open, and undoing takes both back', async () => {
  const [one, two] = [await bill(100), await bill(100)];
  const more = await pay({ amount: 8450, allocations: [{ document_id: one, amount: 8450, in_currency: 100 }] });
  expect(more.body.data, more.text).toMatchObject({
    ...{ settles: 8450, allocated: 8450, unallocated: 0, currency: 'INR' },
    allocations: [{ amount: 8300, exchange: 150, in_currency: 100, currency: 'USD' }],
  });
  const less = await pay({ amount: 8100, allocations: [{ document_id: two, amount: 8100, in_currency: 100 }] });
  expect([await left(one), await left(two)]).toEqual([
    [8300, 0, 0],
    [8300, 0, 0],
  ]);
  const books = [
    ['bank 845000', 'receivable -845000', 'receivable 15000', 'exchange -15000'],
    ['bank 810000', 'receivable -810000', 'receivable -20000', 'exchange 20000'],
  ];
  expect([await booksOf(world, more.body.data.id), await booksOf(world, less.body.data.id)]).toEqual(books);
  expect(await owed()).toEqual([0, 0, 0]);
  const { data: trial } = (await office.owner.get('/api/reports/trial-balance?from=2026-04-01&to=2026-11-20')).body;
  const exchange = trial.rows.find(({ name }: { name: string }) => name === 'Exchange gain or loss');
  expect(exchange, JSON.stringify(exchange)).toMatchObject({ debit: 200, credit: 150, closing: 50 });
  const undone = await office.owner.post(`/api/payments/${more.body.data.id}/cancel`, { reason: 'Typed twice' });
  expect(undone.body.data, undone.text).toMatchObject({ status: 'cancelled', allocated: 0 });
  expect(await left(one)).toEqual([0, 8300, 100]);
  expect(await booksOf(world, more.body.data.id)).toEqual([
    ...(books[0] as string[]),
    ...['bank -845000', 'receivable 845000', 'receivable -15000', 'exchange 15000'],
  ]);
  const released = await office.owner.post(`/api/payments/${less.body.data.id}/release`, { document_id: two });
  expect(released.body.data, released.text).toMatchObject({ allocated: 0, unallocated: 8100 });
  expect((await booksOf(world, less.body.data.id)).slice(4)).toEqual(['receivable 20000', 'exchange -20000']);
  expect(await left(two)).toEqual([0, 8300, 100]);
  expect(await offBy(world, office.id)).toBe(0);
});

test('money in dollars at the rate of its day: in parts, the oldest first, and an advance that is used later', async () => {
  const by = await bill(100, 83, { date: '2026-10-01' });
  const half = await pay({ currency: 'USD', amount_in_currency: 40, exchange_rate: 84.5, allocate_oldest: true });
  expect(half.body.data, half.text).toMatchObject({
    ...{ amount: 3380, currency: 'USD', amount_in_currency: 40, exchange_rate: 84.5, unallocated: 0 },
    allocations: [{ document_id: by, amount: 3320, exchange: 60, in_currency: 40 }],
  });
  expect(await left(by)).toEqual([3320, 4980, 60]);
  const ahead = await pay({ currency: 'USD', amount_in_currency: 60, amount: 4860 });
  expect(ahead.body.data, ahead.text).toMatchObject({ exchange_rate: 81, unallocated: 4860 });
  const used = await office.owner.post(`/api/payments/${ahead.body.data.id}/allocate`, {
    allocations: [{ document_id: by, amount: 4860 }],
  });
  expect(used.body.data.allocations, used.text).toMatchObject([{ amount: 4980, exchange: -120, in_currency: 60 }]);
  expect(await left(by)).toEqual([8300, 0, 0]);
  const settled = (await office.owner.get(`/api/invoices/${by}/payments`)).body.data;
  expect(settled.map(({ exchange }: { exchange: number }) => exchange)).toEqual([60, -120]);
});

test('a credit note takes off dollars at the invoice’s rate; what is left of one settles another invoice, or goes back, at that of the day', async () => {
  const one = await bill(100);
  await pay({ amount: 6800, allocations: [{ document_id: one, amount: 6800, in_currency: 80 }] });
  const note = await make(office.owner, '/api/credit-notes', {
    ...{ invoice_id: one, date: '2026-11-15', lines: [{ from_line: 1, value: 4150 }] },
  });
  const issued = await office.owner.post(`/api/credit-notes/${note}/issue`, {});
  // Twenty dollars were open; thirty stay the customer's.
  expect(issued.body.data, issued.text).toMatchObject({ total: 4150, applied: 1660 });
  const kept = async () => {
    const { balance, balance_in_currency } = (await office.owner.get(`/api/credit-notes/${note}`)).body.data;
    return [balance, balance_in_currency];
  };
  expect([await left(one), await kept()]).toEqual([
    [6640, 0, 0],
    [2490, 30],
  ]);
  const two = await bill(20, 85);
  const spent = await office.owner.post(`/api/credit-notes/${note}/allocate`, {
    allocations: [{ document_id: two, amount: 1660, in_currency: 20 }],
  });
  expect(spent.status, spent.text).toBe(200);
  expect([await left(two), await kept()]).toEqual([
    [1700, 0, 0],
    [830, 10],
  ]);
  expect((await booksOf(world, note)).slice(-2)).toEqual(['receivable -4000', 'exchange 4000']);
  const back = await office.owner.post(`/api/credit-notes/${note}/refund`, {
    ...{ amount: 860, in_currency: 10, mode: 'bank_transfer', date: '2026-11-16' },
  });
  expect(await booksOf(world, back.body.data?.id), back.text).toEqual([
    ...['receivable 83000', 'exchange 3000', 'bank -86000'],
  ]);
  expect(await kept()).toEqual([0, 0]);
  const undone = await office.owner.post(`/api/payments/${back.body.data.id}/cancel`, { reason: 'Came back' });
  expect(undone.status, undone.text).toBe(200);
  await office.owner.post(`/api/credit-notes/${note}/release`, { document_id: two });
  expect([await kept(), await left(two)]).toEqual([
    [2490, 30],
    [0, 1700, 20],
  ]);
  const cancelled = await office.owner.post(`/api/credit-notes/${note}/cancel`, { reason: 'Kept' });
  expect(cancelled.status, cancelled.text).toBe(200);
  expect(await left(one)).toEqual([6640, 1660, 20]);
  expect(await offBy(world, office.id)).toBe(0);
});

test('what a customer abroad reads is in dollars: text, link and reminder', async () => {
  const id = await bill(100);
  const shared = (await office.owner.post(`/api/invoices/${id}/share`, {})).body.data;
  expect(shared.text).toContain('of USD 100.00 from');
  const seen = (await office.owner.get(`/api/document-links/${shared.url.split('#')[1]}`)).body.data;
  expect(seen).toMatchObject({ currency: 'USD', total_in_currency: 100, balance_in_currency: 100, upi_url: null });
  const reminder = await office.owner.post(`/api/invoices/${id}/remind`, { channel: 'whatsapp' });
  expect(reminder.body.data?.text, reminder.text).toMatch(/INV\S+ · due \S+ · USD 100\.00/);
  expect(reminder.body.data.text).not.toContain('₹');
});

test('what does not go together is refused at its field, and the neighbour settles nothing', async () => {
  const id = await bill(100);
  const ours = await office.sell(500);
  for (const [changes, status, pointer] of [
    [{ amount: 8450, allocations: [{ document_id: id, amount: 8450, in_currency: 100.5 }] }, 409, 'in_currency'],
    [{ amount: 845, allocations: [{ document_id: id, amount: 845, in_currency: 100 }] }, 422, 'in_currency'],
    [{ amount: 84500, allocations: [{ document_id: id, amount: 84500 }] }, 409, 'amount'],
  ] as const) {
    const reply = await pay(changes);
    expect([reply.status, reply.body.errors?.[0]?.pointer], reply.text).toEqual([status, `/allocations/0/${pointer}`]);
  }
  for (const [changes, pointer] of [
    [{}, '/amount'],
    [{ amount: 1, exchange_rate: 84 }, '/currency'],
    [{ currency: 'XXA', amount_in_currency: 1, amount: 1 }, '/currency'],
    [{ currency: 'USD', amount: 84 }, '/amount_in_currency'],
    [{ currency: 'USD', amount_in_currency: 1.005, amount: 84 }, '/amount_in_currency'],
    [{ currency: 'USD', amount_in_currency: 1 }, '/exchange_rate'],
    [{ currency: 'USD', amount_in_currency: 1, exchange_rate: 84, amount: 85 }, '/amount'],
  ] as const) {
    const reply = await pay(changes);
    expect([reply.status, reply.body.errors?.[0]?.pointer], reply.text).toEqual([422, pointer]);
  }
  const rupees = await office.owner.post('/api/payments', {
    ...{ party_id: office.customer, date: '2026-11-14', mode: 'cash', amount: 500 },
    allocations: [{ document_id: ours, amount: 500, in_currency: 6 }],
  });
  expect([rupees.status, rupees.body.errors?.[0]?.pointer]).toEqual([422, '/allocations/0/in_currency']);
  const theirs = await neighbour.owner.post('/api/payments', {
    ...{ party_id: neighbour.customer, amount: 8450, mode: 'cash' },
    allocations: [{ document_id: id, amount: 8450, in_currency: 100 }],
  });
  expect([theirs.status, theirs.body.errors?.[0]?.pointer]).toEqual([422, '/allocations/0/document_id']);
  expect(await left(id)).toEqual([0, 8300, 100]);
});

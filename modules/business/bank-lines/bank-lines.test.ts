/** Bank statements over HTTP: taken in once, suggested, matched, paid from; the neighbour sees nothing. */
import { uploadTo } from '@tenantry/kernel/testing/uploads.ts';
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { make, openSeller, type Seller, salesWorld } from '../testing/sales.ts';

let world: World;
let office: Seller;
let neighbour: Seller;
let bank: string;

beforeAll(async () => {
  world = await salesWorld();
  office = await openSeller(world, 'sells-co');
  neighbour = await openSeller(world, 'next-co');
  bank = await make(office.owner, '/api/accounts', { name: 'HDFC current', class: 'bank' });
});
afterAll(() => world?.close());

const HEAD = 'Date,Narration,Chq./Ref.No.,Value Dt,Withdrawal Amt.,Deposit Amt.,Closing Balance';
const text = (...lines: string[]): string => ['HDFC BANK', HEAD, ...lines].join('\r\n');
const take = async (statement: string) => {
  const reply = await office.owner.post('/api/bank-lines/import', { account_id: bank, text: statement });
  expect(reply.status, reply.text).toBe(200);
  return reply.body.data;
};
const lineOf = async (amount: string) => (await office.owner.get(`/api/bank-lines?amount=${amount}`)).body.data[0];
const act = (id: string, path: string, body: object = {}) => office.owner.post(`/api/bank-lines/${id}/${path}`, body);

test('a statement is taken in once, however often its file comes', async () => {
  const first = [
    '02/11/26,NEFT CR-LOCAL STORES,N306,02/11/26,,"1,111.00","2,111.00"',
    '03/11/26,SMS CHARGES,,03/11/26,17.70,,"2,093.30"',
  ];
  expect(await take(text(...first))).toEqual({ added: 2, known: 0, faults: [] });
  const more = text(
    ...first,
    '04/11/26,UPI-SOMEBODY,,04/11/26,,50.00,"2,143.30"',
    '04/11/26,ODD,,04/11/26,,,"2,143.30"',
  );
  expect(await take(more)).toEqual({ added: 1, known: 2, faults: [{ row: 6, detail: 'No amount could be read.' }] });
  const replies = await Promise.all(
    [1, 2, 3].map(() => office.owner.post('/api/bank-lines/import', { account_id: bank, text: more })),
  );
  expect(replies.map(({ body }) => body.data.added)).toEqual([0, 0, 0]);
  const file = await uploadTo(office.owner, '/api/bank-lines/import', 'statement.csv', more, { account_id: bank });
  expect(file.body.data, file.text).toMatchObject({ added: 0, known: 3 });
  const listed = await office.owner.get('/api/bank-lines?sort=date&totals=amount&count=true');
  expect(listed.body.data).toMatchObject([
    { date: '2026-11-02', amount: 1111, balance: 2111, status: 'open', account_name: 'HDFC current' },
    { amount: -17.7 },
    { amount: 50 },
  ]);
  expect(listed.body.meta.totals).toEqual({ amount: 1143.3 });
  const odd = await office.owner.post('/api/bank-lines/import', { account_id: bank, text: 'Name,City\r\nA,B' });
  expect([odd.status, odd.body.code]).toEqual([422, 'bank-lines.not_statement']);
});

test('a line settles an invoice in one call, once; what the invoice has not left stays as an advance', async () => {
  await take(text('12/11/26,NEFT CR-FAR TRADERS,N912,12/11/26,,"431.00","431.00"'));
  const line = await lineOf('431');
  const document = await office.sell(430, { customer_id: office.other });
  const settle = (document_id: string) => act(line.id, 'settle', { document_id });
  const foreign = await settle(await neighbour.sell(431));
  expect([foreign.status, foreign.body.errors?.[0]?.pointer], foreign.text).toEqual([422, '/document_id']);
  expect(await lineOf('431')).toMatchObject({ status: 'open', payment_id: null });
  const replies = await Promise.all([settle(document), settle(document)]);
  expect(replies.map(({ status }) => status).sort()).toEqual([201, 409]);
  const made = replies.find(({ status }) => status === 201)?.body.data;
  expect(made).toMatchObject({ amount: 431, allocated: 430, unallocated: 1, account_name: 'HDFC current' });
  expect((await office.owner.get(`/api/invoices/${document}`)).body.data).toMatchObject({ paid: 430, balance: 0 });
  expect(await lineOf('431')).toMatchObject({ status: 'matched', payment_id: made.id });
});

test('a recorded payment is suggested by amount, reference and day, matched once, and opened again', async () => {
  const paid = {
    party_id: office.customer,
    date: '2026-11-01',
    amount: 1111,
    mode: 'bank_transfer',
    account_id: bank,
    reference: 'N306',
  };
  const payment = await make(office.owner, '/api/payments', paid);
  const line = await lineOf('1111');
  const { data } = (await office.owner.get(`/api/bank-lines/${line.id}/suggestions`)).body;
  expect(data[0]).toMatchObject({
    kind: 'payment',
    id: payment,
    score: 100,
    because: ['amount', 'reference', 'name', 'date'],
  });
  const wrong = await make(office.owner, '/api/payments', { ...paid, amount: 5 });
  expect((await act(line.id, 'match', { payment_id: wrong })).body.errors[0].pointer).toBe('/payment_id');
  const replies = await Promise.all([1, 2].map(() => act(line.id, 'match', { payment_id: payment })));
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(await lineOf('1111')).toMatchObject({ status: 'matched', payment_id: payment });
  expect((await act(line.id, 'unmatch')).body.data).toMatchObject({ status: 'open', payment_id: null });
  await act(line.id, 'match', { payment_id: payment });
  // A payment that is cancelled leaves its line open.
  expect((await office.owner.post(`/api/payments/${payment}/cancel`, { reason: 'x' })).status).toBe(200);
  expect(await lineOf('1111')).toMatchObject({ status: 'open', payment_id: null });
});

test('an invoice and a customer are suggested, and the payment is recorded from the line', async () => {
  const invoice = await office.sell(1111);
  const line = await lineOf('1111');
  const { data } = (await office.owner.get(`/api/bank-lines/${line.id}/suggestions`)).body;
  expect(data.map(({ kind }: { kind: string }) => kind)).toEqual(['invoice', 'customer']);
  const reply = await act(line.id, 'payment', {
    party_id: office.customer,
    allocate_oldest: true,
  });
  expect(reply.body.data, reply.text).toMatchObject({
    amount: 1111,
    date: '2026-11-02',
    reference: 'N306',
    account_name: 'HDFC current',
  });
  expect((await office.owner.get(`/api/invoices/${invoice}`)).body.data.balance).toBe(0);
  expect((await act(line.id, 'payment', { party_id: office.customer })).body.code).toBe('bank-lines.not_open');
  const charges = await lineOf('-17.7');
  expect((await act(charges.id, 'payment', { party_id: office.customer })).status).toBe(422);
  expect((await act(charges.id, 'ignore')).body.data.status).toBe('ignored');
});

test('a cheque that was deposited is cleared by its line', async () => {
  const paid = {
    party_id: office.customer,
    date: '2026-11-05',
    amount: 640,
    mode: 'cheque',
    reference: '004512',
    account_id: bank,
  };
  const payment = await make(office.owner, '/api/payments', paid);
  await take(text('07/11/26,CHQ DEP 004512,004512,07/11/26,,640.00,"9,999.00"'));
  await act((await lineOf('640')).id, 'match', { payment_id: payment });
  expect((await office.owner.get(`/api/payments/${payment}`)).body.data).toMatchObject({
    cheque_status: 'cleared',
    cleared_on: '2026-11-07',
  });
});

test('the neighbour’s lines are nowhere, and neither his account nor his payments are taken', async () => {
  const line = await lineOf('50');
  for (const [path, body] of [
    ['unmatch', {}],
    ['ignore', {}],
    ['match', { payment_id: line.id }],
    ['payment', { party_id: neighbour.customer }],
  ] as const)
    expect((await neighbour.owner.post(`/api/bank-lines/${line.id}/${path}`, body)).status, path).toBe(404);
  expect((await neighbour.owner.get(`/api/bank-lines/${line.id}/suggestions`)).status).toBe(404);
  expect((await neighbour.owner.get('/api/bank-lines')).body.data).toEqual([]);
  const foreign = await neighbour.owner.post('/api/bank-lines/import', { account_id: bank, text: text() });
  expect([foreign.status, foreign.body.errors[0].pointer]).toEqual([422, '/account_id']);
  const theirs = await make(neighbour.owner, '/api/payments', {
    party_id: neighbour.customer,
    amount: 50,
    mode: 'cash',
  });
  expect((await act(line.id, 'match', { payment_id: theirs })).status).toBe(422);
  const reader = await office.hire('reader', ['bank-lines.read']);
  expect((await reader.post(`/api/bank-lines/${line.id}/ignore`, {})).status).toBe(403);
});

test('an invoice in dollars is suggested near its value by the latest rate, below what is exact, and settled whole', async () => {
  const harbor = await make(office.owner, '/api/customers', {
    ...{ name: 'Blue Harbor Inc', country: 'USA', address_line1: '1 Pier Road', city: 'Boston' },
  });
  const bill = async (dollars: number, date: string, exchange_rate: number): Promise<Record<string, string>> => {
    const line = { description: 'Design', hsn: '998391', quantity: 1, unit_price: dollars, tax_rate: 18 };
    const sale = { customer_id: harbor, date, supply_type: 'export_without_payment', currency: 'USD', exchange_rate };
    const issued = await office.owner.post('/api/invoices/issue', { ...sale, lines: [line] });
    expect(issued.status, issued.text).toBe(201);
    return issued.body.data;
  };
  const large = await bill(1000, '2026-10-01', 76);
  const small = await bill(300, '2026-11-08', 86);
  const exact = await office.sell(84500);
  await take(
    text(
      '05/11/26,INWARD TT,F1,05/11/26,,"78,000.00","1.00"',
      '12/11/26,INWARD TT BLUE HARBOR,F2,12/11/26,,"84,500.00","1.00"',
      '12/11/26,INWARD TT,F3,12/11/26,,"81,000.00","1.00"',
      `12/11/26,"TT ${small.number} PART",F4,12/11/26,,"9,000.00","1.00"`,
      '12/11/26,PAID OUT,F5,12/11/26,"86,000.00",,"1.00"',
    ),
  );
  const suggested = async (amount: string) => {
    const reply = await office.owner.get(`/api/bank-lines/${(await lineOf(amount)).id}/suggestions`);
    return reply.body.data.filter(({ kind }: { kind: string }) => kind === 'invoice');
  };
  // Before the later bill its rate was not known.
  const early = { currency: 'USD', balance: 1000, exchange_rate: 76, worth: 76_000 };
  expect(await suggested('78000')).toMatchObject([{ id: large.id, score: 25, because: ['near'], abroad: early }]);
  const later = { exchange_rate: 86, exchange_date: '2026-11-08', worth: 86_000 };
  expect(await suggested('84500')).toMatchObject([
    { id: exact, because: ['amount'], abroad: null, score: 50 },
    { id: large.id, number: large.number, amount: 76_000, score: 40, because: ['near', 'name'], abroad: later },
  ]);
  // More than five percent off, and said nothing of it.
  expect(await suggested('81000')).toEqual([]);
  const part = await suggested('9000');
  expect(part).toMatchObject([{ id: small.id, because: ['reference'], abroad: { worth: 25_800 } }]);
  expect(await suggested('-86000')).toEqual([]);
  expect((await lineOf('84500')).status).toBe('open');
  const there = await neighbour.owner.get(`/api/bank-lines/${(await lineOf('84500')).id}/suggestions`);
  expect(there.status).toBe(404);
  // More than a tenth above the books, near by the rate: all of it is settled, and the rest is what the rate did.
  const settled = await act((await lineOf('84500')).id, 'settle', { document_id: large.id });
  expect(settled.body.data, settled.text).toMatchObject({
    ...{ amount: 84_500, allocated: 84_500, unallocated: 0 },
    allocations: [{ amount: 76_000, exchange: 8500, in_currency: 1000 }],
  });
  const paid = (await office.owner.get(`/api/invoices/${large.id}`)).body.data;
  expect(paid).toMatchObject({ balance: 0, balance_in_currency: 0 });
});

/** Payments over HTTP: received, posted, settled to the paisa and never beyond, also by fifty at once; undone exactly; the neighbour sees nothing. */
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { booksOf, make, offBy, openSeller, type Seller, salesWorld } from '../testing/sales.ts';

let world: World;
let office: Seller;
let neighbour: Seller;

beforeAll(async () => {
  world = await salesWorld();
  office = await openSeller(world, 'sells-co');
  neighbour = await openSeller(world, 'next-co');
});
afterAll(() => world?.close());

const paid = (changes: object = {}): object => ({
  party_id: office.customer,
  date: '2026-11-14',
  amount: 1000,
  mode: 'bank_transfer',
  ...changes,
});
const invoice = async (id: string) => (await office.owner.get(`/api/invoices/${id}`)).body.data;

test('one payment of many parts: two invoices, tax kept back, a remainder forgone, the rest an advance', async () => {
  const [one, two] = [await office.sell(1180), await office.sell(500)];
  const given = paid({
    amount: 1500,
    tds_amount: 118,
    write_off: 0.5,
    reference: 'UTR 26110001',
    allocations: [
      { document_id: one, amount: 1180 },
      { document_id: two, amount: 400.5 },
    ],
  });
  const reply = await office.owner.post('/api/payments', given);
  expect(reply.status, reply.text).toBe(201);
  const { id, number } = reply.body.data;
  expect(reply.body.data).toMatchObject({
    number: 'REC/26-27/0001',
    voucher: 'receipt',
    status: 'posted',
    party_name: 'Local Stores',
    account_name: 'Bank',
    settles: 1618.5,
    allocated: 1580.5,
    unallocated: 38,
    advance_nature: 'goods',
    igst: 0,
    allocations: [
      { document_id: one, document_number: 'INV/26-27/0001', amount: 1180 },
      { document_id: two, amount: 400.5 },
    ],
  });
  expect(await booksOf(world, id)).toEqual([
    'bank 150000',
    'tds_receivable 11800',
    'write_off 50',
    'receivable -161850',
  ]);
  expect([await invoice(one), await invoice(two)]).toMatchObject([
    { paid: 1180, balance: 0 },
    { paid: 400.5, balance: 99.5 },
  ]);
  const later = await office.owner.post(`/api/payments/${encodeURIComponent(number)}/allocate`, {
    allocations: [{ document_id: two, amount: 38 }],
  });
  expect(later.body.data, later.text).toMatchObject({ allocated: 1618.5, unallocated: 0 });
  const of = await office.owner.get(`/api/invoices/${two}/payments`);
  expect(of.body.data, of.text).toMatchObject([{ payment_number: number, amount: 438.5, mode: 'bank_transfer' }]);
  const barred = await office.owner.post(`/api/invoices/${two}/cancel`, { reason: 'Paid' });
  expect([barred.status, barred.body.code]).toEqual([409, 'invoices.is_paid']);
  const released = await office.owner.post(`/api/payments/${id}/release`, { document_id: two });
  expect(released.body.data, released.text).toMatchObject({ allocated: 1180, unallocated: 438.5 });
  expect(await invoice(two)).toMatchObject({ paid: 0, balance: 500 });
  expect((await office.owner.post(`/api/payments/${id}/release`, { document_id: two })).status).toBe(422);
  const undone = await office.owner.post(`/api/payments/${id}/cancel`, { reason: 'Typed twice' });
  expect(undone.body.data, undone.text).toMatchObject({
    status: 'cancelled',
    allocated: 0,
    unallocated: 0,
    allocations: [],
  });
  expect(await invoice(one)).toMatchObject({ paid: 0, balance: 1180 });
  expect((await booksOf(world, id)).slice(4)).toEqual([
    'bank -150000',
    'tds_receivable -11800',
    'write_off -50',
    'receivable 161850',
  ]);
  const again = await office.owner.post(`/api/payments/${id}/cancel`, { reason: 'Again' });
  expect([again.status, again.body.code]).toEqual([409, 'payments.not_posted']);
});

test('the oldest due are settled first, as far as the money goes', async () => {
  const by = await openSeller(world, 'oldest-co');
  const ids = [
    await by.sell(300, { due_date: '2026-12-20' }),
    await by.sell(300, { due_date: '2026-11-20' }),
    await by.sell(300, { due_date: '2026-12-05' }),
  ];
  const given = { party_id: by.customer, amount: 450, mode: 'upi', reference: '4401', allocate_oldest: true };
  const { data } = (await by.owner.post('/api/payments', given)).body;
  expect(
    data.allocations.map(({ document_id, amount }: { document_id: string; amount: number }) => [document_id, amount]),
  ).toEqual(
    expect.arrayContaining([
      [ids[1], 300],
      [ids[2], 150],
    ]),
  );
  expect(data.allocations).toHaveLength(2);
});

test('fifty at once of an invoice that has room for seven: seven are settled, the rest are told what is left, the books balance', async () => {
  const id = await office.sell(700);
  const before = (await office.owner.get('/api/payments?count=true&limit=1')).body.meta.total;
  const replies = await Promise.all(
    Array.from({ length: 50 }, () =>
      office.owner.post('/api/payments', paid({ amount: 100, allocations: [{ document_id: id, amount: 100 }] })),
    ),
  );
  expect(replies.map(({ status }) => status).sort()).toEqual([...Array(7).fill(201), ...Array(43).fill(409)]);
  const refused = replies.find(({ status }) => status === 409);
  expect(refused?.body).toMatchObject({
    code: 'payments.over_allocated',
    errors: [{ pointer: '/allocations/0/amount' }],
  });
  expect(await invoice(id)).toMatchObject({ paid: 700, balance: 0 });
  const after = await office.owner.get('/api/payments?count=true&limit=1&totals=amount');
  expect(after.body.meta.total).toBe(before + 7);
  const numbers = (await office.owner.get('/api/payments?limit=200&sort=number')).body.data.map(
    (one: { number: string }) => one.number,
  );
  expect(numbers).toEqual(numbers.map((_: string, n: number) => `REC/26-27/${String(n + 1).padStart(4, '0')}`));
  expect(await offBy(world, office.id)).toBe(0);
}, 60_000);

test('an advance is settled once, also by many at once', async () => {
  const ids = await Promise.all(Array.from({ length: 12 }, () => office.sell(100)));
  const advance = await make(office.owner, '/api/payments', paid({ amount: 500 }));
  const replies = await Promise.all(
    ids.map((document_id) =>
      office.owner.post(`/api/payments/${advance}/allocate`, { allocations: [{ document_id, amount: 100 }] }),
    ),
  );
  expect(replies.map(({ status }) => status).sort()).toEqual([...Array(5).fill(200), ...Array(7).fill(409)]);
  expect((await office.owner.get(`/api/payments/${advance}`)).body.data).toMatchObject({
    allocated: 500,
    unallocated: 0,
  });
  const cancels = await Promise.all(
    [1, 2, 3].map(() => office.owner.post(`/api/payments/${advance}/cancel`, { reason: 'x' })),
  );
  expect(cancels.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  for (const id of ids) expect(await invoice(id)).toMatchObject({ paid: 0, balance: 100 });
});

test.each([
  [{ amount: 0 }, 422, '/amount'],
  [{ amount: -1 }, 400, '/amount'],
  [{ amount: 10.005 }, 400, '/amount'],
  [{ date: '2099-01-01' }, 422, '/date'],
  [{ mode: 'barter' }, 400, '/mode'],
  [{ mode: 'cheque' }, 422, '/reference'],
  [{ cheque_bank: 'SBI' }, 422, '/mode'],
  [{ write_off: 5 }, 422, '/write_off'],
  [
    { allocations: [{ document_id: '0190a4f2-7c1e-7d3a-9b55-3f6f0c2a1d10', amount: 1 }] },
    422,
    '/allocations/0/document_id',
  ],
  [{ account_id: '0190a4f2-7c1e-7d3a-9b55-3f6f0c2a1d10' }, 422, '/account_id'],
  [{ advance_nature: 'service', place_of_supply: 'Atlantis' }, 422, '/place_of_supply'],
])('what does not go together is refused by name, and nothing is stored: %j', async (changes, status, pointer) => {
  const before = (await office.owner.get('/api/payments?count=true&limit=1')).body.meta.total;
  const reply = await office.owner.post('/api/payments', paid(changes));
  expect([reply.status, reply.body.errors?.[0]?.pointer], reply.text).toEqual([status, pointer]);
  expect((await office.owner.get('/api/payments?count=true&limit=1')).body.meta.total).toBe(before);
});

test('drafts, another customer’s invoice, one named twice and more than was received are not settled', async () => {
  const theirs = await office.sell(100, { customer_id: office.other });
  const own = await office.sell(100);
  const drafted = await make(office.owner, '/api/invoices', { customer_id: office.customer, lines: [] });
  for (const [allocations, status, pointer] of [
    [[{ document_id: theirs, amount: 1 }], 422, '/allocations/0/document_id'],
    [[{ document_id: drafted, amount: 1 }], 422, '/allocations/0/document_id'],
    [[1, 1].map((amount) => ({ document_id: own, amount })), 422, '/allocations/1/document_id'],
    [[{ document_id: own, amount: 100 }], 409, '/allocations'],
  ] as const) {
    const reply = await office.owner.post('/api/payments', paid({ amount: 50, allocations }));
    expect([reply.status, reply.body.errors?.[0]?.pointer], reply.text).toEqual([status, pointer]);
  }
});

test('the same key is one payment; cash of two lakh is warned of', async () => {
  const given = paid({ amount: 200_000, mode: 'cash' });
  const replies = [1, 2].map(() => office.owner.post('/api/payments', given, { 'idempotency-key': 'till-7' }));
  const [one, two] = await Promise.all(replies);
  expect(one?.body.data?.id ?? two?.body.data.id).toBeDefined();
  const third = await office.owner.post('/api/payments', given, { 'idempotency-key': 'till-7' });
  expect(third.body.data).toMatchObject({ account_name: 'Cash in hand', warnings: [expect.stringContaining('269ST')] });
  const found = await office.owner.get('/api/payments?mode=cash&amount=200000&count=true');
  expect(found.body.meta.total).toBe(1);
});

test('the database refuses what the service would not do, also to its owner', async () => {
  const document = await office.sell(100);
  const id = await make(
    office.owner,
    '/api/payments',
    paid({ amount: 100, allocations: [{ document_id: document, amount: 100 }] }),
  );
  for (const [text, told] of [
    ['update payments set amount = 1 where id = $1', 'frozen'],
    ["update payments set party_name = 'Other' where id = $1", 'frozen'],
    ['delete from payments where id = $1', 'cancelled, not deleted'],
    ["update payments set status = 'cancelled' where id = $1", 'payments_undone_check'],
    ['update payments set allocated = 20001 where id = $1', 'payments_allocated_check'],
    ['update payment_allocations set amount = 1 where payment_id = $1', 'never changed'],
    ['delete from payment_allocations where payment_id = $1', 'never changed'],
    [
      `insert into payment_allocations (tenant_id, id, payment_id, document_id, date, amount)
       select tenant_id, gen_random_uuid(), payment_id, document_id, date, 1 from payment_allocations where payment_id = $1`,
      'counts',
    ],
  ] as const) {
    await expect(world.admin.query(text, [id]), text).rejects.toThrow(told);
  }
  await expect(world.admin.query('update documents set paid = 10001 where id = $1', [document])).rejects.toThrow(
    'documents_balance_check',
  );
});

test('the neighbour and who may not: not seen, not settled, not paid into', async () => {
  const document = await office.sell(100);
  const id = await make(office.owner, '/api/payments', paid());
  for (const [path, body] of [
    ['/allocate', { allocations: [{ document_id: document, amount: 1 }] }],
    ['/release', { document_id: document }],
    ['/refund', { mode: 'cash' }],
    ['/cancel', { reason: 'x' }],
    ['/deposit', {}],
    ['/clear', {}],
    ['/bounce', { reason: 'x' }],
  ] as const)
    expect((await neighbour.owner.post(`/api/payments/${id}${path}`, body)).status, path).toBe(404);
  expect((await neighbour.owner.get(`/api/payments/${id}`)).status).toBe(404);
  expect((await neighbour.owner.get(`/api/invoices/${document}/payments`)).status).toBe(404);
  expect((await neighbour.owner.get('/api/payments')).body.data).toEqual([]);
  expect((await neighbour.owner.post('/api/payments', paid())).body.code).toBe('customers.not_found');
  const foreign = await neighbour.owner.post(
    '/api/payments',
    paid({ party_id: neighbour.customer, allocations: [{ document_id: document, amount: 1 }] }),
  );
  expect([foreign.status, foreign.body.errors?.[0]?.pointer]).toEqual([422, '/allocations/0/document_id']);
  const reader = await office.hire('reader', ['payments.read']);
  expect((await reader.get(`/api/payments/${id}`)).status).toBe(200);
  expect((await reader.post('/api/payments', paid())).status).toBe(403);
  expect((await reader.get('/api/payments?format=csv')).status).toBe(403);
  const clerk = await office.hire('clerk', ['payments.read', 'payments.write']);
  expect((await clerk.post('/api/payments', paid())).status).toBe(201);
  expect((await clerk.post(`/api/payments/${id}/cancel`, { reason: 'x' })).status).toBe(403);
});

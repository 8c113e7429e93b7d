/** The books over HTTP: reports that agree with each other to the paisa on any day, vouchers by hand, openings, and closed periods. */
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { make, offBy, openSeller, type Seller, salesWorld } from '../testing/sales.ts';

let world: World;
let office: Seller;
let neighbour: Seller;
let account: Record<string, string>;

/** Two sales and a payment, the same in each test's eyes: dated from August to November. */
beforeAll(async () => {
  world = await salesWorld();
  office = await openSeller(world, 'sells-co');
  neighbour = await openSeller(world, 'next-co');
  await neighbour.sell(777);
  const first = await office.sell(1180, { date: '2026-08-01', due_date: '2026-08-15' });
  await office.sell(2360, { date: '2026-10-01', due_date: '2026-10-31', customer_id: office.other });
  const paid = { party_id: office.customer, date: '2026-09-10', amount: 1000, mode: 'cash' };
  await make(office.owner, '/api/payments', { ...paid, allocations: [{ document_id: first, amount: 900 }] });
  const rows = (await office.owner.get('/api/accounts?limit=200')).body.data;
  account = Object.fromEntries(rows.map(({ role, code, id }: Record<string, string>) => [role ?? code, id]));
});
afterAll(() => world?.close());

const get = async (path: string) => {
  const reply = await office.owner.get(`/api/reports/${path}`);
  expect(reply.status, reply.text).toBe(200);
  return reply.body.data;
};
const year = 'from=2026-04-01&to=2026-11-20';

test('trial balance, profit and loss and balance sheet agree', async () => {
  const trial = await get(`trial-balance?${year}`);
  expect(trial.totals).toMatchObject({ opening: 0, closing: 0 });
  expect(trial.totals.debit).toBe(trial.totals.credit);
  const of = (name: string) => trial.rows.find((row: { name: string }) => row.name === name);
  expect(of('Cash in hand')).toMatchObject({ opening: 0, debit: 1000, credit: 0, closing: 1000 });
  expect(of('Customers')).toMatchObject({ debit: 3540, credit: 1000, closing: 2540 });
  expect(of('Service income')).toMatchObject({ closing: -3000 });
  const profit = await get(`profit-and-loss?${year}`);
  expect(profit).toMatchObject({
    income: 3000,
    expense: 0,
    profit: 3000,
    rows: [{ name: 'Service income', amount: 3000 }],
  });
  expect(await get('profit-and-loss?from=2026-09-01&to=2026-09-30')).toMatchObject({ profit: 0, rows: [] });
  const sheet = await get('balance-sheet?as_of=2026-11-20');
  expect(sheet).toMatchObject({ assets: 3540, liabilities: 540, equity: 3000 });
  expect(sheet.rows.at(-1)).toMatchObject({ account_id: null, type: 'equity', amount: 3000 });
  const before = await get('balance-sheet?as_of=2026-09-30');
  expect(before.assets).toBe(before.liabilities + before.equity);
  expect(before.assets).toBe(1180);
  const later = await get('trial-balance?from=2026-10-01&to=2026-10-31');
  expect(later.rows.find((row: { name: string }) => row.name === 'Customers')).toMatchObject({
    opening: 180,
    debit: 2360,
    closing: 2540,
  });
  expect((await office.owner.get('/api/reports/trial-balance?from=2026-11-02&to=2026-11-01')).status).toBe(400);
});

test('a ledger carries its balance from page to page; a statement is one customer’s; both leave as files', async () => {
  const path = `ledger/${account.receivable}?${year}`;
  const whole = await get(path);
  expect(whole.rows.map(({ debit, credit, balance }: Record<string, number>) => [debit, credit, balance])).toEqual([
    [1180, 0, 1180],
    [0, 1000, 180],
    [2360, 0, 2540],
  ]);
  expect(whole).toMatchObject({ name: 'Customers', opening: 0, closing: 2540, next_cursor: null });
  const one = await get(`${path}&limit=2`);
  const two = await get(`${path}&limit=2&cursor=${encodeURIComponent(one.next_cursor)}`);
  expect(two).toMatchObject({ opening: 180, closing: 2540, next_cursor: null, rows: [{ balance: 2540 }] });
  const statement = await get(`statement/${office.customer}?from=2026-09-01&to=2026-11-20`);
  expect(statement).toMatchObject({
    name: 'Local Stores',
    opening: 1180,
    closing: 180,
    rows: [{ kind: 'receipt', credit: 1000, balance: 180 }],
  });
  const csv = await office.owner.get(`/api/reports/statement/${office.customer}?from=2026-09-01&format=csv`);
  expect(csv.text).toContain('2026-09-10');
  expect(csv.text).toContain('1000');
  const sheet = await office.owner.get('/api/reports/trial-balance?format=xlsx');
  expect([sheet.status, sheet.headers['content-type']]).toEqual([200, expect.stringContaining('spreadsheet')]);
  expect((await office.owner.get(`/api/reports/ledger/1000?cursor=x`)).status).toBe(400);
});

test('ageing on any past day is what it was on that day', async () => {
  const of = async (day: string) => (await get(`ageing?as_of=${day}`)).rows;
  expect(await of('2026-07-31')).toEqual([]);
  expect(await of('2026-08-10')).toMatchObject([
    { party_name: 'Local Stores', not_due: 1180, invoices: 1180, other: 0, balance: 1180 },
  ]);
  expect(await of('2026-09-09')).toMatchObject([{ days_30: 1180, invoices: 1180, balance: 1180 }]);
  // Nine hundred of the thousand were settled; the rest of it is the customer's.
  expect(await of('2026-09-30')).toMatchObject([{ days_30: 0, days_60: 280, other: -100, balance: 180 }]);
  const { rows, totals } = await get('ageing?as_of=2026-11-20');
  expect(rows.map(({ party_name }: { party_name: string }) => party_name)).toEqual(['Far Traders', 'Local Stores']);
  expect(rows).toMatchObject([{ days_30: 2360 }, { older: 280, other: -100 }]);
  expect(totals).toMatchObject({ days_30: 2360, older: 280, balance: 2540 });
  // What comes later changes nothing of that day.
  const { id } = (await office.owner.get('/api/payments')).body.data[0];
  expect(
    (await office.owner.post(`/api/payments/${id}/cancel`, { reason: 'Returned', date: '2026-11-18' })).status,
  ).toBe(200);
  expect(await of('2026-09-30')).toMatchObject([{ days_60: 280, other: -100, balance: 180 }]);
  expect(await of('2026-11-20')).toMatchObject([{}, { older: 1180, other: 0, balance: 1180 }]);
});

test('a voucher by hand: both sides, its number, its reversal', async () => {
  const lines = [
    { account_id: account['5200'], debit: 500 },
    { account_id: account.bank, credit: 500 },
  ];
  const made = await office.owner.post('/api/journals', { date: '2026-10-05', narration: 'Rent of October', lines });
  expect(made.body.data, made.text).toMatchObject({
    number: 'JV/26-27/0001',
    kind: 'journal',
    amount: 500,
    lines: [{ account_name: 'Rent' }, {}],
  });
  expect(await get(`profit-and-loss?${year}`)).toMatchObject({ expense: 500, profit: 2500 });
  const { id } = made.body.data;
  const reversed = await office.owner.post(`/api/journals/${id}/reverse`, { reason: 'Twice' });
  expect(reversed.body.data, reversed.text).toMatchObject({
    kind: 'reversal',
    reverses: id,
    date: '2026-10-05',
    amount: 500,
  });
  expect((await office.owner.post(`/api/journals/${id}/reverse`, { reason: 'x' })).body.code).toBe(
    'journals.is_reversed',
  );
  expect(await get(`profit-and-loss?${year}`)).toMatchObject({ profit: 3000 });
  const [sale] = (await office.owner.get('/api/journals?kind=sale')).body.data;
  expect((await office.owner.post(`/api/journals/${sale.id}/reverse`, { reason: 'x' })).body.code).toBe(
    'journals.not_manual',
  );
  const day = await office.owner.get('/api/journals?date_from=2026-08-01&date_to=2026-08-31');
  expect(day.body.data, day.text).toMatchObject([{ kind: 'sale', amount: 1180, source: 'invoices' }]);
  expect(await offBy(world, office.id)).toBe(0);
});

test.each([
  [[{ debit: 5 }, { credit: 4 }], '/lines'],
  [[{ debit: 5, credit: 5 }, { credit: 5 }], '/lines/0/debit'],
  [[{ debit: 5 }, { credit: 5, account: 'receivable' }], '/lines/1/party_id'],
  [[{ debit: 5 }, { credit: 5, account: 'nowhere' }], '/lines/1/account_id'],
])('a voucher that does not balance or names nobody is refused: %j', async (lines, pointer) => {
  const given = lines.map(({ account: name = 'bank', ...side }: Record<string, unknown>) => ({
    account_id: account[name as string] ?? '0190a4f2-7c1e-7d3a-9b55-3f6f0c2a1d10',
    ...side,
  }));
  const reply = await office.owner.post('/api/journals', { narration: 'Odd', lines: given });
  expect([reply.status, reply.body.errors?.[0]?.pointer], reply.text).toEqual([422, pointer]);
});

test('opening balances of accounts and of parties are posted once', async () => {
  const by = await openSeller(world, 'opens-co');
  await by.owner.patch(`/api/customers/${by.customer}`, { opening_balance: 250 });
  await make(by.owner, '/api/vendors', { name: 'Old Mill', opening_balance: 100 });
  const cash = (await by.owner.post('/api/accounts', { name: 'Till', class: 'cash' })).body.data.id;
  const given = { date: '2026-04-01', parties: true, lines: [{ account_id: cash, debit: 50 }] };
  const made = await by.owner.post('/api/journals/openings', given);
  expect(made.status, made.text).toBe(201);
  expect(made.body.data.lines.map(({ debit, credit }: Record<'debit' | 'credit', number>) => debit - credit)).toEqual([
    50, 250, -100, -200,
  ]);
  const again = await by.owner.post('/api/journals/openings', { parties: true });
  expect([again.status, again.body.errors[0].pointer]).toEqual([422, '/lines']);
  const aged = (await by.owner.get('/api/reports/ageing?as_of=2026-04-01')).body.data.rows;
  expect(aged).toMatchObject([{ party_name: 'Local Stores', invoices: 0, other: 250, balance: 250 }]);
  await by.owner.patch(`/api/customers/${by.customer}`, { opening_balance: 200 });
  const less = await by.owner.post('/api/journals/openings', { date: '2026-04-01', parties: true });
  expect(less.body.data.lines, less.text).toMatchObject([{ party_name: 'Local Stores', credit: 50 }, { debit: 50 }]);
});

test('closed books take nothing, from nobody; opening them is a right of its own', async () => {
  const by = await openSeller(world, 'closes-co');
  const id = await by.sell(100, { date: '2026-09-05' });
  const closed = await by.owner.post('/api/period-locks', { locked_until: '2026-09-30', reason: 'Return filed' });
  expect(closed.body.data, closed.text).toMatchObject({
    locked_until: '2026-09-30',
    changed_by: expect.stringContaining('@'),
  });
  const late = await make(by.owner, '/api/invoices', {
    customer_id: by.customer,
    date: '2026-09-30',
    lines: [{ description: 'Fitting', hsn: '998719', quantity: 1, unit_price: 1, tax_rate: 18 }],
  });
  for (const [path, body] of [
    [`/api/invoices/${late}/issue`, {}],
    [`/api/invoices/${id}/cancel`, { reason: 'x' }],
    ['/api/payments', { party_id: by.customer, date: '2026-09-30', amount: 1, mode: 'cash' }],
  ] as const) {
    const reply = await by.owner.post(path, body);
    expect([reply.status, reply.body.errors?.[0]?.pointer], reply.text).toEqual([422, '/date']);
  }
  await expect(
    world.admin.query(
      `insert into journals (tenant_id, id, date, kind, source, source_id, narration) values ($1, gen_random_uuid(), '2026-09-30', 'sale', 'x', $1, 'x')`,
      [by.id],
    ),
  ).rejects.toThrow('closed up to 2026-09-30');
  expect(
    (await by.owner.post('/api/payments', { party_id: by.customer, date: '2026-10-01', amount: 1, mode: 'cash' }))
      .status,
  ).toBe(201);
  const accountant = await by.hire('accountant');
  expect((await accountant.post('/api/period-locks/open', { locked_until: null, reason: 'x' })).status).toBe(403);
  expect(
    (await accountant.post('/api/period-locks', { locked_until: '2026-08-31', reason: 'x' })).body.errors[0].pointer,
  ).toBe('/locked_until');
  const opened = await by.owner.post('/api/period-locks/open', {
    locked_until: '2026-08-31',
    reason: 'A bill was missing',
  });
  expect(opened.status, opened.text).toBe(201);
  expect((await by.owner.post(`/api/invoices/${late}/issue`, {})).status).toBe(200);
  expect((await by.owner.get('/api/period-locks')).body.data).toMatchObject([
    { locked_until: '2026-08-31' },
    { locked_until: '2026-09-30' },
  ]);
  const { rows } = await world.admin.query(
    "select after ->> 'reason' as reason from audit_entries where tenant_id = $1 and action = 'period-locks.open'",
    [by.id],
  );
  expect(rows).toEqual([{ reason: 'A bill was missing' }]);
});

test('the figures of Today, and when returns are due', async () => {
  const by = await openSeller(world, 'today-co');
  await by.sell(500, { due_date: '2026-11-05' });
  await by.sell(300, { due_date: '2099-11-05' });
  await make(by.owner, '/api/payments', { party_id: by.customer, amount: 200, mode: 'upi' });
  const figures = (await by.owner.get('/api/reports/figures')).body.data;
  expect(figures).toMatchObject({
    cash: 0,
    bank: 200,
    cheques: 0,
    to_collect: 800,
    open_invoices: 2,
    overdue: 500,
    overdue_invoices: 1,
  });
  expect(figures.gst_due.map(({ name }: { name: string }) => name).sort()).toEqual(['gstr1', 'gstr3b']);
});

test('the neighbour’s books are nowhere; who may not read them does not', async () => {
  expect((await neighbour.owner.get(`/api/reports/ledger/${account.cash}`)).status).toBe(404);
  expect((await neighbour.owner.get(`/api/reports/statement/${office.customer}`)).body.code).toBe('parties.not_found');
  const trial = (await neighbour.owner.get(`/api/reports/trial-balance?${year}`)).body.data;
  expect(trial.totals).toMatchObject({ debit: 777, credit: 777 });
  const [voucher] = (await office.owner.get('/api/journals')).body.data;
  expect((await neighbour.owner.get(`/api/journals/${voucher.id}`)).status).toBe(404);
  expect((await neighbour.owner.post(`/api/journals/${voucher.id}/reverse`, { reason: 'x' })).status).toBe(404);
  const clerk = await office.hire('clerk', ['payments.read']);
  for (const path of ['reports/trial-balance', 'reports/figures', 'journals', 'period-locks'])
    expect((await clerk.get(`/api/${path}`)).status, path).toBe(403);
  const reader = await office.hire('reader', ['reports.read']);
  expect((await reader.get('/api/reports/ageing')).status).toBe(200);
  expect((await reader.get('/api/reports/ageing?format=csv')).status).toBe(403);
});

/** Invoices over HTTP: from draft to issued and cancelled, numbered without a gap, frozen by the database, in the books; the neighbour next door. */
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { booksOf, make, type Office, openOffice, sellingWorld } from '../testing/offices.ts';

let world: World;
let office: Office;
let neighbour: Office;
let local: string;
let far: string;
let bolt: string;

beforeAll(async () => {
  world = await sellingWorld();
  office = await openOffice(world, 'sells-co');
  neighbour = await openOffice(world, 'next-co');
  local = await make(office.owner, '/api/customers', {
    name: 'Local Stores',
    gstin: '27AABFS1234A1ZV',
    terms_days: 30,
  });
  far = await make(office.owner, '/api/customers', { name: 'Far Traders', state: 'Karnataka' });
  bolt = await make(office.owner, '/api/products', { name: 'Bolt', hsn: '73181500', sale_price: 333.33, tax_rate: 18 });
});
afterAll(() => world?.close());

const draft = (changes: object = {}): object => ({
  customer_id: local,
  date: '2026-11-14',
  lines: [{ product_id: bolt, quantity: 5, discount_percent: 5 }],
  ...changes,
});
const books = (id: string): Promise<string[]> => booksOf(world, id);

test('a sale from draft to issued and cancelled: computed, numbered, posted, reversed', async () => {
  const made = await office.owner.post('/api/invoices', draft());
  expect(made.body.data, made.text).toMatchObject({
    status: 'draft',
    number: null,
    due_date: '2026-12-14',
    place_of_supply: '27',
    lines: [
      {
        description: 'Bolt',
        hsn: '73181500',
        unit: 'NOS',
        amount: 1666.65,
        discount: 83.33,
        taxable_value: 1583.32,
        cgst: 142.5,
        sgst: 142.5,
        igst: 0,
        total: 1868.32,
      },
    ],
    taxable_value: 1583.32,
    cgst: 142.5,
    sgst: 142.5,
    round_off: -0.32,
    total: 1868,
    paid: 0,
    balance: 0,
    amount_in_words: 'Rupees One Thousand Eight Hundred Sixty Eight Only',
    warnings: [],
  });
  const { id } = made.body.data;
  expect(await books(id)).toEqual([]);
  const issued = await office.owner.post(`/api/invoices/${id}/issue`, { version: 1 });
  expect(issued.body.data, issued.text).toMatchObject({
    status: 'issued',
    number: 'INV/26-27/0001',
    balance: 1868,
    seller: { gstin: '27AAPFU0939F1ZV' },
  });
  expect(await books(id)).toEqual([
    'receivable 186800',
    'sales -158332',
    'output_cgst -14250',
    'output_sgst -14250',
    'round_off 32',
  ]);
  const found = await office.owner.get('/api/invoices/INV%2F26-27%2F0001');
  expect(found.body.data, found.text).toMatchObject({ id, status: 'issued' });
  const again = await office.owner.post(`/api/invoices/${id}/issue`, {});
  expect([again.status, again.body.code]).toEqual([409, 'invoices.not_draft']);
  const cancelled = await office.owner.post(`/api/invoices/${id}/cancel`, { reason: 'Wrong customer' });
  expect(cancelled.body.data, cancelled.text).toMatchObject({
    status: 'cancelled',
    number: 'INV/26-27/0001',
    balance: 0,
    cancel_reason: 'Wrong customer',
  });
  expect((await books(id)).slice(5)).toEqual([
    'receivable -186800',
    'sales 158332',
    'output_cgst 14250',
    'output_sgst 14250',
    'round_off -32',
  ]);
  const trail = await office.owner.get(`/api/invoices?q=local&count=true&totals=total,balance`);
  expect(trail.body.meta, trail.text).toMatchObject({ total: 1, totals: { total: 1868, balance: 0 } });
});

test('another state bears IGST; a place that is chosen stays; lines and sums follow each change of a draft', async () => {
  const { id } = (await office.owner.post('/api/invoices', draft({ customer_id: far, round_off: false }))).body.data;
  const preview = await office.owner.post('/api/invoices/preview', draft({ customer_id: far, round_off: false }));
  expect(preview.body.data, preview.text).toMatchObject({
    head: 'inter',
    place_of_supply: '29',
    igst: 285,
    cgst: 0,
    total: 1868.32,
  });
  const chosen = await office.owner.patch(`/api/invoices/${id}`, {
    place_of_supply: 'Maharashtra',
    lines: [{ product_id: bolt, quantity: 1 }],
  });
  expect(chosen.body.data, chosen.text).toMatchObject({
    head: 'intra',
    place_is_chosen: true,
    cgst: 30,
    sgst: 30,
    total: 393.33,
    lines: [{ line: 1, quantity: 1 }],
  });
  const noted = await office.owner.patch(`/api/invoices/${id}`, { notes: 'By rail' });
  expect(noted.body.data).toMatchObject({ place_of_supply: '27', notes: 'By rail', total: 393.33 });
  expect((await office.owner.delete(`/api/invoices/${id}`)).status).toBe(200);
  expect((await office.owner.get(`/api/invoices/${id}`)).status).toBe(404);
});

test.each([
  [{ lines: [{ product_id: '0190a4f2-7c1e-7d3a-9b55-3f6f0c2a1d10', quantity: 1 }] }, 422, '/lines/0/product_id'],
  [{ lines: [{ description: 'X', quantity: -1 }] }, 400, '/lines/0/quantity'],
  [{ lines: [{ description: 'X', quantity: 1, discount_percent: 150 }] }, 400, '/lines/0/discount_percent'],
  [
    { lines: [{ description: 'X', hsn: '73181500', quantity: 1, unit_price: 10, discount_amount: 10.01 }] },
    422,
    '/lines/0/discount_amount',
  ],
  [{ discount_amount: 2000 }, 422, '/discount_amount'],
  [{ place_of_supply: 'Atlantis' }, 422, '/place_of_supply'],
  [{ due_date: '2026-11-13' }, 422, '/due_date'],
  [
    { lines: [{ description: 'X', hsn: '73181500', quantity: 1, unit_price: 1, treatment: 'exempt', tax_rate: 18 }] },
    422,
    '/lines/0/tax_rate',
  ],
])('what contradicts itself is not stored: %j', async (changes, status, pointer) => {
  const before = (await office.owner.get('/api/invoices?count=true')).body.meta.total;
  const reply = await office.owner.post('/api/invoices', draft(changes));
  expect([reply.status, reply.body.errors?.[0]?.pointer], reply.text).toEqual([status, pointer]);
  expect((await office.owner.get('/api/invoices?count=true')).body.meta.total).toBe(before);
});

test.each([
  [{ lines: [] }, '/lines'],
  [{ lines: [{ description: 'Bolt', quantity: 1, unit_price: 1, tax_rate: 18 }] }, '/lines/0/hsn'],
  [
    {
      lines: [{ product_id: '', description: 'Bolt', hsn: '73181500', quantity: 1, unit_price: 1, tax_rate: 17 }].map(
        ({ product_id: _, ...line }) => line,
      ),
    },
    '/lines/0/tax_rate',
  ],
  [{ document_type: 'bill_of_supply' }, '/document_type'],
  [{ reverse_charge: true, customer: 'far' }, '/reverse_charge'],
  [{ supply_type: 'export_with_payment' }, '/supply_type'],
  [{ date: '2099-01-01' }, '/date'],
])('a draft that lacks something is kept, says so, and is not issued: %j', async (changes, pointer) => {
  const { customer, ...rest } = changes as { customer?: string };
  const made = await office.owner.post('/api/invoices', draft({ ...rest, ...(customer ? { customer_id: far } : {}) }));
  expect(made.status, made.text).toBe(201);
  expect(made.body.data.warnings.length).toBeGreaterThan(0);
  const reply = await office.owner.post(`/api/invoices/${made.body.data.id}/issue`, {});
  expect([reply.status, reply.body.code], reply.text).toEqual([422, 'invoices.not_ready']);
  expect(reply.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  expect((await office.owner.get(`/api/invoices/${made.body.data.id}`)).body.data).toMatchObject({
    status: 'draft',
    number: null,
  });
});

test('fifty issues at once, some refused on the way: no gap, nothing twice, the books balance', async () => {
  const ids = await Promise.all(Array.from({ length: 50 }, () => make(office.owner, '/api/invoices', draft())));
  const faulty = await make(office.owner, '/api/invoices', draft({ lines: [] }));
  const replies = await Promise.all([...ids, faulty].map((id) => office.owner.post(`/api/invoices/${id}/issue`, {})));
  expect(replies.map(({ status }) => status).sort()).toEqual([...Array(50).fill(200), 422]);
  const numbers = replies.flatMap(({ body }) => body.data?.number ?? []).sort();
  expect(numbers).toEqual(Array.from({ length: 50 }, (_, n) => `INV/26-27/${String(n + 2).padStart(4, '0')}`));
  const { rows } = await world.admin.query(
    'select sum(debit::bigint)::bigint - sum(credit::bigint)::bigint as off, count(distinct journal_id)::int as vouchers from journal_lines where tenant_id = $1',
    [office.id],
  );
  expect(rows).toEqual([{ off: '0', vouchers: 52 }]);
}, 60_000);

test('drafted and issued in one act, 24 at once: each whole with its voucher, no gap; of what is refused nothing is stored', async () => {
  const all = async (): Promise<number> =>
    (await world.admin.query('select 1 from documents where tenant_id = $1', [office.id])).rows.length;
  const before = await all();
  const first = (await office.owner.post('/api/invoices/issue', draft({ place_of_supply: '27' }))).body.data;
  expect(first).toMatchObject({ status: 'issued', version: 2, total: 1868, balance: 1868 });
  const faulty = draft({ lines: [] });
  const replies = await Promise.all(
    [...Array(24).fill(draft()), faulty].map((body) => office.owner.post('/api/invoices/issue', body)),
  );
  expect(replies.map(({ status }) => status).sort()).toEqual([...Array(24).fill(201), 422]);
  const counter = ({ number }: { number: string }): number => Number(number.slice(-4));
  const numbers = replies.flatMap(({ body }) => (body.data ? counter(body.data) : [])).sort((a, b) => a - b);
  expect(numbers).toEqual(Array.from({ length: 24 }, (_, n) => counter(first) + n + 1));
  expect(await all()).toBe(before + 25);
  for (const { body } of replies) if (body.data) expect(await books(body.data.id)).toHaveLength(5);
  const { rows: trail } = await world.admin.query(
    'select action from audit_entries where tenant_id = $1 and subject_id = $2 order by action',
    [office.id, first.id],
  );
  expect(trail).toEqual([{ action: 'invoices.create' }, { action: 'invoices.issue' }]);
  const clerk = await office.hire('clerk', ['invoices.read', 'invoices.issue']);
  expect((await clerk.post('/api/invoices/issue', draft())).body).toMatchObject({ permission: 'invoices.write' });
});

test('two clients at one draft: who saw an older one is told so, and it is issued once', async () => {
  const { id } = (await office.owner.post('/api/invoices', draft())).body.data;
  const changes = ['By rail', 'By road'].map((notes) =>
    office.owner.patch(`/api/invoices/${id}`, { notes, version: 1 }),
  );
  expect((await Promise.all(changes)).map(({ status }) => status).sort()).toEqual([200, 412]);
  const issues = await Promise.all([1, 2, 3].map(() => office.owner.post(`/api/invoices/${id}/issue`, {})));
  expect(issues.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  expect(await books(id)).toHaveLength(5);
  const cancels = await Promise.all(
    [1, 2].map(() => office.owner.post(`/api/invoices/${id}/cancel`, { reason: 'Twice' })),
  );
  expect(cancels.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(await books(id)).toHaveLength(10);
});

test('the database refuses to change, delete or unbalance what is issued, also to its owner', async () => {
  const id = await make(office.owner, '/api/invoices', draft());
  await office.owner.post(`/api/invoices/${id}/issue`, {});
  for (const [text, told] of [
    ['update documents set total = 1 where id = $1', 'frozen'],
    ["update documents set buyer = '{}' where id = $1", 'frozen'],
    ["update documents set status = 'draft', number = null where id = $1", 'frozen'],
    ['delete from documents where id = $1', 'cancelled, not deleted'],
    ['update document_lines set quantity = 1 where document_id = $1', 'lines of an issued document'],
    ['delete from document_lines where document_id = $1', 'lines of an issued document'],
    [
      'update journal_lines set debit = debit + 1 where debit > 0 and journal_id in (select id from journals where source_id = $1)',
      'balance',
    ],
  ] as const)
    await expect(world.admin.query(text, [id]), text).rejects.toThrow(told);
});

test('the neighbour and who may not: not seen, not issued, not cancelled, not sold to', async () => {
  const id = await make(office.owner, '/api/invoices', draft());
  for (const path of ['', '/issue', '/cancel'])
    expect(
      (
        await (path
          ? neighbour.owner.post(`/api/invoices/${id}${path}`, path === '/cancel' ? { reason: 'x' } : {})
          : neighbour.owner.get(`/api/invoices/${id}`))
      ).status,
    ).toBe(404);
  expect((await neighbour.owner.post('/api/invoices', draft())).body.code).toBe('customers.not_found');
  const theirs = await make(neighbour.owner, '/api/customers', { name: 'Own', gstin: '27AABFS1234A1ZV' });
  const foreign = await neighbour.owner.post('/api/invoices', draft({ customer_id: theirs }));
  expect([foreign.status, foreign.body.errors?.[0]?.pointer]).toEqual([422, '/lines/0/product_id']);
  expect((await neighbour.owner.get('/api/invoices')).body.data).toEqual([]);
  const reader = await office.hire('reader', ['invoices.read']);
  expect((await reader.get(`/api/invoices/${id}`)).status).toBe(200);
  expect((await reader.post(`/api/invoices/${id}/issue`, {})).status).toBe(403);
  const writer = await office.hire('writer', ['invoices.read', 'invoices.write', 'invoices.issue']);
  expect((await writer.post(`/api/invoices/${id}/issue`, {})).status).toBe(200);
  expect((await writer.post(`/api/invoices/${id}/cancel`, { reason: 'x' })).status).toBe(403);
});

test('the day on which it is due follows from the terms until somebody chooses one; who owes much is told of', async () => {
  const debtor = await make(office.owner, '/api/customers', { name: 'Debtor', terms_days: 15, credit_limit: 500 });
  const body = draft({ customer_id: debtor, lines: [{ product_id: bolt, quantity: 1 }] });
  const { id } = (await office.owner.post('/api/invoices', body)).body.data;
  const patched = async (changes: object) => (await office.owner.patch(`/api/invoices/${id}`, changes)).body.data;
  expect(await patched({ date: '2026-10-01' })).toMatchObject({ due_date: '2026-10-16', due_is_chosen: false });
  expect(await patched({ payment_terms: 'end_of_month' })).toMatchObject({ due_date: '2026-10-31' });
  expect(await patched({ due_date: '2026-10-20' })).toMatchObject({ due_date: '2026-10-20', due_is_chosen: true });
  expect(await patched({ date: '2026-10-02' })).toMatchObject({ due_date: '2026-10-20', warnings: [] });
  expect(await patched({ due_date: null })).toMatchObject({ due_date: '2026-10-31', due_is_chosen: false });
  expect((await office.owner.post(`/api/invoices/${id}/issue`, {})).status).toBe(200);
  const next = await office.owner.post('/api/invoices/preview', body);
  expect(next.body.data.warnings, next.text).toEqual([
    'With this Debtor owes ₹786; the credit limit is ₹500.',
    '₹393 of Debtor are overdue.',
  ]);
});

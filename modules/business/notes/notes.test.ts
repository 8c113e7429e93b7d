/** Credit and debit notes over HTTP: against what an invoice has left, in the books, in what is due; the neighbour next door. */
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
  bolt = await make(office.owner, '/api/products', { name: 'Bolt', hsn: '73181500', sale_price: 333.33, tax_rate: 18 });
});
afterAll(() => world?.close());

/** An issued invoice of 5 bolts with 5 % off and a service: 1583.32 + 1500, intra-state, 3,638. */
async function sell(changes: object = {}): Promise<string> {
  const id = await make(office.owner, '/api/invoices', {
    customer_id: customer,
    date: '2026-11-14',
    lines: [
      { product_id: bolt, quantity: 5, discount_percent: 5 },
      { description: 'Repair', hsn: '998719', quantity: 1, unit_price: 1500, tax_rate: 18 },
    ],
    ...changes,
  });
  const reply = await office.owner.post(`/api/invoices/${id}/issue`, {});
  expect(reply.status, reply.text).toBe(200);
  return id;
}
const credit = (invoice_id: string, lines?: object[], more: object = {}): object => ({
  invoice_id,
  date: '2026-11-20',
  ...(lines ? { lines } : {}),
  ...more,
});
const balanceOf = async (id: string): Promise<unknown> => {
  const { total, credited, debited, balance } = (await office.owner.get(`/api/invoices/${id}`)).body.data;
  return { total, credited, debited, balance };
};
type Caught = Awaited<ReturnType<Office['owner']['get']>>['body'];
async function issue(
  noun: string,
  body: object,
  by = office.owner,
): Promise<{ id: string; status: number; data: Caught }> {
  const id = await make(by, `/api/${noun}`, body);
  const reply = await by.post(`/api/${noun}/${id}/issue`, {});
  return { id, status: reply.status, data: reply.body.data ?? reply.body };
}

test('part of a sale comes back: a draft changes nothing, an issued note lowers what is due and reverses the voucher', async () => {
  const invoice = await sell();
  const draft = await office.owner.post('/api/credit-notes', credit(invoice, [{ from_line: 1, quantity: 2 }]));
  expect(draft.body.data, draft.text).toMatchObject({
    status: 'draft',
    document_type: 'credit_note',
    reason: 'sales_return',
    original: { number: 'INV/26-27/0001', date: '2026-11-14' },
    place_of_supply: '27',
    lines: [{ description: 'Bolt', quantity: 2, taxable_value: 633.33, cgst: 57, sgst: 57, from_line: 1 }],
    taxable_value: 633.33,
    round_off: -0.33,
    total: 747,
    available: [
      { line: 1, quantity: 5, left_quantity: 5, left_value: 1583.32 },
      { line: 2, left_quantity: 1, left_value: 1500 },
    ],
  });
  const { id } = draft.body.data;
  expect(await balanceOf(invoice)).toMatchObject({ credited: 0, balance: 3638 });
  const issued = await office.owner.post(`/api/credit-notes/${id}/issue`, { version: 1 });
  expect(issued.body.data, issued.text).toMatchObject({
    status: 'issued',
    number: 'CRN/26-27/0001',
    applied: 747,
    balance: 0,
  });
  expect(await balanceOf(invoice)).toEqual({ total: 3638, credited: 747, debited: 0, balance: 2891 });
  expect(await booksOf(world, id)).toEqual([
    'receivable -74700',
    'sales_returns 63333',
    'output_cgst 5700',
    'output_sgst 5700',
    'round_off -33',
  ]);
  const told = await world.admin.query(
    'select return_section as section, return_type as type, return_rate::int as rate, hsn_of from document_lines where document_id = $1',
    [id],
  );
  expect(told.rows).toEqual([{ section: 'cdnr', type: 'R', rate: 18, hsn_of: 'b2b' }]);
  // While a note stands, its invoice does not go.
  const cancel = await office.owner.post(`/api/invoices/${invoice}/cancel`, { reason: 'Wrong' });
  expect([cancel.status, cancel.body.code]).toEqual([409, 'invoices.has_notes']);
  const cancelled = await office.owner.post(`/api/credit-notes/${id}/cancel`, { reason: 'Not returned' });
  expect(cancelled.body.data, cancelled.text).toMatchObject({ status: 'cancelled', number: 'CRN/26-27/0001' });
  expect(await balanceOf(invoice)).toMatchObject({ credited: 0, balance: 3638 });
  expect((await booksOf(world, id)).slice(5)).toContain('receivable 74700');
  expect((await office.owner.post(`/api/invoices/${invoice}/cancel`, { reason: 'Wrong' })).status).toBe(200);
});

test('notes that together take everything come to the invoice to the paisa, whatever was taken before', async () => {
  const invoice = await sell();
  await issue('credit-notes', credit(invoice, [{ from_line: 1, quantity: 2 }]));
  await issue('credit-notes', credit(invoice, [{ from_line: 1, value: 100 }], { reason: 'discount_after_sale' }));
  const rest = await issue('credit-notes', credit(invoice));
  expect(rest.data).toMatchObject({
    lines: [
      { quantity: 3, taxable_value: 849.99 },
      { quantity: 1, taxable_value: 1500 },
    ],
  });
  expect(await balanceOf(invoice)).toMatchObject({ credited: 3638, balance: 0 });
  const { rows } = await world.admin.query(
    `select sum(cgst::bigint)::int as cgst, sum(taxable_value::bigint)::int as value from documents where original_id = $1`,
    [invoice],
  );
  expect(rows).toEqual([{ cgst: 27750, value: 308332 }]);
  const nothing = await issue('credit-notes', credit(invoice));
  expect([nothing.status, nothing.data.code, nothing.data.errors?.[0]?.pointer]).toEqual([
    422,
    'credit-notes.not_ready',
    '/lines',
  ]);
});

test.each([
  [[{ from_line: 1, quantity: 5.001 }], 422, '/lines/0/quantity'],
  [[{ from_line: 2, value: 1500.01 }], 422, '/lines/0/value'],
  [[{ from_line: 3, quantity: 1 }], 422, '/lines/0/from_line'],
  [[{ from_line: 1, quantity: 1, value: 1 }], 422, '/lines/0/value'],
  [[{ from_line: 1 }], 422, '/lines/0/quantity'],
  [
    [
      { from_line: 1, quantity: 1 },
      { from_line: 1, quantity: 1 },
    ],
    422,
    '/lines/1/from_line',
  ],
  [[{ from_line: 1, quantity: -1 }], 400, '/lines/0/quantity'],
])('more than is left, or nothing, is not stored: %j', async (lines, status, pointer) => {
  const reply = await office.owner.post('/api/credit-notes', credit(await sell(), lines));
  expect([reply.status, reply.body.errors?.[0]?.pointer], reply.text).toEqual([status, pointer]);
});

test('twelve clients give back one and the same bolt: once; the database holds against SQL by hand too', async () => {
  const invoice = await sell();
  const ids = await Promise.all(
    Array.from({ length: 12 }, () =>
      make(office.owner, '/api/credit-notes', credit(invoice, [{ from_line: 1, quantity: 5 }])),
    ),
  );
  const replies = await Promise.all(ids.map((id) => office.owner.post(`/api/credit-notes/${id}/issue`, {})));
  expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array(11).fill(422)]);
  expect(await balanceOf(invoice)).toMatchObject({ credited: 1868, balance: 1770 });
  const draft = ids[replies.findIndex(({ status }) => status === 422)];
  await expect(
    world.admin.query(`update documents set status = 'issued', number = 'CRN/9', issued_at = now() where id = $1`, [
      draft,
    ]),
  ).rejects.toThrow('gives back more than line 1');
  const applied = await office.owner.get('/api/credit-notes?status=issued&count=true&totals=total&sort=-number');
  const numbers = applied.body.data.map(({ number }: { number: string }) => Number(number.slice(-4)));
  expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, n) => numbers.length + 1 - n));
});

test('what was paid already stays the customer’s; a debit note adds to what is due', async () => {
  const invoice = await sell();
  await world.admin.query('update documents set paid = 350000 where id = $1', [invoice]);
  const { data, id } = await issue('credit-notes', credit(invoice, [{ from_line: 2, quantity: 1 }]));
  expect(data).toMatchObject({ total: 1770, applied: 138, balance: 1632 });
  expect(await balanceOf(invoice)).toMatchObject({ credited: 138, balance: 0 });
  const raised = await issue('debit-notes', credit(invoice, [{ from_line: 1, value: 100.5 }]));
  expect(raised.data).toMatchObject({
    number: 'DBN/26-27/0001',
    reason: 'correction',
    lines: [{ quantity: 0, taxable_value: 100.5, cgst: 9.05, sgst: 9.05 }],
    total: 119,
    balance: 0,
  });
  expect(await balanceOf(invoice)).toMatchObject({ debited: 119, balance: 119 });
  await world.admin.query('update documents set paid = paid::bigint + 11900 where id = $1', [invoice]);
  const late = await office.owner.post(`/api/debit-notes/${raised.id}/cancel`, { reason: 'Paid meanwhile' });
  expect([late.status, late.body.code]).toEqual([409, 'debit-notes.is_used']);
  await world.admin.query('update documents set paid = 1 where id = $1', [id]);
  const used = await office.owner.post(`/api/credit-notes/${id}/cancel`, { reason: 'Used' });
  expect([used.status, used.body.code]).toEqual([409, 'credit-notes.is_used']);
});

test('after 30 November of the next year the tax stays: a financial note, which says so and stands in no return', async () => {
  const invoice = await sell({ date: '2025-03-31' });
  const told = await office.owner.post('/api/credit-notes/preview', credit(invoice, [{ from_line: 2, quantity: 1 }]));
  expect(told.body.data, told.text).toMatchObject({ document_type: 'financial_note', cgst: 0, total: 1500 });
  expect(told.body.data.warnings[0]).toContain('30-11-2025');
  const { data, id } = await issue('credit-notes', credit(invoice, [{ from_line: 2, quantity: 1 }]));
  expect(data).toMatchObject({ number: 'FCN/26-27/0001', applied: 1500 });
  const { rows } = await world.admin.query('select return_section from document_lines where document_id = $1', [id]);
  expect(rows).toEqual([{ return_section: null }]);
  const taxed = await issue('credit-notes', credit(invoice, undefined, { document_type: 'credit_note' }));
  expect([taxed.status, taxed.data.errors?.[0]?.pointer]).toEqual([422, '/document_type']);
  const early = await office.owner.post('/api/credit-notes', credit(invoice, undefined, { date: '2025-03-30' }));
  expect([early.status, early.body.errors?.[0]?.pointer]).toEqual([422, '/date']);
});

test('a draft is changed and removed; no note without an issued invoice; the neighbour and who may not', async () => {
  const invoice = await sell();
  const id = await make(office.owner, '/api/credit-notes', credit(invoice, [{ from_line: 1, quantity: 2 }]));
  const changed = await office.owner.patch(`/api/credit-notes/${id}`, {
    reason: 'deficiency',
    lines: [{ from_line: 2, value: 10 }],
    version: 1,
  });
  expect(changed.body.data, changed.text).toMatchObject({
    reason: 'deficiency',
    taxable_value: 10,
    cgst: 0.9,
    version: 2,
  });
  for (const path of ['', '/issue', '/cancel']) {
    const reply = path
      ? await neighbour.owner.post(`/api/credit-notes/${id}${path}`, path === '/cancel' ? { reason: 'x' } : {})
      : await neighbour.owner.get(`/api/credit-notes/${id}`);
    expect(reply.status).toBe(404);
  }
  expect((await neighbour.owner.post('/api/credit-notes', credit(invoice))).body.code).toBe('invoices.not_found');
  expect((await neighbour.owner.get('/api/credit-notes')).body.data).toEqual([]);
  expect((await office.owner.get(`/api/debit-notes/${id}`)).status).toBe(404);
  const reader = await office.hire('reader', ['credit-notes.read']);
  expect((await reader.get(`/api/credit-notes/${id}`)).status).toBe(200);
  expect((await reader.post(`/api/credit-notes/${id}/issue`, {})).status).toBe(403);
  expect((await office.owner.delete(`/api/credit-notes/${id}`)).status).toBe(200);
  const draft = await make(office.owner, '/api/invoices', {
    customer_id: customer,
    lines: [{ product_id: bolt, quantity: 1 }],
  });
  const none = await office.owner.post('/api/credit-notes', credit(draft));
  expect([none.status, none.body.code]).toEqual([409, 'credit-notes.no_invoice']);
});

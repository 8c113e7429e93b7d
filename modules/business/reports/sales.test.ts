/** The sales register over HTTP: every look adds to the same, and that is what the books say; credit notes take away; never the neighbour's. */
import type { World } from '@tenantry/kernel/testing/world.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { make, type Office, openOffice, sellingWorld } from '../testing/offices.ts';
import { SALES_AMOUNTS, SALES_COLUMNS, SALES_VIEWS, type SalesView } from './sales_looks.ts';

let world: World;
let office: Office;
let neighbour: Office;
let branch: string;
let bolt: string;
const customers: string[] = [];

type Amounts = Record<(typeof SALES_AMOUNTS)[number], number>;
type Row = Amounts & {
  key: string;
  name: string | null;
  number: string | null;
  documents: number;
  quantity: number | null;
  unit: string | null;
};

beforeAll(async () => {
  world = await sellingWorld();
  office = await openOffice(world, 'register-co');
  neighbour = await openOffice(world, 'next-co');
  const { owner } = office;
  branch = await make(owner, '/api/branches', { code: 'NGP', name: 'Nagpur' });
  bolt = await make(owner, '/api/products', { name: 'Bolt M6', hsn: '73181500', sale_price: 12.5, tax_rate: 18 });
  const named = [
    { name: 'Near', gstin: '27AABFS1234A1ZV' },
    { name: 'Far', gstin: '29AABPM5678B2ZL' },
    { name: 'Walk-in', state: '27' },
  ];
  for (const one of named) customers.push(await make(owner, '/api/customers', one));
  await happen();
  const theirs = await make(neighbour.owner, '/api/customers', { name: 'Theirs', state: '27' });
  const sale = {
    customer_id: theirs,
    date: '2026-10-02',
    lines: [{ description: 'X', hsn: '73181500', quantity: 1, unit_price: 999, tax_rate: 18 }],
  };
  expect((await neighbour.owner.post('/api/invoices/issue', sale)).status).toBeLessThan(300);
}, 60_000);
afterAll(() => world?.close());

const LINES = [
  () => ({ product_id: bolt, quantity: 3.5 }),
  () => ({ description: 'Fitting', hsn: '998719', quantity: 2, unit_price: 333.33, tax_rate: 18 }),
  () => ({
    description: 'Advice',
    hsn: '998211',
    quantity: 1,
    unit_price: 1499.99,
    tax_rate: 5,
    discount_percent: 7.5,
  }),
  () => ({ description: 'Salt', hsn: '25010020', quantity: 10, unit: 'KGS', unit_price: 21, treatment: 'exempt' }),
];
const sales = fc.record({
  customer: fc.integer({ min: 0, max: 2 }),
  at: fc.boolean(),
  date: fc.constantFrom('2026-09-30', '2026-10-01', '2026-10-31', '2026-11-05'),
  lines: fc.subarray([1, 2, 3], { minLength: 0 }),
  more: fc.record({
    charges: fc.constantFrom(0, 45.5),
    other_charges: fc.constantFrom(0, 30),
    discount_amount: fc.constantFrom(0, 9.99),
  }),
  reverse: fc.boolean(),
  note: fc.constantFrom('none', 'value', 'all', 'cancelled'),
});

/** Two dozen sales at random, some of them noted or cancelled. */
async function happen(): Promise<void> {
  const { owner } = office;
  for (const { customer, at, date, lines, more, reverse, note } of fc.sample(sales, { seed: 7, numRuns: 24 })) {
    const body = {
      ...{ customer_id: customers[customer], branch_id: at ? branch : null, date, ...more },
      reverse_charge: reverse && customer < 2,
      lines: [0, ...lines].map((index) => LINES[index]?.()),
    };
    const made = await owner.post('/api/invoices/issue', body);
    expect(made.status, made.text).toBeLessThan(300);
    const { id } = made.body.data;
    if (note === 'cancelled')
      expect((await owner.post(`/api/invoices/${id}/cancel`, { reason: 'Wrong' })).status).toBe(200);
    if (note !== 'value' && note !== 'all') continue;
    const part = note === 'value' ? { lines: [{ from_line: 1, value: 5.55 }] } : {};
    const draft = await make(owner, '/api/credit-notes', { invoice_id: id, date: '2026-11-06', ...part });
    const issued = await owner.post(`/api/credit-notes/${draft}/issue`, {});
    expect(issued.status, issued.text).toBe(200);
  }
}

const get = async (query: string) => {
  const reply = await office.owner.get(`/api/reports/sales?${query}`);
  expect(reply.status, reply.text).toBe(200);
  return reply.body.data as { rows: Row[]; totals: Amounts & { documents: number }; next_cursor: string | null };
};
const paise = (value: number): number => Math.round(value * 100);
const added = (rows: readonly Row[]): Record<string, number> =>
  Object.fromEntries(SALES_AMOUNTS.map((name) => [name, rows.reduce((sum, row) => sum + paise(row[name]), 0)]));
const inPaise = (of: Amounts): Record<string, number> =>
  Object.fromEntries(SALES_AMOUNTS.map((name) => [name, paise(of[name])]));
const year = 'from=2026-04-01&to=2026-11-20';

test('every look has the same totals, and its rows add to them; what is of no line stands in the totals alone', async () => {
  const { totals } = await get(year);
  expect(totals.documents).toBeGreaterThan(20);
  expect(totals.total).not.toBe(0);
  for (const by of SALES_VIEWS) {
    const look = await get(`${year}&by=${by}&limit=1000`);
    expect(look.totals, by).toEqual(totals);
    const sums = added(look.rows);
    const isOfLines = ['line', 'item', 'hsn', 'rate'].includes(by);
    const { other, total, ...rest } = inPaise(totals);
    const apart = isOfLines ? { other: 0, total: (total as number) - (other as number) } : { other, total };
    expect(sums, by).toEqual({ ...rest, ...apart });
  }
  const parts = inPaise(totals);
  const { taxable_value = 0, cgst = 0, sgst = 0, igst = 0, cess = 0, other = 0 } = parts;
  expect(taxable_value + cgst + sgst + igst + cess + other).toBe(parts.total);
});

test('it is what the books say of sales and of tax', async () => {
  const { rows } = await world.admin.query(
    `select coalesce(a.role, a.type) as role, sum(l.credit::bigint - l.debit::bigint)::int as amount from journal_lines l
       join journals j on j.tenant_id = l.tenant_id and j.id = l.journal_id join accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
     where l.tenant_id = $1 and j.source in ('invoices', 'credit-notes') and l.date <= '2026-11-20' group by 1`,
    [office.id],
  );
  const booked = Object.fromEntries(rows.map(({ role, amount }: { role: string; amount: number }) => [role, amount]));
  const totals = inPaise((await get(year)).totals);
  expect(-(booked.receivable ?? 0)).toBe(totals.total);
  for (const tax of ['cgst', 'sgst', 'igst']) expect(booked[`output_${tax}`] ?? 0, tax).toBe(totals[tax]);
});

test('pages carry on, days and rows narrow, and a row leads to what is behind it', async () => {
  const all = await get(`${year}&by=line&limit=1000`);
  const pages: Row[] = [];
  for (let cursor = ''; ; ) {
    const page = await get(`${year}&by=line&limit=7${cursor}`);
    pages.push(...page.rows);
    if (!page.next_cursor) break;
    cursor = `&cursor=${page.next_cursor}`;
  }
  expect(pages).toEqual(all.rows);
  for (const [by, filter] of [
    ['customer', 'customer_id'],
    ['place', 'place_of_supply'],
    ['item', 'item'],
    ['hsn', 'hsn'],
    ['rate', 'rate'],
  ] as const)
    for (const row of (await get(`${year}&by=${by}`)).rows) {
      const behind = await get(`${year}&by=line&${filter}=${encodeURIComponent(row.key)}&limit=1000`);
      expect(added(behind.rows).taxable_value, `${by} ${row.key}`).toBe(paise(row.taxable_value));
    }
  const october = await get('from=2026-10-01&to=2026-10-31');
  const month = (await get(`${year}&by=month`)).rows.find(({ key }) => key === '2026-10');
  expect(inPaise(october.totals)).toEqual(inPaise(month as Row));
  const item = (await get(`${year}&by=item`)).rows.find(({ key }) => key === bolt);
  expect(item).toMatchObject({ name: 'Bolt M6', unit: 'NOS' });
  const lines = (await get(`${year}&by=line&item=${bolt}&limit=1000`)).rows;
  expect(item?.quantity).toBeCloseTo(
    lines.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0),
    3,
  );
});

test('what cannot be asked is refused at its field; files have the columns of their look; nobody sees the neighbour’s', async () => {
  const bad = async (query: string) => (await office.owner.get(`/api/reports/sales?${query}`)).status;
  const narrowed = await office.owner.get(`/api/reports/sales?by=document&hsn=998719`);
  expect([narrowed.status, narrowed.body.errors[0].pointer]).toEqual([400, '/hsn']);
  expect(await bad('by=shape')).toBe(400);
  expect(await bad('cursor=x')).toBe(400);
  expect(await bad('from=2026-11-02&to=2026-11-01')).toBe(400);
  expect(await bad('customer_id=1')).toBe(400);
  for (const by of Object.keys(SALES_COLUMNS) as SalesView[]) {
    const csv = await office.owner.get(`/api/reports/sales?${year}&by=${by}&format=csv`);
    const [head = '', ...rows] = csv.text.trim().split(/\r?\n/);
    expect(head.replace('\u{feff}', '').split(',')).toEqual([...SALES_COLUMNS[by], ...SALES_AMOUNTS]);
    expect(rows).toHaveLength((await get(`${year}&by=${by}&limit=1000`)).rows.length);
  }
  const theirs = (await neighbour.owner.get(`/api/reports/sales?${year}&customer_id=${customers[0]}`)).body.data;
  expect(theirs).toMatchObject({ rows: [], totals: { documents: 0, total: 0 } });
  const own = (await neighbour.owner.get(`/api/reports/sales?${year}`)).body.data;
  expect(own.rows).toHaveLength(1);
});

/** Tables 12 and 13 as one looks at them, over HTTP: sums that agree with the sections whatever was sold, documents behind each row, files. */
import type { World } from '@tenantry/kernel/testing/world.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { make, type Office, openOffice, sellingWorld } from '../testing/offices.ts';
import type { Behind, HsnTotal, SectionSum } from './returns.schema.ts';

let world: World;
let office: Office;
let neighbour: Office;
const buyers: Record<string, string> = {};

const RIDES = { gstin: '27AAFCZ1234E1ZI', name: 'Tiffin Rides' };
const CUSTOMERS = {
  near: { name: 'Near', gstin: '27AABFS1234A1ZV' },
  far: { name: 'Far', gstin: '29AABPM5678B2ZL' },
  zone: { name: 'Zone', gstin: '29AABPM5678B2ZL', category: 'sez' },
  walk_in: { name: 'Walk-in', state: 'Maharashtra', city: 'Pune' },
  elsewhere: { name: 'Elsewhere', state: 'Karnataka', city: 'Mysuru' },
  abroad: { name: 'Abroad', country: 'Nepal' },
};
type Buyer = keyof typeof CUSTOMERS;

beforeAll(async () => {
  world = await sellingWorld();
  office = await openOffice(world, 'hsn-co');
  neighbour = await openOffice(world, 'next-co');
  for (const [key, customer] of Object.entries(CUSTOMERS))
    buyers[key] = await make(office.owner, '/api/customers', customer);
});
afterAll(() => world?.close());

async function issue(noun: string, body: object): Promise<string> {
  const id = await make(office.owner, `/api/${noun}`, body);
  const issued = await office.owner.post(`/api/${noun}/${id}/issue`, {});
  expect(issued.status, issued.text).toBe(200);
  return id;
}
const read = async <T>(path: string): Promise<T[]> => {
  const reply = await office.owner.get(`/api/gst/${path}`);
  expect(reply.status, reply.text).toBe(200);
  return reply.body.data;
};

const FIGURES = ['taxable_value', 'igst', 'cgst', 'sgst', 'cess'] as const;
type Figures = Record<(typeof FIGURES)[number], number>;
const paise = (rows: readonly Figures[]): number[] =>
  FIGURES.map((name) => rows.reduce((sum, row) => sum + Math.round(row[name] * 100), 0) || 0);

const line = fc.record({
  hsn: fc.constantFrom('73181500', '7318', '998719'),
  unit: fc.constantFrom('NOS', 'KGS'),
  quantity: fc.integer({ min: 1000, max: 9999 }).map((thousandths) => thousandths / 1000),
  unit_price: fc.integer({ min: 100, max: 9_000_000 }).map((hundredths) => hundredths / 100),
  tax: fc.constantFrom(
    { tax_rate: 18 },
    { tax_rate: 5, cess_rate: 3 },
    { tax_rate: 0.25 },
    { treatment: 'exempt', tax_rate: null },
    { treatment: 'nil_rated', tax_rate: null },
    // Petrol has no code of GST.
    { treatment: 'non_gst', tax_rate: null, hsn: null },
  ),
});
const sale = fc.record({
  buyer: fc.constantFrom(...(Object.keys(CUSTOMERS) as Buyer[])),
  lines: fc.array(line, { minLength: 1, maxLength: 4 }),
  day: fc.integer({ min: 10, max: 20 }),
  discount_amount: fc.constantFrom(0, 0, 0.37),
  prices_include_tax: fc.boolean(),
  without_tax: fc.boolean(),
  note: fc.constantFrom(null, null, 'credit-notes', 'debit-notes'),
});
type Sale = typeof sale extends fc.Arbitrary<infer T> ? T : never;

async function sell(month: string, { buyer, day, lines, note, without_tax, ...rest }: Sale): Promise<void> {
  const paid = without_tax ? 'without_payment' : 'with_payment';
  const kind = buyer === 'abroad' ? 'export' : 'sez';
  const isLeaving = buyer === 'abroad' || buyer === 'zone';
  const invoice_id = await issue('invoices', {
    ...{
      customer_id: buyers[buyer],
      date: `${month}-${day}`,
      ...rest,
      discount_amount: isLeaving ? 0 : rest.discount_amount,
    },
    ...(isLeaving ? { supply_type: `${kind}_${paid}`, prices_include_tax: false } : {}),
    // Cess ended with January 2026.
    lines: lines.map(({ tax, ...one }) => ({
      description: 'Thing',
      ...one,
      ...tax,
      ...(month > '2026-01' ? { cess_rate: 0 } : {}),
    })),
  });
  if (!note) return;
  const changed = [{ from_line: 1, value: 0.5 }];
  const id = await make(office.owner, `/api/${note}`, { invoice_id, date: `${month}-21`, lines: changed });
  expect((await office.owner.post(`/api/${note}/${id}/issue`, {})).status).toBe(200);
}

const MONTHS = ['2025-03', '2025-06', '2025-08', '2025-11', '2026-02', '2026-05', '2026-07', '2026-10'];

test('whatever is sold, table 12 comes to what its sections come to, side by side and to the paisa', async () => {
  const left = [...MONTHS];
  await fc.assert(
    fc.asyncProperty(fc.array(sale, { minLength: 4, maxLength: 8 }), async (sales) => {
      const month = left.shift() as string;
      for (const one of sales) await sell(month, one);
      const [hsn, sections, nil] = await Promise.all([
        read<HsnTotal>(`hsn?period=${month}`),
        read<SectionSum>(`sections?period=${month}`),
        read<Behind>(`documents?period=${month}&section=nil`),
      ]);
      const side = (of: 'b2b' | 'b2c', names: readonly string[]): void => {
        const behind = nil.filter(({ type }) => type.endsWith(of.toUpperCase()));
        const told = sections.filter(({ section }) => names.includes(section));
        expect(paise(hsn.filter(({ hsn_of }) => hsn_of === of))).toEqual(paise([...told, ...behind]));
      };
      if (month < '2025-05') expect(hsn.every(({ hsn_of }) => hsn_of === 'all')).toBe(true);
      else {
        side('b2b', ['b2b', 'cdnr']);
        side('b2c', ['b2cl', 'b2cs', 'exp', 'cdnur']);
      }
      expect(paise(hsn)).toEqual(paise(sections.filter(({ section }) => section === 'all')));
      // The file has the same rows, without those that have no code.
      const file = (await office.owner.get(`/api/gst/gstr1?period=${month}`)).body.data.hsn ?? {};
      const told = [...(file.hsn_b2b ?? []), ...(file.hsn_b2c ?? []), ...(file.data ?? [])];
      expect(told.map(({ hsn_sc, uqc, rt, txval }) => `${hsn_sc} ${uqc} ${rt} ${txval}`)).toEqual(
        hsn.filter((row) => row.hsn).map((row) => `${row.hsn} ${row.unit} ${row.rate} ${row.taxable_value}`),
      );
      // Each row has its documents, and no document stands in two of them unasked.
      for (const row of hsn) {
        const of = row.hsn_of === 'all' ? '' : `&hsn_of=${row.hsn_of}`;
        const query = `hsn=${row.hsn ?? 'none'}&unit=${row.unit}&rate=${row.rate}${of}`;
        expect(paise(await read<Behind>(`documents?period=${month}&${query}`)), query).toEqual(paise([row]));
      }
    }),
    { numRuns: MONTHS.length, seed: 25, endOnFailure: true },
  );
  expect(left).toEqual([]);
}, 240_000);

test('rows as files; what an operator pays the tax of is in none, and what goes abroad stands among the others', async () => {
  const month = '2026-09';
  const meal = { description: 'Thali', hsn: '996331', quantity: 1, unit_price: 200, tax_rate: 5 };
  const bolt = { description: 'Bolt', hsn: '73181500', quantity: 2.5, unit: 'KGS', unit_price: 100, tax_rate: 18 };
  await issue('invoices', {
    ...{ customer_id: buyers.walk_in, date: `${month}-02`, lines: [meal] },
    ecommerce_operator: { ...RIDES, pays_tax: true },
  });
  await issue('invoices', { customer_id: buyers.near, date: `${month}-03`, lines: [bolt, { ...bolt, tax_rate: 5 }] });
  const abroad = { supply_type: 'export_without_payment', date: `${month}-04` };
  await issue('invoices', { customer_id: buyers.abroad, ...abroad, lines: [bolt] });
  const query = `hsn?period=${month}`;
  const kilos = {
    hsn: '73181500',
    description: 'Bolt',
    unit: 'KGS',
    quantity: 2.5,
    taxable_value: 250,
    igst: 0,
    cess: 0,
  };
  expect(await read(query)).toEqual([
    { ...kilos, hsn_of: 'b2b', rate: 5, total: 262.5, cgst: 6.25, sgst: 6.25 },
    { ...kilos, hsn_of: 'b2b', rate: 18, total: 295, cgst: 22.5, sgst: 22.5 },
    { ...kilos, hsn_of: 'b2c', rate: 0, total: 250, cgst: 0, sgst: 0 },
  ]);
  const csv = (await office.owner.get(`/api/gst/${query}&format=csv`)).text.trim().split('\r\n');
  expect(csv[0]).toBe('Customers,HSN,Description,UQC,Quantity,GST %,Total value,Taxable value,IGST,CGST,SGST,Cess');
  // No sum below: programs read it.
  expect(csv).toHaveLength(4);
  expect(csv[1]).toBe('Registered,73181500,Bolt,KGS,2.5,5,262.5,250,0,6.25,6.25,0');
  const book = await office.owner.get(`/api/gst/${query}&format=xlsx`);
  expect(book.bytes.subarray(0, 2).toString()).toBe('PK');
  const clerk = await office.hire('clerk', ['gst.read']);
  expect((await clerk.get(`/api/gst/${query}`)).status).toBe(200);
  expect((await clerk.get(`/api/gst/${query}&format=csv`)).status).toBe(403);
  const none = await office.hire('none', ['invoices.read']);
  for (const path of ['hsn', 'numbers']) expect((await none.get(`/api/gst/${path}`)).status).toBe(403);
  expect((await office.owner.get('/api/gst/documents?hsn=123')).body.errors[0].pointer).toBe('/hsn');
});

test('the numbers that were given, with what was cancelled; a neighbour sees nothing of it', async () => {
  const month = '2026-08';
  const bolt = { description: 'Bolt', hsn: '73181500', quantity: 1, unit_price: 100, tax_rate: 18 };
  const sold = [];
  for (const day of ['01', '02', '03'])
    sold.push(await issue('invoices', { customer_id: buyers.near, date: `${month}-${day}`, lines: [bolt] }));
  expect((await office.owner.post(`/api/invoices/${sold[1]}/cancel`, { reason: 'Wrong' })).status).toBe(200);
  const rows = await read<{ from: string; to: string }>(`numbers?period=${month}`);
  expect(rows).toEqual([
    { kind: 'invoice', from: expect.any(String), to: expect.any(String), total: 3, cancelled: 1, net: 2 },
  ]);
  const csv = (await office.owner.get(`/api/gst/numbers?period=${month}&format=csv`)).text.trim().split('\r\n');
  expect(csv).toEqual([
    'Documents,From,To,Numbers,Cancelled,Issued',
    `Invoices for outward supply,${rows[0]?.from},${rows[0]?.to},3,1,2`,
  ]);
  for (const path of ['hsn', 'numbers', 'documents?hsn=73181500']) {
    const reply = await neighbour.owner.get(`/api/gst/${path}${path.includes('?') ? '&' : '?'}period=${month}`);
    expect([reply.status, reply.body.data]).toEqual([200, []]);
  }
});

test('a quarterly filer has both with the whole quarter, also what an IFF told, and none with the IFF', async () => {
  const { owner } = await openOffice(world, 'quarter-co');
  const set = { gstin: '27AAPFU0939F1ZV', valid_from: '2026-07-01', frequency: 'quarterly', turnover: 'up_to_5_crore' };
  expect((await owner.post('/api/gst-registrations', set)).status).toBe(201);
  const customer_id = await make(owner, '/api/customers', CUSTOMERS.far);
  for (const month of ['07', '08', '09']) {
    const bolt = { description: 'Bolt', hsn: '73181500', quantity: 1, unit_price: 100, tax_rate: 18 };
    const id = await make(owner, '/api/invoices', { customer_id, date: `2026-${month}-10`, lines: [bolt] });
    expect((await owner.post(`/api/invoices/${id}/issue`, {})).status).toBe(200);
  }
  const iff = { return: 'gstr1', period: '2026-07', arn: 'AA270726000001X', filed_on: '2026-08-13' };
  expect((await owner.post('/api/gst-filings', iff)).status).toBe(201);
  const of = async (path: string) => (await owner.get(`/api/gst/${path}`)).body.data;
  for (const path of ['hsn?period=2026-08', 'numbers?period=2026-08', 'documents?period=2026-08&hsn=73181500'])
    expect(await of(path)).toEqual([]);
  expect(await of('hsn?period=2026-09')).toMatchObject([{ hsn_of: 'b2b', quantity: 3, taxable_value: 300, igst: 54 }]);
  expect(await of('numbers?period=2026-09')).toMatchObject([{ kind: 'invoice', total: 3, cancelled: 0, net: 3 }]);
  expect(await of('documents?period=2026-09&hsn=73181500')).toHaveLength(3);
  // The sections have what no IFF told yet.
  expect(await of('documents?period=2026-09&section=b2b')).toHaveLength(2);
});

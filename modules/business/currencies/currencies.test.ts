/** Documents in another currency over HTTP: their value in rupees, books, returns and files; what is refused; the neighbour next door. */
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { booksOf, make, type Office, openOffice, sellingWorld } from '../testing/offices.ts';
import { pdfPages } from '../testing/pdf_text.ts';
import { CURRENCIES, currencyAmount, currencyInWords, decimalsOf } from './iso4217.ts';

let world: World;
let office: Office;
let neighbour: Office;
let abroad: string;
let local: string;

beforeAll(async () => {
  world = await sellingWorld();
  office = await openOffice(world, 'exports-co');
  neighbour = await openOffice(world, 'next-co');
  abroad = await make(office.owner, '/api/customers', {
    ...{ name: 'Blue Harbor Inc', country: 'USA', address_line1: '1 Pier Road', city: 'Boston' },
  });
  local = await make(office.owner, '/api/customers', { name: 'Local Stores', gstin: '27AABFS1234A1ZV' });
});
afterAll(() => world?.close());

const line = { description: 'Bolt', hsn: '73181500', quantity: 3, unit_price: 10.5, tax_rate: 18 };
const sale = (changes: object = {}): object => ({
  ...{ customer_id: abroad, date: '2026-11-14', supply_type: 'export_without_payment' },
  ...{ currency: 'USD', exchange_rate: 84.255, lines: [line, { ...line, quantity: 1, unit_price: 0.33 }] },
  ...changes,
});
async function issued(body: object, noun = 'invoices') {
  const id = await make(office.owner, `/api/${noun}`, body);
  const reply = await office.owner.post(`/api/${noun}/${id}/issue`, {});
  expect(reply.status, reply.text).toBe(200);
  return reply.body.data;
}

test('amounts are written with the decimals of their currency', () => {
  expect([...'JPY USD KWD'.split(' ')].map(decimalsOf)).toEqual([0, 2, 3]);
  expect([currencyAmount(1234567.5, 'USD'), currencyAmount(1500, 'JPY'), currencyAmount(1.5, 'KWD')]).toEqual([
    'USD 1,234,567.50',
    'JPY 1,500',
    'KWD 1.500',
  ]);
  expect(currencyInWords(1200037.17, 'USD')).toBe(
    'US Dollar One Million Two Hundred Thousand Thirty Seven and 17/100 Only',
  );
  expect(new Set(CURRENCIES).size).toBe(CURRENCIES.length);
});

test('under a letter of undertaking: rupees by the rate in books, returns, files and on paper', async () => {
  const invoice = await issued(sale());
  expect(invoice).toMatchObject({
    ...{ currency: 'USD', exchange_rate: 84.255, exchange_date: '2026-11-14', taxable_in_currency: 31.83 },
    ...{ total_in_currency: 31.83, taxable_value: 2681.84, total: 2681.84, round_off: 0, balance: 2681.84 },
    amount_in_words: 'US Dollar Thirty One and 83/100 Only',
    lines: [
      { taxable_in_currency: 31.5, total_in_currency: 31.5, taxable_value: 2654.03 },
      { taxable_in_currency: 0.33, total_in_currency: 0.33, taxable_value: 27.81 },
    ],
  });
  expect(await booksOf(world, invoice.id)).toEqual(['receivable 268184', 'sales -268184']);
  const gstr1 = (await office.owner.get('/api/gst/gstr1?period=2026-11')).body.data;
  expect(gstr1.exp[0].inv[0]).toMatchObject({ val: 2681.84 });
  const inv01 = (await office.owner.get(`/api/invoices/${invoice.id}/einvoice`)).body.data;
  expect(inv01).toMatchObject({
    ItemList: [{ UnitPrice: 884.677, AssAmt: 2654.03 }, { AssAmt: 27.81 }],
    ValDtls: { AssVal: 2681.84, TotInvVal: 2681.84, TotInvValFc: 31.83 },
    ExpDtls: { ForCur: 'USD' },
  });
  const pdf = await office.owner.get(`/api/invoices/${invoice.id}/pdf`);
  const text = pdfPages(pdf.bytes).join(' ');
  for (const said of ['USD 31.83', '1 USD = ₹ 84.255', '2,681.84', 'Rate (USD)']) expect(text).toContain(said);
  const paid = { party_id: abroad, amount: 2600, mode: 'bank_transfer', write_off: 81.84 };
  const payment = await office.owner.post('/api/payments', {
    ...paid,
    allocations: [{ document_id: invoice.id, amount: 2681.84 }],
  });
  // What the rate did meanwhile is no bad debt.
  expect(await booksOf(world, payment.body.data.id), payment.text).toEqual([
    'bank 260000',
    'exchange 8184',
    'receivable -268184',
  ]);
  const rates = (await office.owner.get('/api/currencies')).body.data;
  expect(rates[0]).toEqual({ code: 'USD', name: 'US Dollar', decimals: 2, last_rate: 84.255, last_date: '2026-11-14' });
  expect((await neighbour.owner.get('/api/currencies')).body.data[0]).toMatchObject({ code: 'USD', last_rate: null });
  const [listed] = (await office.owner.get('/api/invoices?currency=USD')).body.data;
  expect(listed).toMatchObject({ id: invoice.id, total: 2681.84 });
});

test('with tax: it is on the rupees, in both the lines add up; what a note gives back comes to all of it', async () => {
  const whole = {
    supply_type: 'export_with_payment',
    currency: 'EUR',
    exchange_rate: 91.37,
    other_charges: 12.5,
    charges: 3.33,
  };
  const invoice = await issued(sale(whole));
  expect(invoice).toMatchObject({
    ...{ taxable_in_currency: 35.16, taxable_value: 3212.57, igst: 578.26, total_in_currency: 53.99 },
    total: 4932.96,
  });
  // 12.50 × 91.37 = 1,142.13 is collected for others.
  expect(await booksOf(world, invoice.id)).toContain('collected -114213');
  const half = await issued(
    { invoice_id: invoice.id, date: '2026-11-15', lines: [{ from_line: 1, quantity: 1.5 }] },
    'credit-notes',
  );
  const rest = await issued({ invoice_id: invoice.id, date: '2026-11-15' }, 'credit-notes');
  expect(half).toMatchObject({ currency: 'EUR', exchange_rate: 91.37 });
  for (const sum of ['taxable_in_currency', 'taxable_value', 'igst'])
    expect(half[sum] + rest[sum], sum).toBeCloseTo(invoice[sum], 6);
  expect(half.total_in_currency + rest.total_in_currency).toBeCloseTo(53.99 - 12.5, 6);
});

test('an estimate hands its currency on; back in rupees there is no rate', async () => {
  const offer = await issued(sale(), 'estimates');
  const made = (await office.owner.post(`/api/estimates/${offer.id}/convert`, { into: 'invoices', date: '2026-11-20' }))
    .body.data;
  const draft = (await office.owner.get(`/api/invoices/${made.id}`)).body.data;
  expect(draft).toMatchObject({ currency: 'USD', exchange_rate: 84.255, exchange_date: '2026-11-14', total: 2681.84 });
  const old = await office.owner.patch(`/api/invoices/${made.id}`, { date: '2026-12-20' });
  expect(old.body.data.warnings.join()).toContain('36 days older');
  const rupees = await office.owner.patch(`/api/invoices/${made.id}`, { currency: 'INR' });
  expect(rupees.body.data, rupees.text).toMatchObject({
    exchange_rate: null,
    total_in_currency: null,
    total: 32,
    round_off: 0.17,
  });
});

test.each([
  [{ exchange_rate: undefined }, 422, '/exchange_rate'],
  [{ exchange_rate: 0 }, 400, '/exchange_rate'],
  [{ exchange_rate: -84 }, 400, '/exchange_rate'],
  [{ exchange_rate: 84.1234567 }, 400, '/exchange_rate'],
  [{ currency: 'US' }, 400, '/currency'],
  [{ currency: 'QQQ' }, 422, '/currency'],
  [{ currency: undefined }, 422, '/exchange_rate'],
  [{ exchange_date: '2026-11-15' }, 422, '/exchange_date'],
  [{ customer: 'local', supply_type: 'regular' }, 422, '/currency'],
  [{ currency: 'JPY', exchange_rate: 0.55, discount_amount: 0.5 }, 422, '/discount_amount'],
])('%j is refused with %i at %s', async (changes, status, pointer) => {
  const { customer, ...rest } = changes as { customer?: string };
  const body = { ...sale(rest), ...(customer ? { customer_id: local } : {}) };
  const reply = await office.owner.post('/api/invoices', body);
  expect([reply.status, reply.body.errors?.[0]?.pointer], reply.text).toEqual([status, pointer]);
});

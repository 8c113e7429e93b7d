/** What the law wants on each paper, read in the PDF itself: rules 46 and 49 to 55 clause by clause; the neighbour gets none of it. */
import { pngOf } from '@tenantry/kernel/testing/pictures.ts';
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { make, type Office, openOffice, sellingWorld } from '../testing/offices.ts';
import { pdfPages } from '../testing/pdf_text.ts';

let world: World;
let office: Office;
let neighbour: Office;
let registered: string;
let walkIn: string;
/** The one organisation whose mark is known. */
let marked: string | null = null;

const bolt = { description: 'Bolt M6', hsn: '73181500', quantity: 5, unit: 'NOS', unit_price: 333.33, tax_rate: 18 };

async function issue(noun: string, body: object): Promise<string> {
  const id = await make(office.owner, `/api/${noun}`, body);
  const reply = await office.owner.post(`/api/${noun}/${id}/issue`, {});
  expect(reply.status, reply.text).toBe(200);
  return id;
}

/** The words of each page, line breaks as blanks. */
async function paper(noun: string, id: string, query = ''): Promise<string[]> {
  const reply = await office.owner.get(`/api/${noun}/${id}/pdf${query}`);
  expect([reply.status, reply.headers['content-type']], reply.text.slice(0, 300)).toEqual([200, 'application/pdf']);
  return pdfPages(reply.bytes).map((page) => page.replaceAll(/\s+/g, ' '));
}

beforeAll(async () => {
  const content = pngOf(60, 20, [15, 118, 110]);
  world = await sellingWorld({
    mark: async (_kernel, { id }) => {
      if (id !== marked) return null;
      const { Readable } = await import('node:stream');
      const open = async () => Readable.from([content], { objectMode: false });
      return { name: 'logo.png', media_type: 'image/png', bytes: content.length, etag: 'logo', open };
    },
  });
  office = await openOffice(world, 'paper-co');
  neighbour = await openOffice(world, 'next-co');
  registered = await make(office.owner, '/api/customers', {
    name: 'Mysuru Tools',
    gstin: '29AABPM5678B2ZL',
    address_line1: '4 Church Street',
    city: 'Bengaluru',
    pincode: '560001',
    email: 'mysuru@tools.example',
  });
  walkIn = await make(office.owner, '/api/customers', { name: 'Walk-in', state: 'Maharashtra' });
});
afterAll(() => world?.close());

test('rule 46: a tax invoice, clause by clause', async () => {
  const id = await issue('invoices', {
    customer_id: registered,
    date: '2026-11-14',
    ship_to: { address_line1: 'Godown 7', city: 'Hubballi', state: 'Karnataka', pincode: '580020' },
    lines: [{ ...bolt, discount_percent: 5 }],
  });
  const [page = ''] = await paper('invoices', id);
  const clauses: Record<string, string[]> = {
    '(a) supplier': ['paper-co', '4 Mill Road', 'Pune 411001', 'GSTIN: 27AAPFU0939F1ZV'],
    '(b) number': ['No. INV/26-27/0001'],
    '(c) date': ['Date 14-11-2026'],
    '(d) recipient': ['Mysuru Tools', '4 Church Street', 'GSTIN: 29AABPM5678B2ZL'],
    '(g) HSN': ['73181500'],
    '(h) description': ['Bolt M6'],
    '(i) quantity and unit': ['5 NOS'],
    '(j) total value': ['₹ 1,868.00'],
    '(k) taxable value after discount': ['1,583.32', '83.33'],
    '(l) rate': ['18 %'],
    '(m) tax of each head': ['IGST', '285.00'],
    '(n) place of supply with its state': ['Place of supply 29-Karnataka'],
    '(o) address of delivery': ['Ship to', 'Godown 7', 'Hubballi 580020', '29-Karnataka'],
    '(p) reverse charge': ['Tax payable on reverse charge No'],
    '(q) signature': ['For paper-co', 'Authorised signatory'],
    'rule 48': ['ORIGINAL FOR RECIPIENT'],
  };
  for (const [clause, words] of Object.entries(clauses)) for (const one of words) expect(page, clause).toContain(one);
  const other = (await office.owner.get(`/api/invoices/${id}`)).body.data;
  expect(other.ship_to).toMatchObject({ name: 'Mysuru Tools', state: '29', city: 'Hubballi' });
  expect((await neighbour.owner.get(`/api/invoices/${id}/pdf`)).status).toBe(404);
  expect((await office.owner.put('/api/letterhead', { signing: 'computer' })).status).toBe(200);
  expect((await paper('invoices', id, '?size=thermal80'))[0]).toContain('Made by computer; it needs no signature.');
  expect((await office.owner.put('/api/letterhead', { signing: 'line' })).status).toBe(200);
});

test('rule 46(e): from 50,000 an unregistered customer has an address, before it is issued', async () => {
  const lines = [{ ...bolt, quantity: 100, unit_price: 500 }];
  const draft = await make(office.owner, '/api/invoices', { customer_id: walkIn, lines });
  const refused = await office.owner.post(`/api/invoices/${draft}/issue`, {});
  expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '/customer_id']);
  expect(refused.body.errors[0].detail).toMatch(/₹50,000.*address and state \(rule 46\(e\)\)/);
  const named = await make(office.owner, '/api/customers', { name: 'Ravi', city: 'Nashik', state: '27' });
  const id = await issue('invoices', { customer_id: named, lines, ship_to: { city: 'Thane', state: '27' } });
  const [page = ''] = await paper('invoices', id, '?design=classic&size=a5');
  for (const words of ['Ravi', 'Nashik', '27-Maharashtra', 'Unregistered', 'Ship to', 'Thane'])
    expect(page).toContain(words);
  const nowhere = await make(office.owner, '/api/invoices', {
    customer_id: walkIn,
    lines: [bolt],
    ship_to: { city: 'Thane' },
  });
  const unplaced = await office.owner.post(`/api/invoices/${nowhere}/issue`, {});
  expect(unplaced.body.errors[0]).toMatchObject({ pointer: '/ship_to' });
});

test('exports and special economic zones say it in the words of the rule; reverse charge says yes', async () => {
  const abroad = await make(office.owner, '/api/customers', { name: 'Abroad', country: 'Nepal', city: 'Kathmandu' });
  const zone = await make(office.owner, '/api/customers', { name: 'Zone', gstin: '29AABPM5678B2ZL', category: 'sez' });
  expect((await office.owner.put('/api/letterhead', { lut_number: 'AD270326000001A' })).status).toBe(200);
  const cases = [
    [abroad, 'export_with_payment', 'SUPPLY MEANT FOR EXPORT ON PAYMENT OF INTEGRATED TAX'],
    [abroad, 'export_without_payment', 'SUPPLY MEANT FOR EXPORT UNDER BOND OR LETTER OF UNDERTAKING WITHOUT PAYMENT'],
    [zone, 'sez_with_payment', 'SUPPLY TO SEZ UNIT OR SEZ DEVELOPER FOR AUTHORISED OPERATIONS ON PAYMENT'],
    [zone, 'sez_without_payment', 'AUTHORISED OPERATIONS UNDER BOND OR LETTER OF UNDERTAKING WITHOUT PAYMENT'],
  ] as const;
  for (const [customer_id, supply_type, legend] of cases) {
    const id = await issue('invoices', { customer_id, supply_type, lines: [bolt] });
    const [page = ''] = await paper('invoices', id);
    expect(page).toContain(legend);
    expect(page.includes('LUT ARN: AD270326000001A')).toBe(supply_type.endsWith('without_payment'));
    if (customer_id === abroad) expect(page).toContain('Country of destination Nepal');
  }
  const id = await issue('invoices', { customer_id: registered, reverse_charge: true, lines: [bolt] });
  expect((await paper('invoices', id))[0]).toContain('Tax payable on reverse charge Yes');
});

test('rule 49: a bill of supply has no tax, and says what a composition dealer has to say', async () => {
  expect((await office.owner.put('/api/letterhead', { is_composition: true })).status).toBe(200);
  const line = {
    description: 'Fresh milk',
    hsn: '04012000',
    quantity: 2,
    unit: 'LTR',
    unit_price: 60,
    treatment: 'exempt',
  };
  const id = await issue('invoices', { customer_id: walkIn, document_type: 'bill_of_supply', lines: [line] });
  const [page = ''] = await paper('invoices', id);
  for (const words of [
    'Bill of Supply',
    'Composition taxable person, not eligible to collect tax on supplies.',
    '120.00',
  ])
    expect(page).toContain(words);
  expect(page).not.toMatch(/CGST|IGST|reverse charge/);
  // Rule 5(1)(f): at the top.
  expect(page.indexOf('Composition taxable person')).toBeLessThan(page.indexOf('Bill of Supply'));
  expect((await office.owner.put('/api/letterhead', { is_composition: false })).status).toBe(200);
});

test('rule 55: a challan in three copies for those who take part, with tax only where it is a supply', async () => {
  const sent = { customer_id: registered, date: '2026-11-14', lines: [bolt] };
  const copies = await paper('challans', await issue('challans', sent), '?copy=all');
  const titles = ['ORIGINAL FOR CONSIGNEE', 'DUPLICATE FOR TRANSPORTER', 'TRIPLICATE FOR CONSIGNER'];
  expect(copies).toHaveLength(3);
  for (const [at, title] of titles.entries())
    for (const words of [
      ...[title, 'Delivery Challan', 'No. DC/26-27/0001', 'Date 14-11-2026', 'GSTIN: 27AAPFU0939F1ZV', 'Consignee'],
      ...[
        'Mysuru Tools',
        'GSTIN: 29AABPM5678B2ZL',
        '73181500',
        'Bolt M6',
        '5 NOS',
        '1,666.65',
        '18 %',
        'IGST',
        '300.00',
      ],
      ...['Place of supply 29-Karnataka', 'Sent for Supply', 'Authorised signatory'],
    ])
      expect(copies[at], title).toContain(words);
  const [own = ''] = await paper('challans', await issue('challans', { ...sent, purpose: 'job_work' }));
  expect(own).toContain('Sent for Job work');
  expect(own).toContain('Value of goods ₹ 1,666.65');
  expect(own).not.toMatch(/IGST|18 %|Pay to/);
  const [gas = ''] = await paper('challans', await issue('challans', { ...sent, purpose: 'liquid_gas' }));
  expect(gas).toContain('The quantity is provisional (rule 55).');
});

test('offers and orders are called what they are, in every design; a proforma never a tax invoice', async () => {
  const body = { customer_id: registered, date: '2026-11-14', lines: [bolt] };
  const proforma = await issue('estimates', { ...body, document_type: 'proforma', valid_until: '2026-11-30' });
  for (const query of ['', '?design=classic', '?design=band', '?size=a5', '?size=thermal80']) {
    const [page = ''] = await paper('estimates', proforma, query);
    for (const words of ['PROFORMA INVOICE', 'PRO/26-27/0001', '30-11-2026'])
      expect(page.toUpperCase()).toContain(words);
    expect(page).not.toMatch(/tax invoice|recipient/i);
  }
  const [estimate = ''] = await paper('estimates', await issue('estimates', body));
  expect(estimate).toMatch(/Estimate.*no input tax credit comes of it/);
  const order = await issue('orders', { ...body, delivery_date: '2026-12-01' });
  expect((await paper('orders', order))[0]).toMatch(/Sales Order.*Delivery 01-12-2026/);
  for (const [noun, id] of [
    ['estimates', proforma],
    ['orders', order],
  ]) {
    expect((await neighbour.owner.get(`/api/${noun}/${id}/pdf`)).status).toBe(404);
    const shared = await office.owner.post(`/api/${noun}/${id}/share`, {});
    expect(shared.status, shared.text).toBe(201);
    const seen = await world.nobody.get(`/api/document-links/${shared.body.data.url.split('#')[1]}`);
    expect(seen.body.data).toMatchObject({ total: 1967, balance: null, upi_url: null });
  }
});

test('rules 50 and 51: vouchers of an advance for services, and of its return; a plain receipt', async () => {
  const advance = {
    party_id: registered,
    mode: 'upi',
    date: '2026-11-10',
    reference: 'UTR 7',
    notes: 'Annual maintenance',
  };
  const made = await office.owner.post('/api/payments', {
    ...advance,
    amount: 11800,
    advance_nature: 'service',
    tax_rate: 18,
  });
  expect(made.status, made.text).toBe(201);
  const { id, number } = made.body.data;
  const [receipt = ''] = await paper('payments', id);
  for (const words of [
    ...[
      'Receipt Voucher',
      number,
      '10-11-2026',
      'paper-co',
      'GSTIN: 27AAPFU0939F1ZV',
      'Mysuru Tools',
      'GSTIN: 29AABPM5678B2ZL',
    ],
    ...[
      'Advance for services: Annual maintenance',
      '10,000.00',
      '18 %',
      'IGST',
      '1,800.00',
      'Place of supply 29-Karnataka',
    ],
    ...[
      'Tax payable on reverse charge No',
      'Received as advance ₹ 11,800.00',
      'Rupees Eleven Thousand Eight Hundred Only',
      'UTR 7',
    ],
    'Authorised signatory',
  ])
    expect(receipt).toContain(words);
  const back = await office.owner.post(`/api/payments/${id}/refund`, { amount: 5900, mode: 'upi', date: '2026-11-15' });
  expect(back.status, back.text).toBeLessThan(300);
  const [refund = ''] = await paper('payments', back.body.data.id);
  for (const words of [
    ...['Refund Voucher', `Against receipt voucher ${number} · 10-11-2026`, '5,000.00', '900.00', 'Paid to', '18 %'],
    ...['Tax payable on reverse charge No', 'Amount paid back ₹ 5,900.00'],
  ])
    expect(refund).toContain(words);
  const invoice = await issue('invoices', {
    customer_id: walkIn,
    date: '2026-11-14',
    lines: [{ ...bolt, unit_price: 100 }],
  });
  const paid = await make(office.owner, '/api/payments', {
    ...{ party_id: walkIn, amount: 500, tds_amount: 10, mode: 'cash', date: '2026-11-15' },
    allocations: [{ document_id: invoice, amount: 510 }],
  });
  const [plain = ''] = await paper('payments', paid, '?size=thermal80');
  expect(plain).toMatch(
    /Receipt.*Settled: INV\/26-27\/\d{4} 510.00.*Income tax kept back -10.00.*Amount received ₹ 500.00/,
  );
  const shared = (await office.owner.post(`/api/payments/${paid}/share`, {})).body.data;
  const seen = await world.nobody.get(`/api/document-links/${shared.url.split('#')[1]}`);
  expect(seen.body.data).toMatchObject({ title: 'Receipt', total: 500, balance: null });
  expect((await neighbour.owner.get(`/api/payments/${paid}/pdf`)).status).toBe(404);
});

test('the logo stands on each paper while the letterhead wants it; the neighbour has his own, or none', async () => {
  const id = await issue('invoices', { customer_id: registered, lines: [bolt] });
  const pictures = async (query = ''): Promise<number> => {
    const { bytes } = await office.owner.get(`/api/invoices/${id}/pdf${query}`);
    return bytes.toString('latin1').split('/Subtype /Image').length - 1;
  };
  expect(await pictures()).toBe(0);
  marked = office.id;
  for (const query of ['', '?design=classic', '?design=band&size=a5', '?size=thermal80'])
    expect(await pictures(query), query).toBe(1);
  expect((await office.owner.put('/api/letterhead', { shows_logo: false })).status).toBe(200);
  expect(await pictures()).toBe(0);
  expect((await office.owner.put('/api/letterhead', { shows_logo: true, copies: 'all' })).status).toBe(200);
  expect(await paper('invoices', id)).toHaveLength(3);
  marked = neighbour.id;
  expect(await pictures()).toBe(0);
});

/** Documents on paper: what rule 46 wants stands there, copies, sizes and designs, Hindi as it is read; the neighbour's are nowhere. */
import type { Caller } from '@tenantry/kernel/testing/caller.ts';
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Office, openOffice, sellingWorld } from '../testing/offices.ts';
import { pdfPages } from '../testing/pdf_text.ts';

let world: World;
let office: Office;
let neighbour: Office;
let invoice: string;

async function make(by: Caller, path: string, body: object): Promise<string> {
  const reply = await by.post(path, body);
  expect(reply.status, reply.text).toBeLessThan(300);
  return reply.body.data.id;
}
const issued = async (body: object): Promise<string> => {
  const id = await make(office.owner, '/api/invoices', body);
  await make(office.owner, `/api/invoices/${id}/issue`, {});
  return id;
};
const bolt = { description: 'हिन्दी में विवरण – बोल्ट', hsn: '73181500', quantity: 5, unit_price: 333.33, tax_rate: 18 };

async function pages(path: string, by: Caller = office.owner): Promise<string[]> {
  const reply = await by.get(path);
  expect(reply.status, reply.text.slice(0, 300)).toBe(200);
  expect(reply.headers['content-type']).toBe('application/pdf');
  return pdfPages(reply.bytes);
}

beforeAll(async () => {
  world = await sellingWorld();
  office = await openOffice(world, 'paper-co');
  neighbour = await openOffice(world, 'next-co');
  const customer_id = await make(office.owner, '/api/customers', {
    name: 'गुप्ता प्रोविज़न स्टोर',
    gstin: '29AABPM5678B2ZL',
    address_line1: '4 Church Street',
    city: 'Bengaluru',
    pincode: '560001',
  });
  const letterhead = {
    bank_name: 'State Bank of India, Pune',
    account_number: '30123456789',
    ifsc: 'SBIN0000454',
    upi_address: 'paper@okbank',
    signatory: 'Asha Rao',
    terms: 'Subject to Pune jurisdiction.',
  };
  expect((await office.owner.put('/api/letterhead', letterhead)).status).toBe(200);
  invoice = await issued({
    customer_id,
    date: '2026-11-14',
    lines: [
      { ...bolt, discount_percent: 5 },
      { description: 'Repair', hsn: '998719', quantity: 1, unit_price: 1500, tax_rate: 18 },
    ],
  });
});
afterAll(() => world?.close());

test('an issued invoice has all that rule 46 wants', async () => {
  const [page = '', ...others] = await pages(`/api/invoices/${invoice}/pdf`);
  expect(others).toEqual([]);
  for (const words of [
    ...['Tax Invoice', 'ORIGINAL FOR RECIPIENT', 'INV/26-27/0001', '14-11-2026', 'paper-co', '4 Mill Road'],
    ...['GSTIN: 27AAPFU0939F1ZV', 'GSTIN: 29AABPM5678B2ZL', '4 Church Street', '29-Karnataka', '73181500', '998719'],
    ...['5 NOS', '333.33', '83.33', '1,583.32', '285.00', '18 %', 'IGST', '555.00', '₹ 3,638.00', '-0.32'],
    'Rupees Three Thousand Six Hundred Thirty Eight Only',
    ...['State Bank of India, Pune', '30123456789', 'SBIN0000454', 'paper@okbank', 'Authorised signatory'],
    ...['Scan to pay by UPI: ₹ 3,638.00', 'Subject to Pune jurisdiction.', 'Page 1 / 1'],
  ])
    expect(page).toContain(words);
  expect(page).toMatch(/Tax payable on reverse charge\nNo/);
  expect(page).not.toContain('CGST');
  expect(page).not.toMatch(/DRAFT|CANCELLED/);
});

test('Hindi is shaped, and comes out as it was written', async () => {
  const [page = ''] = await pages(`/api/invoices/${invoice}/pdf?language=hi&size=a5`);
  for (const words of [
    'टैक्स इनवॉइस',
    'गुप्ता प्रोविज़न स्टोर',
    'हिन्दी में विवरण – बोल्ट',
    'रुपये तीन हज़ार छह सौ अड़तीस मात्र',
    'अधिकृत हस्ताक्षरकर्ता',
  ])
    expect(page).toContain(words);
  expect(page).toContain('HSN/SAC 73181500');
});

test.each([
  ['copy=all', 3, ['ORIGINAL FOR RECIPIENT', 'DUPLICATE FOR TRANSPORTER', 'TRIPLICATE FOR SUPPLIER']],
  ['copy=duplicate&design=band', 1, ['DUPLICATE FOR TRANSPORTER']],
  ['copy=triplicate&design=classic', 1, ['TRIPLICATE FOR SUPPLIER']],
  ['size=thermal80', 1, ['ORIGINAL FOR RECIPIENT']],
])('%s', async (query, count, titles) => {
  const found = await pages(`/api/invoices/INV%2F26-27%2F0001/pdf?${query}`);
  expect(found).toHaveLength(count);
  for (const [at, title] of titles.entries()) {
    expect(found[at]?.toUpperCase()).toContain(title);
    expect(found[at]).toContain('3,638.00');
  }
});

test('two hundred lines go over pages that carry their sums; the last ends with the whole', async () => {
  const lines = Array.from({ length: 200 }, () => ({ ...bolt, quantity: 1, unit_price: 100 }));
  const customer_id = await make(office.owner, '/api/customers', { name: 'Long list', state: 'Maharashtra' });
  const id = await issued({ customer_id, lines });
  const found = await pages(`/api/invoices/${id}/pdf`);
  expect(found.length).toBeGreaterThan(4);
  for (const [at, page] of found.entries()) {
    const isLast = at === found.length - 1;
    // The last row of the page tells how many came before; each is worth 118.
    const seen = [...page.matchAll(/\n(\d{1,3})\nहिन्दी/g)].map((match) => Number(match[1]));
    const sum = (rows: number): string => `${(rows * 100).toLocaleString('en-IN')}.00`;
    if (at > 0) expect(page).toMatch(new RegExp(`Brought forward\\n${sum((seen[0] ?? 0) - 1)}`));
    if (isLast) expect(page).not.toContain('Carried forward');
    else expect(page).toMatch(new RegExp(`Carried forward\\n${sum(seen.at(-1) ?? 0)}`));
    expect(page).toContain(`Page ${at + 1} / ${found.length}`);
  }
  expect(found.at(-1)).toContain('₹ 23,600.00');
  // Copies of a long one are set by themselves, and joined.
  const all = await pages(`/api/invoices/${id}/pdf?copy=all`);
  expect(all).toHaveLength(3 * found.length);
  expect(all[found.length]).toContain('DUPLICATE FOR TRANSPORTER');
  expect(all[found.length]).not.toContain('continued');
  expect(all.at(-1)).toContain(`Page ${found.length} / ${found.length}`);
});

test('a draft and a cancelled one say so; what is paid for by nobody asks for nothing', async () => {
  const customer_id = await make(office.owner, '/api/customers', { name: 'Abroad', country: 'Nepal' });
  const body = { customer_id, supply_type: 'export_without_payment', lines: [{ ...bolt, hsn: '73181500' }] };
  const draft = await make(office.owner, '/api/invoices', body);
  const [page = ''] = await pages(`/api/invoices/${draft}/pdf`);
  expect(page).toContain('DRAFT');
  expect(page.replaceAll(/\s+/g, ' ')).toContain('WITHOUT PAYMENT OF INTEGRATED TAX');
  expect(page).toContain('GSTIN: 27AAPFU0939F1ZV');
  expect(page).toMatch(/Country of destination\nNepal/);
  expect(page).toContain('96-Other Countries');
  expect(page).not.toContain('Scan to pay');
  await make(office.owner, `/api/invoices/${draft}/issue`, {});
  await make(office.owner, `/api/invoices/${draft}/cancel`, { reason: 'Not wanted' });
  const [cancelled = ''] = await pages(`/api/invoices/${draft}/pdf`);
  expect(cancelled).toContain('CANCELLED');
  expect(cancelled).toContain('Not wanted');
  expect(cancelled).not.toContain('Scan to pay');
});

test('the picture on the page is the document that prints', async () => {
  const { body } = await office.owner.get(`/api/invoices/${invoice}/picture?design=classic`);
  expect(body.data.pages).toBe(1);
  expect(body.data.svg).toMatch(/^<svg class="typst-doc" viewBox="0 0 595\.27\d* 841\.8/);
  expect(body.data.svg).not.toContain('<script');
});

test('the same document gives the same bytes, so that browsers keep it; a change of the letterhead gives others', async () => {
  const path = `/api/invoices/${invoice}/pdf`;
  const etag = (await office.owner.get(path)).headers.etag as string;
  expect((await office.owner.get(path, { 'if-none-match': etag })).status).toBe(304);
  expect((await office.owner.put('/api/letterhead', { footer: 'Since 1974' })).body.data.version).toBe(2);
  expect((await office.owner.get(path)).headers.etag).not.toBe(etag);
  expect((await office.owner.put('/api/letterhead', { footer: 'x', version: 1 })).status).toBe(412);
  for (const bad of [{ ifsc: 'SBIN1' }, { upi_address: 'nobody' }, { account_number: '12 34' }, { design: 'comic' }])
    expect((await office.owner.put('/api/letterhead', bad)).status).toBe(400);
});

test('what stands in a document is words, whatever it looks like', async () => {
  const evil = '#read("/etc/passwd") "] #panic() \\ $x$ `a` <b>';
  const customer_id = await make(office.owner, '/api/customers', { name: evil, state: 'Maharashtra' });
  const id = await issued({ customer_id, notes: evil, lines: [{ ...bolt, description: evil }] });
  const [page = ''] = await pages(`/api/invoices/${id}/pdf`);
  expect(page.split('#read("/etc/passwd")').length - 1).toBe(3);
});

test('the neighbour gets none of it, and his letterhead is his own', async () => {
  for (const part of ['pdf', 'picture'])
    expect((await neighbour.owner.get(`/api/invoices/${invoice}/${part}`)).status).toBe(404);
  expect((await neighbour.owner.get('/api/letterhead')).body.data).toMatchObject({ upi_address: null, version: 0 });
});

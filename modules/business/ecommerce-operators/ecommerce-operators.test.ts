/** Sales through e-commerce operators over HTTP by worked figures: tables 14(a) and 14(b), 3.1.1(ii), notes, books, paper, INV-01; never the neighbour's. */
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { make, type Office, openOffice, sellingWorld } from '../testing/offices.ts';
import { pdfPages } from '../testing/pdf_text.ts';

const BAZAAR = { gstin: '29AAFCB7707D1C1', name: 'Bazaar Online' };
const RIDES = { gstin: '27AAFCZ1234E1ZI', name: 'Tiffin Rides', pays_tax: true };

let world: World;
let office: Office;
let dealer: Office;
let neighbour: Office;
let near: string;
let far: string;
let firm: string;

beforeAll(async () => {
  world = await sellingWorld();
  office = await openOffice(world, 'bazaar-co');
  dealer = await openOffice(world, 'dealer-co');
  neighbour = await openOffice(world, 'next-co');
  near = await make(office.owner, '/api/customers', { name: 'Online buyers', state: 'Maharashtra' });
  far = await make(office.owner, '/api/customers', { name: 'Buyers far', state: 'Karnataka' });
  const address = { address_line1: '4 Church Street', city: 'Mysuru', pincode: '570001' };
  firm = await make(office.owner, '/api/customers', { name: 'Mysuru Tools', gstin: '29AABPM5678B2ZL', ...address });
}, 60_000);
afterAll(() => world?.close());

const bolt = { description: 'Bolt', hsn: '73181500', quantity: 1, unit_price: 1000, tax_rate: 18 };
const meal = { description: 'Lunch', hsn: '996331', quantity: 1, unit_price: 400, tax_rate: 5 };

const draft = (sale: object) => office.owner.post('/api/invoices/issue', { date: '2026-11-14', ...sale });
async function sell(sale: object): Promise<{ id: string; total: number; charge: string }> {
  const issued = await draft(sale);
  expect(issued.status, issued.text).toBeLessThan(300);
  return issued.body.data;
}
const returned = async (form: string, more = '') =>
  (await office.owner.get(`/api/gst/${form}?period=2026-11${more}`)).body.data;
/** At which field a sale is refused. */
async function refused(sale: object): Promise<string> {
  const reply = await draft(sale);
  return reply.status === 422 ? reply.body.errors[0].pointer : reply.text;
}

test('who collects tax: the sale stands where it always does, and net of notes in 14(a)', async () => {
  await sell({ customer_id: near, ecommerce_operator: { ...BAZAAR, gstin: '29 aafcb7707d 1c1' }, lines: [bolt] });
  const exempt = { description: 'Salt', hsn: '25010020', quantity: 1, unit_price: 90, treatment: 'exempt' };
  const two = await sell({ customer_id: far, ecommerce_operator: BAZAAR, lines: [{ ...bolt, quantity: 3 }, exempt] });
  const note = await make(office.owner, '/api/credit-notes', {
    invoice_id: two.id,
    date: '2026-11-15',
    lines: [{ from_line: 1, quantity: 1 }],
  });
  const issued = await office.owner.post(`/api/credit-notes/${note}/issue`, {});
  expect(issued.body.data, issued.text).toMatchObject({
    ecommerce_operator: { ...BAZAAR, pays_tax: false },
    total: 1180,
  });
  await sell({ customer_id: near, lines: [bolt] });

  const one = await returned('gstr1');
  expect(one.supeco).toEqual({
    clttx: [{ etin: BAZAAR.gstin, suppval: 3000, igst: 360, cgst: 90, sgst: 90, cess: 0 }],
  });
  expect(one.b2cs.map(({ pos, txval }: { pos: string; txval: number }) => [pos, txval])).toEqual([
    ['27', 2000],
    ['29', 2000],
  ]);
  const three = await returned('gstr3b');
  expect(three.sup_details.osup_det).toMatchObject({ txval: 4000, iamt: 360, camt: 180, samt: 180 });
  expect(three.eco_dtls.eco_reg_sup).toEqual({ txval: 0 });
});

test('who pays the tax himself: told and not charged, in 14(b) and 3.1.1(ii) and nowhere else', async () => {
  const before = await returned('gstr1');
  const sale = await sell({ customer_id: near, ecommerce_operator: RIDES, lines: [{ ...meal, quantity: 5 }] });
  expect(sale).toMatchObject({ charge: 'operator', total: 2000, taxable_value: 2000, cgst: 50, sgst: 50 });
  const back = await make(office.owner, '/api/credit-notes', {
    invoice_id: sale.id,
    date: '2026-11-16',
    lines: [{ from_line: 1, quantity: 1 }],
  });
  const note = await office.owner.post(`/api/credit-notes/${back}/issue`, {});
  expect(note.body.data, note.text).toMatchObject({ charge: 'operator', total: 400, cgst: 10 });

  const { supeco, doc_issue, ...rest } = await returned('gstr1');
  const { supeco: earlier, doc_issue: _numbers, ...others } = before;
  expect(rest).toEqual(others);
  expect(supeco).toEqual({
    ...earlier,
    paytx: [{ etin: RIDES.gstin, suppval: 1600, igst: 0, cgst: 40, sgst: 40, cess: 0 }],
  });
  const numbers: { totnum: number }[] = doc_issue.doc_det[0].docs;
  expect(numbers.reduce((sum, { totnum }) => sum + totnum, 0)).toBe(4);
  const three = await returned('gstr3b');
  expect(three.eco_dtls).toMatchObject({ eco_sup: { txval: 0, camt: 0 }, eco_reg_sup: { txval: 1600 } });
  expect(three.sup_details.osup_det.txval).toBe(4000);

  // The books have no tax of it.
  const { rows } = await world.admin.query(
    `select l.debit::int as debit, l.credit::int as credit from journal_lines l
       join journals j on j.tenant_id = l.tenant_id and j.id = l.journal_id
     where l.tenant_id = $1 and j.source = 'invoices' and j.source_id = $2 order by 1`,
    [office.id, sale.id],
  );
  expect(rows).toEqual([
    { debit: 0, credit: 200_000 },
    { debit: 200_000, credit: 0 },
  ]);

  const boxes = await returned('boxes');
  expect(boxes.find(({ box }: { box: string }) => box === 'eco_reg_sup')).toMatchObject({
    ...{ table: '3.1.1(ii)', is_known: true, taxable_value: 1600 },
  });
});

test('each sum of table 14 leads to its documents, and the total counts nothing twice', async () => {
  const sections: { section: string; taxable_value: number; cgst: number; igst: number }[] = await returned('sections');
  const of = (name: string) => sections.find(({ section }) => section === name);
  expect(of('clttx')).toMatchObject({ taxable_value: 3000, igst: 360, cgst: 90 });
  expect(of('paytx')).toMatchObject({ taxable_value: 1600, cgst: 40 });
  expect(of('all')).toMatchObject({ taxable_value: 4090, igst: 360, cgst: 180 });
  for (const [query, value] of [
    ['section=clttx', 3000],
    ['section=paytx', 1600],
    ['box=eco_reg_sup', 1600],
  ] as const) {
    const rows: { taxable_value: number }[] = await returned('documents', `&${query}`);
    expect(rows.length, query).toBeGreaterThan(1);
    expect(rows.reduce((sum, { taxable_value }) => sum + taxable_value, 0)).toBe(value);
  }
  expect(await returned('findings')).toEqual([]);
});

test('a portal gets the operator of a registered customer, and nothing of what the operator reports himself', async () => {
  const sale = await sell({ customer_id: firm, ecommerce_operator: BAZAAR, lines: [bolt] });
  const file = await office.owner.get(`/api/invoices/${sale.id}/einvoice`);
  expect(file.body.data?.TranDtls ?? file.text).toMatchObject({ RegRev: 'N', EcmGstin: BAZAAR.gstin });
  const meals = await sell({ customer_id: firm, ecommerce_operator: RIDES, lines: [meal] });
  const none = await office.owner.get(`/api/invoices/${meals.id}/einvoice`);
  expect([none.status, none.body.code]).toEqual([409, 'einvoice.not_meant']);
  expect(none.body.detail).toContain('s.9(5)');
  const { b2b } = await returned('gstr1');
  expect(b2b.flatMap(({ inv }: { inv: unknown[] }) => inv)).toHaveLength(1);
});

test('the paper says through whom, and who pays the tax', async () => {
  const sale = await sell({ customer_id: near, ecommerce_operator: RIDES, lines: [meal] });
  const pdf = await office.owner.get(`/api/invoices/${sale.id}/pdf`);
  const page = pdfPages(pdf.bytes).join(' ').replaceAll(/\s+/g, ' ');
  for (const words of [
    'Sold through Tiffin Rides · 27AAFCZ1234E1ZI',
    'Total (tax paid by operator)',
    'Tax payable by the e-commerce operator under section 9(5)',
  ])
    expect(page).toContain(words);
});

test('what cannot be is refused at its field', async () => {
  const through = (operator: object, sale: object = {}) =>
    refused({ customer_id: near, ecommerce_operator: operator, lines: [bolt], ...sale });
  expect(await through({ gstin: 'BAZAAR' })).toBe('/ecommerce_operator/gstin');
  expect(await through({ gstin: '29AAFCB7707D1C2' })).toBe('/ecommerce_operator/gstin');
  // A regular registration collects nothing.
  expect(await through({ gstin: RIDES.gstin })).toBe('/ecommerce_operator/gstin');
  expect(await through(RIDES)).toBe('/ecommerce_operator/pays_tax');
  expect(await through(RIDES, { lines: [meal], reverse_charge: true, customer_id: firm })).toBe('/reverse_charge');
  const stateless = await make(office.owner, '/api/customers', { name: 'Somebody' });
  expect(await through(BAZAAR, { lines: [meal], customer_id: stateless })).toBe('/customer_id');
  expect(await through({ ...BAZAAR, tcs: 5 })).toMatch(/ecommerce_operator/);

  expect((await dealer.owner.put('/api/letterhead', { is_composition: true })).status).toBe(200);
  const buyer = await make(dealer.owner, '/api/customers', { name: 'Near', state: 'Maharashtra' });
  const sale = { customer_id: buyer, ecommerce_operator: BAZAAR, date: '2026-11-14', lines: [meal] };
  const service = await dealer.owner.post('/api/invoices/issue', sale);
  expect([service.status, service.body.errors?.[0].pointer]).toEqual([422, '/ecommerce_operator']);
  const goods = await dealer.owner.post('/api/invoices/issue', { ...sale, lines: [bolt] });
  expect(goods.body.data, goods.text).toMatchObject({ charge: 'none', total: 1000 });
});

test('an issued document keeps its operator; a draft and what is made of it carry him on', async () => {
  const sale = await sell({ customer_id: near, ecommerce_operator: BAZAAR, lines: [bolt] });
  const change = world.admin.query(`update documents set ecommerce_operator = null where tenant_id = $1 and id = $2`, [
    office.id,
    sale.id,
  ]);
  await expect(change).rejects.toThrow(/frozen/);
  const order = await make(office.owner, '/api/orders', {
    customer_id: near,
    ecommerce_operator: BAZAAR,
    lines: [bolt],
  });
  expect((await office.owner.post(`/api/orders/${order}/issue`, {})).status).toBe(200);
  const made = await office.owner.post(`/api/orders/${order}/convert`, { into: 'invoices' });
  const invoice = (await office.owner.get(`/api/invoices/${made.body.data.id}`)).body.data;
  expect(invoice.ecommerce_operator).toEqual({ ...BAZAAR, pays_tax: false });
  const direct = await office.owner.patch(`/api/invoices/${invoice.id}`, { ecommerce_operator: null });
  expect(direct.body.data.ecommerce_operator).toBeNull();
});

test('known operators are those of the latest sales and of record; found by name; nobody sees the neighbour’s', async () => {
  await make(office.owner, '/api/vendors', { name: 'Second Bazaar', gstin: '20ALYPD6528PQC5' });
  const known = (await office.owner.get('/api/ecommerce-operators')).body.data;
  expect(known).toEqual([
    { ...BAZAAR, pays_tax: false },
    { gstin: '20ALYPD6528PQC5', name: 'Second Bazaar', pays_tax: false },
    RIDES,
  ]);
  expect((await neighbour.owner.get('/api/ecommerce-operators')).body.data).toEqual([]);
  const theirs = (await neighbour.owner.get('/api/gst/gstr1?period=2026-11')).body.data;
  expect(theirs.supeco).toBeUndefined();
  const found = await office.owner.get('/api/invoices?q=tiffin');
  expect(found.body.data.length).toBeGreaterThan(1);
});

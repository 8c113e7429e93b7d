/** GSTR-1 and GSTR-3B over HTTP by worked figures: sections, HSN apart for registered buyers, notes, cancelled ones, series; never the neighbour's. */
import type { Caller } from '@tenantry/kernel/testing/caller.ts';
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { make, type Office, openOffice, sellingWorld } from '../testing/offices.ts';

let world: World;
let office: Office;
let worked: Office;
let advanced: Office;
let quarter: Office;
let neighbour: Office;

async function sell(by: Caller, customer: object, body: object): Promise<string> {
  const customer_id = await make(by, '/api/customers', customer);
  const id = await make(by, '/api/invoices', { customer_id, date: '2026-11-14', ...body });
  const issued = await by.post(`/api/invoices/${id}/issue`, {});
  expect(issued.status, issued.text).toBe(200);
  return id;
}
const line = (unit_price: number, tax_rate: number, more: object = {}) => ({
  ...{ description: 'Bolt', hsn: '73181500', quantity: 1, unit_price, tax_rate },
  ...more,
});
const exempt = { treatment: 'exempt', tax_rate: null, hsn: '999311', description: 'Care' };
const far = { name: 'Sample Buyer', gstin: '29AABPM5678B2ZL' };
const gstr1 = async (by: Office, period = '2026-11') => (await by.owner.get(`/api/gst/gstr1?period=${period}`)).body;

beforeAll(async () => {
  world = await sellingWorld();
  office = await openOffice(world, 'return-co');
  worked = await openOffice(world, 'worked-co');
  advanced = await openOffice(world, 'advance-co');
  quarter = await openOffice(world, 'quarter-co');
  neighbour = await openOffice(world, 'next-co');
  await sell(neighbour.owner, far, { lines: [line(77_777, 18)] });
});
afterAll(() => world?.close());

test('the worked document of the e-invoice stands in GSTR-1 as it must', async () => {
  await sell(office.owner, far, {
    lines: [
      line(333.33, 18, { quantity: 5, discount_percent: 5 }),
      { description: 'Repair', hsn: '998719', quantity: 1, unit_price: 1500, tax_rate: 18 },
    ],
  });
  const { data } = await gstr1(office);
  expect((await office.owner.get('/api/gst/findings?period=2026-11')).body.data).toEqual([]);
  expect(data).toEqual({
    gstin: '27AAPFU0939F1ZV',
    fp: '112026',
    version: 'GST3.2.4',
    hash: 'hash',
    b2b: [
      {
        ctin: '29AABPM5678B2ZL',
        inv: [
          {
            inum: 'INV/26-27/0001',
            ...{ idt: '14-11-2026', val: 3638, pos: '29', rchrg: 'N', inv_typ: 'R' },
            itms: [{ num: 1801, itm_det: { rt: 18, txval: 3083.32, iamt: 555, csamt: 0 } }],
          },
        ],
      },
    ],
    hsn: {
      hsn_b2b: [
        {
          ...{ num: 1, hsn_sc: '73181500', desc: 'Bolt', uqc: 'NOS', qty: 5, rt: 18 },
          ...{ txval: 1583.32, iamt: 285, camt: 0, samt: 0, csamt: 0 },
        },
        {
          ...{ num: 2, hsn_sc: '998719', desc: 'Repair', uqc: 'NA', qty: 0, rt: 18 },
          ...{ txval: 1500, iamt: 270, camt: 0, samt: 0, csamt: 0 },
        },
      ],
    },
    doc_issue: {
      doc_det: [
        {
          doc_num: 1,
          docs: [{ num: 1, from: 'INV/26-27/0001', to: 'INV/26-27/0001', totnum: 1, cancel: 0, net_issue: 1 }],
        },
      ],
    },
  });
});

test('a worked GSTR-3B', async () => {
  const { owner } = worked;
  await sell(owner, { name: 'Near', gstin: '27AABFS1234A1ZV' }, { lines: [line(10_000, 18)] });
  await sell(owner, { name: 'Somebody', state: 'Karnataka' }, { lines: [line(2000, 5)] });
  const zone = { ...far, category: 'sez' };
  await sell(owner, zone, { supply_type: 'sez_without_payment', lines: [line(4000, 18)] });
  const bill = { document_type: 'bill_of_supply', lines: [{ ...exempt, quantity: 1, unit_price: 700 }] };
  await sell(owner, { name: 'Patient', state: 'Maharashtra' }, bill);
  const { data } = (await owner.get('/api/gst/gstr3b?period=2026-11')).body;
  const nothing = { iamt: 0, camt: 0, samt: 0, csamt: 0 };
  expect(data).toMatchObject({
    ret_period: '112026',
    sup_details: {
      osup_det: { txval: 12_000, iamt: 100, camt: 900, samt: 900, csamt: 0 },
      osup_zero: { txval: 4000, iamt: 0, csamt: 0 },
      osup_nil_exmp: { txval: 700 },
      isup_rev: { txval: 0, ...nothing },
      osup_nongst: { txval: 0 },
    },
    inter_sup: { unreg_details: [{ pos: '29', txval: 2000, iamt: 100 }], comp_details: [], uin_details: [] },
  });
  const one = (await gstr1(worked)).data;
  expect(one.b2cs).toEqual([{ sply_ty: 'INTER', pos: '29', typ: 'OE', rt: 5, txval: 2000, iamt: 100, csamt: 0 }]);
  expect(one.nil.inv).toContainEqual({ sply_ty: 'INTRAB2C', expt_amt: 700, nil_amt: 0, ngsup_amt: 0 });
  expect(one.b2b.map(({ inv }: { inv: { inv_typ: string }[] }) => inv[0]?.inv_typ).sort()).toEqual(['R', 'SEWOP']);
  expect(one.hsn.hsn_b2c.map(({ hsn_sc }: { hsn_sc: string }) => hsn_sc)).toEqual(['73181500', '999311']);
});

test('a note takes away, a cancelled one keeps its number and nothing else, a large sale and an export stand by themselves', async () => {
  const { owner } = office;
  const big = await sell(
    owner,
    { name: 'Elsewhere', city: 'Mysuru', state: 'Karnataka' },
    { date: '2026-10-05', lines: [line(100_000, 18)] },
  );
  const abroad = { name: 'Abroad', country: 'Nepal' };
  await sell(owner, abroad, { date: '2026-10-06', supply_type: 'export_without_payment', lines: [line(500, 18)] });
  const gone = await sell(owner, far, { date: '2026-10-07', lines: [line(10, 18)] });
  expect((await owner.post(`/api/invoices/${gone}/cancel`, { reason: 'Wrong' })).status).toBe(200);
  const note = await make(owner, '/api/credit-notes', {
    invoice_id: big,
    date: '2026-10-20',
    lines: [{ from_line: 1, value: 1000 }],
  });
  expect((await owner.post(`/api/credit-notes/${note}/issue`, {})).status).toBe(200);
  const { data } = await gstr1(office, '2026-10');
  expect(data.b2b).toBeUndefined();
  expect(data.b2cl).toMatchObject([{ pos: '29', inv: [{ val: 118_000, itms: [{ itm_det: { iamt: 18_000 } }] }] }]);
  expect(data.exp).toMatchObject([
    { exp_typ: 'WOPAY', inv: [{ val: 500, itms: [{ rt: 0, txval: 500, iamt: 0, csamt: 0 }] }] },
  ]);
  expect(data.cdnur).toMatchObject([
    { typ: 'B2CL', ntty: 'C', pos: '29', val: 1180, itms: [{ itm_det: { rt: 18, txval: 1000, iamt: 180 } }] },
  ]);
  expect(data.hsn.hsn_b2c.find(({ rt }: { rt: number }) => rt === 18)).toMatchObject({ txval: 99_000, iamt: 17_820 });
  expect(data.doc_issue.doc_det).toMatchObject([
    { doc_num: 1, docs: [{ totnum: 3, cancel: 1, net_issue: 2 }] },
    { doc_num: 5, docs: [{ totnum: 1, cancel: 0, net_issue: 1 }] },
  ]);
  const { sup_details, inter_sup } = (await owner.get('/api/gst/gstr3b?period=2026-10')).body.data;
  expect(sup_details.osup_det).toMatchObject({ txval: 99_000, iamt: 17_820 });
  expect(inter_sup.unreg_details).toEqual([{ pos: '29', txval: 99_000, iamt: 17_820 }]);
});

test('each figure has its documents, on the screen and in the work sheet; drafts are told of', async () => {
  const { owner } = office;
  const customer_id = await make(owner, '/api/customers', { name: 'Waiting' });
  await make(owner, '/api/invoices', { customer_id, date: '2026-10-09', lines: [line(1, 18)] });
  const detail = 'A draft for Waiting is dated in this month and is not in the return; issue it or change its date.';
  const found = (await owner.get('/api/gst/findings?period=2026-10')).body.data;
  expect(found).toMatchObject([
    { noun: 'invoices', number: null, detail },
    { detail: expect.stringContaining('an export without shipping bill') },
  ]);
  const rows = (await owner.get('/api/gst/documents?period=2026-10&section=b2cl')).body.data;
  expect(rows).toMatchObject([{ noun: 'invoices', taxable_value: 100_000, igst: 18_000, section: 'b2cl', rate: 18 }]);
  const all = (await owner.get('/api/gst/documents?period=2026-10')).body.data;
  const sum = all.reduce((found: number, { igst }: { igst: number }) => found + igst, 0);
  expect(sum).toBe(17_820);
  const sections = (await owner.get('/api/gst/sections?period=2026-10')).body.data;
  expect(sections).toContainEqual({ section: 'cdnur', taxable_value: -1000, igst: -180, cgst: 0, sgst: 0, cess: 0 });
  expect(sections.at(-1)).toMatchObject({ section: 'all', taxable_value: 99_500, igst: 17_820 });
  const csv = await owner.get('/api/gst/documents?period=2026-10&format=csv');
  expect(csv.text.split('\n')[0]).toContain('Taxable value');
  expect(csv.text).toContain('-1000');
  expect((await owner.get('/api/gst/documents?period=2026-10&format=xlsx')).bytes.subarray(0, 2).toString()).toBe('PK');
  expect((await owner.get('/api/gst/gstr1?period=2026-13')).status).toBe(400);
});

test('advances for services stand in 11A as far as nothing is invoiced, and in 11B once they are used or given back', async () => {
  const { owner } = advanced;
  const receive = (party_id: string, date: string, amount: number) =>
    make(owner, '/api/payments', { party_id, date, amount, mode: 'upi', advance_nature: 'service' });
  const use = async (id: string, document_id: string, date: string): Promise<void> => {
    const allocations = [{ document_id, amount: 5900 }];
    const used = await owner.post(`/api/payments/${id}/allocate`, { allocations, date });
    expect(used.status, used.text).toBe(200);
  };
  const nearId = await make(owner, '/api/customers', { name: 'Near', gstin: '27AABFS1234A1ZV' });
  const farId = await make(owner, '/api/customers', { name: 'Elsewhere', state: 'Karnataka' });
  const kept = await receive(nearId, '2026-10-10', 11_800);
  const used = await receive(farId, '2026-10-12', 5900);
  const sold = async (customer_id: string, date: string): Promise<string> => {
    const id = await make(owner, '/api/invoices', {
      ...{ customer_id, date },
      lines: [{ ...line(5000, 18), description: 'Repair', hsn: '998719' }],
    });
    expect((await owner.post(`/api/invoices/${id}/issue`, {})).status).toBe(200);
    return id;
  };
  await use(used, await sold(farId, '2026-10-20'), '2026-10-20');
  const october = (await gstr1(advanced, '2026-10')).data;
  expect(october.at).toEqual([
    { pos: '27', sply_ty: 'INTRA', itms: [{ rt: 18, ad_amt: 10_000, camt: 900, samt: 900, csamt: 0 }] },
  ]);
  expect(october.txpd).toBeUndefined();
  expect(october.doc_issue.doc_det).toMatchObject([
    { doc_num: 1, docs: [{ totnum: 1 }] },
    { doc_num: 6, docs: [{ from: 'ADV/26-27/0001', to: 'ADV/26-27/0002', totnum: 2, cancel: 0 }] },
  ]);
  const inOctober = (await owner.get('/api/gst/gstr3b?period=2026-10')).body.data;
  expect(inOctober.sup_details.osup_det).toEqual({ txval: 15_000, iamt: 900, camt: 900, samt: 900, csamt: 0 });
  expect(inOctober.inter_sup.unreg_details).toEqual([{ pos: '29', txval: 5000, iamt: 900 }]);
  // In November half of the first is invoiced, and 1,180 go back with a refund voucher.
  await use(kept, await sold(nearId, '2026-11-05'), '2026-11-05');
  const back = { mode: 'bank_transfer', amount: 1180, date: '2026-11-10' };
  expect((await owner.post(`/api/payments/${kept}/refund`, back)).status).toBe(201);
  const november = (await gstr1(advanced)).data;
  expect(november.at).toBeUndefined();
  expect(november.txpd).toEqual([
    { pos: '27', sply_ty: 'INTRA', itms: [{ rt: 18, ad_amt: 6000, camt: 540, samt: 540, csamt: 0 }] },
  ]);
  expect(november.doc_issue.doc_det).toContainEqual(
    expect.objectContaining({ doc_num: 8, docs: [expect.objectContaining({ from: 'RFV/26-27/0001' })] }),
  );
  const inNovember = (await owner.get('/api/gst/gstr3b?period=2026-11')).body.data.sup_details.osup_det;
  expect(inNovember).toEqual({ txval: -1000, iamt: 0, camt: -90, samt: -90, csamt: 0 });
  const behind = (await owner.get('/api/gst/documents?period=2026-11&section=txpd')).body.data;
  expect(behind).toMatchObject([{ noun: 'payments', number: 'ADV/26-27/0001', taxable_value: 6000, cgst: 540 }]);
  const boxed = (await owner.get('/api/gst/documents?period=2026-11&box=det')).body.data;
  expect(boxed.map((row: { taxable_value: number }) => row.taxable_value)).toEqual([5000, -6000]);
  const boxes = (await owner.get('/api/gst/boxes?period=2026-11')).body.data;
  expect(boxes[0]).toMatchObject({ table: '3.1(a)', is_known: true, taxable_value: -1000, cgst: -90 });
  expect(boxes.find(({ box }: { box: string }) => box === 'itc')).toMatchObject({ is_known: false, cgst: null });
});

test('a quarter: registered customers each month by IFF, the rest with the quarter; codes as long as the turnover asks', async () => {
  const { owner } = quarter;
  const own = { gstin: '27AAPFU0939F1ZV', valid_from: '2026-07-01' };
  const wrong = { ...own, frequency: 'quarterly', turnover: 'above_5_crore' };
  expect((await owner.post('/api/gst-registrations', wrong)).body.errors[0].pointer).toBe('/frequency');
  const set = { ...own, frequency: 'quarterly', turnover: 'up_to_5_crore' };
  expect((await owner.post('/api/gst-registrations', set)).body.data).toMatchObject({ frequency: 'quarterly' });
  for (const [date, customer] of [
    ['2026-07-10', far],
    ['2026-08-10', far],
    ['2026-08-11', { name: 'Somebody', state: 'Karnataka' }],
    ['2026-09-10', far],
  ] as const)
    await sell(owner, customer, { date, lines: [line(100, 18)] });
  const july = (await gstr1(quarter, '2026-07')).data;
  expect([Object.keys(july).sort(), july.fp]).toEqual([['b2b', 'fp', 'gstin', 'hash', 'version'], '072026']);
  const iff = { return: 'gstr1', period: '2026-07', arn: 'AA270726000001X', filed_on: '2026-08-13' };
  expect((await owner.post('/api/gst-filings', iff)).body.data).toMatchObject({ form: 'iff', to_date: '2026-07-31' });
  const whole = (await gstr1(quarter, '2026-09')).data;
  expect(whole.fp).toBe('092026');
  expect(whole.b2b[0].inv.map(({ idt }: { idt: string }) => idt)).toEqual(['10-08-2026', '10-09-2026']);
  expect(whole.b2cs).toMatchObject([{ pos: '29', txval: 100, iamt: 18 }]);
  expect(whole.hsn.hsn_b2b).toMatchObject([{ qty: 3, txval: 300 }]);
  expect(whole.doc_issue.doc_det[0].docs).toMatchObject([{ totnum: 4 }]);
  const { ret_period, sup_details } = (await owner.get('/api/gst/gstr3b?period=2026-07')).body.data;
  expect([ret_period, sup_details.osup_det.txval]).toEqual(['092026', 400]);
  // What the IFF told is closed for registered customers alone.
  await sell(owner, { name: 'Late', state: 'Karnataka' }, { date: '2026-07-20', lines: [line(1, 18)] });
  const customer_id = await make(owner, '/api/customers', far);
  const late = await make(owner, '/api/invoices', { customer_id, date: '2026-07-20', lines: [line(1, 18)] });
  expect((await owner.post(`/api/invoices/${late}/issue`, {})).body.errors[0].pointer).toBe('/date');
  const above = { ...own, frequency: 'monthly', turnover: 'above_5_crore', valid_from: '2026-10-01' };
  expect((await owner.post('/api/gst-registrations', above)).status).toBe(201);
  await sell(owner, far, { date: '2026-10-10', lines: [{ ...line(1, 18), hsn: '7318' }] });
  const found = (await owner.get('/api/gst/findings?period=2026-10')).body.data;
  expect(found[0].detail).toContain('7318 is too short; above 5 crore');
  const theirs = await neighbour.owner.get('/api/gst/gstr1?gstin=29AABPM5678B2ZL');
  expect([theirs.status, theirs.body.errors[0].pointer]).toEqual([422, '/gstin']);
});

test('nothing of the neighbour is in it, and his is his', async () => {
  expect((await gstr1(neighbour)).data.b2b[0].inv).toHaveLength(1);
  expect((await gstr1(neighbour, '2026-10')).data).toEqual({
    ...{ gstin: '27AAPFU0939F1ZV', fp: '102026', version: 'GST3.2.4', hash: 'hash' },
  });
  expect(JSON.stringify(await gstr1(office))).not.toContain('77777');
});

/** Advances and cheques over HTTP: tax on services at receipt and not again, refund vouchers, cheques in hand, cleared and bounced. */
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { booksOf, make, offBy, openSeller, type Seller, salesWorld } from '../testing/sales.ts';

let world: World;
let office: Seller;

beforeAll(async () => {
  world = await salesWorld();
  office = await openSeller(world, 'sells-co');
});
afterAll(() => world?.close());

const post = (path: string, body: object) => office.owner.post(`/api/payments${path}`, body);
const advance = (changes: object = {}): object => ({
  party_id: office.customer,
  date: '2026-11-02',
  amount: 1180,
  mode: 'upi',
  advance_nature: 'service',
  ...changes,
});
const after = async (id: string, count: number): Promise<string[]> => (await booksOf(world, id)).slice(count);

test('an advance for a service is taxed at receipt, and the invoice that uses it pays no tax twice', async () => {
  const reply = await post('', advance());
  expect(reply.body.data, reply.text).toMatchObject({
    voucher: 'receipt_voucher',
    number: 'ADV/26-27/0001',
    advance: 1180,
    tax_rate: 18,
    place_of_supply: '27',
    head: 'intra',
    taxable_value: 1000,
    cgst: 90,
    sgst: 90,
    igst: 0,
  });
  const { id } = reply.body.data;
  const received = ['bank 118000', 'receivable -100000', 'output_cgst -9000', 'output_sgst -9000'];
  expect(await booksOf(world, id)).toEqual(received);
  const invoice = await office.sell(590, { date: '2026-11-20' });
  const used = await post(`/${id}/allocate`, {
    allocations: [{ document_id: invoice, amount: 590 }],
    date: '2026-11-20',
  });
  expect(used.body.data, used.text).toMatchObject({ allocated: 590, unallocated: 590, adjusted: 590 });
  expect(await after(id, 4)).toEqual(['output_cgst 4500', 'output_sgst 4500', 'receivable -9000']);
  const early = await post(`/${id}/refund`, { mode: 'bank_transfer', date: '2026-11-01' });
  expect([early.status, early.body.errors[0].pointer]).toEqual([422, '/date']);
  const refund = await post(`/${id}/refund`, { mode: 'bank_transfer' });
  expect(refund.body.data, refund.text).toMatchObject({
    direction: 'out',
    voucher: 'refund_voucher',
    number: 'RFV/26-27/0001',
    amount: 590,
    taxable_value: 500,
    cgst: 45,
    refunds: id,
  });
  expect(await booksOf(world, refund.body.data.id)).toEqual([
    'receivable 50000',
    'output_cgst 4500',
    'output_sgst 4500',
    'bank -59000',
  ]);
  expect((await post(`/${id}/refund`, { mode: 'cash' })).status).toBe(400);
  expect((await post(`/${id}/cancel`, { reason: 'x' })).body.code).toBe('payments.is_refunded');
  expect((await post(`/${refund.body.data.id}/cancel`, { reason: 'Sent back' })).status).toBe(200);
  expect((await post(`/${id}/cancel`, { reason: 'All of it' })).status).toBe(200);
  expect((await office.owner.get(`/api/invoices/${invoice}`)).body.data).toMatchObject({ paid: 0, balance: 590 });
  expect(await offBy(world, office.id)).toBe(0);
  const { rows } = await world.admin.query(
    'select coalesce(sum(debit::bigint - credit::bigint), 0)::int as sum from journal_lines where journal_id in (select id from journals where source_id = any($1))',
    [[id, refund.body.data.id]],
  );
  expect(rows).toEqual([{ sum: 0 }]);
});

test('what settles an invoice at once is no advance; goods and those without GST bear no tax at receipt', async () => {
  const document_id = await office.sell(1000);
  const part = await post('', advance({ date: '2026-11-03', allocations: [{ document_id, amount: 1000 }] }));
  expect(part.body.data, part.text).toMatchObject({
    advance: 180,
    adjusted: 0,
    taxable_value: 152.54,
    cgst: 13.73,
    sgst: 13.73,
  });
  const goods = await post('', advance({ advance_nature: 'goods' }));
  expect(goods.body.data).toMatchObject({ voucher: 'receipt', advance: 0, tax_rate: null, cgst: 0 });
  const far = await post('', advance({ party_id: office.other, tax_rate: 5, amount: 105 }));
  expect(far.body.data).toMatchObject({ place_of_supply: '29', head: 'inter', igst: 5, cgst: 0 });
  const exempt = await post('', advance({ tax_rate: 0 }));
  expect(exempt.body.data).toMatchObject({ voucher: 'receipt', advance: 0, tax_rate: 0 });
  const composition = (is_composition: boolean) => office.owner.put('/api/letterhead', { is_composition });
  expect((await composition(true)).status).toBe(200);
  const bare = await post('', advance());
  expect((await composition(false)).status).toBe(200);
  expect(bare.body.data, bare.text).toMatchObject({ voucher: 'receipt', advance: 0, tax_rate: null, cgst: 0 });
});

test('released, an advance owes its tax again', async () => {
  const id = await make(office.owner, '/api/payments', advance());
  const document_id = await office.sell(1180);
  await post(`/${id}/allocate`, { allocations: [{ document_id, amount: 1180 }] });
  const released = await post(`/${id}/release`, { document_id });
  expect(released.body.data, released.text).toMatchObject({ adjusted: 0, unallocated: 1180 });
  expect(await after(id, 7)).toEqual(['output_cgst -9000', 'output_sgst -9000', 'receivable 18000']);
});

test('a cheque: in hand, not before its day, deposited, cleared', async () => {
  const hdfc = await make(office.owner, '/api/accounts', { name: 'HDFC current', class: 'bank', ifsc: 'hdfc0000001' });
  const cheque = {
    mode: 'cheque',
    reference: '004512',
    cheque_bank: 'SBI',
    advance_nature: 'goods',
    cheque_date: '2026-11-10',
  };
  const made = await post('', advance(cheque));
  expect(made.body.data, made.text).toMatchObject({ cheque_status: 'in_hand', account_name: 'Cheques in hand' });
  const { id } = made.body.data;
  expect((await post(`/${id}/clear`, {})).body.code).toBe('payments.not_cheque');
  expect((await post(`/${id}/deposit`, { account_id: hdfc, date: '2026-11-09' })).body.errors[0].pointer).toBe('/date');
  const deposited = await post(`/${id}/deposit`, { account_id: hdfc, date: '2026-11-11' });
  expect(deposited.body.data, deposited.text).toMatchObject({
    cheque_status: 'deposited',
    account_name: 'HDFC current',
  });
  expect((await booksOf(world, id)).slice(2)).toEqual(['1011 118000', 'cheques -118000']);
  const cleared = await post(`/${id}/clear`, { date: '2026-11-13' });
  expect(cleared.body.data).toMatchObject({ cheque_status: 'cleared', cleared_on: '2026-11-13' });
  expect((await office.owner.get('/api/payments?cheque_status=cleared&count=true')).body.meta.total).toBe(1);
});

test('a cheque that bounces leaves the invoice open and the books as they were, from that day', async () => {
  const document_id = await office.sell(1180);
  const cheque = { mode: 'cheque', reference: '77', allocations: [{ document_id, amount: 1180 }] };
  const id = await make(office.owner, '/api/payments', advance(cheque));
  await post(`/${id}/deposit`, { date: '2026-11-03' });
  const bounced = await post(`/${id}/bounce`, { reason: 'Funds insufficient', date: '2026-11-12' });
  expect(bounced.body.data, bounced.text).toMatchObject({
    status: 'bounced',
    cheque_status: 'bounced',
    cancelled_on: '2026-11-12',
  });
  expect((await office.owner.get(`/api/invoices/${document_id}`)).body.data).toMatchObject({ balance: 1180 });
  const { rows } = await world.admin.query(
    "select to_char(date, 'DD') as day, sum(debit::bigint - credit::bigint)::int as amount from journal_lines l join accounts a on a.id = l.account_id where a.role = 'receivable' and journal_id in (select id from journals where source_id = $1) group by date order by date",
    [id],
  );
  expect(rows).toEqual([
    { day: '02', amount: -118000 },
    { day: '12', amount: 118000 },
  ]);
  const upi = await make(office.owner, '/api/payments', advance());
  expect((await post(`/${upi}/bounce`, { reason: 'x' })).body.code).toBe('payments.not_cheque');
});

test.each([
  [{ class: 'bank', ifsc: 'HDFC1' }, '/ifsc'],
  [{ class: 'cash', type: 'income' }, '/type'],
  [{ class: 'cash', account_number: '123456' }, '/account_number'],
  [{ class: 'bank', account_number: '12 X' }, '/account_number'],
  [{ class: 'bank', upi_id: 'nobody' }, '/upi_id'],
])('an account of money says where it lies: %j', async (changes, pointer) => {
  const reply = await office.owner.post('/api/accounts', { name: 'Other', ...changes });
  expect([reply.status, reply.body.errors?.[0]?.pointer], reply.text).toEqual([422, pointer]);
});

test('accounts tell what stands in them; what the product posts to keeps its kind; codes are taken once', async () => {
  const listed = await office.owner.get('/api/accounts?class=bank&fields=code,name,balance');
  expect(
    listed.body.data.map(({ code }: { code: string }) => code),
    listed.text,
  ).toEqual(['1010', '1011']);
  expect(listed.body.data[1].balance).toBe(1180);
  const bank = listed.body.data[0].id;
  expect((await office.owner.patch(`/api/accounts/${bank}`, { type: 'liability' })).status).toBe(422);
  expect((await office.owner.patch(`/api/accounts/${bank}`, { upi_id: 'sells@hdfcbank' })).status).toBe(200);
  const taken = await office.owner.post('/api/accounts', { name: 'Another', code: '1010' });
  expect([taken.status, taken.body.code]).toEqual([409, 'accounts.code_taken']);
  expect((await office.owner.get('/api/accounts?type=asset&limit=200')).body.data.length).toBeGreaterThan(8);
});

test('an advance from abroad or from a special zone bears no CGST, and none at all under a letter of undertaking', async () => {
  const abroad = await make(office.owner, '/api/customers', { name: 'Far Away', country: 'Nepal' });
  const zone = { name: 'Zone Unit', gstin: '27AAACS1111A1ZA', category: 'sez' };
  const sez = await make(office.owner, '/api/customers', zone);
  const taken = async (party_id: string, more: object = {}) => {
    const reply = await post('', advance({ party_id, ...more }));
    const { voucher, place_of_supply, head, cgst, igst } = reply.body.data ?? {};
    return [voucher, place_of_supply, head, cgst, igst];
  };
  expect(await taken(abroad)).toEqual(['receipt_voucher', '96', 'inter', 0, 180]);
  expect(await taken(sez)).toEqual(['receipt_voucher', '27', 'inter', 0, 180]);
  expect((await office.owner.put('/api/letterhead', { lut_number: 'AD270326000001A' })).status).toBe(200);
  expect(await taken(abroad)).toEqual(['receipt', null, null, 0, 0]);
  expect(await taken(sez)).toEqual(['receipt', null, null, 0, 0]);
  expect(await taken(abroad, { place_of_supply: '27' })).toEqual(['receipt_voucher', '27', 'intra', 90, 0]);
  expect(await taken(office.customer)).toEqual(['receipt_voucher', '27', 'intra', 90, 0]);
  expect((await office.owner.put('/api/letterhead', { lut_number: null })).status).toBe(200);
});

test('the rate of an advance is one of its day', async () => {
  const refused = await post('', advance({ tax_rate: 17 }));
  expect([refused.status, refused.body.errors?.[0].pointer]).toEqual([422, '/tax_rate']);
  const old = await post('', advance({ tax_rate: 12, date: '2025-08-01' }));
  expect(old.body.data, old.text).toMatchObject({ tax_rate: 12 });
});

/** Advances of branches with GSTINs of their own: numbers, tax and paper, what they may settle; the neighbour next door. */
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { booksOf, make, type Office, openOffice, profile, sellingWorld } from '../testing/offices.ts';
import { pdfPages } from '../testing/pdf_text.ts';

const OWN = '27AAPFU0939F1ZV';
const THEIRS = '29AABPM5678B2ZL';

let world: World;
let office: Office;
let neighbour: Office;
let customer: string;
let bengaluru: string;
/** Without a GSTIN of its own. */
let nagpur: string;
let street = '4 Mill Road';
let gstin = OWN;

beforeAll(async () => {
  const known: typeof profile = async (control, tenant) => {
    const found = await profile(control, tenant);
    return found && { ...found, gstin, address_line1: street };
  };
  world = await sellingWorld({ profile: known });
  office = await openOffice(world, 'sells-co');
  neighbour = await openOffice(world, 'next-co');
  ({ customer, bengaluru, nagpur } = await furnish(office));
});
afterAll(() => world?.close());

async function furnish({ owner }: Office) {
  const theirs = { gstin: THEIRS, address_line1: '9 Brigade Road', city: 'Bengaluru', pincode: '560001' };
  return {
    customer: await make(owner, '/api/customers', { name: 'Local Stores', state: 'Karnataka', city: 'Mysuru' }),
    bengaluru: await make(owner, '/api/branches', { code: 'BLR', name: 'Bengaluru', ...theirs }),
    nagpur: await make(owner, '/api/branches', { code: 'NGP', name: 'Nagpur', city: 'Nagpur' }),
  };
}

const receive = (changes: object = {}, { owner }: Office = office) =>
  owner.post('/api/payments', {
    ...{ party_id: customer, date: '2026-11-02', amount: 1180, mode: 'upi', advance_nature: 'service' },
    ...changes,
  });
async function sell(changes: object = {}, { owner }: Office = office): Promise<string> {
  const line = { description: 'Fitting', hsn: '998719', quantity: 1, unit_price: 1180, tax_rate: 18 };
  const sale = { customer_id: customer, date: '2026-11-03', prices_include_tax: true, lines: [line] };
  const id = await make(owner, '/api/invoices', { ...sale, ...changes });
  const issued = await owner.post(`/api/invoices/${id}/issue`, {});
  expect(issued.status, issued.text).toBe(200);
  return id;
}
const act = (id: string, path: string, body: object) => office.owner.post(`/api/payments/${id}/${path}`, body);
const settle = (id: string, document_id: string, amount = 1180) =>
  act(id, 'allocate', { allocations: [{ document_id, amount }] });
const paper = async (id: string): Promise<string> => {
  const reply = await office.owner.get(`/api/payments/${id}/pdf`);
  expect(reply.status).toBe(200);
  return (pdfPages(reply.bytes)[0] ?? '').replaceAll(/\s+/g, ' ');
};

test('a branch takes an advance: its GSTIN, its state, its numbers; the voucher says so after both have moved, and so does the refund', async () => {
  const made = await receive({ branch_id: bengaluru });
  expect(made.body.data, made.text).toMatchObject({
    ...{ number: 'ADVBLR/2627/0001', branch_id: bengaluru, supplier_gstin: THEIRS, place_of_supply: '29' },
    ...{ head: 'intra', cgst: 90, sgst: 90, igst: 0 },
    seller: { name: 'sells-co', gstin: THEIRS, state: '29', address_line1: '9 Brigade Road' },
    buyer: { name: 'Local Stores', gstin: null, city: 'Mysuru' },
  });
  const main = await receive();
  expect(main.body.data, main.text).toMatchObject({
    ...{ number: 'ADV/26-27/0001', branch_id: null, supplier_gstin: OWN, head: 'inter', igst: 180 },
    seller: { gstin: OWN, address_line1: '4 Mill Road' },
  });
  const { id } = made.body.data;
  const moved = { address_line1: '1 New Street', city: 'Hubballi' };
  expect((await office.owner.patch(`/api/branches/${bengaluru}`, moved)).status).toBe(200);
  expect((await office.owner.patch(`/api/customers/${customer}`, { name: 'Grand Stores' })).status).toBe(200);
  street = '5 Other Road';
  for (const words of ['Receipt Voucher', `GSTIN: ${THEIRS}`, '9 Brigade Road', 'Local Stores', 'CGST'])
    expect(await paper(id)).toContain(words);
  expect(await paper(main.body.data.id)).toContain('4 Mill Road');
  const back = await act(id, 'refund', { mode: 'upi', amount: 590, date: '2026-11-04' });
  expect(back.body.data, back.text).toMatchObject({
    ...{ number: 'RFVBLR/2627/0001', branch_id: bengaluru, supplier_gstin: THEIRS, party_name: 'Grand Stores' },
    ...{ cgst: 45, seller: { gstin: THEIRS, city: 'Hubballi' }, buyer: { name: 'Grand Stores' } },
  });
  const told = await paper(back.body.data.id);
  for (const words of ['Refund Voucher', `GSTIN: ${THEIRS}`, '1 New Street', 'ADVBLR/2627/0001', 'Grand Stores'])
    expect(told).toContain(words);
  // Registered anew, the organisation still gives back by the registration that took it.
  gstin = '27AABFS1234A1ZV';
  const rest = await act(main.body.data.id, 'refund', { mode: 'upi', date: '2026-11-05' });
  gstin = OWN;
  expect(rest.body.data, rest.text).toMatchObject({
    ...{ number: 'RFV/26-27/0001', supplier_gstin: OWN },
    seller: { gstin: OWN, address_line1: '4 Mill Road' },
  });
  const listed = await office.owner.get(`/api/payments?branch_id=${bengaluru}&sort=number&fields=number`);
  expect(listed.body.data.map(({ number }: { number: string }) => number)).toEqual([
    'ADVBLR/2627/0001',
    'RFVBLR/2627/0001',
  ]);
});

test('what was taxed settles invoices of its own GSTIN; what was not, and what is paid at once, settles any', async () => {
  const [here, there] = [await sell(), await sell({ branch_id: bengaluru })];
  const { id, number } = (await receive({ branch_id: bengaluru })).body.data;
  const refused = await settle(id, here);
  expect([refused.status, refused.body.code], refused.text).toEqual([422, 'payments.other_gstin']);
  expect(refused.body.errors).toEqual([
    { pointer: '/allocations/0/document_id', detail: expect.stringContaining(`the tax on ${number}`) },
  ]);
  expect(refused.body.detail).toContain(`is of ${OWN}`);
  const leftFor = async (invoice: string) =>
    (await office.owner.get(`/api/invoices/${invoice}/credits`)).body.data.find((one: { id: string }) => one.id === id);
  expect(await leftFor(here)).toMatchObject({ left: 1180, usable: 0, supplier_gstin: THEIRS });
  expect(await leftFor(there)).toMatchObject({ left: 1180, usable: 1180 });
  // Past the application the database refuses it too.
  const forced = world.admin.query(
    `insert into payment_allocations (tenant_id, id, payment_id, document_id, date, amount, adjusted)
     values ($1, gen_random_uuid(), $2, $3, '2026-11-03', 100, 100)`,
    [office.id, id, here],
  );
  await expect(forced).rejects.toThrow(`an advance taxed for ${THEIRS} settles nothing of ${OWN}`);
  const used = await settle(id, there);
  expect(used.body.data, used.text).toMatchObject({ adjusted: 1180, unallocated: 0 });
  expect((await booksOf(world, id)).slice(4)).toEqual(['output_cgst 9000', 'output_sgst 9000', 'receivable -18000']);
  const goods = (await receive({ branch_id: bengaluru, advance_nature: 'goods', amount: 80 })).body.data;
  expect(goods).toMatchObject({ number: 'RECBLR/2627/0001', supplier_gstin: null });
  expect((await settle(goods.id, here, 80)).body.data).toMatchObject({ unallocated: 0, adjusted: 0 });
  // Of a payment that settles 100 at once the rest alone is an advance; taken back, the 100 are free for any invoice.
  const at_once = { amount: 300, branch_id: bengaluru, allocations: [{ document_id: here, amount: 100 }] };
  const part = (await receive(at_once)).body.data;
  expect(part).toMatchObject({ advance: 200, supplier_gstin: THEIRS });
  expect((await act(part.id, 'release', { document_id: here })).status).toBe(200);
  expect(await leftFor(here)).toBeUndefined();
  const credits = (await office.owner.get(`/api/invoices/${here}/credits`)).body.data;
  expect(credits.find((one: { id: string }) => one.id === part.id)).toMatchObject({ left: 300, usable: 100 });
  expect((await settle(part.id, here, 101)).body.code).toBe('payments.other_gstin');
  const other = await sell({ branch_id: bengaluru });
  const both = [
    { document_id: here, amount: 100 },
    { document_id: other, amount: 200 },
  ];
  const mixed = await act(part.id, 'allocate', { allocations: both });
  expect(mixed.body.data, mixed.text).toMatchObject({ unallocated: 0, adjusted: 200 });
});

test('money for an invoice goes to its branch unless somebody says otherwise; a line of the bank, too', async () => {
  const [theirs, ours] = [await sell({ branch_id: bengaluru }), await sell({ branch_id: nagpur })];
  const pay = async (ids: string[], more: object = {}) => {
    const allocations = ids.map((document_id) => ({ document_id, amount: 10 }));
    return (await receive({ amount: 10 * ids.length, allocations, ...more })).body.data;
  };
  expect(await pay([theirs])).toMatchObject({ branch_id: bengaluru, seller: { gstin: THEIRS } });
  expect(await pay([ours])).toMatchObject({ branch_id: nagpur, seller: { gstin: OWN, city: 'Nagpur' } });
  expect(await pay([ours, theirs])).toMatchObject({ branch_id: null });
  expect(await pay([theirs], { branch_id: null })).toMatchObject({ branch_id: null, seller: { gstin: OWN } });
  expect(await pay([ours], { branch_id: bengaluru })).toMatchObject({ branch_id: bengaluru });
  const account_id = await make(office.owner, '/api/accounts', { name: 'HDFC current', class: 'bank' });
  const text = 'Date,Narration,Debit,Credit\n2026-11-06,NEFT One,,70';
  expect((await office.owner.post('/api/bank-lines/import', { account_id, text })).status).toBe(200);
  const [one] = (await office.owner.get('/api/bank-lines?sort=amount')).body.data;
  const settled = await office.owner.post(`/api/bank-lines/${one.id}/settle`, { document_id: theirs });
  expect(settled.body.data, settled.text).toMatchObject({ branch_id: bengaluru, buyer: { name: 'Grand Stores' } });
});

test('what is left of a note goes back by the branch of the note', async () => {
  const invoice_id = await sell({ branch_id: bengaluru });
  await receive({ allocations: [{ document_id: invoice_id, amount: 1180 }] });
  const note = await make(office.owner, '/api/credit-notes', { invoice_id, date: '2026-11-05' });
  expect((await office.owner.post(`/api/credit-notes/${note}/issue`, {})).status).toBe(200);
  const back = await office.owner.post(`/api/credit-notes/${note}/refund`, { mode: 'upi' });
  expect(back.body.data, back.text).toMatchObject({
    ...{ number: 'PAYBLR/2627/0001', branch_id: bengaluru, seller: { gstin: THEIRS } },
  });
});

test('an organisation writes the numbers of vouchers as it likes, branch by branch', async () => {
  const own = { document_type: 'receipt_voucher', branch_id: nagpur, template: 'A{BR}-{FY2}-{0000}' };
  await make(office.owner, '/api/series', own);
  expect((await receive({ branch_id: nagpur })).body.data).toMatchObject({ number: 'ANGP-2627-0001' });
  expect((await receive()).body.data.number).toMatch(/^ADV\/26-27\/\d{4}$/);
});

test('a voucher from before sides were kept is the organisation’s own, and prints what is on record today', async () => {
  const [here, there] = [await sell(), await sell({ branch_id: bengaluru })];
  const { id: like } = (await receive()).body.data;
  const { rows } = await world.admin.query(
    `insert into payments (tenant_id, id, direction, voucher, number, date, party_id, party_name, mode, account_id, amount, advance_nature,
       advance, tax_rate, place_of_supply, head, taxable_value, igst)
     select tenant_id, gen_random_uuid(), direction, voucher, 'ADV/25-26/0001', date, party_id, 'As it was', mode, account_id, amount,
       advance_nature, advance, tax_rate, place_of_supply, head, taxable_value, igst from payments where id = $1 returning id`,
    [like],
  );
  const { id } = rows[0];
  const known = (await office.owner.get(`/api/payments/${id}`)).body.data;
  expect(known).toMatchObject({ branch_name: null, seller: null, buyer: null, supplier_gstin: null });
  const told = await paper(id);
  for (const words of [`GSTIN: ${OWN}`, street, 'As it was']) expect(told).toContain(words);
  const usable = async (invoice: string): Promise<number> =>
    (await office.owner.get(`/api/invoices/${invoice}/credits`)).body.data.find((one: { id: string }) => one.id === id)
      .usable;
  expect([await usable(here), await usable(there)]).toEqual([1180, 0]);
  expect((await settle(id, there)).body.code).toBe('payments.other_gstin');
  expect((await settle(id, here, 590)).body.data).toMatchObject({ adjusted: 590 });
  const back = await act(id, 'refund', { mode: 'upi', date: '2026-11-06' });
  expect(back.body.data, back.text).toMatchObject({ voucher: 'refund_voucher', seller: { gstin: OWN }, igst: 90 });
});

test('a series goes on when its counter has outgrown its zeros, and says when no number is left', async () => {
  const busy = await openOffice(world, 'busy-co');
  const { customer: party_id, bengaluru: branch_id } = await furnish(busy);
  const taken = () => receive({ party_id, branch_id, advance_nature: 'goods' }, busy);
  const after = (next: number) =>
    world.admin.query('update number_series set next = $2 where tenant_id = $1', [busy.id, next]);
  expect((await taken()).body.data.number).toBe('RECBLR/2627/0001');
  await after(9999);
  expect([(await taken()).body.data.number, (await taken()).body.data.number]).toEqual([
    'RECBLR/2627/9999',
    'RECBLR/262710000',
  ]);
  await after(1_000_000);
  const refused = await taken();
  expect([refused.status, refused.body.errors?.[0]?.pointer], refused.text).toEqual([422, '/number']);
  expect(refused.body.detail).toContain('RECBLR/2627/1000000');
});

test('forty at once over two branches and none: no gap, nothing twice', async () => {
  const rush = await openOffice(world, 'rush-co');
  const places = await furnish(rush);
  const branches = [null, places.bengaluru, places.nagpur];
  const money = { party_id: places.customer, amount: 118 };
  const replies = await Promise.all(
    Array.from({ length: 40 }, (_, at) => receive({ ...money, branch_id: branches[at % 3] }, rush)),
  );
  expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 201));
  const numbers = replies.map(({ body }) => body.data.number as string).sort();
  const run = (series: string, count: number): string[] =>
    Array.from({ length: count }, (_, at) => `${series}${String(at + 1).padStart(4, '0')}`);
  expect(numbers).toEqual([...run('ADV/26-27/', 14), ...run('ADVBLR/2627/', 13), ...run('ADVNGP/2627/', 13)].sort());
});

test('the neighbour’s branch is none; nobody settles what is not his', async () => {
  const party_id = await make(neighbour.owner, '/api/customers', { name: 'Own' });
  const reply = await receive({ party_id, branch_id: bengaluru }, neighbour);
  expect([reply.status, reply.body.errors?.[0]?.pointer], reply.text).toEqual([422, '/branch_id']);
  expect((await neighbour.owner.get(`/api/payments?branch_id=${bengaluru}`)).body.data).toEqual([]);
});

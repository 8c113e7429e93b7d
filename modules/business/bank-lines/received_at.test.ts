/** Where money of a statement is received: at the branch of what it settles, else at that of its account, unless somebody says another. */
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { make, type Office, openOffice, sellingWorld } from '../testing/offices.ts';

const THEIRS = '29AABPM5678B2ZL';
const HEAD = 'Date,Narration,Debit,Credit,Balance';

let world: World;
let office: Office;
let neighbour: Office;
let customer: string;
let bengaluru: string;
let nagpur: string;
/** Of Bengaluru, and of no branch. */
let theirs: string;
let plain: string;

beforeAll(async () => {
  world = await sellingWorld({});
  office = await openOffice(world, 'sells-co');
  neighbour = await openOffice(world, 'next-co');
  const { owner } = office;
  customer = await make(owner, '/api/customers', { name: 'Kaveri Stores', state: 'Karnataka' });
  const at = { gstin: THEIRS, address_line1: '9 Brigade Road', city: 'Bengaluru', pincode: '560001' };
  bengaluru = await make(owner, '/api/branches', { code: 'BLR', name: 'Bengaluru', ...at });
  nagpur = await make(owner, '/api/branches', { code: 'NGP', name: 'Nagpur' });
  theirs = await make(owner, '/api/accounts', { name: 'SBI Bengaluru', class: 'bank', branch_id: bengaluru });
  plain = await make(owner, '/api/accounts', { name: 'HDFC', class: 'bank' });
});
afterAll(() => world?.close());

let nth = 0;

/** A line of the statement of an account; each is of another amount. */
async function lineOf(account_id: string, amount: number, narration = 'NEFT'): Promise<string> {
  const text = `${HEAD}\n05/11/26,${narration} ${++nth},,${amount.toFixed(2)},${amount.toFixed(2)}\n`;
  const taken = await office.owner.post('/api/bank-lines/import', { account_id, text });
  expect(taken.body.data, taken.text).toMatchObject({ added: 1 });
  return (await office.owner.get(`/api/bank-lines?amount=${amount}`)).body.data[0].id;
}

async function sell(amount: number, branch_id: string | null, customer_id = customer): Promise<string> {
  const line = { description: 'Fitting', hsn: '998719', quantity: 1, unit_price: amount, tax_rate: 18 };
  const sale = { customer_id, branch_id, date: '2026-11-03', prices_include_tax: true, lines: [line] };
  const id = await make(office.owner, '/api/invoices', sale);
  const issued = await office.owner.post(`/api/invoices/${id}/issue`, {});
  expect(issued.status, issued.text).toBe(200);
  return id;
}

const act = (line: string, path: string, body: object) => office.owner.post(`/api/bank-lines/${line}/${path}`, body);
const suggested = async (line: string, kind: string) =>
  (await office.owner.get(`/api/bank-lines/${line}/suggestions`)).body.data.find(
    (one: { kind: string }) => one.kind === kind,
  );

test('an invoice brings its branch, also to the account of another one; somebody may say another', async () => {
  const invoice = await sell(1001, bengaluru);
  const line = await lineOf(plain, 1001);
  expect(await suggested(line, 'invoice')).toMatchObject({ id: invoice, branch_id: bengaluru });
  const settled = await act(line, 'settle', { document_id: invoice });
  expect(settled.body.data, settled.text).toMatchObject({ branch_id: bengaluru, number: 'RECBLR/2627/0001' });
  const own = await sell(1002, null);
  const lineOfTheirs = await lineOf(theirs, 1002);
  expect(await suggested(lineOfTheirs, 'invoice')).toMatchObject({ id: own, branch_id: null });
  const kept = await act(lineOfTheirs, 'settle', { document_id: own });
  expect(kept.body.data, kept.text).toMatchObject({ branch_id: null });
  const other = await act(await lineOf(theirs, 1003), 'settle', {
    document_id: await sell(1003, bengaluru),
    branch_id: nagpur,
  });
  expect(other.body.data, other.text).toMatchObject({ branch_id: nagpur });
});

test('money of a customer has the branch of what it settles when they are of one, else that of the account, else none', async () => {
  const pay = (line: string, body: object = {}) =>
    act(line, 'payment', { party_id: customer, allocate_oldest: true, ...body });
  const branchOf = async (line: string, body: object = {}) => {
    const { branch_id: expected } = await suggested(line, 'customer');
    const paid = await pay(line, body);
    expect(paid.status, paid.text).toBe(201);
    return [expected, paid.body.data.branch_id];
  };
  await sell(500, nagpur);
  expect(await branchOf(await lineOf(theirs, 500.5, 'KAVERI STORES'))).toEqual([nagpur, nagpur]);
  await sell(600, nagpur);
  await sell(600, null);
  expect(await branchOf(await lineOf(theirs, 1200, 'KAVERI STORES'))).toEqual([bengaluru, bengaluru]);
  expect(await branchOf(await lineOf(plain, 77, 'KAVERI STORES'))).toEqual([null, null]);
  expect(await branchOf(await lineOf(theirs, 78, 'KAVERI STORES'), { branch_id: null })).toEqual([bengaluru, null]);
  // What is received by hand has it, too.
  const paid = { party_id: customer, date: '2026-11-05', amount: 80, mode: 'upi' };
  const byHand = await office.owner.post('/api/payments', { ...paid, account_id: theirs });
  expect(byHand.body.data, byHand.text).toMatchObject({ branch_id: bengaluru });
});

test('an archived branch takes no money by itself; the neighbour’s branch is none; what is no money has no branch', async () => {
  const shop = await make(office.owner, '/api/branches', { code: 'PUN', name: 'Pune' });
  const account_id = await make(office.owner, '/api/accounts', { name: 'Axis', class: 'bank', branch_id: shop });
  expect((await office.owner.delete(`/api/branches/${shop}`)).status).toBe(200);
  const paid = { party_id: customer, date: '2026-11-05', amount: 81, mode: 'upi', account_id };
  expect((await office.owner.post('/api/payments', paid)).body.data).toMatchObject({ branch_id: null });
  const foreign = await make(neighbour.owner, '/api/branches', { code: 'BLR', name: 'Theirs' });
  const refused = await office.owner.post('/api/accounts', { name: 'X', class: 'bank', branch_id: foreign });
  expect([refused.status, refused.body.errors[0].pointer], refused.text).toEqual([422, '/branch_id']);
  const line = await lineOf(plain, 82);
  const elsewhere = await act(line, 'payment', { party_id: customer, branch_id: foreign });
  expect([elsewhere.status, elsewhere.body.errors[0].pointer], elsewhere.text).toEqual([422, '/branch_id']);
  const rent = await office.owner.post('/api/accounts', { name: 'Rents', type: 'expense', branch_id: bengaluru });
  expect([rent.status, rent.body.errors[0].pointer], rent.text).toEqual([422, '/branch_id']);
});

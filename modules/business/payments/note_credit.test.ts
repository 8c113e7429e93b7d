/** What is left of credit notes over HTTP: spent on other invoices and never beyond, also by twelve at once; given back; the neighbour sees nothing. */
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { booksOf, make, offBy, openSeller, type Seller, salesWorld } from '../testing/sales.ts';

let world: World;
let office: Seller;
let neighbour: Seller;

beforeAll(async () => {
  world = await salesWorld();
  office = await openSeller(world, 'sells-co');
  neighbour = await openSeller(world, 'next-co');
});
afterAll(() => world?.close());

/** A note of that many rupees against an invoice that was paid in full: all of it stays the customer's. */
async function credited(total: number, by = office): Promise<string> {
  const invoice = await by.sell(total);
  const allocations = [{ document_id: invoice, amount: total }];
  const paid = { party_id: by.customer, date: '2026-11-02', amount: total, mode: 'upi', allocations };
  await make(by.owner, '/api/payments', paid);
  const note = await make(by.owner, '/api/credit-notes', { invoice_id: invoice, date: '2026-11-05' });
  const issued = await by.owner.post(`/api/credit-notes/${note}/issue`, {});
  expect(issued.body.data, issued.text).toMatchObject({ total, applied: 0, balance: total });
  return note;
}
const invoice = async (id: string) => (await office.owner.get(`/api/invoices/${id}`)).body.data;
const spend = (note: string, document_id: string, amount: number, by = office) =>
  by.owner.post(`/api/credit-notes/${note}/allocate`, { allocations: [{ document_id, amount }] });

test('a note pays another invoice, is taken back from it, and the rest is given back in money', async () => {
  const note = await credited(1000);
  const other = await office.sell(700);
  const credits = (await office.owner.get(`/api/invoices/${other}/credits`)).body.data;
  expect(credits).toMatchObject([{ noun: 'credit-notes', id: note, left: 1000 }]);
  const spent = await spend(note, other, 600);
  expect(spent.body.data, spent.text).toMatchObject({ paid: 600, balance: 400 });
  expect(await invoice(other)).toMatchObject({ paid: 600, balance: 100, standing: 'part' });
  const settled = (await office.owner.get(`/api/invoices/${other}/payments`)).body.data;
  expect(settled).toMatchObject([{ payment_id: null, note_id: note, payment_number: 'CRN/26-27/0001', amount: 600 }]);
  // No voucher: both sides are the same customer's.
  expect(await booksOf(world, note)).toHaveLength(4);
  for (const [path, body] of [
    [`credit-notes/${note}/cancel`, { reason: 'x' }],
    [`invoices/${other}/cancel`, { reason: 'x' }],
  ] as const)
    expect((await office.owner.post(`/api/${path}`, body)).status, path).toBe(409);
  const released = await office.owner.post(`/api/credit-notes/${note}/release`, { document_id: other });
  expect(released.body.data, released.text).toMatchObject({ paid: 0, balance: 1000 });
  expect(await invoice(other)).toMatchObject({ paid: 0, balance: 700 });
  expect((await office.owner.post(`/api/credit-notes/${note}/release`, { document_id: other })).status).toBe(422);
  await spend(note, other, 600);
  const refund = await office.owner.post(`/api/credit-notes/${note}/refund`, { mode: 'cash', amount: 150 });
  expect(refund.body.data, refund.text).toMatchObject({
    direction: 'out',
    voucher: 'refund',
    amount: 150,
    allocated: 150,
    unallocated: 0,
    allocations: [{ document_id: note, amount: 150 }],
  });
  expect(await booksOf(world, refund.body.data.id)).toEqual(['receivable 15000', 'cash -15000']);
  const uses = (await office.owner.get(`/api/credit-notes/${note}/uses`)).body.data;
  expect(uses).toMatchObject([
    { noun: 'invoices', id: other, amount: 600 },
    { noun: 'payments', number: 'PAY/26-27/0001', amount: 150 },
  ]);
  const back = await office.owner.post(`/api/payments/${refund.body.data.id}/release`, { document_id: note });
  expect([back.status, back.body.errors?.[0]?.pointer]).toEqual([422, '/document_id']);
  const undone = await office.owner.post(`/api/payments/${refund.body.data.id}/cancel`, { reason: 'Not fetched' });
  expect(undone.status, undone.text).toBe(200);
  expect((await office.owner.get(`/api/credit-notes/${note}`)).body.data).toMatchObject({ paid: 600, balance: 400 });
  expect(await offBy(world, office.id)).toBe(0);
});

test('ageing knows what a note settled, and when', async () => {
  const by = await openSeller(world, 'ages-co');
  const note = await credited(500, by);
  const other = await by.sell(300);
  const given = { allocations: [{ document_id: other, amount: 300 }], date: '2026-11-10' };
  expect((await by.owner.post(`/api/credit-notes/${note}/allocate`, given)).status).toBe(200);
  const of = async (day: string) => (await by.owner.get(`/api/reports/ageing?as_of=${day}`)).body.data.rows;
  expect(await of('2026-11-09')).toMatchObject([{ invoices: 300, other: -500, balance: -200 }]);
  expect(await of('2026-11-10')).toMatchObject([{ invoices: 0, other: -200, balance: -200 }]);
  const stands = (await by.owner.get(`/api/customers/${by.customer}/standing`)).body.data;
  expect(stands).toMatchObject({ outstanding: 0, notes: 200, advances: 0, balance: -200 });
});

test('twelve at once spend a note that has room for five; the rest are told what is left', async () => {
  const note = await credited(500);
  const ids = await Promise.all(Array.from({ length: 11 }, () => office.sell(100)));
  const refund = office.owner.post(`/api/credit-notes/${note}/refund`, { mode: 'cash', amount: 100 });
  const replies = await Promise.all([...ids.map((id) => spend(note, id, 100)), refund]);
  expect(replies.filter(({ status }) => status < 300)).toHaveLength(5);
  const refused = replies.filter(({ status }) => status === 409);
  expect(refused).toHaveLength(7);
  expect(refused[0]?.body).toMatchObject({ code: 'payments.over_allocated' });
  expect((await office.owner.get(`/api/credit-notes/${note}`)).body.data).toMatchObject({ paid: 500, balance: 0 });
  const paid = await Promise.all(ids.map(invoice));
  const uses = (await office.owner.get(`/api/credit-notes/${note}/uses`)).body.data;
  expect(paid.filter(({ balance }) => balance === 0)).toHaveLength(
    uses.filter(({ noun }: { noun: string }) => noun === 'invoices').length,
  );
  expect(await offBy(world, office.id)).toBe(0);
});

test('what does not go together is refused at its field', async () => {
  const note = await credited(100);
  const [own, theirs] = [await office.sell(500), await office.sell(500, { customer_id: office.other })];
  const draft = await make(office.owner, '/api/credit-notes', { invoice_id: own });
  for (const [id, body, status, pointer] of [
    [note, { allocations: [{ document_id: theirs, amount: 1 }] }, 422, '/allocations/0/document_id'],
    [note, { allocations: [{ document_id: note, amount: 1 }] }, 422, '/allocations/0/document_id'],
    [note, { allocations: [{ document_id: own, amount: 100.01 }] }, 409, '/allocations'],
    [note, { allocations: [] }, 422, '/allocations'],
    [note, { allocations: [{ document_id: own, amount: 1 }], date: '2026-11-04' }, 422, '/date'],
    [draft, { allocations: [{ document_id: own, amount: 1 }] }, 409, undefined],
  ] as const) {
    const reply = await office.owner.post(`/api/credit-notes/${id}/allocate`, body);
    expect([reply.status, reply.body.errors?.[0]?.pointer], reply.text).toEqual([status, pointer]);
  }
  const much = await office.owner.post(`/api/credit-notes/${note}/refund`, { mode: 'cash', amount: 100.01 });
  expect([much.status, much.body.errors?.[0]?.pointer]).toEqual([409, '/amount']);
});

test('the database refuses what the service would not do', async () => {
  const note = await credited(100);
  const [own, theirs] = [await office.sell(100), await office.sell(100, { customer_id: office.other })];
  await spend(note, own, 60);
  const row = (to: string, amount: number): string =>
    `insert into note_allocations (tenant_id, id, note_id, document_id, date, amount)
     select tenant_id, gen_random_uuid(), id, '${to}', date, ${amount} from documents where id = $1`;
  for (const [text, told] of [
    ['update documents set paid = 10001 where id = $1', 'documents_balance_check'],
    ['update note_allocations set amount = 1 where note_id = $1', 'never changed'],
    ['delete from note_allocations where note_id = $1', 'never changed'],
    [row(own, 4000), 'counts'],
    [row(theirs, 1), 'of its customer'],
  ] as const)
    await expect(world.admin.query(text, [note]), text).rejects.toThrow(told);
});

test('the neighbour and who may not: not seen, not spent, not given back', async () => {
  const note = await credited(100);
  const own = await office.sell(100);
  const reader = await office.hire('reader', ['credit-notes.read', 'payments.read']);
  for (const [path, body] of [
    ['allocate', { allocations: [{ document_id: own, amount: 1 }] }],
    ['release', { document_id: own }],
    ['refund', { mode: 'cash' }],
  ] as const) {
    expect((await neighbour.owner.post(`/api/credit-notes/${note}/${path}`, body)).status, path).toBe(404);
    expect((await reader.post(`/api/credit-notes/${note}/${path}`, body)).status, path).toBe(403);
  }
  expect((await neighbour.owner.get(`/api/credit-notes/${note}/uses`)).status).toBe(404);
  expect((await neighbour.owner.get(`/api/invoices/${own}/credits`)).status).toBe(404);
  expect((await neighbour.owner.get(`/api/customers/${office.customer}/standing`)).status).toBe(404);
  const theirs = await credited(100, neighbour);
  const foreign = await spend(theirs, own, 1, neighbour);
  expect([foreign.status, foreign.body.errors?.[0]?.pointer]).toEqual([422, '/allocations/0/document_id']);
});

/** Reports agree with themselves while others post; statements leave as PDF and by mail. */
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pdfPages } from '../testing/pdf_text.ts';
import { openSeller, type Seller, salesWorld } from '../testing/sales.ts';

let world: World;
let office: Seller;
let neighbour: Seller;

beforeAll(async () => {
  world = await salesWorld();
  world.kernel.jobs.start({ poll_ms: 50 });
  office = await openSeller(world, 'sells-co');
  neighbour = await openSeller(world, 'next-co');
});
afterAll(() => world?.close());

interface Read {
  opening: number;
  closing: number;
  rows: { debit: number; credit: number; balance: number }[];
}
const paise = (rupees: number): number => Math.round(rupees * 100);

test('a statement, the trial balance and how a customer stands are each of one instant while forty post', async () => {
  await office.sell(1000);
  const pay = (amount: number) =>
    office.owner.post('/api/payments', { party_id: office.customer, date: '2026-11-10', amount, mode: 'upi' });
  const posting = Promise.all(Array.from({ length: 40 }, (_, n) => pay(n + 1)));
  let isOver = false;
  void posting.then(() => {
    isOver = true;
  });
  const seen = new Set<number>();
  while (!isOver) {
    const [statement, trial, stands] = await Promise.all([
      office.owner.get(`/api/reports/statement/${office.customer}?from=2026-04-01&limit=1000`),
      office.owner.get('/api/reports/trial-balance?from=2026-04-01'),
      office.owner.get(`/api/customers/${office.customer}/standing`),
    ]);
    const { opening, closing, rows } = statement.body.data as Read;
    const sum = rows.reduce((all, { debit, credit }) => all + paise(debit) - paise(credit), paise(opening));
    expect(sum).toBe(paise(closing));
    expect(rows.at(-1)?.balance).toBe(closing);
    expect(trial.body.data.totals.closing).toBe(0);
    // What is not settled with invoices stands in the books as the customer's.
    const { outstanding, advances, balance } = stands.body.data;
    expect(paise(outstanding) - paise(advances)).toBe(paise(balance));
    seen.add(rows.length);
  }
  for (const { status, text } of await posting) expect(status, text).toBe(201);
  expect(seen.size).toBeGreaterThan(1);
}, 60_000);

test('a statement prints and is mailed; the neighbour’s is nowhere', async () => {
  const at = `/api/reports/statement/${office.customer}/pdf`;
  const pdf = await office.owner.get(`${at}?from=2026-11-01&to=2026-11-30`);
  expect([pdf.status, pdf.headers['content-type']], pdf.text.slice(0, 200)).toEqual([200, 'application/pdf']);
  const [page] = pdfPages(pdf.bytes);
  for (const word of ['Statement of account', 'Local Stores', 'sells-co', 'Closing balance', '27AABFS1234A1ZV'])
    expect(page).toContain(word);
  expect((await neighbour.owner.get(at)).status).toBe(404);
  const send = (body: object, by = office) => by.owner.post(`/api/customers/${office.customer}/send-statement`, body);
  const nobody = await send({});
  expect([nobody.status, nobody.body.errors?.[0]?.pointer]).toEqual([422, '/to']);
  expect((await send({ to: 'x@y.example' }, neighbour)).status).toBe(404);
  expect((await send({ to: 'x@y.example', first_day: '2026-12-01', last_day: '2026-11-01' })).status).toBe(400);
  expect((await send({ to: 'accounts@local.example', first_day: '2026-11-01' })).status).toBe(202);
  const stored = async () =>
    (await world.admin.query("select * from mail_outbox where recipient = 'accounts@local.example'")).rows;
  await expect.poll(stored).toHaveLength(1);
  const [mail] = await stored();
  expect(mail).toMatchObject({ subject: 'Statement of account from sells-co', attachment_type: 'application/pdf' });
  expect(pdfPages(mail.attachment)[0]).toContain('Local Stores');
  const vendor = (await office.owner.post('/api/vendors', { name: 'Steel Works' })).body.data.id;
  expect((await office.owner.get(`/api/reports/statement/${vendor}`)).body.data).toMatchObject({
    party_kind: 'vendor',
  });
  const theirs = `/api/vendors/${vendor}/send-statement`;
  expect((await office.owner.post(`/api/customers/${vendor}/send-statement`, { to: 'x@y.example' })).status).toBe(404);
  expect((await neighbour.owner.post(theirs, { to: 'x@y.example' })).status).toBe(404);
  const sent = await office.owner.post(theirs, { to: 'steel@works.example' });
  expect(sent.body.data, sent.text).toMatchObject({ sent_to: 'steel@works.example' });
});

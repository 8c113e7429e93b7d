/** The day book as files: on paper both sides of each voucher, day by day, with sums that are equal; only who may export takes it away. */
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pdfPages } from '../testing/pdf_text.ts';
import { make, openSeller, type Seller, salesWorld } from '../testing/sales.ts';

let world: World;
let office: Seller;
let neighbour: Seller;

beforeAll(async () => {
  world = await salesWorld();
  office = await openSeller(world, 'days-co');
  neighbour = await openSeller(world, 'next-co');
  await office.sell(1180, { date: '2026-10-01' });
  await office.sell(590, { date: '2026-10-20', customer_id: office.other });
  await make(office.owner, '/api/payments', {
    party_id: office.customer,
    date: '2026-10-09',
    amount: 500,
    mode: 'cash',
  });
  await office.sell(118, { date: '2026-11-01' });
});
afterAll(() => world?.close());

async function pdf(query: string, by = office.owner) {
  const reply = await by.get(`/api/journals/export?format=pdf${query}`);
  expect([reply.status, reply.headers['content-type']], reply.text.slice(0, 300)).toEqual([200, 'application/pdf']);
  const name = /filename="(.+?)"/.exec(String(reply.headers['content-disposition']))?.[1];
  return { name, text: pdfPages(reply.bytes).join(' ').replaceAll(/\s+/g, ' ') };
}

test('on paper the vouchers of the days stand with both sides, the first one first', async () => {
  const { name, text } = await pdf('&date_from=2026-10-01&date_to=2026-10-31');
  expect(name).toBe('day-book_2026-10-01_2026-10-31.pdf');
  expect(text).toContain('Day book');
  expect(text).toContain('1 October 2026 to 31 October 2026');
  expect(text).toContain('Date Kind Particulars Account Debit Credit 01-10-2026 Sale');
  const [sale, receipt, second] = ['01-10-2026', '09-10-2026', '20-10-2026'].map((day) => text.indexOf(day));
  expect([sale, receipt, second]).toEqual([sale, receipt, second].toSorted((a, b) => Number(a) - Number(b)));
  expect(sale).toBeGreaterThan(0);
  expect(text).toContain('Customers · Local Stores 1,180.00');
  expect(text).toContain('Cash in hand 500.00');
  expect(text).toContain('Total 2,270.00 2,270.00');
  expect(text).not.toContain('01-11-2026');
  const receipts = await pdf('&date_from=2026-10-01&date_to=2026-10-31&kind=receipt');
  expect(receipts.text).toContain('31 October 2026 · Receipt');
  expect(receipts.text).toContain('Total 500.00 500.00');
  const latest = await pdf('&sort=-date');
  expect(latest.text.indexOf('01-11-2026')).toBeLessThan(latest.text.indexOf('01-10-2026'));
});

test('in Hindi, the neighbour’s own, and none for who may only read', async () => {
  expect((await neighbour.owner.put('/api/letterhead', { language: 'hi' })).status).toBe(200);
  const theirs = await pdf('');
  expect(theirs.text).toContain('Local Stores');
  const hindi = await pdf('', neighbour.owner);
  for (const said of ['रोज़नामचा', 'तारीख', 'नामे', 'जमा', 'इस अवधि में कुछ नहीं है।']) expect(hindi.text).toContain(said);
  expect(hindi.text).not.toContain('Local Stores');
  const reader = await office.hire('reader', ['journals.read']);
  expect((await reader.get('/api/journals')).status).toBe(200);
  for (const path of ['journals/export?format=pdf', 'journals/export', 'journals?format=csv', 'journals?format=xlsx'])
    expect((await reader.get(`/api/${path}`)).status, path).toBe(403);
  const csv = await office.owner.get(
    '/api/journals/export?format=csv&fields=date,number,narration,kind,amount&sort=date',
  );
  expect(csv.text.split('\n')[1]).toMatch(/2026-10-01,.*,sale,1180/);
  const { rows } = await world.admin.query(
    "select after -> 'filter' ->> 'format' as format from audit_entries where tenant_id = $1 and action = 'journals.read' order by id",
    [office.id],
  );
  expect(rows.map(({ format }) => format)).toEqual(['pdf', 'pdf', 'pdf', 'pdf', 'csv']);
});

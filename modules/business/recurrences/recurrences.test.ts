/** Recurring invoices over HTTP: each occurrence once, by many at once too; worked days; the neighbour next door. */
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { make, type Office, openOffice, sellingWorld } from '../testing/offices.ts';
import { nextAfter } from './recurrences.rules.ts';

let world: World;
let office: Office;
let neighbour: Office;
let invoice: string;

beforeAll(async () => {
  world = await sellingWorld();
  office = await openOffice(world, 'sells-co');
  neighbour = await openOffice(world, 'next-co');
  const customer = await make(office.owner, '/api/customers', { name: 'Tenant of shop 4', terms_days: 10 });
  const lines = [{ description: 'Rent', hsn: '997212', quantity: 1, unit_price: 1000, tax_rate: 18 }];
  invoice = await make(office.owner, '/api/invoices', { customer_id: customer, date: '2026-08-31', lines });
  await office.owner.post(`/api/invoices/${invoice}/issue`, {});
});
afterAll(() => world?.close());

test.each([
  ['2026-01-31', 'month', 1, '2026-01-31', '2026-02-28'],
  ['2026-02-28', 'month', 1, '2026-01-31', '2026-03-31'],
  ['2026-11-30', 'month', 3, '2026-11-30', '2027-02-28'],
  ['2026-12-28', 'week', 1, '2026-12-28', '2027-01-04'],
  ['2028-02-29', 'year', 1, '2028-02-29', '2029-02-28'],
] as const)('after %s by %s and %i, begun %s: %s', (date, unit, every, first, next) => {
  expect(nextAfter(date, unit, every, first)).toBe(next);
});

test('what is due is made once, whoever asks how often; the rest follows on its day', async () => {
  const body = {
    invoice: 'INV/26-27/0001',
    unit: 'month',
    starts_on: '2026-08-31',
    ends_on: '2026-10-15',
    issues: true,
  };
  const made = await office.owner.post('/api/recurrences', body);
  expect(made.body.data, made.text).toMatchObject({ name: 'Tenant of shop 4', invoice: 'INV/26-27/0001', made: 0 });
  const { id } = made.body.data;
  const runs = await Promise.all([1, 2, 3, 4].map(() => office.owner.post(`/api/recurrences/${id}/run`, {})));
  for (const run of runs)
    expect(run.body.data, run.text).toMatchObject({ made: 2, next_on: '2026-10-31', last_problem: null });
  const listed = await office.owner.get('/api/invoices?date_from=2026-08-31&sort=number&status=issued');
  expect(listed.body.data.map((one: Record<string, unknown>) => `${one.number} ${one.date} ${one.due_date}`)).toEqual([
    'INV/26-27/0001 2026-08-31 2026-09-10',
    'INV/26-27/0002 2026-08-31 2026-09-10',
    'INV/26-27/0003 2026-09-30 2026-10-10',
  ]);
  const again = `update documents set recurrence_id = $1, occurrence_on = '2026-09-30' where id = $2`;
  const draft = { customer_id: listed.body.data[0].customer_id, lines: [] };
  const other = await make(office.owner, '/api/invoices', draft);
  await expect(world.admin.query(again, [id, other])).rejects.toThrow('documents_occurrence_key');
  expect((await office.owner.delete(`/api/invoices/${other}`)).status).toBe(200);
});

test('drafts wait when nobody said that they are issued; what is stopped makes nothing; faults are named', async () => {
  const id = await make(office.owner, '/api/recurrences', { invoice, unit: 'week', every: 2, starts_on: '2026-10-01' });
  const run = await office.owner.post(`/api/recurrences/${id}/run`, {});
  const drafts = await office.owner.get('/api/invoices?status=draft&count=true');
  expect(drafts.body.meta.total).toBe(run.body.data.made);
  const anew = { invoice, unit: 'week', every: 2, starts_on: '2026-10-01' };
  const put = await office.owner.put(`/api/recurrences/${id}`, anew);
  expect(put.body.data, put.text).toMatchObject({ name: 'Tenant of shop 4', made: run.body.data.made });
  await office.owner.delete(`/api/recurrences/${id}`);
  await world.admin.query(`update recurrences set next_on = '2026-01-01' where id = $1`, [id]);
  expect((await office.owner.post(`/api/recurrences/${id}/run`, {})).body.data.made).toBe(run.body.data.made);
  const over = { invoice, unit: 'week', starts_on: '2026-10-01', ends_on: '2026-09-30' };
  const reply = await office.owner.post('/api/recurrences', over);
  expect([reply.status, reply.body.errors?.[0]?.pointer]).toEqual([422, '/ends_on']);
});

test('the neighbour: not seen, not run, not copied', async () => {
  const id = await make(office.owner, '/api/recurrences', { invoice, unit: 'year', starts_on: '2027-01-01' });
  expect((await neighbour.owner.post(`/api/recurrences/${id}/run`, {})).status).toBe(404);
  const reply = await neighbour.owner.post('/api/recurrences', { invoice, unit: 'week', starts_on: '2026-10-01' });
  expect([reply.status, reply.body.code]).toEqual([404, 'invoices.not_found']);
  const reader = await office.hire('reader', ['recurrences.read']);
  expect((await reader.post(`/api/recurrences/${id}/run`, {})).status).toBe(403);
});

/** Imports apart from the request: 202 with a job to watch, all or nothing as in the request, and nobody else's. */
import type { Reply } from '@tenantry/kernel/testing/caller.ts';
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { businessWorld, type Office, openOffice } from '../testing/offices.ts';

let world: World;
let office: Office;
let neighbour: Office;

beforeAll(async () => {
  world = await businessWorld();
  office = await openOffice(world, 'later-co');
  neighbour = await openOffice(world, 'other-co');
  world.kernel.jobs.start({ poll_ms: 50 });
});
afterAll(() => world?.close());

const later = (where: Office, body: object): Promise<Reply> => where.owner.post('/api/products/import/later', body);
const total = async (where: Office): Promise<number> =>
  (await where.owner.get('/api/products?count=true&limit=1')).body.meta.total;

// biome-ignore lint/suspicious/noExplicitAny: a job as it comes over the wire
async function ended(id: string): Promise<any> {
  const job = async () => (await office.owner.get(`/api/jobs/${id}`)).body.data;
  await expect.poll(async () => (await job()).state, { timeout: 60_000 }).toMatch(/done|failed|parked/);
  return job();
}

test('thousands of rows are taken in by a job, which tells how far it is and answers what an import answers', async () => {
  const rows = Array.from({ length: 3_000 }, (_, n) => ({ sku: `L-${n}`, name: `Later ${n}`, sale_price: n / 4 }));
  const asked = await later(office, { rows });
  expect([asked.status, asked.body.data?.name], asked.text.slice(0, 300)).toEqual([202, 'products.import']);
  const { id } = asked.body.data;
  const job = await ended(id);
  expect(job).toMatchObject({ state: 'done', error: null, progress_done: 3_000, progress_total: 3_000 });
  expect(job.result).toMatchObject({ mode: 'commit', created_count: 3_000, error_count: 0 });
  expect([await total(office), await total(neighbour)]).toEqual([3_000, 0]);
  expect((await neighbour.owner.get(`/api/jobs/${id}`)).status).toBe(404);
  const batch = (await office.owner.get(`/api/imports/${job.result.import_id}`)).body.data;
  expect(batch).toMatchObject({
    noun: 'products',
    created_count: 3_000,
    imported_by: expect.stringContaining('owner@'),
  });
  // The rows are records now, and lie nowhere else.
  const { rows: held } = await world.admin.query("select data ? 'sheet' as has from jobs where id = $1", [id]);
  expect(held).toEqual([{ has: false }]);

  // It is taken back the same way: asked for twice it is done once, by nobody else, and not by who may not.
  const path = `/api/imports/${job.result.import_id}/undo/later`;
  expect((await neighbour.owner.post(path)).body.code).toBe('imports.not_found');
  const clerk = await office.hire('undoer', ['imports.*', 'products.read']);
  expect(await clerk.post(path)).toMatchObject({ status: 403, body: { permission: 'products.import' } });
  const [undo, same] = [await office.owner.post(path), await office.owner.post(path)];
  expect([undo.status, undo.body.data?.name], undo.text).toEqual([202, 'imports.undo']);
  const undone = await ended(undo.body.data.id);
  expect(undone).toMatchObject({ state: 'done', progress_done: 3_000, progress_total: 3_000 });
  expect(undone.result).toMatchObject({ id: batch.id, undone_at: expect.any(String) });
  if (same.status === 202) expect((await ended(same.body.data.id)).state).toMatch(/done|failed/);
  expect(await total(office)).toBe(0);
  expect((await office.owner.post(path)).body.code).toBe('imports.already_undone');
}, 120_000);

test('what somebody has worked on stays, and the job says which records these are', async () => {
  const rows = [1, 2, 3].map((n) => ({ sku: `W-${n}`, name: `Worked ${n}` }));
  const { import_id } = (await ended((await later(office, { rows })).body.data.id)).result;
  expect((await office.owner.patch('/api/products/W-2', { name: 'Mine' })).status).toBe(200);
  const job = await ended((await office.owner.post(`/api/imports/${import_id}/undo/later`)).body.data.id);
  expect(job).toMatchObject({ state: 'failed', attempts: 1, error: expect.stringContaining('among them Mine') });
  expect(job.result.records).toMatchObject([{ name: 'Mine' }]);
  for (const { sku } of rows) expect((await office.owner.get(`/api/products/${sku}`)).status).toBe(200);
  expect((await office.owner.get(`/api/imports/${import_id}`)).body.data.undone_at).toBeNull();
});

test('one bad row fails the job, which says row and column; with skip_errors the good ones are taken', async () => {
  const rows = [
    { sku: 'OK', name: 'Good' },
    { sku: 'BAD', name: 'Bad', sale_price: 'much' },
  ];
  const job = await ended((await later(office, { rows })).body.data.id);
  expect(job).toMatchObject({ state: 'failed', attempts: 1, error: '1 of 2 rows cannot be taken.' });
  expect(job.result.result.errors[0]).toMatchObject({ row: 2, column: 'sale_price', value: 'much' });
  expect((await office.owner.get('/api/products/OK')).status).toBe(404);
  const taken = await ended((await later(office, { rows, skip_errors: true })).body.data.id);
  expect(taken.result).toMatchObject({ created_count: 1, error_count: 1 });
  expect((await office.owner.get('/api/products/OK')).status).toBe(200);
});

test('what cannot be read is refused at once, and so is who may not import', async () => {
  expect((await later(office, {})).body.errors[0].pointer).toBe('/file');
  const looker = await office.hire('looker', ['products.read', 'products.write']);
  const refused = await looker.post('/api/products/import/later', { rows: [{ name: 'x' }] });
  expect([refused.status, refused.body.permission]).toEqual([403, 'products.import']);
});

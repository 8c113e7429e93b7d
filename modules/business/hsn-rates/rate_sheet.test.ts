/** Rates of codes by file: what goes out comes in again and changes nothing, faults by cell, mended, taken back as a whole; the neighbour next door. */
import type { Reply } from '@tenantry/kernel/testing/caller.ts';
import { uploadTo } from '@tenantry/kernel/testing/uploads.ts';
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { foldTitle, titleIndex } from '../imports/imports.mapping.ts';
import { type Office, openOffice, sellingWorld } from '../testing/offices.ts';
import { HsnRateFields } from './hsn-rates.schema.ts';
import { TITLES } from './rate_sheet.ts';

let world: World;
let office: Office;
let neighbour: Office;
let opened = 0;

beforeAll(async () => {
  world = await sellingWorld();
  neighbour = await openOffice(world, 'next-co');
});
beforeEach(async () => {
  office = await openOffice(world, `files-${++opened}`);
});
afterAll(() => world?.close());

const bring = (body: object, by = office): Promise<Reply> => by.owner.post('/api/hsn-rates/import', body);
const take = async (rows: object[], more: object = {}): Promise<Reply> => {
  const reply = await bring({ rows, mode: 'commit', ...more });
  expect(reply.body.data?.import_id, reply.text).toMatch(/^[0-9a-f-]{36}$/);
  return reply;
};
const undo = (id: string, by = office.owner): Promise<Reply> => by.post(`/api/imports/${id}/undo`, {});
const own = async (by = office) =>
  (await by.owner.get('/api/hsn-rates')).body.data
    .filter(({ is_own }: { is_own: boolean }) => is_own)
    .map((one: Record<string, unknown>) => [one.hsn, one.valid_from, one.tax_rate, one.above_price, one.above_rate]);

const ROWS = [
  { 'HSN/SAC': 6815, Description: 'Fly-ash bricks', From: '22-09-2025', 'GST %': '12 %' },
  { 'HSN/SAC': '42 02', From: '1-Apr-26', 'GST %': 5, 'Above price': '₹ 1,000.50', 'GST % above it': 18 },
  // A program dropped the nought of 0401.
  { 'HSN/SAC': 401, From: '01/07/2017', Treatment: 'Exempt' },
];

test('a preview stores nothing; faults name row and cell, are mended beside the file, and the rest is taken', async () => {
  const rows = [
    ...ROWS,
    { 'HSN/SAC': '7318', From: '2026-04-01', 'GST %': 17 },
    { 'HSN/SAC': '7318x', From: '2026-04-01', 'GST %': 18 },
    { 'HSN/SAC': '7318', From: '31-04-2026', 'GST %': 18 },
    { 'HSN/SAC': '6815', From: '2025-09-22', 'GST %': 5 },
    { 'HSN/SAC': '7318', From: '2026-05-01', 'GST %': 18, 'Above price': 100 },
    { 'HSN/SAC': '7318', 'GST %': 18 },
  ];
  const seen = (await bring({ rows })).body.data;
  expect(seen).toMatchObject({ mode: 'preview', import_id: null, row_count: 9, created_count: 3, error_count: 6 });
  expect(seen.errors).toMatchObject([
    { row: 4, column: 'GST %', value: '17', detail: expect.stringMatching(/^17 % is not a GST rate on 2026-04-01/) },
    { row: 5, column: 'HSN/SAC', value: '7318x', detail: expect.stringContaining('first 2, 4, 6 or 8 digits') },
    { row: 6, column: 'From', value: '31-04-2026' },
    { row: 7, column: 'HSN/SAC', detail: 'This is the same as row 1.' },
    { row: 8, column: 'GST % above it', detail: 'Give the rate of what is dearer.' },
    { row: 9, column: 'From', detail: 'Fill this in.' },
  ]);
  expect((await bring({ rows, mode: 'commit' })).body.code).toBe('imports.rows_invalid');
  expect(await own()).toEqual([]);
  const corrections = { 4: { 'GST %': '18' }, 8: { 'Above price': '' } };
  const taken = await take(rows, { corrections, skip_errors: true });
  expect(taken.body.data).toMatchObject({ created_count: 5, error_count: 4 });
  expect(await own()).toEqual([
    ['0401', '2017-07-01', 0, null, null],
    ['4202', '2026-04-01', 5, 1000.5, 18],
    ['6815', '2025-09-22', 12, null, null],
    ['7318', '2026-05-01', 18, null, null],
    ['7318', '2026-04-01', 18, null, null],
  ]);
  expect(await own(neighbour)).toEqual([]);
  const trail = await world.admin.query(
    "select action, count(*)::int from audit_entries where tenant_id = $1 and subject = 'hsn-rates' group by 1",
    [office.id],
  );
  expect(trail.rows).toEqual([{ action: 'hsn-rates.import', count: 5 }]);
});

test.each(['csv', 'xlsx'])(
  'what goes out as %s comes in again, here and elsewhere, and changes nothing',
  async (format) => {
    await take(ROWS);
    const { bytes } = await office.owner.get(`/api/hsn-rates/export?format=${format}`);
    const bringFile = ({ owner }: Office, fields: Record<string, string>) =>
      uploadTo(owner, '/api/hsn-rates/import', `rates.${format}`, bytes, fields);
    const here = await bringFile(office, { on_duplicate: 'update' });
    expect(here.body.data, here.text).toMatchObject({ created_count: 0, updated_count: 0, error_count: 0 });
    const there = await openOffice(world, `other-${format}`);
    const shipped = 16;
    const taken = await bringFile(there, { mode: 'commit' });
    expect(taken.body.data, taken.text).toMatchObject({ created_count: 3, skipped_count: shipped, error_count: 0 });
    expect(await own(there)).toEqual(await own());
  },
);

test('the file holds what the list finds', async () => {
  await take(ROWS);
  const csv = (await office.owner.get('/api/hsn-rates/export?q=42021110')).text;
  // It begins with the mark by which spreadsheets know UTF-8.
  expect(csv.slice(1).split('\r\n').filter(Boolean)).toEqual([
    'HSN/SAC,Description,From,Treatment,GST %,Cess %,Above price,GST % above it,Own,Today',
    '4202,,2026-04-01,taxable,5,0,1000.5,18,true,current',
  ]);
});

test('an entry of the day stays or is changed; a column that the file lacks leaves what is there; taken back as a whole', async () => {
  await take(ROWS);
  const dearer = [{ 'HSN/SAC': '4202', From: '2026-04-01', 'GST %': 18 }];
  expect((await bring({ rows: dearer })).body.data).toMatchObject({ skipped_count: 1, updated_count: 0 });
  const second = await take([...dearer, { 'HSN/SAC': '73', From: '2026-04-01', 'GST %': 18, 'Cess %': '' }], {
    on_duplicate: 'update',
  });
  expect(second.body.data).toMatchObject({ created_count: 1, updated_count: 1 });
  expect((await own())[1]).toEqual(['4202', '2026-04-01', 18, 1000.5, 18]);
  const emptied = { ...dearer[0], 'Above price': '', 'GST % above it': '' };
  const third = await take([emptied], { on_duplicate: 'update' });
  expect((await own())[1]).toEqual(['4202', '2026-04-01', 18, null, null]);
  const { import_id } = second.body.data;
  const early = await undo(import_id);
  expect([early.status, early.body.code], early.text).toEqual([409, 'imports.changed_since']);
  expect(early.body.detail).toContain('4202');
  const last = third.body.data.import_id;
  const clerk = await office.hire('importer', ['imports.*', 'hsn-rates.read']);
  expect((await undo(last, clerk)).status).toBe(403);
  expect((await undo(last, neighbour.owner)).status).toBe(404);
  expect((await undo(last)).status).toBe(200);
  expect((await own())[1]).toEqual(['4202', '2026-04-01', 18, 1000.5, 18]);
  expect((await undo(last)).body.code).toBe('imports.already_undone');
  // A file that nothing stands upon goes with all that it made, and what it changed is as it was.
  const before = await own();
  const whole = await take(
    [
      { hsn: '6815', valid_from: '2025-09-22', tax_rate: 5 },
      { hsn: '84', valid_from: '2025-09-22', tax_rate: 18 },
    ],
    { on_duplicate: 'update' },
  );
  expect(await own()).not.toEqual(before);
  expect((await undo(whole.body.data.import_id)).status).toBe(200);
  expect(await own()).toEqual(before);
});

test('more than a thousand are refused as a whole, with faults passed over too', async () => {
  const day = (n: number): string => new Date(Date.UTC(2030, 0, 1 + n)).toISOString().slice(0, 10);
  const rows = Array.from({ length: 1001 }, (_, n) => ({ hsn: '7318', valid_from: day(n), tax_rate: 18 }));
  const over = await bring({ rows, mode: 'commit', skip_errors: true });
  expect([over.status, over.body.code]).toEqual([422, 'imports.rows_invalid']);
  expect(over.body.errors[0].detail).toBe('An organisation sets at most 1000 rates; this would make it 1001.');
  expect((await take(rows.slice(1))).body.data.created_count).toBe(1000);
  const one = await office.owner.post('/api/hsn-rates', { hsn: '73', valid_from: '2030-01-01', tax_rate: 18 });
  expect(one.body.code).toBe('hsn-rates.too_many');
});

test('twice the same file at once is taken once', async () => {
  const replies = await Promise.all(Array.from({ length: 6 }, () => bring({ rows: ROWS, mode: 'commit' })));
  expect(replies.map(({ status }) => status)).toEqual(Array(6).fill(200));
  expect(replies.map(({ body }) => body.data.created_count).sort()).toEqual([0, 0, 0, 0, 0, 3]);
  expect(await own()).toHaveLength(3);
});

test('who sells brings none in and takes none away; no title means two fields; the template can be taken in', async () => {
  const seller = await office.hire('sales');
  for (const path of ['export', 'import/template'])
    expect((await seller.get(`/api/hsn-rates/${path}`)).status, path).toBe(403);
  expect((await seller.post('/api/hsn-rates/import', { rows: ROWS })).status).toBe(403);
  const owners = new Map<string, string>();
  for (const [field, titles] of Object.entries(TITLES))
    for (const title of [field, ...titles].map(foldTitle)) {
      expect(owners.get(title) ?? field, title).toBe(field);
      owners.set(title, field);
    }
  expect(titleIndex(HsnRateFields, TITLES).get(foldTitle('IGST Rate'))).toBe('tax_rate');
  const { bytes } = await office.owner.get('/api/hsn-rates/import/template?format=xlsx');
  const reply = await uploadTo(office.owner, '/api/hsn-rates/import', 'template.xlsx', bytes);
  expect(reply.body.data, reply.text).toMatchObject({ created_count: 3, error_count: 0 });
});

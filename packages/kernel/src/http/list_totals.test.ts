/** Totals of lists over HTTP: over the whole filter, in rupees, exactly, and of nobody else's. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defineRecord, insertRecords } from '../db/records.ts';
import { inside } from '../testing/example/inside.ts';
import { example } from '../testing/example/module.ts';
import { Note } from '../testing/example/notes.schema.ts';
import { noteRecord } from '../testing/example/notes.service.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { bytesAt } from '../testing/uploads.ts';
import { createWorld, type World } from '../testing/world.ts';
import { defineList } from './list.ts';
import { readSheet } from './sheets_read.ts';
import { readZip } from './zip.ts';

let world: World;
let office: Office;
let neighbour: Office;

beforeAll(async () => {
  world = await createWorld({ modules: [example] });
  office = await openOffice(world, 'sums-co');
  neighbour = await openOffice(world, 'other-co');
  for (const { id } of [office, neighbour])
    await inside(world, { id }, async (ctx) => {
      const rows = Array.from({ length: 130 }, (_, n) => ({
        title: `Note ${n}`,
        kind: n % 2 === 0 ? 'task' : 'idea',
        stars: n % 6,
        amount: id === office.id ? 10 : 7_777,
        due_on: '2026-11-21',
      }));
      await insertRecords(ctx, noteRecord, rows);
    });
});
afterAll(() => world?.close());

const meta = async (query: string): Promise<Record<string, unknown>> => {
  const reply = await office.owner.get(`/api/notes?${query}`);
  expect(reply.status, reply.text).toBe(200);
  return reply.body.meta;
};

test('a workbook has the sums of all that match below its rows, apart; a CSV has none; taken in again it is the rows alone', async () => {
  const query = 'kind=task&fields=title,amount,stars';
  const bearer = { authorization: `Bearer ${office.owner.token}` };
  const book = await bytesAt(world.address, `/api/notes?${query}&format=xlsx`, bearer);
  const sheet = (await readZip(book.bytes, 1_000_000, () => true)).get('xl/worksheets/sheet1.xml')?.toString() ?? '';
  // id, title, amount, stars: the head and 65 rows, an empty one, and the sums in bold between rules.
  expect(sheet).toContain('<row r="66">');
  expect(sheet).not.toContain('<row r="67">');
  expect(sheet).toContain(
    '<row r="68"><c r="C68" s="2"><v>6.5</v></c><c r="D68" s="2"><v>128</v></c></row></sheetData>',
  );
  const read = await readSheet({ name: 'notes.xlsx', media_type: '', bytes: book.bytes });
  expect(read.length).toBe(1 + 65);
  const text = await bytesAt(world.address, `/api/notes?${query}&format=csv`, bearer);
  expect(text.bytes.toString().trim().split('\r\n').length).toBe(1 + 65);
});

test('sums are those of all that match, whatever the page, and of this organisation alone', async () => {
  // 130 times ten paise: thirteen rupees, which a sum of 0.1 would miss.
  expect(await meta('totals=amount,stars&limit=1&count=true')).toMatchObject({
    total: 130,
    totals: { amount: 13, stars: 321 },
  });
  expect((await meta('kind=task&totals=amount&limit=1')).totals).toEqual({ amount: 6.5 });
  expect((await meta('q=note%2012&totals=amount')).totals).toEqual({ amount: 1.1 });
  expect((await meta('title=nothing&totals=amount')).totals).toEqual({ amount: 0 });
  const paged = await meta('limit=50&totals=amount');
  const next = await meta(`limit=50&totals=amount&cursor=${paged.next_cursor}`);
  expect([paged.totals, next.totals]).toEqual([{ amount: 13 }, { amount: 13 }]);
  expect(await meta('limit=1')).not.toHaveProperty('totals');
  expect((await neighbour.owner.get('/api/notes?limit=1&totals=amount')).body.meta.totals).toEqual({
    amount: 10_110.1,
  });
});

test.each(['title', 'due_on', 'amount,', 'nonsense', 'tenant_id'])('%s has no total and is named', async (totals) => {
  const reply = await office.owner.get(`/api/notes?totals=${totals}`);
  expect([reply.status, reply.body.errors?.[0]?.pointer], reply.text).toEqual([400, '/totals']);
});

test('a sum that JSON cannot hold is none, and the rest is answered', async () => {
  await inside(world, { id: office.id }, async (ctx) => {
    const most = { title: 'Zz', amount: 9_000_000_000_000_000, stars: 1, due_on: '2026-11-22' };
    await insertRecords(ctx, noteRecord, [most, most]);
  });
  expect((await meta('due_on=2026-11-22&totals=amount,stars')).totals).toEqual({ amount: null, stars: 2 });
});

test('a list of which a text would be summed is not made', () => {
  const record = defineRecord({ noun: 'notes', table: 'notes', schema: Note });
  const made = (totals: string[]) => () =>
    defineList({ record, sorts: { title: 'title_key' }, default_sort: 'title', totals });
  expect(made(['title'])).toThrow('title is no numeric column');
  expect(made(['nothing'])).toThrow('nothing is no numeric column');
  expect(made(['amount', 'stars'])().input.properties.totals).toMatchObject({ 'x-totals': ['amount', 'stars'] });
});

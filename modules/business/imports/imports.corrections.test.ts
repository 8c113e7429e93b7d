/** Faulty rows of an import are mended cell by cell, beside the file, and then taken with the others. */
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { businessWorld, type Office, openOffice } from '../testing/offices.ts';

let world: World;
let office: Office;
let neighbour: Office;

beforeAll(async () => {
  world = await businessWorld();
  office = await openOffice(world, 'mending');
  neighbour = await openOffice(world, 'neighbour');
});
afterAll(() => world?.close());

const ROWS = [
  { 'Party name': 'Mehta Steel', 'GSTIN/UIN': '27AABFS1234A1ZV', Town: 'Pune' },
  { 'Party name': 'Wrong One', 'GSTIN/UIN': '12345', Town: 'Surat' },
  { 'Party name': '', 'GSTIN/UIN': '', Town: 'Nashik' },
];
const mapping = { Town: 'city' };
const imported = (body: object) => office.owner.post('/api/customers/import', { rows: ROWS, mapping, ...body });

test('errors name the cells; with corrections the same rows are good, and nothing else of them changes', async () => {
  const { data } = (await imported({})).body;
  expect(data.errors).toMatchObject([
    { row: 2, column: 'GSTIN/UIN', value: '12345' },
    { row: 3, column: 'Party name', value: '' },
  ]);
  const half = await imported({ corrections: { 2: { 'GSTIN/UIN': '' } } });
  expect(half.body.data.errors).toMatchObject([{ row: 3 }]);
  expect((await imported({ mode: 'commit', corrections: { 2: { 'GSTIN/UIN': '' } } })).body.code).toBe(
    'imports.rows_invalid',
  );
  const corrections = { 2: { 'GSTIN/UIN': '29AAACR5055K1Z2', Town: 'Mysuru' }, 3: { 'Party name': 'Third' } };
  const taken = await imported({ mode: 'commit', corrections });
  expect(taken.body.data, taken.text).toMatchObject({ created_count: 3, error_count: 0 });
  const stored = (await office.owner.get('/api/customers?sort=name')).body.data;
  expect(stored).toMatchObject([
    { name: 'Mehta Steel', city: 'Pune' },
    { name: 'Third', city: 'Nashik' },
    { name: 'Wrong One', city: 'Mysuru', gstin: '29AAACR5055K1Z2' },
  ]);
  expect((await neighbour.owner.get('/api/customers')).body.data).toEqual([]);
});

test.each([
  ['a row that is not there', { 9: { Town: 'Pune' } }, '/corrections/9'],
  ['a column that is not there', { 1: { Colour: 'red' } }, '/corrections/1'],
  ['a row that is no number', { first: { Town: 'Pune' } }, '/corrections'],
  ['a value that is a list', { 1: { Town: ['Pune'] } }, '/corrections/1/Town'],
])('%s is refused', async (_what, corrections, pointer) => {
  const reply = await imported({ corrections });
  expect([reply.status, reply.body.errors?.[0]?.pointer.startsWith(pointer)], reply.text).toEqual([400, true]);
});

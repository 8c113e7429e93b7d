/** The search of an organisation: its own records, those that the caller may read, by beginnings and in spite of slips. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { insertRecords } from '../db/records.ts';
import { inside } from '../testing/example/inside.ts';
import { example } from '../testing/example/module.ts';
import { noteRecord } from '../testing/example/notes.service.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { createWorld, type World } from '../testing/world.ts';

let world: World;
let office: Office;
let neighbour: Office;

const note = (title: string, body: string | null = null) => ({ title, body, due_on: '2026-11-21' });

beforeAll(async () => {
  world = await createWorld({ modules: [example] });
  office = await openOffice(world, 'searching');
  neighbour = await openOffice(world, 'neighbour');
  await inside(world, office, (ctx) =>
    insertRecords(ctx, noteRecord, [
      note('Hexagonal bolt M8', 'zinc plated'),
      note('Hexagon key set'),
      note('Bolt cutter', 'for bolts up to 12 mm'),
      note('अशोक शर्मा', 'Pune'),
      note('Asha Rao', '98765-43210'),
      note('Café crème'),
    ]),
  );
  await inside(world, neighbour, (ctx) => insertRecords(ctx, noteRecord, [note('Hexagonal secret'), note('Wombat')]));
});
afterAll(() => world?.close());

async function find(
  q: string,
  more = '',
): Promise<{ titles: string[]; corrected: string | null; is_complete: boolean }> {
  const { status, body } = await office.owner.get(`/api/search?q=${encodeURIComponent(q)}${more}`);
  expect(status).toBe(200);
  const { results, corrected, is_complete } = body.data;
  return { titles: results.map((one: { title: string }) => one.title), corrected, is_complete };
}

describe('words are found', () => {
  test.each([
    ['hex', ['Hexagon key set', 'Hexagonal bolt M8']],
    ['hexagon', ['Hexagon key set', 'Hexagonal bolt M8']],
    ['BOLT', ['Bolt cutter', 'Hexagonal bolt M8']],
    ['bolt hexagonal', ['Hexagonal bolt M8']],
    ['शर्मा', ['अशोक शर्मा']],
    ['9876543', ['Asha Rao']],
    ['cafe', ['Café crème']],
    ['bolt wombat', []],
    ['wombat', []],
    ['!!!', []],
  ])('%s', async (q, titles) => {
    expect(await find(q)).toMatchObject({ titles, corrected: null, is_complete: true });
  });

  test('with what is needed to open and to tell them apart', async () => {
    const { body } = await office.owner.get('/api/search?q=asha');
    const [one] = body.data.results;
    expect(one).toMatchObject({ noun: 'notes', title: 'Asha Rao', detail: '98765-43210', number: null });
    expect((await office.owner.get(`/api/notes/${one.id}`)).body.data.title).toBe('Asha Rao');
  });
});

describe('slips are forgiven', () => {
  test.each([
    ['hexagnal', 'hexagonal', ['Hexagonal bolt M8']],
    ['hexaognal blot', 'hexagonal bolt', ['Hexagonal bolt M8']],
    ['ehxagonal', 'hexagonal', ['Hexagonal bolt M8']],
    ['cuttter', 'cutter', ['Bolt cutter']],
    ['शरमा', 'शर्मा', ['अशोक शर्मा']],
    ['asah', 'asha', ['Asha Rao']],
    ['ash5', null, []],
    ['wombta', null, []],
    ['qqqqqq', null, []],
  ])('%s', async (q, corrected, titles) => {
    expect(await find(q)).toMatchObject({ titles, corrected });
  });
});

test('nobody finds what he may not read, nor the neighbour’s', async () => {
  const blind = await office.hire('blind', ['topics.read']);
  expect((await blind.get('/api/search?q=hex')).body.data.results).toEqual([]);
  const reader = await office.hire('reader');
  expect((await reader.get('/api/search?q=hex')).body.data.results).toHaveLength(2);
  const theirs = (await neighbour.owner.get('/api/search?q=hexagonal')).body.data.results;
  expect(theirs.map((one: { title: string }) => one.title)).toEqual(['Hexagonal secret']);
  expect((await office.owner.get('/api/search?q=hex', { 'x-tenant-slug': 'neighbour' })).status).toBe(403);
});

test('what is changed is found by its new words, what is removed not at all', async () => {
  const { id } = (await office.owner.post('/api/notes', note('Ephemeral'))).body.data;
  expect((await find('ephemer')).titles).toEqual(['Ephemeral']);
  await office.owner.patch(`/api/notes/${id}`, { title: 'Perennial' });
  expect([(await find('ephemeral')).titles, (await find('perennial')).titles]).toEqual([[], ['Perennial']]);
  await office.owner.delete(`/api/notes/${id}`);
  expect((await find('perennial')).titles).toEqual([]);
});

test('when there is more than is shown, the answer says so', async () => {
  await inside(world, office, (ctx) =>
    insertRecords(
      ctx,
      noteRecord,
      Array.from({ length: 30 }, (_, n) => note(`Common ${n}`)),
    ),
  );
  expect(await find('common', '&limit=10')).toMatchObject({ is_complete: false });
  expect((await find('common', '&limit=10')).titles).toHaveLength(10);
  expect((await find('common', '&limit=50')).titles).toHaveLength(30);
  expect(await find('common 17')).toMatchObject({ titles: ['Common 17'], is_complete: true });
  expect((await find('common', '&nouns=topics')).titles).toEqual([]);
});

test('nothing asked, nothing found', async () => {
  for (const query of ['', 'q=', 'q=%20'])
    expect((await office.owner.get(`/api/search?${query}`)).body.data.results).toEqual([]);
});

test.each(['q=x&limit=201', 'q=x&limit=0', 'q=x&what=1', `q=${'x'.repeat(201)}`])('?%s is refused', async (query) => {
  expect((await office.owner.get(`/api/search?${query}`)).status).toBe(400);
});

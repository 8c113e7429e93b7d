/** Lists over HTTP: pages, orders, filters, search, fields and files, each checked against the same question asked of an array. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { insertRecords } from '../db/records.ts';
import { inside } from '../testing/example/inside.ts';
import { example } from '../testing/example/module.ts';
import type { Note } from '../testing/example/notes.schema.ts';
import { noteRecord, topicRecord } from '../testing/example/notes.service.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { createWorld, type World } from '../testing/world.ts';
import { readSheet, SHEET_LIMITS } from './sheets_read.ts';

let world: World;
let office: Office;
let neighbour: Office;
/** All notes of the office, as they are answered: amounts in rupees. */
let notes: Note[];
let topic: string;

const TITLES = ['bolt', 'Bolt', 'BOLT M8', 'anvil', 'Zinc', 'zinc', 'Éclair', 'कील', '😀 smile', '日本', 'a-1', 'A_1'];
const EVERY_SORT = ['title', 'stars', 'amount', 'due_on', 'created_at'];

beforeAll(async () => {
  world = await createWorld({ modules: [example] });
  office = await openOffice(world, 'lists-co');
  neighbour = await openOffice(world, 'neighbour-co');
  for (const { id } of [office, neighbour]) {
    await inside(world, { id }, async (ctx) => {
      const [made] = await insertRecords<{ id: string }>(ctx, topicRecord, [{ name: 'Iron' }]);
      if (id === office.id) topic = String(made?.id);
      const rows = Array.from({ length: 40 }, (_, n) => ({
        topic_id: n % 4 === 0 ? made?.id : null,
        title: TITLES[n % TITLES.length],
        body: n % 3 === 0 ? `Crème brûlée number ${n}` : null,
        kind: n % 5 === 0 ? 'task' : 'idea',
        pinned: n % 2 === 0,
        stars: n % 6,
        amount: (n % 8) * 12_550 - 25_100,
        due_on: `2026-11-${String(1 + (n % 9)).padStart(2, '0')}`,
      }));
      await insertRecords(ctx, noteRecord, rows);
      if (id === office.id) await insertRecords(ctx, noteRecord, [{ title: '=1+1', due_on: '2027-01-01' }]);
    });
  }
  // One transaction gave all the same instant; let some differ by less than a millisecond.
  await world.admin.query(
    `update notes set created_at = timestamptz '2026-11-20T18:29:59.999Z' + stars * interval '300 microseconds'`,
  );
  notes = await walk('sort=created_at&limit=200');
});
afterAll(() => world?.close());

const list = (query: string) => office.owner.get(`/api/notes?${query}`);

/** All rows, page by page. */
async function walk(query: string): Promise<Note[]> {
  const rows: Note[] = [];
  for (let cursor = ''; ; ) {
    const reply = await list(`${query}${cursor && `&cursor=${cursor}`}`);
    expect(reply.status, reply.text).toBe(200);
    rows.push(...reply.body.data);
    if (reply.body.meta.next_cursor === null) return rows;
    expect(reply.body.data).toHaveLength(reply.body.meta.limit);
    cursor = encodeURIComponent(reply.body.meta.next_cursor);
  }
}

/** Order of code points, as collation "C" has it. */
function compare(a: unknown, b: unknown): number {
  if (typeof a !== 'string' || typeof b !== 'string') return Number(a) - Number(b);
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** When the note was made, in microseconds after the second, as a text of one length. */
function micros({ created_at }: Note): string {
  const [second, fraction = ''] = created_at.slice(0, -1).split('.');
  return `${second}.${fraction.padEnd(6, '0')}`;
}

function sorted(rows: readonly Note[], sort: string): Note[] {
  const orders = [...sort.split(','), sort.startsWith('-') ? '-id' : 'id'];
  const key = (row: Note, word: string): unknown =>
    word === 'title'
      ? row.title.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
      : word === 'created_at'
        ? micros(row)
        : row[word as keyof Note];
  return [...rows].sort((a, b) => {
    for (const order of orders) {
      const word = order.replace('-', '');
      const result = compare(key(a, word), key(b, word));
      if (result !== 0) return order.startsWith('-') ? -result : result;
    }
    return 0;
  });
}

const ids = (rows: readonly { id: string }[]): string[] => rows.map((row) => row.id);

describe('pages', () => {
  test.each([
    ...EVERY_SORT.flatMap((word) => [word, `-${word}`]),
    'stars,title',
    '-stars,-title',
    'stars,-title',
    '-amount,title',
    '-due_on,stars,-amount',
  ])('by %s meet every row once, in order, through ties', async (sort) => {
    expect(notes).toHaveLength(41);
    expect(ids(await walk(`sort=${sort}&limit=7`))).toEqual(ids(sorted(notes, sort)));
  });

  test('have 50 rows unless asked, at most 200, and end where the rows end', async () => {
    expect((await list('')).body.meta).toEqual({ next_cursor: null, limit: 50 });
    expect((await list('limit=200')).body.meta.limit).toBe(200);
    const exactly = await list('limit=41');
    expect([exactly.body.data.length, exactly.body.meta.next_cursor]).toEqual([41, null]);
    const none = await list('title=nothing%20of%20that%20name&count=true');
    expect([none.body.data, none.body.meta]).toEqual([[], { next_cursor: null, limit: 50, total: 0 }]);
  });

  test('neither repeat nor skip when rows come and go meanwhile', async () => {
    const { owner } = neighbour;
    const first = (await owner.get('/api/notes?limit=10')).body;
    const [before, last] = [first.data[0], first.data[9]];
    expect((await owner.post('/api/notes', { title: '  !! first of all', due_on: '2026-11-01' })).status).toBe(201);
    expect((await owner.delete(`/api/notes/${before.id}`)).status).toBe(200);
    expect((await owner.delete(`/api/notes/${last.id}`)).status).toBe(200);
    const rest = await owner.get(`/api/notes?limit=200&cursor=${first.meta.next_cursor}`);
    const all = ids([...first.data, ...rest.body.data]);
    expect(new Set(all).size).toBe(40);
    expect(all).toHaveLength(40);
  });
});

describe('filters', () => {
  const day = (text: string): number => Date.parse(`${text}+05:30`);
  test.each<[string, (note: Note) => boolean]>([
    ['title=Bolt', (note) => note.title === 'Bolt'],
    ['kind=task', (note) => note.kind === 'task'],
    ['pinned=true', (note) => note.pinned],
    ['pinned=false', (note) => !note.pinned],
    ['stars=3', (note) => note.stars === 3],
    ['stars_from=2&stars_to=4', (note) => note.stars >= 2 && note.stars <= 4],
    ['amount=125.5', (note) => note.amount === 125.5],
    ['amount_from=-251&amount_to=0.00', (note) => note.amount >= -251 && note.amount <= 0],
    ['due_on=2026-11-03', (note) => note.due_on === '2026-11-03'],
    ['due_on_from=2026-11-03&due_on_to=2026-11-05', (note) => /-0[345]$/.test(note.due_on)],
    // A day begins and ends in the organisation's zone.
    ['created_at_from=2026-11-21', (note) => Date.parse(note.created_at) >= day('2026-11-21T00:00:00')],
    ['created_at_to=2026-11-20', (note) => Date.parse(note.created_at) < day('2026-11-21T00:00:00')],
    ['created_at_from=2026-11-21T00:00:00', (note) => Date.parse(note.created_at) >= day('2026-11-21T00:00:00')],
    ['created_at_to=2026-11-20T18:29:59.999Z', (note) => micros(note) <= '2026-11-20T18:29:59.999000'],
    ['created_at_to=2026-11-20T18:29:59.999300Z', (note) => micros(note) <= '2026-11-20T18:29:59.999300'],
    ['kind=idea&pinned=true&stars_from=4', (note) => note.kind === 'idea' && note.pinned && note.stars >= 4],
  ])('%s', async (query, holds) => {
    const expected = sorted(notes.filter(holds), '-stars');
    expect(expected.length).toBeGreaterThan(0);
    expect(expected.length).toBeLessThan(notes.length);
    expect(ids(await walk(`${query}&sort=-stars&limit=3`))).toEqual(ids(expected));
    expect((await list(`${query}&count=true&limit=1`)).body.meta.total).toBe(expected.length);
  });

  test('by the id of another record', async () => {
    const expected = notes.filter((note) => note.topic_id === topic);
    expect(expected).toHaveLength(10);
    expect(ids(await walk(`topic_id=${topic}&limit=4`))).toEqual(ids(sorted(expected, 'title')));
    expect((await neighbour.owner.get(`/api/notes?topic_id=${topic}`)).body.data).toEqual([]);
  });

  test.each<[string, (note: Note) => boolean]>([
    ['bol', (note) => /^bolt/i.test(note.title)],
    ['M8 bolt', (note) => note.title === 'BOLT M8'],
    ['creme', (note) => note.body !== null],
    ['BRÛLÉE 12', (note) => note.body === 'Crème brûlée number 12'],
    ['eclair', (note) => note.title === 'Éclair'],
    ['कील', (note) => note.title === 'कील'],
    ['a1', (note) => /^a[-_]1$/i.test(note.title)],
    ['%', () => false],
    ["' or true --", () => false],
  ])('a search for %s finds the beginnings of words', async (words, holds) => {
    const q = `q=${encodeURIComponent(words)}`;
    expect(ids(await walk(`${q}&limit=3`))).toEqual(ids(sorted(notes.filter(holds), 'title')));
  });
});

test('fields are those that were asked for, and the id', async () => {
  const { data } = (await list('fields=amount,title&limit=2&sort=-amount,title')).body;
  expect(data.map((row: object) => Object.keys(row).sort())).toEqual(Array(2).fill(['amount', 'id', 'title']));
  expect(data[0].amount).toBe(627.5);
});

test.each(['csv', 'xlsx'] as const)('as %s the whole filter goes out, whatever the page', async (format) => {
  const query = `pinned=true&sort=-amount&fields=title,amount&format=${format}&limit=3`;
  const reply = await fetch(`${world.address}/api/notes?${query}`, {
    headers: { authorization: `Bearer ${office.owner.token}` },
  });
  expect(reply.status).toBe(200);
  expect(reply.headers.get('content-disposition')).toBe(`attachment; filename="notes.${format}"`);
  expect(reply.headers.get('content-type')).toContain(format === 'csv' ? 'text/csv' : 'spreadsheetml');
  const bytes = Buffer.from(await reply.arrayBuffer());
  const [head, ...rows] = await readSheet({ name: `notes.${format}`, media_type: '', bytes }, SHEET_LIMITS);
  expect(head?.cells).toEqual(['id', 'title', 'amount']);
  const pinned = notes.filter((note) => note.pinned);
  const expected = sorted(pinned, '-amount').map(({ id, title, amount }) => [id, title, String(amount)]);
  expect(rows.map(({ cells }) => cells.map(String))).toEqual(expected);
});

const forged = (value: unknown): string => `cursor=${Buffer.from(JSON.stringify(value)).toString('base64url')}`;

test.each<[string, string]>([
  ['limit=0', '/limit'],
  ['limit=201', '/limit'],
  ['limit=ten', '/limit'],
  ['limit=5&limit=6', '/limit'],
  ['sort=body', '/sort'],
  ['sort=title,', '/sort'],
  ['sort=constructor', '/sort'],
  ['sort=title;drop%20table%20notes', '/sort'],
  ['sort=title,stars,amount,due_on', '/sort'],
  ['fields=tenant_id', '/fields'],
  ['fields=title_key', '/fields'],
  ['fields=', '/fields'],
  ['cursor=nonsense', '/cursor'],
  [forged({ s: 'title', v: ['a'] }), '/cursor'],
  [forged({ s: 'title', v: ['a', 'no-id'] }), '/cursor'],
  [forged({ s: '-title', v: ['a', 'b'] }), '/cursor'],
  [forged({ s: 'title', v: [null, {}] }), '/cursor'],
  ['format=pdf', '/format'],
  ['count=maybe', '/count'],
  ['kind=wish', '/kind'],
  ['pinned=perhaps', '/pinned'],
  ['topic_id=iron', '/topic_id'],
  ['stars=3.5', '/stars'],
  ['stars_to=99999999999', '/stars_to'],
  ['amount=1.234', '/amount'],
  ['amount_from=free', '/amount_from'],
  ['due_on=2026-02-30', '/due_on'],
  ['due_on_to=soon', '/due_on_to'],
  ['created_at=2026-11-21', '/created_at'],
  ['created_at_from=yesterday', '/created_at_from'],
  ['colour=red', '/colour'],
  ['body=a', '/body'],
])('%s is refused, and %s is named', async (query, pointer) => {
  for (const format of ['', '&format=csv']) {
    if (format && /cursor|format|limit|count/.test(query)) continue;
    const reply = await list(query + format);
    expect([reply.status, reply.body.code], reply.text).toEqual([400, 'http.invalid_input']);
    expect(reply.body.errors.map((one: { pointer: string }) => one.pointer)).toEqual([pointer]);
  }
});

test('a cursor goes with its sort', async () => {
  const { next_cursor } = (await list('limit=5&sort=stars')).body.meta;
  expect((await list(`limit=5&sort=-stars&cursor=${next_cursor}`)).body.errors[0].pointer).toBe('/cursor');
  expect((await list(`limit=5&sort=stars&cursor=${next_cursor}`)).status).toBe(200);
});

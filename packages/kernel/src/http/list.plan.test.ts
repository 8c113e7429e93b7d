/** Every option of a list uses an index that begins with the tenant, under row-level security, in a large tenant among many. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../db/pool.ts';
import type { Row } from '../db/records.ts';
import { newId } from '../schema/ids.ts';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { example } from '../testing/example/module.ts';
import { noteList } from '../testing/example/notes.service.ts';
import { mostRows, planOf, settleTables } from '../testing/plans.ts';

let database: FreshDatabase;
let app: Database;
const tenant = newId();
const NOTES = 20_000;
const idAt = (n: string): string => `('01900000-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;

beforeAll(async () => {
  database = await freshDatabase([example]);
  const { admin } = database;
  for (const table of ['topics', 'notes', 'search_words'])
    await admin.query(`alter table ${table} disable trigger user`);
  await admin.query('create temporary table owners as select $1::uuid as tenant_id, 1 as first, $2::int as last', [
    tenant,
    NOTES,
  ]);
  await admin.query(
    `insert into owners select gen_random_uuid(), ${NOTES} + n * 20, ${NOTES} + n * 20 + 19 from generate_series(1, 300) n`,
  );
  await admin.query(`insert into topics (tenant_id, id, name)
    select tenant_id, ${idAt('n')}, 'Topic ' || n from owners, generate_series(1, 40) n`);
  await admin.query(`insert into notes (tenant_id, id, topic_id, title, kind, stars, amount, due_on, created_at)
    select tenant_id, ${idAt('n')}, ${idAt('1 + n % 40')}, 'Note ' || n, case when n % 9 = 0 then 'task' else 'idea' end,
      n % 6, n % 1000, date '2026-01-01' + n % 700, now() - n * interval '1 minute'
    from owners, generate_series(first, last) n`);
  await admin.query(`insert into search_words (tenant_id, noun, word, record_id)
    select tenant_id, 'notes', w, id from notes, unnest(array['note', split_part(title, ' ', 2)]) w`);
  await settleTables(admin, ['topics', 'notes', 'search_words']);
  app = await openDatabase(database.connections.app, 2, () => {});
}, 120_000);
afterAll(async () => {
  await app?.pool.end();
  await database?.close();
});

test.each(['title', '-title', 'stars', '-stars', 'amount', 'due_on', '-due_on', 'created_at', '-created_at'])(
  'sorted by %s a page costs a page, the first as the third',
  async (sort) => {
    let cursor: string | undefined;
    for (let n = 0; n < 3; n++) {
      const { page, nodes } = await planOf(app, tenant, noteList, { sort, limit: 50, cursor });
      expect(page.rows).toHaveLength(50);
      expect(mostRows(nodes)).toBeLessThanOrEqual(51);
      cursor = page.next_cursor as string;
    }
  },
);

test.each<[string, Row, number]>([
  ['the id of another record', { topic_id: '01900000-0000-7000-8000-000000000003' }, NOTES / 40],
  ['a title', { title: 'Note 77' }, 1],
  ['a stretch of days', { due_on_from: '2026-02-01', due_on_to: '2026-02-03' }, 3 * 30],
  ['an amount', { amount: 5 }, NOTES / 1000],
  ['instants', { created_at_from: new Date(Date.now() - 3_600_000).toISOString() }, 61],
  ['a word', { q: '1234' }, 11],
])('by %s no more is read than what fits', async (_what, filter, most) => {
  const { page, nodes } = await planOf(app, tenant, noteList, { ...filter, limit: 200 });
  expect(page.rows.length).toBeGreaterThan(0);
  expect(page.rows.length).toBeLessThanOrEqual(most);
  expect(mostRows(nodes)).toBeLessThanOrEqual(2 * most + 2);
});

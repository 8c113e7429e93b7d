/** What hangs on a record is read by an index that begins with the tenant and leads to the record, in a large tenant among many. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attachmentList } from '../attachments/attachments.service.ts';
import { type Database, openDatabase } from '../db/pool.ts';
import type { Row } from '../db/records.ts';
import type { List } from '../http/list.ts';
import type { Page } from '../http/route.ts';
import { newId } from '../schema/ids.ts';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { mostRows, type PlanNode, planOf as planOfTenant, scansOf, settleTables } from '../testing/plans.ts';
import { commentList } from './comments.service.ts';

let database: FreshDatabase;
let app: Database;
const tenant = newId();
const idAt = (n: string): string => `('01900000-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;
const record = (n: number): string => `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

beforeAll(async () => {
  database = await freshDatabase([]);
  const { admin } = database;
  for (const table of ['files', 'attachments', 'comments'])
    await admin.query(`alter table ${table} disable trigger user`);
  await admin.query('create temporary table owners as select $1::uuid as tenant_id, 1 as first, 30000 as last', [
    tenant,
  ]);
  await admin.query(
    'insert into owners select gen_random_uuid(), 30000 + n * 40, 30000 + n * 40 + 39 from generate_series(1, 500) n',
  );
  await admin.query(`insert into files (tenant_id, id, object_id, name, media_type, bytes, sha256, state)
    select tenant_id, ${idAt('n')}, ${idAt('n')}, 'a', 'text/plain', 1, '', 'ready' from owners, generate_series(first, last) n`);
  await admin.query(`insert into attachments (tenant_id, id, subject, subject_id, file_id, created_at)
    select tenant_id, ${idAt('n')}, 'notes', ${idAt('n % 1000')}, ${idAt('n')}, now() - n * interval '1 minute'
    from owners, generate_series(first, last) n`);
  // One record of which everybody talks, and few words on each of the others.
  await admin.query(`insert into comments (tenant_id, id, subject, subject_id, text, author, created_by, created_at)
    select tenant_id, ${idAt('n')}, 'notes', case when n % 5 = 0 then ${idAt('7')} else ${idAt('n % 1000')} end, 'x', 'x',
      ${idAt('n % 30')}, now() - n * interval '1 minute'
    from owners, generate_series(first, last) n`);
  await settleTables(admin, ['files', 'attachments', 'comments']);
  app = await openDatabase(database.connections.app, 2, () => {});
}, 120_000);
afterAll(async () => {
  await app?.pool.end();
  await database?.close();
});

async function planOf(list: List, input: Row): Promise<{ page: Page<Row>; nodes: PlanNode[] }> {
  const planned = await planOfTenant(app, tenant, list, { subject: 'notes', ...input });
  for (const scan of scansOf(planned.nodes))
    expect(scan['Rows Removed by Filter'] ?? 0, JSON.stringify(scan)).toBeLessThan(50);
  return planned;
}

test.each(['created_at', '-created_at'])(
  'a record of many comments is read page by page, sorted by %s',
  async (sort) => {
    let cursor: string | undefined;
    for (let n = 0; n < 3; n++) {
      const { page, nodes } = await planOf(commentList, { subject_id: record(7), sort, limit: 50, cursor });
      expect(page.rows).toHaveLength(50);
      expect(mostRows(nodes)).toBeLessThanOrEqual(51);
      cursor = page.next_cursor as string;
    }
  },
);

test('the comments of one person on it are found without the others', async () => {
  const { page, nodes } = await planOf(commentList, { subject_id: record(7), created_by: record(5), limit: 50 });
  expect(page.rows).toHaveLength(50);
  expect(mostRows(nodes)).toBeLessThanOrEqual(51);
});

test('the attachments of a record, with their files, cost what they are', async () => {
  for (const sort of ['created_at', '-created_at']) {
    const { page, nodes } = await planOf(attachmentList, { subject_id: record(3), sort, count: true });
    expect([page.rows.length, page.total]).toEqual([30, 30]);
    expect(page.rows[0]).toMatchObject({ name: 'a', state: 'ready' });
    expect(mostRows(nodes)).toBeLessThanOrEqual(31);
  }
});

/** Every filter of the trail is a range of an index, under row-level security, in a tenant of many entries among others. */
import { type Database, openDatabase } from '@tenantry/kernel/db/pool.ts';
import type { Row } from '@tenantry/kernel/db/records.ts';
import { newId } from '@tenantry/kernel/schema/ids.ts';
import { type FreshDatabase, freshDatabase } from '@tenantry/kernel/testing/database.ts';
import { mostRows, planOf as planOfTenant, settleTables, wastedRows } from '@tenantry/kernel/testing/plans.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { control as module } from '../module.ts';
import { auditList } from './audit.routes.ts';

let database: FreshDatabase;
let control: Database;
const tenant = newId();
const actor = newId();

beforeAll(async () => {
  database = await freshDatabase([module]);
  const { admin } = database;
  await admin.query('alter table audit_entries disable trigger user; alter table audit_links disable trigger user');
  await admin.query('create temporary table whose as select $1::uuid as tenant_id, 60000 as entries', [tenant]);
  await admin.query('insert into whose select gen_random_uuid(), 20 from generate_series(1, 300)');
  await admin.query(
    `insert into audit_entries (tenant_id, id, at, actor_kind, actor_id, actor, request_id, address, action, subject, subject_id, after)
     select tenant_id, gen_random_uuid(), now() - n * interval '1 minute', 'user', case when n % 50 = 0 then $1::uuid end, 'p' || n % 50 || '@x.example',
       'r' || n, '10.0.' || n % 200 || '.1', (array['products.update', 'products.create', 'invoices.issue', 'members.create'])[1 + n % 4],
       (array['products', 'products', 'invoices', 'members'])[1 + n % 4], 's' || n % 5000, '{"name": "x"}'
     from whose, generate_series(1, entries) n`,
    [actor],
  );
  await admin.query(
    `insert into audit_links (tenant_id, seq, entry_id, digest, hash)
     select tenant_id, row_number() over (partition by tenant_id order by at), id, '', '' from audit_entries`,
  );
  await settleTables(admin, ['audit_entries', 'audit_links']);
  control = await openDatabase(database.connections.control, 2, () => {});
}, 120_000);
afterAll(async () => {
  await control?.pool.end();
  await database?.close();
});

/** The page, and how it was found as the control login that is bound to the large tenant. */
const planOf = (input: Row) => planOfTenant(control, tenant, auditList, input);

test.each([
  [{}, 60_000],
  [{ action: 'members.create' }, 15_000],
  [{ subject: 'invoices' }, 15_000],
  [{ subject: 'products', subject_id: 's480' }, 12],
  [{ actor: 'p7@x.example' }, 1_200],
  [{ actor_id: actor }, 1_200],
  [{ address: '10.0.7.1' }, 300],
  [{ request_id: 'r777' }, 1],
  [{ at_from: new Date(Date.now() - 3_600_000).toISOString() }, 59],
  [{ seq: 12 }, 1],
  [{ actor: 'p6@x.example', action: 'invoices.issue', at_to: '2100-01-01' }, 600],
] as [Row, number][])('%j', async (filter, total) => {
  const { page, nodes } = await planOf({ ...filter, limit: 20 });
  expect(page.rows).toHaveLength(Math.min(20, total));
  expect(page.rows.every((row) => typeof row.seq === 'number')).toBe(true);
  expect(wastedRows(nodes), JSON.stringify(nodes)).toBeLessThan(2_000);
  // A page is read as a page: neither the trail nor its links are sorted or gathered as a whole.
  expect(mostRows(nodes)).toBeLessThan(2_000);
  if (page.next_cursor) {
    const next = await planOf({ ...filter, limit: 20, cursor: page.next_cursor });
    expect(next.page.rows[0]?.id).not.toBe(page.rows[0]?.id);
  }
});

test('every filter that the list offers was looked at', () => {
  const offered = Object.keys(auditList.input.properties).filter(
    (name) =>
      !['limit', 'cursor', 'sort', 'fields', 'count', 'format', 'q'].includes(name) && !/_(from|to)$/.test(name),
  );
  expect(offered.sort()).toEqual(
    ['action', 'actor', 'actor_id', 'address', 'at', 'request_id', 'seq', 'subject', 'subject_id'].sort(),
  );
});

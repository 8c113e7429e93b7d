/** The sums of reports are read from indexes that begin with the tenant, under row-level security, in a tenant of many vouchers. */
import { type Database, openDatabase } from '@tenantry/kernel/db/pool.ts';
import { newId } from '@tenantry/kernel/schema/ids.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { type FreshDatabase, freshDatabase } from '@tenantry/kernel/testing/database.ts';
import { mostRows, nodesOfWork, scansOf, settleTables } from '@tenantry/kernel/testing/plans.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { business } from '../module.ts';
import { accountStanding } from './account_standing.ts';
import { trialRows } from './balances.ts';
import { figuresOf } from './figures.ts';
import { linesOfAccount, linesOfParty, readLedger } from './ledgers.ts';

let database: FreshDatabase;
let app: Database;
const tenant = newId();
const VOUCHERS = 15_000;
const CUSTOMERS = 2000;
const OTHERS = 1000;
const TABLES = ['parties', 'accounts', 'journals', 'journal_lines', 'documents', 'payments'];

/** The id of the nth of the large tenant's customers. */
const customer = (n: number): string => `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

async function load(): Promise<void> {
  const { admin } = database;
  // What is looked at here is how rows are read, not how they are guarded.
  for (const table of TABLES) await admin.query(`alter table ${table} disable trigger user`);
  // Whoever else looks at a table meanwhile keeps the vacuum from telling that its pages are seen by all.
  for (const table of TABLES) await admin.query(`alter table ${table} set (autovacuum_enabled = false)`);
  await admin.query('set session_replication_role = replica');
  await admin.query(
    `create temporary table owners as select $1::uuid as tenant_id, ${VOUCHERS} as vouchers, ${CUSTOMERS} as customers`,
    [tenant],
  );
  await admin.query(`insert into owners select gen_random_uuid(), 40, 5 from generate_series(1, ${OTHERS})`);
  await admin.query(`
    insert into parties (tenant_id, id, kind, name, category)
    select tenant_id, ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'customer', 'Party ' || n, 'unregistered'
    from owners, generate_series(1, customers) n`);
  await admin.query(`
    insert into accounts (tenant_id, id, code, name, type, role, class)
    select tenant_id, gen_random_uuid(), code, code, 'asset', role, class
    from owners, (values ('1010', 'bank', 'bank'), ('1100', 'receivable', null), ('4000', 'sales', null)) a(code, role, class)`);
  await admin.query(`
    insert into journals (tenant_id, id, date, kind, source, source_id, narration)
    select tenant_id, ('01900000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid, '2024-04-01'::date + n % 900, 'sale', 'invoices', tenant_id, 'V' || n
    from owners, generate_series(1, vouchers) n`);
  for (const table of ['owners', 'accounts', 'journals']) await admin.query(`analyze ${table}`);
  await admin.query(`
    insert into journal_lines (tenant_id, journal_id, line, account_id, party_id, date, debit, credit)
    select j.tenant_id, j.id, s.line, a.id, case when a.role = 'receivable' then
        ('01900000-0000-7000-8000-' || lpad(to_hex(1 + right(j.narration, -1)::int % o.customers), 12, '0'))::uuid end, j.date, s.debit, s.credit
    from journals j join owners o using (tenant_id)
    join (values (1, 'receivable', 100, 0), (2, 'sales', 0, 100)) s(line, role, debit, credit) on true
    join accounts a on a.tenant_id = j.tenant_id and a.role = s.role`);
  await admin.query(`
    insert into documents (tenant_id, id, kind, document_type, status, number, date, due_date, customer_id, buyer, seller, place_of_supply,
      head, charge, supply_type, taxable_value, cgst, sgst, igst, cess, round_off, total, paid)
    select o.tenant_id, gen_random_uuid(), 'invoice', 'tax_invoice', 'issued', 'I' || n, '2026-07-01', '2026-11-21'::date - n % 120,
      ('01900000-0000-7000-8000-' || lpad(to_hex(1 + n % o.customers), 12, '0'))::uuid, '{"name":"Party"}', '{}', '27', 'intra', 'charged', 'regular',
      100, 0, 0, 0, 0, 0, 100, case when n % 10 = 0 then 0 else 100 end
    from owners o, generate_series(1, vouchers / 3) n`);
  await admin.query(`
    insert into payments (tenant_id, id, direction, voucher, number, date, party_id, party_name, mode, account_id, amount)
    select p.tenant_id, p.id, 'in', 'receipt', p.name, '2026-08-01', p.id, p.name, 'upi', a.id, 100
    from parties p join accounts a on a.tenant_id = p.tenant_id and a.role = 'bank'`);
  await settleTables(admin, TABLES);
}

beforeAll(async () => {
  database = await freshDatabase([business]);
  await load();
  app = await openDatabase(database.connections.app, 2, () => {});
}, 120_000);
afterAll(async () => {
  await app?.pool.end();
  await database?.close();
});

/** Does the work and answers which rows were read, and how. */
const looked = <T>(work: (ctx: Context) => Promise<T>) => nodesOfWork(app, tenant, work);

test('the trial balance reads the index of the lines alone', async () => {
  const { result, nodes } = await looked((ctx) => trialRows(ctx, { from: '2026-04-01', to: '2026-09-30' }));
  expect(result).toHaveLength(2);
  expect(result.reduce((sum, { closing }) => sum + closing, 0)).toBe(0);
  const summing = scansOf(nodes).filter((node) => (node['Actual Rows'] ?? 0) > 1000);
  expect(summing.map((node) => node['Node Type'])).toEqual(['Index Only Scan']);
});

test('a customer’s statement and standing read that customer alone', async () => {
  const { result, nodes } = await looked(async (ctx) =>
    readLedger(ctx, await linesOfParty(ctx, customer(7)), { from: '2026-04-01', to: '2026-09-30' }),
  );
  expect(result.rows.length).toBeGreaterThan(0);
  expect(mostRows(nodes)).toBeLessThan(100);
  const standing = await looked((ctx) => accountStanding(ctx, customer(11)));
  expect(mostRows(standing.nodes)).toBeLessThan(100);
});

test('a page of the largest ledger reads that page, and its balances from the index alone', async () => {
  const { result, nodes } = await looked(async (ctx) =>
    readLedger(ctx, await linesOfAccount(ctx, '1100'), { from: '2026-04-01', to: '2026-09-30', limit: 100 }),
  );
  expect(result.rows).toHaveLength(100);
  const summing = scansOf(nodes).filter((node) => (node['Actual Rows'] ?? 0) > 1000);
  expect(new Set(summing.map((node) => node['Node Type']))).toEqual(new Set(['Index Only Scan']));
});

test('the figures of Today enter every table by the tenant', async () => {
  const kernel = { modules: [] };
  const { result } = await looked((ctx) => figuresOf({ ...ctx, kernel } as never));
  expect(result.open_invoices).toBe(VOUCHERS / 30);
});

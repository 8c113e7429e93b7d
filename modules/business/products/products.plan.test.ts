/** Every option of the lists uses an index that begins with the tenant, under row-level security, in a large tenant among many. */
import { type Database, openDatabase } from '@tenantry/kernel/db/pool.ts';
import type { Row } from '@tenantry/kernel/db/records.ts';
import type { List } from '@tenantry/kernel/http/list.ts';
import { newId } from '@tenantry/kernel/schema/ids.ts';
import { type FreshDatabase, freshDatabase } from '@tenantry/kernel/testing/database.ts';
import {
  mostRows,
  nodesOfWork,
  planOf as planOfTenant,
  scansOf,
  settleTables,
  wastedRows,
} from '@tenantry/kernel/testing/plans.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accounts } from '../accounts/accounts.service.ts';
import { invoiceList } from '../invoices/invoices.service.ts';
import { STANDINGS } from '../invoices/standing.ts';
import { business } from '../module.ts';
import { customers, vendors } from '../parties/parties.service.ts';
import { paymentList } from '../payments/payments.record.ts';
import { productList } from './products.service.ts';

let database: FreshDatabase;
let app: Database;
const tenant = newId();
const PRODUCTS = 200_000;
const OTHERS = 999;

/** The rows of the large tenant and a few of each of the others; what is not looked at stays small. */
async function load(): Promise<void> {
  const { admin } = database;
  // An index is built faster at once than row by row; they are put back just as the migrations made them.
  const { rows: indexes } = await admin.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
     where indrelid in ('products'::regclass, 'parties'::regclass, 'documents'::regclass, 'payments'::regclass) and not indisunique`,
  );
  expect(indexes.length).toBeGreaterThan(20);
  for (const { name } of indexes) await admin.query(`drop index ${name}`);
  // Nor is each row told to the audit trail.
  for (const table of ['products', 'parties', 'documents', 'payments', 'accounts', 'search_words'])
    await admin.query(`alter table ${table} disable trigger user`);
  await admin.query('create temporary table owners as select $1::uuid as tenant_id, 1 as first, $2::int as last', [
    tenant,
    PRODUCTS,
  ]);
  await admin.query(
    `insert into owners select gen_random_uuid(), ${PRODUCTS} + n * 20, ${PRODUCTS} + n * 20 + 19 from generate_series(1, ${OTHERS}) n`,
  );
  await admin.query(`
    insert into products (tenant_id, id, name, kind, sku, barcode, hsn, unit, sale_price, category, treatment, is_active, created_at, updated_at)
    select tenant_id, ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'Product ' || n, case when n % 50 = 0 then 'service' else 'goods' end, 'S' || n,
      case when n % 10 = 0 then 'B' || n end, (1000 + n % 500)::text, 'NOS', n % 1000, 'C' || n % 200,
      case when n % 100 = 0 then 'exempt' else 'taxable' end, n % 20 <> 0, now() - n * interval '1 minute', now() - n * interval '1 second'
    from owners, generate_series(first, last) n`);
  await admin.query(`
    insert into search_words (tenant_id, noun, word, record_id)
    select tenant_id, 'products', w, id from products, unnest(array[case when price_key < 1000000 then 'product' end, lower(sku)]) w where w is not null`);
  await admin.query(`
    insert into parties (tenant_id, id, kind, name, gstin, gstin_valid, pan, category, phone, email, city, state, is_active)
    select tenant_id, ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, case when n % 10 = 0 then 'vendor' else 'customer' end, 'Party ' || n, 'G' || n, n % 50 <> 0,
      'P' || n, case when n % 5 = 0 then 'composition' else 'unregistered' end, (9000000000 + n)::text, n || '@x.example', 'City ' || n % 100,
      lpad((1 + n % 30)::text, 2, '0'), n % 20 <> 0
    from owners, generate_series(first, first + least(last - first, 19999)) n`);
  await admin.query(
    `insert into search_words (tenant_id, noun, word, record_id) select tenant_id, 'parties', lower(gstin), id from parties`,
  );
  await admin.query(`
    insert into documents (tenant_id, id, kind, document_type, status, number, date, due_date, customer_id, buyer, seller, place_of_supply,
      head, charge, supply_type, taxable_value, cgst, sgst, igst, cess, round_off, total, paid, created_at, updated_at)
    select tenant_id, id, 'invoice', case when n % 20 = 0 then 'bill_of_supply' else 'tax_invoice' end, case when n % 30 = 0 then 'draft' else 'issued' end,
      case when n % 30 <> 0 then 'I' || n end, '2026-11-21'::date - n % 900, '2026-12-21'::date - n % 900, id, jsonb_build_object('name', name), '{}', state,
      'intra', 'charged', 'regular', 100 * n, 0, 0, 0, 0, 0, 100 * n, case when n % 5 = 0 then 0 else 100 * n end, now() - n * interval '1 minute', now() - n * interval '1 second'
    from (select *, right(name, -6)::int as n from parties where kind = 'customer') p`);
  await admin.query(
    `insert into search_words (tenant_id, noun, word, record_id) select tenant_id, 'documents', lower(number), id from documents where number is not null`,
  );
  await admin.query(`
    insert into accounts (tenant_id, id, code, name, type, class)
    select tenant_id, ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'A' || n, 'Account ' || n, 'asset', case when n % 10 = 0 then 'bank' end
    from owners, generate_series(first, first + least(last - first, 999)) n`);
  await admin.query(`
    insert into payments (tenant_id, id, direction, voucher, number, status, date, party_id, party_name, mode, account_id, cheque_status, amount, allocated, created_at, updated_at)
    select p.tenant_id, p.id, 'in', case when n % 50 = 0 then 'receipt_voucher' else 'receipt' end, 'R' || n, case when n % 300 = 0 then 'cancelled' else 'posted' end,
      '2026-11-21'::date - n % 900, p.id, p.name, case when n % 20 = 0 then 'cheque' when n % 21 = 0 then 'cash' else 'upi' end, a.id,
      case when n % 20 = 0 then case when n % 400 = 0 then 'in_hand' else 'cleared' end end, 100 * n, case when n % 300 = 0 or n % 70 = 0 then 0 else 100 * n end,
      now() - n * interval '1 minute', now() - n * interval '1 second'
    from (select *, right(name, -6)::int as n from parties where kind = 'customer') p
    join lateral (select id from accounts a where a.tenant_id = p.tenant_id order by a.code_key limit 1) a on true`);
  await admin.query(
    `insert into search_words (tenant_id, noun, word, record_id) select tenant_id, 'payments', lower(number), id from payments`,
  );
  for (const { definition } of indexes) await admin.query(definition);
  await settleTables(admin, ['products', 'parties', 'documents', 'payments', 'accounts', 'search_words']);
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

const planOf = (list: List, input: Row) => planOfTenant(app, tenant, list, input);

const lists = {
  products: productList,
  customers: customers.list,
  vendors: vendors.list,
  invoices: invoiceList,
  payments: paymentList,
  accounts: accounts.list,
};

test.each(Object.keys(lists) as (keyof typeof lists)[])(
  '%s: each sort, both ways, first page and deep',
  async (noun) => {
    const list = lists[noun];
    const sorts =
      /: (.*)\.$/
        .exec(String((list.input.properties.sort as { description?: string }).description))?.[1]
        ?.split(', ') ?? [];
    expect(sorts.length).toBeGreaterThan(3);
    for (const sort of sorts.flatMap((word) => [word, `-${word}`])) {
      const first = await planOf(list, { sort, limit: 200 });
      expect(first.page.rows).toHaveLength(200);
      let cursor = first.page.next_cursor as string;
      for (let i = 0; i < 2; i++) {
        const { page, nodes } = await planOf(list, { sort, limit: 200, cursor });
        cursor = page.next_cursor as string;
        expect(wastedRows(nodes), sort).toBeLessThan(1000);
      }
    }
  },
);

const TOTALS = {
  products: null,
  customers: 'opening_balance',
  vendors: 'opening_balance',
  invoices: 'total,balance',
  payments: 'amount,unallocated',
  accounts: null,
};

const FILTERS: Record<keyof typeof lists, Row[]> = {
  products: [
    { kind: 'service' },
    { barcode: 'B500' },
    { hsn: '1007' },
    { treatment: 'exempt' },
    { category: 'C7' },
    { is_active: false },
    { created_at_from: new Date(Date.now() - 86_400_000).toISOString() },
    { created_at_to: '2020-01-01' },
    { updated_at_from: new Date(Date.now() - 60_000).toISOString(), updated_at_to: '2100-01-01' },
    { q: 's1999' },
    { q: 'product s1999' },
    { category: 'C7', is_active: true, kind: 'goods', sort: '-created_at' },
  ],
  customers: [
    { gstin: 'G501' },
    { gstin_valid: false },
    { pan: 'P501' },
    { category: 'composition' },
    { phone: '9000000501' },
    { email: '501@x.example' },
    { city: 'City 7' },
    { state: '07' },
    { is_active: false },
    { created_at_from: '2100-01-01' },
    { updated_at_to: '2020-01-01' },
    { q: 'g199' },
  ],
  invoices: [
    { status: 'draft' },
    ...STANDINGS.filter((standing) => standing !== 'paid').map((standing) => ({ standing })),
    { standing: 'paid', date_from: '2026-11-20' },
    { document_type: 'bill_of_supply' },
    { customer_id: '01900000-0000-7000-8000-000000000007' },
    { place_of_supply: '07' },
    { date_from: '2026-11-01', date_to: '2026-11-30' },
    { due_date_to: '2024-08-01' },
    { balance_from: '19000.00' },
    { branch_id: '01900000-0000-7000-8000-000000000007' },
    { currency: 'USD' },
    { total: '1234.00' },
    { created_at_from: '2100-01-01' },
    { updated_at_to: '2020-01-01' },
    { q: 'i199' },
  ],
  payments: [
    { status: 'cancelled' },
    { direction: 'out' },
    { voucher: 'receipt_voucher' },
    { mode: 'cash' },
    { cheque_status: 'in_hand' },
    { party_id: '01900000-0000-7000-8000-000000000007' },
    { branch_id: '01900000-0000-7000-8000-000000000007' },
    { account_id: '01900000-0000-7000-8000-000000000007' },
    { date_from: '2026-11-01', date_to: '2026-11-30' },
    { amount: '1234.00' },
    { unallocated_from: '19000.00' },
    { created_at_from: '2100-01-01' },
    { updated_at_to: '2020-01-01' },
    { q: 'r199' },
  ],
  accounts: [
    { type: 'asset' },
    { class: 'bank' },
    { is_active: false },
    { created_at_from: '2100-01-01' },
    { updated_at_to: '2020-01-01' },
    { q: 'account 7' },
  ],
  vendors: [{ city: 'City 10' }, { is_active: true, sort: '-created_at' }, { q: 'g199' }],
};

test.each(Object.keys(FILTERS) as (keyof typeof lists)[])('%s: each filter, search and count', async (noun) => {
  for (const filter of FILTERS[noun]) {
    const { nodes } = await planOf(lists[noun], { ...filter, limit: 50 });
    // A selective filter does not read its way through the tenant.
    expect(wastedRows(nodes), JSON.stringify(filter)).toBeLessThan(25_000);
    await planOf(lists[noun], { ...filter, limit: 1, count: true });
    const totals = TOTALS[noun];
    if (totals) await planOf(lists[noun], { ...filter, limit: 1, totals });
  }
  const named = FILTERS[noun].flatMap((filter) => Object.keys(filter).map((name) => name.replace(/_(from|to)$/, '')));
  if (noun !== 'vendors') {
    const offered = Object.keys(lists[noun].input.properties).filter(
      (name) =>
        !['limit', 'cursor', 'sort', 'fields', 'count', 'totals', 'format'].includes(name) && !/_(from|to)$/.test(name),
    );
    expect(offered.filter((name) => !named.includes(name))).toEqual([]);
  }
});

test('the sums of a whole list are read from an index, without its rows', async () => {
  const totals = 'credit_limit,opening_balance';
  for (const filter of [{ is_active: true }, {}]) {
    const { page, nodes } = await planOf(customers.list, { ...filter, limit: 1, fields: 'id', count: true, totals });
    expect(Object.keys(page.totals ?? {})).toEqual(totals.split(','));
    const summing = scansOf(nodes).filter((node) => (node['Actual Rows'] ?? 0) > 500);
    expect(summing.map((node) => node['Node Type'])).toEqual(['Index Only Scan']);
  }
});

test('page 1,000 costs as little as page 1', async () => {
  const deep = Buffer.from(
    JSON.stringify({ s: 'name', v: ['product 9', '00000000-0000-7000-8000-000000000000'] }),
  ).toString('base64url');
  const { page, nodes } = await planOf(productList, { sort: 'name', cursor: deep, limit: 50 });
  expect(page.rows).toHaveLength(50);
  expect(mostRows(nodes)).toBeLessThanOrEqual(51);
});

test('the search for twins uses indexes too', async () => {
  const { findTwins } = customers;
  const person = { name: 'Party 7', gstin: 'G7', phone: '9000000007', email: '7@x.example' };
  await nodesOfWork(app, tenant, (ctx) => findTwins(ctx, person, null));
});

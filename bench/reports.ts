/** Reports of an organisation with 100,000 vouchers among others, over HTTP and so under row-level security: seconds of each. */
import { callerAt } from '@tenantry/kernel/testing/caller.ts';
import { modules } from '@tenantry/server/modules.ts';
import type pg from 'pg';
import { fill, PERSON } from './data.ts';
import type { BenchServer } from './database.ts';
import { connectionsOf } from './kernel.ts';
import { median, note } from './report.ts';
import type { ServerPlan } from './server.ts';

const INVOICES = 52_632;
const CUSTOMERS = 2_000;
const ROUNDS = 12;
const TABLES = [
  'parties',
  'journals',
  'journal_lines',
  'documents',
  'document_lines',
  'payments',
  'payment_allocations',
];

const id = (first: number, n = 'n'): string =>
  `('01900000-0000-7000-8000-' || lpad(to_hex(${first} + ${n}), 12, '0'))::uuid`;
/** One customer has every tenth voucher, the others share the rest. */
const customer = id(0, `case when n % 10 = 0 then 1 else 2 + n % ${CUSTOMERS - 1} end`);
const [SALE, RECEIPT] = [10_000_000, 20_000_000];
const day = `'2023-04-01'::date + n % 1290`;
const isPaid = 'n % 10 <> 3';

/** Sales of three and a half years, nine of ten of them paid after a month; other organisations have a hundred each. */
async function fillBooks(client: pg.Client): Promise<void> {
  for (const table of TABLES) await client.query(`alter table ${table} disable trigger user`);
  await client.query('set session_replication_role = replica');
  await client.query(
    `create temporary table owners as select id as tenant_id, case slug when 'bench-1' then ${INVOICES} else 100 end as sales from tenants`,
  );
  await client.query(
    `insert into accounts (tenant_id, id, code, name, type, role, class)
     select tenant_id, gen_random_uuid(), code, role, type, role, class from owners, (values ('1010', 'bank', 'asset', 'bank'),
       ('1100', 'receivable', 'asset', null), ('2100', 'output_cgst', 'liability', null), ('2101', 'output_sgst', 'liability', null),
       ('4000', 'sales', 'income', null)) a(code, role, type, class) on conflict do nothing`,
  );
  const sales = 'from owners o cross join lateral generate_series(1, o.sales) n';
  await client.query(
    `insert into parties (tenant_id, id, kind, name, category)
     select o.tenant_id, ${id(0)}, 'customer', 'Party ' || n, 'unregistered' from owners o, generate_series(1, ${CUSTOMERS}) n`,
  );
  await client.query('analyze owners, accounts, parties');
  await client.query(
    `insert into documents (tenant_id, id, kind, document_type, status, number, date, due_date, customer_id, buyer, seller, place_of_supply,
       head, charge, supply_type, taxable_value, cgst, sgst, igst, cess, round_off, total, paid)
     select o.tenant_id, ${id(SALE)}, 'invoice', 'tax_invoice', 'issued', 'I' || n, ${day}, ${day} + 30, ${customer}, '{"name":"Party"}', '{}',
       '27', 'intra', 'charged', 'regular', 10000, 900, 900, 0, 0, 0, 11800, case when ${isPaid} then 11800 else 0 end ${sales}`,
  );
  await client.query(
    `insert into document_lines (tenant_id, document_id, line, description, hsn, nature, quantity, unit, unit_price, tax_rate, treatment, amount,
       discount, charges, taxable_value, cgst, sgst, igst, cess, total)
     select o.tenant_id, ${id(SALE)}, line, 'Item ' || (n + line) % 500, '73181500', 'goods', 1, 'NOS', 50, 18, 'taxable', 5000, 0, 0, 5000, 450, 450,
       0, 0, 5900 ${sales} cross join generate_series(1, 2) line`,
  );
  await client.query(
    `insert into payments (tenant_id, id, direction, voucher, number, date, party_id, party_name, mode, account_id, amount, allocated)
     select o.tenant_id, ${id(RECEIPT)}, 'in', 'receipt', 'R' || n, ${day} + 31, ${customer}, 'Party', 'upi', a.id, 11800, 11800
     ${sales} join accounts a on a.tenant_id = o.tenant_id and a.role = 'bank' where ${isPaid}`,
  );
  await client.query(
    `insert into payment_allocations (tenant_id, id, payment_id, document_id, date, amount)
     select o.tenant_id, ${id(RECEIPT)}, ${id(RECEIPT)}, ${id(SALE)}, ${day} + 31, 11800 ${sales} where ${isPaid}`,
  );
  for (const [first, kind, source, date] of [
    [SALE, 'sale', 'invoices', day],
    [RECEIPT, 'receipt', 'payments', `${day} + 31`],
  ] as const) {
    await client.query(
      `insert into journals (tenant_id, id, date, kind, source, source_id, narration)
       select o.tenant_id, ${id(first)}, ${date}, '${kind}', '${source}', ${id(first)}, 'Voucher ' || n ${sales}
       where '${kind}' = 'sale' or ${isPaid}`,
    );
    const sides =
      kind === 'sale'
        ? "(1, 'receivable', 11800, 0), (2, 'sales', 0, 10000), (3, 'output_cgst', 0, 900), (4, 'output_sgst', 0, 900)"
        : "(1, 'bank', 11800, 0), (2, 'receivable', 0, 11800)";
    await client.query(
      `insert into journal_lines (tenant_id, journal_id, line, account_id, party_id, date, debit, credit)
       select o.tenant_id, ${id(first)}, s.line, a.id, case s.role when 'receivable' then ${customer} end, ${date}, s.debit, s.credit
       from owners o cross join lateral generate_series(1, o.sales) n cross join (values ${sides}) s(line, role, debit, credit)
       join accounts a on a.tenant_id = o.tenant_id and a.role = s.role where '${kind}' = 'sale' or ${isPaid}`,
    );
  }
  await client.query('set session_replication_role = origin');
  for (const table of TABLES) await client.query(`alter table ${table} enable trigger user`);
  await client.query('vacuum analyze');
}

const [LARGEST, USUAL] = ['01900000-0000-7000-8000-000000000001', '01900000-0000-7000-8000-000000000005'];

const REPORTS: readonly (readonly [what: string, path: string])[] = [
  ['trial balance of a year', '/api/reports/trial-balance?from=2025-04-01&to=2026-03-31'],
  ['profit and loss of a year', '/api/reports/profit-and-loss?from=2025-04-01&to=2026-03-31'],
  ['balance sheet', '/api/reports/balance-sheet?as_of=2026-03-31'],
  ['day book, a page', '/api/journals?limit=50&date_from=2025-04-01&date_to=2026-03-31'],
  ['sales register of a year, a page', '/api/reports/sales?from=2025-04-01&to=2026-03-31'],
  ['sales of a year by customer', '/api/reports/sales?from=2025-04-01&to=2026-03-31&by=customer'],
  ['sales of a year by item', '/api/reports/sales?from=2025-04-01&to=2026-03-31&by=item'],
  ['ageing today', '/api/reports/ageing'],
  ['ageing a year ago', '/api/reports/ageing?as_of=2025-09-30'],
  ['ledger of customers, a page', '/api/reports/ledger/1100?from=2025-04-01&to=2026-03-31'],
  ['statement of a customer', `/api/reports/statement/${USUAL}?from=2023-04-01`],
  ['statement of one with 10,000 vouchers, a page', `/api/reports/statement/${LARGEST}?from=2023-04-01`],
  ['figures of Today', '/api/reports/figures'],
];

/** Measures in a database of its own; `start` opens a server on it. */
export async function reporting(server: BenchServer, start: (plan: ServerPlan) => Promise<string>): Promise<void> {
  const name = 'bench_reports';
  const client = await server.create(
    name,
    modules.map((module) => module.migrations),
  );
  await fill(client, 20, 1);
  await fillBooks(client);
  const address = await start({
    kind: 'tenancy',
    connections: connectionsOf(server, name),
    plain: server.connection('tenantry_app', name),
  });
  const caller = await callerAt(address).signIn(PERSON.email, PERSON.password, 'bench-1');
  for (const [what, path] of REPORTS) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const startedAt = performance.now();
      const reply = await caller.get(path);
      if (reply.status !== 200) throw new Error(`${path}: ${reply.text.slice(0, 300)}`);
      if (round >= 2) times.push(performance.now() - startedAt);
    }
    note({ what: `${what}, of 100,000 vouchers`, value: median(times), unit: ' ms', budget: 1_000, better: 'less' });
  }
}

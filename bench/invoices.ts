/** What an invoice costs: drafted and issued against a bare transaction that inserts the same rows, and the list of many. */

import { createDocument } from '@tenantry/business/documents/documents.service.ts';
import type { Invoice, InvoiceHead } from '@tenantry/business/invoices/invoices.schema.ts';
import { invoices } from '@tenantry/business/invoices/invoices.service.ts';
import { createIssued, issueInvoice } from '@tenantry/business/invoices/issue.ts';
import { roundTrips } from '@tenantry/kernel/db/batch.ts';
import { asSystem } from '@tenantry/kernel/http/perform.ts';
import { newId } from '@tenantry/kernel/schema/ids.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Tenant } from '@tenantry/kernel/tenancy/directory.ts';
import { callerAt } from '@tenantry/kernel/testing/caller.ts';
import { modules } from '@tenantry/server/modules.ts';
import pg from 'pg';
import { fill, PERSON } from './data.ts';
import type { BenchServer } from './database.ts';
import { benchKernel, connectionsOf } from './kernel.ts';
import { median, note } from './report.ts';
import type { ServerPlan } from './server.ts';

const ROUNDS = 400;
const WARM = 60;
const INVOICES = 200_000;
const DATE = '2026-11-20';

/** Rows that one invoice left behind, table by table, in the order in which they can be inserted. */
interface Rows {
  table: string;
  columns: string[];
  json: string;
}

/** What one drafted and issued invoice inserted, found by the transactions that wrote it. */
async function rowsOf(client: pg.Client, tenant_id: string, since: string): Promise<Rows[]> {
  const { rows: tables } = await client.query<{ name: string; columns: string[] }>(
    `select table_name as name, array_agg(column_name::text order by ordinal_position) filter (where is_generated = 'NEVER') as columns
     from information_schema.columns c where table_schema = 'public' and exists (
       select from pg_class k join pg_attribute a on a.attrelid = k.oid and a.attname = 'tenant_id' where k.relname = c.table_name and k.relkind = 'r')
     group by table_name`,
  );
  const first = ['documents', 'document_lines', 'journals', 'journal_lines'];
  const place = (name: string): number => (first.includes(name) ? first.indexOf(name) : first.length);
  const found: Rows[] = [];
  for (const { name, columns } of tables.toSorted((a, b) => place(a.name) - place(b.name))) {
    const { rows } = await client.query<{ json: string | null }>(
      `select jsonb_agg(to_jsonb(t))::text as json from ${name} t where tenant_id = $1 and xmin::text::bigint >= $2`,
      [tenant_id, since],
    );
    // Counters are rows that are changed, not inserted.
    if (rows[0]?.json && !name.endsWith('_counters') && !/usage|series/.test(name))
      found.push({ table: name, columns, json: rows[0].json });
  }
  return found;
}

/** The same rows once more, under other ids and another number, as a program without a kernel would insert them. */
function bare(client: pg.Client, rows: readonly Rows[], number: string): () => Promise<unknown> {
  const all = rows.map(({ json }) => json).join('\n');
  const ids = new Set<string>();
  for (const { json } of rows) for (const { id } of JSON.parse(json) as { id?: string }[]) if (id) ids.add(id);
  let n = 0;
  return async () => {
    let text = all.replaceAll(number, `B/26-27/${String(++n).padStart(5, '0')}`);
    for (const id of ids) text = text.replaceAll(id, newId());
    const parts = text.split('\n');
    await client.query('begin');
    for (const [at, { table, columns }] of rows.entries()) {
      const list = columns.map((column) => `"${column}"`).join(', ');
      const isDocument = table === 'documents';
      const values = isDocument ? parts[at]?.replace('"status": "issued"', '"status": "draft"') : parts[at];
      await client.query({
        name: table,
        text: `insert into ${table} (${list}) select ${isDocument ? list.replace('"number"', 'null') : list} from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
        values: [values],
      });
    }
    const document = (JSON.parse(parts[0] as string) as { tenant_id: string; id: string; number: string }[])[0];
    // Lines go into a draft alone: the database sees to it.
    await client.query({
      name: 'issued',
      text: `update documents set status = 'issued', number = $3 where tenant_id = $1 and id = $2`,
      values: [document?.tenant_id, document?.id, document?.number],
    });
    await client.query('commit');
  };
}

async function writing(
  server: BenchServer,
  client: pg.Client,
  tenant_id: string,
  customer_id: string,
): Promise<string> {
  const { kernel, close } = await benchKernel(server, 'bench_invoices');
  const tenant = (await kernel.directory.find('bench-1')) as Tenant;
  const { rows: products } = await client.query<{ id: string }>(
    'select id from products where tenant_id = $1 order by id limit 5',
    [tenant_id],
  );
  const lines = products.map(({ id }, n) => ({ product_id: id, quantity: n + 1, unit_price: 99.5 }));
  const work = { tenant, database: kernel.cells.of(tenant), binding: { tenant_id, plane: '' } as const };
  const act = <T>(run: (ctx: Context) => Promise<T>): Promise<T> => asSystem(kernel, work, run);
  const given = { customer_id, date: DATE, lines } as never;
  const once = (): Promise<Invoice> => act((ctx) => createIssued(ctx, given));
  const twice = async (): Promise<unknown> => {
    const draft = await act((ctx) => createDocument<InvoiceHead>(ctx, invoices, given));
    return act((ctx) => issueInvoice(ctx, draft.id));
  };
  await once();
  await twice();
  const before = roundTrips.count;
  await once();
  const trips = roundTrips.count - before;
  const { rows } = await client.query<{ now: string }>('select pg_current_xact_id()::text as now');
  const { id, number } = await once();
  const made = await rowsOf(client, tenant_id, rows[0]?.now as string);
  const plain = new pg.Client(server.connection('tenantry_app', 'bench_invoices'));
  await plain.connect();
  await plain.query(`select set_config('app.tenant_id', $1, false)`, [tenant_id]);
  const works = [once, twice, bare(plain, made, number as string)];
  const times: number[][] = works.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (let turn = 0; turn < works.length; turn++) {
      const n = (round + turn) % works.length;
      const startedAt = performance.now();
      await works[n]?.();
      if (round >= WARM) times[n]?.push(performance.now() - startedAt);
    }
  }
  const [inOne, inTwo, rowsAlone] = times.map(median) as [number, number, number];
  const tables = made.map(({ table, json }) => `${(JSON.parse(json) as unknown[]).length} ${table}`).join(', ');
  note({
    what: `an invoice of 5 lines, drafted and issued in one act (${inOne.toFixed(1)} ms) / its rows inserted (${rowsAlone.toFixed(1)} ms)`,
    value: inOne / rowsAlone,
    unit: '×',
    budget: 2,
    better: 'less',
    why: `a transaction with ${trips} round trips, those of the background beside it, against one that inserts ${tables}`,
  });
  note({
    what: `the same, stored as a draft and then issued (${inTwo.toFixed(1)} ms): two transactions`,
    value: inTwo / rowsAlone,
    unit: '×',
    better: 'less',
  });
  await plain.end();
  await close();
  return id;
}

/** Copies an issued invoice, with its lines where they matter, over the days before `last`. Ids begin with `first`. */
async function multiply(
  client: pg.Client,
  of: { tenant_id: string; id: string; count: number; first: number; last: string; days: number; lines: boolean },
): Promise<void> {
  const { tenant_id, id, count, first, last, days, lines } = of;
  await client.query('alter table documents disable trigger user');
  await client.query('alter table document_lines disable trigger user');
  const columns = async (table: string, own: string[]): Promise<string> => {
    const { rows } = await client.query<{ name: string }>(
      `select column_name as name from information_schema.columns where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'
       and column_name <> all ($2)`,
      [table, own],
    );
    return rows.map(({ name }) => `"${name}"`).join(', ');
  };
  const newIds = `('01900000-0000-7000-8000-' || lpad(to_hex(${first} + n), 12, '0'))::uuid`;
  const kept = await columns('documents', ['id', 'number', 'date', 'due_date', 'buyer', 'total']);
  await client.query(
    `insert into documents (id, number, date, due_date, buyer, total, ${kept})
     select ${newIds}, 'M/' || ${first} + n, $4::date - n % $5, $4::date - n % $5 + 30, buyer || jsonb_build_object('name', 'Buyer ' || n % 5000),
       total + n % 70000 * 100, ${kept}
     from documents, generate_series(1, $3) n where tenant_id = $1 and id = $2`,
    [tenant_id, id, count, last, days],
  );
  const of_line = await columns('document_lines', ['document_id']);
  if (lines)
    await client.query(
      `insert into document_lines (document_id, ${of_line})
       select ${newIds}, ${of_line} from document_lines, generate_series(1, $3) n where tenant_id = $1 and document_id = $2`,
      [tenant_id, id, count],
    );
  await client.query('alter table documents enable trigger user');
  await client.query('alter table document_lines enable trigger user');
  await client.query('vacuum analyze documents, document_lines');
}

const LISTS = [
  '/api/invoices',
  '/api/invoices?sort=-total',
  '/api/invoices?status=issued&sort=due_date',
  '/api/invoices?date_from=2026-04-01&date_to=2026-06-30',
  '/api/invoices?sort=number',
];

async function listing(address: string): Promise<void> {
  const caller = await callerAt(address).signIn(PERSON.email, PERSON.password, 'bench-1');
  const times: number[] = [];
  for (let round = 0; round < 60; round++) {
    for (const path of LISTS) {
      const startedAt = performance.now();
      const reply = await caller.get(path);
      if (reply.status !== 200 || reply.body.data.length !== 50)
        throw new Error(`${path}: ${reply.text.slice(0, 300)}`);
      if (round >= 10) times.push(performance.now() - startedAt);
    }
  }
  times.sort((a, b) => a - b);
  note({
    what: `a list of 50 among ${INVOICES.toLocaleString('en-IN')} invoices, by five orders and filters: p95`,
    value: times[Math.ceil(times.length * 0.95) - 1] as number,
    unit: ' ms',
    budget: 20,
    better: 'less',
  });
}

/** The return of a month with few and with many invoices, in an organisation of its own. */
async function returning(client: pg.Client, address: string): Promise<void> {
  const caller = await callerAt(address).signIn(PERSON.email, PERSON.password, 'bench-2');
  const made = async (path: string, body: object): Promise<string> => {
    const reply = await caller.post(path, body);
    if (reply.status >= 300) throw new Error(reply.text);
    return reply.body.data.id;
  };
  const customer_id = await made('/api/customers', { name: 'Local Stores', gstin: '27AABFS1234A1ZV' });
  const line = { description: 'Fitting', hsn: '73181500', unit: 'NOS', quantity: 2, unit_price: 1234.5, tax_rate: 18 };
  const id = await made('/api/invoices', { customer_id, date: DATE, lines: [line, { ...line, quantity: 3 }] });
  await made(`/api/invoices/${id}/issue`, {});
  const { rows } = await client.query<{ id: string }>(`select id from tenants where slug = 'bench-2'`);
  const of = { tenant_id: rows[0]?.id as string, id, lines: true, days: 30 };
  await multiply(client, { ...of, count: 5_000, first: 1_000_000, last: '2026-10-30' });
  await multiply(client, { ...of, count: 100_000, first: 2_000_000, last: '2026-09-30' });
  for (const [period, count, budget] of [
    ['2026-10', 5_000, 500],
    ['2026-09', 100_000, 10_000],
  ] as const) {
    const times: number[] = [];
    for (let round = 0; round < (count > 10_000 ? 3 : 9); round++) {
      const startedAt = performance.now();
      const reply = await caller.get(`/api/gst/gstr1?period=${period}`);
      if (reply.status !== 200) throw new Error(reply.text.slice(0, 300));
      times.push(performance.now() - startedAt);
    }
    note({
      what: `GSTR-1 of ${count.toLocaleString('en-IN')} invoices to registered customers`,
      value: median(times),
      unit: ' ms',
      budget,
      better: 'less',
    });
  }
}

/** Measures in a database of its own; `start` opens a server on it. */
export async function invoicing(server: BenchServer, start: (plan: ServerPlan) => Promise<string>): Promise<void> {
  const client = await server.create(
    'bench_invoices',
    modules.map((module) => module.migrations),
  );
  await fill(client, 2, 200);
  await client.query(`update tenants set gstin = '27AAPFU0939F1ZV'`);
  const { rows } = await client.query<{ id: string }>(`select id from tenants where slug = 'bench-1'`);
  const tenant_id = rows[0]?.id as string;
  const address = await start({
    kind: 'tenancy',
    connections: connectionsOf(server, 'bench_invoices'),
    plain: server.connection('tenantry_app', 'bench_invoices'),
  });
  const caller = await callerAt(address).signIn(PERSON.email, PERSON.password, 'bench-1');
  const customer = await caller.post('/api/customers', { name: 'Local Stores', gstin: '27AABFS1234A1ZV' });
  if (customer.status !== 201) throw new Error(customer.text);
  const id = await writing(server, client, tenant_id, customer.body.data.id);
  await multiply(client, { tenant_id, id, count: INVOICES, first: 0, last: DATE, days: 900, lines: false });
  await listing(address);
  await returning(client, address);
}

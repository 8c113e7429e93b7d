/** What the audit trail costs: a write with its entry, a change that the triggers let pass, sealing, verifying. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { auditList } from '@tenantry/control/audit/audit.routes.ts';
import { auditStatements } from '@tenantry/kernel/audit/audit.ts';
import { createSealer } from '@tenantry/kernel/audit/sealer.ts';
import { verifyTrail } from '@tenantry/kernel/audit/verify.ts';
import type { Statement } from '@tenantry/kernel/db/batch.ts';
import { reading, transaction } from '@tenantry/kernel/db/handle.ts';
import { type Database, openDatabase } from '@tenantry/kernel/db/pool.ts';
import type { Sheet } from '@tenantry/kernel/http/route.ts';
import { writeCsv } from '@tenantry/kernel/http/sheets.ts';
import { newId } from '@tenantry/kernel/schema/ids.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type pg from 'pg';
import { pino } from 'pino';
import { fill } from './data.ts';
import type { BenchServer } from './database.ts';
import { median, note } from './report.ts';

// Collecting is asked for by hand, so that what is measured is what is needed.
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const ENTRIES = 200_000;
const ROUNDS = 400;

const nobody = {
  kind: 'system',
  id: null,
  label: 'bench',
  session_id: null,
  role: null,
  permissions: new Set<string>(),
} as const;

function entries(tenant_id: string, count: number): Statement[] {
  const origin = { actor: nobody, request_id: newId(), address: '127.0.0.1', tenant_id };
  const change = { action: 'products.update', subject: 'products', subject_id: newId() };
  const fields = {
    before: { sale_price: 10, name: 'Part of steel' },
    after: { sale_price: 12.5, name: 'Part of steel, long' },
  };
  return auditStatements(
    origin,
    Array.from({ length: count }, () => ({ ...change, ...fields, id: newId() })),
  );
}

/** Milliseconds of each of several works, taken in turn so that all meet the same weather. */
async function inTurn(works: (() => Promise<unknown>)[], rounds = ROUNDS): Promise<number[]> {
  const times = works.map(() => [] as number[]);
  for (let round = 0; round < rounds; round++) {
    for (const [n, work] of works.entries()) {
      const startedAt = performance.now();
      await work();
      if (round >= rounds / 10) times[n]?.push(performance.now() - startedAt);
    }
  }
  return times.map(median);
}

/** A change of one product, alone or with its entry, as the application makes it. */
async function writes(client: pg.Client, app: Database, tenant_id: string): Promise<void> {
  const { rows } = await client.query<{ id: string }>('select id from products where tenant_id = $1 limit 1', [
    tenant_id,
  ]);
  const product = rows[0]?.id;
  const change: Statement = {
    text: 'update products set sale_price = sale_price + 1 where tenant_id = $1 and id = $2',
    values: [tenant_id, product],
  };
  const write = (last: readonly Statement[]) => (): Promise<unknown> =>
    transaction(app, { tenant_id, plane: '' }).commit([change, ...last]);
  const audited = (): Promise<unknown> => write(entries(tenant_id, 1))();
  const [bare, with_entry, read_entry] = (await inTurn([
    write([]),
    audited,
    () => transaction(app, { tenant_id, plane: '' }).commit(entries(tenant_id, 1)),
  ])) as [number, number, number];
  note({
    what: 'a write: its audit entry',
    value: with_entry - bare,
    unit: ' ms',
    budget: 0.3,
    better: 'less',
    why: 'some 0.2 ms of PostgreSQL’s processor time, in eight indexes, the digest and the queue; on a busy machine it waits for its turn',
  });
  note({
    what: 'a read that is audited: its entry, durable',
    value: read_entry,
    unit: ' ms',
    budget: 3,
    better: 'less',
  });

  const many: Statement = {
    text: 'update products set sale_price = sale_price + 1 where tenant_id = $1',
    values: [tenant_id],
  };
  const all = (): Promise<unknown> => transaction(app, { tenant_id, plane: '' }).commit([many]);
  const ratios: number[] = [];
  for (let round = 0; round < 12; round++) {
    await client.query('vacuum products');
    const [watched] = (await inTurn([all], 5)) as [number];
    await client.query('alter table products disable trigger user');
    await client.query('vacuum products');
    const [unwatched] = (await inTurn([all], 5)) as [number];
    await client.query('alter table products enable always trigger sql_change, enable always trigger sql_truncate');
    ratios.push(watched / unwatched);
  }
  note({
    what: 'a change of 2,000 rows by the application: with the triggers / without',
    value: median(ratios),
    unit: '×',
    budget: 1.05,
    better: 'less',
  });
}

/** Entries a second since `from`. */
const rate = (count: number, from: number): number => Math.round(count / ((performance.now() - from) / 1000));

/** Sealing the trail of one tenant. */
async function sealed(app: Database, control: Database, tenant_id: string): Promise<void> {
  const sealer = createSealer({ control, anchors: null, log: pino({ level: 'silent' }) });
  await sealer.seal();
  for (let written = 0; written < ENTRIES; written += 1000)
    await transaction(app, { tenant_id, plane: '' }).commit(entries(tenant_id, 1000));
  const startedAt = performance.now();
  const count = await sealer.seal();
  note({
    what: `sealing ${count.toLocaleString('en-IN')} entries`,
    value: rate(count, startedAt),
    unit: '/s',
    budget: 10_000,
    better: 'more',
  });
}

/** Verifying it. */
async function verified(control: Database, tenant_id: string): Promise<void> {
  const rates: number[] = [];
  for (let round = 0; round < 7; round++) {
    const from = performance.now();
    const verdict = await verifyTrail(reading(control, { tenant_id, plane: '' }), null);
    if (!verdict.intact) throw new Error(JSON.stringify(verdict));
    rates.push(rate(verdict.links, from));
  }
  note({
    what: `verifying ${ENTRIES.toLocaleString('en-IN')} entries`,
    value: median(rates),
    unit: '/s',
    budget: 100_000,
    better: 'more',
    why: 'PostgreSQL and the program work at the same time: it needs two processors that are free',
  });
}

/** Memory that is in use once what is not needed is collected, and the most that the process takes of the machine. */
function memory(): { heap: number; rss: number } {
  collect();
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: heapUsed / 1_048_576, rss: rss / 1_048_576 };
}

/** The trail as a CSV file: what the process takes of memory meanwhile, beside what it had. */
async function exported(control: Database, tenant_id: string): Promise<void> {
  const handle = reading(control, { tenant_id, plane: '' });
  const ctx = { ...handle, tenant: { time_zone: 'Asia/Kolkata' } } as unknown as Context;
  const before = memory();
  let [bytes, lines, most, heap] = [0, 0, 0, 0];
  const startedAt = performance.now();
  const { sheet } = (await auditList.run(ctx, { format: 'csv' })) as { sheet: Sheet };
  for await (const chunk of writeCsv(sheet)) {
    const text = String(chunk);
    bytes += Buffer.byteLength(text);
    lines += text.split('\r\n').length - 1;
    most = Math.max(most, process.memoryUsage.rss() / 1_048_576);
    if (lines % 20_000 < 500) heap = Math.max(heap, memory().heap);
  }
  if (lines < ENTRIES) throw new Error(`only ${lines} lines were written`);
  const seconds = (performance.now() - startedAt) / 1000;
  note({
    what: `a CSV of ${lines.toLocaleString('en-IN')} entries, ${Math.round(bytes / 1_048_576)} MB in ${seconds.toFixed(1)} s: memory that the process took more, at most`,
    value: most - before.rss,
    unit: ' MB',
    budget: 150,
    better: 'less',
  });
  note({
    what: 'the same: what of it was needed, at most',
    value: Math.max(heap - before.heap, 0),
    unit: ' MB',
    budget: 30,
    better: 'less',
  });
}

/** Measures the trail in a database of its own. */
export async function auditCost(server: BenchServer, folders: readonly URL[]): Promise<void> {
  const client = await server.create('bench_audit', folders);
  await fill(client, 3, 2_000);
  const app = await openDatabase(server.connection('tenantry_app', 'bench_audit'), 2, () => {}, false);
  const control = await openDatabase(server.connection('tenantry_control', 'bench_audit'), 2, () => {});
  const { rows } = await client.query<{ id: string }>("select id from tenants where slug = 'bench-1'");
  const tenant = rows[0]?.id as string;
  await writes(client, app, tenant);
  await sealed(app, control, tenant);
  // What autovacuum does of itself a minute after so much was written: the state of a young table is not what is measured.
  await client.query('vacuum analyze audit_entries, audit_links, audit_unsealed');
  await verified(control, tenant);
  await exported(control, tenant);
  await app.pool.end();
  await control.pool.end();
}

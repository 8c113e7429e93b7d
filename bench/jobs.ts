/** The queue of jobs: how many one worker does in a second, what storing one costs, and how long one waits behind another's flood. */

import { asSystem } from '@tenantry/kernel/http/perform.ts';
import { defineJob } from '@tenantry/kernel/jobs/definition.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Tenant } from '@tenantry/kernel/tenancy/directory.ts';
import type { Kernel } from '@tenantry/kernel/tenancy/kernel.ts';
import { modules } from '@tenantry/server/modules.ts';
import type pg from 'pg';
import Type from 'typebox';
import { fill } from './data.ts';
import type { BenchServer } from './database.ts';
import { benchKernel } from './kernel.ts';
import { median, note } from './report.ts';

const FLOOD = 10_000;
const THROUGHPUT = 1_000;
const WAITS = 20;
const STORED = 100;

/** A job that changes one record, as most do. */
const touch = defineJob({
  name: 'bench.touch',
  input: Type.Object({ sku: Type.String() }, { additionalProperties: false }),
  quiet: true,
  run: (ctx, { sku }) =>
    ctx.execute('update products set reorder_level = 1 where tenant_id = $1 and sku_key = $2', [sku.toLowerCase()]),
});

type Inside = <T>(work: (ctx: Context) => Promise<T>) => Promise<T>;

async function insideOf(kernel: Kernel, slug: string): Promise<Inside> {
  const tenant = (await kernel.directory.find(slug)) as Tenant;
  const where = { tenant, database: kernel.cells.of(tenant), binding: { tenant_id: tenant.id, plane: '' as const } };
  return (work) => asSystem(kernel, where, work);
}

/** Stores jobs behind the scenes, as many as it takes; what storing costs is measured apart. */
async function flood(client: pg.Client, slug: string, count: number): Promise<void> {
  await client.query(
    `with j as (
       insert into jobs (tenant_id, id, name, data, max_attempts, actor, turn)
       select t.id, gen_random_uuid(), $3, jsonb_build_object('sku', 'SKU-' || 1 + n % 50), 8, 'bench', gen_random_uuid()
       from tenants t, generate_series(1, $2) n where t.slug = $1 returning tenant_id, id, turn)
     insert into job_queue (tenant_id, id, job_id, due_at) select tenant_id, turn, id, now() from j`,
    [slug, count, touch.name],
  );
}

/** Milliseconds until one job that is enqueued now is done. */
async function waitOf(inside: Inside): Promise<number> {
  const startedAt = performance.now();
  const id = await inside((ctx) => ctx.enqueue({ job: touch, data: { sku: 'SKU-7' } }));
  for (;;) {
    const done = await inside((ctx) =>
      ctx.sql("select from jobs where tenant_id = $1 and id = $2 and state = 'done'", [id]),
    );
    if (done.length > 0) return performance.now() - startedAt;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

async function waits(inside: Inside): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < WAITS; n++) times.push(await waitOf(inside));
  return times;
}

/** Milliseconds that a job adds to the transaction that stores it. */
async function storing(inside: Inside): Promise<number> {
  const time = async (count: number): Promise<number> => {
    const startedAt = performance.now();
    await inside(async (ctx) => {
      for (let n = 0; n < count; n++) await ctx.enqueue({ job: touch, data: { sku: 'SKU-7' } });
    });
    return performance.now() - startedAt;
  };
  const times: number[] = [];
  for (let round = 0; round < 12; round++) times.push(((await time(STORED)) - (await time(1))) / (STORED - 1));
  return median(times);
}

/** Measures the queue in a database of its own, with one worker as a server has it. */
export async function queueing(server: BenchServer, folders: readonly URL[]): Promise<void> {
  const client = await server.create('bench_jobs', folders);
  await fill(client, 20, 50);
  const bench = {
    name: 'bench',
    routes: [],
    features: [],
    roles: [],
    jobs: [touch],
    migrations: modules[0]?.migrations as URL,
  };
  const { kernel, close } = await benchKernel(server, 'bench_jobs', {
    modules: [...modules, bench],
    pool_sizes: { app: 12, control: 6, aside: 4 },
  });
  const [flooding, waiting] = [await insideOf(kernel, 'bench-1'), await insideOf(kernel, 'bench-2')];
  note({
    what: 'a job is stored in a transaction',
    value: await storing(flooding),
    unit: ' ms',
    budget: 0.5,
    better: 'less',
  });
  const left = async (): Promise<number> =>
    Number((await client.query("select count(*) as n from job_queue where kind = 'job'")).rows[0].n);
  await client.query('delete from job_queue');
  for (const slug of ['bench-1', 'bench-2']) await flood(client, slug, THROUGHPUT / 2);
  await client.query('analyze job_queue');
  const startedAt = performance.now();
  kernel.jobs.start();
  while ((await left()) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  const seconds = (performance.now() - startedAt) / 1000;
  note({
    what: 'jobs done by one worker with four places',
    value: THROUGHPUT / seconds,
    unit: '/s',
    budget: 200,
    better: 'more',
  });
  const alone = median(await waits(waiting));
  await flood(client, 'bench-1', FLOOD);
  await client.query('analyze job_queue');
  const behind = await waits(waiting);
  if ((await left()) === 0) throw new Error('the flood was gone before the last one waited');
  note({
    what: `one job behind another organisation’s ${FLOOD.toLocaleString('en-IN')} / with an empty queue (${alone.toFixed(0)} ms)`,
    value: median(behind) / alone,
    unit: '×',
    budget: 3,
    better: 'less',
    why: 'three of four places work on the flood meanwhile, on the same processors',
  });
  await kernel.jobs.close();
  await close();
}

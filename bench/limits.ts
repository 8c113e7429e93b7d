/** What a limit costs: a write that is counted against one that is not, in turns, in the same transaction otherwise. */

import { asSystem } from '@tenantry/kernel/http/perform.ts';
import { changeUsage } from '@tenantry/kernel/limits/usage.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Tenant } from '@tenantry/kernel/tenancy/directory.ts';
import { modules } from '@tenantry/server/modules.ts';
import { fill } from './data.ts';
import type { BenchServer } from './database.ts';
import { benchKernel } from './kernel.ts';
import { median, note } from './report.ts';

const ROUNDS = 1_200;
/** The first ones fill caches and prepare statements. */
const WARM = 200;

const INSERT = "insert into search_words (tenant_id, noun, word, record_id) values ($1, 'bench', $2, $3)";

/** Measures in a database of its own, one writer at a time. */
export async function limitCost(server: BenchServer): Promise<void> {
  const client = await server.create(
    'bench_limits',
    modules.map((module) => module.migrations),
  );
  await fill(client, 2, 200);
  const { kernel, close } = await benchKernel(server, 'bench_limits');
  const tenant = (await kernel.directory.find('bench-1')) as Tenant;
  const binding = { tenant_id: tenant.id, plane: '' } as const;
  const write = (limit: boolean) => (): Promise<unknown> =>
    asSystem(kernel, { tenant, database: kernel.cells.of(tenant), binding }, async (ctx: Context) => {
      if (limit) await changeUsage(ctx, 'products', 1);
      await ctx.execute(INSERT, [ctx.newId(), ctx.newId()]);
    });
  const works = [write(false), write(true)];
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    for (const n of round % 2 ? ([0, 1] as const) : ([1, 0] as const)) {
      const startedAt = performance.now();
      await works[n]?.();
      if (round >= WARM) times[n].push(performance.now() - startedAt);
    }
  }
  const [free, counted] = [median(times[0]), median(times[1])];
  note({
    what: `a write: its limit (${counted.toFixed(2)} ms with, ${free.toFixed(2)} ms without)`,
    value: counted - free,
    unit: ' ms',
    budget: 0.2,
    better: 'less',
    why: 'a row that is changed and locked until COMMIT, in the round trip of the change itself',
  });
  note({ what: 'a write with its limit / without', value: counted / free, unit: '×', budget: 1.3, better: 'less' });
  await close();
}

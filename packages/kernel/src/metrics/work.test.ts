/** Work apart from requests as it is measured: jobs by what became of them, messages to webhooks, live connections, what waits. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reading } from '../db/handle.ts';
import { inside } from '../testing/example/inside.ts';
import { example } from '../testing/example/module.ts';
import { listen } from '../testing/listener.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { furnishWebhooks } from '../testing/webhooks.ts';
import { createWorld, type World } from '../testing/world.ts';
import { readSeries, sumOf } from './series.ts';
import type { Tally } from './tallies.ts';

let world: World;
let shop: Office;
let other: Office;

beforeAll(async () => {
  world = await createWorld({ modules: [example] });
  shop = await openOffice(world, 'work-shop');
  other = await openOffice(world, 'work-other');
});
afterAll(() => world?.close());

async function sums({ id }: Office): Promise<Tally> {
  await world.kernel.metrics.flush();
  return sumOf(
    (await readSeries(reading(world.kernel.control, { tenant_id: id, plane: '' }), new Date(), 3_600_000)).buckets,
  );
}

/** The value of one line at the scraper; undefined when there is no such line. */
async function line(name: string): Promise<number | undefined> {
  const { text, status } = await world.operator.get('/metrics');
  expect(status).toBe(200);
  const found = text.split('\n').find((one) => one.startsWith(`${name} `));
  return found === undefined ? undefined : Number(found.slice(name.length + 1));
}

test('jobs count as done, tried again, refused and parked, for whom they ran; what waits is seen before', async () => {
  const before = await sums(other);
  const fail = (data: Record<string, unknown>) => ({ job: 'notes.fail', data: { refused: false, times: 0, ...data } });
  await inside(world, shop, async (ctx) => {
    await ctx.enqueue({ job: 'notes.write', data: { title: 'One' } });
    await ctx.enqueue(fail({ times: 1 }));
    await ctx.enqueue(fail({ refused: true }));
    await ctx.enqueue(fail({ times: 99 }));
    await ctx.enqueue({ job: 'notes.write', data: { title: 'Later' }, run_at: new Date(Date.now() + 3_600_000) });
  });
  expect(await line('tenantry_job_queue{state="due"}')).toBe(4);
  expect(await line('tenantry_job_queue{state="later"}')).toBe(1);
  world.kernel.jobs.start();
  // One done; one tried again, then done; one refused; one tried again twice, then parked.
  await expect.poll(async () => (await sums(shop)).jobs).toBe(7);
  await world.kernel.jobs.close();
  expect(await sums(shop)).toMatchObject({ jobs: 7, failed_jobs: 5, parked_jobs: 1 });
  const count = (job: string, outcome: string) =>
    line(`tenantry_job_duration_seconds_count{job="${job}",outcome="${outcome}"}`);
  expect(await count('notes.write', 'done')).toBe(1);
  for (const [outcome, n] of Object.entries({ done: 1, retried: 3, failed: 1, parked: 1 }))
    expect(await count('notes.fail', outcome), outcome).toBe(n);
  expect(await line('tenantry_job_queue{state="due"}')).toBe(0);
  expect(await line('tenantry_backlog_oldest_seconds{of="jobs"}')).toBe(0);
  expect(await sums(other)).toMatchObject({ jobs: before.jobs, failed_jobs: before.failed_jobs, parked_jobs: 0 });
});

test('messages that do not reach a webhook count against it, for its organisation alone', async () => {
  await furnishWebhooks(shop);
  world.kernel.jobs.start();
  await expect.poll(async () => (await sums(shop)).deliveries).toBe(2);
  await world.kernel.jobs.close();
  expect(await sums(shop)).toMatchObject({ deliveries: 2, failed_deliveries: 2 });
  expect(await line('tenantry_webhook_deliveries_total{outcome="retried"}')).toBe(2);
  expect(await sums(other)).toMatchObject({ deliveries: 0, failed_deliveries: 0 });
});

test('live connections stand under the organisations with lines of their own, and operators apart', async () => {
  const open = (caller: { token: string | null }, path = '/api/live') =>
    listen(`${world.address}${path}`, { authorization: `Bearer ${caller.token}` });
  const all = [await open(shop.owner), await open(shop.owner), await open(world.operator as never, '/api/live/system')];
  expect(await line(`tenantry_live_sockets{tenant_id="${shop.id}"}`)).toBe(2);
  expect(await line('tenantry_live_sockets{tenant_id="operators"}')).toBe(1);
  expect(await line(`tenantry_live_sockets{tenant_id="${other.id}"}`)).toBeUndefined();
  for (const one of all) await one.close();
  await expect.poll(() => line(`tenantry_live_sockets{tenant_id="${shop.id}"}`)).toBeUndefined();
});

test('seats at the database, offenders and the parts of the installation', async () => {
  expect(await line('tenantry_gate{state="seats"}')).toBeGreaterThan(0);
  expect(await line('tenantry_gate{state="queued"}')).toBe(0);
  expect(await line('tenantry_offenders{kind="tenant"}')).toBe(0);
  for (const part of ['news', 'files', 'keys']) expect(await line(`tenantry_up{part="${part}"}`), part).toBe(1);
  expect(await line('tenantry_up{part="redis"}')).toBeUndefined();
  expect(await line('tenantry_mail_outbox{status="failed"}')).toBe(0);
});

/** Workers that are killed, tenants that flood the queue, two tenants in one worker, and calendars. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../schema/ids.ts';
import { inside } from '../testing/example/inside.ts';
import { example } from '../testing/example/module.ts';
import { type Instance, startInstance } from '../testing/instance.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { setStatus } from '../testing/people.ts';
import { createWorld, type World } from '../testing/world.ts';
import { openQueue } from './queue.ts';
import { nextDue, removeSchedule, setSchedule, settleSchedules } from './schedules.ts';

let world: World;
let twin: Instance;
let office: Office;
let other: Office;

const scheduled = {
  ...example,
  schedules: [{ name: 'notes.nightly', job: 'notes.write', cron: '0 2 * * *', data: { title: 'Nightly' } }],
};

beforeAll(async () => {
  world = await createWorld({ modules: [scheduled] });
  twin = await startInstance(world.connections, { modules: [scheduled] });
  office = await openOffice(world, 'flood-co');
  other = await openOffice(world, 'small-co');
});
afterAll(async () => {
  await twin?.close();
  await world?.close();
});

const write = (where: Office, titles: readonly string[]): Promise<string[]> =>
  inside(world, where, async (ctx) => {
    const ids: string[] = [];
    for (const title of titles) ids.push(await ctx.enqueue({ job: 'notes.write', data: { title } }));
    return ids;
  });
const count = async (text: string, values: unknown[] = []): Promise<number> =>
  Number((await world.admin.query(`select count(*) as n from ${text}`, values)).rows[0].n);
const numbered = (word: string, n: number): string[] => Array.from({ length: n }, (_, i) => `${word} ${i}`);

test('one tenant’s 10,000 jobs do not stand before another’s one, whoever came first', async () => {
  await world.admin.query(
    `insert into job_queue (tenant_id, id, job_id, due_at)
     select $1, gen_random_uuid(), gen_random_uuid(), now() - interval '1 hour' from generate_series(1, 10000)`,
    [office.id],
  );
  await world.admin.query(
    'insert into job_queue (tenant_id, id, job_id, due_at) values ($1, gen_random_uuid(), gen_random_uuid(), now())',
    [other.id],
  );
  const queue = openQueue(world.kernel.control, newId(), 60_000);
  const first = await queue.lease(4, 3);
  expect(first).toHaveLength(4);
  expect(first.filter(({ tenant_id }) => tenant_id === other.id)).toHaveLength(1);
  // All its places are taken: the flood gets no more, and the next one of another tenant is taken at once.
  expect(await queue.lease(4, 3)).toEqual([]);
  await world.admin.query(
    'insert into job_queue (tenant_id, id, job_id, due_at) values ($1, gen_random_uuid(), gen_random_uuid(), now())',
    [other.id],
  );
  expect((await queue.lease(1, 3)).map(({ tenant_id }) => tenant_id)).toEqual([other.id]);
  // Two workers never lease the same.
  const twins = [openQueue(world.kernel.control, newId(), 60_000), openQueue(twin.kernel.control, newId(), 60_000)];
  const leased = (await Promise.all(twins.map((one) => one.lease(40, 40)))).flat();
  expect(new Set(leased.map(({ id }) => id)).size).toBe(leased.length);
  await world.admin.query('delete from job_queue');
});

test('two tenants’ 200 jobs each, interleaved over two instances, write each in its own tenant, once', async () => {
  const [mine, theirs] = await Promise.all([
    write(office, numbered('Mine', 200)),
    write(other, numbered('Theirs', 200)),
  ]);
  world.kernel.jobs.start({ poll_ms: 100 });
  twin.kernel.jobs.start({ poll_ms: 100 });
  await expect
    .poll(() => count("jobs where state = 'done' and id = any($1)", [[...mine, ...theirs]]), { timeout: 60_000 })
    .toBe(400);
  for (const [where, word] of [
    [office, 'Mine'],
    [other, 'Theirs'],
  ] as const) {
    const like = `${word} %`;
    expect(await count('notes where title like $1', [like])).toBe(200);
    expect(await count('notes where tenant_id = $1 and title like $2', [where.id, like])).toBe(200);
  }
  await Promise.all([world.kernel.jobs.close(), twin.kernel.jobs.close()]);
}, 90_000);

test('what an instance gives up while it works is finished by another, with nothing twice and nothing lost', async () => {
  const [long] = await inside(world, office, async (ctx) => [
    await ctx.enqueue({ job: 'notes.write_many', data: { title: 'Handed over', count: 60 } }),
  ]);
  world.kernel.jobs.start({ poll_ms: 50 });
  await expect.poll(() => count('job_steps where job_id = $1', [long]), { interval: 10 }).toBeGreaterThan(2);
  await world.kernel.jobs.close();
  const { state, attempts } = (await world.admin.query('select state, attempts from jobs where id = $1', [long]))
    .rows[0];
  expect({ state, attempts }).toEqual({ state: 'queued', attempts: 0 });
  expect(await count('job_queue where leased_by is not null')).toBe(0);
  twin.kernel.jobs.start({ poll_ms: 50 });
  await expect.poll(() => count("jobs where id = $1 and state = 'done'", [long])).toBe(1);
  expect(await count("notes where title like 'Handed over %'")).toBe(60);
  await twin.kernel.jobs.close();
}, 40_000);

test('calendars: in the tenant’s zone, through daylight saving, once for each time', async () => {
  const at = (cron: string, zone: string, after: string): string => nextDue(cron, zone, new Date(after)).toISOString();
  expect(at('0 2 * * *', 'Asia/Kolkata', '2026-11-21T00:00:00Z')).toBe('2026-11-21T20:30:00.000Z');
  // 29 March 2026: 02:30 is skipped in Berlin; 25 October: it comes twice, and is due once.
  const spring = at('30 2 * * *', 'Europe/Berlin', '2026-03-29T00:00:00Z');
  expect(Date.parse(spring)).toBeLessThan(Date.parse('2026-03-29T02:00:00Z'));
  const autumn = at('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z');
  expect(autumn.slice(0, 10)).toBe('2026-10-25');
  expect(at('30 2 * * *', 'Europe/Berlin', autumn).slice(0, 10)).toBe('2026-10-26');
  expect(() => nextDue('0 0 30 2 *', 'UTC', new Date())).toThrow('never due');
});

test('each due time makes one job over all instances; a closed organisation’s calendar rests', async () => {
  const closed = await openOffice(world, 'resting-co');
  await settleSchedules(world.kernel);
  expect(await count("schedules where name = 'notes.nightly'")).toBe(3);
  expect(await settleSchedules(twin.kernel)).toBe(0);
  await inside(world, office, (ctx) =>
    setSchedule(ctx, { name: 'notes.own', job: 'notes.write', cron: '0 3 * * 1', data: { title: 'Own' } }),
  );
  await setStatus(world, closed, 'suspended');
  await world.admin.query("update schedules set next_at = now() - interval '3 days'");
  await world.admin.query("update job_queue set due_at = now() - interval '3 days' where kind = 'schedule'");
  world.kernel.jobs.start({ poll_ms: 50 });
  twin.kernel.jobs.start({ poll_ms: 50 });
  const made = (where: Office, title: string): Promise<number> =>
    count("jobs where tenant_id = $1 and data->>'title' = $2", [where.id, title]);
  await expect.poll(() => made(office, 'Nightly')).toBe(1);
  await expect.poll(() => made(office, 'Own')).toBe(1);
  await expect.poll(() => made(other, 'Nightly')).toBe(1);
  await expect.poll(() => count("job_queue where schedule = 'notes.nightly' and due_at < now()")).toBe(1);
  expect(await made(closed, 'Nightly')).toBe(0);
  expect(await made(other, 'Own')).toBe(0);
  await setStatus(world, closed, 'active');
  await expect.poll(() => made(closed, 'Nightly')).toBe(1);
  expect(await count('schedules where next_at <= now()')).toBe(0);
  expect(await made(office, 'Nightly')).toBe(1);
  expect(await inside(world, office, (ctx) => removeSchedule(ctx, 'notes.own'))).toBe(true);
  expect(await inside(world, other, (ctx) => removeSchedule(ctx, 'notes.own'))).toBe(false);
}, 40_000);

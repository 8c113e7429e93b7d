/** Worker processes that are killed or told to stop in the middle: every effect once, nothing lost, nothing running for ever. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inside } from '../testing/example/inside.ts';
import { example } from '../testing/example/module.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { startWorkerProcess, type WorkerProcess } from '../testing/worker_process.ts';
import { createWorld, type World } from '../testing/world.ts';

let world: World;
let offices: Office[];
const alive = new Set<WorkerProcess>();

beforeAll(async () => {
  world = await createWorld({ modules: [example] });
  offices = [await openOffice(world, 'killed-co'), await openOffice(world, 'bereaved-co')];
});
afterAll(async () => {
  for (const worker of alive) await worker.end('SIGKILL');
  await world?.close();
});

const start = async (): Promise<WorkerProcess> => {
  const worker = await startWorkerProcess(world.connections);
  alive.add(worker);
  return worker;
};
const end = async (worker: WorkerProcess, signal: NodeJS.Signals): Promise<number | string | null> => {
  alive.delete(worker);
  return worker.end(signal);
};
const count = async (text: string, values: unknown[] = []): Promise<number> =>
  Number((await world.admin.query(`select count(*) as n from ${text}`, values)).rows[0].n);
const doneOf = (ids: readonly string[]): Promise<number> => count("jobs where state = 'done' and id = any($1)", [ids]);
const SOON = { timeout: 120_000, interval: 20 };

/** Short jobs that write a note each and long ones that write many, of both organisations. */
async function enqueue(word: string, short: number, long: number, steps: number): Promise<string[]> {
  const ids: string[] = [];
  for (const office of offices)
    await inside(world, office, async (ctx) => {
      for (let n = 0; n < short; n++)
        ids.push(await ctx.enqueue({ job: 'notes.write', data: { title: `${word} ${n}` } }));
      for (let n = 0; n < long; n++)
        ids.push(await ctx.enqueue({ job: 'notes.write_many', data: { title: `${word} long ${n}`, count: steps } }));
    });
  return ids;
}

/** Each organisation has each note once. */
async function expectEachOnce(word: string, notes: number): Promise<void> {
  for (const { id } of offices) {
    const { rows } = await world.admin.query(
      'select count(*)::int as n, count(distinct title)::int as titles from notes where tenant_id = $1 and title like $2',
      [id, `${word} %`],
    );
    expect(rows).toEqual([{ n: notes, titles: notes }]);
  }
}

test('workers that are killed at random moments leave each effect there once, and no job lost or running', async () => {
  const ids = await enqueue('Killed', 100, 2, 20);
  let killedWith = 0;
  for (let kills = 0; kills < 5; kills++) {
    const worker = await start();
    const before = await doneOf(ids);
    const more = Math.floor(Math.random() * 20);
    await expect
      .poll(async () => (await doneOf(ids)) > before + more || (await doneOf(ids)) === ids.length, SOON)
      .toBe(true);
    expect(await end(worker, 'SIGKILL')).toBe('SIGKILL');
    killedWith += await count('job_queue where leased_by is not null');
  }
  // At least one of them held something when it died.
  expect(killedWith).toBeGreaterThan(0);
  const last = await start();
  await expect.poll(() => doneOf(ids), SOON).toBe(ids.length);
  await expectEachOnce('Killed', 100 + 2 * 20);
  await expect.poll(() => count("job_queue where kind = 'job'"), SOON).toBe(0);
  expect(await count("jobs where state in ('queued', 'running') or claim is not null")).toBe(0);
  expect(await count('job_steps')).toBe(offices.length * 2 * 20);
  expect(await end(last, 'SIGTERM')).toBe(0);
}, 400_000);

test('a worker that is told to stop gives back what it holds and ends by itself; another takes over at once', async () => {
  const ids = await enqueue('Stopped', 30, 2, 50);
  const first = await start();
  await expect
    .poll(() => count('job_steps s join jobs j on j.id = s.job_id where j.state = $1', ['running']), SOON)
    .toBeGreaterThan(3);
  // By itself, with nothing left open: one that had to be killed would not answer 0.
  expect(await end(first, 'SIGTERM')).toBe(0);
  expect(await doneOf(ids)).toBeLessThan(ids.length);
  expect(await count('job_queue where leased_by is not null')).toBe(0);
  expect(await count("jobs where state = 'running'")).toBe(0);
  // What was interrupted has lost no try.
  expect(await count("jobs where state = 'queued' and attempts > 0")).toBe(0);
  const second = await start();
  await expect.poll(() => doneOf(ids), SOON).toBe(ids.length);
  await expectEachOnce('Stopped', 30 + 2 * 50);
  expect(await end(second, 'SIGTERM')).toBe(0);
}, 300_000);

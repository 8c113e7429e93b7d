/** What is forgotten and what stays: nothing young, nothing unsent, nothing that somebody has yet to see to, nobody else's. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../schema/ids.ts';
import { example } from '../testing/example/module.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { setStatus } from '../testing/people.ts';
import { NOWHERE } from '../testing/webhooks.ts';
import { createWorld, type World } from '../testing/world.ts';
import { forgetHistory } from './history.ts';

let world: World;
let office: Office;
let closed: Office;

beforeAll(async () => {
  world = await createWorld({ modules: [example], config: { retention: { jobs_days: 20 } } });
  office = await openOffice(world, 'long-co');
  closed = await openOffice(world, 'closed-co');
  await world.admin.query('truncate event_feed');
});
afterAll(() => world?.close());

const addEvent = async ({ id }: Office, type: string, days: number): Promise<string> => {
  const event = newId();
  await world.admin.query(
    `insert into events (tenant_id, id, type, subject, at) values ($1, $2, $3, 'old', now() - make_interval(days => $4))`,
    [id, event, type, days],
  );
  return event;
};
const addJob = async ({ id }: Office, key: string, state: string, days: number): Promise<string> => {
  const job = newId();
  await world.admin.query(
    `insert into jobs (tenant_id, id, name, state, data, key, max_attempts, actor, turn, created_at, finished_at)
     values ($1, $2, 'notes.write', $3, '{}', $4, 3, 'x', $2, now() - make_interval(days => $5),
       case when $3 in ('queued', 'running') then null else now() - make_interval(days => $5) end)`,
    [id, job, state, key, days],
  );
  await world.admin.query("insert into job_steps (tenant_id, job_id, name) values ($1, $2, 'first')", [id, job]);
  return job;
};
const left = async (column: string, table: string): Promise<string[]> =>
  (await world.admin.query(`select ${column} as one from ${table} order by 1`)).rows.map(({ one }) => one);

test('events go when they are old and told; what is young, or untold however old, stays', async () => {
  for (const who of [office, closed]) {
    await addEvent(who, 'old.gone', 31);
    await addEvent(who, 'old.young', 29);
  }
  await setStatus(world, closed, 'suspended');
  await world.admin.query('truncate event_feed');
  const untold = await addEvent(office, 'old.untold', 40);
  const older = await addEvent(office, 'old.before_it', 41);
  await world.admin.query(
    'insert into event_feed (tenant_id, id, at) select tenant_id, id, at from events where id = $1',
    [untold],
  );
  const first = await forgetHistory(world.kernel);
  expect(first.events).toBe(1);
  expect(await left('type', "events where subject = 'old'")).not.toContain('old.before_it');
  expect(await left('id', `events where id = '${older}'`)).toEqual([]);
  await world.admin.query('truncate event_feed');
  expect((await forgetHistory(world.kernel)).events).toBe(3);
  expect(await left('type', "events where subject = 'old'")).toEqual(['old.young', 'old.young']);
  expect(await forgetHistory(world.kernel)).toEqual({ events: 0, jobs: 0, deliveries: 0 });
});

test('finished jobs go with their steps; parked and unfinished ones stay, and the last run of a schedule', async () => {
  await addJob(office, 'done 19', 'done', 19);
  for (const state of ['done', 'failed', 'cancelled', 'parked', 'queued', 'running'])
    await addJob(office, `${state} 21`, state, 21);
  await addJob(closed, 'theirs 21', 'done', 21);
  const shown = await addJob(office, 'shown', 'done', 400);
  await world.admin.query(
    `insert into schedules (tenant_id, name, job, cron, time_zone, data, next_at, turn, last_job_id)
     values ($1, 'notes.yearly', 'notes.write', '0 0 1 1 *', 'UTC', '{}', now(), $2, $2)`,
    [office.id, shown],
  );
  expect(await forgetHistory(world.kernel)).toMatchObject({ jobs: 4 });
  const stay = ['done 19', 'parked 21', 'queued 21', 'running 21', 'shown'];
  expect(await left('key', 'jobs')).toEqual(stay);
  expect(await left('name', 'job_steps')).toHaveLength(stay.length);
});

test('the log of webhooks loses what is settled and old; what waits to be sent stays', async () => {
  const hook = (await office.owner.post('/api/webhooks', { url: NOWHERE, types: ['nothing.happened'] })).body.data;
  for (const [status, days] of [
    ['delivered', 31],
    ['failed', 31],
    ['pending', 31],
    ['delivered', 29],
  ] as const)
    await world.admin.query(
      `insert into webhook_deliveries (tenant_id, id, webhook_id, type, body, status, created_at)
       values ($1, $2, $3, 'old.thing', $4, $5, now() - make_interval(days => $6))`,
      [office.id, newId(), hook.id, `${status} ${days}`, status, days],
    );
  expect((await forgetHistory(world.kernel)).deliveries).toBe(2);
  expect(await left('body', 'webhook_deliveries')).toEqual(['delivered 29', 'pending 31']);
});

test('a round is bounded: so many rows at a time, so many times a tenant, and the next one goes on', async () => {
  await world.admin.query('truncate event_feed');
  for (const who of [office, closed])
    await world.admin.query(
      `insert into events (tenant_id, id, type, subject, at)
       select $1, gen_random_uuid(), 'many.gone', 'many', now() - interval '60 days' from generate_series(1, 50)`,
      [who.id],
    );
  const bounds = { batch: 10, batches: 3 };
  expect((await forgetHistory(world.kernel, bounds)).events).toBe(60);
  expect(await left('tenant_id', "events where type = 'many.gone'")).toHaveLength(40);
  expect(await world.kernel.rounds.run('history.forget')).toBe(true);
  expect(await left('id', "events where type = 'many.gone'")).toEqual([]);
});

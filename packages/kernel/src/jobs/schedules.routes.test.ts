/** Schedules over HTTP: their own people see when they are due and what came of it, switch one off and run one now. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { example } from '../testing/example/module.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { createWorld, type World } from '../testing/world.ts';
import { settleSchedules } from './schedules.ts';

let world: World;
let office: Office;
let other: Office;

const scheduled = {
  ...example,
  schedules: [
    { name: 'notes.nightly', job: 'notes.write', cron: '0 2 * * *', data: { title: 'Nightly' } },
    { name: 'notes.weekly', job: 'notes.fail', cron: '0 4 * * 1', data: { refused: true, times: 0 } },
  ],
};

beforeAll(async () => {
  world = await createWorld({ modules: [scheduled] });
  office = await openOffice(world, 'calendar-co');
  other = await openOffice(world, 'other-co');
  world.kernel.jobs.start({ poll_ms: 50 });
  await settleSchedules(world.kernel);
});
afterAll(() => world?.close());

const SOON = { timeout: 30_000 };
const NIGHTLY = '/api/schedules/notes.nightly';
const notes = async (where: Office): Promise<number> =>
  Number((await world.admin.query('select count(*) as n from notes where tenant_id = $1', [where.id])).rows[0].n);
/** The schedule is due now, as if its time had come. */
async function makeDue(where: Office, name: string): Promise<void> {
  const { rows } = await world.admin.query(
    "update schedules set next_at = now() - interval '1 minute' where tenant_id = $1 and name = $2 returning turn",
    [where.id, name],
  );
  await world.admin.query("update job_queue set due_at = now() - interval '1 minute' where id = $1", [rows[0].turn]);
}

test('people see what is due when, and what became of the last run; each organisation its own', async () => {
  const { data } = (await office.owner.get('/api/schedules')).body;
  expect(data.map(({ name }: { name: string }) => name)).toEqual(['notes.nightly', 'notes.weekly']);
  expect(data[0]).toMatchObject({ cron: '0 2 * * *', time_zone: 'Asia/Kolkata', is_active: true, last_state: null });
  expect(new Date(data[0].next_at).toISOString()).toMatch(/T20:30:00/);
  await makeDue(office, 'notes.nightly');
  await expect.poll(async () => (await office.owner.get(NIGHTLY)).body.data.last_state, SOON).toBe('done');
  const after = (await office.owner.get(NIGHTLY)).body.data;
  expect(Date.parse(after.next_at)).toBeGreaterThan(Date.now());
  expect(after).toMatchObject({ last_error: null, last_job_id: expect.any(String), last_at: expect.any(String) });
  expect((await other.owner.get(NIGHTLY)).body.data).toMatchObject({ last_job_id: null, last_at: null });
  await office.owner.post('/api/schedules/notes.weekly/run');
  const weekly = async () => (await office.owner.get('/api/schedules/notes.weekly')).body.data;
  await expect.poll(async () => (await weekly()).last_state, SOON).toBe('failed');
  expect(await weekly()).toMatchObject({ last_error: 'That would be too many notes.' });
});

test('run now makes one job, which answers 202, leaves the next due time, and stands in the trail', async () => {
  const [before, had] = [(await office.owner.get(NIGHTLY)).body.data, await notes(office)];
  const run = await office.owner.post(`${NIGHTLY}/run`);
  expect([run.status, run.body.data.name], run.text).toEqual([202, 'notes.write']);
  await expect
    .poll(async () => (await office.owner.get(`/api/jobs/${run.body.data.id}`)).body.data.state, SOON)
    .toBe('done');
  expect(await notes(office)).toBe(had + 1);
  expect(await notes(other)).toBe(0);
  const after = (await office.owner.get(NIGHTLY)).body.data;
  expect(after).toMatchObject({ next_at: before.next_at, last_job_id: run.body.data.id, last_state: 'done' });
  const { rows } = await world.admin.query(
    "select actor, after->>'job_id' as job from audit_entries where action = 'schedules.run' and subject_id = $1",
    [after.id],
  );
  expect(rows).toEqual([{ actor: 'owner@calendar-co.example', job: run.body.data.id }]);
  const foreign = (await other.owner.get(NIGHTLY)).body.data.id;
  for (const reply of [
    await office.owner.get(`/api/schedules/${foreign}`),
    await office.owner.post(`/api/schedules/${foreign}/run`),
    await office.owner.patch(`/api/schedules/${foreign}`, { is_active: false }),
    await office.owner.get('/api/schedules/notes.never'),
  ])
    expect([reply.status, reply.body.code]).toEqual([404, 'schedules.not_found']);
});

test('one that is off lets its times pass and makes nothing, and goes on when it is switched on', async () => {
  const off = await office.owner.patch(NIGHTLY, { is_active: false });
  expect([off.status, off.body.data.is_active], off.text).toEqual([200, false]);
  const had = await notes(office);
  await Promise.all([makeDue(office, 'notes.nightly'), makeDue(other, 'notes.nightly')]);
  await expect.poll(() => notes(other), SOON).toBe(1);
  await expect
    .poll(async () => Date.parse((await office.owner.get(NIGHTLY)).body.data.next_at), SOON)
    .toBeGreaterThan(Date.now());
  expect(await notes(office)).toBe(had);
  // Not switched on by an instance that starts, nor by one that settles the calendar.
  await settleSchedules(world.kernel);
  expect((await office.owner.get(NIGHTLY)).body.data).toMatchObject({ is_active: false });
  await office.owner.patch(NIGHTLY, { is_active: true });
  await makeDue(office, 'notes.nightly');
  await expect.poll(() => notes(office), SOON).toBe(had + 1);
});

test('who may look may not switch or run; a schedule whose job is gone says so and stops nobody', async () => {
  const reader = await office.hire('reader', ['schedules.read']);
  expect((await reader.get('/api/schedules')).status).toBe(200);
  expect((await reader.patch(NIGHTLY, { is_active: false })).body.permission).toBe('schedules.write');
  expect((await reader.post(`${NIGHTLY}/run`)).body.permission).toBe('schedules.write');
  const stranger = await office.hire('stranger', ['jobs.read']);
  expect((await stranger.get('/api/schedules')).body.permission).toBe('schedules.read');
  await world.admin.query("update schedules set job = 'notes.gone' where tenant_id = $1 and name = 'notes.weekly'", [
    office.id,
  ]);
  const gone = await office.owner.post('/api/schedules/notes.weekly/run');
  expect([gone.status, gone.body.code]).toEqual([409, 'schedules.job_gone']);
  await makeDue(office, 'notes.weekly');
  const run = await office.owner.post(`${NIGHTLY}/run`);
  await expect
    .poll(async () => (await office.owner.get(`/api/jobs/${run.body.data.id}`)).body.data.state, SOON)
    .toBe('done');
});

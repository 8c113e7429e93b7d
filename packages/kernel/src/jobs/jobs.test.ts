/** Jobs: stored with the change that asks for them, run in their own tenant, their effects once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withClient } from '../db/client.ts';
import { newId } from '../schema/ids.ts';
import { inside } from '../testing/example/inside.ts';
import { example } from '../testing/example/module.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { setStatus } from '../testing/people.ts';
import { createWorld, type World } from '../testing/world.ts';
import type { Wanted } from './definition.ts';

let world: World;
let office: Office;
let other: Office;

beforeAll(async () => {
  world = await createWorld({ modules: [example] });
  office = await openOffice(world, 'jobs-co');
  other = await openOffice(world, 'other-co');
  world.kernel.jobs.start({ poll_ms: 100 });
});
afterAll(() => world?.close());

const enqueue = (where: Office, wanted: Wanted): Promise<string> => inside(world, where, (ctx) => ctx.enqueue(wanted));
const jobOf = async (id: string) => (await world.admin.query('select * from jobs where id = $1', [id])).rows[0];
const stateOf = async (id: string): Promise<string> => (await jobOf(id))?.state;
const ended = (id: string, state: string): Promise<void> => expect.poll(() => stateOf(id)).toBe(state) as Promise<void>;
const titles = async (where: Office, like: string): Promise<string[]> =>
  (
    await world.admin.query('select title from notes where tenant_id = $1 and title like $2 order by title_key', [
      where.id,
      like,
    ])
  ).rows.map(({ title }) => title);

test('a job runs once, in its tenant, by the system for who asked; its effects stand in the trail', async () => {
  const id = await enqueue(office, { job: 'notes.write', data: { title: 'By a job' } });
  await ended(id, 'done');
  expect(await jobOf(id)).toMatchObject({ attempts: 1, result: { note_id: expect.any(String) }, error: null });
  expect(await titles(office, 'By a job')).toHaveLength(1);
  expect(await titles(other, 'By a job')).toEqual([]);
  const { rows } = await world.admin.query(
    'select actor_kind, actor, tenant_id from audit_entries where request_id = $1',
    [id],
  );
  expect(rows).toEqual([{ actor_kind: 'system', actor: 'system for system', tenant_id: office.id }]);
  await expect
    .poll(async () => (await world.admin.query('select from job_queue where job_id = $1', [id])).rowCount)
    .toBe(0);
});

test('a job of a transaction that is undone never was; without a tenant, a name or a right input there is none', async () => {
  let undone = '';
  const undo = inside(world, office, async (ctx) => {
    undone = await ctx.enqueue({ job: 'notes.write', data: { title: 'Undone' } });
    throw new Error('on second thoughts');
  });
  await expect(undo).rejects.toThrow('second thoughts');
  expect(await jobOf(undone)).toBeUndefined();
  await expect(enqueue(office, { job: 'notes.vanish' })).rejects.toThrow('there is no job notes.vanish');
  await expect(enqueue(office, { job: 'notes.write', data: { title: '' } })).rejects.toThrow('notes.write: data/title');
  await expect(enqueue(office, { job: 'notes.write', data: { title: 'x', tenant_id: other.id } })).rejects.toThrow(
    'additional',
  );
  expect(await titles(office, 'Undone')).toEqual([]);
});

test('with a key there is one unfinished job, and each tenant has its own', async () => {
  const later = { job: 'notes.write', data: { title: 'Keyed' }, key: 'only', run_at: '2099-01-01T00:00:00Z' };
  const ids = await Promise.all([1, 2, 3, 4].map(() => enqueue(office, later)));
  expect(new Set(ids).size).toBe(1);
  const theirs = await enqueue(other, later);
  expect(theirs).not.toBe(ids[0]);
  expect(await stateOf(theirs)).toBe('queued');
});

test('a long job passes over the steps that are done, and shows how far it is', async () => {
  const id = await enqueue(office, { job: 'notes.write_many', data: { title: 'Long', count: 5 } });
  await ended(id, 'done');
  expect(await titles(office, 'Long%')).toHaveLength(5);
  expect(await jobOf(id)).toMatchObject({ progress_done: '5', progress_total: '5', message: '5 of 5 notes' });
});

test('a broken rule ends a job, a fault is tried again, and what fails each time is parked; nothing of it stays', async () => {
  const [refused, mended, poison] = [
    await enqueue(office, { job: 'notes.fail', data: { refused: true, times: 0 } }),
    await enqueue(office, { job: 'notes.fail', data: { refused: false, times: 1 } }),
    await enqueue(office, { job: 'notes.fail', data: { refused: false, times: 99 } }),
  ];
  await ended(refused, 'failed');
  await ended(mended, 'done');
  await ended(poison, 'parked');
  expect(await jobOf(refused)).toMatchObject({ attempts: 1, error: 'That would be too many notes.' });
  expect(await jobOf(mended)).toMatchObject({ attempts: 2, error: null, result: { attempt: 2 } });
  const parked = await jobOf(poison);
  expect(parked).toMatchObject({ attempts: 3, error: `Something failed on our side (reference ${poison}).` });
  expect(parked.fault).toContain('a secret detail');
  expect(await titles(office, 'try %')).toEqual(['try 2']);
});

test('a suspended tenant’s jobs rest, others go on, and they run when it is open again', async () => {
  const closed = await openOffice(world, 'closed-co');
  await setStatus(world, closed, 'suspended');
  const id = await enqueue(closed, { job: 'notes.write', data: { title: 'Rests' } });
  const mine = await enqueue(office, { job: 'notes.write', data: { title: 'Goes on' } });
  await ended(mine, 'done');
  expect(await jobOf(id)).toMatchObject({ state: 'queued', attempts: 0 });
  await setStatus(world, closed, 'active');
  await ended(id, 'done');
});

test('a place in the queue for a tenant that is none, or for another tenant’s job, runs nothing', async () => {
  const far = '2099-01-01T00:00:00Z';
  const theirs = await enqueue(other, { job: 'notes.write', data: { title: 'Not yours' }, run_at: far });
  const { turn } = await jobOf(theirs);
  for (const tenant of [office.id, newId()])
    await world.admin.query('insert into job_queue (tenant_id, id, job_id, due_at) values ($1, $2, $3, now())', [
      tenant,
      turn,
      theirs,
    ]);
  await expect
    .poll(
      async () =>
        (await world.admin.query('select from job_queue where tenant_id = $1 and id = $2', [office.id, turn])).rowCount,
    )
    .toBe(0);
  expect(await jobOf(theirs)).toMatchObject({ state: 'queued', attempts: 0 });
  for (const table of ['job_queue', 'event_feed']) {
    const forged = withClient(world.connections.app, async (app) => {
      await app.query('begin');
      await app.query("select set_config('app.tenant_id', $1, true)", [office.id]);
      if (table === 'event_feed')
        await app.query('insert into event_feed (tenant_id, id) values ($1, $2)', [other.id, newId()]);
      else
        await app.query('insert into job_queue (tenant_id, id, job_id, due_at) values ($1, $2, $3, now())', [
          other.id,
          newId(),
          theirs,
        ]);
    });
    await expect(forged).rejects.toThrow('row-level security');
  }
});

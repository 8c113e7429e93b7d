/** Jobs over HTTP: a request answers 202 with its job, which its own organisation alone sees, tries again and calls off. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { example } from '../testing/example/module.ts';
import { waitingJob } from '../testing/jobs.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { createWorld, type World } from '../testing/world.ts';

let world: World;
let office: Office;
let other: Office;

beforeAll(async () => {
  world = await createWorld({ modules: [example] });
  office = await openOffice(world, 'asking-co');
  other = await openOffice(world, 'other-co');
});
afterAll(() => world?.close());

test('long work answers with a job that is watched until it is done; the other organisation does not see it', async () => {
  const asked = await office.owner.post('/api/notes/write-many', { title: 'Bulk', count: 3 });
  expect([asked.status, asked.body.data?.state], asked.text).toEqual([202, 'queued']);
  const path = `/api/jobs/${asked.body.data.id}`;
  world.kernel.jobs.start({ poll_ms: 100 });
  await expect.poll(async () => (await office.owner.get(path)).body.data.state).toBe('done');
  await world.kernel.jobs.close();
  const { data } = (await office.owner.get(path)).body;
  expect(data).toMatchObject({
    progress_done: 3,
    progress_total: 3,
    result: { written: 3 },
    actor: 'owner@asking-co.example',
  });
  for (const reply of [
    await other.owner.get(path),
    await other.owner.post(`${path}/retry`),
    await other.owner.post(`${path}/cancel`),
  ])
    expect([reply.status, reply.body.code]).toEqual([404, 'jobs.not_found']);
  expect((await other.owner.get('/api/jobs')).body.data).toEqual([]);
  expect((await office.owner.get('/api/jobs?state=done')).body.data).toHaveLength(1);
  expect((await office.owner.post(`${path}/cancel`)).body.code).toBe('jobs.finished');
  expect((await office.owner.post(`${path}/retry`)).body.code).toBe('jobs.finished');
});

test('a job is called off and tried again, each in the trail; without the permission it is not', async () => {
  const id = await waitingJob(world, office.id);
  const reader = await office.hire('reader', ['jobs.read']);
  expect((await reader.post(`/api/jobs/${id}/cancel`)).status).toBe(403);
  const cancelled = await office.owner.post(`/api/jobs/${id}/cancel`);
  expect([cancelled.status, cancelled.body.data.state]).toEqual([200, 'cancelled']);
  const again = await office.owner.post(`/api/jobs/${id}/retry`);
  expect([again.status, again.body.data]).toMatchObject([202, { state: 'queued', attempts: 0 }]);
  const { rows } = await world.admin.query('select action from audit_entries where subject_id = $1 order by at, id', [
    id,
  ]);
  expect(rows.map(({ action }) => action).filter((action) => action.startsWith('jobs.'))).toEqual([
    'jobs.cancel',
    'jobs.retry',
  ]);
});

test('operators see how full the queue is, and no organisation does', async () => {
  await waitingJob(world, other.id);
  const { data } = (await world.operator.get('/api/system/jobs')).body;
  expect(data.find(({ slug }: { slug: string }) => slug === 'other-co')).toMatchObject({
    waiting: 1,
    due: 0,
    running: 0,
  });
  expect((await office.owner.get('/api/system/jobs')).status).toBe(403);
});

/** Notifications: who is named hears of it, once, and nobody else does; work that one asked for tells when it is over. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimsOf } from '../testing/attack.ts';
import type { Caller } from '../testing/caller.ts';
import { inside } from '../testing/example/inside.ts';
import { example } from '../testing/example/module.ts';
import { listen } from '../testing/listener.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { createWorld, type World } from '../testing/world.ts';
import { KEPT, notify } from './notify.ts';

let world: World;
let office: Office;
let neighbour: Office;
let reader: Caller;
let writer: Caller;

beforeAll(async () => {
  world = await createWorld({ modules: [example] });
  office = await openOffice(world, 'told-co');
  neighbour = await openOffice(world, 'next-door');
  reader = await office.hire('reader');
  writer = await office.hire('writer');
  world.kernel.jobs.start({ poll_ms: 100 });
});
afterAll(() => world?.close());

const idOf = (caller: Caller): string => claimsOf(caller).sub;
const own = async (caller: Caller): Promise<Record<string, unknown>[]> =>
  (await caller.get('/api/notifications')).body.data;
const unread = async (caller: Caller): Promise<number> =>
  (await caller.get('/api/notifications/unread')).body.data.unread;

test('who is named in a comment hears of it at once; neither the writer, a colleague nor the neighbour does', async () => {
  const made = await writer.post('/api/notes', { title: 'File the return', due_on: '2026-11-21' });
  const note = made.body.data.id as string;
  const [ears, others] = [reader, office.owner].map((caller) =>
    listen(`${world.address}/api/live`, { authorization: `Bearer ${caller.token}` }),
  );
  await (await ears)?.subscribe('notifications', '*');
  await (await others)?.subscribe('notifications', '*');
  const mentions = [idOf(reader), idOf(writer)];
  const said = await writer.post(`/api/notes/${note}/comments`, { text: 'Please look', mentions });
  expect(said.status, said.text).toBe(201);
  expect(await (await ears)?.hearType('notifications.new')).toMatchObject({ subject_id: idOf(reader) });
  await (await others)?.hearType('comments.mention');
  expect((await others)?.heard.filter(({ subject }: { subject: string }) => subject === 'notifications')).toEqual([]);
  await (await ears)?.close();
  await (await others)?.close();
  const [told] = await own(reader);
  expect(told).toMatchObject({
    kind: 'mention',
    subject: 'notes',
    subject_id: note,
    title: 'File the return',
    by_name: 'writer',
    read_at: null,
  });
  for (const caller of [writer, office.owner, neighbour.owner]) expect(await own(caller)).toEqual([]);
  expect(await unread(reader)).toBe(1);
  // Another person's looks like none; one's own is read once.
  for (const caller of [writer, neighbour.owner])
    expect((await caller.post(`/api/notifications/${told?.id}/read`)).body.code).toBe('notifications.not_found');
  const first = (await reader.post(`/api/notifications/${told?.id}/read`)).body.data;
  const again = (await reader.post(`/api/notifications/${told?.id}/read`)).body.data;
  expect(again.read_at).toBe(first.read_at);
  expect(await unread(reader)).toBe(0);
  expect((await world.nobody.get('/api/notifications')).status).toBe(401);
});

test('who may not read the record any more is not told what it is called', async () => {
  const note = (await writer.post('/api/notes', { title: 'Salaries', due_on: '2026-11-21' })).body.data.id as string;
  const former = await office.hire('former', []);
  await inside(world, office, (ctx) =>
    notify(ctx, { kind: 'mention', user_ids: [idOf(former)], subject: 'notes', subject_id: note, key: 'former' }),
  );
  const reply = await former.get('/api/notifications');
  expect(reply.body.data).toMatchObject([{ subject_id: note, title: null }]);
  expect(reply.text).not.toContain('Salaries');
});

test('work that somebody asked for tells him when it is done and when it failed; the system’s own tells nobody', async () => {
  const asked = await office.owner.post('/api/notes/write-many', { title: 'Written by a job', count: 2 });
  expect(asked.status, asked.text).toBe(202);
  await expect.poll(() => own(office.owner)).toHaveLength(1);
  expect(await own(office.owner)).toMatchObject([
    { kind: 'job_done', subject: 'jobs', subject_id: asked.body.data.id, detail: 'notes.write_many' },
  ]);
  const id = await inside(world, office, (ctx) => ctx.enqueue({ job: 'notes.write', data: { title: 'By itself' } }));
  await expect
    .poll(async () => (await world.admin.query('select state from jobs where id = $1', [id])).rows[0].state, {
      timeout: 10_000,
    })
    .toBe('done');
  expect(await own(office.owner)).toHaveLength(1);
});

test('the same key tells once; the oldest go when there are too many or they are too old; all are read at one stroke', async () => {
  const user_ids = [idOf(writer)];
  const tell = (key: string) =>
    inside(world, office, (ctx) => notify(ctx, { kind: 'alert', user_ids, subject: 'alerts', subject_id: null, key }));
  await tell('once');
  await tell('once');
  expect(await own(writer)).toHaveLength(1);
  await inside(world, neighbour, (ctx) =>
    notify(ctx, { kind: 'alert', user_ids, subject: 'alerts', subject_id: null, key: 'there' }),
  );
  await world.admin.query(
    `insert into notifications (tenant_id, id, user_id, kind, subject, key, created_at)
     select $1, gen_random_uuid(), $2, 'alert', 'alerts', 'n' || n, now() - interval '1 hour' * n from generate_series(1, 250) n`,
    [office.id, user_ids[0]],
  );
  await world.admin.query("update notifications set created_at = now() - interval '91 days' where key = 'n1'");
  await tell('newest');
  const { rows } = await world.admin.query<{ key: string; tenant_id: string }>(
    'select key, tenant_id from notifications where user_id = $1 order by created_at desc',
    user_ids,
  );
  const here = rows.filter(({ tenant_id }) => tenant_id === office.id).map(({ key }) => key);
  expect(here).toHaveLength(KEPT);
  expect(here[0]).toBe('newest');
  expect(here).not.toContain('n1');
  expect(here).not.toContain('n250');
  // What the neighbour stored is the neighbour's.
  expect(rows.filter(({ tenant_id }) => tenant_id === neighbour.id)).toHaveLength(1);
  expect((await writer.post('/api/notifications/read')).body.data).toEqual({ unread: 0 });
  expect(await unread(writer)).toBe(0);
});

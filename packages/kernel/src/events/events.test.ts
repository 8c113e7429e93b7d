/** Events: stored with the change, told to every instance after the commit, and to nobody when the change is undone. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../schema/ids.ts';
import { inside } from '../testing/example/inside.ts';
import { example } from '../testing/example/module.ts';
import { type Instance, startInstance } from '../testing/instance.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { createWorld, type World } from '../testing/world.ts';
import type { Event } from './events.ts';

let world: World;
let twin: Instance;
let office: Office;
let other: Office;
const heard: Event[] = [];
const twinHeard: Event[] = [];

beforeAll(async () => {
  world = await createWorld({ modules: [example] });
  twin = await startInstance(world.connections, { modules: [example] });
  office = await openOffice(world, 'events-co');
  other = await openOffice(world, 'other-co');
  world.kernel.events.subscribe((event) => void heard.push(event));
  twin.kernel.events.subscribe((event) => void twinHeard.push(event));
});
afterAll(async () => {
  await twin?.close();
  await world?.close();
});

const write = async (by: Office, title: string): Promise<string> =>
  (await by.owner.post('/api/notes', { title, due_on: '2026-11-20' })).body.data.id;
const about = (list: Event[], id: string): Event[] => list.filter((event) => event.subject_id === id);

test('a change is an event of its tenant, heard once by every instance', async () => {
  const id = await write(office, 'Heard');
  const theirs = await write(other, 'Theirs');
  await expect.poll(() => about(heard, id)).toHaveLength(1);
  await expect.poll(() => about(twinHeard, id)).toHaveLength(1);
  await expect.poll(() => about(twinHeard, theirs)).toHaveLength(1);
  expect(about(twinHeard, id)[0]).toMatchObject({ tenant_id: office.id, type: 'notes.create', subject: 'notes' });
  expect(about(twinHeard, theirs)[0]).toMatchObject({ tenant_id: other.id });
  const stored = await inside(world, office, (ctx) =>
    ctx.sql('select subject_id from events where tenant_id = $1 and subject_id = any($2::text[])', [[id, theirs]]),
  );
  expect(stored).toEqual([{ subject_id: id }]);
  const [entry] = (
    await world.admin.query('select id from audit_entries where subject_id = $1 and tenant_id = $2', [id, office.id])
  ).rows;
  expect(about(heard, id)[0]?.id).toBe(entry.id);
});

test('what is undone is told to nobody; what is emitted is told after the commit', async () => {
  const [undone, kept] = [newId(), newId()];
  const emit = (subject_id: string, fails: boolean) =>
    inside(world, office, async (ctx) => {
      ctx.emit({ type: 'notes.shine', subject: 'notes', subject_id, data: { bright: true } });
      if (fails) throw new Error('on second thoughts');
    });
  await expect(emit(undone, true)).rejects.toThrow('second thoughts');
  await emit(kept, false);
  await expect.poll(() => about(twinHeard, kept)).toHaveLength(1);
  expect(about(heard, undone)).toEqual([]);
  const { rows } = await world.admin.query('select data from events where subject_id = any($1)', [[undone, kept]]);
  expect(rows).toEqual([{ data: { bright: true } }]);
});

test('what an instance that died left untold is told by another', async () => {
  const id = newId();
  const subject_id = newId();
  await world.admin.query(
    `insert into events (tenant_id, id, type, subject, subject_id) values ($1, $2, 'notes.orphan', 'notes', $3)`,
    [office.id, id, subject_id],
  );
  await world.admin.query("insert into event_feed (tenant_id, id, at) values ($1, $2, now() - interval '1 minute')", [
    office.id,
    id,
  ]);
  expect(await twin.kernel.events.sweep()).toBe(1);
  await expect.poll(() => about(heard, subject_id)).toHaveLength(1);
  expect(await twin.kernel.events.sweep()).toBe(0);
});

test('an instance whose listening connection was cut hears afterwards what it missed', async () => {
  await world.admin.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tenantry events' and datname = current_database()",
  );
  const id = await write(office, 'While nobody listened');
  await expect.poll(() => about(heard, id).length).toBe(1);
  await expect.poll(() => about(twinHeard, id).length).toBe(1);
});

test('a listener that throws does not keep others from hearing; one that ended hears nothing', async () => {
  const loud = world.kernel.events.subscribe(() => {
    throw new Error('loud');
  });
  const first = await write(office, 'First');
  await expect.poll(() => about(heard, first)).toHaveLength(1);
  loud();
  const late: Event[] = [];
  world.kernel.events.subscribe((event) => void late.push(event))();
  const second = await write(office, 'Second');
  await expect.poll(() => about(heard, second)).toHaveLength(1);
  expect(late).toEqual([]);
});

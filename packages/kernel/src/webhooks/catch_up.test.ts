/** Events that were told and for which no message was written down, because everybody died: each gets its message, once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../schema/ids.ts';
import { example } from '../testing/example/module.ts';
import { startInstance } from '../testing/instance.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { createWorld, type World } from '../testing/world.ts';

let world: World;
let office: Office;
let other: Office;

beforeAll(async () => {
  world = await createWorld({ modules: [example] });
  office = await openOffice(world, 'heard-co');
  other = await openOffice(world, 'other-co');
  for (const { owner } of [office, other])
    await owner.post('/api/webhooks', { url: 'https://hooks.example.invalid/', types: ['notes.shine'] });
});
afterAll(() => world?.close());

/** As if it had been told by an instance that is gone, and heard by nobody. */
async function toldUnheard(minutes: number): Promise<string> {
  const id = newId();
  await world.admin.query(
    "insert into events (tenant_id, id, type, subject, subject_id) values ($1, $2, 'notes.shine', 'notes', 'x')",
    [office.id, id],
  );
  await world.admin.query(
    `insert into event_feed (tenant_id, id, at, told_at)
     values ($1, $2, now(), now() - make_interval(mins => $3))`,
    [office.id, id, minutes],
  );
  return id;
}
const messages = async (event: string): Promise<string[]> =>
  (await world.admin.query('select tenant_id from webhook_deliveries where event_id = $1', [event])).rows.map(
    ({ tenant_id }) => tenant_id,
  );
const isFed = async (event: string): Promise<boolean> =>
  (await world.admin.query('select from event_feed where id = $1', [event])).rowCount === 1;

test('before the feed forgets an event, its message is written down', async () => {
  const old = await toldUnheard(61);
  const young = await toldUnheard(59);
  await world.kernel.events.sweep();
  expect([await isFed(old), await messages(old)]).toEqual([false, [office.id]]);
  expect([await isFed(young), await messages(young)]).toEqual([true, []]);
});

test('an instance that starts after all had died writes down what they left, however long ago that was', async () => {
  const events = [await toldUnheard(5), await toldUnheard(3 * 24 * 60)];
  const twin = await startInstance(world.connections, { modules: [example] });
  await twin.close();
  for (const event of events) expect(await messages(event)).toEqual([office.id]);
  const again = await startInstance(world.connections, { modules: [example] });
  await again.close();
  for (const event of events) expect(await messages(event)).toEqual([office.id]);
});

test('what cannot be written down keeps its place in the feed, and is written down afterwards', async () => {
  const event = await toldUnheard(120);
  await world.admin.query('alter table webhook_deliveries add constraint broken check (false) not valid');
  await expect(world.kernel.events.sweep()).rejects.toThrow();
  expect([await isFed(event), await messages(event)]).toEqual([true, []]);
  const note = await office.owner.post('/api/notes', { title: 'Goes on', due_on: '2026-11-21' });
  expect(note.status).toBe(201);
  await world.admin.query('alter table webhook_deliveries drop constraint broken');
  await world.kernel.events.sweep();
  expect([await isFed(event), await messages(event)]).toEqual([false, [office.id]]);
});

/** What one connection, one person and one organisation may take, and how connections end when the server does. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../schema/ids.ts';
import type { Caller } from '../testing/caller.ts';
import { example } from '../testing/example/module.ts';
import { startInstance } from '../testing/instance.ts';
import { type Listener, listen, tryListen } from '../testing/listener.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { createWorld, type World } from '../testing/world.ts';

const LIMITS = {
  sockets_per_user: 2,
  sockets_per_tenant: 3,
  topics_per_socket: 3,
  message_bytes: 1_000,
  messages_per_10s: 20,
  waiting_bytes: 200_000,
  waiting_happenings: 1_000,
};

let world: World;
let shop: Office;
let rival: Office;

beforeAll(async () => {
  world = await createWorld({ modules: [example], config: { live: LIMITS } });
  shop = await openOffice(world, 'limits-shop');
  rival = await openOffice(world, 'limits-rival');
});
afterAll(() => world?.close());

const bearer = (caller: Caller): Record<string, string> => ({ authorization: `Bearer ${caller.token}` });
const open = (caller: Caller): Promise<Listener> => listen(`${world.address}/api/live`, bearer(caller));

/** Opens one too many, and answers how it ended. */
async function tooMany(caller: Caller): Promise<[number, string]> {
  const one = (await tryListen(`${world.address}/api/live`, bearer(caller))) as Listener;
  return [await one.ended, one.reason()];
}

test('a person has so many connections, an organisation so many, and another organisation does not feel it', async () => {
  const mine = [await open(shop.owner), await open(shop.owner)];
  expect(await tooMany(shop.owner)).toEqual([4429, expect.stringMatching(/^you have too many/)]);
  const clerk = await shop.hire('clerk', ['notes.read']);
  mine.push(await open(clerk));
  expect(await tooMany(clerk)).toEqual([4429, expect.stringMatching(/^your organisation has too many/)]);
  await (await open(rival.owner)).close();
  for (const one of mine) await one.close();
  await expect.poll(() => world.app.live.size()).toBe(0);
  await (await open(shop.owner)).close();
});

test('what is no message, too long, too often or too many topics is refused', async () => {
  const answers: Record<string, unknown> = {};
  const nonsense = [
    '{',
    '[]',
    '"x"',
    '{"subscribe":"notes"}',
    '{"subscribe":["../x"]}',
    '{"admin":true}',
    '{"last_event_id":"1"}',
  ];
  for (const text of nonsense) {
    const one = await open(shop.owner);
    one.say(text);
    answers[text] = await one.ended;
  }
  expect(answers).toEqual(Object.fromEntries(nonsense.map((text) => [text, 4400])));
  const long = await open(shop.owner);
  long.say({ subscribe: ['x'.repeat(2_000)] });
  expect(await long.ended).toBe(1009);
  const often = await open(shop.owner);
  for (let i = 0; i < 30; i++) often.say({ ping: true });
  expect(await often.ended).toBe(4429);
  const many = await open(shop.owner);
  expect(await many.subscribe('notes/1', 'notes/2', 'notes/3', 'notes/4')).toEqual(['notes/1', 'notes/2', 'notes/3']);
  expect(await many.hearType('live.refused')).toMatchObject({ topic: 'notes/4', code: 'live.too_many_topics' });
  await many.close();
});

test('a client that does not read is dropped with a code, and its neighbour hears all', async () => {
  const [slow, quick] = [await open(shop.owner), await open(shop.owner)];
  for (const one of [slow, quick]) await one.subscribe('notes');
  slow.socket.pause();
  const happening = {
    subject: 'notes',
    subject_id: 'x'.repeat(10_000),
    tenant_id: shop.id,
    at: new Date().toISOString(),
  };
  const tell = async (): Promise<void> => {
    world.app.live.publish({ ...happening, id: newId(), type: 'notes.update' });
    await quick.hearType('notes.update');
  };
  const isDropping = () => [...world.app.websocketServer.clients].some(({ readyState }) => readyState === 2);
  for (let i = 0; i < 5_000 && !isDropping(); i++) await tell();
  // It reads the farewell while the server still waits for its answer.
  slow.socket.resume();
  expect(await slow.ended).toBe(4408);
  await tell();
  await quick.close();
});

test('one that gives no sign of life is cut', async () => {
  const instance = await startInstance(world.connections, {
    modules: [example],
    config: { live: { heartbeat_ms: 50 } },
  });
  try {
    const path = `${instance.address}/api/live`;
    const [dead, alive] = [await listen(path, bearer(shop.owner)), await listen(path, bearer(rival.owner))];
    // It reads no ping, as one whose network is gone.
    dead.socket.pause();
    await expect.poll(() => instance.app.live.size()).toBe(1);
    dead.socket.resume();
    expect(await dead.ended).toBe(1006);
    alive.say({ ping: true });
    await alive.hearType('live.pong');
    await alive.close();
  } finally {
    await instance.close();
  }
});

test('when the server stops, connections are told to come back', async () => {
  const instance = await startInstance(world.connections, { modules: [example] });
  const one = await listen(`${instance.address}/api/live`, bearer(shop.owner));
  const stopped = instance.close();
  expect(await one.ended).toBe(1001);
  await stopped;
});

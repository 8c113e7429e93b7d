/** What happens is heard by those who may, at whichever instance they are, and also by those who come back. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../testing/caller.ts';
import { inside } from '../testing/example/inside.ts';
import { example } from '../testing/example/module.ts';
import { type Instance, startInstance } from '../testing/instance.ts';
import { type Listener, listen } from '../testing/listener.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { createWorld, type World } from '../testing/world.ts';
import { openLive } from './client.ts';
import type { Happening } from './protocol.ts';

let world: World;
let second: Instance;
let shop: Office;
let rival: Office;

beforeAll(async () => {
  const options = { modules: [example], config: { live: { resumed_happenings: 10 } } };
  world = await createWorld(options);
  second = await startInstance(world.connections, options);
  shop = await openOffice(world, 'events-shop');
  rival = await openOffice(world, 'events-rival');
});
afterAll(async () => {
  await second?.close();
  await world?.close();
});

const open = (caller: Caller, at: Instance = world, path = '/api/live'): Promise<Listener> =>
  listen(`${at.address}${path}`, { authorization: `Bearer ${caller.token}` });

async function write(office: Office, title: string): Promise<string> {
  const made = await office.owner.post('/api/notes', { title, due_on: '2026-11-21' });
  expect(made.status, made.text).toBe(201);
  return made.body.data.id;
}

test('a change at one instance is heard at every other, by its own organisation alone, without its content', async () => {
  const ours = [await open(shop.owner), await open(shop.owner, second)];
  const theirs = [await open(rival.owner), await open(rival.owner, second)];
  for (const one of [...ours, ...theirs]) await one.subscribe('notes', '*');
  const note = await write(shop, 'A quiet word');
  for (const one of ours) {
    expect(await one.hearType('notes.create')).toEqual({
      id: expect.any(String),
      type: 'notes.create',
      subject: 'notes',
      subject_id: note,
      at: expect.any(String),
    });
  }
  await write(rival, 'Theirs');
  for (const one of theirs) {
    await one.hearType('notes.create');
    expect(JSON.stringify(one.heard)).not.toContain(note);
  }
  for (const one of ours) expect(JSON.stringify(one.heard)).not.toContain('quiet');
  for (const one of [...ours, ...theirs]) await one.close();
});

test('who comes back hears what he missed, and who was away too long is told to read everything', async () => {
  const first = await open(shop.owner);
  await first.subscribe('notes');
  await write(shop, 'Seen');
  const last = await first.hearType('notes.create');
  await first.close();
  const missed = [await write(shop, 'Missed'), await write(shop, 'Missed too')];
  await write(rival, 'Not ours');
  const back = await open(shop.owner, second);
  back.say({ subscribe: ['notes'], last_event_id: last.id });
  for (const id of missed) expect((await back.hear(({ subject_id }) => subject_id === id)).type).toBe('notes.create');
  // By the rights of now: somebody else, with the same last event, who may not read notes.
  const clerk = await open(await shop.hire('clerk', ['topics.read']));
  clerk.say({ subscribe: ['notes', '*'], last_event_id: last.id });
  clerk.say({ ping: true });
  await clerk.hearType('live.pong');
  expect(clerk.heard.filter((one) => one.subject)).toEqual([]);
  // The rival with our event's id learns nothing of it.
  const stranger = await open(rival.owner);
  stranger.say({ subscribe: ['*'], last_event_id: last.id });
  await stranger.hearType('live.reset');
  expect(stranger.heard.filter((one) => one.subject)).toEqual([]);
  for (let i = 0; i < 12; i++) await write(shop, `Many ${i}`);
  const late = await open(shop.owner);
  late.say({ subscribe: ['notes'], last_event_id: last.id });
  await late.hearType('live.reset');
  for (const one of [back, clerk, stranger, late]) await one.close();
});

test('operators hear of the control plane of all organisations, never of their records', async () => {
  const stream = await open(world.operator, second, '/api/live/system');
  stream.say({ subscribe: ['notes'] });
  expect(await stream.hearType('live.refused')).toMatchObject({ topic: 'notes', code: 'live.unknown_topic' });
  expect((await stream.hearType('live.subscribed')).topics).toEqual([]);
  expect(await stream.subscribe('*')).toEqual(['*']);
  await write(shop, 'Private');
  await inside(world, shop, async (ctx) => ctx.audit({ action: 'keys.rotate', subject: 'keys', subject_id: null }));
  expect(await stream.hearType('keys.rotate')).toMatchObject({ subject: 'keys', tenant_id: shop.id });
  expect(stream.heard.filter((one) => one.subject === 'notes')).toEqual([]);
  await stream.close();
});

test('the client connects again by itself, hears what happened meanwhile once, and ends with its session', async () => {
  const office = await openOffice(world, 'events-own');
  const person = await office.hire('watcher', ['notes.read']);
  const heard: Happening[] = [];
  let code: number | undefined;
  const live = openLive({
    base_url: world.address,
    token: () => person.token as string,
    topics: ['notes'],
    hear: (one) => heard.push(one),
    ended: (given) => {
      code = given;
    },
  });
  const wanted: string[] = [];
  const says = async (title: string): Promise<void> => {
    wanted.push(await write(office, title));
    await expect.poll(() => heard.map((one) => one.subject_id)).toEqual(wanted);
  };
  await expect.poll(() => world.app.live.size()).toBe(1);
  await says('First');
  for (const socket of world.app.websocketServer.clients) socket.terminate();
  await says('While nobody listened');
  await expect.poll(() => world.app.live.size()).toBe(1);
  await says('Afterwards');
  await person.post('/api/auth/logout');
  await expect.poll(() => code).toBe(4401);
  live.close();
});

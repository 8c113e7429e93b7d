/** Who hears of what: rights are asked at the wish and at every happening, and whoever loses them is dropped at once, on every instance. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { transaction } from '../db/handle.ts';
import { newId } from '../schema/ids.ts';
import type { Caller } from '../testing/caller.ts';
import { example } from '../testing/example/module.ts';
import { type Instance, startInstance } from '../testing/instance.ts';
import { type Listener, listen } from '../testing/listener.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { setStatus } from '../testing/people.ts';
import { createWorld, type World } from '../testing/world.ts';

let world: World;
let second: Instance;
let shop: Office;
let rival: Office;

beforeAll(async () => {
  world = await createWorld({ modules: [example] });
  second = await startInstance(world.connections, { modules: [example] });
  shop = await openOffice(world, 'rights-shop');
  rival = await openOffice(world, 'rights-rival');
});
afterAll(async () => {
  await second?.close();
  await world?.close();
});

const open = (caller: Caller, at: Instance = world, path = '/api/live'): Promise<Listener> =>
  listen(`${at.address}${path}`, { authorization: `Bearer ${caller.token}` });

/** Something that happens in an organisation, as an instance hears of it. */
function happen(tenant_id: string, subject: string, subject_id: string = newId(), at: Instance = world): string {
  const id = newId();
  at.app.live.publish({ id, tenant_id, type: `${subject}.update`, subject, subject_id, at: new Date().toISOString() });
  return id;
}

/** Changes a membership behind the scenes, and tells all instances as the kernel does. */
async function rewrite(text: string): Promise<void> {
  const { rows } = await world.admin.query<{ user_id: string }>(text);
  const tx = transaction(world.kernel.control, { tenant_id: null, plane: 'platform' });
  for (const { user_id } of rows) await world.kernel.news.announce(tx, { kind: 'user', subject_id: user_id });
  await tx.commit();
}

/** Whatever else was told must have come before this. */
async function lastWord(listener: Listener): Promise<void> {
  listener.say({ ping: true });
  await listener.hearType('live.pong');
}

test('one hears of what one may read and asked for, in one’s own organisation', async () => {
  const [mine, theirs] = [await open(shop.owner), await open(rival.owner)];
  expect(await mine.subscribe('notes', 'topics/one')).toEqual(['notes', 'topics/one']);
  expect(await theirs.subscribe('notes', 'topics', '*')).toEqual(['notes', 'topics', '*']);
  const note = newId();
  const id = happen(shop.id, 'notes', note);
  expect(await mine.hearType('notes.update')).toEqual({
    id,
    type: 'notes.update',
    subject: 'notes',
    subject_id: note,
    at: expect.any(String),
  });
  happen(shop.id, 'topics', 'two');
  happen(shop.id, 'topics', 'one');
  expect((await mine.hearType('topics.update')).subject_id).toBe('one');
  await lastWord(mine);
  await lastWord(theirs);
  expect(mine.heard.filter((one) => one.subject)).toHaveLength(2);
  expect(theirs.heard.filter((one) => one.subject)).toEqual([]);
  mine.say({ unsubscribe: ['notes'] });
  expect((await mine.hearType('live.subscribed')).topics).toEqual(['topics/one']);
  happen(shop.id, 'notes');
  await lastWord(mine);
  expect(mine.heard.filter((one) => one.subject)).toHaveLength(2);
  for (const one of [mine, theirs]) await one.close();
});

test('a topic without its permission, or that nobody knows, is refused; `*` gives no more than one may read', async () => {
  const clerk = await open(await shop.hire('clerk', ['topics.read']));
  clerk.say({ subscribe: ['notes', 'planets', 'sessions', 'topics', '*'] });
  const refusals = [
    await clerk.hearType('live.refused'),
    await clerk.hearType('live.refused'),
    await clerk.hearType('live.refused'),
  ];
  expect(refusals.map(({ topic, code }) => [topic, code])).toEqual([
    ['notes', 'http.forbidden'],
    ['planets', 'live.unknown_topic'],
    ['sessions', 'live.unknown_topic'],
  ]);
  expect((await clerk.hearType('live.subscribed')).topics).toEqual(['topics', '*']);
  happen(shop.id, 'notes');
  happen(shop.id, 'sessions');
  happen(shop.id, 'topics');
  await clerk.hearType('topics.update');
  await lastWord(clerk);
  expect(clerk.heard.filter((one) => one.subject).map((one) => one.subject)).toEqual(['topics']);
  await clerk.close();
});

test('logout, a new password, another role, a lost place and a suspension end connections on every instance', async () => {
  const both = async (caller: Caller): Promise<Listener[]> => {
    const pair = [await open(caller), await open(caller, second)];
    for (const one of pair) await one.subscribe('notes');
    return pair;
  };
  const endedWith = (pair: Listener[]): Promise<number[]> => Promise.all(pair.map((one) => one.ended));
  const PASSWORD = 'a good long password for tests';

  const leaver = await shop.hire('leaver', ['notes.read']);
  const left = await both(leaver);
  await leaver.post('/api/auth/logout');
  expect(await endedWith(left)).toEqual([4401, 4401]);

  const changer = await shop.hire('changer', ['notes.read']);
  const elsewhere = await world.nobody.signIn('changer@rights-shop.example', PASSWORD, 'rights-shop');
  const [kept, lost] = [await both(changer), await both(elsewhere)];
  const changed = await changer.post('/api/auth/password', {
    password: PASSWORD,
    new_password: 'nine quiet elephants',
  });
  expect(changed.status, changed.text).toBe(200);
  expect(await endedWith(lost)).toEqual([4401, 4401]);
  for (const one of kept) await lastWord(one);

  const demoted = await both(await shop.hire('demoted', ['notes.read']));
  await rewrite("update memberships set role = 'reader' where email = 'demoted@rights-shop.example' returning user_id");
  expect(await endedWith(demoted)).toEqual([4403, 4403]);

  const widened = await both(await shop.hire('widened', ['notes.read']));
  await world.admin.query("update roles set permissions = '{topics.read}' where name = 'test_widened'");
  await setStatus(world, shop, 'active');
  expect(await endedWith(widened)).toEqual([4403, 4403]);

  const removed = await both(await shop.hire('removed', ['notes.read']));
  await rewrite("delete from memberships where email = 'removed@rights-shop.example' returning user_id");
  expect(await endedWith(removed)).toEqual([4403, 4403]);

  const others = await both(rival.owner);
  const ours = await both(shop.owner);
  await setStatus(world, shop, 'suspended');
  expect(await endedWith(ours)).toEqual([4403, 4403]);
  expect(await endedWith(kept)).toEqual([4403, 4403]);
  for (const one of others) await lastWord(one);
  await setStatus(world, shop, 'active');
  for (const one of others) await one.close();
});

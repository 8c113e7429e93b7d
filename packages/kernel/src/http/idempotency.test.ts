/** A key makes a call happen once: for one person in one organisation, however often, however parallel, and after a restart. */
import { hash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, callerAt, type Reply } from '../testing/caller.ts';
import { example } from '../testing/example/module.ts';
import { startInstance } from '../testing/instance.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { person } from '../testing/people.ts';
import { createWorld, type World } from '../testing/world.ts';

let world: World;
let office: Office;
let neighbour: Office;

beforeAll(async () => {
  world = await createWorld({ modules: [example] });
  office = await openOffice(world, 'once-co');
  neighbour = await openOffice(world, 'neighbour-co');
});
afterAll(() => world?.close());

const due_on = '2026-11-21';
const keyed = (key: string) => ({ 'idempotency-key': key });
const write = (caller: Caller, key: string, fields: object): Promise<Reply> =>
  caller.post('/api/notes', { due_on, ...fields }, keyed(key));
const isReplay = (reply: Reply): boolean => reply.headers['idempotent-replayed'] === 'true';

/** How many notes of that title there are, and how many entries of the trail say so. */
async function made(title: string): Promise<[notes: number, entries: number]> {
  const { rows } = await world.admin.query(
    `select (select count(*)::int from notes where title = $1) as notes,
            (select count(*)::int from audit_entries where action = 'notes.create' and after->>'title' = $1) as entries`,
    [title],
  );
  return [rows[0].notes, rows[0].entries];
}

test('the same key and body give the same answer, whatever the order of its fields', async () => {
  const first = await write(office.owner, 'k-1', { title: 'Once', amount: 1250.5 });
  expect([first.status, isReplay(first), first.body.data.amount]).toEqual([201, false, 1250.5]);
  const again = await office.owner.post('/api/notes', { amount: 1250.5, title: 'Once', due_on }, keyed('k-1'));
  expect([again.status, isReplay(again)]).toEqual([201, true]);
  expect(again.body).toEqual(first.body);
  expect([first.headers.etag, again.headers.etag]).toEqual(['"1"', '"1"']);
  const elsewhere = await office.owner.post(
    `/api/v1/tenants/${office.slug}/notes`,
    { title: 'Once', amount: '1250.50', due_on },
    keyed('k-1'),
  );
  expect(elsewhere.body).toEqual(first.body);
  expect(await made('Once')).toEqual([1, 1]);
});

test('another body, another address and another record are refused', async () => {
  const { id } = (await write(office.owner, 'k-2', { title: 'Mine' })).body.data;
  const other = (await write(office.owner, 'k-3', { title: 'Other' })).body.data;
  const star = (note: string, key: string) => office.owner.post(`/api/notes/${note}/star`, {}, keyed(key));
  expect((await star(id, 'k-4')).status).toBe(200);
  for (const reply of [
    await write(office.owner, 'k-2', { title: 'Mine!' }),
    await write(office.owner, 'k-2', { title: 'Mine', pinned: true }),
    await office.owner.post('/api/topics', { name: 'Mine' }, keyed('k-2')),
    await star(id, 'k-2'),
    await star(other.id, 'k-4'),
  ])
    expect([reply.status, reply.body.code]).toEqual([422, 'http.idempotency_key_reused']);
  expect((await star(id, 'k-4')).body.data.stars).toBe(1);
  expect((await office.owner.get(`/api/notes/${other.id}`)).body.data.stars).toBe(0);
});

test('fifty at once make one record and give one answer', async () => {
  const replies = await Promise.all(
    Array.from({ length: 50 }, () => write(office.owner, 'k-50', { title: 'Rush', amount: 0.1 })),
  );
  expect(replies.map((reply) => reply.status)).toEqual(Array(50).fill(201));
  expect(new Set(replies.map((reply) => JSON.stringify(reply.body))).size).toBe(1);
  expect(replies.filter((reply) => !isReplay(reply))).toHaveLength(1);
  expect(await made('Rush')).toEqual([1, 1]);
});

test('at several instances at once too, and after a restart', async () => {
  const start = () => startInstance(world.connections, { modules: [example] });
  const [a, b] = await Promise.all([start(), start()]);
  let replies: Reply[];
  try {
    const callers = [a, b, world].map(({ address }) => callerAt(address, office.owner.token));
    replies = await Promise.all(
      Array.from({ length: 12 }, (_, n) => write(callers[n % 3] as Caller, 'k-many', { title: 'Spread' })),
    );
  } finally {
    await Promise.all([a.close(), b.close()]);
  }
  expect(replies.map((reply) => reply.status)).toEqual(Array(12).fill(201));
  const restarted = await start();
  try {
    const caller = callerAt(restarted.address, office.owner.token);
    const again = await write(caller, 'k-many', { title: 'Spread' });
    expect([again.status, isReplay(again)]).toEqual([201, true]);
    expect(new Set([...replies, again].map((reply) => JSON.stringify(reply.body))).size).toBe(1);
    expect((await write(caller, 'k-many', { title: 'Spread out' })).status).toBe(422);
  } finally {
    await restarted.close();
  }
  expect(await made('Spread')).toEqual([1, 1]);
});

test('a key is its owner’s in one organisation: to everybody else, and to him elsewhere, it is a new one', async () => {
  const both = await person(world, { writer: office });
  await world.admin.query(
    `insert into memberships (tenant_id, id, user_id, email, name, role)
     select $1, gen_random_uuid(), $2, $3, 'A Person', 'writer'`,
    [neighbour.id, both.id, both.email],
  );
  const here = await world.nobody.signIn(both.email, both.password, office.slug);
  const there = await world.nobody.signIn(both.email, both.password, neighbour.slug);
  const replies = [];
  for (const caller of [office.owner, neighbour.owner, here, there])
    replies.push(await write(caller, 'k-shared', { title: 'Shared' }));
  expect(replies.map((reply) => [reply.status, isReplay(reply)])).toEqual(Array(4).fill([201, false]));
  expect(new Set(replies.map((reply) => reply.body.data.id)).size).toBe(4);
  expect(await made('Shared')).toEqual([4, 4]);
  // Named otherwise, it is the same organisation, and the same key.
  const bare = await world.nobody.signIn(both.email, both.password);
  const again = await bare
    .with({ 'x-tenant-id': neighbour.id })
    .post('/api/notes', { title: 'Shared', due_on }, keyed('k-shared'));
  expect(again.body).toEqual(replies[3]?.body);
});

test('what was refused leaves the key free; rivals of one name have a key each', async () => {
  expect((await write(office.owner, 'k-free', { title: '' })).status).toBe(400);
  expect((await write(office.owner, 'k-free', { title: 'x', topic_id: office.id })).status).toBe(422);
  expect((await write(office.owner, 'k-free', { title: 'Better' })).status).toBe(201);
  const open = (n: number) => office.owner.post('/api/topics', { name: 'Wanted' }, keyed(`k-rival-${n}`));
  const replies = await Promise.all(Array.from({ length: 8 }, (_, n) => open(n)));
  expect(replies.map((reply) => reply.status).sort()).toEqual([201, ...Array(7).fill(409)]);
  const [winner, loser] = [201, 409].map((status) => replies.findIndex((reply) => reply.status === status));
  expect((await office.owner.delete('/api/topics/wanted')).status).toBe(200);
  expect((await open(loser as number)).status).toBe(201);
  expect(isReplay(await open(winner as number))).toBe(true);
});

test('a stored answer is for those alone who may still ask', async () => {
  const leaver = await office.hire('writer');
  const first = await write(leaver, 'k-left', { title: 'Secret plan' });
  expect(first.status).toBe(201);
  const { rows } = await world.admin.query(
    "update memberships set role = 'reader' where email = 'writer@once-co.example' returning user_id",
  );
  world.kernel.identity.forgetUser(rows[0].user_id);
  const again = await write(leaver, 'k-left', { title: 'Secret plan' });
  expect([again.status, again.body.permission]).toEqual([403, 'notes.write']);
  expect(again.text).not.toContain('Secret plan');
});

test('a key is one word of visible characters, and is heard on POST alone', async () => {
  for (const key of ['two words', 'x'.repeat(256), 'schlüssel', '   ', ''])
    expect([key, (await write(office.owner, key, { title: 'Bad key' })).body.code]).toEqual([key, 'http.malformed']);
  expect(await made('Bad key')).toEqual([0, 0]);
  expect((await write(office.owner, 'y'.repeat(255), { title: 'Long key' })).status).toBe(201);
  const { id } = (await write(office.owner, 'k-patch', { title: 'Patched' })).body.data;
  for (const stars of [1, 2])
    expect((await office.owner.patch(`/api/notes/${id}`, { stars }, keyed('k-p'))).body.data.stars).toBe(stars);
});

test('operators’ calls, which no organisation owns, are kept apart', async () => {
  const who = await person(world);
  const close = (id: string) => world.operator.post(`/api/people/${id}/close`, {}, keyed('k-1'));
  const first = await close(who.id);
  expect([first.status, isReplay(first)]).toEqual([200, false]);
  const again = await close(who.id);
  expect([isReplay(again), again.body]).toEqual([true, first.body]);
  expect((await close((await person(world)).id)).status).toBe(422);
});

test('the stored hash of a body cannot be found by guessing it, nor compared between organisations', async () => {
  const body = { title: 'PIN 4711', due_on };
  const canonical = JSON.stringify(Object.fromEntries(Object.entries(body).sort(([a], [b]) => (a < b ? -1 : 1))));
  for (const { owner } of [office, neighbour])
    expect((await owner.post('/api/notes', body, keyed('k-guess'))).status).toBe(201);
  const { rows } = await world.admin.query<{ request_hash: string }>(
    `select request_hash from idempotency_keys where key = 'k-guess'`,
  );
  expect(new Set(rows.map((row) => row.request_hash)).size).toBe(2);
  const guesses = [canonical, JSON.stringify(body)].flatMap((text) =>
    ['notes.create\0', ''].map((head) => hash('sha256', head + text)),
  );
  for (const { request_hash } of rows) {
    expect(request_hash).toMatch(/^[0-9a-f]{64}$/);
    expect(guesses).not.toContain(request_hash);
  }
});

/** Kept views over HTTP: one's own, those for all, the one a list opens with; the neighbour has and sees none of it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimsOf } from '../testing/attack.ts';
import type { Caller } from '../testing/caller.ts';
import { example } from '../testing/example/module.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { createWorld, type World } from '../testing/world.ts';

let world: World;
let office: Office;
let neighbour: Office;
let asha: Caller;
let ravi: Caller;
let chief: Caller;

const DUE = {
  list: 'notes',
  name: 'Due this week',
  q: 'bolt',
  filters: { kind: 'task', due_on_to: '2026-11-28' },
  sort: '-due_on,title',
  columns: [{ key: 'title', width: 240 }, { key: 'due_on' }],
  density: 'compact',
};

beforeAll(async () => {
  world = await createWorld({ modules: [example] });
  office = await openOffice(world, 'views-co');
  neighbour = await openOffice(world, 'neighbour-co');
  asha = await office.hire('asha', ['notes.read']);
  ravi = await office.hire('ravi', ['notes.read']);
  chief = await office.hire('chief', ['notes.read', 'views.share']);
});
afterAll(() => world?.close());

async function keep(by: Caller, changes: object = {}): Promise<{ id: string; version: number }> {
  const reply = await by.post('/api/views', { ...DUE, ...changes });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.data;
}

const seenBy = async (who: Caller, query = 'list=notes'): Promise<string[]> => {
  const reply = await who.get(`/api/views?${query}`);
  expect(reply.status, reply.text).toBe(200);
  return reply.body.data.map(({ name }: { name: string }) => name);
};

test('a view is kept as it is, for oneself alone; to others it was never there', async () => {
  const made = await asha.post('/api/views', DUE);
  expect(made.body.data, made.text).toMatchObject({
    ...DUE,
    is_shared: false,
    is_own: true,
    is_default: false,
    author: 'asha',
    created_by: claimsOf(asha).sub,
    version: 1,
  });
  const { id } = made.body.data;
  expect((await asha.get('/api/views?list=notes')).body.data).toEqual([made.body.data]);
  for (const other of [ravi, chief, office.owner, neighbour.owner]) {
    expect(await seenBy(other, '')).toEqual([]);
    expect((await other.patch(`/api/views/${id}`, { name: 'Mine' })).body.code).toBe('views.not_found');
    expect((await other.delete(`/api/views/${id}`)).body.code).toBe('views.not_found');
    const chosen = await other.put('/api/views/default', { list: 'notes', view_id: id });
    expect([chosen.status, chosen.body.code]).toEqual([404, 'views.not_found']);
  }
  const trail = await office.owner.get(`/api/search?q=due`);
  expect(trail.text).not.toContain('Due this week');
  const stored = await world.admin.query("select after from audit_entries where action = 'views.create'");
  expect(stored.rows).toMatchObject([{ after: { name: 'Due this week', filters: DUE.filters } }]);
});

test('what is shared all readers of the list have; only who may share makes, changes and removes it', async () => {
  const refused = await asha.post('/api/views', { ...DUE, name: 'For all', is_shared: true });
  expect(refused).toMatchObject({ status: 403, body: { code: 'views.not_yours', permission: 'views.share' } });
  const { id } = await keep(chief, { name: 'For all', is_shared: true });
  for (const who of [asha, ravi, chief]) expect(await seenBy(who)).toContain('For all');
  expect(await seenBy(neighbour.owner, '')).toEqual([]);
  const stranger = await office.hire('stranger', ['topics.read']);
  expect(await seenBy(stranger, '')).toEqual([]);
  expect((await stranger.post('/api/views', DUE)).body).toMatchObject({
    code: 'http.forbidden',
    permission: 'notes.read',
  });
  expect((await stranger.put('/api/views/default', { list: 'notes', view_id: id })).status).toBe(403);
  expect((await ravi.patch(`/api/views/${id}`, { q: 'nut' })).body.code).toBe('views.not_yours');
  expect((await ravi.delete(`/api/views/${id}`)).body.code).toBe('views.not_yours');
  const mended = await office.owner.patch(`/api/views/${id}`, { columns: null, sort: 'title', version: 1 });
  expect(mended.body.data, mended.text).toMatchObject({ columns: null, sort: 'title', is_own: false, version: 2 });
  expect((await chief.patch(`/api/views/${id}`, { q: 'x', version: 1 })).status).toBe(412);
});

test('a list opens with the view that each person chose, until it is shared no more or gone', async () => {
  const mine = await keep(ravi, { name: 'Own' });
  const { id } = await keep(chief, { name: 'Morning', is_shared: true });
  const choose = (who: Caller, view_id: string | null) => who.put('/api/views/default', { list: 'notes', view_id });
  const defaults = async (who: Caller): Promise<string[]> =>
    (await who.get('/api/views?list=notes')).body.data
      .filter((view: { is_default: boolean }) => view.is_default)
      .map((view: { name: string }) => view.name);
  expect((await choose(ravi, mine.id)).body.data).toEqual({ list: 'notes', view_id: mine.id });
  await choose(ravi, id);
  await choose(chief, id);
  expect([await defaults(ravi), await defaults(chief), await defaults(asha)]).toEqual([['Morning'], ['Morning'], []]);
  // The pages are told when they learn who is there, so that a list asks for the right rows at once.
  const openings = async (who: Caller) => (await who.get('/api/auth/me')).body.data.openings;
  const { name: _name, ...shown } = DUE;
  expect(await openings(ravi)).toEqual([shown]);
  expect([await openings(asha), await openings(neighbour.owner)]).toEqual([[], []]);
  expect((await ravi.put('/api/views/default', { list: 'topics', view_id: id })).status).toBe(400);
  await chief.patch(`/api/views/${id}`, { is_shared: false });
  expect([await defaults(ravi), await defaults(chief)]).toEqual([[], ['Morning']]);
  expect((await choose(chief, null)).status).toBe(200);
  expect(await defaults(chief)).toEqual([]);
  await choose(ravi, mine.id);
  expect((await ravi.delete(`/api/views/${mine.id}`)).body.data).toMatchObject({ name: 'Own', is_default: true });
  expect([await defaults(ravi), await openings(ravi)]).toEqual([[], []]);
});

test('a name stands once among one’s own and once among the shared ones of a list', async () => {
  await keep(asha, { name: 'Late' });
  const again = await asha.post('/api/views', { ...DUE, name: ' LATE ' });
  expect(again).toMatchObject({ status: 409, body: { code: 'views.name_taken', errors: [{ pointer: '/name' }] } });
  await keep(ravi, { name: 'Late' });
  const shared = await keep(chief, { name: 'Late', is_shared: true });
  expect((await office.owner.post('/api/views', { ...DUE, name: 'late', is_shared: true })).status).toBe(409);
  const other = await keep(asha, { name: 'Later' });
  expect((await asha.patch(`/api/views/${other.id}`, { name: 'late' })).status).toBe(409);
  expect((await chief.delete(`/api/views/${shared.id}`)).status).toBe(200);
});

test.each([
  ['no list', { list: 'nothing' }, '/list'],
  ['a list of the platform', { list: 'tenants' }, '/list'],
  ['no name', { name: ' ' }, '/name'],
  ['two lines', { name: 'a\nb' }, '/name'],
  ['a filter that is no text', { filters: { kind: 1 } }, '/filters/kind'],
  ['a density', { density: 'huge' }, '/density'],
  ['a column without a key', { columns: [{ width: 3 }] }, '/columns/0/key'],
  ['somebody else', { created_by: '01900000-0000-7000-8000-000000000000' }, '/created_by'],
])('%s is refused', async (_what, changes, pointer) => {
  const reply = await asha.post('/api/views', { ...DUE, ...changes });
  expect([reply.status, reply.body.errors?.[0].pointer], reply.text).toEqual([400, pointer]);
});

test('filters have the names of filters, and nobody keeps views without end', async () => {
  const odd = await asha.post('/api/views', { ...DUE, filters: { 'a b': 'x' } });
  expect(odd.status, odd.text).toBe(400);
  await world.admin.query(
    `insert into views (tenant_id, id, list, name, created_by, author)
     select $1, gen_random_uuid(), 'notes', 'n' || n, $2, 'ravi' from generate_series(1, 200) n`,
    [office.id, claimsOf(ravi).sub],
  );
  expect((await ravi.post('/api/views', { ...DUE, name: 'One more' })).body.code).toBe('views.too_many');
  expect(await seenBy(asha, 'list=notes&limit=200')).not.toContain('n1');
});

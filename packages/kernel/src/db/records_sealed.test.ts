/** Sealed fields of records: plain on the wire for who may read them, noise in every table, hidden in trail and search. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defineList } from '../http/list.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { safeRecord, safes } from '../testing/safes/module.ts';
import { tablesWith } from '../testing/search_everywhere.ts';
import { createWorld, type World } from '../testing/world.ts';
import { defineRecord } from './records.ts';

let world: World;
let office: Office;
let other: Office;

const SECRET = 'PLAINTEXT-MARKER-left-12-right-33';

beforeAll(async () => {
  world = await createWorld({ modules: [safes] });
  office = await openOffice(world, 'vault-co');
  other = await openOffice(world, 'vault-other');
});
afterAll(() => world?.close());

test('created, read, listed, exported, changed: the wire is plain and no table holds it', async () => {
  const { owner } = office;
  const key = { 'idempotency-key': 'one-safe' };
  const body = { title: 'Office', combination: SECRET, hint: null };
  const made = await owner.post('/api/safes', body, key);
  expect([made.status, made.body.data.combination, made.body.data.hint]).toEqual([201, SECRET, null]);
  const again = await owner.post('/api/safes', body, key);
  expect([again.headers['idempotent-replayed'], again.body]).toEqual(['true', made.body]);
  const at = `/api/safes/${made.body.data.id}`;
  expect((await owner.get(at)).body.data.combination).toBe(SECRET);
  expect((await owner.get('/api/safes?fields=combination')).body.data).toEqual([
    { id: made.body.data.id, combination: SECRET },
  ]);
  expect((await owner.get('/api/safes?format=csv')).text).toContain(SECRET);
  const changed = await owner.patch(at, { combination: `${SECRET}-new`, hint: SECRET });
  expect(changed.body.data).toMatchObject({ combination: `${SECRET}-new`, hint: SECRET, version: 2 });
  expect((await owner.patch(at, { combination: `${SECRET}-new` })).body.data.version).toBe(2);
  const filled = await owner.post('/api/safes/fill', {
    safes: [
      { title: 'A', combination: SECRET },
      { title: 'B', combination: SECRET },
    ],
  });
  expect(filled.body.data).toMatchObject({ combination: `${SECRET} again`, version: 2 });
  expect(await tablesWith(world.admin, [SECRET])).toEqual([]);
  // The search is not blind: what is not sealed is found.
  expect(await tablesWith(world.admin, ['vault-co'])).toContain('public.tenants');
  const { rows } = await world.admin.query('select combination from safes');
  expect(rows.every((row) => /^v1\.[\w-]+$/.test(row.combination))).toBe(true);
  expect((await owner.delete(at)).status).toBe(200);
  expect(await tablesWith(world.admin, [SECRET])).toEqual([]);
});

test('the trail says that a sealed field changed, not what it was', async () => {
  const made = await office.owner.post('/api/safes', { title: 'Trail', combination: SECRET });
  await office.owner.patch(`/api/safes/${made.body.data.id}`, { combination: 'another', title: 'Trail two' });
  const { rows } = await world.admin.query(
    'select action, before, after from audit_entries where subject_id = $1 order by id',
    [made.body.data.id],
  );
  expect(rows).toEqual([
    { action: 'safes.create', before: null, after: { title: 'Trail', combination: '•••' } },
    {
      action: 'safes.update',
      before: { title: 'Trail', combination: '•••' },
      after: { title: 'Trail two', combination: '•••' },
    },
  ]);
});

test('a sealed field is not filtered, sorted or searched by', async () => {
  await office.owner.post('/api/safes', { title: 'Findable', combination: 'Zanzibar' });
  for (const query of ['combination=Zanzibar', 'sort=combination', 'sort=-hint', 'combination_from=A'])
    expect((await office.owner.get(`/api/safes?${query}`)).status, query).toBe(400);
  expect((await office.owner.get('/api/safes?q=Zanz')).body.data).toEqual([]);
  expect((await office.owner.get('/api/safes?q=Findab')).body.data).toHaveLength(1);
  const list = { record: safeRecord, sorts: { title: 'title' }, default_sort: 'title' };
  expect(() => defineList({ ...list, filters: { combination: 'text' } })).toThrow(/sealed/);
  expect(() => defineList({ ...list, sorts: { hint: 'hint' } })).toThrow(/sealed/);
  expect(() => defineRecord({ ...safeRecord, number: 'hint' })).toThrow(/cannot be sealed/);
});

test('another organisation reads none of it, and a value moved to it does not open there', async () => {
  const mine = (await office.owner.post('/api/safes', { title: 'Mine', combination: SECRET })).body.data;
  const theirs = (await other.owner.post('/api/safes', { title: 'Theirs', combination: 'theirs' })).body.data;
  expect((await other.owner.get(`/api/safes/${mine.id}`)).status).toBe(404);
  await world.admin.query(
    'update safes set combination = (select combination from safes where id = $1) where id = $2',
    [mine.id, theirs.id],
  );
  const moved = await other.owner.get(`/api/safes/${theirs.id}`);
  expect([moved.status, moved.body.code]).toEqual([500, 'keys.unreadable']);
  expect(moved.text).not.toContain(SECRET);
  await world.admin.query('update safes set hint = combination where id = $1', [mine.id]);
  expect((await office.owner.get(`/api/safes/${mine.id}`)).body.code).toBe('keys.unreadable');
});

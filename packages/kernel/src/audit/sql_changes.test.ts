/** What is changed past the application stands in the trail, and nobody who serves can switch the trail off. */
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withClient } from '../db/client.ts';
import { reading } from '../db/handle.ts';
import { newId } from '../schema/ids.ts';
import { example } from '../testing/example/module.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { createWorld, type World } from '../testing/world.ts';
import { verifyTrail } from './verify.ts';

let world: World;
let office: Office;
let other: Office;
let note: string;

beforeAll(async () => {
  world = await createWorld({ modules: [example] });
  office = await openOffice(world, 'watched-office');
  other = await openOffice(world, 'other-office');
  note = (await office.owner.post('/api/notes', { title: 'Cash 5,000', due_on: '2026-11-20' })).body.data.id;
  await other.owner.post('/api/notes', { title: 'Theirs', due_on: '2026-11-20' });
});
afterAll(() => world?.close());

interface Entry {
  id: string;
  actor_kind: string;
  actor: string;
  request_id: string;
  action: string;
  subject: string;
  subject_id: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

async function written(tenant: string): Promise<Entry[]> {
  const { rows } = await world.admin.query<Entry>(
    // The people and roles that a test puts in with SQL are told of too.
    `select * from audit_entries where tenant_id = $1 and action like 'sql.%' and subject in ('notes', 'audit_entries') order by at, id`,
    [tenant],
  );
  return rows;
}

/** What the work adds to the tenant's trail. */
async function added(tenant: string, work: () => Promise<unknown>): Promise<Entry[]> {
  const before = await written(tenant);
  await work();
  return (await written(tenant)).slice(before.length);
}

const verdict = async (tenant: string) => {
  await world.kernel.sealer.seal();
  return verifyTrail(reading(world.kernel.control, { tenant_id: tenant, plane: '' }), null);
};

test('a superuser’s UPDATE, INSERT and DELETE each leave who, what, before and after', async () => {
  const login = world.admin.user;
  const id = newId();
  const entries = await added(office.id, async () => {
    await world.admin.query(`update notes set title = 'Cash 50' where tenant_id = $1 and id = $2`, [office.id, note]);
    await world.admin.query(`update notes set title = title where tenant_id = $1`, [office.id]);
    await world.admin.query(
      `insert into notes (tenant_id, id, title, due_on) values ($1, $2, 'Put in', '2026-11-20')`,
      [office.id, id],
    );
    await world.admin.query('delete from notes where tenant_id = $1 and id = $2', [office.id, id]);
  });
  expect(entries).toMatchObject([
    {
      action: 'sql.update',
      actor_kind: 'database',
      actor: login,
      subject: 'notes',
      subject_id: note,
      before: { title: 'Cash 5,000' },
      after: { title: 'Cash 50' },
    },
    { action: 'sql.insert', subject_id: id, before: null, after: { title: 'Put in' } },
    { action: 'sql.delete', subject_id: id, before: { title: 'Put in' }, after: null },
  ]);
  expect(entries[0]?.request_id).toMatch(/^transaction \d+$/);
  expect(entries[0]?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/);
  expect(await verdict(office.id)).toMatchObject({ intact: true, unsealed: 0 });
  expect(await written(other.id)).toEqual([]);
});

test('the owner, the migrator and a session that plays a replica are seen too', async () => {
  const { admin } = world;
  const change = `update notes set title = title || '!' where tenant_id = '${office.id}'`;
  const as = async (...before: string[]): Promise<Entry[]> =>
    added(office.id, async () => {
      await admin.query('begin');
      for (const text of before) await admin.query(text);
      await admin.query(change);
      await admin.query('commit');
    });
  const bound = `select set_config('app.tenant_id', '${office.id}', true)`;
  expect(await as('set local role tenantry_owner', bound)).toMatchObject([
    { actor: `${admin.user} as tenantry_owner`, action: 'sql.update' },
  ]);
  expect(await as('set local role tenantry_migrator')).toMatchObject([{ action: 'sql.update' }]);
  expect(await as('set local session_replication_role = replica')).toMatchObject([{ action: 'sql.update' }]);
  expect(await as(`set local app.migration = 'none of yours'`)).toMatchObject([{ after: { title: /!$/ } }]);
  expect(await verdict(office.id)).toMatchObject({ intact: true });
});

test('TRUNCATE tells each tenant what it lost, and the trail’s own rows are watched', async () => {
  const { admin } = world;
  const mine = await added(office.id, async () => {
    await admin.query('begin');
    await admin.query('truncate notes');
    await admin.query('commit');
  });
  expect(mine).toMatchObject([{ action: 'sql.truncate', subject: 'notes', before: { rows: 1 } }]);
  expect(await written(other.id)).toMatchObject([{ action: 'sql.truncate', before: { rows: 1 } }]);
  await expect(admin.query('begin; set local role tenantry_owner; truncate notes')).rejects.toThrow(
    /does not see whose/,
  );
  await admin.query('rollback');
  const [edited] = await added(office.id, () =>
    admin.query(`update audit_entries set actor = 'eve' where tenant_id = $1 and action = 'notes.create'`, [office.id]),
  );
  expect(edited).toMatchObject({ action: 'sql.update', subject: 'audit_entries', after: { actor: 'eve' } });
  expect(await verdict(office.id)).toMatchObject({ intact: false, broken: { fault: 'entry_changed' } });
});

test('a migration leaves one entry for each table and tenant, with its name', async () => {
  const { admin } = world;
  for (let i = 0; i < 5; i++) await other.owner.post('/api/notes', { title: `Many ${i}`, due_on: '2026-11-20' });
  const entries = await added(other.id, async () => {
    await admin.query(
      `begin; set local role tenantry_migrator; set local app.migration = '202611300100_notes_fill.sql';
       update notes set stars = stars + 1; commit`,
    );
  });
  expect(entries).toMatchObject([
    {
      action: 'sql.update',
      subject: 'notes',
      subject_id: null,
      request_id: 'migration 202611300100_notes_fill.sql',
      after: { migration: '202611300100_notes_fill.sql' },
    },
  ]);
  expect(await verdict(other.id)).toMatchObject({ intact: true });
});

test('what the application does is written once, by the application', async () => {
  const before = await written(office.id);
  const made = await office.owner.post('/api/notes', { title: 'Once', due_on: '2026-11-20' });
  await office.owner.patch(`/api/notes/${made.body.data.id}`, { title: 'Twice' });
  await office.owner.delete(`/api/notes/${made.body.data.id}`);
  const { rows } = await world.admin.query(
    'select action from audit_entries where tenant_id = $1 and subject_id = $2 order by at, id',
    [office.id, made.body.data.id],
  );
  expect(rows.map((row) => row.action)).toEqual(['notes.create', 'notes.update', 'notes.delete']);
  expect(await written(office.id)).toEqual(before);
});

const ATTEMPTS = [
  `update audit_entries set actor = 'eve'`,
  'delete from audit_entries',
  'truncate audit_entries',
  'alter table audit_entries disable trigger all',
  'alter table notes disable trigger sql_change',
  'drop trigger sql_change on notes',
  'set session_replication_role = replica',
  `update audit_links set hash = digest`,
  'delete from audit_links',
  'truncate audit_links, audit_unsealed',
  `update control_audit_entries set actor = 'eve'`,
  'delete from control_audit_links',
  'drop function record_sql_change() cascade',
  'create or replace function record_sql_change() returns trigger language plpgsql as $$ begin return null; end $$',
];
const APP_ONLY = [
  'select from audit_links',
  'select from audit_unsealed',
  'delete from audit_unsealed',
  'select from control_audit_entries',
];

test.each([
  ['tenantry_app', [...ATTEMPTS, ...APP_ONLY]],
  ['tenantry_control', ATTEMPTS],
] as const)('%s can neither change nor switch off the trail', async (role, attempts) => {
  const connection = role === 'tenantry_app' ? world.connections.app : world.connections.control;
  await withClient(connection, async (client: pg.Client) => {
    await client.query(`select set_config('app.tenant_id', $1, false), set_config('app.plane', 'platform', false)`, [
      office.id,
    ]);
    for (const attempt of attempts) {
      // 42501: insufficient privilege; the owner alone may alter.
      await expect(client.query(attempt), attempt).rejects.toMatchObject({ code: '42501' });
    }
  });
});

test('the application login puts entries in its own tenant’s queue alone', async () => {
  await withClient(world.connections.app, async (client: pg.Client) => {
    await client.query(`select set_config('app.tenant_id', $1, false)`, [office.id]);
    const put = (tenant: string) =>
      client.query(`insert into audit_unsealed (tenant_id, entry_id, digest) values ($1, $2, '')`, [tenant, newId()]);
    await client.query('begin');
    await put(office.id);
    await client.query('rollback');
    await expect(put(other.id)).rejects.toMatchObject({ code: '42501' });
  });
});

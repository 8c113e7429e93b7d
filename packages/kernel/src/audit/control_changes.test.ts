/** Rights, people and the standing of organisations, changed past the program: it stands in the trail, and cannot be silenced unseen. */
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditCatalogue } from '../db/catalogue.ts';
import { withClient } from '../db/client.ts';
import { reading } from '../db/handle.ts';
import { example } from '../testing/example/module.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { createWorld, type World } from '../testing/world.ts';
import { verifyTrail } from './verify.ts';

let world: World;
let office: Office;
let other: Office;

beforeAll(async () => {
  world = await createWorld({ modules: [example] });
  office = await openOffice(world, 'ruled-office');
  other = await openOffice(world, 'other-office');
});
afterAll(() => world?.close());

interface Entry {
  action: string;
  actor: string;
  subject: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

/** What changes past the program have left in a tenant's trail, or the platform's. */
async function written(trail: string | null): Promise<Entry[]> {
  const { rows } = trail
    ? await world.admin.query<Entry>(
        `select * from audit_entries where tenant_id = $1 and action like 'sql.%' order by at, id`,
        [trail],
      )
    : await world.admin.query<Entry>(`select * from control_audit_entries where action like 'sql.%' order by at, id`);
  return rows;
}

async function added(trail: string | null, work: () => Promise<unknown>): Promise<Entry[]> {
  const before = await written(trail);
  await work();
  return (await written(trail)).slice(before.length);
}

const intact = async (trail: string | null): Promise<boolean> => {
  await world.kernel.sealer.seal();
  const handle = reading(world.kernel.control, { tenant_id: trail, plane: trail ? '' : 'platform' });
  return (await verifyTrail(handle, null)).intact;
};

test('somebody who makes himself owner, revives a tenant or renames a role with psql stands in that tenant’s trail', async () => {
  const { admin } = world;
  const elsewhere = await written(other.id);
  const entries = await added(office.id, async () => {
    await admin.query(`update memberships set role = 'viewer' where tenant_id = $1`, [office.id]);
    await admin.query(`update memberships set role = 'owner' where tenant_id = $1`, [office.id]);
    await admin.query(`update tenants set status = 'suspended' where id = $1`, [office.id]);
    await admin.query(`update tenants set status = 'active' where id = $1`, [office.id]);
    await admin.query(
      `insert into roles (tenant_id, id, name, title, permissions) values ($1, gen_random_uuid(), 'eve', 'Eve', '{notes.*}')`,
      [office.id],
    );
    await admin.query(`delete from roles where tenant_id = $1 and name = 'eve'`, [office.id]);
  });
  expect(entries).toMatchObject([
    { action: 'sql.update', actor: admin.user, subject: 'memberships', after: { role: 'viewer' } },
    { action: 'sql.update', subject: 'memberships', before: { role: 'viewer' }, after: { role: 'owner' } },
    { action: 'sql.update', subject: 'tenants', before: { status: 'active' }, after: { status: 'suspended' } },
    { action: 'sql.update', subject: 'tenants', after: { status: 'active' } },
    { action: 'sql.insert', subject: 'roles', before: null, after: { name: 'eve', permissions: ['notes.*'] } },
    { action: 'sql.delete', subject: 'roles', before: { name: 'eve' }, after: null },
  ]);
  expect(await written(other.id)).toEqual(elsewhere);
  expect(await intact(office.id)).toBe(true);
});

test('what belongs to no tenant stands in the platform’s trail, and secrets are not copied into any', async () => {
  const { admin } = world;
  const email = 'owner@ruled-office.example';
  const entries = await added(null, async () => {
    await admin.query('update users set is_operator = true where email = $1', [email]);
    await admin.query(`update users set is_operator = false, password_hash = 'stolen-hash' where email = $1`, [email]);
  });
  expect(entries).toMatchObject([
    { action: 'sql.update', subject: 'users', before: { is_operator: false }, after: { is_operator: true } },
    { after: { is_operator: false, password_hash: '(hidden)' }, before: { password_hash: '(hidden)' } },
  ]);
  const keyed = { 'idempotency-key': 'first-seal' };
  await other.owner.post('/api/notes', { title: 'Sealed answer', due_on: '2026-11-20' }, keyed);
  const [key] = await added(other.id, () =>
    admin.query(`update tenant_keys set wrapped = '\\xdeadbeef', master_key_id = 'm0' where tenant_id = $1`, [
      other.id,
    ]),
  );
  expect(key).toMatchObject({ subject: 'tenant_keys', after: { wrapped: '(hidden)', master_key_id: 'm0' } });
  const { rows } = await admin.query(
    `select 1 from audit_entries e where e::text ~ 'deadbeef|stolen' union all select 1 from control_audit_entries e where e::text ~ 'deadbeef|stolen'`,
  );
  expect(rows).toEqual([]);
  expect(await intact(null)).toBe(true);
});

test('a link or an entry of the platform’s trail that is changed by hand tells of it, besides not verifying', async () => {
  const { admin } = world;
  await office.owner.post('/api/notes', { title: 'Linked', due_on: '2026-11-20' });
  await world.kernel.sealer.seal();
  const links = await added(office.id, () =>
    admin.query(`update audit_links set digest = sha256('x') where tenant_id = $1 and seq = 1`, [office.id]),
  );
  expect(links).toMatchObject([{ action: 'sql.update', subject: 'audit_links', after: { digest: '(hidden)' } }]);
  const entries = await added(null, () =>
    admin.query(`update control_audit_entries set actor = 'eve' where id = (
    select id from control_audit_entries order by id limit 1)`),
  );
  expect(entries).toMatchObject([{ subject: 'control_audit_entries', after: { actor: 'eve' } }]);
  expect([await intact(office.id), await intact(null)]).toEqual([false, false]);
});

test('what the program changes of the control plane is written once, by the program', async () => {
  const before = [await written(office.id), await written(null)];
  const password = 'a good long password for tests';
  const change = await other.owner.post('/api/auth/password', { password, new_password: 'nine quiet elephants walk' });
  expect(change.status).toBe(200);
  expect([await written(office.id), await written(null)]).toEqual(before);
  const { rows } = await world.admin.query(`select from control_audit_entries where actor = $1`, [
    'owner@other-office.example',
  ]);
  expect(rows.length).toBeGreaterThan(0);
});

test.each(['app', 'control'] as const)(
  'the %s login cannot silence it by a command or by a setting of its connection',
  async (login) => {
    const connection = world.connections[login];
    await withClient(connection, async (client: pg.Client) => {
      for (const attempt of [
        'alter table memberships disable trigger sql_change',
        'drop trigger sql_change on users',
        'set session_replication_role = replica',
        'set session authorization tenantry_owner',
        'set role tenantry_migrator',
        'drop function record_control_change() cascade',
        `select watch_control_sql('sessions')`,
        `comment on table tenants is 'class: control'`,
      ])
        await expect(client.query(attempt), attempt).rejects.toMatchObject({ code: '42501' });
    });
    const options = '-c session_replication_role=replica';
    await expect(withClient({ ...connection, options }, async () => {})).rejects.toMatchObject({ code: '42501' });
  },
);

test('whoever owns the database and switches a trigger off is found by the audit of the catalogue', async () => {
  const { admin } = world;
  const silenced = async (): Promise<string[]> =>
    (await auditCatalogue(admin)).findings.filter(({ rule }) => /watche/.test(rule)).map(({ object }) => object);
  expect(await silenced()).toEqual([]);
  await admin.query(
    `begin; set local role tenantry_migrator; alter table memberships disable trigger sql_change;
     alter table notes disable trigger sql_truncate; comment on table users is 'class: control'; drop trigger sql_change on users; commit`,
  );
  expect((await silenced()).sort()).toEqual(['memberships', 'notes', 'users']);
});

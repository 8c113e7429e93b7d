/** The logins that serve are powerless, and the check at start refuses each way of being more. */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { assertPowerless, createRoles, roles } from './roles.ts';

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database?.close());

async function as<T>(role: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(database.as(role));
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

test('serving logins pass, all others are refused with their reason', async () => {
  for (const role of ['tenantry_app', 'tenantry_control', 'tenantry_ro']) await as(role, assertPowerless);
  await expect(as('tenantry_migrator', assertPowerless)).rejects.toThrow(
    /tenantry_migrator must not serve: it bypasses/,
  );
  await expect(as('tenantry_ops', assertPowerless)).rejects.toThrow(/it bypasses row-level security/);
  await expect(assertPowerless(database.admin)).rejects.toMatchObject({
    code: 'db.login_too_strong',
    message: /it is a superuser/,
  });
});

/** Each is given to a login of its own, which is refused for it and dropped again. */
const powers: [reason: RegExp, grant: string, undo?: string][] = [
  [/bypasses row-level security/, 'alter role %r bypassrls'],
  [/may create roles/, 'alter role %r createrole'],
  [/may create databases/, 'alter role %r createdb'],
  [/may replicate/, 'alter role %r replication'],
  [/bypasses row-level security through tenantry_migrator|owns/, 'grant tenantry_migrator to %r'],
  [/owns/, 'grant tenantry_owner to %r'],
  [/owns/, 'alter table domains owner to %r', 'alter table domains owner to tenantry_owner'],
  [
    /may create tables in schema public/,
    'grant create on schema public to %r',
    'revoke create on schema public from %r',
  ],
  [/may truncate/, 'grant truncate on domains to %r', 'revoke truncate on domains from %r'],
  [/may references/, 'grant references on domains to %r', 'revoke references on domains from %r'],
  [/is a member of pg_read_all_data/, 'grant pg_read_all_data to %r'],
];

test.each(powers)('a login is refused when it says %s', async (reason, grant, undo) => {
  const role = `powers_${process.pid}_${powers.findIndex((power) => power[1] === grant)}`;
  await database.admin.query(`create role ${role} login; grant connect on database ${database.name} to ${role}`);
  try {
    await database.admin.query(grant.replace('%r', role));
    await expect(as(role, assertPowerless)).rejects.toThrow(reason);
    if (undo) await database.admin.query(undo.replace('%r', role));
  } finally {
    await database.admin.query(`drop owned by ${role}; drop role ${role}`);
  }
});

test('making the roles again changes nothing; a login cannot become another', async () => {
  await createRoles(database.admin);
  const { rows } = await database.admin.query('select rolname from pg_roles where rolname = any ($1)', [
    roles.map((role) => role.name),
  ]);
  expect(rows).toHaveLength(roles.length);
  await expect(as('tenantry_app', (client) => client.query('set role tenantry_owner'))).rejects.toThrow(
    /permission denied/,
  );
  await expect(
    as('tenantry_app', (client) => client.query('set row_security = off; select * from audit_entries')),
  ).rejects.toThrow(/row-level security/);
  await expect(as('tenantry_app', (client) => client.query('truncate audit_entries'))).rejects.toThrow(
    /permission denied/,
  );
  await expect(as('tenantry_app', (client) => client.query('create table x (id int)'))).rejects.toThrow(
    /permission denied/,
  );
  await expect(as('tenantry_app', (client) => client.query('select * from users'))).rejects.toThrow(
    /permission denied/,
  );
  const limits = await as('tenantry_app', (client) =>
    client.query("select current_setting('statement_timeout') as s, current_setting('lock_timeout') as l"),
  );
  expect(limits.rows[0]).toEqual({ s: '30s', l: '5s' });
});

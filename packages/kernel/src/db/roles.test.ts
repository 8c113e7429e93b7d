/** The logins that serve are powerless, and the check at start refuses each way of being more. */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { auditCatalogue } from './catalogue.ts';
import { withClient } from './client.ts';
import { migrate } from './migrate.ts';
import { assertVersion } from './powers.ts';
import { assertPowerless, createRoles, roles } from './roles.ts';
import { scramVerifier } from './scram.ts';

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database?.close());

const as = <T>(role: string, work: (client: pg.Client) => Promise<T>): Promise<T> =>
  withClient(database.as(role), work);

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

/** The work as a login that is made with `rights` in a transaction, so that no other test sees it. `%r` is its name. */
async function withLogin(rights: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const { admin } = database;
  await admin.query('begin; create role passer_by login; grant usage on schema public to passer_by');
  try {
    await admin.query(rights.replaceAll('%r', 'passer_by').replaceAll('%d', database.name));
    await admin.query('set local session authorization passer_by');
    await work(admin);
  } finally {
    await admin.query('rollback');
  }
}

const powers: [reason: RegExp, rights: string][] = [
  [/it is a superuser/, 'alter role %r superuser'],
  [/it bypasses row-level security\./, 'alter role %r bypassrls'],
  [/may create roles/, 'alter role %r createrole'],
  [/may create databases/, 'alter role %r createdb'],
  [/may replicate/, 'alter role %r replication'],
  [/bypasses row-level security through tenantry_migrator/, 'grant tenantry_migrator to %r'],
  [/owns \w+ through tenantry_owner/, 'grant tenantry_owner to %r'],
  [/owns \w+ through tenantry_owner/, 'create role between; grant tenantry_owner to between; grant between to %r'],
  [/owns domains/, 'alter table domains owner to %r'],
  [/owns the function protect_tenant_table/, 'alter function protect_tenant_table owner to %r'],
  [/owns the schema own/, 'create schema own authorization %r'],
  [/owns the database/, 'alter database %d owner to %r'],
  [/may create objects in schema public/, 'grant create on schema public to %r'],
  [/may truncate domains/, 'grant truncate on domains to %r'],
  [/may references domains/, 'grant references on domains to %r'],
  [/may trigger domains/, 'grant trigger on domains to %r'],
  [/is a member of pg_read_all_data/, 'grant pg_read_all_data to %r'],
  [/may create schemas/, 'grant create on database %d to %r'],
  [/may create temporary tables/, 'grant temporary on database %d to %r'],
  [/may switch triggers and foreign keys off/, 'grant set on parameter session_replication_role to %r'],
];

test.each(powers)('a login is refused when it says %s', async (reason, rights) => {
  await withLogin('select 1', assertPowerless);
  await withLogin(rights, async (client) => {
    await expect(assertPowerless(client)).rejects.toThrow(reason);
  });
});

test('PostgreSQL with known holes in row-level security is refused, by its major', () => {
  for (const good of [150_014, 150_018, 160_010, 170_006, 180_000, 180_004, 190_001]) assertVersion(good);
  expect(() => assertVersion(140_019)).toThrow(/PostgreSQL 14 is too old: views/);
  expect(() => assertVersion(150_013)).toThrow(/PostgreSQL 15.13 has known holes .* Update it to 15.14/);
  expect(() => assertVersion(160_009)).toThrow(/Update it to 16.10/);
  expect(() => assertVersion(170_005)).toThrow(/Update it to 17.6/);
  expect(() => assertVersion(90_624)).toThrow(expect.objectContaining({ code: 'db.too_old' }));
});

test('a role that has become stronger or lost its time-outs is corrected; what is right is not written again', async () => {
  await database.admin.query('begin');
  try {
    await database.admin.query(
      'alter role tenantry_app bypassrls createdb; alter role tenantry_app reset lock_timeout',
    );
    await createRoles(database.admin);
    const { rows } = await database.admin.query(
      "select rolbypassrls or rolcreatedb as strong, rolconfig from pg_roles where rolname = 'tenantry_app'",
    );
    expect(rows[0].strong).toBe(false);
    expect([...rows[0].rolconfig].sort()).toEqual([
      'idle_in_transaction_session_timeout=30s',
      'jit=off',
      'lock_timeout=5s',
      'search_path=public',
      'statement_timeout=30s',
      'temp_file_limit=1GB',
    ]);
    const written =
      'select max(xmin::text::bigint) as last from (select xmin from pg_authid union all select xmin from pg_db_role_setting union all select xmin from pg_auth_members) x';
    await database.admin.query('commit; begin');
    const before = (await database.admin.query(written)).rows;
    await createRoles(database.admin);
    expect((await database.admin.query(written)).rows).toEqual(before);
  } finally {
    await database.admin.query('rollback');
  }
});

test('a login without rights suffices when all is prepared; else it is told which statement it may not run', async () => {
  const mine = 'grant tenantry_migrator to %r';
  await withLogin(mine, createRoles);
  await withLogin(`${mine}; revoke connect on database %d from tenantry_ro`, async (client) => {
    await expect(createRoles(client)).rejects.toMatchObject({
      code: 'db.cannot_prepare',
      message: /may not run "grant connect on database \S+ to tenantry_ro" \(it has no effect\)/,
    });
  });
  await withLogin(mine, async (client) => {
    await expect(createRoles(client, () => 'a password of the test')).rejects.toThrow(
      /may not run "alter role tenantry_migrator password '…'"/,
    );
  });
});

test('a rented server without a superuser: its administrator prepares and migrates a database of his own', async () => {
  const role = `rented_${process.pid}`;
  const name = `rented_${process.pid}`;
  await database.admin.query(`create role ${role} login createrole createdb; grant tenantry_migrator to ${role}`);
  await database.admin.query(`create database ${name} template template0 owner ${role}`);
  try {
    const connection = { ...database.as(role), database: name };
    const client = new pg.Client(connection);
    await client.connect();
    try {
      await createRoles(client);
      const { applied } = await migrate({ connection, folders: [new URL('../../migrations/', import.meta.url)] });
      expect(applied.length).toBeGreaterThan(3);
      expect((await auditCatalogue(client)).findings).toEqual([]);
    } finally {
      await client.end();
    }
    const app = new pg.Client({ ...database.as('tenantry_app'), database: name });
    await app.connect();
    try {
      await assertPowerless(app);
    } finally {
      await app.end();
    }
  } finally {
    await database.admin.query(`drop database ${name} with (force)`);
    await database.admin.query(`drop role ${role}`);
  }
});

test('many starts on many databases of one server at once all end well', async () => {
  const other = await freshDatabase();
  try {
    const password = String(database.as('tenantry_app').password ?? 'of no use where logins are trusted');
    const starts = [database, other, database, other].map(async ({ as: login, admin }) => {
      const client = new pg.Client(login(String(admin.user)));
      await client.connect();
      try {
        for (let i = 0; i < 5; i++) await createRoles(client, () => password);
      } finally {
        await client.end();
      }
    });
    await Promise.all(starts);
  } finally {
    await other.close();
  }
});

test('the verifier is the one that PostgreSQL computes for the same password and salt', async () => {
  await database.admin.query('begin');
  await database.admin.query(
    "set local password_encryption = 'scram-sha-256'; create role verified login password 'correct horse battery staple'",
  );
  const { rows } = await database.admin.query("select rolpassword from pg_authid where rolname = 'verified'");
  await database.admin.query('rollback');
  const salt = Buffer.from(rows[0].rolpassword.split(/[:$]/)[2], 'base64');
  expect(scramVerifier('correct horse battery staple', salt)).toBe(rows[0].rolpassword);
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

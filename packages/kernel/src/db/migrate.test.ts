/** Migrations run once, in order, whoever starts them; what is unsafe is refused by name and leaves nothing behind. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { dumpSchema, sortedColumns } from './dump.ts';
import { migrate } from './migrate.ts';

let database: FreshDatabase;
let path: string;
let folder: URL;

beforeAll(async () => {
  database = await freshDatabase();
  path = mkdtempSync(join(tmpdir(), 'tenantry-migrations-'));
  folder = pathToFileURL(`${path}/`);
});
afterAll(async () => {
  await database?.close();
  rmSync(path, { recursive: true, force: true });
});

const write = (name: string, text: string): void => writeFileSync(join(path, name), text);
const run = () => migrate({ connection: database.as('tenantry_migrator'), folders: [folder] });
const tables = async (): Promise<string[]> => {
  const { rows } = await database.admin.query(
    `select relname from pg_class where relkind = 'r' and relname like 'm\\_%' order by 1`,
  );
  return rows.map((row) => row.relname);
};

const table = (name: string): string =>
  `create table ${name} (tenant_id uuid not null, id uuid not null, primary key (tenant_id, id)); select protect_tenant_table('${name}');`;

test('files are applied once in time order, also when two instances start together', async () => {
  write(
    '203001010002_second.sql',
    table('m_second').replace(
      'primary key',
      'foreign key (tenant_id, id) references m_first (tenant_id, id), primary key',
    ),
  );
  write('203001010001_first.sql', table('m_first'));
  const runs = await Promise.all([run(), run(), run()]);
  expect(runs.flatMap((one) => one.applied)).toEqual(['203001010001_first.sql', '203001010002_second.sql']);
  expect(await run()).toEqual({ applied: [] });
  expect(await tables()).toEqual(['m_first', 'm_second']);
  const { rows } = await database.admin.query(
    `select pg_get_userbyid(relowner) as owner from pg_class where relname = 'm_first'`,
  );
  expect(rows[0].owner).toBe('tenantry_owner');
});

test('a file that was changed after it was applied is refused', async () => {
  write('203001010001_first.sql', `${table('m_first')} -- changed`);
  await expect(run()).rejects.toThrow(/203001010001_first.sql: it was changed after it had been applied/);
  write('203001010001_first.sql', table('m_first'));
});

const refused: [why: RegExp, sql: string][] = [
  [/m_bad: end the migration with protect_tenant_table/, 'create table m_bad (id uuid)'],
  [
    /m_bad: end the migration with protect_tenant_table/,
    `create table m_bad (tenant_id uuid not null, primary key (tenant_id)); comment on table m_bad is 'class: tenant'`,
  ],
  [/aside.m_bad: end the migration with/, 'create schema aside; create table aside.m_bad (id uuid)'],
  [
    /needs a column "tenant_id uuid not null" without a default/,
    `create table m_bad (tenant_id uuid not null default '00000000-0000-0000-0000-000000000000', id uuid, primary key (tenant_id, id)); select protect_tenant_table('m_bad')`,
  ],
  [
    /foreign key m_bad_fkey of table m_bad must refer to/,
    `create table m_bad (tenant_id uuid not null, id uuid, primary key (tenant_id, id), constraint m_bad_fkey foreign key (tenant_id) references tenants (id)); select protect_tenant_table('m_bad')`,
  ],
  [
    /needs a column "tenant_id uuid not null"/,
    `create table m_bad (id uuid primary key); select protect_tenant_table('m_bad')`,
  ],
  [
    /needs a column "tenant_id uuid not null"/,
    `create table m_bad (tenant_id text not null, id uuid, primary key (tenant_id, id)); select protect_tenant_table('m_bad')`,
  ],
  [
    /needs a primary key/,
    `create table m_bad (tenant_id uuid not null, id uuid); select protect_tenant_table('m_bad')`,
  ],
  [
    /must begin with tenant_id/,
    `create table m_bad (tenant_id uuid not null, id uuid primary key); select protect_tenant_table('m_bad')`,
  ],
  [
    /must begin with tenant_id/,
    `create table m_bad (tenant_id uuid not null, id uuid, code text unique, primary key (tenant_id, id)); select protect_tenant_table('m_bad')`,
  ],
  [
    /must begin with tenant_id/,
    `create table m_bad (tenant_id uuid not null, id uuid, code text, primary key (tenant_id, id)); create unique index on m_bad (code); select protect_tenant_table('m_bad')`,
  ],
  [
    /index m_bad_code of table m_bad must begin with tenant_id/,
    `create table m_bad (tenant_id uuid not null, id uuid, code text, primary key (tenant_id, id)); create index m_bad_code on m_bad (code); select protect_tenant_table('m_bad')`,
  ],
  [/203001010003_bad.sql, line 3: .*syntax error/, `select 1;\nselect 2;\nselekt 3;`],
  [/203001010003_bad.sql, line 4: division by zero/, `-- one; two\nselect ';';\n\nselect\n 1 / 0;`],
  [/203001010003_bad.sql, line 2: each file is one transaction/, `${table('m_bad')}\nCOMMIT;`],
];

test.each(refused)('refused with %s, and nothing of it stays', async (why, sql) => {
  write('203001010003_bad.sql', sql);
  await expect(run()).rejects.toThrow(why);
  expect(await tables()).toEqual(['m_first', 'm_second']);
  rmSync(join(path, '203001010003_bad.sql'));
});

test('a file that fills a column reaches the rows of all tenants', async () => {
  const tenants = ['0190a4f2-7c1e-7d3a-9b55-3f6f0c2a1d10', '0190a4f2-7c1e-7d3a-9b55-3f6f0c2a1d11'];
  await database.admin.query('insert into m_first (tenant_id, id) values ($1, $1), ($2, $2)', tenants);
  write(
    '203001010004_fill.sql',
    `alter table m_first add column note text; update m_first set note = 'filled';
     create function m_noted() returns bigint language sql set search_path = public as $$ select count(note) from m_first $$;
     select grant_rows('m_first', 'tenantry_app', false)`,
  );
  await run();
  const { rows } = await database.admin.query('select count(*)::int as filled from m_first where note is not null');
  expect(rows[0].filled).toBe(2);
  const owners = await database.admin.query(
    `select distinct pg_get_userbyid(owner) as owner from (
       select relowner as owner from pg_class where relnamespace = 'public'::regnamespace
       union all select proowner from pg_proc where pronamespace = 'public'::regnamespace) o`,
  );
  expect(owners.rows).toEqual([{ owner: 'tenantry_owner' }]);
});

test('an older file of a branch that came later is applied; a file that only the database knows is left alone', async () => {
  write('203001010000_earlier.sql', 'select 1');
  expect(await run()).toEqual({ applied: ['203001010000_earlier.sql'] });
  rmSync(join(path, '203001010000_earlier.sql'));
  expect(await run()).toEqual({ applied: [] });
});

test('an instance waits for the one that migrates, longer than a lock of a table is waited for', async () => {
  write('203001010005_waits.sql', 'select 1');
  await database.admin.query('select pg_advisory_lock(7301402212)');
  const waiting = migrate({
    connection: { ...database.as('tenantry_migrator'), options: '-c lock_timeout=50' },
    folders: [folder],
  });
  await new Promise((resolve) => setTimeout(resolve, 400));
  await database.admin.query('select pg_advisory_unlock(7301402212)');
  expect(await waiting).toEqual({ applied: ['203001010005_waits.sql'] });
});

test('a table that users work on is waited for and tried again', async () => {
  write('203001010006_busy.sql', `set local lock_timeout = '100ms'; alter table m_second add column busy text`);
  await database.admin.query('begin; lock table m_second in access share mode');
  const running = run();
  await new Promise((resolve) => setTimeout(resolve, 400));
  await database.admin.query('commit');
  expect(await running).toEqual({ applied: ['203001010006_busy.sql'] });
});

test('a fresh database and an upgraded one are the same', async () => {
  const upgraded = sortedColumns(await dumpSchema(database.admin));
  const fresh = await freshDatabase();
  try {
    const { applied } = await migrate({ connection: fresh.as('tenantry_migrator'), folders: [folder] });
    expect(applied).toHaveLength(5);
    expect(sortedColumns(await dumpSchema(fresh.admin))).toBe(upgraded);
  } finally {
    await fresh.close();
  }
});

test('a file with a careless name, and two of one name, are refused', async () => {
  write('next_one.sql', 'select 1');
  await expect(run()).rejects.toThrow(/next_one.sql: name it YYYYMMDDHHMM/);
  rmSync(join(path, 'next_one.sql'));
  await expect(migrate({ connection: database.as('tenantry_migrator'), folders: [folder, folder] })).rejects.toThrow(
    /two modules have a migration of this name/,
  );
});

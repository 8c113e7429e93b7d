/** Migrations run once, in order, whoever starts them; what is unsafe is refused by name and leaves nothing behind. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
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
  [/203001010003_bad.sql, line 3: .*syntax error/, `select 1;\nselect 2;\nselekt 3;`],
];

test.each(refused)('refused with %s, and nothing of it stays', async (why, sql) => {
  write('203001010003_bad.sql', sql);
  await expect(run()).rejects.toThrow(why);
  expect(await tables()).toEqual(['m_first', 'm_second']);
  rmSync(join(path, '203001010003_bad.sql'));
});

test('a file with a careless name, and two of one name, are refused', async () => {
  write('next_one.sql', 'select 1');
  await expect(run()).rejects.toThrow(/next_one.sql: name it YYYYMMDDHHMM/);
  rmSync(join(path, 'next_one.sql'));
  await expect(migrate({ connection: database.as('tenantry_migrator'), folders: [folder, folder] })).rejects.toThrow(
    /two modules have a migration of this name/,
  );
});

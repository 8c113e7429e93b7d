/** The schema's text is executable and complete: loaded into an empty database it gives the same text again. */
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { auditCatalogue } from './catalogue.ts';
import { dumpSchema } from './dump.ts';
import { createRoles } from './roles.ts';

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database?.close());

test('a dump that is loaded gives the same dump, and is isolated', async () => {
  const text = await dumpSchema(database.admin);
  for (const part of [
    'create domain paise',
    'create table tenants',
    'create policy tenant_isolation on audit_entries',
    'force row level security',
  ]) {
    expect(text).toContain(part);
  }
  const postgres = inject('postgres');
  const server = new pg.Client(postgres);
  await server.connect();
  const name = `dump_${process.pid}`;
  await server.query(`create database ${name} template template0`);
  const copy = new pg.Client({ ...postgres, database: name });
  try {
    await copy.connect();
    await createRoles(copy);
    await copy.query(`set role tenantry_owner; set check_function_bodies = off; ${text}; reset role;`);
    expect(await dumpSchema(copy)).toBe(text);
    expect((await auditCatalogue(copy)).findings).toEqual([]);
  } finally {
    await copy.end();
    await server.query(`drop database ${name} with (force)`);
    await server.end();
  }
});

test('every difference shows, also in what the audit refuses', async () => {
  const before = await dumpSchema(database.admin);
  const changes = [
    'alter table domains add column note text',
    `alter table domains alter column verification_token set default 'x'`,
    'create index on domains (tenant_id, created_at)',
    'alter policy control_plane on domains using (true)',
    'alter table domains no force row level security',
    'grant truncate on domains to tenantry_app',
    'grant update (id) on domains to tenantry_control',
    'alter table domains drop constraint domains_tenant_id_fkey',
    'alter table domains alter column verified_at set not null',
    'alter table domains alter column tenant_id set statistics 500',
    'alter table domains set (fillfactor = 80)',
    'alter table domains owner to tenantry_migrator',
    `comment on column domains.domain is 'x'`,
    'create policy second on domains for select to tenantry_ro using (true)',
    'create trigger spy after insert on domains for each row execute function suppress_redundant_updates_trigger()',
    'create sequence spare',
    'create view spare with (security_invoker = true) as select domain from domains',
    `create type spare as enum ('a')`,
    'create materialized view spare as select 1 as one',
    'create rule spare as on delete to domains do instead nothing',
    'create schema spare',
    'create domain spare as text not null',
    'create extension pg_trgm',
    'grant execute on function grant_rows(regclass, text, boolean) to tenantry_app',
    'create or replace function protect_reference_table(target regclass) returns void language plpgsql as $$ begin end $$',
  ];
  for (const change of changes) {
    await database.admin.query('begin');
    await database.admin.query(change);
    expect(await dumpSchema(database.admin), change).not.toBe(before);
    await database.admin.query('rollback');
  }
  expect(await dumpSchema(database.admin)).toBe(before);
});

test('the text does not depend on the order of work or the settings of the session, which stay as they were', async () => {
  const steps = [
    'create table b (tenant_id uuid not null, id uuid not null, x text, primary key (tenant_id, id))',
    'create table a (tenant_id uuid not null, id uuid not null, primary key (tenant_id, id))',
    'create index z on b (tenant_id, x)',
    'create index y on b (tenant_id, x, id)',
  ];
  const dumpAfter = async (work: string[], path: string): Promise<string> => {
    await database.admin.query('begin');
    for (const step of work) await database.admin.query(step);
    await database.admin.query(`set local search_path = ${path}`);
    const text = await dumpSchema(database.admin);
    const { rows } = await database.admin.query('show search_path');
    expect(rows[0].search_path).toBe(path);
    await database.admin.query('rollback');
    return text;
  };
  const text = await dumpAfter(steps, 'public');
  expect(text).toContain('create table a (');
  expect(await dumpAfter([steps[1], steps[0], steps[3], steps[2]] as string[], 'pg_catalog')).toBe(text);
});

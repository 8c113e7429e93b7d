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

test('every difference shows: a column, a default, an index, a policy, a grant', async () => {
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
  ];
  for (const change of changes) {
    await database.admin.query('begin');
    await database.admin.query(change);
    expect(await dumpSchema(database.admin), change).not.toBe(before);
    await database.admin.query('rollback');
  }
});

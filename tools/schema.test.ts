/** db/schema.sql is what the migrations make, and an installation of the released version comes to the same by upgrading. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { auditCatalogue } from '@tenantry/kernel/db/catalogue.ts';
import { dumpSchema, sortedColumns } from '@tenantry/kernel/db/dump.ts';
import { migrate, readMigrations } from '@tenantry/kernel/db/migrate.ts';
import { createRoles } from '@tenantry/kernel/db/roles.ts';
import { freshDatabase } from '@tenantry/kernel/testing/database.ts';
import { modules } from '@tenantry/server/modules.ts';
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { releasedSchema } from './release_schema.ts';

const KERNEL = new URL('../packages/kernel/migrations/', import.meta.url);
const RELEASED = new URL('../db/released/', import.meta.url);
const folders = [KERNEL, ...modules.map((module) => module.migrations)];

test('db/schema.sql is the schema after all migrations, and the audit finds nothing in it', async () => {
  const database = await freshDatabase(modules);
  try {
    expect((await auditCatalogue(database.admin)).findings).toEqual([]);
    await expect(await dumpSchema(database.admin)).toMatchFileSnapshot('../db/schema.sql');
  } finally {
    await database.close();
  }
});

const kept = existsSync(RELEASED) ? readdirSync(RELEASED).filter((name) => name.endsWith('.sql')) : [];

/** An installation of today stands in for releases until there is one, and shows that what is kept of a release suffices. */
const TODAY = 'today';

test.each([...kept, TODAY])('an installation of %s upgrades to the same schema', async (file) => {
  const postgres = inject('postgres');
  const name = `upgrade_${process.pid}`;
  const server = new pg.Client(postgres);
  await server.connect();
  await server.query(`create database ${name} template template0`);
  const connection = { ...postgres, database: name };
  const client = new pg.Client(connection);
  const fresh = await freshDatabase(modules);
  try {
    await client.connect();
    await createRoles(client);
    const text =
      file === TODAY
        ? releasedSchema(TODAY, await dumpSchema(fresh.admin), readMigrations(folders))
        : readFileSync(new URL(file, RELEASED), 'utf8');
    await client.query(`set role tenantry_owner; set check_function_bodies = off; ${text}; reset role;`);
    const { applied } = await migrate({ connection, folders });
    if (file === TODAY) expect(applied).toEqual([]);
    expect(sortedColumns(await dumpSchema(client))).toBe(sortedColumns(await dumpSchema(fresh.admin)));
    expect((await migrate({ connection, folders })).applied).toEqual([]);
  } finally {
    await client.end();
    await server.query(`drop database ${name} with (force)`);
    await server.end();
    await fresh.close();
  }
});

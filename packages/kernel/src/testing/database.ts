/** Fresh databases for tests: the schema is migrated once into a template, and each test file gets a copy of it. */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { pino } from 'pino';
import { inject } from 'vitest';
import { createSealer } from '../audit/sealer.ts';
import { withClient } from '../db/client.ts';
import { migrate } from '../db/migrate.ts';
import { openDatabase } from '../db/pool.ts';
import { createRoles } from '../db/roles.ts';
import type { Module } from '../http/module.ts';
import { keyFolderOf } from './key_folder.ts';
import { testConnection } from './postgres.ts';
import './global_setup.ts';

const KERNEL_MIGRATIONS = new URL('../../migrations/', import.meta.url);

export interface FreshDatabase {
  name: string;
  connections: { app: pg.ClientConfig; control: pg.ClientConfig };
  /** The same database as another role. */
  as(role: string): pg.ClientConfig;
  /** A connection of the superuser, for looking behind the scenes. */
  admin: pg.Client;
  close(): Promise<void>;
}

/** One key for all who make templates at the same time. */
const TEMPLATE_LOCK = 4_711_001;

function templateName(folders: readonly URL[]): string {
  const hash = createHash('sha256');
  for (const folder of folders) {
    for (const file of readdirSync(fileURLToPath(folder)).sort())
      hash.update(file).update(readFileSync(new URL(file, folder)));
  }
  return `template_${hash.digest('hex').slice(0, 16)}`;
}

/** What the migrations wrote into the trail is linked, as a server does within a second: copies that are made later do not wait for it. */
async function sealTrail(connection: pg.ClientConfig): Promise<void> {
  const control = await openDatabase(connection, 1, () => {});
  const sealer = createSealer({ control, anchors: null, log: pino({ level: 'silent' }) });
  while ((await sealer.seal()) > 0);
  await sealer.close();
  await control.pool.end();
}

async function ensureTemplate(
  server: pg.Client,
  folders: URL[],
  as: (role: string, database: string) => pg.ClientConfig,
): Promise<string> {
  const name = templateName(folders);
  await server.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    const { rows } = await server.query<{ ready: boolean }>(
      'select datistemplate as ready from pg_database where datname = $1',
      [name],
    );
    if (rows[0]?.ready) return name;
    if (rows[0]) await server.query(`drop database ${name} with (force)`);
    await server.query(`create database ${name} template template0 encoding 'UTF8'`);
    const connection = as('', name);
    await withClient(connection, (client) =>
      createRoles(client, connection.password ? () => String(connection.password) : undefined),
    );
    await migrate({ connection, folders });
    await sealTrail(as('tenantry_control', name));
    await server.query(`alter database ${name} is_template true`);
    return name;
  } finally {
    await server.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
}

export { keyFolderOf };

let counter = 0;

/** A database of its own with the schema of the kernel and the given modules; dropped by `close`. */
export async function freshDatabase(modules: readonly Pick<Module, 'migrations'>[] = []): Promise<FreshDatabase> {
  const postgres = inject('postgres');
  const as = (role: string, database: string): pg.ClientConfig =>
    role ? testConnection(postgres, role, database) : { ...postgres, database };
  const server = new pg.Client(as('', postgres.database));
  await server.connect();
  try {
    const template = await ensureTemplate(
      server,
      [KERNEL_MIGRATIONS, ...modules.map((module) => module.migrations)],
      as,
    );
    const name = `test_${process.pid}_${Date.now().toString(36)}_${++counter}`;
    await server.query(`create database ${name} template ${template} strategy wal_log`);
    const admin = new pg.Client(as('', name));
    await admin.connect();
    // A copy has its template's tables, but not the rights on the database itself.
    await createRoles(admin, postgres.password ? () => String(postgres.password) : undefined);
    return {
      name,
      as: (role) => as(role, name),
      connections: { app: as('tenantry_app', name), control: as('tenantry_control', name) },
      admin,
      async close() {
        await admin.end();
        await server.query(`drop database if exists ${name} with (force)`);
        await server.end();
        rmSync(keyFolderOf(name), { recursive: true, force: true });
      },
    };
  } catch (error) {
    await server.end();
    throw error;
  }
}

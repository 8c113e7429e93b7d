/** Brings up the database of the installation: embedded or external, roles, migrations; answers the logins for serving. */

import { createHmac } from 'node:crypto';
import { withClient } from '@tenantry/kernel/db/client.ts';
import { startPostgres } from '@tenantry/kernel/db/embedded.ts';
import { migrate } from '@tenantry/kernel/db/migrate.ts';
import { createRoles } from '@tenantry/kernel/db/roles.ts';
import type { Module } from '@tenantry/kernel/http/module.ts';
import type { FastifyBaseLogger } from 'fastify';
import type pg from 'pg';
import type { ServerConfig } from './config.ts';

export interface ServingDatabase {
  connections: { app: pg.ClientConfig; control: pg.ClientConfig };
  /** Whether the database was created just now, so that nothing is in it yet. */
  created: boolean;
  stop(): Promise<void>;
}

/** The kernel's own migrations. */
export const KERNEL_MIGRATIONS = new URL('../../packages/kernel/migrations/', import.meta.url);

const DATABASE = 'tenantry';

/** Each login's password, when the server is reached over a network: derived from the installation's secret, never stored. */
function passwordOf(config: ServerConfig, role: string): string {
  return createHmac('sha256', config.secret).update(`database login ${role}`).digest('base64url');
}

async function ensureDatabase(admin: pg.Client): Promise<boolean> {
  const { rowCount } = await admin.query('select from pg_database where datname = $1', [DATABASE]);
  if (rowCount) return false;
  await admin.query(`create database ${DATABASE} template template0 encoding 'UTF8'`);
  return true;
}

async function prepare(
  admin: pg.ClientConfig,
  modules: readonly Module[],
  log: FastifyBaseLogger,
  password?: (role: string) => string,
): Promise<void> {
  await withClient(admin, (client) => createRoles(client, password));
  const { applied } = await migrate({
    connection: admin,
    folders: [KERNEL_MIGRATIONS, ...modules.map((module) => module.migrations)],
  });
  if (applied.length > 0) log.info({ applied: applied.length }, 'migrations applied');
}

async function embedded(
  config: ServerConfig,
  modules: readonly Module[],
  log: FastifyBaseLogger,
): Promise<ServingDatabase> {
  const server = await startPostgres({ data_dir: config.data_dir, log: (line) => log.info(line) });
  log.info({ version: server.version, attached: server.attached }, 'embedded PostgreSQL is up');
  try {
    const created = await withClient(server.connection('tenantry_admin', 'postgres'), ensureDatabase);
    await prepare(server.connection('tenantry_admin', DATABASE), modules, log);
    const connections = {
      app: server.connection('tenantry_app', DATABASE),
      control: server.connection('tenantry_control', DATABASE),
    };
    return { connections, created, stop: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** An external server: `DATABASE_URL` may set things up; the server itself serves with logins that may not. */
async function external(
  config: ServerConfig,
  modules: readonly Module[],
  log: FastifyBaseLogger,
): Promise<ServingDatabase> {
  const url = config.database_url as string;
  const login = (role: string, given: string | null): pg.ClientConfig => {
    if (given) return { connectionString: given };
    const parsed = new URL(url);
    parsed.username = role;
    parsed.password = passwordOf(config, role);
    return { connectionString: parsed.toString() };
  };
  const managed = config.database_app_url !== null && config.database_control_url !== null;
  const created = await withClient({ connectionString: url }, async (client) => {
    const { rowCount } = await client.query(
      "select from pg_class where relname = 'tenants' and relnamespace = 'public'::regnamespace",
    );
    return !rowCount;
  });
  await prepare({ connectionString: url }, modules, log, managed ? undefined : (role) => passwordOf(config, role));
  const connections = {
    app: login('tenantry_app', config.database_app_url),
    control: login('tenantry_control', config.database_control_url),
  };
  return { connections, created, stop: async () => {} };
}

/** Brings the database up. */
export function openServingDatabase(
  config: ServerConfig,
  modules: readonly Module[],
  log: FastifyBaseLogger,
): Promise<ServingDatabase> {
  return config.database_url ? external(config, modules, log) : embedded(config, modules, log);
}

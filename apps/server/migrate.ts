/** `migrate`: brings the database up to date and stops, for deployments that do this before they start new instances. */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { claimInstance } from '@tenantry/kernel/db/instance.ts';
import { pino } from 'pino';
import { ConfigError, readConfig } from './config.ts';
import { openServingDatabase } from './database.ts';
import { modules } from './modules.ts';

/** Applies what is pending. With an external database it needs the same SECRET as the server, whose logins it makes. */
export async function migrateOnly(env: NodeJS.ProcessEnv): Promise<void> {
  const read = readConfig(env);
  if (read.database_url && !read.secret)
    throw new ConfigError('SECRET: give the one that the server uses; the database logins are derived from it.');
  const config = { ...read, data_dir: resolve(read.data_dir), secret: read.secret ?? '' };
  const log = pino({ level: config.log_level });
  let release: (() => Promise<void>) | null = null;
  if (!config.database_url) {
    mkdirSync(config.data_dir, { recursive: true });
    release = await claimInstance(config.data_dir);
  }
  const database = await openServingDatabase(config, modules, log);
  await database.stop();
  await release?.();
  log.info('the database is up to date');
}

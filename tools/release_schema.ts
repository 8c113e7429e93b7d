/** Keeps the schema of a release, with its ledger, so that later versions are tested by upgrading from it: run it once a release. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type MigrationFile, readMigrations } from '@tenantry/kernel/db/migrate.ts';

/** The dump of a release as a database that has applied `files`: the schema, and what its ledger says. */
export function releasedSchema(version: string, schema: string, files: readonly MigrationFile[]): string {
  const rows = files.map(({ name, checksum }) => `  ('${name}', '${checksum}')`).join(',\n');
  return `-- Tenantry ${version}, as its installations have it. Never changed.\n\n${schema}\ninsert into migrations (name, checksum) values\n${rows};\n`;
}

if (import.meta.main) {
  const { modules } = await import('@tenantry/server/modules.ts');
  const root = new URL('../', import.meta.url);
  const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string };
  const target = new URL(`db/released/${version}.sql`, root);
  if (existsSync(target)) throw new Error(`${target.pathname} exists: raise the version in package.json first.`);
  const folders = [new URL('packages/kernel/migrations/', root), ...modules.map((module) => module.migrations)];
  mkdirSync(new URL('./', target), { recursive: true });
  const schema = readFileSync(new URL('db/schema.sql', root), 'utf8');
  writeFileSync(target, releasedSchema(version, schema, readMigrations(folders)));
  process.stdout.write(`${target.pathname}\n`);
}

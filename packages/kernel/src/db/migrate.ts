/** Migrations: the plain SQL files of all modules, in time order, each once, each in a transaction of its own. */
import { createHash } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { splitStatements } from './statements.ts';

export interface MigrationInput {
  /** A login that is, or may become, tenantry_migrator. */
  connection: pg.ClientConfig;
  /** Folders with files named `YYYYMMDDHHMM_<what>.sql`. */
  folders: readonly URL[];
}

/** A migration that cannot be applied; the message names the file and, where it is known, the line. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

/** A migration as it stands in its folder. */
export interface MigrationFile {
  name: string;
  text: string;
  /** SHA-256 of the text, hexadecimal. */
  checksum: string;
}

interface Applied {
  name: string;
  checksum: string;
}

const NAME = /^\d{12}_[a-z0-9_]+\.sql$/;
const TRANSACTION = /^(begin|commit|rollback|abort|end|start\s+transaction|prepare\s+transaction)\b/i;

/** Only one instance migrates at a time; the others wait and find nothing left to do. */
const MIGRATION_LOCK = 7_301_402_212;
const ATTEMPTS = 5;

/** The files of all folders in the order in which they are applied. Throws `MigrationError` for a careless or a double name. */
export function readMigrations(folders: readonly URL[]): MigrationFile[] {
  const files = folders.flatMap((folder) =>
    readdirSync(fileURLToPath(folder))
      .filter((name) => name.endsWith('.sql'))
      .map((name) => {
        if (!NAME.test(name)) throw new MigrationError(`${name}: name it YYYYMMDDHHMM_what_it_does.sql`);
        const text = readFileSync(new URL(name, folder), 'utf8');
        return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
      }),
  );
  files.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const [index, file] of files.entries()) {
    if (files[index + 1]?.name === file.name)
      throw new MigrationError(`${file.name}: two modules have a migration of this name`);
  }
  return files;
}

const LEDGER = `
  create table if not exists migrations (
    name text collate "C" primary key,
    checksum text not null,
    applied_at timestamptz not null default now()
  );
  alter table migrations owner to tenantry_owner;
  comment on table migrations is 'class: control, append only';
  grant select on migrations to tenantry_control, tenantry_ops`;

/**
 * Applies what is not in the ledger, oldest first, and answers the names of what it applied. A file whose content changed
 * after it was applied is refused. A file that is older than the last applied one (two branches met) is applied all the same:
 * migrations of different resources do not depend on each other's order, and the comparison of the fresh with the upgraded
 * schema would show it if they did. A file that the ledger knows and the folders do not is left alone: the database may be one
 * release ahead of this program.
 *
 * The files run as tenantry_migrator, which bypasses row-level security, so that a file that fills a column reaches the rows
 * of all tenants; as the owner it would reach none, without an error. What they made is given to tenantry_owner afterwards.
 */
export async function migrate({ connection, folders }: MigrationInput): Promise<{ applied: string[] }> {
  const files = readMigrations(folders);
  const client = new pg.Client({ ...connection, application_name: 'tenantry migrate' });
  await client.connect();
  const applied: string[] = [];
  try {
    await client.query(
      'set role tenantry_migrator; set search_path = public; set statement_timeout = 0; set lock_timeout = 0',
    );
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const { rows: ledger } = await client.query("select to_regclass('public.migrations') as name");
    if (!ledger[0].name) await client.query(LEDGER);
    const { rows } = await client.query<Applied>('select name, checksum from migrations');
    const known = new Map(rows.map((row) => [row.name, row.checksum]));
    for (const file of files) {
      const checksum = known.get(file.name);
      if (checksum === file.checksum) continue;
      if (checksum !== undefined)
        throw new MigrationError(
          `${file.name}: it was changed after it had been applied; write a new migration instead`,
        );
      await apply(client, file);
      applied.push(file.name);
    }
    return { applied };
  } finally {
    await client.end();
  }
}

/** Each file starts from the same settings, whatever the one before has left. */
const BEGIN = `begin; set local role tenantry_migrator; set local search_path = public; set local statement_timeout = 0;
  set local lock_timeout = '5s'`;

/** Deadlocks and locks that the work of users holds: waited for briefly and often, so that they are not locked out behind us. */
const PASSING = new Set(['55P03', '40P01']);

async function apply(client: pg.Client, file: MigrationFile): Promise<void> {
  const statements = splitStatements(file.text);
  const own = statements.find(({ text }) => TRANSACTION.test(text));
  if (own)
    throw new MigrationError(
      `${file.name}, line ${own.line}: each file is one transaction; it must not begin or end its own`,
    );
  for (let attempt = 1; ; attempt++) {
    let done = 0;
    const count = (): void => {
      done++;
    };
    const connection = (client as unknown as { connection: EventEmitter }).connection;
    try {
      await client.query(BEGIN);
      // What the file changes of tenants' rows stands in their trails under its name.
      await client.query("select set_config('app.migration', $1, true)", [file.name]);
      connection.on('commandComplete', count);
      try {
        await client.query(file.text);
      } finally {
        connection.off('commandComplete', count);
      }
      await client.query('set local role tenantry_migrator; reassign owned by tenantry_migrator to tenantry_owner');
      await assertClassed(client, file);
      await client.query('insert into public.migrations (name, checksum) values ($1, $2)', [file.name, file.checksum]);
      await client.query('commit');
      return;
    } catch (error) {
      await client.query('rollback');
      const { code, position, message } = error as { code?: string; position?: string; message: string };
      if (PASSING.has(code ?? '') && attempt < ATTEMPTS) {
        await sleep(200 * attempt);
        continue;
      }
      if (error instanceof MigrationError) throw error;
      const at = position ? file.text.slice(0, Number(position)).split('\n').length : statements[done]?.line;
      throw new MigrationError(`${file.name}${at ? `, line ${at}` : ''}: ${message}`, { cause: error });
    }
  }
}

/** Every table says what it is; the call that says so is the one that protects it. */
async function assertClassed(client: pg.Client, file: MigrationFile): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c
     cross join lateral (select substring(coalesce(obj_description(c.oid, 'pg_class'), '') from '^class: (tenant|control|reference)') as class) d
     where c.relnamespace not in (select oid from pg_namespace where nspname ~ '^pg_' or nspname = 'information_schema')
       and c.relkind in ('r', 'p', 'f', 'm') and c.relname <> 'migrations'
       and (class is null or class in ('tenant', 'control') and not (c.relrowsecurity and c.relforcerowsecurity))`,
  );
  if (rows.length === 0) return;
  const names = rows.map((row) => row.name).join(', ');
  throw new MigrationError(
    `${file.name}: ${names}: end the migration with protect_tenant_table, protect_control_table or protect_reference_table`,
  );
}

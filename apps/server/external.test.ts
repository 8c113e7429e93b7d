/** An external PostgreSQL instead of the embedded one: the server makes its logins there and serves with powerless ones. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningPostgres, startPostgres } from '@tenantry/kernel/db/embedded.ts';
import { callerAt } from '@tenantry/kernel/testing/caller.ts';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProgram } from './testing/program.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenantry-external-'));
/** The keys of organisations lie beside the database, in the server's own folder, which a restart finds again. */
const DATA_DIR = mkdtempSync(join(tmpdir(), 'tenantry-external-data-'));
const operator = { ADMIN_EMAIL: 'operator@platform.example', ADMIN_PASSWORD: 'external operator phrase' };
const SECRET = 'k8Fq2LmZ0xVwR7tYbN4cHs6JdPaE1gUo';
let server: RunningPostgres;
let url: (role: string) => string;

beforeAll(async () => {
  server = await startPostgres({ data_dir: folder, durable: false });
  const { host } = server.connection('tenantry_admin', 'postgres');
  url = (role) => `postgres://${role}@localhost/outside?host=${encodeURIComponent(String(host))}`;
  const client = new pg.Client(server.connection('tenantry_admin', 'postgres'));
  await client.connect();
  await client.query('create database outside');
  await client.end();
});
afterAll(async () => {
  await server?.stop();
  for (const path of [folder, DATA_DIR]) rmSync(path, { recursive: true, force: true });
});

test('it sets itself up, serves with its own logins, and finds everything again', async () => {
  for (const round of [1, 2]) {
    const program = await startProgram({ ...operator, SECRET, DATA_DIR, DATABASE_URL: url('tenantry_admin') });
    try {
      expect(program.output(), 'no demo in a database of somebody else').not.toMatch(/Demo organisations/);
      const caller = await callerAt(program.address).signIn(operator.ADMIN_EMAIL, operator.ADMIN_PASSWORD);
      const created = await caller.post('/api/tenants', {
        name: 'Outside Traders',
        slug: 'outside-traders',
        organization_type: 'business',
      });
      expect(created.status, created.text).toBe(round === 1 ? 201 : 409);
      const isolation = await caller.get('/api/system/isolation');
      expect(isolation.body.data).toMatchObject({ status: 'isolated', findings: [] });
      const client = new pg.Client(server.connection('tenantry_admin', 'outside'));
      await client.connect();
      const { rows } = await client.query(
        `select distinct usename from pg_stat_activity where datname = 'outside' and application_name like 'tenantry%' order by 1`,
      );
      await client.end();
      expect(rows.map((row) => row.usename)).toEqual(['tenantry_app', 'tenantry_control']);
    } finally {
      await program.stop();
    }
  }
});

test('without the keys that its database was used with it refuses to start, and says which', async () => {
  const said = await startProgram({ ...operator, SECRET, DATABASE_URL: url('tenantry_admin') }).then(
    async (program) => {
      await program.stop();
      return 'it served';
    },
    (error: Error) => error.message,
  );
  expect(said).toMatch(/MASTER_KEY_FILE: .* which is not held/);
});

test('a login that owns or bypasses is refused for serving, in words', async () => {
  for (const [role, why] of [
    ['tenantry_admin', /tenantry_admin must not serve: it is a superuser/],
    ['tenantry_migrator', /tenantry_migrator must not serve: it bypasses row-level security/],
  ] as const) {
    const said = await startProgram({
      ...operator,
      SECRET,
      DATA_DIR,
      DATABASE_URL: url('tenantry_admin'),
      DATABASE_APP_URL: url(role),
      DATABASE_CONTROL_URL: url('tenantry_control'),
    }).then(
      async (program) => {
        await program.stop();
        return 'it served';
      },
      (error: Error) => error.message,
    );
    expect(said).toMatch(why);
  }
});

test('a database that cannot be reached is said so', async () => {
  const said = await startProgram({ ...operator, SECRET, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }).catch(
    (error: Error) => error.message,
  );
  expect(said).toMatch(/DATABASE_URL|ECONNREFUSED|connect/);
});

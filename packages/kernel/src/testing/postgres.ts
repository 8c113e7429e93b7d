/** A real PostgreSQL for one run of the tests: fast because it may lose its data, and gone afterwards. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { startPostgres } from '../db/embedded.ts';
import { lockHolder } from '../db/lock.ts';
import { clusterMark, endPostmaster, readPidFile } from '../db/postmaster.ts';

/** The tests' server. */
export interface TestPostgres {
  /** The superuser's way in; plain data, so that it can be handed to other processes. */
  admin: TestAdmin;
  /** Ends the server and deletes its data; leaves a server alone that the tests did not start. */
  stop(): Promise<void>;
}

/** How to reach the tests' server as its superuser. `password` is absent with the embedded one. */
export interface TestAdmin {
  host: string;
  port: number;
  user: string;
  database: string;
  password?: string;
}

/** The same server as another role, in another database. A given server must let the roles in with the admin's password. */
export function testConnection(admin: TestAdmin, role: string, database: string): pg.ClientConfig {
  return { ...admin, user: role, database };
}

const PREFIX = 'tenantry-test-';

/**
 * Starts an embedded PostgreSQL in a temporary folder, or takes the server that `TEST_DATABASE_ADMIN_URL` names, e.g.
 * `postgres://postgres:secret@localhost:5432/postgres`. What killed runs have left behind is ended and deleted.
 */
export async function testPostgres(): Promise<TestPostgres> {
  const given = process.env['TEST_DATABASE_ADMIN_URL'];
  if (given) return { admin: readAdminUrl(given), stop: async () => undefined };
  await sweepLeftovers();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), PREFIX));
  if (process.getuid?.() === 0) fs.chmodSync(folder, 0o711);
  const running = await startPostgres({
    data_dir: folder,
    durable: false,
    settings: { max_connections: 300, shared_buffers: '128MB', autovacuum_naptime: '10s', max_wal_size: '2GB' },
  });
  const { host, port, user, database } = running.connection('tenantry_admin', 'postgres');
  return {
    admin: { host: String(host), port: Number(port), user: String(user), database: String(database) },
    stop: async () => {
      await running.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** `TEST_DATABASE_ADMIN_URL` as data; throws an error that names the variable. */
export function readAdminUrl(text: string): TestAdmin {
  if (!URL.canParse(text) || !/^postgres(ql)?:$/.test(new URL(text).protocol)) {
    throw new Error('TEST_DATABASE_ADMIN_URL must look like postgres://user:password@host:5432/database');
  }
  const url = new URL(text);
  const admin: TestAdmin = {
    host: decodeURIComponent(url.hostname) || url.searchParams.get('host') || 'localhost',
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username) || url.searchParams.get('user') || 'postgres',
    database: decodeURIComponent(url.pathname.slice(1)) || 'postgres',
  };
  return url.password ? { ...admin, password: decodeURIComponent(url.password) } : admin;
}

/** Ends and deletes our user's test servers whose run is dead (`kill -9`), so that they do not pile up. */
async function sweepLeftovers(): Promise<void> {
  for (const name of fs.readdirSync(os.tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = path.join(fs.realpathSync(os.tmpdir()), name);
    const stat = fs.lstatSync(folder, { throwIfNoEntry: false });
    if (!stat?.isDirectory() || stat.uid !== process.getuid?.()) continue;
    // A run that is only just starting holds no lock yet.
    if (Date.now() - stat.ctimeMs < 60_000 || (await lockHolder(folder, 'postgres'))) continue;
    const cluster = path.join(folder, 'postgres');
    const left = readPidFile(cluster);
    if (left) await endPostmaster(left.pid, cluster);
    fs.rmSync(path.join(os.tmpdir(), clusterMark(cluster)), { recursive: true, force: true }); // the socket's folder
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

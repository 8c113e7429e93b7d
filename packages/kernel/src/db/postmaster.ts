/** A running PostgreSQL as its folder shows it: what `postmaster.pid` says, whether it lives and answers, how it is ended. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** The superuser of an embedded cluster. */
export const ADMIN = 'tenantry_admin';

/** A server that answers on its socket. */
export interface Answering {
  pid: number;
  socket_folder: string;
  port: number;
  version: string;
}

/** What PostgreSQL writes into `postmaster.pid` (its documentation: "Database File Layout"). */
export interface PidFile {
  pid: number;
  port: number;
  /** The folder of the unix socket; empty when there is none. */
  socket_folder: string;
  /** `starting`, `ready`, `standby` or `stopping`; empty in the first moments. */
  status: string;
}

/** The pid file of the cluster, null when there is none or it is only half written. A file after a crash is there still. */
export function readPidFile(cluster: string): PidFile | null {
  let lines: string[];
  try {
    lines = fs.readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  return { pid, port: Number(lines[3]), socket_folder: lines[4]?.trim() ?? '', status: lines[7]?.trim() ?? '' };
}

/**
 * A mark of the cluster that stands in its server's command line, as the name of the socket's folder, and in the titles of
 * its backends, as `cluster_name`.
 */
export function clusterMark(cluster: string): string {
  return `tenantry-${createHash('sha256').update(cluster).digest('hex').slice(0, 16)}`;
}

/** Whether the process is the server of this cluster and runs: a pid alone may have been given to something else. */
export function servesCluster(pid: number, cluster: string): boolean {
  return readCommandLine(pid).includes(`/${clusterMark(cluster)}`);
}

function readCommandLine(pid: number): string {
  if (process.platform !== 'linux')
    return spawnSync('ps', ['-ww', '-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout;
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8'); // empty for a process that has ended but was not waited for
  } catch {
    return '';
  }
}

/** Ends backends that survived their killed server in the middle of a long query: they would hold up its successor. */
export function endOrphans(cluster: string, signal: NodeJS.Signals): void {
  const title = `postgres: ${clusterMark(cluster)}: `;
  for (const pid of listProcesses().filter((one) => readCommandLine(one).startsWith(title))) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended by itself.
    }
  }
}

function listProcesses(): number[] {
  const names =
    process.platform === 'linux'
      ? fs.readdirSync('/proc')
      : spawnSync('ps', ['-ax', '-o', 'pid='], { encoding: 'utf8' }).stdout.split('\n');
  return names.map(Number).filter((pid) => pid > 0);
}

/** Whether any process has this pid. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The version of the server behind the socket (e.g. `18.4`), null when it does not answer as the admin (yet). */
export async function askVersion(socketFolder: string, port: number): Promise<string | null> {
  const client = new pg.Client({
    host: socketFolder,
    port,
    user: ADMIN,
    database: 'postgres',
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return rows[0]?.server_version.split(' ')[0] ?? null;
  } catch {
    return null;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * A stale `postmaster.pid` whose number now belongs to something else would keep PostgreSQL from starting. The file must
 * stay, since it also leads PostgreSQL to surviving backends; so only its first line becomes a pid that has just ended.
 */
export function disarmPidFile(cluster: string): void {
  const file = path.join(cluster, 'postmaster.pid');
  const ended = spawnSync('/bin/sh', ['-c', ':'], { stdio: 'ignore' }).pid;
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/^\d+/, String(ended)));
}

/** Ends the server fast but clean (SIGINT: sessions are cut, a checkpoint is written), and without one after `patienceMs`. */
export async function endPostmaster(pid: number, cluster: string, patienceMs = 60_000): Promise<void> {
  const deadline = Date.now() + patienceMs;
  const signal = (name: NodeJS.Signals): void => {
    try {
      if (servesCluster(pid, cluster)) process.kill(pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  };
  signal('SIGINT');
  let hurried = false;
  while (servesCluster(pid, cluster)) {
    if (!hurried && Date.now() > deadline) {
      hurried = true;
      signal('SIGQUIT'); // recovery replays the log at the next start; nothing acknowledged is lost
    }
    await sleep(process.platform === 'linux' ? 3 : 50);
  }
}

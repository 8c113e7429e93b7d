/** The embedded server's process: its settings, its start, and waiting until it is ready. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './embedded_binaries.ts';
import type { Cluster } from './embedded_cluster.ts';
import { PostgresUnavailable } from './embedded_error.ts';
import { SERVER_ENVIRONMENT } from './embedded_identity.ts';
import { makeSocketFolder, SOCKET_PORT } from './embedded_socket.ts';
import { type Answering, clusterMark, endOrphans, readPidFile } from './postmaster.ts';

/** Recovery after a crash may take long and must not be cut short. */
const START_MS = 600_000;
/** How long the backends of a killed predecessor may hold the start up. */
const HELD_UP_MS = 60_000;
const POLL_MS = 3;
const LOG_BYTES = 10_000_000;

/** Starts the server and waits until it is ready. */
export async function startServer(cluster: Cluster, binaries: Binaries): Promise<Answering> {
  const socketFolder = makeSocketFolder(cluster.folder, cluster.identity);
  for (const end of ['', '.lock']) fs.rmSync(path.join(socketFolder, `.s.PGSQL.${SOCKET_PORT}${end}`), { force: true });
  if ((fs.statSync(cluster.log_file, { throwIfNoEntry: false })?.size ?? 0) > LOG_BYTES) {
    fs.renameSync(cluster.log_file, `${cluster.log_file}.1`);
  }
  const begin = Date.now();
  for (;;) {
    const started = await spawnServer(cluster, binaries, socketFolder);
    if (typeof started !== 'string')
      return { pid: started.pid, socket_folder: socketFolder, port: SOCKET_PORT, version: binaries.version };
    if (!started.includes('pre-existing shared memory block') || Date.now() > begin + HELD_UP_MS) {
      fs.rmSync(socketFolder, { recursive: true, force: true });
      throw new PostgresUnavailable(
        `PostgreSQL ${binaries.version} did not start. Its log (${cluster.log_file}) ends with:\n${started}`,
      );
    }
    endOrphans(cluster.folder, Date.now() > begin + 5_000 ? 'SIGKILL' : 'SIGQUIT');
    await sleep(50);
  }
}

/** One attempt: the ready server's pid, or the end of its log when it gave up. */
async function spawnServer(
  cluster: Cluster,
  binaries: Binaries,
  socketFolder: string,
): Promise<{ pid: number } | string> {
  const logFile = fs.openSync(cluster.log_file, 'a', 0o600);
  if (cluster.identity) fs.fchownSync(logFile, cluster.identity.uid, cluster.identity.gid); // it may start alone next time
  const logStart = fs.fstatSync(logFile).size;
  const settings = Object.entries({ ...tuning(), ...cluster.settings, ...protection(cluster, socketFolder) });
  const child = spawn(
    binaries.postgres,
    ['-D', cluster.name || cluster.folder, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    // Its own process group: Ctrl-C in the terminal reaches us alone, and we end it when our work is done.
    {
      cwd: cluster.folder,
      env: SERVER_ENVIRONMENT,
      detached: true,
      stdio: ['ignore', logFile, logFile],
      ...cluster.identity,
    },
  );
  fs.closeSync(logFile);
  let ended: string | null = null;
  let isReady = false;
  child.once('error', (error) => {
    ended = error.message;
  });
  child.once('exit', (code, signal) => {
    ended ??= `${signal ?? code}`;
    if (isReady && code !== 0)
      cluster.log(`PostgreSQL (process ${child.pid}) ended unexpectedly (${ended}), see ${cluster.log_file}`);
  });
  child.unref();
  const deadline = Date.now() + START_MS;
  let nextNews = Date.now() + 10_000;
  while (ended === null) {
    const file = readPidFile(cluster.folder);
    // After a crash the old file says `ready` too: only our child's own line counts.
    if (file && file.pid === child.pid && file.status === 'ready') {
      isReady = true;
      return { pid: file.pid };
    }
    if (Date.now() > nextNews) {
      nextNews += 10_000;
      cluster.log(`PostgreSQL is still starting (recovery after a crash may take a while), see ${cluster.log_file}`);
    }
    if (Date.now() > deadline) child.kill('SIGINT');
    await sleep(POLL_MS);
  }
  const lines = readFrom(cluster.log_file, logStart).trim().split('\n').slice(-12);
  return [`(it ended with: ${ended})`, ...lines].join('\n');
}

function readFrom(file: string, start: number): string {
  return fs.readFileSync(file).subarray(start).toString('utf8');
}

/** Sensible for one machine that also runs the application; `settings` may say otherwise. */
function tuning(): Record<string, string | number> {
  const memory = Math.min(os.totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  const buffers = Math.min(1024, Math.max(64, Math.floor(memory / 8 / 2 ** 20)));
  return { max_connections: 100, shared_buffers: `${buffers}MB`, jit: 'off', log_checkpoints: 'off' };
}

/** Settings that nobody may change: no network, nothing acknowledged before it is safe, no data in the log. */
function protection(cluster: Cluster, socketFolder: string): Record<string, string | number> {
  const onDisk = cluster.durable ? 'on' : 'off';
  return {
    listen_addresses: '',
    port: SOCKET_PORT,
    cluster_name: clusterMark(cluster.folder),
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    fsync: onDisk,
    full_page_writes: onDisk,
    synchronous_commit: onDisk,
    // DETAIL lines and statements would carry people's data into a plain file.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_timezone: 'UTC',
    ...(process.platform === 'linux' ? { recovery_init_sync_method: 'syncfs' } : {}),
  };
}

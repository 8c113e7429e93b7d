/** Starts the embedded PostgreSQL of a `DATA_DIR`, or attaches to the one that still runs there, and stops it. */
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { makeDataFolder } from './data_folder.ts';
import { findBinaries } from './embedded_binaries.ts';
import { type Cluster, createCluster, describeCluster, readMajor } from './embedded_cluster.ts';
import { PostgresUnavailable } from './embedded_error.ts';
import { startServer } from './embedded_server.ts';
import { assertPrivate } from './embedded_socket.ts';
import { type Lock, tryLock } from './lock.ts';
import {
  type Answering,
  askVersion,
  disarmPidFile,
  endPostmaster,
  isAlive,
  readPidFile,
  servesCluster,
} from './postmaster.ts';

export { PostgresUnavailable } from './embedded_error.ts';

/** What to start. */
export interface PostgresInput {
  /** The cluster goes to `<data_dir>/postgres`, the server's log to `<data_dir>/postgres.log`. */
  data_dir: string;
  /** More settings of the server, by name; those that make it safe cannot be changed. */
  settings?: Record<string, string | number>;
  /** False for throw-away test data only: commits then no longer reach the disk before they are acknowledged. */
  durable?: boolean;
  /** Hears what is worth a line in the server's log. */
  log?: (line: string) => void;
}

/** A server that answers. */
export interface RunningPostgres {
  pid: number;
  /** It ran already, left behind by a process that died or kept by one that lives. */
  attached: boolean;
  /** The cluster was made by this call. */
  created: boolean;
  /** e.g. `18.4` */
  version: string;
  /** How to reach it: a unix socket, no password, because only root and the server's own user can open the socket. */
  connection(role: string, database: string): pg.ClientConfig;
  /** Ends the server, unless another living process keeps it; may be called twice. */
  stop(): Promise<void>;
}

/** How long a server that is starting or stopping on its own, or whose keeper is, may take until it answers. */
const PATIENCE_MS = 60_000;
const POLL_MS = 3;

/**
 * Starts PostgreSQL on `<data_dir>/postgres`, making the cluster at the first time. When one runs there already it is used:
 * if the process that kept it is dead, this one keeps it from now on and ends it at `stop()` or at its own exit; if it
 * lives, `stop()` leaves the server alone. Throws `PostgresUnavailable` and `DataFolderUnusable`.
 */
export async function startPostgres(input: PostgresInput): Promise<RunningPostgres> {
  if (process.platform === 'win32')
    throw new PostgresUnavailable('There is no embedded PostgreSQL on Windows: set DATABASE_URL.');
  const dataFolder = makeDataFolder(input.data_dir);
  try {
    const cluster = describeCluster(dataFolder, input);
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const lock = await tryLock(dataFolder, 'postgres');
      if ('release' in lock) return await keepServer(cluster, dataFolder, lock);
      const guest = await attachAsGuest(cluster);
      if (guest) return guest;
      if (Date.now() > deadline) {
        const keeper = lock.holder.pid ?? 'that does not say its number';
        throw new PostgresUnavailable(
          `The database of DATA_DIR is kept by process ${keeper}, but it does not answer. Stop that process, or set another DATA_DIR.`,
        );
      }
      await sleep(20);
    }
  } catch (error) {
    if (error instanceof PostgresUnavailable) throw error;
    throw new PostgresUnavailable(error instanceof Error ? error.message : String(error), error);
  }
}

/** We are the only keeper: attach to what a dead one left, or start; and end it when we end. */
async function keepServer(cluster: Cluster, dataFolder: string, lock: Lock): Promise<RunningPostgres> {
  try {
    const left = await findAnswering(cluster);
    if (left) {
      cluster.log(`attached to the PostgreSQL (process ${left.pid}) that a killed server left running`);
      return keep(cluster, left, { attached: true, created: false, lock });
    }
    const copyHome = cluster.identity ? '/var/lib/tenantry' : dataFolder;
    const binaries = findBinaries({ clusterMajor: readMajor(cluster.folder), identity: cluster.identity, copyHome });
    const created = await createCluster(cluster, binaries);
    const started = await startServer(cluster, binaries);
    return keep(cluster, started, { attached: false, created, lock });
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** The server that runs on the cluster already. Waits for one that is starting or stopping; ends one nobody can reach. */
async function findAnswering(cluster: Cluster): Promise<Answering | null> {
  const deadline = Date.now() + PATIENCE_MS;
  for (let polls = 0; ; polls += 1) {
    const file = readPidFile(cluster.folder);
    if (!file) return null;
    if (!servesCluster(file.pid, cluster.folder)) {
      if (isAlive(file.pid)) disarmPidFile(cluster.folder);
      return null;
    }
    const answering = await askServer(cluster, file.pid);
    if (answering) return answering;
    if (
      file.status === 'ready' &&
      polls > 100 &&
      !fs.existsSync(path.join(file.socket_folder, `.s.PGSQL.${file.port}`))
    ) {
      cluster.log(`PostgreSQL (process ${file.pid}) has lost its socket; it is started anew`);
      await endPostmaster(file.pid, cluster.folder);
      return null;
    }
    if (Date.now() > deadline) {
      throw new PostgresUnavailable(
        `PostgreSQL (process ${file.pid}) runs on DATA_DIR but does not answer. See ${cluster.log_file}, or end it: kill -INT ${file.pid}`,
      );
    }
    await sleep(POLL_MS);
  }
}

async function askServer(cluster: Cluster, pid: number): Promise<Answering | null> {
  const file = readPidFile(cluster.folder);
  if (file?.pid !== pid || file.status !== 'ready' || !fs.existsSync(file.socket_folder)) return null;
  assertPrivate(file.socket_folder, fs.statSync(cluster.folder).uid);
  const version = await askVersion(file.socket_folder, file.port);
  return version === null ? null : { pid, socket_folder: file.socket_folder, port: file.port, version };
}

/** Another living process keeps the server: use it when it answers, and leave it alone afterwards. */
async function attachAsGuest(cluster: Cluster): Promise<RunningPostgres | null> {
  const file = readPidFile(cluster.folder);
  const answering = file && (await askServer(cluster, file.pid));
  return answering ? describeRunning(answering, { attached: true, created: false }, async () => undefined) : null;
}

/** Takes over the duty of ending the server: at `stop()`, or when this process exits without it. */
function keep(
  cluster: Cluster,
  answering: Answering,
  facts: { attached: boolean; created: boolean; lock: Lock },
): RunningPostgres {
  const atExit = (): void => {
    if (servesCluster(answering.pid, cluster.folder)) process.kill(answering.pid, 'SIGINT');
  };
  process.once('exit', atExit);
  let stopping: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    await endPostmaster(answering.pid, cluster.folder);
    process.off('exit', atExit);
    try {
      fs.rmdirSync(answering.socket_folder);
    } catch {
      // Not empty or gone: the next start looks at it again.
    }
    await facts.lock.release();
  };
  return describeRunning(answering, facts, () => (stopping ??= stop()));
}

function describeRunning(
  answering: Answering,
  facts: { attached: boolean; created: boolean },
  stop: () => Promise<void>,
): RunningPostgres {
  const { pid, version, socket_folder: host, port } = answering;
  const connection = (user: string, database: string): pg.ClientConfig => ({ host, port, user, database });
  return { pid, version, attached: facts.attached, created: facts.created, connection, stop };
}

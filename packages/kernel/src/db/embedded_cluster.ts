/** The cluster of a `DATA_DIR`: its folder, its owner, and how it is made the first time. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import type { Binaries } from './embedded_binaries.ts';
import { PostgresUnavailable } from './embedded_error.ts';
import {
  barredFolder,
  canEnter,
  giveTree,
  type Identity,
  SERVER_ENVIRONMENT,
  serverIdentity,
} from './embedded_identity.ts';
import { ADMIN } from './postmaster.ts';

/** A cluster folder and everything that its server needs. */
export interface Cluster {
  folder: string;
  log_file: string;
  identity: Identity | null;
  /** How the server names its folder: see `nameForServer`. */
  name: string;
  settings: Record<string, string | number>;
  durable: boolean;
  log: (line: string) => void;
}

/** What a caller says about a cluster. */
export interface ClusterInput {
  settings?: Record<string, string | number>;
  durable?: boolean;
  log?: (line: string) => void;
}

/** The cluster in that (real, absolute) data folder. Throws `PostgresUnavailable` when it is another user's. */
export function describeCluster(dataFolder: string, input: ClusterInput): Cluster {
  const folder = path.join(dataFolder, 'postgres');
  const stat = fs.statSync(folder, { throwIfNoEntry: false });
  const owner = stat?.uid;
  const me = process.getuid?.() ?? 0;
  if (owner !== undefined && me !== 0 && owner !== me) {
    throw new PostgresUnavailable(
      `The database in DATA_DIR (${folder}) belongs to user ${owner}, and you are user ${me}. Start as that user or as root, ` +
        'or set another DATA_DIR.',
    );
  }
  const identity = serverIdentity(folder);
  if (identity && owner === 0) giveTree(folder, identity);
  if (stat && (stat.mode & 0o077) !== 0) fs.chmodSync(folder, 0o700); // copies are often more open, and PostgreSQL refuses them
  return {
    folder,
    log_file: path.join(dataFolder, 'postgres.log'),
    identity,
    name: nameForServer(dataFolder, identity),
    settings: input.settings ?? {},
    durable: input.durable ?? true,
    log: input.log ?? (() => undefined),
  };
}

/**
 * The server's user may be barred from a folder above the cluster (root's home is 0700). On Linux the server then runs all
 * the same, without anybody's permissions being loosened: root starts it inside its folder, where it stays all its life,
 * and it calls that folder `/proc/self/cwd`. An empty name stands for the folder's own path.
 */
function nameForServer(dataFolder: string, identity: Identity | null): string {
  if (!identity || canEnter(dataFolder, identity)) return '';
  if (process.platform === 'linux') return '/proc/self/cwd';
  throw new PostgresUnavailable(
    `PostgreSQL does not run as root but as user ${identity.uid}, who may not enter ${barredFolder(dataFolder, identity)} on the ` +
      `way to DATA_DIR ${dataFolder}. Set DATA_DIR to a folder that every user can reach, or start as an ordinary user.`,
  );
}

/** The major version that made the cluster, null when there is none. */
export function readMajor(folder: string): number | null {
  const file = path.join(folder, 'PG_VERSION');
  return fs.existsSync(file) ? Number.parseInt(fs.readFileSync(file, 'utf8'), 10) : null;
}

/** Makes the cluster beside its place and moves it there when it is whole, so that a crash leaves none or a good one. */
export async function createCluster(cluster: Cluster, binaries: Binaries): Promise<boolean> {
  if (readMajor(cluster.folder) !== null) return false;
  if (fs.existsSync(cluster.folder) && fs.readdirSync(cluster.folder).length > 0) {
    throw new PostgresUnavailable(
      `${cluster.folder} holds files but no PostgreSQL cluster. Move them away, or set another DATA_DIR.`,
    );
  }
  const partial = `${cluster.folder}.partial`;
  fs.rmSync(partial, { recursive: true, force: true });
  fs.mkdirSync(partial, { mode: 0o700 });
  if (cluster.identity) fs.chownSync(partial, cluster.identity.uid, cluster.identity.gid);
  const options = ['-U', ADMIN, '--auth=trust', '-E', 'UTF8', '--locale=C', '--data-checksums', '--no-instructions'];
  if (!cluster.durable) options.push('--no-sync');
  const initdb = spawn(binaries.initdb, ['-D', cluster.name || partial, ...options], {
    cwd: partial,
    env: SERVER_ENVIRONMENT,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...cluster.identity,
  });
  let output = '';
  for (const stream of [initdb.stdout, initdb.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const [code] = (await once(initdb, 'close')) as [number | null];
  if (code !== 0) {
    fs.rmSync(partial, { recursive: true, force: true });
    throw new PostgresUnavailable(
      `PostgreSQL's initdb failed in ${partial}: ${output.trim().split('\n').slice(-8).join('\n')}`,
    );
  }
  fs.renameSync(partial, cluster.folder);
  if (cluster.durable) syncFolder(path.dirname(cluster.folder));
  return true;
}

/** Without this a power cut could bring the old name back, which the next start takes for a failed attempt and deletes. */
function syncFolder(folder: string): void {
  const handle = fs.openSync(folder, 'r');
  fs.fsyncSync(handle);
  fs.closeSync(handle);
}

/** The folder of the embedded server's unix socket: short, private, and found again from the data folder's name. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PostgresUnavailable } from './embedded_error.ts';
import { canEnter, type Identity } from './embedded_identity.ts';
import { SOCKET_PATH_BYTES } from './lock.ts';
import { clusterMark } from './postmaster.ts';

export const SOCKET_PORT = 5432;

/**
 * Makes the folder for the socket of this cluster, e.g. `/tmp/tenantry-1f0c…`. Whoever can reach the socket is let in
 * without a password, hence: it belongs to the server's user and to nobody else (0700), or this throws.
 */
export function makeSocketFolder(cluster: string, identity: Identity | null): string {
  const name = clusterMark(cluster);
  const fits = (base: string): boolean =>
    Buffer.byteLength(path.join(base, name, `.s.PGSQL.${SOCKET_PORT}`)) <= SOCKET_PATH_BYTES &&
    fs.existsSync(base) &&
    (identity === null || canEnter(base, identity));
  const base = [os.tmpdir(), '/tmp', '/var/tmp'].find(fits);
  if (base === undefined)
    throw new PostgresUnavailable('No folder for temporary files is short enough for a unix socket: set TMPDIR=/tmp.');
  const folder = path.join(base, name);
  try {
    fs.mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const { uid } = fs.lstatSync(folder);
  if (identity && uid === 0) fs.lchownSync(folder, identity.uid, identity.gid);
  assertPrivate(folder, identity?.uid ?? process.getuid?.() ?? 0);
  return folder;
}

/** Throws unless this is a real folder (no link) of that user which nobody else may enter. */
export function assertPrivate(folder: string, owner: number): void {
  const stat = fs.lstatSync(folder);
  if (stat.isDirectory() && stat.uid === owner && (stat.mode & 0o077) === 0) return;
  throw new PostgresUnavailable(
    `${folder} should hold the database's socket and be a private folder (0700) of user ${owner}, but it belongs to user ` +
      `${stat.uid} with mode ${(stat.mode & 0o7777).toString(8)}. Remove it, or set TMPDIR to another folder.`,
  );
}

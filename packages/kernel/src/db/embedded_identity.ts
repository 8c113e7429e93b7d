/** Who the embedded PostgreSQL runs as: ourselves, or an unprivileged user when we are root (PostgreSQL refuses root). */
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { PostgresUnavailable } from './embedded_error.ts';

/** The user that runs PostgreSQL instead of root. */
export interface Identity {
  uid: number;
  gid: number;
}

/** Nothing of our own environment: PGDATA, PGPORT and the like would change what the server does. */
export const SERVER_ENVIRONMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
};

const OWN_USER = 'tenantry';

/**
 * The identity for the cluster in that folder; null means ourselves. Root takes the owner of a cluster that is there
 * already, else `postgres`, else a system user `tenantry` (made when it is missing), else `nobody`.
 */
export function serverIdentity(cluster: string): Identity | null {
  if (process.getuid?.() !== 0) return null;
  const owner = fs.statSync(cluster, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const identity = lookUpUser('postgres') ?? lookUpUser(OWN_USER) ?? createOwnUser() ?? lookUpUser('nobody');
  if (!identity)
    throw new PostgresUnavailable(
      'PostgreSQL does not run as root and no other user was found. Create one: useradd --system postgres',
    );
  return identity;
}

function lookUpUser(name: string): Identity | null {
  const ask = (flag: string): number =>
    Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' }));
  try {
    return { uid: ask('-u'), gid: ask('-g') };
  } catch {
    return null;
  }
}

function createOwnUser(): Identity | null {
  const options = [
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir',
    '/nonexistent',
    '--shell',
    '/usr/sbin/nologin',
  ];
  const made = spawnSync('useradd', [...options, OWN_USER], { stdio: 'ignore', env: SERVER_ENVIRONMENT });
  return made.status === 0 ? lookUpUser(OWN_USER) : null;
}

/** Whether that user can enter the folder. It is tried, not computed, so that access lists count too. */
export function canEnter(folder: string, identity: Identity | null): boolean {
  const tried = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { stdio: 'ignore', cwd: '/', ...identity });
  return tried.status === 0;
}

/** The outermost folder on the way that the user cannot enter, for the error message. */
export function barredFolder(folder: string, identity: Identity): string {
  const parent = path.dirname(folder);
  return parent === folder || canEnter(parent, identity) ? folder : barredFolder(parent, identity);
}

/** Gives a cluster that root restored, say from a backup, to the user that will run it. Links are not followed. */
export function giveTree(folder: string, identity: Identity): void {
  fs.lchownSync(folder, identity.uid, identity.gid);
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const inner = path.join(folder, entry.name);
    if (entry.isDirectory()) giveTree(inner, identity);
    else fs.lchownSync(inner, identity.uid, identity.gid);
  }
}

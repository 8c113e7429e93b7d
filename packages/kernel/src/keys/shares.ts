/** The tenant's own share of its key encryption, kept beside the master key and in no database: without it nothing opens. */
import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder, writeDurably } from './master.ts';

/** Where the shares of tenants are kept. Copies of this place must not outlive the promise that a key is destroyed. */
export interface KeyShares {
  /** The share; `destroyed` after `destroy`; null when there was never one. */
  find(tenantId: string): Promise<Buffer | 'destroyed' | null>;
  /** The share, made now when there is none. Two who make it at once get the same. */
  ensure(tenantId: string): Promise<Buffer | 'destroyed'>;
  /** Removes the share for good and leaves a mark, so that none is ever made again. */
  destroy(tenantId: string, note: string): Promise<void>;
}

const SHARE_BYTES = 32;
const UUID = /^[0-9a-f-]{36}$/;

async function contentOf(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw error;
  }
}

/** Shares in a folder, one file of 32 random bytes a tenant; instances on several machines share it. */
export function folderShares(folder: string): KeyShares {
  const pathOf = (tenantId: string): string => {
    if (!UUID.test(tenantId)) throw new Error(`${tenantId} is not the id of a tenant`);
    return join(folder, tenantId);
  };
  const find: KeyShares['find'] = async (tenantId) => {
    const path = pathOf(tenantId);
    const share = await contentOf(path);
    if (await contentOf(`${path}.destroyed`)) return 'destroyed';
    if (share && share.length !== SHARE_BYTES)
      throw new Error(`the key share ${path} is damaged; put it back from a copy`);
    return share;
  };
  const make = async (tenantId: string): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const temporary = join(folder, `.${randomBytes(8).toString('hex')}`);
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(randomBytes(SHARE_BYTES));
      await file.sync();
    } finally {
      await file.close();
    }
    try {
      // A link appears whole, and fails when somebody else was first.
      await link(temporary, pathOf(tenantId));
    } catch (error) {
      if ((error as { code?: string }).code !== 'EEXIST') throw error;
    } finally {
      await unlink(temporary);
    }
    await syncFolder(folder);
  };
  return {
    find,
    async ensure(tenantId) {
      const known = await find(tenantId);
      if (known) return known;
      await make(tenantId);
      const made = await find(tenantId);
      if (!made) throw new Error(`the key share of ${tenantId} was written to ${folder} and is not there`);
      return made;
    },
    async destroy(tenantId, note) {
      const path = pathOf(tenantId);
      // The mark first: from here on nobody makes a new share, whatever happens to us.
      await writeDurably(`${path}.destroyed`, `${note}\n`);
      const there = await stat(path).catch(() => null);
      if (there) {
        const file = await open(path, 'r+');
        try {
          await file.write(randomBytes(SHARE_BYTES), 0, SHARE_BYTES, 0);
          await file.sync();
        } finally {
          await file.close();
        }
      }
      await rm(path, { force: true });
      await syncFolder(folder);
    },
  };
}

/** A store in a local folder: a file is written aside, flushed to the disk and renamed, so that there is never half of one. */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir, realpath, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { checkedKey, checkedPrefix, type FileStore, ObjectMissing, type StoredObject } from './store.ts';

const { O_RDONLY, O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;

/** What is being written stands here until it is whole. */
const ASIDE = 'incoming';

const isGone = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(String((error as { code?: string }).code));

/** A rename survives a power cut once its folder is flushed. */
async function flushFolder(path: string): Promise<void> {
  const handle = await open(path, O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeAll(handle: FileHandle, content: AsyncIterable<Buffer>): Promise<void> {
  for await (const chunk of content) {
    for (let at = 0; at < chunk.length; ) at += (await handle.write(chunk, at)).bytesWritten;
  }
  await handle.sync();
}

/** Opens the store; the folder is made when there is none, readable by its owner alone. */
export async function folderStore(folder: string): Promise<FileStore> {
  await mkdir(join(folder, ASIDE), { recursive: true, mode: 0o700 });
  await mkdir(join(folder, 't'), { recursive: true, mode: 0o700 });
  const root = await realpath(folder);

  /** The path of a key. No step on the way may be a link, which could lead out of the folder or to another tenant. */
  const pathOf = async (key: string): Promise<string> => {
    const path = join(root, checkedKey(key));
    const tenant = dirname(path);
    try {
      if ((await realpath(tenant)) !== tenant) throw new ObjectMissing(`${key} lies behind a link`);
    } catch (error) {
      if (isGone(error)) throw new ObjectMissing(key);
      throw error;
    }
    return path;
  };

  async function* tenants(prefix: string): AsyncIterable<string> {
    if (prefix !== 't/') yield prefix.slice(2, -1);
    else
      for (const entry of await readdir(join(root, 't'), { withFileTypes: true }))
        if (entry.isDirectory()) yield entry.name;
  }

  async function* list(prefix: string): AsyncIterable<StoredObject> {
    for await (const tenant of tenants(checkedPrefix(prefix))) {
      const path = join(root, 't', tenant);
      const names = await readdir(path).catch((error: unknown) => {
        if (isGone(error)) return [];
        throw error;
      });
      for (const name of names) {
        const found = await lstat(join(path, name)).catch(() => null);
        if (found?.isFile()) yield { key: `t/${tenant}/${name}`, bytes: found.size, modified_at: found.mtime };
      }
    }
  }

  return {
    kind: 'folder',
    async put(key, content) {
      const path = join(root, checkedKey(key));
      const aside = join(root, ASIDE, randomUUID());
      const handle = await open(aside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
      try {
        try {
          await writeAll(handle, content);
        } finally {
          await handle.close();
        }
        const tenant = dirname(path);
        if (await mkdir(tenant, { recursive: true, mode: 0o700 })) await flushFolder(dirname(tenant));
        await pathOf(key);
        await rename(aside, path);
        await flushFolder(tenant);
      } catch (error) {
        await unlink(aside).catch(() => {});
        throw error;
      }
    },
    async get(key, range) {
      const path = await pathOf(key);
      let handle: FileHandle;
      try {
        handle = await open(path, O_RDONLY | O_NOFOLLOW);
      } catch (error) {
        if (isGone(error) || (error as { code?: string }).code === 'ELOOP') throw new ObjectMissing(key);
        throw error;
      }
      const found = await handle.stat();
      if (!found.isFile()) {
        await handle.close();
        throw new ObjectMissing(key);
      }
      return handle.createReadStream(range ? { start: range.from, end: range.to } : {}) as Readable;
    },
    async remove(key) {
      try {
        await unlink(await pathOf(key));
      } catch (error) {
        if (!isGone(error) && !(error instanceof ObjectMissing)) throw error;
      }
    },
    list,
    async prune(before) {
      let pruned = 0;
      for (const name of await readdir(join(root, ASIDE))) {
        const path = join(root, ASIDE, name);
        const found = await stat(path).catch(() => null);
        if (!found || found.mtime >= before) continue;
        await unlink(path);
        pruned++;
      }
      return pruned;
    },
  };
}

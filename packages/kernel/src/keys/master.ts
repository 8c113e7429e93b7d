/** Master keys: what wraps the data keys of all tenants. A file outside the database, or a key service behind the same interface. */
import { createSecretKey, hash, type KeyObject, randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { decrypt, encrypt, framed } from './cipher.ts';

/** What a wrapped key belongs to; a key service takes it as its encryption context. */
export type WrapContext = Readonly<Record<string, string>>;

/** One version of the master key. `unwrap` throws when the bytes were altered or wrapped in another context. */
export interface MasterKey {
  readonly id: string;
  wrap(dek: Buffer, context: WrapContext): Promise<Buffer>;
  unwrap(wrapped: Buffer, context: WrapContext): Promise<Buffer>;
}

/** All versions that are held at a time. */
export interface MasterKeys {
  /** The one that wraps from now on. */
  current(): Promise<MasterKey>;
  /** An earlier or the current one; null when it is not held. */
  find(id: string): Promise<MasterKey | null>;
  /** Their ids, the current one last; none before the first was made. */
  ids(): Promise<string[]>;
  /** Makes a new version, which is the current one from now on. */
  add(): Promise<MasterKey>;
}

/** The file of master keys cannot be used; the message says what to do. */
export class MasterKeyError extends Error {
  override name = 'MASTER_KEY_FILE';
}

const KEY_BYTES = 32;

function contextBytes(id: string, context: WrapContext): Buffer {
  return framed([id, ...Object.entries(context).sort().flat()]);
}

function masterKey(id: string, key: KeyObject): MasterKey {
  return {
    id,
    wrap: async (dek, context) => encrypt(key, contextBytes(id, context), dek),
    unwrap: async (wrapped, context) => decrypt(key, contextBytes(id, context), wrapped),
  };
}

/** `<id> <key>` on each line, the current one last; lines with # are comments. */
function readLines(text: string, path: string): Map<string, MasterKey> {
  const keys = new Map<string, MasterKey>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [id = '', encoded = '', ...more] = line.trim().split(/\s+/);
    const bytes = Buffer.from(encoded, 'base64url');
    // The id is a fingerprint, so that two lines that were mixed up are found before anything is wrapped with them.
    if (more.length > 0 || bytes.length !== KEY_BYTES || id !== idOf(bytes))
      throw new MasterKeyError(`line ${index + 1} of ${path} is not a master key; put the file back from a copy`);
    keys.set(id, masterKey(id, createSecretKey(bytes)));
  }
  return keys;
}

function idOf(bytes: Buffer): string {
  return `m${hash('sha256', bytes, 'hex').slice(0, 12)}`;
}

async function readFileOrNothing(path: string): Promise<string> {
  try {
    if ((await stat(path)).mode & 0o007)
      throw new MasterKeyError(`${path} can be used by everybody on this machine; run chmod 600 ${path}`);
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return '';
    throw error;
  }
}

/** Writes the file as a whole or not at all, and onto the disk before it is used. */
export async function writeDurably(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await chmod(temporary, 0o600);
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

/** A name that was made or removed is only then on the disk. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/**
 * Master keys in a file that its owner alone can read; instances on several machines share it. It is read anew whenever a key
 * is to be wrapped or a version is not known yet, so that what one instance added the others find. Lines are only ever added
 * here: an operator removes one when no backup needs it any more.
 */
export function fileMasterKeys(path: string): MasterKeys {
  let held = new Map<string, MasterKey>();
  const load = async (): Promise<string> => {
    const text = await readFileOrNothing(path);
    held = readLines(text, path);
    return text;
  };
  const last = (): MasterKey | undefined => [...held.values()].at(-1);
  return {
    async current() {
      await load();
      const current = last();
      if (!current) throw new MasterKeyError(`there is no master key in ${path}`);
      return current;
    },
    async find(id) {
      if (!held.has(id)) await load();
      return held.get(id) ?? null;
    },
    async ids() {
      await load();
      return [...held.keys()];
    },
    async add() {
      const text = await load();
      const head =
        text || '# Master keys of Tenantry, the current one last. Whoever has this file and the database reads all.\n';
      const bytes = randomBytes(KEY_BYTES);
      await writeDurably(path, `${head}${idOf(bytes)} ${bytes.toString('base64url')}\n`);
      await load();
      return last() as MasterKey;
    },
  };
}

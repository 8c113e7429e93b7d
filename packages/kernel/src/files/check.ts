/** Whether the store of files works, tried for real: a little thing is put there, read back and removed. */
import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { FastifyBaseLogger } from 'fastify';
import { StoreFailure } from './s3_store.ts';
import { type FileStore, ObjectMissing, objectKey } from './store.ts';

export interface StoreCheck {
  /** `folder` or `s3`. */
  kind: string;
  ok: boolean;
  /** How long it took; null when it failed. */
  response_ms: number | null;
  /** What is wrong, in words that name no path and no address; null when it works. */
  detail: string | null;
}

const CACHE_MS = 5_000;
const TIMEOUT_MS = 5_000;
/** No tenant has it, and no sweep looks there. */
const NOBODY = '00000000-0000-0000-0000-000000000000';
const CONTENT = Buffer.from('tenantry');

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'The folder is not there.',
  ENOTDIR: 'The folder is not there.',
  EACCES: 'The folder may not be read or written.',
  EPERM: 'The folder may not be read or written.',
  EROFS: 'The disk may only be read.',
  ENOSPC: 'The disk is full.',
  EDQUOT: 'The disk is full.',
  EIO: 'The disk is broken.',
  ECONNREFUSED: 'The server does not answer.',
  ENOTFOUND: 'The server does not answer.',
  ETIMEDOUT: 'The server does not answer.',
};

function inWords(error: unknown): string {
  if (error instanceof StoreFailure) return `The server answered ${error.status}.`;
  if (error instanceof ObjectMissing) return 'What was put there is not there.';
  const { code, cause } = error as { code?: string; cause?: { code?: string } };
  return WORDS[code ?? cause?.code ?? ''] ?? 'It cannot be read and written.';
}

async function tryOut(store: FileStore, key: string): Promise<void> {
  async function* content(): AsyncGenerator<Buffer> {
    yield CONTENT;
  }
  await store.put(key, content());
  const read = await buffer(await store.get(key));
  await store.remove(key);
  if (!read.equals(CONTENT)) throw new Error('something else was read than was put there');
}

class TooSlow extends Error {}

async function within(work: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooSlow()), ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Answers how the store is; asked often, it is tried once in five seconds. Never rejects. */
export function createStoreCheck(store: FileStore, log: FastifyBaseLogger): () => Promise<StoreCheck> {
  const key = objectKey(NOBODY, randomUUID());
  let last: { at_ms: number; answer: Promise<StoreCheck> } | undefined;
  const check = async (): Promise<StoreCheck> => {
    const startedAt = performance.now();
    const { kind } = store;
    try {
      const work = tryOut(store, key);
      // What comes too late fails unheard.
      work.catch(() => {});
      await within(work, TIMEOUT_MS);
      const response_ms = Math.round((performance.now() - startedAt) * 100) / 100;
      return { kind, ok: true, response_ms, detail: null };
    } catch (error) {
      log.error({ err: error }, 'the store of files does not work');
      const detail = error instanceof TooSlow ? 'It did not answer within five seconds.' : inWords(error);
      return { kind, ok: false, response_ms: null, detail };
    }
  };
  return () => {
    if (!last || Date.now() - last.at_ms > CACHE_MS) last = { at_ms: Date.now(), answer: check() };
    return last.answer;
  };
}

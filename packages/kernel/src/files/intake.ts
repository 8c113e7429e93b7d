/** The way of a file into the store: streamed, measured, sniffed, sealed, scanned; seen by nobody until a transaction keeps it. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { FastifyBaseLogger } from 'fastify';
import { transaction } from '../db/handle.ts';
import { malformed, tooLarge } from '../http/problems.ts';
import type { Keys } from '../keys/keys.ts';
import { changeUsage } from '../limits/usage.ts';
import { Problem, problem } from '../problems/problem.ts';
import { newId } from '../schema/ids.ts';
import type { Cells } from '../tenancy/cells.ts';
import type { Context } from '../tenancy/context.ts';
import type { Tenant } from '../tenancy/directory.ts';
import { emptyFile, type File, fileRecord, infectedFile, storeUnavailable, uploadLost } from './files.schema.ts';
import { cleanName } from './names.ts';
import { openContent, sealContent, storedRange } from './sealed_content.ts';
import { HEAD_BYTES, mediaTypeOf } from './sniff.ts';
import { type FileStore, ObjectMissing, objectKey } from './store.ts';

/** What a scanner found. */
export type Verdict = 'clean' | { infected: string };

/** Looks through a content before anybody sees it, e.g. for viruses. What it throws refuses the file too (503). */
export type Scan = (content: Readable) => Promise<Verdict>;

/** A file that somebody is sending. */
export interface Incoming {
  name: string;
  content: AsyncIterable<Buffer>;
  /** Bytes that it may have at most. */
  max_bytes: number;
}

/** A file that lies in the store and that nobody sees yet: `keep` makes it visible, `discard` removes it. */
export interface Received {
  tenant: Tenant;
  id: string;
  object_id: string;
  name: string;
  media_type: string;
  bytes: number;
  sha256: string;
  key_version: number;
}

export interface Intake {
  receive(tenant: Tenant, incoming: Incoming): Promise<Received>;
  /** The content of what was received and nobody sees yet, whole: for what is small. */
  contentOf(received: Received): Promise<Buffer>;
  discard(received: Pick<Received, 'tenant' | 'id' | 'object_id'>): Promise<void>;
  keep(ctx: Context, received: Received): Promise<File>;
}

interface Parts {
  store: FileStore;
  cells: Cells;
  keys: Keys;
  scan: Scan | null;
  log: FastifyBaseLogger;
}

/** A failure of the store is a 503 that names no path; what was refused on purpose stays as it is. */
export function storeFailure(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { code } = error as { code?: string };
  // What came from the database, or from a client that is gone, is no fault of the store.
  if (typeof code === 'string' && (/^[0-9A-Z]{5}$/.test(code) || code.startsWith('FST_'))) throw error;
  return problem(storeUnavailable, { cause: error });
}

/** What comes, with its failures told apart from those of the store: a client that is gone, or a form that ends too early. */
async function* arriving(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* content;
  } catch (error) {
    const { code } = error as { code?: string };
    if (error instanceof Problem || code?.startsWith('FST_')) throw error;
    throw problem(malformed, { detail: 'The upload broke off.', cause: error });
  }
}

/** The first bytes, and the whole again. */
async function peeked(content: AsyncIterable<Buffer>): Promise<{ head: Buffer; whole: AsyncGenerator<Buffer> }> {
  const source = content[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  let bytes = 0;
  while (bytes < HEAD_BYTES) {
    const next = await source.next();
    if (next.done) break;
    first.push(next.value);
    bytes += next.value.length;
  }
  async function* whole(): AsyncGenerator<Buffer> {
    yield* first;
    for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
  }
  return { head: Buffer.concat(first).subarray(0, HEAD_BYTES), whole: whole() };
}

export function createIntake({ store, cells, keys, scan, log }: Parts): Intake {
  /** One statement of its own beside the request's transaction, which begins when the upload is complete. */
  const alone = async (tenant: Tenant, text: string, values: readonly unknown[]): Promise<number> => {
    const tx = transaction(cells.of(tenant), { tenant_id: tenant.id, plane: '' });
    try {
      const count = await tx.execute(text, values);
      await tx.commit();
      return count;
    } catch (error) {
      await tx.rollback();
      throw error;
    }
  };

  const discard: Intake['discard'] = async ({ tenant, id, object_id }) => {
    try {
      // When the row is visible meanwhile, the transaction that kept it did commit, and the content stays.
      const gone = await alone(tenant, "delete from files where tenant_id = $1 and id = $2 and state = 'uploading'", [
        id,
      ]);
      if (gone === 1) await store.remove(objectKey(tenant.id, object_id));
    } catch (error) {
      log.warn({ err: error, tenant: tenant.slug }, 'an upload that came to nothing is left to the sweep');
    }
  };

  const openReceived = async ({ tenant, id, object_id, bytes }: Received): Promise<Readable> => {
    const stored = await store.get(objectKey(tenant.id, object_id), storedRange(bytes, 0, bytes - 1));
    return Readable.from(openContent(keys, { tenant_id: tenant.id, id }, stored, 0, bytes - 1), { objectMode: false });
  };

  const assertClean = async (received: Received): Promise<void> => {
    if (!scan) return;
    const { tenant } = received;
    const plain = await openReceived(received);
    let verdict: Verdict;
    try {
      verdict = await scan(plain);
    } finally {
      plain.destroy();
    }
    if (verdict === 'clean') return;
    log.warn({ tenant: tenant.slug, found: verdict.infected }, 'a scanner refused a file');
    throw problem(infectedFile, { detail: `The scanner found ${verdict.infected}.` });
  };

  return {
    discard,
    contentOf: async (received) => buffer(await openReceived(received)),
    async receive(tenant, { name: given, content, max_bytes }) {
      const name = cleanName(given);
      const { head, whole } = await peeked(arriving(content));
      if (head.length === 0) throw problem(emptyFile);
      const media_type = await mediaTypeOf(name, head);
      const received: Received = {
        tenant,
        id: newId(),
        object_id: newId(),
        name,
        media_type,
        bytes: 0,
        sha256: '',
        key_version: Number.MAX_SAFE_INTEGER,
      };
      const hash = createHash('sha256');
      async function* measured(): AsyncGenerator<Buffer> {
        for await (const chunk of whole) {
          received.bytes += chunk.length;
          if (received.bytes > max_bytes)
            throw problem(tooLarge, {
              detail: `A file may have ${max_bytes} bytes.`,
              extra: { limit: 'file_upload.max_size', allowed: max_bytes },
            });
          hash.update(chunk);
          yield chunk;
        }
      }
      // The row comes first: whatever happens from here on, the sweep knows what to look for.
      await alone(
        tenant,
        `insert into files (tenant_id, id, object_id, name, media_type, bytes, sha256) values ($1, $2, $3, $4, $5, 0, '')`,
        [received.id, received.object_id, name, media_type],
      );
      try {
        const sealed = sealContent(keys, { tenant_id: tenant.id, id: received.id }, measured(), (version) => {
          received.key_version = Math.min(received.key_version, version);
        });
        await store.put(objectKey(tenant.id, received.object_id), sealed);
        received.sha256 = hash.digest('hex');
        await assertClean(received);
        return received;
      } catch (error) {
        await discard(received);
        throw storeFailure(error);
      }
    },
    async keep(ctx, { tenant, id, media_type, bytes, sha256, key_version }) {
      if (ctx.tenant.id !== tenant.id) throw new ObjectMissing('a file is kept by the organisation that received it');
      await changeUsage(ctx, 'storage_bytes', bytes);
      const [row] = await ctx.sql<File>(
        `update files set state = 'ready', media_type = $3, bytes = $4, sha256 = $5, key_version = $6, created_by = $7,
           updated_at = now() where tenant_id = $1 and id = $2 and state = 'uploading' returning ${fileRecord.select}`,
        [id, media_type, bytes, sha256, key_version, ctx.actor.id],
      );
      if (!row) throw problem(uploadLost);
      ctx.audit({
        action: 'files.create',
        subject: 'files',
        subject_id: id,
        after: { name: row.name, media_type, bytes, sha256 },
      });
      return row;
    },
  };
}

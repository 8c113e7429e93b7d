/** Where the bytes of files lie: one interface over a folder and over a server that speaks S3. */
import type { Readable } from 'node:stream';

/** What lies in a store. */
export interface StoredObject {
  key: string;
  bytes: number;
  modified_at: Date;
}

export interface FileStore {
  /** `folder` or `s3`. */
  readonly kind: string;
  /** Stores all that comes, or nothing: what is interrupted is never seen under the key. Memory does not grow with the size. */
  put(key: string, content: AsyncIterable<Buffer>): Promise<void>;
  /** The bytes, or those from `from` to `to` (both included, from 0). Throws `ObjectMissing`. */
  get(key: string, range?: { from: number; to: number }): Promise<Readable>;
  /** Removes it; what is not there is no fault. */
  remove(key: string): Promise<void>;
  /** All whose key begins so, in no order: `t/` or `t/<tenant id>/`. */
  list(prefix: string): AsyncIterable<StoredObject>;
  /** Removes what uploads that broke off before `before` left behind unseen. Answers how many. */
  prune(before: Date): Promise<number>;
}

/** There is nothing under the key. */
export class ObjectMissing extends Error {
  override name = 'ObjectMissing';
}

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const KEY = new RegExp(`^t/${UUID}/${UUID}$`);
const PREFIX = new RegExp(`^t/(?:${UUID}/)?$`);

/** The one form of a key, `t/<tenant id>/<object id>`: nothing that people write is ever part of it. */
export function objectKey(tenantId: string, objectId: string): string {
  return checkedKey(`t/${tenantId}/${objectId}`);
}

/** The key, when it has the form; a store asks before it touches anything. */
export function checkedKey(key: string): string {
  if (!KEY.test(key)) throw new Error(`${JSON.stringify(key.slice(0, 120))} is not the key of an object`);
  return key;
}

/** The prefix, when it is all tenants' or one tenant's. */
export function checkedPrefix(prefix: string): string {
  if (!PREFIX.test(prefix)) throw new Error(`${JSON.stringify(prefix.slice(0, 120))} is not a prefix of keys`);
  return prefix;
}

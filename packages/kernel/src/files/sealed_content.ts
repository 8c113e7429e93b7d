/** The content of a file as it lies in the store: in pieces, each sealed with the tenant's key for this file and this place in it. */
import type { Readable } from 'node:stream';
import type { Place } from '../keys/cipher.ts';
import { SEALED_BYTES } from '../keys/cipher.ts';
import type { Keys } from '../keys/keys.ts';

type Sealing = Pick<Keys, 'sealBytes' | 'openBytes'>;

/** What a content belongs to: opened under another file, or in another organisation, it is unreadable. */
export interface ContentOf {
  tenant_id: string;
  id: string;
}

/** Bytes of the content in one piece; the last one holds the rest. */
export const PIECE_BYTES = 65_536;
const STORED_BYTES = PIECE_BYTES + SEALED_BYTES;

const placeOf = (id: string, piece: number): Place => ({ table: 'files', row: `${id}/${piece}`, field: 'content' });

/** The chunks of a stream anew, all of one size but the last. */
async function* regrouped(chunks: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    waiting.push(chunk);
    bytes += chunk.length;
    if (bytes < size) continue;
    const all = Buffer.concat(waiting);
    let at = 0;
    for (; all.length - at >= size; at += size) yield all.subarray(at, at + size);
    waiting = [all.subarray(at)];
    bytes = all.length - at;
  }
  if (bytes > 0) yield Buffer.concat(waiting);
}

/** Seals a content piece by piece. `onVersion` hears the version of the key that sealed each. */
export async function* sealContent(
  keys: Sealing,
  of: ContentOf,
  content: AsyncIterable<Buffer>,
  onVersion: (version: number) => void,
): AsyncGenerator<Buffer> {
  let piece = 0;
  for await (const plain of regrouped(content, PIECE_BYTES)) {
    const sealed = await keys.sealBytes(of.tenant_id, placeOf(of.id, piece++), plain);
    onVersion(sealed.readUInt32BE(0));
    yield sealed;
  }
}

/** The range of the stored object that holds the bytes `from` to `to` of a content of `bytes` bytes. */
export function storedRange(bytes: number, from: number, to: number): { from: number; to: number } {
  const last = Math.floor(to / PIECE_BYTES);
  const end = Math.min((last + 1) * PIECE_BYTES, bytes) + (last + 1) * SEALED_BYTES;
  return { from: Math.floor(from / PIECE_BYTES) * STORED_BYTES, to: end - 1 };
}

/**
 * Opens what `storedRange` names: the bytes `from` to `to`. Throws `keys.unreadable` when a piece was altered, moved or belongs
 * elsewhere, and an error when the object ends too early.
 */
export async function* openContent(
  keys: Sealing,
  of: ContentOf,
  stored: Readable,
  from: number,
  to: number,
): AsyncGenerator<Buffer> {
  let piece = Math.floor(from / PIECE_BYTES);
  let given = 0;
  try {
    for await (const sealed of regrouped(stored, STORED_BYTES)) {
      const plain = await keys.openBytes(of.tenant_id, placeOf(of.id, piece), sealed);
      const start = piece++ * PIECE_BYTES;
      const part = plain.subarray(Math.max(0, from - start), to - start + 1);
      given += part.length;
      yield part;
    }
  } finally {
    stored.destroy();
  }
  if (given !== to - from + 1) throw new Error(`the content of the file ${of.id} ends after ${given} bytes`);
}

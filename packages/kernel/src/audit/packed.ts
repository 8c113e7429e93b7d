/** Entries and links of a trail as one value for many rows, read byte by byte here: no object is made of a row. */
import { hash } from 'node:crypto';
import type { Trail } from './content.ts';

/** The fields of an entry after its tenant as PostgreSQL prints them, in the order of the content. */
const FIELDS = [
  ...['id::text', 'at::text', 'actor_kind', 'actor_id::text', 'actor', 'request_id', 'address', 'action', 'subject'],
  ...['subject_id', 'before::text', 'after::text'],
].map((field) => `e.${field}`);

/** Packed entries of the rows `e`, for a SELECT that ends with `SPREAD`. */
export const PACKED_ENTRIES = `string_agg(array_send(array[${FIELDS.join(', ')}]), ''::bytea) as packed`;
/** Some values rather than one, so that none becomes too long for a string: the last bits of an id are random. */
export const SPREAD = 'group by get_byte(uuid_send(e.id), 15) & 63';

/** Packed links of the rows `l`, in order. Digests and hashes may have any length when somebody was at them. */
export const PACKED_LINKS = `string_agg(array_send(array[textsend(l.entry_id::text), int8send(least(l.seq, 9007199254740991)), l.digest, l.hash]),
  ''::bytea order by l.seq) as packed`;

export interface Link {
  seq: number;
  entry_id: string;
  /** Hexadecimal. */
  digest: string;
  hash: string;
}

/** Dimensions, flags, type, length and lower bound stand before the elements of an array of one dimension. */
const HEAD_BYTES = 20;

/** Where the element at `at` ends. */
function endOf(packed: Buffer, at: number): number {
  const length = packed.readInt32BE(at);
  return at + 4 + Math.max(length, 0);
}

export function readLinks(packed: Buffer): Link[] {
  const links: Link[] = [];
  for (let at = 0; at < packed.length; ) {
    const id = at + HEAD_BYTES;
    const seq = endOf(packed, id);
    const digest = endOf(packed, seq);
    const hashAt = endOf(packed, digest);
    at = endOf(packed, hashAt);
    links.push({
      entry_id: packed.toString('latin1', id + 4, seq),
      seq: Number(packed.readBigInt64BE(seq + 4)),
      digest: packed.toString('hex', digest + 4, hashAt),
      hash: packed.toString('hex', hashAt + 4, at),
    });
  }
  return links;
}

/** Room for one content at a time; it grows with the longest. */
let room = Buffer.allocUnsafe(1 << 16);
let used = 0;

function makeRoom(bytes: number): void {
  if (used + bytes <= room.length) return;
  const larger = Buffer.allocUnsafe(Math.max(room.length * 2, used + bytes));
  room.copy(larger, 0, 0, used);
  room = larger;
}

function putText(text: string): void {
  makeRoom(text.length);
  used += room.write(text, used, 'latin1');
}

const TILDE = 0x7e;
const COLON = 0x3a;
/** Longer texts are copied by the machine; for shorter ones the call costs more than the bytes. */
const SHORT = 160;

/** A field of `length` bytes at `from`: its length in digits, a colon, and itself. */
function putField(packed: Buffer, from: number, length: number): void {
  makeRoom(length + 11);
  if (length < 10) room[used++] = 48 + length;
  else if (length < 100) {
    room[used++] = 48 + Math.trunc(length / 10);
    room[used++] = 48 + (length % 10);
  } else used += room.write(String(length), used, 'latin1');
  room[used++] = COLON;
  if (length > SHORT) used += packed.copy(room, used, from, from + length);
  else for (let i = from; i < from + length; i++) room[used++] = packed[i] as number;
}

/** `2026-11-21 10:00:00.12+00` as `27:2026-11-21T10:00:00.120000Z`. */
function putInstant(packed: Buffer, from: number, length: number): void {
  const at = packed.toString('latin1', from, from + length);
  putText(`27:${at.slice(0, 10)}T${at.slice(11, 19)}.${at.slice(20, -3).padEnd(6, '0')}Z`);
}

/**
 * The digests of packed entries by their ids: of the content that is put together here, since who verifies does not leave it to
 * the database what a content is.
 */
export function digestsOf(trail: Trail, packed: Buffer, digests: Map<string, string>): void {
  const own = trail === null ? '~' : `36:${trail}`;
  for (let at = 0; at < packed.length; ) {
    at += HEAD_BYTES;
    const id = packed.toString('latin1', at + 4, endOf(packed, at));
    used = 0;
    putText(own);
    for (let n = 0; n < FIELDS.length; n++) {
      const length = packed.readInt32BE(at);
      at += 4;
      if (length < 0) {
        makeRoom(1);
        room[used++] = TILDE;
        continue;
      }
      if (n === 1) putInstant(packed, at, length);
      else putField(packed, at, length);
      at += length;
    }
    digests.set(id, hash('sha256', room.subarray(0, used), 'hex'));
  }
}

/** The form of what is sealed: AES-256-GCM under a random nonce, bound to the place it stands in, with the key's version in front. */
import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto';
import { defineProblem, problem } from '../problems/problem.ts';

/** Where a sealed value stands. Moved anywhere else it cannot be opened. */
export interface Place {
  table: string;
  /** The record's id, or what else names the row within its tenant. */
  row: string;
  field: string;
}

export const unreadable = defineProblem(
  'keys.unreadable',
  500,
  'What is stored here cannot be opened with the key of the organisation.',
);

/** The first byte of every ciphertext. 1 was a key derived from the installation's secret. */
const FORMAT = 2;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const LEAST = 1 + NONCE_BYTES + TAG_BYTES;

/** How many bytes `sealBytes` adds to what it seals. */
export const SEALED_BYTES = 4 + LEAST;

/** Texts one after another, each after its length, so that no two lists of texts look the same. */
export function framed(parts: readonly string[]): Buffer {
  let length = 0;
  for (const part of parts) length += 4 + Buffer.byteLength(part);
  const bytes = Buffer.allocUnsafe(length);
  let at = 0;
  for (const part of parts) {
    const written = bytes.write(part, at + 4);
    bytes.writeUInt32BE(written, at);
    at += 4 + written;
  }
  return bytes;
}

// Randomness is fetched for many nonces at once, which costs as much as for one; each is given out once.
const nonces = Buffer.alloc(NONCE_BYTES * 256);
let used = nonces.length;

/** 96 random bits that were never given out before. */
export function newNonce(): Buffer {
  if (used === nonces.length) {
    randomFillSync(nonces);
    used = 0;
  }
  used += NONCE_BYTES;
  return Buffer.from(nonces.subarray(used - NONCE_BYTES, used));
}

/** Format byte, nonce, ciphertext, tag. `bound` must be the same when it is opened. */
export function encrypt(key: KeyObject, bound: Buffer, plain: Buffer): Buffer {
  const nonce = newNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(bound);
  return Buffer.concat([Buffer.of(FORMAT), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** The plain bytes. Throws `keys.unreadable` for another key, another `bound`, or a byte that was altered. */
export function decrypt(key: KeyObject, bound: Buffer, sealed: Buffer): Buffer {
  if (sealed[0] !== FORMAT || sealed.length < LEAST)
    throw problem(unreadable, { detail: 'It has a form that this version of the program does not know.' });
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(bound)
      .setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(1 + NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw problem(unreadable, { cause });
  }
}

/** What a ciphertext of that tenant, version and place is bound to. */
export function boundTo(tenantId: string, version: number, { table, row, field }: Place): Buffer {
  return framed([String(FORMAT), String(version), tenantId, table, row, field]);
}

const TEXT = /^v([1-9]\d{0,8})\.([A-Za-z0-9_-]+)$/;

/** `v<version>.<base64url>`, the form in columns of type text. */
export function writeText(version: number, sealed: Buffer): string {
  return `v${version}.${sealed.toString('base64url')}`;
}

/** Version and ciphertext, or null for what is not a sealed text. */
export function readText(text: string): { version: number; sealed: Buffer } | null {
  const match = TEXT.exec(text);
  return match ? { version: Number(match[1]), sealed: Buffer.from(match[2] as string, 'base64url') } : null;
}

/** Four bytes of the version, then the ciphertext: the form in columns of type bytea, and of files. */
export function writeBytes(version: number, sealed: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(version);
  return Buffer.concat([head, sealed]);
}

/** Version and ciphertext, or null for what is too short to be sealed. */
export function readBytes(bytes: Buffer): { version: number; sealed: Buffer } | null {
  if (bytes.length < 4 + LEAST) return null;
  return { version: bytes.readUInt32BE(0), sealed: bytes.subarray(4) };
}

/** Ids: UUIDv7 (RFC 9562 section 5.7), made in the application, rising with time so that indexes grow at their end. */
import { randomFillSync } from 'node:crypto';

const pool = Buffer.alloc(4096);
let used = pool.length;
let lastMs = 0;
let sequence = 0;

/** A new UUIDv7: 48 bits of milliseconds, 12 bits that count within a millisecond, 62 random bits. Never a secret. */
export function newId(): string {
  if (used + 10 > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  let ms = Date.now();
  if (ms <= lastMs) {
    ms = lastMs;
    if (++sequence > 0xfff) {
      ms = ++lastMs;
      sequence = 0;
    }
  } else {
    lastMs = ms;
    sequence = pool.readUInt16BE(used) & 0x3ff;
  }
  const time = ms.toString(16).padStart(12, '0');
  const random = pool.toString('hex', used + 2, used + 10);
  used += 10;
  const variant = ((Number.parseInt(random[0] as string, 16) & 0x3) | 0x8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${sequence.toString(16).padStart(3, '0')}-${variant}${random.slice(1, 4)}-${random.slice(4)}`;
}

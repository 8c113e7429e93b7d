/** Nonces: 96 bits that a generator makes anew for each value, never one twice, over many refills and in several processes. */
import { execFile } from 'node:child_process';
import { createSecretKey, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { encrypt, newNonce } from './cipher.ts';

const key = createSecretKey(randomBytes(32));
const nonceOf = (sealed: Buffer): string => sealed.toString('latin1', 1, 13);

test('a million nonces are a million, and every bit of them varies', () => {
  const COUNT = 1_000_000;
  const seen = new Set<string>();
  const ones = new Uint32Array(96);
  for (let n = 0; n < COUNT; n++) {
    const nonce = newNonce();
    seen.add(nonce.toString('latin1'));
    if (n % 100 === 0)
      for (let bit = 0; bit < 96; bit++)
        ones[bit] = (ones[bit] as number) + (((nonce[bit >> 3] as number) >> (bit & 7)) & 1);
  }
  // With 96 random bits the chance of one repetition here is 2^-57.
  expect(seen.size).toBe(COUNT);
  // Ten thousand throws of a coin: outside these bounds once in 10^22. A counter or a fixed part would be far outside.
  for (const count of ones) expect(Math.abs(count - 5_000)).toBeLessThan(500);
});

test('each sealed value has one of its own, though what is sealed is the same', () => {
  const sealed = Array.from({ length: 10_000 }, () => encrypt(key, Buffer.alloc(0), Buffer.alloc(0)));
  expect(new Set(sealed.map(nonceOf)).size).toBe(10_000);
});

test('processes that begin alike do not share nonces', async () => {
  const script = `import { createSecretKey } from 'node:crypto';
    const { encrypt } = await import(${JSON.stringify(new URL('./cipher.ts', import.meta.url).href)});
    const key = createSecretKey(Buffer.alloc(32));
    for (let n = 0; n < 600; n++) console.log(encrypt(key, Buffer.alloc(0), Buffer.alloc(0)).toString('hex', 1, 13));`;
  const run = promisify(execFile);
  const outputs = await Promise.all([1, 2, 3].map(() => run(process.execPath, ['--input-type=module', '-e', script])));
  const nonces = outputs.flatMap(({ stdout }) => stdout.trim().split('\n'));
  expect([nonces.length, new Set(nonces).size]).toEqual([1800, 1800]);
});

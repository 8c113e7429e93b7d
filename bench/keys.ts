/** What sealing takes: values sealed and opened in a second, against the bare cipher, and values that a rotation seals anew. */

import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { modules } from '@tenantry/server/modules.ts';
import { benchKeys } from './config.ts';
import { fill } from './data.ts';
import type { BenchServer } from './database.ts';
import { benchKernel } from './kernel.ts';
import { median, note } from './report.ts';

const ROUNDS = 15;
const SOME = 2_000;
const VALUES = 20_000;
const TEXT = 'a secret of the usual length, such as a token or the number of a card';

/** The same bytes through the same cipher, bound to a constant. */
function bare(key: ReturnType<typeof createSecretKey>): void {
  const nonce = randomBytes(12);
  const bound = Buffer.from('a constant');
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(bound);
  const sealed = Buffer.concat([cipher.update(TEXT), cipher.final()]);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(bound).setAuthTag(cipher.getAuthTag());
  Buffer.concat([decipher.update(sealed), decipher.final()]).toString();
}

/** Values a second, of one round. */
async function rate(work: (n: number) => unknown): Promise<number> {
  const startedAt = performance.now();
  for (let n = 0; n < SOME; n++) await work(n);
  return (SOME / (performance.now() - startedAt)) * 1000;
}

/** Seals, opens and rotates in one tenant. */
export async function sealing(server: BenchServer): Promise<void> {
  const client = await server.create(
    'bench_keys',
    modules.map((module) => module.migrations),
  );
  await fill(client, 1, 10);
  const { rows } = await client.query<{ id: string }>('select id from tenants');
  const id = rows[0]?.id ?? '';
  const { kernel, close } = await benchKernel(server, 'bench_keys', {
    keys: { ...benchKeys, lease_ms: 50, grace_ms: 0 },
  });
  const { keys } = kernel;
  const placeOf = (row: string) => ({ table: 'idempotency_keys', row, field: 'sealed_body' });
  const place = placeOf('bench');
  const key = createSecretKey(randomBytes(32));
  const rounds: { ours: number; bare: number }[] = [];
  for (let round = 0; round < ROUNDS; round++)
    rounds.push({
      ours: await rate(async () => keys.open(id, place, await keys.seal(id, place, TEXT))),
      bare: await rate(() => bare(key)),
    });
  const each = Math.round(median(rounds.map((round) => round.ours)));
  note({
    what: `a value sealed and opened, with key, place and version / by the bare cipher (${each}/s)`,
    value: median(rounds.map((round) => round.ours / round.bare)),
    unit: '×',
    budget: 0.5,
    better: 'more',
    why: 'looking the key up, binding the place and writing base64 cost as much as a short value itself',
  });

  const actor = randomUUID();
  const values: { key: string; sealed_body: string }[] = [];
  for (let n = 0; n < VALUES; n++)
    values.push({ key: `k${n}`, sealed_body: await keys.seal(id, placeOf(`${actor}/k${n}`), TEXT) });
  await client.query(
    `insert into idempotency_keys (tenant_id, actor_id, key, route, request_hash, sealed_body)
     select $1, $2, x.key, '', '', x.sealed_body from jsonb_to_recordset($3) as x(key text, sealed_body text)`,
    [id, actor, JSON.stringify(values)],
  );
  await client.query('analyze idempotency_keys');
  // A version that is not there yet: every value is sealed anew with the one that is.
  const source = keys.sources().find((one) => one.table === 'idempotency_keys');
  const startedAt = performance.now();
  await source?.reseal(id, 2, () => false);
  note({
    what: 'values that a rotation seals anew in a second',
    value: (VALUES / (performance.now() - startedAt)) * 1000,
    unit: '/s',
    budget: 2_000,
    better: 'more',
  });
  await close();
}

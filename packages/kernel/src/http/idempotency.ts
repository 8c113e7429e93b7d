/** Idempotency keys: the same key and body give the same answer and one effect, also when two arrive at once. */
import { createHmac } from 'node:crypto';
import type { Statement } from '../db/batch.ts';
import type { Transaction } from '../db/handle.ts';
import { deriveKey } from '../identity/tokens.ts';
import type { Place } from '../keys/cipher.ts';
import { problem } from '../problems/problem.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import type { Admission } from './admit.ts';
import { inProgress, keyReused, malformed } from './problems.ts';
import type { AnyRoute } from './route.ts';

/** The stored answer. */
export interface Replay {
  status: number;
  body: unknown;
}

interface Claim {
  tenant_id: string | null;
  actor_id: string;
  key: string;
  replay?: Replay;
}

interface Stored {
  route: string;
  request_hash: string;
  status: number | null;
  body: unknown;
  sealed_body?: string | null;
}

/** An answer may hold what is sealed where it came from, so the answers of a tenant's calls are kept sealed. */
function placeOf({ actor_id, key }: Pick<Claim, 'actor_id' | 'key'>): Place {
  return { table: 'idempotency_keys', row: `${actor_id}/${key}`, field: 'sealed_body' };
}

/** Visible ASCII, at most 255 characters. */
const KEY = /^[\x21-\x7e]{1,255}$/;

const macKeys = new Map<string, Uint8Array>();

/** A body may be guessed (a PIN, an amount); under a key that is in no database its hash tells nothing of it. */
function macKeyOf(secret: string): Uint8Array {
  let key = macKeys.get(secret);
  if (!key) {
    key = deriveKey(secret, 'idempotent requests');
    macKeys.set(secret, key);
  }
  return key;
}

/** Same input of the same tenant, same hash, whatever the order of its fields. */
function hashOf(secret: string, tenantId: string | null, route: AnyRoute, input: unknown): string {
  const { file, ...rest } = (input ?? {}) as { file?: { bytes?: Buffer | number; sha256?: string } };
  const canonical = JSON.stringify(rest, (_key, value) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  const hash = createHmac('sha256', macKeyOf(secret))
    .update(tenantId ?? 'platform')
    .update('\0')
    .update(route.name)
    .update('\0')
    .update(canonical);
  if (Buffer.isBuffer(file?.bytes)) hash.update(file.bytes);
  else if (file?.sha256) hash.update(file.sha256);
  return hash.digest('hex');
}

/**
 * Claims the request's key as the first statement of its transaction. A twin that is still running holds the row: we wait for
 * it, and replay its answer or do the work ourselves when it failed. Returns null when there is no key or nobody to own it.
 */
export async function claimKey(
  work: { kernel: Kernel; route: AnyRoute; admission: Admission; request: { headers: Record<string, unknown> } },
  tx: Transaction,
  input: unknown,
): Promise<Claim | null> {
  const key = work.request.headers['idempotency-key'];
  const actor_id = work.admission.actor.id;
  const { method, unrepeatable } = work.route;
  if (key === undefined || method !== 'POST' || unrepeatable || actor_id === null) return null;
  if (typeof key !== 'string' || !KEY.test(key))
    throw problem(malformed, { detail: 'Idempotency-Key: 1 to 255 visible characters.' });
  const { tenant_id } = work.admission.binding;
  const hash = hashOf(work.kernel.config.secret, tenant_id, work.route, input);
  const claim: Claim = { tenant_id, actor_id, key };
  const table = tenant_id ? 'idempotency_keys' : 'control_idempotency_keys';
  const [columns, values, shift] = tenant_id ? ['tenant_id, ', '$1, ', 1] : ['', '', 0];
  const p = (n: number): string => `$${n + (shift as number)}`;
  try {
    const claimed = await tx.execute(
      `insert into ${table} (${columns}actor_id, key, route, request_hash) values (${values}${p(1)}, ${p(2)}, ${p(3)}, ${p(4)}) on conflict do nothing`,
      [actor_id, key, work.route.name, hash],
    );
    if (claimed === 1) return claim;
  } catch (error) {
    if ((error as { code?: string }).code === '55P03') throw problem(inProgress, { headers: { 'retry-after': '1' } });
    throw error;
  }
  const own = tenant_id ? 'tenant_id = $1 and ' : '';
  const [stored] = await tx.sql<Stored>(
    `select route, request_hash, status, body${tenant_id ? ', sealed_body' : ''} from ${table} where ${own}actor_id = ${p(1)} and key = ${p(2)}`,
    [actor_id, key],
  );
  if (!stored || stored.status === null) throw problem(inProgress, { headers: { 'retry-after': '1' } });
  if (stored.route !== work.route.name || stored.request_hash !== hash) throw problem(keyReused);
  const body =
    tenant_id && stored.sealed_body
      ? JSON.parse(await work.kernel.keys.open(tenant_id, placeOf(claim), stored.sealed_body))
      : stored.body;
  return { ...claim, replay: { status: stored.status, body } };
}

/** Stores the answer beside the claim; travels with the COMMIT. */
export async function storeReply(kernel: Kernel, claim: Claim, status: number, body: unknown): Promise<Statement> {
  const { tenant_id, actor_id, key } = claim;
  const text = JSON.stringify(body);
  if (!tenant_id)
    return {
      text: 'update control_idempotency_keys set status = $1, body = $2 where actor_id = $3 and key = $4',
      values: [status, text, actor_id, key],
    };
  return {
    text: 'update idempotency_keys set status = $1, sealed_body = $2 where actor_id = $3 and key = $4 and tenant_id = $5',
    values: [status, await kernel.keys.seal(tenant_id, placeOf(claim), text), actor_id, key, tenant_id],
  };
}

/** Master keys in a key service that speaks the protocol of AWS KMS: they never leave it, and every wrapping is a call to it. */
import { hash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import { LRUCache } from 'lru-cache';
import { defineProblem, problem } from '../problems/problem.ts';
import { unreadable } from './cipher.ts';
import type { MasterKey, MasterKeys, WrapContext } from './master.ts';

export interface KeyServiceOptions {
  /** `https://kms.ap-south-1.amazonaws.com` */
  endpoint: string;
  region: string;
  /** Ids or ARNs of keys there, the one that wraps from now on last; earlier ones are asked to unwrap alone. */
  key_ids: readonly string[];
  access_key_id: string;
  secret_access_key: string;
  session_token?: string | null;
  /** How long what was unwrapped is kept in memory, in seconds; 300 unless given, 0 keeps nothing. */
  cache_seconds?: number;
  /** How long one call may take, in milliseconds; 3,000 unless given. */
  timeout_ms?: number;
}

export const keyServiceUnavailable = defineProblem(
  'keys.unavailable',
  503,
  'The key service does not answer, so nothing can be sealed or opened at the moment. Nothing was changed; try again soon.',
);

/** Answers of the service that blame the ciphertext, its context or its key: asking again does not help. */
const BLAMES_CIPHERTEXT = new Set(['InvalidCiphertextException', 'IncorrectKeyException']);
/** Answers that another attempt may mend. */
const PASSING = new Set([
  'ThrottlingException',
  'KMSInternalException',
  'DependencyTimeoutException',
  'KeyUnavailableException',
]);
const ATTEMPTS = 3;
const MOST_KEPT = 20_000;

/** What went wrong with a call, for the log; the answer tells a client no more than that the service is out of reach. */
class KeyServiceError extends Error {
  override name = 'KeyServiceError';
  readonly fault: string;
  constructor(action: string, fault: string, detail: string) {
    super(`${action}: ${fault} ${detail}`.trim());
    this.fault = fault;
  }
}

type Call = (action: 'Encrypt' | 'Decrypt', body: Record<string, unknown>) => Promise<Record<string, unknown>>;

function caller(options: KeyServiceOptions): Call {
  const { endpoint, region, access_key_id, secret_access_key, session_token, timeout_ms = 3_000 } = options;
  const client = new AwsClient({
    accessKeyId: access_key_id,
    secretAccessKey: secret_access_key,
    ...(session_token ? { sessionToken: session_token } : {}),
    region,
    service: 'kms',
    // We attempt again ourselves: throttling is answered 400 here, and each attempt has its own time.
    retries: 0,
  });
  const once: Call = async (action, body) => {
    const response = await client.fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `TrentService.${action}` },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeout_ms),
    });
    const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
    if (response.ok) return answer;
    const fault = String(answer.__type ?? response.status).replace(/^.*#/, '');
    throw new KeyServiceError(
      action,
      response.status >= 500 ? 'KMSInternalException' : fault,
      String(answer.message ?? ''),
    );
  };
  return async (action, body) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(action, body);
      } catch (cause) {
        const fault = cause instanceof KeyServiceError ? cause.fault : null;
        if (fault !== null && BLAMES_CIPHERTEXT.has(fault)) throw problem(unreadable, { cause });
        const isPassing = fault === null || PASSING.has(fault);
        if (!isPassing || attempt === ATTEMPTS)
          throw problem(keyServiceUnavailable, { cause, headers: { 'retry-after': '5' } });
        await new Promise((resolve) => setTimeout(resolve, 50 * 2 ** attempt * Math.random()));
      }
    }
  };
}

function bytesIn(answer: Record<string, unknown>, name: string): Buffer {
  const value = answer[name];
  if (typeof value !== 'string' || value === '')
    throw problem(keyServiceUnavailable, { cause: new Error(`the key service answered without ${name}`) });
  return Buffer.from(value, 'base64');
}

/**
 * Master keys in the service. What it wraps is a data key that is sealed with the tenant's share already, so neither the
 * service nor what is kept in memory here opens anything by itself. `earlier` are keys from before the service was used; they
 * unwrap until `tenantry keys rotate --master` has wrapped everything anew. Calls throw `keys.unavailable` when the service is
 * out of reach, and `keys.unreadable` for bytes that were altered or belong elsewhere.
 */
export function serviceMasterKeys(options: KeyServiceOptions, earlier?: MasterKeys): MasterKeys {
  const call = caller(options);
  const keep = options.cache_seconds ?? 300;
  const kept = keep > 0 ? new LRUCache<string, Buffer>({ max: MOST_KEPT, ttl: keep * 1000 }) : null;
  const make = (id: string): MasterKey => {
    const nameOf = (wrapped: Buffer, context: WrapContext): string =>
      hash('sha256', JSON.stringify([id, wrapped.toString('base64'), Object.entries(context).sort()]));
    return {
      id,
      async wrap(dek, context) {
        const answer = await call('Encrypt', {
          KeyId: id,
          Plaintext: dek.toString('base64'),
          EncryptionContext: context,
        });
        return bytesIn(answer, 'CiphertextBlob');
      },
      async unwrap(wrapped, context) {
        const name = nameOf(wrapped, context);
        const known = kept?.get(name);
        if (known) return Buffer.from(known);
        const answer = await call('Decrypt', {
          KeyId: id,
          CiphertextBlob: wrapped.toString('base64'),
          EncryptionContext: context,
        });
        const dek = bytesIn(answer, 'Plaintext');
        kept?.set(name, Buffer.from(dek));
        return dek;
      },
    };
  };
  const held = new Map(options.key_ids.map((id) => [id, make(id)]));
  const current = [...held.values()].at(-1);
  if (!current) throw new Error('a key service needs the id of a key');
  return {
    current: async () => current,
    find: async (id) => held.get(id) ?? (await earlier?.find(id)) ?? null,
    ids: async () => [...((await earlier?.ids()) ?? []), ...held.keys()],
    // A new key is made at the service and named last in the settings; what it has not wrapped is wrapped anew under it.
    add: async () => current,
  };
}

/** What is dear to compute and may be a little old: remembered per tenant, never across, and forgotten at one stroke on every instance. */
import { LRUCache } from 'lru-cache';
import { transaction } from '../db/handle.ts';
import type { Database } from '../db/pool.ts';
import type { News } from '../tenancy/news.ts';

/** The memory of one tenant. Values are JSON: what comes out is a copy, so that nobody changes what another one gets. */
export interface TenantCache {
  /**
   * The value that is remembered under `key`, or that `load` gives now; callers who come while it loads share that one answer.
   * Remembered for at most `ttl_ms`. What fails is not remembered.
   */
  through<T>(key: string, ttl_ms: number, load: () => Promise<T>): Promise<T>;
  /** Forgets one value on this instance. */
  delete(key: string): void;
}

export interface Cache {
  /** The only way in: a memory of one tenant. */
  for(tenantId: string): TenantCache;
  /** Begins a new epoch of the tenant: all instances forget all they remember of it, also what is being loaded now. */
  flush(tenantId: string): Promise<void>;
}

/** Bytes of one tenant's values, so that none crowds out the others; and how many tenants are remembered. */
const BYTES_A_TENANT = 1_000_000;
const MAX_TENANTS = 200;
const MAX_TTL_MS = 3_600_000;

interface Memory {
  values: LRUCache<string, string>;
  loading: Map<string, Promise<string>>;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A cache that hears the news; while they do not arrive nothing is remembered. */
export function createCache(aside: Database, news: News): Cache {
  const tenants = new LRUCache<string, Memory>({ max: MAX_TENANTS });
  news.onChange(({ kind, subject_id }) => {
    if (kind !== 'cache' && kind !== 'tenant') return;
    // Whoever is loading keeps the old memory and so puts its value where nobody looks any more.
    if (subject_id === null) tenants.clear();
    else tenants.delete(subject_id);
  });
  const memoryOf = (tenantId: string): Memory => {
    const known = tenants.get(tenantId);
    if (known) return known;
    const fresh: Memory = {
      values: new LRUCache({ maxSize: BYTES_A_TENANT, sizeCalculation: (text) => text.length * 2 + 100 }),
      loading: new Map(),
    };
    tenants.set(tenantId, fresh);
    return fresh;
  };
  const parse = <T>(text: string): T => JSON.parse(text) as T;

  return {
    for(tenantId) {
      if (!UUID.test(tenantId)) throw new Error('a memory belongs to a tenant, named by its id');
      return {
        async through<T>(key: string, ttl_ms: number, load: () => Promise<T>): Promise<T> {
          if (!news.isConnected()) return load();
          const { values, loading } = memoryOf(tenantId);
          const known = values.get(key);
          if (known !== undefined) return parse(known);
          const running = loading.get(key);
          if (running) return parse(await running);
          const work = load().then((value) => JSON.stringify(value ?? null));
          loading.set(key, work);
          try {
            const text = await work;
            values.set(key, text, { ttl: Math.min(ttl_ms, MAX_TTL_MS) });
            return parse(text);
          } finally {
            loading.delete(key);
          }
        },
        delete: (key) => void tenants.get(tenantId)?.values.delete(key),
      };
    },
    async flush(tenantId) {
      const change = { kind: 'cache', subject_id: tenantId } as const;
      news.tell(change);
      const tx = transaction(aside, { tenant_id: null, plane: 'platform' });
      try {
        await news.announce(tx, change);
        await tx.commit();
      } catch (error) {
        await tx.rollback();
        throw error;
      }
    },
  };
}

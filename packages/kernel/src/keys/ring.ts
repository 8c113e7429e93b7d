/** The data keys of tenants: made, wrapped and unwrapped here, and held in memory for a short while. */
import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { type Handle, reading } from '../db/handle.ts';
import type { Database } from '../db/pool.ts';
import { defineProblem, problem } from '../problems/problem.ts';
import { decrypt, encrypt, framed, unreadable } from './cipher.ts';
import type { MasterKeys, WrapContext } from './master.ts';
import type { KeyShares } from './shares.ts';

export const keysDestroyed = defineProblem('keys.destroyed', 410, 'The key of this organisation has been destroyed.');

/** The keys of one tenant that open, and the version that seals. */
export interface Ring {
  current: number;
  keys: ReadonlyMap<number, KeyObject>;
}

export interface Rings {
  /** For sealing: never older than the lease. The first of a tenant is made here. Throws `keys.destroyed`. */
  forSealing(tenantId: string): Promise<Ring>;
  /** The key of that version. Throws `keys.destroyed`, or `keys.unreadable` when the version is gone. */
  forOpening(tenantId: string, version: number): Promise<KeyObject>;
  /** Stores a new version through a handle that is bound to the tenant, wrapped under the current master key. */
  store(handle: Handle, tenantId: string, version: number): Promise<KeyObject>;
  /** Remembers a key whose row is not committed yet, for those who set the tenant up meanwhile. */
  expect(tenantId: string, ring: Ring): void;
  forget(tenantId?: string): void;
}

export interface RingParts {
  aside: Database;
  master: MasterKeys;
  shares: KeyShares;
  /** How long a version that was read may seal, in milliseconds. A rotation waits so long before it trusts that all have heard. */
  lease_ms: number;
  /** False while news of changes do not arrive: then nothing is taken from memory. */
  mayRemember(): boolean;
}

interface Held {
  ring: Ring;
  read_at: number;
  expected: boolean;
}

interface KeyRow {
  version: number;
  state: string;
  wrapped: Buffer | null;
  master_key_id: string;
}

/** What a wrapped data key is bound to, under the master key as under the tenant's share. */
export function contextOf(tenantId: string, version: number): WrapContext {
  return { purpose: 'tenant key', tenant_id: tenantId, version: String(version) };
}

function shareKey(share: Buffer): KeyObject {
  return createSecretKey(new Uint8Array(hkdfSync('sha256', share, 'tenantry', 'tenant key share', 32)));
}

/** How long a ring opens without being read again, in milliseconds; news drop it at once. */
const OPENING_MS = 300_000;
const MAX_RINGS = 20_000;

export function createRings(parts: RingParts): Rings {
  const { aside, master, shares, lease_ms, mayRemember } = parts;
  const held = new LRUCache<string, Held>({ max: MAX_RINGS });
  const loading = new Map<string, Promise<Held>>();
  let epoch = 0;

  const unwrap = async (tenantId: string, row: KeyRow, share: Buffer): Promise<KeyObject> => {
    const key = await master.find(row.master_key_id);
    if (!key) throw problem(unreadable, { detail: `The master key ${row.master_key_id} is not held.` });
    const context = contextOf(tenantId, row.version);
    const inner = await key.unwrap(row.wrapped as Buffer, context);
    return createSecretKey(decrypt(shareKey(share), framed(Object.values(context)), inner));
  };

  const store: Rings['store'] = async (handle, tenantId, version) => {
    const share = await shares.ensure(tenantId);
    if (share === 'destroyed') throw problem(keysDestroyed);
    const dek = randomBytes(32);
    const context = contextOf(tenantId, version);
    const key = await master.current();
    const wrapped = await key.wrap(encrypt(shareKey(share), framed(Object.values(context)), dek), context);
    // Who makes the same key at the same moment may be met in either index: the version's, or the one of current keys.
    await handle.execute(
      `insert into tenant_keys (tenant_id, version, wrapped, master_key_id)
       select t.id, $2::integer, $3::bytea, $4 from tenants t where t.id = $1 on conflict do nothing`,
      [version, wrapped, key.id],
    );
    return createSecretKey(dek);
  };

  const rowsOf = (handle: Handle): Promise<KeyRow[]> =>
    handle.sql<KeyRow>('select version, state, wrapped, master_key_id from tenant_keys where tenant_id = $1');

  const load = async (tenantId: string): Promise<Held> => {
    const startedIn = epoch;
    const read_at = performance.now();
    const handle = reading(aside, { tenant_id: tenantId, plane: '' });
    let rows = await rowsOf(handle);
    if (rows.length === 0) {
      const before = held.get(tenantId);
      if (before?.expected) return remember(tenantId, { ...before, read_at }, startedIn);
      await store(handle, tenantId, 1);
      rows = await rowsOf(handle);
      if (rows.length === 0) throw new Error(`there is no tenant ${tenantId} to make a key for`);
    }
    const share = await shares.find(tenantId);
    const living = rows.filter((row) => row.wrapped !== null);
    const current = living.find((row) => row.state === 'current');
    if (share === 'destroyed' || !current) throw problem(keysDestroyed);
    if (!share) throw problem(unreadable, { detail: 'The key share of the organisation is not in the key folder.' });
    const keys = new Map<number, KeyObject>();
    for (const row of living) keys.set(row.version, await unwrap(tenantId, row, share));
    return remember(tenantId, { ring: { current: current.version, keys }, read_at, expected: false }, startedIn);
  };
  /** What was read before a change was heard of must not be remembered after it. */
  const remember = (tenantId: string, one: Held, startedIn: number): Held => {
    if (startedIn === epoch && mayRemember()) held.set(tenantId, one);
    return one;
  };
  const read = (tenantId: string): Promise<Held> => {
    const running = loading.get(tenantId);
    if (running) return running;
    const started = load(tenantId).finally(() => {
      if (loading.get(tenantId) === started) loading.delete(tenantId);
    });
    loading.set(tenantId, started);
    return started;
  };
  const inMemory = (tenantId: string): Held | undefined => (mayRemember() ? held.get(tenantId) : undefined);

  return {
    async forSealing(tenantId) {
      let one = inMemory(tenantId);
      // Reading may take longer than the lease; what is then too old is read again.
      while (!one || performance.now() - one.read_at >= lease_ms) one = await read(tenantId);
      return one.ring;
    },
    async forOpening(tenantId, version) {
      let one = inMemory(tenantId);
      if (!one?.ring.keys.has(version) || performance.now() - one.read_at >= OPENING_MS) one = await read(tenantId);
      const key = one.ring.keys.get(version);
      if (!key) throw problem(unreadable, { detail: `Version ${version} of the key is gone.` });
      return key;
    },
    store,
    expect(tenantId, ring) {
      held.set(tenantId, { ring, read_at: performance.now(), expected: true });
    },
    forget(tenantId) {
      epoch++;
      loading.clear();
      // Whoever names a tenant knows it to be stored; what is only expected is not in the database to be read again.
      for (const [id, one] of held.entries()) if (tenantId ? id === tenantId : !one.expected) held.delete(id);
    },
  };
}

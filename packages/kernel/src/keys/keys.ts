/** Keys: what a tenant's secret values are sealed and opened with, and what becomes of its keys over time. */
import type { FastifyBaseLogger } from 'fastify';
import { type Handle, reading, transaction } from '../db/handle.ts';
import type { Database } from '../db/pool.ts';
import { problem } from '../problems/problem.ts';
import type { Cells } from '../tenancy/cells.ts';
import type { Directory } from '../tenancy/directory.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import type { News } from '../tenancy/news.ts';
import {
  boundTo,
  decrypt,
  encrypt,
  type Place,
  readBytes,
  readText,
  unreadable,
  writeBytes,
  writeText,
} from './cipher.ts';
import { columnSource, type Resealer, type SealedColumn, type SealedSource } from './columns.ts';
import { MasterKeyError, type MasterKeys } from './master.ts';
import { createRings } from './ring.ts';
import { createRotation, type Rotation } from './rotation.ts';
import type { KeyShares } from './shares.ts';

/** Sealing and opening for everybody; the life of keys for operators (`keys.service.ts`). */
export interface Keys {
  /**
   * Seals a text with the tenant's data key, for this place alone: `v<version>.…`. The place's column is one of those that
   * modules name as sealed. Inside a transaction call `enter` first. Throws `keys.destroyed`.
   */
  seal(tenantId: string, place: Place, text: string): Promise<string>;
  /** The text. Throws `keys.unreadable` for what was altered or belongs elsewhere, `keys.destroyed` when the key is gone. */
  open(tenantId: string, place: Place, sealed: string): Promise<string>;
  /** Like `seal` for bytes: a column of type bytea, or a file. */
  sealBytes(tenantId: string, place: Place, bytes: Uint8Array): Promise<Buffer>;
  openBytes(tenantId: string, place: Place, sealed: Uint8Array): Promise<Buffer>;
  /**
   * Tells the database that the transaction of `handle` is going to seal, in one round trip: a rotation gives up the old key
   * only when all that had entered have ended. Not needed once the transaction has written something.
   */
  enter(handle: Handle): Promise<void>;
  /** The first key of a new tenant, in the transaction that makes the tenant; `handle` is bound to it. */
  create(handle: Handle, tenantId: string): Promise<void>;
  /** Names a place that keeps sealed values outside the columns that modules name. */
  addSource(source: SealedSource): void;
  sources(): readonly SealedSource[];
  rotation: Rotation;
  master: MasterKeys;
  shares: KeyShares;
  /** A new version through a bound handle; see `rotateTenantKey`. */
  store(handle: Handle, tenantId: string, version: number): Promise<unknown>;
  /** Throws `keys.destroyed`, or `keys.unreadable` when a living version is out of reach; a first key is made. */
  assertUsable(tenantId: string): Promise<void>;
  close(): Promise<void>;
}

export interface KeyOptions {
  master: MasterKeys;
  shares: KeyShares;
  /** How long a version of a key that was read may seal, in milliseconds; 5,000 unless given. */
  lease_ms?: number;
  /** How long a version that nothing refers to any more is kept for readers who are under way, in milliseconds; 15,000 unless given. */
  grace_ms?: number;
}

export interface KeyParts extends KeyOptions {
  /** The whole, which is put together after its keys. */
  kernel(): Kernel;
  aside: Database;
  control: Database;
  cells: Cells;
  directory: Directory;
  news: News;
  columns: readonly SealedColumn[];
  log: FastifyBaseLogger;
}

/** The kernel's own sealed columns. */
const KERNEL_COLUMNS: readonly SealedColumn[] = [
  {
    table: 'idempotency_keys',
    field: 'sealed_body',
    key: ['actor_id', 'key'],
    form: 'text',
    planes: ['cell', 'control'],
  },
  { table: 'webhooks', field: 'secret', form: 'text', planes: ['cell'] },
  { table: 'webhooks', field: 'previous_secret', form: 'text', planes: ['cell'] },
];

/** One at a time adds a master key: two files written at once would leave one key in no file. */
export const MASTER_LOCK = "select pg_advisory_xact_lock(hashtextextended('tenantry master key', 0))";

/** The database's keys must be wrapped under master keys that are held; a new file is made only where nothing is wrapped yet. */
async function assertMaster(aside: Database, master: MasterKeys): Promise<void> {
  const tx = transaction(aside, { tenant_id: null, plane: 'platform' });
  try {
    await tx.sql(MASTER_LOCK);
    const used = await tx.sql<{ id: string }>(
      'select distinct master_key_id as id from tenant_keys where wrapped is not null',
    );
    const ids = await master.ids();
    const missing = used.map(({ id }) => id).filter((id) => !ids.includes(id));
    if (missing.length > 0)
      throw new MasterKeyError(
        `the keys of organisations are wrapped under the master key ${missing.join(', ')}, which is not held; put the file back from its copy`,
      );
    if (ids.length === 0) await master.add();
  } finally {
    await tx.rollback();
  }
}

/** The same for every login of one database on one server. */
async function identityOf(database: Database): Promise<string> {
  const [row] = await reading(database, { tenant_id: null, plane: '' }).sql<{ name: string }>(
    "select current_database() || ' since ' || pg_postmaster_start_time() as name",
  );
  return row?.name ?? '';
}

/** Throws `MasterKeyError` when the master keys that the database needs are not held. */
export async function createKeys(parts: KeyParts): Promise<Keys> {
  const { aside, control, cells, directory, news, master, shares, log } = parts;
  await assertMaster(aside, master);
  const lease_ms = parts.lease_ms ?? 5_000;
  const rings = createRings({ aside, master, shares, lease_ms, mayRemember: () => news.isConnected() });
  news.onChange(({ kind, subject_id }) => {
    if (kind === 'key') rings.forget(subject_id ?? undefined);
  });
  const places = new Map<string, SealedSource>();
  const assertKnown = ({ table, field }: Place): void => {
    // What no rotation finds would be lost with the old key.
    if (!places.has(`${table}.${field}`)) throw new Error(`${table}.${field} is not named as sealed; see SealedColumn`);
  };
  const sealWith = async (tenantId: string, place: Place, plain: Buffer): Promise<{ version: number; out: Buffer }> => {
    assertKnown(place);
    const { current, keys } = await rings.forSealing(tenantId);
    const key = keys.get(current);
    if (!key) throw new Error(`the ring of ${tenantId} lacks its own version ${current}`);
    return { version: current, out: encrypt(key, boundTo(tenantId, current, place), plain) };
  };
  const openWith = async (
    tenantId: string,
    place: Place,
    read: { version: number; sealed: Buffer } | null,
  ): Promise<Buffer> => {
    if (!read) throw problem(unreadable, { detail: 'It is not in the form of sealed values.' });
    const key = await rings.forOpening(tenantId, read.version);
    return decrypt(key, boundTo(tenantId, read.version, place), read.sealed);
  };
  const keys: Omit<Keys, 'rotation' | 'close'> = {
    async seal(tenantId, place, text) {
      const { version, out } = await sealWith(tenantId, place, Buffer.from(text));
      return writeText(version, out);
    },
    open: async (tenantId, place, sealed) => (await openWith(tenantId, place, readText(sealed))).toString(),
    async sealBytes(tenantId, place, bytes) {
      const { version, out } = await sealWith(tenantId, place, Buffer.from(bytes));
      return writeBytes(version, out);
    },
    openBytes: (tenantId, place, sealed) => openWith(tenantId, place, readBytes(Buffer.from(sealed))),
    async enter(handle) {
      const text =
        handle.binding.tenant_id === null
          ? 'select pg_current_xact_id()::text'
          : 'select pg_current_xact_id()::text from (select $1::uuid as tenant_id) t where tenant_id = $1';
      await handle.sql(text);
    },
    async create(handle, tenantId) {
      const key = await rings.store(handle, tenantId, 1);
      rings.expect(tenantId, { current: 1, keys: new Map([[1, key]]) });
    },
    addSource: (source) => void places.set(`${source.table}.${source.field}`, source),
    sources: () => [...places.values()],
    master,
    shares,
    store: rings.store,
    async assertUsable(tenantId) {
      await rings.forSealing(tenantId);
    },
  };
  const resealer: Resealer = {
    async databasesOf(tenantId, planes) {
      const tenant = await directory.find(tenantId);
      if (!tenant) throw new Error(`there is no tenant ${tenantId}`);
      const databases = planes.map((plane) => (plane === 'cell' ? cells.of(tenant) : control));
      if (databases.length === 1) return databases;
      // The cell may be the installation's own database, seen by another login.
      const distinct = new Map<string, Database>();
      for (const one of databases) distinct.set(await identityOf(one), one);
      return [...distinct.values()];
    },
    open: (tenantId, place, sealed) =>
      typeof sealed === 'string'
        ? openWith(tenantId, place, readText(sealed))
        : openWith(tenantId, place, readBytes(sealed as Buffer)),
    seal: async (tenantId, place, plain, form) => {
      const { version, out } = await sealWith(tenantId, place, plain);
      return form === 'text' ? writeText(version, out) : writeBytes(version, out);
    },
  };
  for (const column of [...KERNEL_COLUMNS, ...parts.columns]) keys.addSource(columnSource(column, resealer));
  const rotation = createRotation({
    kernel: parts.kernel,
    control,
    lease_ms,
    grace_ms: parts.grace_ms ?? 15_000,
    sources: keys.sources,
    forget: rings.forget,
    log,
  });
  return { ...keys, rotation, close: () => rotation.close() };
}

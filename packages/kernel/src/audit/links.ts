/** The links of the chains in the database: what waits, where each chain stands, and one round of appending. */
import type { Handle, Transaction } from '../db/handle.ts';
import { beginning, next, type Position, type Trail } from './content.ts';

/** How many entries a round links at most. */
export const ROUND = 2_000;

/** One sealer a database at a time; the lock ends with the transaction, however it ends. */
const SEALER_LOCK = 7_301_402_213;

interface Waiting {
  tenant_id: Trail;
  entry_id: string;
  digest: string;
  is_linked: boolean;
}

const WAITING = `select u.tenant_id, u.entry_id, encode(u.digest, 'hex') as digest, exists (
    select from audit_links l where l.tenant_id = u.tenant_id and l.entry_id = u.entry_id) as is_linked
  from audit_unsealed u where $2::uuid is null or u.tenant_id = $2 order by u.entry_id limit $1`;
const CONTROL_WAITING = `select null as tenant_id, u.entry_id, encode(u.digest, 'hex') as digest, exists (
    select from control_audit_links l where l.entry_id = u.entry_id) as is_linked
  from control_audit_unsealed u order by u.entry_id limit $1`;

// Numbers that no chain reaches are there only when somebody put them in; they must not break the reading of the others.
const HEADS = `select w.id as tenant_id, least(l.seq, 9007199254740991) as seq, l.hash from unnest($1::uuid[]) w(id) cross join lateral (
    select seq, encode(hash, 'hex') as hash from audit_links where tenant_id = w.id order by seq desc limit 1) l`;
const CONTROL_HEAD = `select null as tenant_id, least(seq, 9007199254740991) as seq, encode(hash, 'hex') as hash from control_audit_links order by seq desc limit 1`;
const TENANTS = 'select id from tenants where id > $1 order by id limit 1000';

const LINK = `insert into audit_links (tenant_id, seq, entry_id, digest, hash)
  select x.tenant_id, x.seq, x.entry_id, decode(x.digest, 'hex'), decode(x.hash, 'hex')
  from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::text[], $5::text[]) as x(tenant_id, seq, entry_id, digest, hash)`;
const CONTROL_LINK = `insert into control_audit_links (seq, entry_id, digest, hash)
  select x.seq, x.entry_id, decode(x.digest, 'hex'), decode(x.hash, 'hex')
  from unnest($1::bigint[], $2::uuid[], $3::text[], $4::text[]) as x(seq, entry_id, digest, hash)`;

const DONE = `delete from audit_unsealed u using unnest($1::uuid[], $2::uuid[]) as x(tenant_id, entry_id)
  where u.tenant_id = x.tenant_id and u.entry_id = x.entry_id`;
const CONTROL_DONE = 'delete from control_audit_unsealed where entry_id = any($1::uuid[])';

/** What a round came to: how many entries it took, and where the chains stood before and stand now. */
export interface Round {
  taken: number;
  before: Map<Trail, Position>;
  after: Map<Trail, Position>;
}

type Head = Position & { tenant_id: Trail };

/** Where the chains of these tenants, and with `null` among them the platform's, stand; chains without a link are left out. */
async function headsOf(handle: Handle, trails: readonly Trail[]): Promise<Map<Trail, Position>> {
  const tenants = trails.filter((trail) => trail !== null);
  const heads = tenants.length > 0 ? await handle.sql<Head>(HEADS, [tenants]) : [];
  if (trails.includes(null)) heads.push(...(await handle.sql<Head>(CONTROL_HEAD)));
  return new Map(heads.map(({ tenant_id, seq, hash }) => [tenant_id, { seq, hash }]));
}

/** Where every chain stands, a thousand tenants at a time. `handle` is one of the platform's plane. */
export async function* allHeads(handle: Handle): AsyncIterable<Map<Trail, Position>> {
  yield await headsOf(handle, [null]);
  let last = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const tenants = (await handle.sql<{ id: string }>(TENANTS, [last])).map(({ id }) => id);
    if (tenants.length === 0) return;
    last = tenants.at(-1) as string;
    yield await headsOf(handle, tenants);
  }
}

/** The tenants that have entries waiting. */
export async function waitingTenants(handle: Handle): Promise<string[]> {
  const rows = await handle.sql<{ tenant_id: string }>('select distinct tenant_id from audit_unsealed');
  return rows.map((row) => row.tenant_id);
}

/**
 * Links what waits, up to `ROUND` entries, oldest first, in the transaction, and commits; null when another instance is at it.
 * An entry that is committed later than one with a later id simply comes in a later round: what waits is a row that its
 * writer's transaction brought, so none is missed. `only` restricts the round to one trail.
 */
export async function sealRound(tx: Transaction, only?: Trail): Promise<Round | null> {
  const [lock] = await tx.sql<{ mine: boolean }>('select pg_try_advisory_xact_lock($1) as mine', [SEALER_LOCK]);
  if (!lock?.mine) {
    await tx.rollback();
    return null;
  }
  const waiting: Waiting[] = only === null ? [] : await tx.sql<Waiting>(WAITING, [ROUND, only ?? null]);
  if (only === undefined || only === null) waiting.push(...(await tx.sql<Waiting>(CONTROL_WAITING, [ROUND])));
  const before = await headsOf(tx, [...new Set(waiting.map((one) => one.tenant_id))]);
  const after = new Map<Trail, Position>();
  const links: (Waiting & Position)[] = [];
  for (const one of waiting) {
    if (one.is_linked) continue;
    const trail = one.tenant_id;
    const position = next(after.get(trail) ?? before.get(trail) ?? beginning(trail), one.entry_id, one.digest);
    after.set(trail, position);
    links.push({ ...one, ...position });
  }
  await storeLinks(tx, links);
  await removeWaiting(tx, waiting);
  await tx.commit();
  return { taken: waiting.length, before, after };
}

async function storeLinks(tx: Transaction, links: readonly (Waiting & Position)[]): Promise<void> {
  const columns = (of: typeof links): unknown[][] => [
    of.map((one) => one.seq),
    of.map((one) => one.entry_id),
    of.map((one) => one.digest),
    of.map((one) => one.hash),
  ];
  const tenants = links.filter((one) => one.tenant_id !== null);
  if (tenants.length > 0) await tx.execute(LINK, [tenants.map((one) => one.tenant_id), ...columns(tenants)]);
  const platform = links.filter((one) => one.tenant_id === null);
  if (platform.length > 0) await tx.execute(CONTROL_LINK, columns(platform));
}

async function removeWaiting(tx: Transaction, waiting: readonly Waiting[]): Promise<void> {
  const tenants = waiting.filter((one) => one.tenant_id !== null);
  if (tenants.length > 0)
    await tx.execute(DONE, [tenants.map((one) => one.tenant_id), tenants.map((one) => one.entry_id)]);
  const platform = waiting.filter((one) => one.tenant_id === null).map((one) => one.entry_id);
  if (platform.length > 0) await tx.execute(CONTROL_DONE, [platform]);
}

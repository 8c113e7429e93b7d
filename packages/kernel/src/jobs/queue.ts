/** The queue of all tenants: leasing what is due, in turns between tenants, and giving it back. */
import { type Handle, reading } from '../db/handle.ts';
import type { Database } from '../db/pool.ts';
import type { LaneName } from './catalogue.ts';

/** A row of the queue that this worker has leased. */
export interface Leased {
  tenant_id: string;
  id: string;
  kind: 'job' | 'schedule';
  job_id: string;
}

export interface Queue {
  /**
   * Leases at most `room` due rows: from each tenant in turn, those first of whom this worker runs least. A tenant gets at most
   * `share` of its places, so that one whose jobs are long never has them all. Organisations that are not open rest.
   */
  lease(room: number, share: number): Promise<Leased[]>;
  /** Goes on holding the rows; answers those that are still held. */
  hold(ids: readonly string[]): Promise<Set<string>>;
  /** Gives a row back, due at that time (now when null). */
  giveBack(row: Leased, due_at?: string | Date | null): Promise<void>;
  remove(row: Leased): Promise<void>;
  /** Gives back everything. */
  release(): Promise<void>;
  /** Milliseconds until something is due; null when nothing is. */
  untilDue(): Promise<number | null>;
}

/** How many tenants one look at the queue considers; the next look begins behind them. */
const TENANTS = 64;

// Nothing but the step: with a condition on the tenant beside it, all the jobs of a flood are read instead of the first.
const NEXT_TENANT = `select q.tenant_id from job_queue q
  where q.lane = '%lane%' and q.tenant_id > %after% and q.due_at <= now() order by q.tenant_id limit 1`;
const nextAfter = (after: string): string => NEXT_TENANT.replace('%after%', after);

// The tenants are stepped through on the index, however many jobs each has; then a few jobs of each are looked at, and those
// taken whose tenant has least in work here.
const LEASE_IN = `with recursive due (tenant_id) as (
    (${nextAfter('$1::uuid')})
    union all
    select n.tenant_id from due d cross join lateral (${nextAfter('d.tenant_id')}) n),
  near as (
    select d.tenant_id from due d where (select t.status from tenants t where t.id = d.tenant_id) = 'active' limit ${TENANTS}),
  rooms as (
    select d.tenant_id, (select count(*) from job_queue l where l.leased_by = $2 and l.tenant_id = d.tenant_id and l.due_at > now()) as busy
    from near d),
  candidates as (
    select r.tenant_id, x.id, r.busy + x.place as rank, x.due_at from rooms r cross join lateral (
      select q.id, q.due_at, row_number() over (order by q.due_at, q.id) as place from (
        select id, due_at from job_queue where lane = '%lane%' and tenant_id = r.tenant_id and due_at <= now() order by due_at, id limit $3 * 2) q) x
    where r.busy + x.place <= $4 + $3 order by rank, x.due_at limit $3 * 4),
  taken as (
    select q.tenant_id, q.id, c.rank, c.due_at from job_queue q join candidates c on c.tenant_id = q.tenant_id and c.id = q.id
    where q.lane = '%lane%' and q.due_at <= now() order by c.rank, c.due_at, q.id for update of q skip locked),
  chosen as (
    select tenant_id, id from (
      select t.*, r.busy + row_number() over (partition by t.tenant_id order by t.rank) as place
      from taken t join rooms r on r.tenant_id = t.tenant_id) p
    where p.place <= $4 order by p.place, p.due_at, p.id limit $3)
  update job_queue q set leased_by = $2, due_at = clock_timestamp() + interval '1 millisecond' * $5 from chosen c
  where q.tenant_id = c.tenant_id and q.id = c.id returning q.tenant_id, q.id, q.kind, q.job_id, (select max(tenant_id::text) from rooms) as last`;

const HOLD = `update job_queue set due_at = clock_timestamp() + interval '1 millisecond' * $3
  where leased_by = $1 and id = any($2::uuid[]) returning id`;
const GIVE_BACK = `update job_queue set leased_by = null, due_at = coalesce($4::timestamptz, now())
  where tenant_id = $1 and id = $2 and leased_by = $3`;
const REMOVE = 'delete from job_queue where tenant_id = $1 and id = $2 and leased_by = $3';
const RELEASE = 'update job_queue set leased_by = null, due_at = now() where leased_by = $1';
const UNTIL_DUE = `select extract(epoch from min(due_at) - now()) * 1000 as ms from job_queue where lane = $1`;

const BEGINNING = '00000000-0000-0000-0000-000000000000';

/** One lane of the queue as one worker sees it; a worker has an id of its own in each. */
export function openQueue(control: Database, worker_id: string, lease_ms: number, lane: LaneName = 'inside'): Queue {
  const text = LEASE_IN.replaceAll('%lane%', lane);
  const handle: Handle = reading(control, { tenant_id: null, plane: 'platform' });
  let cursor = BEGINNING;

  const leaseAfter = async (room: number, share: number): Promise<Leased[]> => {
    const rows = await handle.sql<Leased & { last: string }>(text, [cursor, worker_id, room, share, lease_ms]);
    cursor = rows[0]?.last ?? BEGINNING;
    return rows.map(({ tenant_id, id, kind, job_id }) => ({ tenant_id, id, kind, job_id }));
  };
  return {
    async lease(room, share) {
      const began = cursor;
      const rows = await leaseAfter(room, share);
      if (rows.length >= room || began === BEGINNING) return rows;
      cursor = BEGINNING;
      return [...rows, ...(await leaseAfter(room - rows.length, share))];
    },
    async hold(ids) {
      const rows = await handle.sql<{ id: string }>(HOLD, [worker_id, ids, lease_ms]);
      return new Set(rows.map(({ id }) => id));
    },
    async giveBack({ tenant_id, id }, due_at = null) {
      await handle.execute(GIVE_BACK, [tenant_id, id, worker_id, due_at]);
    },
    async remove({ tenant_id, id }) {
      await handle.execute(REMOVE, [tenant_id, id, worker_id]);
    },
    async release() {
      await handle.execute(RELEASE, [worker_id]);
    },
    async untilDue() {
      const [row] = await handle.sql<{ ms: number | null }>(UNTIL_DUE, [lane]);
      return row?.ms ?? null;
    },
  };
}

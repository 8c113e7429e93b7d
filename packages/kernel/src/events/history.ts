/** What happened long ago is forgotten: events, finished jobs and the log of webhooks, tenant by tenant in small batches. */
import { reading } from '../db/handle.ts';
import type { Round } from '../metrics/rounds.ts';
import { inSeat } from '../shares/background.ts';
import type { Kernel } from '../tenancy/kernel.ts';

/** Days for which is kept what nobody waits for any more. */
export interface Retention {
  events_days: number;
  /** Of jobs that are done, failed or cancelled; parked ones stay until somebody has seen to them. */
  jobs_days: number;
  /** Of messages to webhooks that were delivered or have failed. */
  deliveries_days: number;
}

export const DEFAULT_RETENTION: Retention = { events_days: 30, jobs_days: 14, deliveries_days: 30 };

/** How many rows went. */
export interface Forgotten {
  events: number;
  jobs: number;
  deliveries: number;
}

/** How much one round may do; the next one goes on. */
export interface ForgetBounds {
  /** Rows of each kind that one transaction deletes at most. */
  batch: number;
  /** Transactions for one tenant at most, so that a large one does not keep the others' history. */
  batches: number;
}

const DEFAULT_BOUNDS: ForgetBounds = { batch: 1_000, batches: 50 };
const TENANTS = 500;

// Whoever reads the last run of a schedule finds its job.
const FORGET = `with old_events as (
    delete from events e using (select id from events where tenant_id = $1 and at < $2 order by at limit $5) o
    where e.tenant_id = $1 and e.id = o.id returning e.id),
  old_jobs as (
    delete from jobs j using (
      select id from jobs where tenant_id = $1 and finished_at < $3 and state in ('done', 'failed', 'cancelled')
        and not exists (select from schedules s where s.tenant_id = $1 and s.last_job_id = jobs.id)
      order by finished_at limit $5) o
    where j.tenant_id = $1 and j.id = o.id returning j.id),
  old_deliveries as (
    delete from webhook_deliveries d using (
      select id from webhook_deliveries where tenant_id = $1 and created_at < $4 and status in ('delivered', 'failed')
      order by created_at limit $5) o
    where d.tenant_id = $1 and d.id = o.id returning d.id)
  select (select count(*) from old_events) as events, (select count(*) from old_jobs) as jobs,
    (select count(*) from old_deliveries) as deliveries`;

const UNHEARD = 'select min(at) as at from event_feed';
const NEXT = 'select id, cell_id from tenants where id > $1::uuid order by id limit $2';
const DAY_MS = 86_400_000;

/** Forgets what is older than the installation keeps, in every cell that this instance serves; answers how much that was. */
export async function forgetHistory(kernel: Kernel, bounds: Partial<ForgetBounds> = {}): Promise<Forgotten> {
  const { batch, batches } = { ...DEFAULT_BOUNDS, ...bounds };
  const { events_days, jobs_days, deliveries_days } = { ...DEFAULT_RETENTION, ...kernel.config.retention };
  const platform = reading(kernel.aside, { tenant_id: null, plane: 'platform' });
  const databases = new Map(kernel.cells.all().map(({ id, database }) => [id, database]));
  const before = (days: number): Date => new Date(Date.now() - days * DAY_MS);
  // An event that somebody has yet to hear of stays, however old it is.
  const [unheard] = await platform.sql<{ at: string | null }>(UNHEARD);
  const events_before = new Date(
    Math.min(before(events_days).getTime(), unheard?.at ? Date.parse(unheard.at) : Number.POSITIVE_INFINITY),
  );
  const values = [events_before, before(jobs_days), before(deliveries_days), batch];
  const sum: Forgotten = { events: 0, jobs: 0, deliveries: 0 };
  let last = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const tenants = await platform.sql<{ id: string; cell_id: string }>(NEXT, [last, TENANTS]);
    for (const { id, cell_id } of tenants) {
      const database = databases.get(cell_id);
      if (!database) continue;
      const handle = reading(database, { tenant_id: id, plane: '' });
      for (let n = 0; n < batches; n++) {
        const forget = () => handle.sql<Forgotten>(FORGET, values) as Promise<[Forgotten]>;
        // Most have nothing to forget, which costs no seat; who has much takes turns with his own requests.
        const tenant = n === 0 ? null : await kernel.directory.find(id);
        const [gone] = await (tenant ? inSeat(kernel, tenant, forget) : forget());
        sum.events += gone.events;
        sum.jobs += gone.jobs;
        sum.deliveries += gone.deliveries;
        if (gone.events < batch && gone.jobs < batch && gone.deliveries < batch) break;
      }
    }
    const end = tenants.at(-1);
    if (!end || tenants.length < TENANTS) return sum;
    last = end.id;
  }
}

export const forgetHistoryRound: Round = {
  name: 'history.forget',
  every_ms: 3_600_000,
  run: (kernel) => forgetHistory(kernel),
};

/** What waits to be done in the installation: jobs, entries of the audit trail that are not sealed yet, mails. */
import { reading } from '../db/handle.ts';
import type { Database } from '../db/pool.ts';

export interface Backlogs {
  jobs: {
    /** Should run now and do not. Those of organisations that are not open rest and are left out. */
    due: number;
    later: number;
    running: number;
    /** How long the first due one waits; null when none does. */
    oldest_seconds: number | null;
  };
  /** Of the waiting entries at most 10,000 are counted. */
  audit: { waiting: number; oldest_seconds: number | null };
  mail: {
    waiting: number;
    /** For operators to read, since no mail server is configured. */
    kept: number;
    failed: number;
    oldest_seconds: number | null;
  };
}

interface Row {
  due: number;
  later: number;
  running: number;
  due_seconds: number | null;
  unsealed: number;
  first_unsealed: string | null;
  mails: Record<string, number> | null;
  mail_seconds: number | null;
}

const SELECT = `select j.*, u.*,
    (select jsonb_object_agg(status, n) from (select status, count(*) as n from mail_outbox where status <> 'sent' group by status) m) as mails,
    (select extract(epoch from now() - min(created_at))::float8 from mail_outbox where status = 'waiting') as mail_seconds
  from (select count(*) filter (where q.leased_by is null and q.due_at <= now()) as due,
      count(*) filter (where q.due_at > now() and q.leased_by is null) as later,
      count(*) filter (where q.leased_by is not null and q.due_at > now()) as running,
      extract(epoch from now() - min(q.due_at) filter (where q.due_at <= now()))::float8 as due_seconds
    from job_queue q join tenants t on t.id = q.tenant_id and t.status = 'active' where q.kind = 'job') j,
  (select count(*) as unsealed, min(entry_id::text collate "C") as first_unsealed from (
      (select entry_id from audit_unsealed order by entry_id limit 9000)
      union all (select entry_id from control_audit_unsealed order by entry_id limit 1000)) x) u`;

const whole = (seconds: number | null): number | null => (seconds === null ? null : Math.max(0, Math.round(seconds)));

/** Ids of entries begin with their time, in milliseconds. */
function secondsSince(id: string | null): number | null {
  return id === null ? null : whole((Date.now() - Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)) / 1000);
}

/** Reads them now, in one round trip to the control database. */
export async function readBacklogs(aside: Database): Promise<Backlogs> {
  const [row] = await reading(aside, { tenant_id: null, plane: 'platform', asker: { name: 'backlogs' } }).sql<Row>(
    SELECT,
  );
  const { due, later, running, due_seconds, unsealed, first_unsealed, mails, mail_seconds } = row as Row;
  return {
    jobs: { due, later, running, oldest_seconds: whole(due_seconds) },
    audit: { waiting: unsealed, oldest_seconds: secondsSince(first_unsealed) },
    mail: {
      waiting: mails?.waiting ?? 0,
      kept: mails?.kept ?? 0,
      failed: mails?.failed ?? 0,
      oldest_seconds: whole(mail_seconds),
    },
  };
}

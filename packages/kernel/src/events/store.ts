/** Storing events: statements that travel with the COMMIT of the change that they tell of. */
import type { Statement } from '../db/batch.ts';
import type { AuditChange } from '../tenancy/context.ts';

/** Something that happened in a tenant, as it is stored. `type` is `noun.verb`; `data` holds nothing secret. */
export interface EventRecord {
  id: string;
  type: string;
  subject: string;
  subject_id: string | null;
  data?: Record<string, unknown> | null;
}

const INTO_EVENTS = `with e as (
    insert into events (tenant_id, id, type, subject, subject_id, data)
    select $1::uuid, x.id, x.type, x.subject, x.subject_id, x.data
    from jsonb_to_recordset($2::jsonb) as x(id uuid, type text, subject text, subject_id text, data jsonb) returning id)
  insert into event_feed (tenant_id, id) select $1::uuid, e.id from e`;

/** How many events one statement writes at most. */
const CHUNK = 1000;

/** The event of an audited change: it has the id of the entry, where its before and after stand. */
export function eventOf({ id, action, subject, subject_id }: AuditChange & { id: string }): EventRecord {
  return { id, type: action, subject, subject_id };
}

/** The statements that store the events of a tenant; none when there is nothing to store. */
export function eventStatements(tenant_id: string, events: readonly EventRecord[]): Statement[] {
  const statements: Statement[] = [];
  for (let i = 0; i < events.length; i += CHUNK)
    statements.push({ text: INTO_EVENTS, values: [tenant_id, JSON.stringify(events.slice(i, i + CHUNK))] });
  return statements;
}

/** Writing the audit trail: one entry per change, as statements that travel with the COMMIT of the change. */
import type { Statement } from '../db/batch.ts';
import type { Actor, AuditChange } from '../tenancy/context.ts';
import { contentOf } from './content.ts';

/** Who acted, in which request, from where; `tenant_id` null for operators' work that no tenant owns. */
export interface AuditOrigin {
  actor: Actor;
  request_id: string;
  address: string | null;
  tenant_id: string | null;
}

const COLUMNS = 'id, actor_kind, actor_id, actor, request_id, address, action, subject, subject_id, before, after';
const RECORD = `x(id uuid, action text, subject text, subject_id text, before jsonb, after jsonb)`;

// Entry and digest go in together; the sealer links them later, so that no writer waits for another one's link.
const INTO_TENANT = `with e as (
    insert into audit_entries (tenant_id, ${COLUMNS})
    select $1::uuid, x.id, $2, $3::uuid, $4, $5, $6, x.action, x.subject, x.subject_id, x.before, x.after
    from jsonb_to_recordset($7::jsonb) as ${RECORD} returning *)
  insert into audit_unsealed (tenant_id, entry_id, digest)
  select $1::uuid, e.id, sha256(convert_to(${contentOf('e', true)}, 'UTF8')) from e`;

const INTO_CONTROL = `with e as (
    insert into control_audit_entries (${COLUMNS})
    select x.id, $1, $2::uuid, $3, $4, $5, x.action, x.subject, x.subject_id, x.before, x.after
    from jsonb_to_recordset($6::jsonb) as ${RECORD} returning *)
  insert into control_audit_unsealed (entry_id, digest)
  select e.id, sha256(convert_to(${contentOf('e', false)}, 'UTF8')) from e`;

/** How many entries one statement writes at most. */
const CHUNK = 1000;

/** The statements that write the entries; none when there is nothing to write. */
export function auditStatements(origin: AuditOrigin, changes: readonly (AuditChange & { id: string })[]): Statement[] {
  const statements: Statement[] = [];
  const { actor, request_id, address, tenant_id } = origin;
  const who = [actor.kind, actor.id, actor.label, request_id, address];
  for (let i = 0; i < changes.length; i += CHUNK) {
    const entries = JSON.stringify(changes.slice(i, i + CHUNK));
    statements.push(
      tenant_id
        ? { text: INTO_TENANT, values: [tenant_id, ...who, entries] }
        : { text: INTO_CONTROL, values: [...who, entries] },
    );
  }
  return statements;
}

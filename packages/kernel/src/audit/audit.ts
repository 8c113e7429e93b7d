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

/** Entry and digest go in together; the sealer links them later, so that no writer waits for another one's link. */
const statement = (hasTenant: boolean, entries: string): string => {
  const prefix = hasTenant ? '' : 'control_';
  const tenant = hasTenant ? 'tenant_id, ' : '';
  return `with e as (insert into ${prefix}audit_entries (${tenant}${COLUMNS}) ${entries} returning *)
    insert into ${prefix}audit_unsealed (${tenant}entry_id, digest)
    select ${hasTenant ? '$1::uuid, ' : ''}e.id, sha256(convert_to(${contentOf('e', hasTenant)}, 'UTF8')) from e`;
};

// Most requests change one thing, and values are quicker than records out of JSON.
const ONE_OF_TENANT = statement(true, 'values ($1::uuid, $7, $2, $3::uuid, $4, $5, $6, $8, $9, $10, $11, $12)');
const ONE_OF_CONTROL = statement(false, 'values ($6, $1, $2::uuid, $3, $4, $5, $7, $8, $9, $10, $11)');
const MANY_OF_TENANT = statement(
  true,
  `select $1::uuid, x.id, $2, $3::uuid, $4, $5, $6, x.action, x.subject, x.subject_id, x.before, x.after
   from jsonb_to_recordset($7::jsonb) as ${RECORD}`,
);
const MANY_OF_CONTROL = statement(
  false,
  `select x.id, $1, $2::uuid, $3, $4, $5, x.action, x.subject, x.subject_id, x.before, x.after
   from jsonb_to_recordset($6::jsonb) as ${RECORD}`,
);

/** How many entries one statement writes at most. */
const CHUNK = 1000;

/** The statements that write the entries; none when there is nothing to write. */
export function auditStatements(origin: AuditOrigin, changes: readonly (AuditChange & { id: string })[]): Statement[] {
  const statements: Statement[] = [];
  const { actor, request_id, address, tenant_id } = origin;
  const who = [...(tenant_id ? [tenant_id] : []), actor.kind, actor.id, actor.label, request_id, address];
  const [only] = changes;
  if (only && changes.length === 1) {
    const { id, action, subject, subject_id, before, after } = only;
    const json = (value: unknown): string | null => (value == null ? null : JSON.stringify(value));
    const values = [...who, id, action, subject, subject_id ?? null, json(before), json(after)];
    return [{ text: tenant_id ? ONE_OF_TENANT : ONE_OF_CONTROL, values }];
  }
  for (let i = 0; i < changes.length; i += CHUNK) {
    const entries = JSON.stringify(changes.slice(i, i + CHUNK));
    statements.push({ text: tenant_id ? MANY_OF_TENANT : MANY_OF_CONTROL, values: [...who, entries] });
  }
  return statements;
}

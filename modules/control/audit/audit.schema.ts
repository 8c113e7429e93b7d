/** Entries of a tenant's audit trail. */
import { Id, Instant, Nullable } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';

const Fields = Type.Unsafe<Record<string, unknown> | null>({ type: ['object', 'null'], additionalProperties: true });
const Text = Type.Unsafe<string | null>({ type: ['string', 'null'] });

export const AuditEntry = Type.Object({
  id: Id(),
  at: Instant(),
  actor_kind: Type.String(),
  actor_id: Nullable(Id()),
  actor: Type.String(),
  request_id: Type.String(),
  address: Text,
  action: Type.String(),
  subject: Type.String(),
  subject_id: Text,
  before: Fields,
  after: Fields,
});

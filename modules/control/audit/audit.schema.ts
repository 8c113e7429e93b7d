/** Entries of an audit trail with their place in its chain, and what came of verifying the chain. */
import { type Break, FAULTS } from '@tenantry/kernel/audit/verify.ts';
import { Id, Instant, Nullable } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';

const Fields = Type.Unsafe<Record<string, unknown> | null>({ type: ['object', 'null'], additionalProperties: true });
const Text = Type.Unsafe<string | null>({ type: ['string', 'null'] });
const Seq = Type.Unsafe<number | null>({ type: ['integer', 'null'] });

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
  /** Its place in the chain, the digest of its content and the hash of its link; null until it is sealed, a second later. */
  seq: Seq,
  digest: Text,
  hash: Text,
});

export const Verification = Type.Object({
  intact: Type.Boolean(),
  /** Links that hold, from the first on, and the hash of the last of these. */
  links: Type.Integer(),
  head: Text,
  /** Entries of the last moments that are not linked yet. */
  unsealed: Type.Integer(),
  /** Anchors that were compared, and the last link that one of them names. */
  anchors: Type.Integer(),
  anchored_seq: Seq,
  /** The first link that does not hold. */
  broken: Type.Unsafe<Break | null>({
    type: ['object', 'null'],
    required: ['fault', 'seq', 'entry_id', 'detail'],
    properties: { fault: { type: 'string', enum: FAULTS }, seq: Seq, entry_id: Text, detail: { type: 'string' } },
  }),
  verified_at: Instant(),
});

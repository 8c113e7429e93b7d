/** What a service gets with each call: who is asking, for which tenant, and a handle that can reach nothing else. */
import type { FastifyBaseLogger } from 'fastify';
import type { Handle } from '../db/handle.ts';
import type { Session } from '../identity/identity.ts';
import type { Wanted } from '../jobs/definition.ts';
import type { Language } from '../mail/letters.ts';
import type { Tenant } from './directory.ts';
import type { Kernel } from './kernel.ts';

/** Who acts. `permissions` are names such as `products.write`; `*` and `products.*` stand for many. */
export interface Actor {
  kind: 'user' | 'operator' | 'system' | 'anonymous';
  /** The person's id; null for `system` and `anonymous`. */
  id: string | null;
  /** How audit and logs call the actor: the mail address, or a word such as `system`. */
  label: string;
  session_id: string | null;
  role: string | null;
  permissions: ReadonlySet<string>;
}

/** What a service adds to the audit trail: one entry per change. `before` and `after` hold the changed fields alone. */
export interface AuditChange {
  /** `noun.verb`, e.g. `products.update`. */
  action: string;
  /** The noun of the record and its id. */
  subject: string;
  subject_id: string | null;
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
}

/** What a service tells of beside audited changes. `data` is read by whoever may read the subject, and holds nothing secret. */
export interface Happened {
  /** `noun.verb`, e.g. `limits.reached`. */
  type: string;
  subject: string;
  subject_id: string | null;
  data?: Record<string, unknown> | null;
}

/** The context of one unit of work. Services take it first and never see a pool. */
export interface Context extends Handle {
  /** The tenant the work is bound to. Routes of scope `platform`, `account` and `public` have none, and reading it throws. */
  tenant: Tenant;
  actor: Actor;
  /** The session that the caller came with; null for `system` and `anonymous`. */
  session: Session | null;
  kernel: Kernel;
  request: { id: string; address: string | null; user_agent: string | null; language: Language };
  log: FastifyBaseLogger;
  /** The clock: the same instant for the whole unit of work. */
  now: Date;
  /** A new UUIDv7. */
  newId(): string;
  /** Writes one audit entry in the same transaction. */
  audit(change: AuditChange): void;
  /** Stores something that happened, in the same transaction; every audited change of a tenant is stored by itself. */
  emit(event: Happened): void;
  /**
   * Stores a job in the same transaction, to be run in this tenant apart from the request; answers its id. Throws when the
   * work is bound to no tenant.
   */
  enqueue(wanted: Wanted): Promise<string>;
  /** Runs after a successful commit: tells other instances, sends mail. Never part of the transaction. */
  afterCommit(work: () => void | Promise<void>): void;
}

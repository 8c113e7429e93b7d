/** Whether a live connection still may be: its session, its membership, its organisation, each asked anew at every happening. */
import type { Admission } from '../http/admit.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import type { CloseReason } from './protocol.ts';

/** Who a connection belongs to, as he was admitted. */
export type Reader = Pick<Admission, 'actor' | 'session' | 'tenant'>;

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (a.size !== b.size) return false;
  for (const one of a) if (!b.has(one)) return false;
  return true;
}

/**
 * The reader as he is now, or why he must go. Everything comes from memory that the news of changes empty, so asking at each
 * happening costs nothing.
 */
export async function readerNow({ directory, identity }: Kernel, reader: Reader): Promise<Reader | CloseReason> {
  const { actor, session, tenant } = reader;
  const user = session && (await identity.holder(session.id, session.user.id));
  if (!user) return 'session_ended';
  if (!tenant) return user.is_operator ? reader : 'rights_changed';
  const now = await directory.find(tenant.id);
  if (now?.status !== 'active') return 'rights_changed';
  const membership = await identity.membership(user.id, now);
  const isSame = membership?.role === actor.role && sameSet(membership?.permissions ?? new Set(), actor.permissions);
  return isSame ? { ...reader, tenant: now } : 'rights_changed';
}

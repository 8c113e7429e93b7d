/** Who is signed in here: what the server says of him, and the token that his changes carry. */
import type { getMe } from '@tenantry/kernel/identity/me.service.ts';
import { useSyncExternalStore } from 'react';

/** The person, his organisations, and what he may do in the one that the address names. */
export type Me = Awaited<ReturnType<typeof getMe>>;

interface Session {
  me: Me | null;
  csrf: string | null;
  /** The session is over while the page stands: it waits for the person to sign in again. */
  is_over: boolean;
  /** Since when the server is out of reach; what is shown is from then or before. */
  offline_since: number | null;
}

let current: Session = { me: null, csrf: null, is_over: false, offline_since: null };
const hearers = new Set<() => void>();

export const session = (): Session => current;

export function changeSession(changes: Partial<Session>): void {
  current = { ...current, ...changes };
  for (const hear of hearers) hear();
}

export function useSession(): Session {
  return useSyncExternalStore(
    (hear) => {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    () => current,
  );
}

/** Whether granted permissions allow one, as the server judges it: `products.*` allows `products.read`. */
export function allows(granted: readonly string[], permission: string | null | undefined): boolean {
  if (!permission || granted.includes('*') || granted.includes(permission)) return true;
  return granted.includes(`${permission.slice(0, permission.lastIndexOf('.'))}.*`);
}

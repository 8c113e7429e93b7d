/** Who is signed in here: what the server says of him, and the token that his changes carry. */
import type { authRoutes } from '@tenantry/kernel/identity/auth.routes.ts';
import { useSyncExternalStore } from 'react';
import type { Static } from 'typebox';

type MeRoute = Extract<(typeof authRoutes)[number], { name: 'auth.me' }>;
/** The person, his organisations, and what he may do in the one that the address names. */
export type Me = Static<MeRoute['output']>;

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

/** Identity as the rest of the kernel sees it: who is calling, and what he may do in a tenant. */
import type { Tenant } from '../tenancy/directory.ts';
import type { Desk } from './desks.ts';

/** A signed-in person on one device. */
export interface Session {
  id: string;
  user: { id: string; email: string; name: string; is_operator: boolean };
  /** The tenant that the access token was made for; null when the login named none. */
  tenant_id: string | null;
  via: 'token' | 'cookie';
  /** Where a browser signed in: only at the operators' desk is anybody an operator. Left out for tokens. */
  desk?: Desk;
}

/** A person in a tenant. */
export interface Membership {
  id: string;
  tenant_id: string;
  role: string;
  /** What the role grants in this tenant, built-in or custom. */
  permissions: ReadonlySet<string>;
}

/** The parts of a request that can carry a credential. */
export interface Credentials {
  method: string;
  authorization: string | undefined;
  cookies: Record<string, string | undefined>;
  /** Whose cookies count; those of organisations' people when left out. */
  desk?: Desk;
  csrf: string | undefined;
  origin: string | undefined;
  host: string | undefined;
}

export interface Identity {
  /**
   * The session behind the credentials, or null when there are none. Checks signature, expiry and that the session still
   * lives (from memory, forgotten through the news). Throws `identity.unauthenticated` (401) for credentials that do not hold.
   */
  authenticate(credentials: Credentials): Promise<Session | null>;
  /** The person's active membership in the tenant, or null. From memory, forgotten through the news. */
  membership(userId: string, tenant: Tenant): Promise<Membership | null>;
  /** Ids of the tenants that the person belongs to (active memberships), oldest first. */
  tenantsOf(userId: string): Promise<string[]>;
}

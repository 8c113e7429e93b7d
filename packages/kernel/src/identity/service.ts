/** Identity at work: sessions and memberships from memory, forgotten at once when the news say so. */
import type { FastifyBaseLogger } from 'fastify';
import { LRUCache } from 'lru-cache';
import { reading } from '../db/handle.ts';
import type { Database } from '../db/pool.ts';
import { forbidden, unauthenticated } from '../http/problems.ts';
import { problem } from '../problems/problem.ts';
import type { Tenant } from '../tenancy/directory.ts';
import type { KernelConfig } from '../tenancy/kernel.ts';
import type { News } from '../tenancy/news.ts';
import type { RoleCatalogue } from '../tenancy/roles.ts';
import type { Credentials, Identity, Membership, Session } from './identity.ts';
import { createSigner, type TokenSigner } from './tokens.ts';

export const ACCESS_COOKIE = '__Host-tenantry_access';
export const REFRESH_COOKIE = '__Host-tenantry_refresh';

export interface IdentityService extends Identity {
  signer: TokenSigner;
  /** Forgets a session on this instance; the news tell the others. */
  forgetSession(sessionId: string): void;
  /** Forgets everything about a person on this instance. */
  forgetUser(userId: string): void;
}

interface Parts {
  /** For look-ups while a transaction is open. */
  aside: Database;
  config: KernelConfig;
  roles: RoleCatalogue;
  news: News;
  log: FastifyBaseLogger;
}

interface KnownSession {
  id: string;
  user: Session['user'];
  expires_ms: number;
}

const SELECT_SESSION = `select s.id, s.expires_at, u.id as user_id, u.email, u.name, u.is_operator
  from sessions s join users u on u.id = s.user_id
  where s.id = $1 and s.ended_at is null and s.expires_at > now() and u.disabled_at is null`;

const SELECT_MEMBERSHIP = `select m.id, m.role, r.permissions
  from memberships m left join roles r on r.tenant_id = m.tenant_id and r.name = m.role
  where m.tenant_id = $1 and m.user_id = $2 and m.status = 'active'`;

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

export function createIdentity({ aside, config, roles, news }: Parts): IdentityService {
  const handle = reading(aside, { tenant_id: null, plane: 'identity' });
  const signer = createSigner(config.secret);
  const sessions = new LRUCache<string, KnownSession>({ max: 50_000, ttl: 60_000 });
  const memberships = new LRUCache<string, { membership: Membership | null }>({ max: 100_000, ttl: 60_000 });
  let epoch = 0;

  const forgetUser = (userId: string): void => {
    epoch++;
    for (const [id, session] of sessions.entries()) if (session.user.id === userId) sessions.delete(id);
    for (const key of memberships.keys()) if (key.startsWith(`${userId}:`)) memberships.delete(key);
  };
  const forgetSession = (sessionId: string): void => {
    epoch++;
    sessions.delete(sessionId);
  };
  news.onChange(({ kind, subject_id }) => {
    epoch++;
    if (subject_id === null) {
      sessions.clear();
      memberships.clear();
    } else if (kind === 'session') sessions.delete(subject_id);
    else if (kind === 'user') forgetUser(subject_id);
    else for (const key of memberships.keys()) if (key.endsWith(`:${subject_id}`)) memberships.delete(key);
  });

  const findSession = async (id: string): Promise<KnownSession | null> => {
    const known = news.isConnected() ? sessions.get(id) : undefined;
    if (known) return known.expires_ms > Date.now() ? known : null;
    const startedAt = epoch;
    const [row] = await handle.sql<{
      id: string;
      expires_at: string;
      user_id: string;
      email: string;
      name: string;
      is_operator: boolean;
    }>(SELECT_SESSION, [id]);
    if (!row) return null;
    const user = { id: row.user_id, email: row.email, name: row.name, is_operator: row.is_operator };
    const session = { id, user, expires_ms: Date.parse(row.expires_at) };
    if (startedAt === epoch && news.isConnected()) sessions.set(id, session);
    return session;
  };

  const assertOwnOrigin = (credentials: Credentials, session: KnownSession): void => {
    const { origin, host, csrf, method } = credentials;
    if (!UNSAFE.has(method)) return;
    const same = origin !== undefined && URL.canParse(origin) && new URL(origin).host === host;
    if (!same || !signer.matchesCsrf(session.id, csrf)) {
      throw problem(forbidden, {
        detail: 'A change from a browser needs the X-CSRF-Token of the session and must come from the same address.',
      });
    }
  };

  return {
    signer,
    forgetSession,
    forgetUser,
    async authenticate(credentials) {
      const { authorization, cookies } = credentials;
      const bearer = authorization ? /^Bearer ([A-Za-z0-9._-]{1,4000})$/i.exec(authorization)?.[1] : undefined;
      if (authorization && !bearer)
        throw problem(unauthenticated, { detail: 'Authorization: give Bearer and the access token.' });
      const token = bearer ?? cookies[ACCESS_COOKIE];
      if (!token) return null;
      const claims = await signer.verify(token);
      const session = claims && (await findSession(claims.sid));
      if (!claims || !session || session.user.id !== claims.sub)
        throw problem(unauthenticated, { detail: 'This token does not hold any more; refresh it or sign in.' });
      if (!bearer) assertOwnOrigin(credentials, session);
      return { id: session.id, user: session.user, tenant_id: claims.tenant_id, via: bearer ? 'token' : 'cookie' };
    },
    async membership(userId: string, tenant: Tenant) {
      const key = `${userId}:${tenant.id}`;
      const known = news.isConnected() ? memberships.get(key) : undefined;
      if (known) return known.membership;
      const startedAt = epoch;
      const [row] = await handle.sql<{ id: string; role: string; permissions: string[] | null }>(SELECT_MEMBERSHIP, [
        tenant.id,
        userId,
      ]);
      const permissions = row?.permissions ?? (row && roles.get(row.role, tenant.organization_type)?.permissions) ?? [];
      const membership = row
        ? { id: row.id, tenant_id: tenant.id, role: row.role, permissions: new Set(permissions) }
        : null;
      if (startedAt === epoch && news.isConnected()) memberships.set(key, { membership });
      return membership;
    },
    async tenantsOf(userId) {
      const rows = await handle.sql<{ tenant_id: string }>(
        "select tenant_id from memberships where user_id = $1 and status = 'active' order by created_at limit 500",
        [userId],
      );
      return rows.map((row) => row.tenant_id);
    },
  };
}

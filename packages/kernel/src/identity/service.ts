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
import { cookiesAt } from './desks.ts';
import type { Credentials, Identity, Membership, Session } from './identity.ts';
import { createSigner, type TokenSigner } from './tokens.ts';

export interface IdentityService extends Identity {
  signer: TokenSigner;
  /** The person while the session lives, else null; for what goes on longer than a request. From memory, as `authenticate`. */
  holder(sessionId: string, userId: string): Promise<Session['user'] | null>;
  /** Forgets everything about a person on this instance, sessions and memberships; the news tell the others. */
  forgetUser(userId: string): void;
  /** Whether the person's session still lives. */
  isAlive(sessionId: string, userId: string): Promise<boolean>;
  /** Removes what is long over from the database, at most once an hour. */
  sweep(): Promise<void>;
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

/** All that is remembered of one person, so that it is forgotten at one stroke. */
interface Person {
  sessions: Map<string, KnownSession>;
  memberships: Map<string, Membership | null>;
  tenants: string[] | null;
}

/** Nobody has so many sessions or asks for so many tenants but an attacker; then memory begins anew. */
const PIECES = 1000;

function remember<T>(pieces: Map<string, T>, key: string, value: T): T {
  if (pieces.size >= PIECES) pieces.clear();
  pieces.set(key, value);
  return value;
}

const SELECT_SESSION = `select s.expires_at, u.id, u.email, u.name, u.is_operator
  from sessions s join users u on u.id = s.user_id
  where s.id = $1 and s.user_id = $2 and s.ended_at is null and s.expires_at > now() and u.disabled_at is null`;

const SELECT_MEMBERSHIP = `select m.id, m.role, r.permissions
  from memberships m left join roles r on r.tenant_id = m.tenant_id and r.name = m.role
  where m.tenant_id = $1 and m.user_id = $2 and m.status = 'active'`;

/** What is kept for looking back: sign-ins for 90 days, links for 30, addresses for a year. */
const SWEEPS = [
  "delete from sessions where expires_at < now() - interval '90 days'",
  "delete from one_time_tokens where expires_at < now() - interval '30 days'",
  "delete from known_addresses where seen_at < now() - interval '1 year'",
  "delete from changes where created_at < now() - interval '1 day'",
];

const SWEEP_EVERY_MS = 3_600_000;

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Identity over the control database. Nothing is taken from memory while no news of changes arrive. */
export function createIdentity({ aside, config, roles, news }: Parts): IdentityService {
  const handle = reading(aside, { tenant_id: null, plane: 'identity' });
  const signer = createSigner(config.secret);
  const people = new LRUCache<string, Person>({ max: 50_000, ttl: 60_000, ttlResolution: 1000 });
  let epoch = 0;
  let sweptAt = 0;

  const forgetUser = (userId: string): void => {
    epoch++;
    people.delete(userId);
  };
  news.onChange(({ kind, subject_id }) => {
    epoch++;
    if (subject_id === null) people.clear();
    else if (kind === 'user') people.delete(subject_id);
    else if (kind === 'tenant') for (const person of people.values()) person.memberships.delete(subject_id);
    else for (const person of people.values()) person.sessions.delete(subject_id);
  });
  const known = (userId: string): Person | undefined => (news.isConnected() ? people.get(userId) : undefined);
  /** Where an answer may be kept that was asked for at `startedAt`: nowhere when a change was heard of meanwhile. */
  const keeper = (userId: string, startedAt: number): Person | null => {
    if (startedAt !== epoch || !news.isConnected()) return null;
    const person = people.get(userId) ?? { sessions: new Map(), memberships: new Map(), tenants: null };
    if (!people.has(userId)) people.set(userId, person);
    return person;
  };

  const findSession = async (id: string, userId: string): Promise<KnownSession | null> => {
    const remembered = known(userId)?.sessions.get(id);
    if (remembered) return remembered.expires_ms > Date.now() ? remembered : null;
    const startedAt = epoch;
    const [row] = await handle.sql<Session['user'] & { expires_at: string }>(SELECT_SESSION, [id, userId]);
    if (!row) return null;
    const { expires_at, ...user } = row;
    const session = { id, user, expires_ms: Date.parse(expires_at) };
    const person = keeper(userId, startedAt);
    return person ? remember(person.sessions, id, session) : session;
  };

  const assertOwnOrigin = (credentials: Credentials, session: string, tenant: string | null): void => {
    const { origin, host, csrf, method } = credentials;
    if (!UNSAFE.has(method)) return;
    const same = origin !== undefined && URL.canParse(origin) && new URL(origin).host === host;
    if (!same || !signer.matchesCsrf(session, tenant, csrf)) {
      throw problem(forbidden, {
        detail: 'A change from a browser needs the X-CSRF-Token of the session and must come from the same address.',
      });
    }
  };

  return {
    signer,
    forgetUser,
    holder: async (sessionId, userId) => (await findSession(sessionId, userId))?.user ?? null,
    async sweep() {
      if (Date.now() - sweptAt < SWEEP_EVERY_MS) return;
      sweptAt = Date.now();
      for (const text of SWEEPS) await handle.execute(text);
    },
    async authenticate(credentials) {
      const { authorization, cookies, desk = 'people' } = credentials;
      const bearer = authorization ? /^Bearer ([A-Za-z0-9._-]{1,4000})$/i.exec(authorization)?.[1] : undefined;
      if (authorization && !bearer)
        throw problem(unauthenticated, { detail: 'Authorization: give Bearer and the access token.' });
      const token = bearer ?? cookies[cookiesAt(desk).access];
      if (!token) return null;
      const claims = await signer.verify(token);
      const session = claims && (await findSession(claims.sid, claims.sub));
      if (!claims || !session)
        throw problem(unauthenticated, { detail: 'This token does not hold any more; refresh it or sign in.' });
      const { tenant_id } = claims;
      if (bearer) return { id: session.id, user: session.user, tenant_id, via: 'token' };
      assertOwnOrigin(credentials, session.id, tenant_id);
      // Who signed in as one of an organisation's people is no operator there, whatever else he may be.
      const is_operator = session.user.is_operator && desk === 'operators';
      return { id: session.id, user: { ...session.user, is_operator }, tenant_id, via: 'cookie', desk };
    },
    isAlive: async (sessionId, userId) => (await findSession(sessionId, userId)) !== null,
    async membership(userId: string, tenant: Tenant) {
      const remembered = known(userId)?.memberships.get(tenant.id);
      if (remembered !== undefined) return remembered;
      const startedAt = epoch;
      const [row] = await handle.sql<{ id: string; role: string; permissions: string[] | null }>(SELECT_MEMBERSHIP, [
        tenant.id,
        userId,
      ]);
      const permissions = row?.permissions ?? (row && roles.get(row.role, tenant.organization_type)?.permissions) ?? [];
      const membership = row
        ? { id: row.id, tenant_id: tenant.id, role: row.role, permissions: new Set(permissions) }
        : null;
      const person = keeper(userId, startedAt);
      return person ? remember(person.memberships, tenant.id, membership) : membership;
    },
    async tenantsOf(userId) {
      const remembered = known(userId)?.tenants;
      if (remembered) return remembered;
      const startedAt = epoch;
      const rows = await handle.sql<{ tenant_id: string }>(
        "select tenant_id from memberships where user_id = $1 and status = 'active' order by created_at limit 500",
        [userId],
      );
      const tenants = rows.map((row) => row.tenant_id);
      const person = keeper(userId, startedAt);
      if (person) person.tenants = tenants;
      return tenants;
    },
  };
}

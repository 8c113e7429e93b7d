/** Sessions: opened at sign-in, carried on by rotating refresh tokens, dead at once when ended. */

import { auditStatements } from '../audit/audit.ts';
import { transaction } from '../db/handle.ts';
import { unauthenticated } from '../http/problems.ts';
import { problem } from '../problems/problem.ts';
import { newId } from '../schema/ids.ts';
import type { Context } from '../tenancy/context.ts';
import type { Tenant } from '../tenancy/directory.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import { ACCESS_TOKEN_SECONDS, hashToken, randomToken } from './tokens.ts';

/** Days that a session lives at most, and days that it lives unused. */
const SESSION_DAYS = 30;
const REFRESH_DAYS = 14;

export interface Tokens {
  access_token: string;
  refresh_token: string;
  token_type: 'Bearer';
  expires_in: number;
  csrf_token: string;
}

/**
 * Seconds that a session lives unused: the time-out of the organisation that the token is for; of a token for none, the shortest
 * of all that the person belongs to. At least a little longer than an access token, which must be exchangeable when it ends.
 */
async function idleSeconds(ctx: Context, user_id: string, tenant: Tenant | null): Promise<number> {
  const { directory, identity, limits } = ctx.kernel;
  const ids = tenant ? [tenant.id] : await identity.tenantsOf(user_id);
  const timeouts = await Promise.all(
    ids.map(async (id) => {
      const one = await directory.find(id);
      return (one && (await limits.of(one)).session_timeout) ?? Number.POSITIVE_INFINITY;
    }),
  );
  return Math.max(Math.min(REFRESH_DAYS * 86_400, ...timeouts), ACCESS_TOKEN_SECONDS + 60);
}

/** Makes the tokens of a session for a tenant (or none). Refresh tokens of it that wait unused stop working: one is enough. */
export async function issueTokens(
  ctx: Context,
  {
    session_id,
    user_id,
    tenant,
    role,
  }: { session_id: string; user_id: string; tenant: Tenant | null; role: string | null },
): Promise<Tokens> {
  const { signer } = ctx.kernel.identity;
  const { token, hash } = randomToken();
  await ctx.sql('update refresh_tokens set expires_at = now() where session_id = $1 and used_at is null', [session_id]);
  await ctx.sql(
    `insert into refresh_tokens (hash, session_id, for_tenant_id, expires_at) values ($1, $2, $3, now() + interval '1 second' * $4)`,
    [hash, session_id, tenant?.id ?? null, await idleSeconds(ctx, user_id, tenant)],
  );
  const access_token = await signer.sign({
    sub: user_id,
    sid: session_id,
    tenant_id: tenant?.id ?? null,
    tenant_slug: tenant?.slug ?? null,
    role,
  });
  return {
    access_token,
    refresh_token: token,
    token_type: 'Bearer',
    expires_in: ACCESS_TOKEN_SECONDS,
    csrf_token: signer.csrfOf(session_id, tenant?.id ?? null),
  };
}

/** Opens a new session; its id is new at every sign-in. */
export async function openSession(ctx: Context, user_id: string): Promise<string> {
  const id = ctx.newId();
  await ctx.sql(
    `insert into sessions (id, user_id, address, user_agent, expires_at) values ($1, $2, $3, $4, now() + interval '${SESSION_DAYS} days')`,
    [id, user_id, ctx.request.address, ctx.request.user_agent],
  );
  return id;
}

/** Ends sessions of a person: one, or all but `except`. This instance forgets them with the answer, others with the commit. */
export async function endSessions(
  ctx: Context,
  user_id: string,
  which: { only?: string; except?: string | undefined } = {},
): Promise<number> {
  const ended = await ctx.execute(
    `update sessions set ended_at = now() where user_id = $1 and ended_at is null
       and ($2::uuid is null or id = $2::uuid) and ($3::uuid is null or id <> $3::uuid)`,
    [user_id, which.only ?? null, which.except ?? null],
  );
  if (ended > 0) await ctx.kernel.news.announce(ctx, { kind: 'user', subject_id: user_id });
  ctx.afterCommit(() => ctx.kernel.identity.forgetUser(user_id));
  return ended;
}

interface Refreshed {
  session_id: string;
  user_id: string;
  for_tenant_id: string | null;
}

/**
 * Exchanges a refresh token. It works once; coming a second time it ends the session, because somebody has a copy. No grace
 * is given to a twin of the same client: which of two callers is the thief cannot be told.
 */
export async function useRefreshToken(ctx: Context, token: string): Promise<Refreshed> {
  const hash = hashToken(token);
  const [fresh] = await ctx.sql<Refreshed>(
    `update refresh_tokens t set used_at = now() from sessions s join users u on u.id = s.user_id
     where t.hash = $1 and t.used_at is null and t.expires_at > now()
       and s.id = t.session_id and s.ended_at is null and s.expires_at > now() and u.disabled_at is null
     returning t.session_id, s.user_id, t.for_tenant_id`,
    [hash],
  );
  if (fresh) {
    await ctx.sql('update sessions set last_used_at = now() where id = $1', [fresh.session_id]);
    return fresh;
  }
  const [used] = await ctx.sql<{ session_id: string; user_id: string }>(
    `select t.session_id, s.user_id from refresh_tokens t join sessions s on s.id = t.session_id
     where t.hash = $1 and t.used_at is not null and s.ended_at is null`,
    [hash],
  );
  if (used) await endStolen(ctx.kernel, used.session_id, used.user_id, ctx.request);
  throw problem(unauthenticated, { detail: 'This refresh token does not hold any more; sign in again.' });
}

/** In a transaction of its own, because the request itself is refused and leaves nothing behind. */
async function endStolen(
  kernel: Kernel,
  session_id: string,
  user_id: string,
  request: Context['request'],
): Promise<void> {
  const tx = transaction(kernel.aside, { tenant_id: null, plane: 'identity' });
  try {
    await tx.sql('update sessions set ended_at = now() where id = $1', [session_id]);
    await kernel.news.announce(tx, { kind: 'user', subject_id: user_id });
    const actor = {
      kind: 'user' as const,
      id: user_id,
      label: 'unknown holder of a used token',
      session_id,
      role: null,
      permissions: new Set<string>(),
    };
    const change = { id: newId(), action: 'sessions.refresh_reused', subject: 'sessions', subject_id: session_id };
    await tx.commit(
      auditStatements({ actor, request_id: request.id, address: request.address, tenant_id: null }, [change]),
    );
    kernel.identity.forgetUser(user_id);
  } catch (error) {
    await tx.rollback();
    throw error;
  }
}

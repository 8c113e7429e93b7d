/** Signing in and out: login, refresh, switch of tenant, logout. */
import { reading } from '../db/handle.ts';
import { assertOpen } from '../http/admit.ts';
import { tenantNotFound, unauthenticated } from '../http/problems.ts';
import { defineProblem, Problem, problem } from '../problems/problem.ts';
import type { Context } from '../tenancy/context.ts';
import type { Tenant } from '../tenancy/directory.ts';
import { ACCOUNT_COLUMNS, type Account, emailKey, getAccount } from './accounts.ts';
import { hashPassword, needsRehash, verifyPassword } from './passwords.ts';
import { endSessions, issueTokens, openSession, type Tokens, useRefreshToken } from './sessions.ts';
import { type Attempt, assertMayTry, countFailure, networkOf, welcome } from './throttle.ts';
import { recordDeed, recordRefusal } from './trail.ts';

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Where a sign-in leads: a tenant and the role there, or no tenant. */
interface Entered {
  tenant: Tenant | null;
  role: string | null;
}

const NOWHERE: Entered = { tenant: null, role: null };

export const wrongCredentials = defineProblem(
  'identity.wrong_credentials',
  401,
  'The address or the password is not right.',
);
export interface SignedIn extends Tokens {
  role: string | null;
  user: { id: string; email: string; name: string; is_operator: boolean; email_verified: boolean };
  tenant: { id: string; slug: string; name: string; organization_type: string } | null;
}

function shown(account: Account): SignedIn['user'] {
  const { id, email, name, is_operator, email_verified_at } = account;
  return { id, email, name, is_operator, email_verified: email_verified_at !== null };
}

/** The person's own tenant of that name with his role there. Unknown and foreign ones look the same: `tenancy.not_found`. */
async function enterable(ctx: Context, account: Account, name: string): Promise<Entered> {
  const tenant = await ctx.kernel.directory.find(name.toLowerCase());
  const membership = tenant && (await ctx.kernel.identity.membership(account.id, tenant));
  if (!tenant || !membership) throw problem(tenantNotFound);
  assertOpen(tenant);
  return { tenant, role: membership.role };
}

async function signedIn(
  ctx: Context,
  account: Account,
  session_id: string,
  { tenant, role }: Entered,
): Promise<SignedIn> {
  const tokens = await issueTokens(ctx, { session_id, user_id: account.id, tenant, role });
  const summary = tenant && {
    id: tenant.id,
    slug: tenant.slug,
    name: tenant.name,
    organization_type: tenant.organization_type,
  };
  return { ...tokens, role, user: shown(account), tenant: summary };
}

/** An account as it was when the password was looked at. */
type LookedUp = Account & { version: number };

/** The account and whether it signed in from here before: one question, so that both answers take as long. */
async function lookUp(ctx: Context, email: string): Promise<{ account: LookedUp | null; attempt: Attempt }> {
  const address = networkOf(ctx.request.address);
  const handle = reading(ctx.kernel.aside, { tenant_id: null, plane: 'identity' });
  const [row] = await handle.sql<LookedUp & { known: boolean }>(
    `select ${ACCOUNT_COLUMNS}, version, exists(select from known_addresses k where k.user_id = u.id and k.address = $2) as known
     from users u where email_key = $1`,
    [emailKey(email), address],
  );
  return { account: row ?? null, attempt: { account: emailKey(email), address, known: row?.known ?? false } };
}

/**
 * `POST /auth/login`. An unknown address, a wrong password and a closed account answer alike and take as long. The password is
 * looked at before a transaction begins, and the budget both before and after it: of many guesses sent at once, none that
 * comes after the last allowed failure learns whether it was right.
 */
export async function login(
  ctx: Context,
  input: { email: string; password: string; tenant?: string },
): Promise<SignedIn> {
  const { account, attempt } = await lookUp(ctx, input.email);
  const { aside } = ctx.kernel;
  await assertMayTry(aside, attempt);
  const matches = await verifyPassword(account?.password_hash ?? null, input.password);
  if (!account || !matches || account.disabled_at) {
    const refusal = await countFailure(aside, attempt);
    await recordFailure(ctx, input, account);
    throw refusal ?? problem(wrongCredentials);
  }
  await assertMayTry(aside, attempt);
  const entered = input.tenant ? await enterable(ctx, account, input.tenant) : NOWHERE;
  await assertUnchanged(ctx, account);
  const session_id = await openSession(ctx, account.id);
  const answer = await signedIn(ctx, account, session_id, entered);
  await recordDeed(
    ctx,
    { tenant_id: entered.tenant?.id ?? null, person: account, session_id, role: entered.role },
    {
      action: 'sessions.open',
      subject: 'users',
      subject_id: account.id,
      after: { session_id, tenant: entered.tenant?.slug ?? null },
    },
  );
  await welcome(ctx, account.id, attempt);
  ctx.afterCommit(() => rehash(ctx, account, input.password));
  ctx.afterCommit(() => ctx.kernel.identity.sweep());
  return answer;
}

/**
 * The password was looked at outside the transaction. Whoever chose another one meanwhile, or closed the account, ended all
 * sessions; this one must not come after. The row stays locked until the session is stored.
 */
async function assertUnchanged(ctx: Context, { id, version }: LookedUp): Promise<void> {
  const rows = await ctx.sql('select 1 from users where id = $1 and version = $2 and disabled_at is null for share', [
    id,
    version,
  ]);
  if (rows.length === 0) throw problem(wrongCredentials);
}

/** A hash of an older recipe is made anew, unless somebody was quicker. */
async function rehash(ctx: Context, { id, password_hash }: LookedUp, password: string): Promise<void> {
  if (!password_hash || !needsRehash(password_hash)) return;
  const handle = reading(ctx.kernel.aside, { tenant_id: null, plane: 'identity' });
  const fresh = await hashPassword(password);
  await handle.execute('update users set password_hash = $3 where id = $1 and password_hash = $2', [
    id,
    password_hash,
    fresh,
  ]);
}

/** Into the trail of the tenant that was named, when the account belongs there; else into the operators' own. */
async function recordFailure(
  ctx: Context,
  input: { email: string; tenant?: string },
  account: Account | null,
): Promise<void> {
  const tenant = input.tenant ? await ctx.kernel.directory.find(input.tenant.toLowerCase()) : null;
  // Nobody's id is asked for as well, so that an unknown address takes as long.
  const belongs = tenant && (await ctx.kernel.identity.membership(account?.id ?? NOBODY, tenant));
  ctx.kernel.metrics.noteOfPerson(account?.id ?? NOBODY, 'sign_in_failures');
  await recordRefusal(
    ctx,
    { tenant_id: belongs ? tenant.id : null, person: null },
    {
      action: 'sessions.refuse',
      subject: 'users',
      subject_id: account?.id ?? null,
      after: { email: emailKey(input.email), tenant: input.tenant ?? null },
    },
  );
}

/** Whoever left the tenant goes on without one; a tenant that is closed for a while is refused, and the token stays unused. */
async function stillEntered(ctx: Context, account: Account, tenant_id: string | null): Promise<Entered> {
  try {
    return tenant_id ? await enterable(ctx, account, tenant_id) : NOWHERE;
  } catch (error) {
    if (error instanceof Problem && error.kind === tenantNotFound) return NOWHERE;
    throw error;
  }
}

/** `POST /auth/refresh` */
export async function refresh(ctx: Context, input: { refresh_token?: string }): Promise<SignedIn> {
  if (!input.refresh_token) throw problem(unauthenticated);
  const { session_id, user_id, for_tenant_id } = await useRefreshToken(ctx, input.refresh_token);
  const account = await getAccount(ctx, user_id);
  return signedIn(ctx, account, session_id, await stillEntered(ctx, account, for_tenant_id));
}

/** `POST /auth/switch-tenant`: other tokens of the same session, for another of the person's tenants. */
export async function switchTenant(ctx: Context, input: { tenant: string }): Promise<SignedIn> {
  const account = await getAccount(ctx, ctx.actor.id as string);
  const entered = await enterable(ctx, account, input.tenant);
  const { tenant, role } = entered;
  const session_id = ctx.actor.session_id as string;
  await recordDeed(
    ctx,
    { tenant_id: tenant?.id ?? null, person: account, session_id, role },
    { action: 'sessions.switch_tenant', subject: 'users', subject_id: account.id, after: { tenant: tenant?.slug } },
  );
  return signedIn(ctx, account, session_id, entered);
}

/** `POST /auth/logout` */
export async function logout(ctx: Context, input: { everywhere?: boolean }): Promise<{ ended: number }> {
  const { id, session_id } = ctx.actor as { id: string; session_id: string };
  const ended = await endSessions(ctx, id, input.everywhere ? {} : { only: session_id });
  ctx.audit({
    action: 'sessions.end',
    subject: 'users',
    subject_id: id,
    after: { session_id, everywhere: input.everywhere ?? false },
  });
  return { ended };
}

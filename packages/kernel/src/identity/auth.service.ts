/** Signing in and out, and everything a person does with his own account. */
import {
  forbidden,
  tenantArchived,
  tenantNotFound,
  tenantNotReady,
  tenantSuspended,
  unauthenticated,
} from '../http/problems.ts';
import { defineProblem, problem } from '../problems/problem.ts';
import type { Context } from '../tenancy/context.ts';
import type { Tenant } from '../tenancy/directory.ts';
import {
  type Account,
  emailKey,
  ensureAccount,
  findAccount,
  getAccount,
  mailLink,
  setPassword,
  spendToken,
} from './accounts.ts';
import { assertPassword, hashPassword, needsRehash, verifyPassword } from './passwords.ts';
import { endSessions, issueTokens, openSession, type Tokens, useRefreshToken } from './sessions.ts';
import { assertMayTry, countFailure, mayMail } from './throttle.ts';

export const wrongCredentials = defineProblem(
  'identity.wrong_credentials',
  401,
  'The address or the password is not right.',
);
export const wrongPassword = defineProblem('identity.wrong_password', 422, 'The present password is not right.');

export interface SignedIn extends Tokens {
  role: string | null;
  user: { id: string; email: string; name: string; is_operator: boolean; email_verified: boolean };
  tenant: { id: string; slug: string; name: string; organization_type: string } | null;
}

function shown(account: Account): SignedIn['user'] {
  const { id, email, name, is_operator, email_verified_at } = account;
  return { id, email, name, is_operator, email_verified: email_verified_at !== null };
}

/** A tenant that the person may enter: his own and open. Unknown and foreign ones look the same. */
async function enterable(ctx: Context, account: Account, name: string): Promise<Tenant> {
  const tenant = await ctx.kernel.directory.find(name);
  const membership = tenant && (await ctx.kernel.identity.membership(account.id, tenant));
  if (!tenant || !membership) throw problem(tenantNotFound);
  if (tenant.status === 'suspended') throw problem(tenantSuspended);
  if (tenant.status === 'archived') throw problem(tenantArchived);
  if (tenant.status === 'provisioning') throw problem(tenantNotReady);
  return tenant;
}

async function signedIn(ctx: Context, account: Account, session_id: string, tenant: Tenant | null): Promise<SignedIn> {
  const tokens = await issueTokens(ctx, session_id, account.id, tenant);
  const summary = tenant && {
    id: tenant.id,
    slug: tenant.slug,
    name: tenant.name,
    organization_type: tenant.organization_type,
  };
  return { ...tokens, user: shown(account), tenant: summary };
}

/** `POST /auth/login`. An unknown address, a wrong password and a disabled account answer alike and take as long. */
export async function login(
  ctx: Context,
  input: { email: string; password: string; tenant?: string },
): Promise<SignedIn> {
  const account = await findAccount(ctx, input.email);
  const address = ctx.request.address ?? 'unknown';
  const [seen] = account
    ? await ctx.sql('select 1 from known_addresses where user_id = $1 and address = $2', [account.id, address])
    : [];
  const attempt = { account: emailKey(input.email), address, known: seen !== undefined };
  const { aside } = ctx.kernel;
  await assertMayTry(aside, attempt);
  const matches = await verifyPassword(account?.password_hash ?? null, input.password);
  if (!account || !matches || account.disabled_at) {
    await countFailure(aside, attempt);
    ctx.log.info({ user: account?.id }, 'sign-in refused');
    throw problem(wrongCredentials);
  }
  const tenant = input.tenant ? await enterable(ctx, account, input.tenant) : null;
  if (account.password_hash && needsRehash(account.password_hash)) {
    await ctx.sql('update users set password_hash = $2 where id = $1', [
      account.id,
      await hashPassword(input.password),
    ]);
  }
  await ctx.sql(
    'insert into known_addresses (user_id, address) values ($1, $2) on conflict (user_id, address) do update set seen_at = now() returning user_id',
    [account.id, address],
  );
  const session_id = await openSession(ctx, account.id);
  ctx.audit({
    action: 'sessions.open',
    subject: 'users',
    subject_id: account.id,
    after: { session_id, tenant: tenant?.slug ?? null },
  });
  return signedIn(ctx, account, session_id, tenant);
}

/** `POST /auth/register`: the answer is the same whether the address is new or not; the mail tells. */
export async function register(
  ctx: Context,
  input: { email: string; name: string; password: string },
): Promise<{ email: string }> {
  if (!ctx.kernel.config.self_signup)
    throw problem(forbidden, { detail: 'Registration is switched off here; ask to be invited.' });
  assertPassword(input.password, [input.email, input.name]);
  const hash = await hashPassword(input.password);
  if (!(await mayMail(ctx.kernel.aside, ctx.request.address ?? 'unknown', emailKey(input.email))))
    return { email: input.email };
  const known = await findAccount(ctx, input.email);
  if (!known) {
    const account = await ensureAccount(ctx, input);
    await ctx.sql('update users set password_hash = $2 where id = $1 and password_hash is null', [account.id, hash]);
    await mailLink(ctx, account, 'verify_email');
    ctx.audit({
      action: 'users.register',
      subject: 'users',
      subject_id: account.id,
      after: { email: account.email, name: account.name },
    });
  } else await mailLink(ctx, known, 'reset_password');
  return { email: input.email };
}

/** `POST /auth/refresh` */
export async function refresh(ctx: Context, input: { refresh_token?: string }): Promise<SignedIn> {
  if (!input.refresh_token) throw problem(unauthenticated);
  const { session_id, user_id, for_tenant_id } = await useRefreshToken(ctx, input.refresh_token);
  const account = await getAccount(ctx, user_id);
  const tenant = for_tenant_id ? await enterable(ctx, account, for_tenant_id) : null;
  return signedIn(ctx, account, session_id, tenant);
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

/** `POST /auth/password-reset`: always the same answer. */
export async function requestReset(ctx: Context, input: { email: string }): Promise<{ email: string }> {
  const may = await mayMail(ctx.kernel.aside, ctx.request.address ?? 'unknown', emailKey(input.email));
  const account = await findAccount(ctx, input.email);
  if (may && account && !account.disabled_at) {
    await mailLink(ctx, account, 'reset_password');
    ctx.audit({ action: 'users.request_reset', subject: 'users', subject_id: account.id });
  }
  return { email: input.email };
}

/** `POST /auth/password-reset/confirm`, also for invitations. Whoever has the link has the mailbox: the address is verified by it. */
export async function confirmReset(
  ctx: Context,
  input: { token: string; password: string },
): Promise<{ email: string }> {
  const { user_id, purpose } = await spendToken(ctx, input.token, ['reset_password', 'invitation']);
  const account = await getAccount(ctx, user_id);
  await setPassword(ctx, account, input.password);
  await ctx.sql('update users set email_verified_at = coalesce(email_verified_at, now()) where id = $1', [user_id]);
  await ctx.sql(
    "update memberships set status = 'active', updated_at = now() where user_id = $1 and status = 'invited' returning id",
    [user_id],
  );
  ctx.audit({
    action: purpose === 'invitation' ? 'users.accept_invitation' : 'users.reset_password',
    subject: 'users',
    subject_id: user_id,
  });
  ctx.afterCommit(() => ctx.kernel.identity.forgetUser(user_id));
  return { email: account.email };
}

/** `POST /auth/verify-email` */
export async function verifyEmail(ctx: Context, input: { token: string }): Promise<{ email: string }> {
  const { user_id } = await spendToken(ctx, input.token, ['verify_email']);
  await ctx.sql('update users set email_verified_at = coalesce(email_verified_at, now()) where id = $1', [user_id]);
  ctx.audit({ action: 'users.verify_email', subject: 'users', subject_id: user_id });
  return { email: (await getAccount(ctx, user_id)).email };
}

/** `POST /auth/switch-tenant`: other tokens of the same session, for another of the person's tenants. */
export async function switchTenant(ctx: Context, input: { tenant: string }): Promise<SignedIn> {
  const account = await getAccount(ctx, ctx.actor.id as string);
  const tenant = await enterable(ctx, account, input.tenant);
  ctx.audit({
    action: 'sessions.switch_tenant',
    subject: 'users',
    subject_id: account.id,
    after: { tenant: tenant.slug },
  });
  return signedIn(ctx, account, ctx.actor.session_id as string, tenant);
}

/** `POST /auth/password`: a new password for one who knows the present one; all other sessions end. */
export async function changePassword(
  ctx: Context,
  input: { password: string; new_password: string },
): Promise<{ email: string }> {
  const account = await getAccount(ctx, ctx.actor.id as string);
  const attempt = { account: emailKey(account.email), address: ctx.request.address ?? 'unknown', known: true };
  await assertMayTry(ctx.kernel.aside, attempt);
  if (!(await verifyPassword(account.password_hash, input.password))) {
    await countFailure(ctx.kernel.aside, attempt);
    throw problem(wrongPassword, { errors: [{ pointer: '/password', detail: 'This is not your present password.' }] });
  }
  await setPassword(ctx, account, input.new_password, ctx.actor.session_id as string);
  ctx.audit({ action: 'users.change_password', subject: 'users', subject_id: account.id });
  return { email: account.email };
}

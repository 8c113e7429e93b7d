/** What a person does with his own account: register, confirm the address, choose and change the password. */
import { forbidden } from '../http/problems.ts';
import { defineProblem, problem } from '../problems/problem.ts';
import type { Context } from '../tenancy/context.ts';
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
import { assertPassword, hashPassword, verifyPassword } from './passwords.ts';
import { assertMayTry, countFailure, mayMail, networkOf, welcome } from './throttle.ts';
import { recordDeed } from './trail.ts';

/** Everything that tells a known address from an unknown one is done by then. */
const ANSWER_AFTER_MS = 100;

export const wrongPassword = defineProblem('identity.wrong_password', 422, 'The present password is not right.');

/** The answer leaves at a fixed time after the question: how long the work took tells nothing of whether there is an account. */
function answerInTime(ctx: Context): void {
  const due = performance.now() + ANSWER_AFTER_MS;
  ctx.afterCommit(() => new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now()))));
}

/** `POST /auth/register`: the answer is the same whether the address is new or not; the mail tells. */
export async function register(
  ctx: Context,
  input: { email: string; name: string; password: string },
): Promise<{ email: string }> {
  if (!ctx.kernel.config.self_signup)
    throw problem(forbidden, { detail: 'Registration is switched off here; ask to be invited.' });
  assertPassword(input.password, [input.email, input.name]);
  answerInTime(ctx);
  const hash = await hashPassword(input.password);
  if (!(await mayMail(ctx.kernel.aside, ctx.request.address, emailKey(input.email)))) return { email: input.email };
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
  } else await mailLink(ctx, known, 'known_address');
  return { email: input.email };
}

/** `POST /auth/password-reset`: always the same answer. */
export async function requestReset(ctx: Context, input: { email: string }): Promise<{ email: string }> {
  answerInTime(ctx);
  const may = await mayMail(ctx.kernel.aside, ctx.request.address, emailKey(input.email));
  const account = await findAccount(ctx, input.email);
  if (may && account && !account.disabled_at) {
    await mailLink(ctx, account, 'reset_password');
    ctx.audit({ action: 'users.request_reset', subject: 'users', subject_id: account.id });
    ctx.afterCommit(() => ctx.kernel.metrics.noteOfPerson(account.id, 'password_resets'));
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
  await joinTenants(ctx, account);
  const address = networkOf(ctx.request.address);
  await welcome(ctx, user_id, { account: emailKey(account.email), address, known: true });
  await recordDeed(
    ctx,
    { tenant_id: null, person: account },
    {
      action: purpose === 'invitation' ? 'users.accept_invitation' : 'users.reset_password',
      subject: 'users',
      subject_id: user_id,
    },
  );
  ctx.afterCommit(() => ctx.kernel.identity.forgetUser(user_id));
  return { email: account.email };
}

/** Every organisation that invited the person gains a member, and a line in its trail. */
async function joinTenants(ctx: Context, account: Account): Promise<void> {
  const joined = await ctx.sql<{ tenant_id: string; role: string }>(
    `update memberships set status = 'active', version = version + 1, updated_at = now()
     where user_id = $1 and status = 'invited' returning tenant_id, role`,
    [account.id],
  );
  if (joined.length > 0) await ctx.kernel.news.announce(ctx, { kind: 'user', subject_id: account.id });
  for (const { tenant_id, role } of joined)
    await recordDeed(
      ctx,
      { tenant_id, person: account, role },
      {
        action: 'members.accept_invitation',
        subject: 'members',
        subject_id: account.id,
        before: { status: 'invited' },
        after: { status: 'active' },
      },
    );
}

/** `POST /auth/verify-email` */
export async function verifyEmail(ctx: Context, input: { token: string }): Promise<{ email: string }> {
  const { user_id } = await spendToken(ctx, input.token, ['verify_email']);
  await ctx.sql('update users set email_verified_at = coalesce(email_verified_at, now()) where id = $1', [user_id]);
  const account = await getAccount(ctx, user_id);
  await recordDeed(
    ctx,
    { tenant_id: null, person: account },
    { action: 'users.verify_email', subject: 'users', subject_id: user_id },
  );
  return { email: account.email };
}

/** `POST /auth/password`: a new password for one who knows the present one; all other sessions end. */
export async function changePassword(
  ctx: Context,
  input: { password: string; new_password: string },
): Promise<{ email: string }> {
  const account = await getAccount(ctx, ctx.actor.id as string);
  const attempt = { account: emailKey(account.email), address: networkOf(ctx.request.address), known: true };
  await assertMayTry(ctx.kernel.aside, attempt);
  if (!(await verifyPassword(account.password_hash, input.password))) {
    const refusal = await countFailure(ctx.kernel.aside, attempt);
    if (refusal) throw refusal;
    throw problem(wrongPassword, { errors: [{ pointer: '/password', detail: 'This is not your present password.' }] });
  }
  await setPassword(ctx, account, input.new_password, {
    pointer: '/new_password',
    except: ctx.actor.session_id as string,
  });
  ctx.audit({ action: 'users.change_password', subject: 'users', subject_id: account.id });
  return { email: account.email };
}

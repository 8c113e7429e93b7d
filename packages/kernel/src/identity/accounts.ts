/** Accounts: finding and making people, and the one-time tokens that reach them by mail. */
import { type Generated, sql } from 'kysely';
import { unauthenticated } from '../http/problems.ts';
import type { Letter } from '../mail/letters.ts';
import { postLetter } from '../mail/post.ts';
import { defineProblem, problem } from '../problems/problem.ts';
import type { Context } from '../tenancy/context.ts';
import { invitationLetter, knownAddressLetter, resetPasswordLetter, verifyEmailLetter } from './letters.ts';
import { assertPassword, hashPassword, type PasswordPolicy, strictest } from './passwords.ts';
import { endSessions } from './sessions.ts';
import { hashToken, randomToken } from './tokens.ts';

export const tokenSpent = defineProblem(
  'identity.token_spent',
  422,
  'This link has been used already or is too old; ask for a new one.',
);

export interface Account {
  id: string;
  email: string;
  name: string;
  password_hash: string | null;
  is_operator: boolean;
  email_verified_at: string | null;
  disabled_at: string | null;
}

export type TokenPurpose = 'verify_email' | 'reset_password' | 'invitation';

/** How long each kind of link works. */
const LIFETIMES: Record<TokenPurpose, string> = {
  verify_email: '2 days',
  reset_password: '1 hour',
  invitation: '7 days',
};

/** How an address is compared: lower case, composed. Two that look alike to Unicode but differ in bytes are two addresses. */
export function emailKey(email: string): string {
  return email.normalize('NFC').trim().toLowerCase();
}

declare module '../db/tables.ts' {
  interface Tables {
    users: Account & { email_key: string; updated_at: Generated<string>; version: Generated<number> };
    one_time_tokens: {
      hash: Buffer;
      user_id: string;
      purpose: TokenPurpose;
      expires_at: string;
      used_at: Generated<string | null>;
    };
  }
}

export const ACCOUNT_COLUMNS = 'id, email, name, password_hash, is_operator, email_verified_at, disabled_at';

export async function findAccount(ctx: Pick<Context, 'sql'>, email: string): Promise<Account | null> {
  const [account] = await ctx.sql<Account>(`select ${ACCOUNT_COLUMNS} from users where email_key = $1`, [
    emailKey(email),
  ]);
  return account ?? null;
}

export async function getAccount(ctx: Pick<Context, 'sql'>, id: string): Promise<Account> {
  const [account] = await ctx.sql<Account>(`select ${ACCOUNT_COLUMNS} from users where id = $1`, [id]);
  if (!account) throw problem(unauthenticated);
  return account;
}

/** The account of an address, made without password when there is none yet. Needs the identity or platform plane. */
export async function ensureAccount(
  ctx: Pick<Context, 'db' | 'newId'>,
  person: { email: string; name: string },
): Promise<Account> {
  const email_key = emailKey(person.email);
  const empty = { password_hash: null, is_operator: false, email_verified_at: null, disabled_at: null };
  await ctx.db
    .insertInto('users')
    .values({ id: ctx.newId(), email: person.email.trim(), email_key, name: person.name, ...empty })
    .onConflict((conflict) => conflict.column('email_key').doNothing())
    .execute();
  return ctx.db
    .selectFrom('users')
    .select(['id', 'email', 'name', 'password_hash', 'is_operator', 'email_verified_at', 'disabled_at'])
    .where('email_key', '=', email_key)
    .executeTakeFirstOrThrow();
}

/** Makes a link's token; earlier ones of the same purpose stop working. */
export async function issueOneTimeToken(
  ctx: Pick<Context, 'db'>,
  user_id: string,
  purpose: TokenPurpose,
): Promise<string> {
  const { token, hash } = randomToken();
  await ctx.db
    .updateTable('one_time_tokens')
    .set({ used_at: sql`now()` })
    .where('user_id', '=', user_id)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .execute();
  const expires_at = sql<string>`now() + ${LIFETIMES[purpose]}::interval`;
  await ctx.db.insertInto('one_time_tokens').values({ hash, user_id, purpose, expires_at }).execute();
  return token;
}

/** Spends a token: of two that come at once exactly one wins; a closed account's are dead. Throws `identity.token_spent`. */
export async function spendToken(
  ctx: Context,
  token: string,
  purposes: readonly TokenPurpose[],
): Promise<{ user_id: string; purpose: TokenPurpose }> {
  const [spent] = await ctx.sql<{ user_id: string; purpose: TokenPurpose }>(
    `update one_time_tokens t set used_at = now() from users u
     where t.hash = $1 and t.used_at is null and t.expires_at > now() and t.purpose = any($2::text[])
       and u.id = t.user_id and u.disabled_at is null returning t.user_id, t.purpose`,
    [hashToken(token), purposes],
  );
  if (!spent) throw problem(tokenSpent);
  return spent;
}

/** The strictest policy of the organisations that the person belongs to or is invited to. */
async function policyFor(ctx: Context, user_id: string): Promise<PasswordPolicy> {
  const rows = await ctx.sql<{ tenant_id: string }>(
    "select tenant_id from memberships where user_id = $1 and status <> 'disabled' limit 500",
    [user_id],
  );
  const policies = rows.map(async ({ tenant_id }) => {
    const tenant = await ctx.kernel.directory.find(tenant_id);
    return tenant && (await ctx.kernel.limits.of(tenant)).password;
  });
  return strictest(await Promise.all(policies));
}

/** Sets a password; all sessions but `except` end. `pointer` is the field that the password came in. */
export async function setPassword(
  ctx: Context,
  account: Account,
  password: string,
  { except, pointer = '/password' }: { except?: string; pointer?: string } = {},
): Promise<void> {
  assertPassword(password, [account.email, account.name], pointer, await policyFor(ctx, account.id));
  await ctx.sql('update users set password_hash = $2, updated_at = now(), version = version + 1 where id = $1', [
    account.id,
    await hashPassword(password),
  ]);
  await endSessions(ctx, account.id, { except });
}

/** What a mail with a link is about. `known_address` answers a registration for an address that has an account. */
type Occasion = TokenPurpose | 'known_address';

/** The letter of each occasion, what its link does, and the page of the web application that the link opens. */
const OCCASIONS: Record<Occasion, { letter: Letter; purpose: TokenPurpose; page: string }> = {
  verify_email: { letter: verifyEmailLetter, purpose: 'verify_email', page: 'verify-email' },
  known_address: { letter: knownAddressLetter, purpose: 'reset_password', page: 'reset-password' },
  reset_password: { letter: resetPasswordLetter, purpose: 'reset_password', page: 'reset-password' },
  invitation: { letter: invitationLetter, purpose: 'invitation', page: 'invitation' },
};

/** Queues the mail with a link. The token stands behind `#`, so that it reaches no server's log and no referrer. */
export async function mailLink(
  ctx: Context,
  account: Pick<Account, 'id' | 'email' | 'name'>,
  occasion: Occasion,
  organisation?: { id: string; name: string },
): Promise<void> {
  const { letter, purpose, page } = OCCASIONS[occasion];
  const token = await issueOneTimeToken(ctx, account.id, purpose);
  await postLetter(ctx, {
    letter,
    to: account.email,
    fields: { person: account.name, ...(organisation ? { organisation: organisation.name } : {}) },
    link: `${ctx.kernel.config.public_url}/${page}#token=${token}`,
    ...(organisation ? { inNameOf: organisation } : {}),
  });
}

/** What operators do with people's accounts: close one, open it again. */
import { defineProblem, problem } from '../problems/problem.ts';
import type { Context } from '../tenancy/context.ts';
import { emailKey } from './accounts.ts';
import { endSessions } from './sessions.ts';

export const accountNotFound = defineProblem('people.not_found', 404, 'There is no such account.');
export const ownAccount = defineProblem('people.own', 409, 'Nobody closes his own account.');

interface AccountRecord {
  id: string;
  email: string;
  name: string;
  is_operator: boolean;
  email_verified_at: string | null;
  disabled_at: string | null;
  created_at: string;
  updated_at: string;
  version: number;
}

const COLUMNS = 'id, email, name, is_operator, email_verified_at, disabled_at, created_at, updated_at, version';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function lockAccount(ctx: Context, ref: string): Promise<AccountRecord> {
  const [account] = await ctx.sql<AccountRecord>(
    `select ${COLUMNS} from users where ${UUID.test(ref) ? 'id' : 'email_key'} = $1 for update`,
    [emailKey(ref)],
  );
  if (!account) throw problem(accountNotFound);
  return account;
}

async function setDisabled(ctx: Context, account: AccountRecord, isDisabled: boolean): Promise<AccountRecord> {
  const [changed] = await ctx.sql<AccountRecord>(
    `update users set disabled_at = case when $2::boolean then coalesce(disabled_at, now()) end,
       updated_at = now(), version = version + 1 where id = $1 returning ${COLUMNS}`,
    [account.id, isDisabled],
  );
  const after = changed as AccountRecord;
  ctx.audit({
    action: isDisabled ? 'people.close' : 'people.open',
    subject: 'users',
    subject_id: account.id,
    before: { disabled_at: account.disabled_at },
    after: { disabled_at: after.disabled_at },
  });
  return after;
}

/** Closes an account. Its sessions end for good: when it is opened again, its person signs in anew. */
export async function closeAccount(ctx: Context, { account: ref }: { account: string }): Promise<AccountRecord> {
  const account = await lockAccount(ctx, ref);
  if (account.id === ctx.actor.id) throw problem(ownAccount);
  const closed = await setDisabled(ctx, account, true);
  await endSessions(ctx, account.id);
  return closed;
}

/** Opens a closed account; the password is as it was. */
export async function openAccount(ctx: Context, { account: ref }: { account: string }): Promise<AccountRecord> {
  return setDisabled(ctx, await lockAccount(ctx, ref), false);
}

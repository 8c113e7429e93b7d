/** The first platform operator, made at the first start. */
import { randomBytes } from 'node:crypto';
import { asSystem } from '../http/perform.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import { emailKey } from './accounts.ts';
import { hashPassword } from './passwords.ts';

/**
 * Makes the operator when there is none yet. Answers the password when one was made here, so that it can be shown once;
 * null when it was given or an operator exists: an existing account is never changed.
 */
export async function createOperator(
  kernel: Kernel,
  input: { email: string; password?: string | null },
): Promise<string | null> {
  const made = input.password ? null : randomBytes(12).toString('base64url');
  const hash = await hashPassword(input.password ?? (made as string));
  const binding = { tenant_id: null, plane: 'platform' } as const;
  return asSystem(kernel, { tenant: null, database: kernel.control, binding, label: 'start' }, async (ctx) => {
    await ctx.sql("select pg_advisory_xact_lock(hashtextextended('first operator', 0))");
    const [operator] = await ctx.sql('select 1 from users where is_operator limit 1');
    if (operator) return null;
    const id = ctx.newId();
    const rows = await ctx.sql(
      `insert into users (id, email, email_key, name, password_hash, is_operator, email_verified_at)
       values ($1, $2, $3, 'Platform operator', $4, true, now()) on conflict (email_key) do nothing returning id`,
      [id, input.email, emailKey(input.email), hash],
    );
    if (rows.length === 0)
      throw new Error(`ADMIN_EMAIL: ${input.email} belongs to somebody who is not an operator; give another address`);
    ctx.audit({ action: 'users.create_operator', subject: 'users', subject_id: id, after: { email: input.email } });
    return made;
  });
}

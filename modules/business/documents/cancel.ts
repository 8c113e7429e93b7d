/** Cancelling what is issued: the reason that it needs, and what is written with it. */
import type { Row } from '@tenantry/kernel/db/records.ts';
import { invalidInput } from '@tenantry/kernel/http/problems.ts';
import { problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';

/** The columns of a document that is cancelled for this reason. Throws `http.invalid_input` for blanks. */
export function cancelled(ctx: Context, reason: string): Row {
  if (!reason) throw problem(invalidInput, { errors: [{ pointer: '/reason', detail: 'Say why it is cancelled.' }] });
  return { status: 'cancelled', cancelled_at: ctx.now.toISOString(), cancel_reason: reason };
}

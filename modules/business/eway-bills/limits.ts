/** The values above which goods need an e-way bill, by state and date: the product's, and what an organisation set for itself. */

import { findState } from '@tenantry/india/states.ts';
import { defineRecord, insertRecord, updateRecord } from '@tenantry/kernel/db/records.ts';
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { problem } from '@tenantry/kernel/problems/problem.ts';
import { Id, Instant, Line, Money, Nullable, type Paise, PlainDate } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import Type from 'typebox';
import { STATE_LIMITS } from '../einvoice/eway_rules.ts';
import type { Limit } from './eway-bills.schema.ts';

const record = defineRecord({
  noun: 'eway-limits',
  table: 'eway_limits',
  schema: Type.Object({
    ...{ id: Id(), state: Line(2), valid_from: PlainDate(), limit_value: Nullable(Money()) },
    ...{ version: Type.Integer(), created_at: Instant(), updated_at: Instant() },
  }),
});

export function ownLimits(ctx: Context): Promise<{ state: string; valid_from: string; limit: number | null }[]> {
  return ctx.sql(
    'select state, valid_from, limit_value as limit from eway_limits where tenant_id = $1 order by state, valid_from desc',
  );
}

/** What holds, the own ones before the product's; states that are not named have 50,000. */
export async function listLimits(ctx: Context): Promise<Limit[]> {
  const own = (await ownLimits(ctx)).map((one) => ({ ...one, is_own: true }));
  const shipped = STATE_LIMITS.filter(
    (one) => !own.some(({ state, valid_from }) => state === one.state && valid_from === one.valid_from),
  ).map((one) => ({ ...one, is_own: false }));
  return [...own, ...shipped].sort(
    (a, b) => a.state.localeCompare(b.state) || b.valid_from.localeCompare(a.valid_from),
  ) as Limit[];
}

/** Sets the limit of a state from a day on. Throws 422 for no state. */
export async function setLimit(
  ctx: Context,
  { state, valid_from, limit }: { state: string; valid_from: string; limit: Paise | null },
): Promise<Limit> {
  if (!findState(state))
    throw problem(ruleBroken, { errors: [{ pointer: '/state', detail: 'There is no such state.' }] });
  const [known] = await ctx.sql<{ id: string }>(
    'select id from eway_limits where tenant_id = $1 and state = $2 and valid_from = $3',
    [state, valid_from],
  );
  if (known) await updateRecord(ctx, record, known.id, { limit_value: limit });
  else await insertRecord(ctx, record, { state, valid_from, limit_value: limit });
  return { state, valid_from, limit, is_own: true };
}

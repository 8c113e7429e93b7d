/** The values above which goods need an e-way bill, by state and date: the product's, and what an organisation set for itself. */

import { findState } from '@tenantry/india/states.ts';
import { defineRecord } from '@tenantry/kernel/db/records.ts';
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import { Id, Instant, Line, Money, Nullable, type Paise, PlainDate } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import Type from 'typebox';
import { type DatedKind, listDated, removeDated, setDated } from '../dated/dated.service.ts';
import type { Standing } from '../dated/dated.ts';
import { STATE_LIMITS, type StateLimit } from '../einvoice/eway_rules.ts';
import type { Limit } from './eway-bills.schema.ts';

export const limitRecord = defineRecord({
  noun: 'eway-limits',
  table: 'eway_limits',
  schema: Type.Object({
    ...{ id: Id(), state: Line(2), valid_from: PlainDate(), limit_value: Nullable(Money()) },
    ...{ version: Type.Integer(), created_at: Instant(), updated_at: Instant() },
  }),
});

/** Every state some times over. */
const MOST = 200;
export const tooMany = defineProblem(
  'eway-limits.too_many',
  409,
  `An organisation sets at most ${MOST} limits; take back those that count no more.`,
);

/** As it is stored: `limit` is a word of SQL. */
type Stored = Omit<StateLimit, 'limit'> & { limit_value: number | null };

const limits: DatedKind<Stored> = {
  record: limitRecord,
  thing: ['state'],
  shipped: STATE_LIMITS.map(({ limit, ...rest }) => ({ ...rest, limit_value: limit })),
  most: MOST,
  tooMany,
};

const told = ({ limit_value, ...rest }: Standing<Stored>): Limit => ({ ...rest, limit: limit_value as Paise | null });

export function ownLimits(ctx: Context): Promise<StateLimit[]> {
  return ctx.sql('select state, valid_from, limit_value as limit from eway_limits where tenant_id = $1');
}

/** All that are known, by state, the latest first; states that are not named have 50,000. */
export async function listLimits(ctx: Context): Promise<Limit[]> {
  return (await listDated(ctx, limits))
    .map(told)
    .sort((a, b) => a.state.localeCompare(b.state) || b.valid_from.localeCompare(a.valid_from));
}

/** Sets the limit of a state from a day on. Throws 422 for no state, `eway-limits.too_many`. */
export async function setLimit(ctx: Context, { state, valid_from, limit }: StateLimit): Promise<Limit> {
  if (!findState(state))
    throw problem(ruleBroken, { errors: [{ pointer: '/state', detail: 'There is no such state.' }] });
  return told(await setDated(ctx, limits, { state, valid_from, limit_value: limit }));
}

/** Takes an own limit back; what the product knows counts again. Throws `eway-limits.not_found`. */
export const removeLimit = async (ctx: Context, ref: string): Promise<Limit> =>
  told(await removeDated(ctx, limits, ref));

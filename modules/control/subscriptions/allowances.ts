/** What an organisation is allowed of each limit, how much of it it uses, and which rule decided. */
import { LIMIT_NAMES, periodOf } from '@tenantry/kernel/limits/limit.ts';
import { Instant, Line, Nullable, OneOf } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import Type, { type Static } from 'typebox';
import { KERNEL_LIMITS, limitInForce, RATE, type Rules, rateInForce } from '../entitlements/rules.ts';
import { LIMITS } from '../plans/plans.schema.ts';
import { readCounter } from '../usage/use.ts';

const CountOrNull = (description: string) => Type.Unsafe<number | null>({ type: ['integer', 'null'], description });

export const Allowance = Type.Object({
  name: OneOf([...LIMIT_NAMES, RATE]),
  unit: Type.String(),
  used: CountOrNull('Now, as the counter says; null for what is of the moment.'),
  maximum: CountOrNull('Null is no limit.'),
  resets_at: Nullable(Instant({ description: 'When it begins anew; null for what is held for good.' })),
  source: OneOf(['entitlement', 'subscription', 'setting', 'plan', 'default']),
  rule: Nullable(Line(80, { description: 'Id of the entitlement, name of the plan, or key of the setting.' })),
  valid_from: Nullable(Instant()),
  valid_to: Nullable(Instant()),
});
export type Allowance = Static<typeof Allowance>;

const UNITS = {
  users: 'people',
  products: 'products',
  transactions_per_month: 'transactions',
  storage_bytes: 'bytes',
  api_requests_per_day: 'requests',
} as const;

/** Every limit as it stands, with the rules that hold at the instant. */
export async function readAllowances(ctx: Context, rules: Rules, at: Date): Promise<Allowance[]> {
  const atMs = at.getTime();
  const allowances = LIMITS.map(async (limit): Promise<Allowance> => {
    const name = KERNEL_LIMITS[limit];
    const { resets_at } = periodOf(name, ctx.tenant.time_zone, atMs);
    return {
      name,
      unit: UNITS[name],
      used: await readCounter(ctx.kernel, ctx.tenant, limit),
      resets_at,
      ...limitInForce(limit, rules, atMs),
    };
  });
  const rate = rateInForce(rules, atMs);
  return [
    ...(await Promise.all(allowances)),
    { name: RATE, unit: 'requests a second', used: null, resets_at: null, ...rate },
  ];
}

/** Subscriptions: an organisation's plan, its state, and limits that were agreed beside the plan's. */
import { Id, Instant, Line, Nullable, OneOf } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';
import { limits } from '../plans/plans.schema.ts';
import { Allowance } from './allowances.ts';

const STATUSES = ['trial', 'active', 'past_due', 'cancelled'] as const;

export const Subscription = Type.Object({
  tenant_id: Id(),
  plan: Type.String(),
  status: OneOf(STATUSES),
  trial_ends_at: Nullable(Instant()),
  ...limits,
  allowances: Type.Array(Allowance),
  agreed: Type.Array(Type.String(), { description: 'The limits that are agreed; the others are the plan’s.' }),
  version: Type.Integer(),
  created_at: Instant(),
  updated_at: Instant(),
});
export type Subscription = Static<typeof Subscription>;

export const SubscriptionAt = Type.Object(
  { at: Type.Optional(Instant({ description: 'What holds then, with the plan and the subscription of today.' })) },
  { additionalProperties: false },
);
export type SubscriptionAt = Static<typeof SubscriptionAt>;

const limit = (minimum: number, maximum: number) =>
  Type.Optional(
    Type.Unsafe<number | null>({
      type: ['integer', 'null'],
      minimum,
      maximum,
      description: 'Null: as the plan has it.',
    }),
  );

/** What can be agreed; each limit null to fall back to the plan's. */
export const agreedLimits = {
  max_users: limit(1, 1_000_000),
  max_products: limit(0, 100_000_000),
  max_transactions_per_month: limit(0, 100_000_000),
  max_storage: limit(0, 2 ** 50),
  max_requests_per_day: limit(0, 1_000_000_000),
};

export const SubscriptionChanges = Type.Object(
  {
    plan: Type.Optional(Line(40)),
    status: Type.Optional(OneOf(STATUSES)),
    trial_ends_at: Type.Optional(Nullable(Instant())),
    ...agreedLimits,
    version: Type.Optional(Type.Integer()),
  },
  { additionalProperties: false },
);
export type SubscriptionChanges = Static<typeof SubscriptionChanges>;

export const PlanMove = Type.Object(
  {
    targetPlan: Type.Optional(Line(40)),
    target_plan: Type.Optional(Line(40, { description: 'The same as targetPlan.' })),
    migrationOptions: Type.Optional(
      Type.Object(
        { preserveData: Type.Optional(Type.Boolean()), downtime: Type.Optional(Type.Unknown()) },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type PlanMove = Static<typeof PlanMove>;

type Limits = { [K in keyof typeof limits]: number | null };

declare module '@tenantry/kernel/db/tables.ts' {
  interface Tables {
    subscriptions: Limits & {
      tenant_id: string;
      status: Subscription['status'];
      trial_ends_at: string | null;
      version: number;
      created_at: string;
      updated_at: string;
    };
  }
}

/** Entitlements: limits and features that an organisation has for a time, beside plan and subscription. */
import { LIMIT_NAMES } from '@tenantry/kernel/limits/limit.ts';
import { Id, Instant, Line, Nullable, OneOf } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';
import { RATE } from './rules.ts';

/** What can be granted as a number. */
export const GRANTABLE = [...LIMIT_NAMES, RATE] as const;

const STATES = ['past', 'present', 'future'] as const;

export const EntitlementLine = Type.Object({
  id: Id(),
  limit: Nullable(Line(80, { description: 'What it is about when it is no feature.' })),
  feature: Nullable(Line(500)),
  maximum: Type.Unsafe<number | null>({ type: ['integer', 'null'], description: 'Of a limit; null is no limit.' }),
  enabled: Type.Unsafe<boolean | null>({ type: ['boolean', 'null'], description: 'Of a feature.' }),
  valid_from: Instant(),
  valid_to: Nullable(Instant({ description: 'From then on it does not hold any more; null is no end.' })),
  state: OneOf(STATES),
  decides: Type.Boolean({ description: 'It holds now, and none that began later overrules it.' }),
  reason: Nullable(Line(500)),
  granted_by: Nullable(Line(500)),
  created_at: Instant(),
});
export type EntitlementLine = Static<typeof EntitlementLine>;

export const EntitlementFilter = Type.Object({ state: Type.Optional(OneOf(STATES)) }, { additionalProperties: false });
export type EntitlementFilter = Static<typeof EntitlementFilter>;

export const NewEntitlement = Type.Object(
  {
    limit: Type.Optional(OneOf(GRANTABLE)),
    maximum: Type.Optional(
      Type.Unsafe<number | null>({
        type: ['integer', 'null'],
        minimum: 0,
        maximum: 2 ** 50,
        description: 'Of a limit; null is no limit.',
      }),
    ),
    feature: Type.Optional(Line(80)),
    enabled: Type.Optional(Type.Boolean({ description: 'Of a feature; true when left out.' })),
    valid_from: Type.Optional(Instant({ description: 'Now when left out; never before.' })),
    valid_to: Type.Optional(Nullable(Instant())),
    reason: Line(500, { minLength: 1 }),
  },
  { additionalProperties: false },
);
export type NewEntitlement = Static<typeof NewEntitlement>;

export const EntitlementEnd = Type.Object(
  { entitlement: Id(), valid_to: Type.Optional(Instant({ description: 'Now when left out; never before.' })) },
  { additionalProperties: false },
);
export type EntitlementEnd = Static<typeof EntitlementEnd>;

/** Features of a tenant: a map from the feature's name to whether it is on. */
import { Instant, Nullable, OneOf } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';

export const FeatureMap = Type.Unsafe<Record<string, boolean>>({
  type: 'object',
  additionalProperties: { type: 'boolean' },
  examples: [{ inventory_management: true, advanced_reporting: false }],
});

/** Null gives a switch back to type and plan. Every other field is a feature, known or refused by name. */
export const FeatureChanges = Type.Object(
  {},
  {
    additionalProperties: { type: ['boolean', 'null'] },
    maxProperties: 200,
    description: 'Feature → on, off, or null for what type and plan say.',
  },
);

export const FeatureDetail = Type.Object({
  feature: Type.String(),
  title: Type.String(),
  enabled: Type.Boolean(),
  entitled: Type.Boolean({ description: 'Type and plan include it.' }),
  set_by: Type.Unsafe<'platform' | 'tenant' | null>({
    type: ['string', 'null'],
    description: 'Who switched it for this organisation alone.',
  }),
  source: OneOf(['switch', 'entitlement', 'organization_type', 'plan'], {
    description: 'The rule that decided; a switch that is off decides before an entitlement, one that is on after it.',
  }),
  rule: Type.String({
    description: 'Who switched it, the id of the entitlement, the kind of organisation, or the plan.',
  }),
  valid_from: Nullable(Instant()),
  valid_to: Nullable(Instant()),
  plans: Type.Array(Type.String()),
  organization_types: Type.Unsafe<string[] | null>({ type: ['array', 'null'], items: { type: 'string' } }),
});
export type FeatureDetail = Static<typeof FeatureDetail>;

export const FeaturesAt = Type.Object(
  { at: Type.Optional(Instant({ description: 'What holds then, with the plan and the switches of today.' })) },
  { additionalProperties: false },
);
export type FeaturesAt = Static<typeof FeaturesAt>;

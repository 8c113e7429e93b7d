/** Features of a tenant: a map from the feature's name to whether it is on. */
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
  plans: Type.Array(Type.String()),
  organization_types: Type.Unsafe<string[] | null>({ type: ['array', 'null'], items: { type: 'string' } }),
});
export type FeatureDetail = Static<typeof FeatureDetail>;

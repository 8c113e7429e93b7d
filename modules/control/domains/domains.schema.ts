/** Domains that an organisation claims, and what proves a claim. */
import { Id, Instant, Line, Nullable } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';

const domain = Line(253, { minLength: 1, examples: ['records.smile-dental.example'] });

export const Domain = Type.Object({
  id: Id(),
  domain: Type.String(),
  verified_at: Nullable(Instant()),
  record_name: Type.String({ description: 'Name of the TXT record that proves the claim.' }),
  record_value: Type.String({ description: 'Its text.' }),
  version: Type.Integer(),
  created_at: Instant(),
  updated_at: Instant(),
});
export type Domain = Static<typeof Domain>;

export const DomainName = Type.Object({ domain }, { additionalProperties: false });

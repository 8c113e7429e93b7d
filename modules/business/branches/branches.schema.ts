/** The shape of a branch: a place of business, perhaps with a registration of its own. */
import { Email, Id, Instant, Line, Nullable } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';

const code = Line(3, {
  pattern: '^[A-Za-z0-9]{1,3}$',
  'x-hint': 'Give up to three letters or digits, such as PUN.',
  description: 'Stands in numbers of documents.',
  examples: ['PUN'],
});
const name = Line(120, { minLength: 1, examples: ['Pune'] });
const parts = {
  gstin: Nullable(Line(30, { description: 'Left out, that of the organisation.' })),
  address_line1: Nullable(Line(200)),
  address_line2: Nullable(Line(200)),
  city: Nullable(Line(100)),
  state: Nullable(Line(60, { description: 'Name or code; taken from the GSTIN when left out.' })),
  pincode: Nullable(Line(12)),
  phone: Nullable(Line(30)),
  email: Nullable(Email()),
};
const given = Type.Partial(Type.Object(parts)).properties;

export const BranchFields = Type.Object(
  { code, name, ...given, is_active: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
);

export const Branch = Type.Object({
  id: Id(),
  code,
  name,
  ...parts,
  is_active: Type.Boolean(),
  version: Type.Integer(),
  created_at: Instant(),
  updated_at: Instant(),
});
export type Branch = Static<typeof Branch>;

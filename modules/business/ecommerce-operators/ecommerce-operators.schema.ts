/** An e-commerce operator that sales go through: collects tax at source (s.52), or pays the tax himself (s.9(5)). */
import { Line, Nullable } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';

const name = Line(100, { description: 'His name; the GSTIN when left out.', examples: ['Bazaar Online'] });
const gstin = Line(30, {
  description: 'His GSTIN; of one who collects tax its 14th character is C.',
  examples: ['29AAFCB7707D1C1'],
});
const pays_tax = Type.Boolean({
  description:
    'He pays the tax of these services (s.9(5)), which is told and not charged. False: he collects tax at source (s.52).',
});
const description = 'The e-commerce operator that it is sold through (tables 14(a) and 14(b) of GSTR-1).';

const Given = Type.Object(
  { gstin, name: Type.Optional(Nullable(name)), pays_tax: Type.Optional(pays_tax) },
  { additionalProperties: false },
);
/** As people give it. */
export const OperatorFields = Type.Unsafe<Static<typeof Given> | null>({
  ...Given,
  description,
  type: ['object', 'null'],
});
export type OperatorFields = Static<typeof Given>;

export const EcommerceOperator = Type.Object({ gstin, name, pays_tax });
export type EcommerceOperator = Static<typeof EcommerceOperator>;
/** As a document answers it. */
export const OperatorAnswer = Type.Unsafe<EcommerceOperator | null>({
  ...EcommerceOperator,
  description,
  type: ['object', 'null'],
});

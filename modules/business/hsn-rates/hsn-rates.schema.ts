/** The shape of a rate that hangs on an HSN or SAC code: since when, and what dearer pieces bear. */
import { Decimal, Id, Instant, Line, Money, Nullable, OneOf, PlainDate, Ref } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';
import { standing } from '../dated/dated.schema.ts';
import { TREATMENTS } from '../products/products.schema.ts';

const hsn = Line(8, {
  pattern: '^([0-9]{2}){1,4}$',
  'x-hint': 'Give the first 2, 4, 6 or 8 digits of the code.',
  description: 'The first 2, 4, 6 or 8 digits of HSN or SAC codes; of several the longest counts.',
  examples: ['6109'],
});
const description = Line(200);
const treatment = OneOf(TREATMENTS);
const tax_rate = Decimal(3, { maximum: 100, description: 'GST in percent: CGST and SGST together, or IGST.' });
const cess_rate = Decimal(3, { maximum: 999, description: 'Compensation cess in percent.' });
const above_price = Money({
  minimum: 0,
  description: 'Rupees before tax, after discounts, for one piece; what is dearer bears `above_rate`.',
});
const above_rate = Decimal(3, { maximum: 100, description: 'In percent, for pieces dearer than `above_price`.' });

/** What holds from a day on; both `above_…` or neither. */
const rate = {
  hsn,
  description: Nullable(description),
  valid_from: PlainDate({ description: 'The first day; it holds until the next of the same code.' }),
  treatment,
  tax_rate,
  cess_rate,
  above_price: Nullable(above_price),
  above_rate: Nullable(above_rate),
};
const HsnRate = Type.Object(rate);
export type HsnRate = Static<typeof HsnRate>;

export const HsnRateFields = Type.Object(
  {
    hsn,
    description: Type.Optional(rate.description),
    valid_from: rate.valid_from,
    treatment: Type.Optional(treatment),
    tax_rate: Type.Optional(Nullable(tax_rate)),
    cess_rate: Type.Optional(cess_rate),
    above_price: Type.Optional(rate.above_price),
    above_rate: Type.Optional(rate.above_rate),
  },
  { additionalProperties: false },
);
export type HsnRateFields = Static<typeof HsnRateFields>;

/** An organisation's own, as it is stored. */
export const OwnRate = Type.Object({
  id: Id(),
  ...rate,
  version: Type.Integer(),
  created_at: Instant(),
  updated_at: Instant(),
});
export type OwnRate = Static<typeof OwnRate>;

/** One of the list: the organisation's own, or one that comes with the product. */
export const ListedRate = Type.Object({
  ...rate,
  ...standing,
});
export type ListedRate = Static<typeof ListedRate>;

export const Asked = Type.Object(
  {
    q: Type.Optional(
      Line(100, {
        description: 'A code or its beginning, which finds what could count for it, too; or words of what it is.',
      }),
    ),
    hsn: Type.Optional(
      Line(8, {
        pattern: '^[0-9]*$',
        'x-hint': 'Give digits of the code.',
        description: 'Only what could count for this code, the longest first.',
      }),
    ),
  },
  { additionalProperties: false },
);
export const hsn_rate = Ref('hsn-rates');

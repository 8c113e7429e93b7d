/** The shape of a product: goods or a service that is bought, sold or made. */
import { Decimal, Id, Instant, Line, Nullable, OneOf, Text } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';

export const PRODUCT_KINDS = ['goods', 'service'] as const;

/** Zero-rated is what a supply can be (export, SEZ), not what a product is. */
export const TREATMENTS = ['taxable', 'nil_rated', 'exempt', 'non_gst'] as const;

/** Something other than blanks, on one line. */
const VISIBLE = '^(?=.*\\S)[^\\u0000-\\u001f\\u007f]*$';

const kind = OneOf(PRODUCT_KINDS, { description: 'Left out, it follows from the HSN or SAC code.' });
const sku = Line(40, {
  pattern: '^[\\x20-\\x7e]*$',
  'x-hint': 'Use Latin letters, digits and signs.',
  description: 'Unique in the organisation, whatever the case of its letters; made when left out.',
  examples: ['SKU-1'],
});
const barcode = Line(50, { description: 'Unique in the organisation.', examples: ['8901030865278'] });
const hsn = Line(12, { description: 'HSN code, or SAC for a service: 4, 6 or 8 digits.', examples: ['73181500'] });
const unit = Line(30, { description: 'Unit quantity code such as NOS, KGS, BOX; common words are understood.' });
const price = Decimal(4, { description: 'Rupees for one unit, before tax.', examples: [1450.5] });
const rate = Decimal(3, { maximum: 100, description: 'GST in percent: CGST and SGST together, or IGST.' });
const treatment = OneOf(TREATMENTS);
const category = Line(80);
const level = Decimal(3, { description: 'Stock at which to order again.' });

/** What people give. */
export const ProductFields = Type.Object(
  {
    name: Line(200, { pattern: VISIBLE, 'x-hint': 'Give a name, on one line.' }),
    kind: Type.Optional(kind),
    sku: Type.Optional(Nullable(sku)),
    barcode: Type.Optional(Nullable(barcode)),
    hsn: Type.Optional(Nullable(hsn)),
    unit: Type.Optional(Nullable(unit)),
    sale_price: Type.Optional(Nullable(price)),
    purchase_price: Type.Optional(Nullable(price)),
    tax_rate: Type.Optional(Nullable(rate)),
    cess_rate: Type.Optional(Decimal(3, { maximum: 999, description: 'Compensation cess in percent.' })),
    treatment: Type.Optional(treatment),
    category: Type.Optional(Nullable(category)),
    reorder_level: Type.Optional(Nullable(level)),
    description: Type.Optional(Nullable(Text(2000))),
    is_active: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

/** A product as it is answered. */
export const Product = Type.Object({
  id: Id(),
  name: Line(200),
  kind,
  sku,
  barcode: Nullable(barcode),
  hsn: Nullable(hsn),
  unit,
  sale_price: Nullable(price),
  purchase_price: Nullable(price),
  tax_rate: Nullable(rate),
  cess_rate: Decimal(3),
  treatment,
  category: Nullable(category),
  reorder_level: Nullable(level),
  description: Nullable(Text(2000)),
  is_active: Type.Boolean(),
  version: Type.Integer(),
  created_at: Instant(),
  updated_at: Instant(),
});
export type Product = Static<typeof Product>;

/** The shape of an invoice: what people give, what is computed of it, and what it is once it is issued. */
import { Decimal, Id, Instant, Line, Money, Nullable, OneOf, PlainDate, Text } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';
import { SUPPLY_TYPES } from '../tax/place.ts';

export const DOCUMENT_TYPES = ['tax_invoice', 'bill_of_supply', 'invoice_cum_bill'] as const;
export type DocumentType = (typeof DOCUMENT_TYPES)[number];
export const STATUSES = ['draft', 'issued', 'cancelled'] as const;
export const LINE_TREATMENTS = ['taxable', 'zero_rated', 'nil_rated', 'exempt', 'non_gst'] as const;

const strict = { additionalProperties: false };
const rate = Decimal(3, { maximum: 100, description: 'GST in percent: CGST and SGST together, or IGST.' });
const percent = Decimal(3, { maximum: 100, description: 'Off this line, in percent.' });
const amount = Money({ minimum: 0 });

/** A line as people give it; what is left out comes from the product. */
export const LineFields = Type.Object(
  {
    product_id: Type.Optional(Nullable(Id({ 'x-ref': 'products' }))),
    description: Type.Optional(Nullable(Line(300, { description: 'The product’s name when left out.' }))),
    hsn: Type.Optional(Nullable(Line(12, { description: 'HSN or SAC.', examples: ['73181500'] }))),
    quantity: Decimal(3, {
      exclusiveMinimum: 0,
      maximum: 99_999_999_999,
      description: 'More than zero.',
      examples: [5],
    }),
    unit: Type.Optional(Nullable(Line(30, { examples: ['NOS'] }))),
    unit_price: Type.Optional(Nullable(Decimal(4, { description: 'For one unit.', examples: [333.33] }))),
    discount_percent: Type.Optional(percent),
    discount_amount: Type.Optional(Money({ minimum: 0, description: 'Off this line.' })),
    tax_rate: Type.Optional(Nullable(rate)),
    cess_rate: Type.Optional(Nullable(Decimal(3, { maximum: 999 }))),
    treatment: Type.Optional(Nullable(OneOf(LINE_TREATMENTS))),
  },
  strict,
);
export type LineFields = Static<typeof LineFields>;

/** What people give. */
export const InvoiceFields = Type.Object(
  {
    customer_id: Id({ 'x-ref': 'customers' }),
    date: Type.Optional(PlainDate({ description: 'Today when left out.' })),
    due_date: Type.Optional(Nullable(PlainDate({ description: 'By the customer’s terms when left out.' }))),
    document_type: Type.Optional(OneOf(DOCUMENT_TYPES)),
    supply_type: Type.Optional(OneOf(SUPPLY_TYPES)),
    place_of_supply: Type.Optional(
      Nullable(Line(60, { description: 'State, name or code; follows from the sale when left out.' })),
    ),
    reverse_charge: Type.Optional(Type.Boolean({ description: 'The customer pays the tax (s.9(3), s.9(4)).' })),
    prices_include_tax: Type.Optional(Type.Boolean()),
    round_off: Type.Optional(Type.Boolean({ description: 'To the nearest rupee; true when left out.' })),
    discount_amount: Type.Optional(Money({ minimum: 0, description: 'Off the whole, before tax.' })),
    charges: Type.Optional(Money({ minimum: 0, description: 'Freight, packing, insurance before tax.' })),
    other_charges: Type.Optional(Money({ minimum: 0, description: 'What bears no tax, such as a deposit.' })),
    reference: Type.Optional(Nullable(Line(60, { description: 'The customer’s order.' }))),
    notes: Type.Optional(Nullable(Text(2000))),
    terms: Type.Optional(Nullable(Text(2000))),
    lines: Type.Array(LineFields, { maxItems: 1000 }),
  },
  strict,
);
export type InvoiceFields = Static<typeof InvoiceFields>;

const taxes = { taxable_value: amount, cgst: amount, sgst: amount, igst: amount, cess: amount };

/** A line as it is answered. */
export const InvoiceLine = Type.Object({
  line: Type.Integer({ description: 'From 1.' }),
  product_id: Nullable(Id()),
  description: Line(300),
  hsn: Nullable(Line(12)),
  nature: OneOf(['goods', 'service']),
  quantity: Decimal(3),
  unit: Line(30),
  unit_price: Decimal(4),
  discount_percent: Decimal(3),
  discount_amount: amount,
  tax_rate: rate,
  cess_rate: Decimal(3),
  treatment: OneOf(LINE_TREATMENTS),
  amount,
  discount: amount,
  charges: amount,
  ...taxes,
  total: amount,
});
export type InvoiceLine = Static<typeof InvoiceLine>;

/** One side as the document shows it. */
const Side = Type.Object({
  name: Line(200),
  gstin: Nullable(Line(15)),
  state: Nullable(Line(2)),
  address_line1: Nullable(Line(200)),
  address_line2: Nullable(Line(200)),
  city: Nullable(Line(100)),
  pincode: Nullable(Line(12)),
  phone: Nullable(Line(30)),
  email: Nullable(Line(254)),
});
export type Side = Static<typeof Side>;

const computed = {
  ...taxes,
  round_off: Money({ description: 'What rounding to the rupee added or took.' }),
  total: amount,
  amount_in_words: Line(300),
};

const about = {
  date: PlainDate(),
  due_date: PlainDate(),
  document_type: OneOf(DOCUMENT_TYPES),
  supply_type: OneOf(SUPPLY_TYPES),
  customer_id: Id(),
  buyer: Side,
  place_of_supply: Line(2),
  place_is_chosen: Type.Boolean(),
  head: OneOf(['intra', 'inter'], { description: 'CGST and SGST, or IGST.' }),
  charge: OneOf(['charged', 'reverse', 'none'], { description: 'Who pays the tax.' }),
  reverse_charge: Type.Boolean(),
  prices_include_tax: Type.Boolean(),
  rounds: Type.Boolean({ description: 'Whether it is rounded to the rupee.' }),
  discount_amount: amount,
  charges: amount,
  other_charges: amount,
  reference: Nullable(Line(60)),
  notes: Nullable(Text(2000)),
  terms: Nullable(Text(2000)),
};

/** Columns of an invoice's head; a list answers these. */
export const InvoiceHead = Type.Object({
  id: Id(),
  status: OneOf(STATUSES),
  number: Nullable(Line(16)),
  ...about,
  seller: Type.Unsafe<Side | null>({ ...Side, type: ['object', 'null'] }),
  ...Type.Omit(Type.Object(computed), ['amount_in_words']).properties,
  paid: amount,
  balance: amount,
  issued_at: Nullable(Instant()),
  cancelled_at: Nullable(Instant()),
  cancel_reason: Nullable(Line(300)),
  version: Type.Integer(),
  created_at: Instant(),
  updated_at: Instant(),
});
export type InvoiceHead = Static<typeof InvoiceHead>;

const Remarks = {
  amount_in_words: Line(300),
  lines: Type.Array(InvoiceLine),
  warnings: Type.Array(Type.String(), { description: 'What looks odd, or still stands in the way of issuing.' }),
};

/** An invoice as it is answered. */
export const Invoice = Type.Object({ ...InvoiceHead.properties, ...Remarks });
export type Invoice = Static<typeof Invoice>;

/** The same computation for one that is stored nowhere. */
export const Preview = Type.Object({ ...about, ...computed, ...Remarks });

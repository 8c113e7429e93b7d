/** What documents of sale have in common, whatever they are called: the lines, both sides, and what they come to. */
import { Decimal, Id, Instant, Line, Money, Nullable, OneOf, PlainDate, Text } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';
import { OperatorAnswer, OperatorFields } from '../ecommerce-operators/ecommerce-operators.schema.ts';
import { PRICE_SOURCES } from '../price-lists/pricing.ts';
import { SUPPLY_TYPES } from '../tax/place.ts';
import { ShipToAnswer, ShipToFields } from './ship_to.ts';
import type { PaymentTerms } from './terms.ts';

export const LINE_TREATMENTS = ['taxable', 'zero_rated', 'nil_rated', 'exempt', 'non_gst'] as const;

export const strict = { additionalProperties: false };
const rate = Decimal(3, { maximum: 100, description: 'GST in percent: CGST and SGST together, or IGST.' });
const percent = Decimal(3, { maximum: 100, description: 'Off this line, in percent.' });
export const amount = Money({ minimum: 0 });

const currency = Line(3, {
  pattern: '^[A-Z]{3}$',
  'x-hint': 'Give three capital letters, such as USD.',
  description:
    'ISO 4217; rupees when left out. Prices, discounts and charges are in it; tax, books and returns in rupees.',
  examples: ['USD'],
});
const exchange_rate = Decimal(6, {
  exclusiveMinimum: 0,
  maximum: 1_000_000,
  description: 'Rupees for one unit of the currency, as notified.',
  examples: [84.25],
});
const exchange_date = PlainDate({ description: 'The day of that rate; the date of the document when left out.' });
const inCurrency = Decimal(3, { maximum: 99_999_999_999_999 });
/** What is left of a document in its own currency. */
export const balance_in_currency = Type.Unsafe<number | null>({
  ...Nullable(inCurrency),
  description: 'The balance in the document’s currency; null for rupees.',
});

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
    unit_price: Type.Optional(
      Nullable(
        Decimal(4, {
          description: 'For one unit; left out, the customer’s own price, that of his list, or the product’s.',
          examples: [333.33],
        }),
      ),
    ),
    discount_percent: Type.Optional(percent),
    discount_amount: Type.Optional(Money({ minimum: 0, description: 'Off this line.' })),
    tax_rate: Type.Optional(Nullable(rate)),
    cess_rate: Type.Optional(Nullable(Decimal(3, { maximum: 999 }))),
    treatment: Type.Optional(Nullable(OneOf(LINE_TREATMENTS))),
    from_id: Type.Optional(
      Nullable(Id({ description: 'The estimate, order or challan that this line is taken from.' })),
    ),
    from_line: Type.Optional(
      Type.Unsafe<number | null>({
        type: ['integer', 'null'],
        minimum: 1,
        description: 'Its line there; that of the same product when left out.',
      }),
    ),
  },
  strict,
);
export type LineFields = Static<typeof LineFields>;

/** What people give of any document that is computed from its lines. */
export const SaleFields = {
  customer_id: Id({ 'x-ref': 'customers' }),
  branch_id: Type.Optional(
    Nullable(Id({ 'x-ref': 'branches', description: 'Where it is written; its state and GSTIN count.' })),
  ),
  date: Type.Optional(PlainDate({ description: 'Today when left out.' })),
  ship_to: Type.Optional(ShipToFields),
  ecommerce_operator: Type.Optional(OperatorFields),
  supply_type: Type.Optional(OneOf(SUPPLY_TYPES)),
  place_of_supply: Type.Optional(
    Nullable(Line(60, { description: 'State, name or code; follows from the sale when left out.' })),
  ),
  currency: Type.Optional(Nullable(currency)),
  exchange_rate: Type.Optional(Nullable(exchange_rate)),
  exchange_date: Type.Optional(Nullable(exchange_date)),
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
};
const Sale = Type.Object(SaleFields);

/** Lines of a document that nothing comes before. */
export const FirstLines = Type.Array(Type.Omit(LineFields, ['from_id', 'from_line'], strict), { maxItems: 1000 });

/** What people give of a document of any kind; each kind takes its own part of it. */
export type DocumentFields = Static<typeof Sale> & {
  document_type?: string | null;
  due_date?: string | null;
  payment_terms?: PaymentTerms | null;
  valid_until?: string | null;
  delivery_date?: string | null;
  purpose?: string;
};

const taxes = { taxable_value: amount, cgst: amount, sgst: amount, igst: amount, cess: amount };

const RATE_SOURCES = ['given', 'product', 'hsn'] as const;

/** A line as it is answered. */
export const DocumentLine = Type.Object({
  line: Type.Integer({ description: 'From 1.' }),
  product_id: Nullable(Id()),
  description: Line(300),
  hsn: Nullable(Line(12)),
  nature: OneOf(['goods', 'service']),
  quantity: Decimal(3, { description: 'Nothing in a note that changes a value alone.' }),
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
  taxable_in_currency: Nullable(inCurrency),
  total_in_currency: Nullable(inCurrency),
  price_source: Nullable(
    OneOf(PRICE_SOURCES, {
      description:
        'Where the price comes from: somebody gave it, the product, a price list, or the customer’s own one.',
    }),
  ),
  price_list_id: Nullable(Id()),
  rate_source: Nullable(
    OneOf(RATE_SOURCES, { description: 'Where the rate comes from: somebody gave it, the product, or its HSN code.' }),
  ),
  from_id: Nullable(Id({ description: 'The document that this line comes from, and its line there.' })),
  from_line: Type.Unsafe<number | null>({ type: ['integer', 'null'] }),
});
export type DocumentLine = Static<typeof DocumentLine>;

/** One side as the document shows it. */
export const Side = Type.Object({
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
export const SideOrNone = Type.Unsafe<Side | null>({ ...Side, type: ['object', 'null'] });

const sums = {
  ...taxes,
  round_off: Money({ description: 'What rounding to the rupee added or took.' }),
  total: amount,
  taxable_in_currency: Nullable(inCurrency),
  total_in_currency: Nullable(inCurrency),
};

const about = {
  date: PlainDate(),
  supply_type: OneOf(SUPPLY_TYPES),
  currency,
  exchange_rate: Nullable(exchange_rate),
  exchange_date: Nullable(exchange_date),
  branch_id: Nullable(Id()),
  customer_id: Id(),
  buyer: Side,
  ship_to: ShipToAnswer,
  ecommerce_operator: OperatorAnswer,
  place_of_supply: Line(2),
  place_is_chosen: Type.Boolean(),
  head: OneOf(['intra', 'inter'], { description: 'CGST and SGST, or IGST.' }),
  charge: OneOf(['charged', 'reverse', 'operator', 'none'], { description: 'Who pays the tax.' }),
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

/** Columns of the head that every kind answers, drafts too. */
export const headColumns = {
  id: Id(),
  number: Nullable(Line(16)),
  ...about,
  seller: SideOrNone,
  ...sums,
  issued_at: Nullable(Instant()),
  cancelled_at: Nullable(Instant()),
  cancel_reason: Nullable(Line(300)),
  version: Type.Integer(),
  created_at: Instant(),
  updated_at: Instant(),
};
const Head = Type.Object(headColumns);

/** A head of any kind, as services pass it on. */
export type DocumentHead = Static<typeof Head> & {
  status: string;
  document_type: string;
  due_date?: string;
  payment_terms?: PaymentTerms | null;
  due_is_chosen?: boolean;
  type_is_chosen?: boolean;
  valid_until?: string | null;
  delivery_date?: string | null;
  purpose?: string;
};

/** What is answered beside the head. */
export const remarks = {
  amount_in_words: Line(300),
  lines: Type.Array(DocumentLine),
  warnings: Type.Array(Type.String(), { description: 'What looks odd, or still stands in the way of issuing.' }),
};

/** What a computation answers that is stored nowhere. */
export const previewColumns = { ...about, ...sums, ...remarks };

export type Answered<H = DocumentHead> = H & {
  amount_in_words: string;
  lines: DocumentLine[];
  warnings: string[];
};

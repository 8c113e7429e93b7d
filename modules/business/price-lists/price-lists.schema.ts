/** The shape of a price list: whose it is, how its prices are meant, and the prices in it. */
import { Decimal, Id, Instant, Line, Nullable, PlainDate, Text } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';

const strict = { additionalProperties: false };
const name = Line(120, { minLength: 1, examples: ['Wholesale'] });
const customer_id = Id({
  'x-ref': 'customers',
  description: 'Of this customer alone; his own prices go before the list that he has.',
});
const currency = Line(3, {
  pattern: '^[A-Z]{3}$',
  'x-hint': 'Give three capital letters, such as USD.',
  description: 'Rupees when left out; the list is for documents in this currency.',
});
const included = Type.Boolean({ description: 'Whether the prices include the tax.' });

export const PriceListFields = Type.Object(
  {
    name,
    customer_id: Type.Optional(Nullable(customer_id)),
    currency: Type.Optional(Nullable(currency)),
    prices_include_tax: Type.Optional(included),
    notes: Type.Optional(Nullable(Text(2000))),
    is_active: Type.Optional(Type.Boolean()),
  },
  strict,
);

export const PriceList = Type.Object({
  id: Id(),
  name,
  customer_id: Nullable(customer_id),
  currency,
  prices_include_tax: included,
  notes: Nullable(Text(2000)),
  prices: Type.Integer({ description: 'How many prices are in it.' }),
  is_active: Type.Boolean(),
  version: Type.Integer(),
  created_at: Instant(),
  updated_at: Instant(),
});
export type PriceList = Static<typeof PriceList>;

const unit_price = Decimal(4, { description: 'For one unit.' });
const min_quantity = Decimal(3, { description: 'From this quantity on; nothing for any.' });
const valid_from = PlainDate({ description: 'The first day; left out, from ever.' });
const valid_to = PlainDate({ description: 'The last day; left out, for ever.' });

/** A price as people give it. */
export const EntryFields = Type.Object(
  {
    product_id: Id({ 'x-ref': 'products' }),
    unit_price,
    min_quantity: Type.Optional(min_quantity),
    valid_from: Type.Optional(Nullable(valid_from)),
    valid_to: Type.Optional(Nullable(valid_to)),
  },
  strict,
);
export type EntryFields = Static<typeof EntryFields>;

/** So many are in a list at most. */
export const MOST_ENTRIES = 5000;

export const Entry = Type.Object({
  entry: Type.Integer({ description: 'From 1.' }),
  product_id: Id(),
  product_name: Line(200),
  sku: Line(40),
  unit: Line(30),
  unit_price,
  min_quantity,
  valid_from: Nullable(valid_from),
  valid_to: Nullable(valid_to),
});
export type Entry = Static<typeof Entry>;

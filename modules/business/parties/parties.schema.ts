/** The shape of a party: a customer or a vendor, with its tax registration and addresses. */
import { Email, Id, Instant, Line, Money, Nullable, OneOf, Text } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';

/** How GST sees a party. */
export const CATEGORIES = [
  'registered_regular',
  'composition',
  'sez',
  'deemed_export',
  'input_service_distributor',
  'tax_deductor',
  'tax_collector',
  'uin_holder',
  'unregistered',
  'overseas',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** Something other than blanks, on one line. */
const VISIBLE = '^(?=.*\\S)[^\\u0000-\\u001f\\u007f]*$';

const gstin = Line(30, {
  description: 'GSTIN or UIN; blanks and small letters are forgiven.',
  examples: ['27AABFS1234A1ZV'],
});
const pan = Line(20, { description: 'Taken from the GSTIN when left out.', examples: ['AABFS1234A'] });
const category = OneOf(CATEGORIES, { description: 'Left out, it follows from GSTIN and country.' });
const phone = Line(30, { examples: ['+91 98200 00000'] });
const state = Line(60, {
  description: 'Name or two-digit code; answered as the code. Taken from the GSTIN when left out.',
});
const pincode = Line(12, { examples: ['400050'] });
const country = Line(60, { description: 'India when left out.' });
const terms = Type.Integer({ minimum: 0, maximum: 3650, description: 'Days until an invoice is due.' });
const opening = Money({
  description: 'Balance when the books began: what a customer owes us, what we owe a vendor; negative for the reverse.',
});
const reminded = Type.Boolean({ description: 'Whether a customer gets reminders by the rules.' });
const limit = Money({ description: 'Rupees; null for no limit.', minimum: 0 });

const addressParts = {
  address_line1: Type.Optional(Nullable(Line(200))),
  address_line2: Type.Optional(Nullable(Line(200))),
  city: Type.Optional(Nullable(Line(100))),
  state: Type.Optional(Nullable(state)),
  pincode: Type.Optional(Nullable(pincode)),
};

/** A further address: a branch, a godown, a site. */
export const Address = Type.Object(
  {
    label: Line(60, { minLength: 1, examples: ['Godown'] }),
    ...addressParts,
    country: Type.Optional(Nullable(country)),
    contact_person: Type.Optional(Nullable(Line(120))),
    phone: Type.Optional(Nullable(phone)),
  },
  { additionalProperties: false },
);
export type Address = Static<typeof Address>;

/** What people give. */
export const PartyFields = Type.Object(
  {
    name: Line(200, { pattern: VISIBLE, 'x-hint': 'Give a name, on one line.' }),
    gstin: Type.Optional(Nullable(gstin)),
    pan: Type.Optional(Nullable(pan)),
    category: Type.Optional(Nullable(category)),
    contact_person: Type.Optional(Nullable(Line(120))),
    phone: Type.Optional(Nullable(phone)),
    email: Type.Optional(Nullable(Email())),
    ...addressParts,
    country: Type.Optional(Nullable(country)),
    addresses: Type.Optional(Type.Array(Address, { maxItems: 50 })),
    terms_days: Type.Optional(terms),
    credit_limit: Type.Optional(Nullable(limit)),
    opening_balance: Type.Optional(opening),
    notes: Type.Optional(Nullable(Text(4000))),
    is_reminded: Type.Optional(reminded),
    is_active: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

/** A party as it is answered. */
export const Party = Type.Object({
  id: Id(),
  name: Line(200),
  gstin: Nullable(gstin),
  gstin_valid: Type.Unsafe<boolean | null>({
    type: ['boolean', 'null'],
    description: 'Whether the check digit is right; null without GSTIN. Documents and returns refuse a wrong one.',
  }),
  pan: Nullable(pan),
  category,
  contact_person: Nullable(Line(120)),
  phone: Nullable(phone),
  email: Nullable(Email()),
  address_line1: Nullable(Line(200)),
  address_line2: Nullable(Line(200)),
  city: Nullable(Line(100)),
  state: Nullable(state),
  state_name: Nullable(Line(60)),
  pincode: Nullable(pincode),
  country,
  addresses: Type.Array(Address),
  terms_days: terms,
  credit_limit: Nullable(limit),
  opening_balance: opening,
  notes: Nullable(Text(4000)),
  is_reminded: reminded,
  is_active: Type.Boolean(),
  version: Type.Integer(),
  created_at: Instant(),
  updated_at: Instant(),
});
export type Party = Static<typeof Party>;

const price_list_id = Id({
  'x-ref': 'price-lists',
  description: 'What products cost him where he has no price of his own.',
});

/** What people give of a customer. */
export const CustomerFields = Type.Object(
  { ...PartyFields.properties, price_list_id: Type.Optional(Nullable(price_list_id)) },
  { additionalProperties: false },
);

/** A customer as it is answered. */
export const Customer = Type.Object({ ...Party.properties, price_list_id: Nullable(price_list_id) });
export type Customer = Static<typeof Customer>;

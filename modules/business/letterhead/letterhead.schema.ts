/** The letterhead: how an organisation's documents look on paper, and where they ask to be paid. */
import { Instant, Line, Nullable, OneOf, Text } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';

/** `ledger` is the product's own look, `classic` the boxed one that accountants know, `band` a coloured head. */
export const DESIGNS = ['ledger', 'classic', 'band'] as const;
export type Design = (typeof DESIGNS)[number];
/** `thermal80` is a roll of 80 mm. */
export const SIZES = ['a4', 'a5', 'thermal80'] as const;
export type Size = (typeof SIZES)[number];
/** Which copies are printed; `all` are those that the law wants, `none` one without a mark. */
export const COPIES = ['original', 'duplicate', 'triplicate', 'all', 'none'] as const;
export type Copies = (typeof COPIES)[number];
/** `line` is a place to sign by hand, `computer` says that nobody has to. */
export const SIGNINGS = ['line', 'computer'] as const;
export const PAPER_LANGUAGES = ['en', 'hi'] as const;

const fields = {
  design: OneOf(DESIGNS),
  size: OneOf(SIZES),
  language: Nullable(OneOf(PAPER_LANGUAGES, { description: 'Of the labels; the organisation’s language when null.' })),
  copies: OneOf(COPIES, {
    description: 'Those that are printed when nobody says; `all` are what rules 48 and 55 want.',
  }),
  shows_logo: Type.Boolean({ description: 'Whether the organisation’s logo stands at the head.' }),
  signing: OneOf(SIGNINGS, { description: 'A place to sign, or the words that a computer made it.' }),
  bank_name: Nullable(Line(80, { examples: ['State Bank of India, Pune'] })),
  account_holder: Nullable(Line(120)),
  account_number: Nullable(
    Line(18, { pattern: '^[0-9A-Za-z]{5,18}$', 'x-hint': 'Give 5 to 18 digits or letters, without blanks.' }),
  ),
  ifsc: Nullable(
    Line(11, {
      pattern: '^[A-Z]{4}0[A-Z0-9]{6}$',
      'x-hint': 'Give the 11 characters of the IFSC, such as SBIN0000454: four capitals, 0 and six capitals or digits.',
      examples: ['SBIN0000454'],
    }),
  ),
  upi_address: Nullable(
    Line(120, {
      pattern: '^[A-Za-z0-9._-]{2,256}@[A-Za-z]{2,64}$',
      'x-hint': 'Give a UPI address such as shop@okbank.',
      examples: ['shop@okbank'],
    }),
  ),
  signatory: Nullable(Line(80, { description: 'Who signs.' })),
  terms: Nullable(Text(1000, { description: 'Stand on every document that brings none of its own.' })),
  footer: Nullable(Line(120, { description: 'At the foot of every page.' })),
  lut_number: Nullable(Line(30, { description: 'ARN of the letter of undertaking, for exports without payment.' })),
  is_composition: Type.Boolean({
    description: 'Under the composition levy (s.10): its legend stands on bills of supply.',
  }),
};

export const Letterhead = Type.Object({ ...fields, version: Type.Integer(), updated_at: Nullable(Instant()) });
export type Letterhead = Static<typeof Letterhead>;

export const LETTERHEAD_FIELDS = Object.keys(fields) as (keyof typeof fields)[];

/** What is given is changed; null or an empty text takes away. */
export const LetterheadChanges = Type.Object(
  { ...Type.Partial(Type.Object(fields)).properties, version: Type.Optional(Type.Integer({ minimum: 0 })) },
  { additionalProperties: false },
);
export type LetterheadChanges = Static<typeof LetterheadChanges>;

/** The shape of an amendment: which document, what ought to have been told, in which return. */
import { Id, Instant, Line, Nullable, OneOf } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';

const month = Type.String({ pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])$', 'x-hint': 'Give a month such as 2026-11.' });
const buyer_gstin = Nullable(
  Line(15, { pattern: '^[0-9A-Z]{15}$', 'x-hint': 'Give the 15 letters and digits of the GSTIN, in capitals.' }),
);

export const AmendmentFields = Type.Object(
  {
    document_id: Id({ 'x-ref': 'invoices', description: 'An invoice or a note of a month that is filed.' }),
    buyer_gstin: Type.Optional(buyer_gstin),
    place_of_supply: Type.Optional(
      Nullable(Line(60, { description: 'State, name or code; as it was when left out.' })),
    ),
    period: Type.Optional(month),
    reason: Line(300, { minLength: 1, pattern: '^(?=.*\\S)[^\\u0000-\\u001f\\u007f]*$', 'x-hint': 'Say why.' }),
  },
  { additionalProperties: false },
);
export type AmendmentFields = Static<typeof AmendmentFields>;

export const Amendment = Type.Object({
  id: Id(),
  gstin: Line(15),
  document_id: Id(),
  number: Line(16),
  original_period: month,
  period: month,
  buyer_gstin,
  place_of_supply: Line(2),
  head: OneOf(['intra', 'inter']),
  reason: Line(300),
  changed_by: Line(254),
  version: Type.Integer(),
  created_at: Instant(),
  updated_at: Instant(),
});
export type Amendment = Static<typeof Amendment>;

/** One amendment with its document, and what was told of it before. */
export const WholeAmendment = Type.Object({
  ...Amendment.properties,
  noun: Line(20, { description: 'What the document is among: invoices, credit-notes, debit-notes.' }),
  buyer: Line(200),
  original_gstin: buyer_gstin,
  original_place: Line(2),
  shipping_bill: Nullable(Line(15)),
});
export type WholeAmendment = Static<typeof WholeAmendment>;

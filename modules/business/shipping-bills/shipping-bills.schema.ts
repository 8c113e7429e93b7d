/** The shape of a shipping bill: what customs answered for an export. */
import { Id, Instant, Line, Nullable, PlainDate, Ref } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';

export const strict = { additionalProperties: false };
const month = { pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])$', 'x-hint': 'Give a month such as 2026-11.' };

export const BillFields = {
  number: Line(15, { pattern: '^[0-9]{3,15}$', 'x-hint': 'Give the 3 to 15 digits that customs answered.' }),
  date: PlainDate({ description: 'Not before the invoice.' }),
  port_code: Line(6, {
    pattern: '^[0-9A-Za-z]{6}$',
    examples: ['INNSA1'],
    'x-hint': 'Give the 6 characters of the port, such as INNSA1 or INBOM4.',
  }),
};

export const NewBill = Type.Object(
  {
    invoice: Ref('invoices'),
    ...BillFields,
    period: Type.Optional(
      Line(7, {
        ...month,
        description:
          'Where the return of the invoice is filed: the month whose return tells it; this one when left out.',
      }),
    ),
  },
  strict,
);
export type NewBill = Static<typeof NewBill>;

export const ShippingBill = Type.Object({
  id: Id(),
  document_id: Id(),
  document_number: Line(16),
  ...BillFields,
  told_in: Nullable(
    Line(7, {
      ...month,
      description: 'The month whose return tells it in table 9A; null where it stands with its invoice in table 6A.',
    }),
  ),
  amendment_id: Nullable(Id()),
  version: Type.Integer(),
  created_at: Instant(),
  updated_at: Instant(),
});
export type ShippingBill = Static<typeof ShippingBill>;

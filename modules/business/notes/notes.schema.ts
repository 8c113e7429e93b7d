/** The shape of a credit or debit note: the invoice that it changes, the lines with what of each, and why. */
import { Decimal, Id, Line, Money, Nullable, OneOf, PlainDate, Text } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static, type TProperties } from 'typebox';
import { amount, balance_in_currency, headColumns, remarks, strict } from '../documents/documents.schema.ts';

export const REASONS = [
  'sales_return',
  'discount_after_sale',
  'deficiency',
  'correction',
  'place_of_supply_changed',
  'provisional_assessment',
  'other',
] as const;
export const STATUSES = ['draft', 'issued', 'cancelled'] as const;

/** What of a line is changed: a quantity at the price that it was sold at, or a value alone. */
export const NoteLineFields = Type.Object(
  {
    from_line: Type.Integer({ minimum: 1, description: 'The line of the invoice.' }),
    quantity: Type.Optional(
      Nullable(Decimal(3, { minimum: 0, maximum: 99_999_999_999, description: 'At the price of the invoice.' })),
    ),
    value: Type.Optional(Nullable(Money({ minimum: 0, description: 'Before tax, where no quantity comes back.' }))),
  },
  strict,
);
export type NoteLineFields = Static<typeof NoteLineFields>;

const changeable = {
  date: Type.Optional(PlainDate({ description: 'Today when left out.' })),
  document_type: Type.Optional(OneOf(['credit_note', 'debit_note', 'financial_note'])),
  reason: Type.Optional(OneOf(REASONS)),
  reference: Type.Optional(Nullable(Line(60))),
  notes: Type.Optional(Nullable(Text(2000))),
};

/** What people give. Without lines a credit note takes all that is left of the invoice. */
export const NoteFields = Type.Object(
  {
    invoice_id: Id({ 'x-ref': 'invoices' }),
    ...changeable,
    lines: Type.Optional(Type.Array(NoteLineFields, { maxItems: 1000 })),
  },
  strict,
);
export type NoteFields = Static<typeof NoteFields>;

export const NoteChanges = Type.Object(
  { ...changeable, lines: Type.Optional(Type.Array(NoteLineFields, { maxItems: 1000 })) },
  strict,
);

/** The invoice as it was when the note was written. */
export const Original = Type.Object({ number: Line(16), date: PlainDate() });

const own = {
  document_type: OneOf(['credit_note', 'debit_note', 'financial_note'], {
    description: 'A financial note changes what is due and no tax.',
  }),
  original_id: Id({ description: 'The invoice.' }),
  original: Original,
  reason: OneOf(REASONS),
};

/** What an invoice still has, line by line. */
export const Available = Type.Object({
  line: Type.Integer(),
  description: Line(300),
  unit: Line(30),
  quantity: Decimal(3),
  taxable_value: amount,
  left_quantity: Decimal(3),
  left_value: Money({ description: 'Before tax.' }),
});
export type Available = Static<typeof Available>;

export const NoteHead = Type.Object({
  status: OneOf(STATUSES),
  ...own,
  ...headColumns,
  applied: Money({ description: 'How much of it changed what was due of the invoice.' }),
  paid: Money({ description: 'How much of the rest was paid out or used.' }),
  balance: Money({ description: 'Of a credit note: what the customer has left of it.' }),
  balance_in_currency,
});
export type NoteHead = Static<typeof NoteHead>;

const { lines, ...said } = remarks;

/** A note as it is answered. */
export const Note = Type.Object({
  ...NoteHead.properties,
  ...said,
  lines,
  available: Type.Array(Available, { description: 'What the invoice has left; empty once the note is issued.' }),
});
export type Note = Static<typeof Note>;

const storedAlone = new Set([
  'id',
  'status',
  'number',
  'ship_to',
  'applied',
  'paid',
  'balance',
  'balance_in_currency',
  'issued_at',
  'cancelled_at',
  'cancel_reason',
  'version',
  'created_at',
  'updated_at',
]);

/** The same computation for one that is stored nowhere. */
export const NotePreview = Type.Object(
  Object.fromEntries(Object.entries(Note.properties).filter(([name]) => !storedAlone.has(name))) as TProperties,
);

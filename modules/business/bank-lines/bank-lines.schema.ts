/** The shape of a line of a bank statement, and of what it may be. */
import { Id, Instant, Line, Money, Nullable, OneOf, PlainDate, Text } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';

export const LINE_STATUSES = ['open', 'matched', 'ignored'] as const;
const strict = { additionalProperties: false };

export const BankLine = Type.Object({
  id: Id(),
  account_id: Id(),
  account_name: Line(100),
  date: PlainDate(),
  description: Line(1000),
  reference: Nullable(Line(200)),
  amount: Money({ description: 'Into the account; negative for out of it.' }),
  balance: Nullable(Money()),
  status: OneOf(LINE_STATUSES),
  payment_id: Nullable(Id()),
  version: Type.Integer(),
  created_at: Instant(),
  updated_at: Instant(),
});
export type BankLine = Static<typeof BankLine>;

export const StatementFields = Type.Object(
  {
    account_id: Id({ 'x-ref': 'accounts' }),
    text: Type.Optional(Text(1_000_000, { description: 'The statement as CSV, instead of a file.' })),
  },
  strict,
);

export const Taken = Type.Object({
  added: Type.Integer(),
  known: Type.Integer({ description: 'Lines that were there already.' }),
  faults: Type.Array(Type.Object({ row: Type.Integer(), detail: Type.String() })),
});
export type Taken = Static<typeof Taken>;

/** What a line may be: a payment that is recorded, an open invoice, or a customer. */
export const Suggestion = Type.Object({
  kind: OneOf(['payment', 'invoice', 'customer']),
  id: Id(),
  number: Nullable(Line(16)),
  party_id: Id(),
  party_name: Line(200),
  date: Nullable(PlainDate()),
  amount: Money(),
  score: Type.Integer({ description: 'Up to 100; the best comes first.' }),
  because: Type.Array(OneOf(['amount', 'reference', 'name', 'date'])),
});
export type Suggestion = Static<typeof Suggestion>;

export const LinePayment = {
  party_id: Id({ 'x-ref': 'customers' }),
  allocate_oldest: Type.Optional(
    Type.Boolean({
      description: 'Settles open invoices, the oldest due first; else it is an advance to be allocated.',
    }),
  ),
  tds_amount: Type.Optional(Money({ minimum: 0 })),
};

export const LineSettling = {
  document_id: Id({
    'x-ref': 'invoices',
    description: 'The invoice that was paid by it; what it has not left stays as an advance.',
  }),
  tds_amount: Type.Optional(Money({ minimum: 0 })),
};

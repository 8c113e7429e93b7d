/** The shape of a line of a bank statement, and of what it may be. */
import { Decimal, Id, Instant, Line, Money, Nullable, OneOf, PlainDate, Text } from '@tenantry/kernel/schema/fields.ts';
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

const Abroad = Type.Object({
  currency: Line(3),
  balance: Decimal(3, { description: 'What is left of it in that currency.' }),
  exchange_rate: Decimal(6, { description: 'Rupees for one unit, as the latest document up to that day had it.' }),
  exchange_date: PlainDate({ description: 'The day of that rate.' }),
  worth: Money({ description: 'What is left by that rate.' }),
});

/** What a line may be: a payment that is recorded, an open invoice, or a customer. */
export const Suggestion = Type.Object({
  kind: OneOf(['payment', 'invoice', 'customer']),
  id: Id(),
  number: Nullable(Line(16)),
  party_id: Id(),
  party_name: Line(200),
  date: Nullable(PlainDate()),
  amount: Money(),
  branch_id: Nullable(Id({ description: 'Where it is received; null for the organisation itself.' })),
  abroad: Type.Unsafe<Static<typeof Abroad> | null>({
    ...Abroad,
    type: ['object', 'null'],
    description: 'Of an invoice in another currency that the line does not pay exactly in rupees.',
  }),
  score: Type.Integer({ description: 'Up to 100; the best comes first. What is not exact in rupees stays below 50.' }),
  because: Type.Array(
    OneOf(['amount', 'near', 'reference', 'name', 'date'], {
      description: 'near: within a few percent of what is left by the latest rate.',
    }),
  ),
});
export type Suggestion = Static<typeof Suggestion>;

const branch_id = Type.Optional(
  Nullable(
    Id({
      'x-ref': 'branches',
      description: 'Where it is received; left out, at the branch of all that it settles, else of the account.',
    }),
  ),
);

export const LinePayment = {
  party_id: Id({ 'x-ref': 'customers' }),
  allocate_oldest: Type.Optional(
    Type.Boolean({
      description: 'Settles open invoices, the oldest due first; else it is an advance to be allocated.',
    }),
  ),
  branch_id,
  tds_amount: Type.Optional(Money({ minimum: 0 })),
};

export const LineSettling = {
  document_id: Id({
    'x-ref': 'invoices',
    description: 'The invoice that was paid by it; what it has not left stays as an advance.',
  }),
  branch_id,
  tds_amount: Type.Optional(Money({ minimum: 0 })),
};

/** The shape of a voucher: what people write themselves, and any as it is read. */
import { Id, Instant, Line, Money, Nullable, OneOf, PlainDate } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';

const strict = { additionalProperties: false };

/** One side, as people give it. */
export const JournalLineFields = Type.Object(
  {
    account_id: Id({ 'x-ref': 'accounts' }),
    party_id: Type.Optional(Nullable(Id({ description: 'Whose, for accounts of customers and vendors.' }))),
    debit: Type.Optional(Money({ minimum: 0 })),
    credit: Type.Optional(Money({ minimum: 0 })),
  },
  strict,
);
export type JournalLineFields = Static<typeof JournalLineFields>;

const date = PlainDate({ description: 'Today when left out.' });
const narration = Line(300, { minLength: 1 });

export const JournalFields = Type.Object(
  {
    date: Type.Optional(date),
    narration,
    lines: Type.Array(JournalLineFields, { minItems: 2, maxItems: 500 }),
  },
  strict,
);
export type JournalFields = Static<typeof JournalFields>;

/** Balances that the books begin with; what is left between the sides stands in `Opening balances`. */
export const OpeningFields = Type.Object(
  {
    date: Type.Optional(date),
    narration: Type.Optional(narration),
    lines: Type.Optional(Type.Array(JournalLineFields, { maxItems: 500 })),
    parties: Type.Optional(
      Type.Boolean({
        description: 'Posts the opening balances of customers and vendors that are not in the books yet.',
      }),
    ),
  },
  strict,
);
export type OpeningFields = Static<typeof OpeningFields>;

/** What the opening balance of a customer or vendor says beyond what is in the books. */
export const PartyOpening = Type.Object({
  party_id: Id(),
  party_name: Line(200),
  kind: OneOf(['customer', 'vendor']),
  amount: Money({ description: 'Owed to us; negative for what we owe.' }),
});
export type PartyOpening = Static<typeof PartyOpening>;

export const JournalLine = Type.Object({
  line: Type.Integer(),
  account_id: Id(),
  account_code: Line(12),
  account_name: Line(100),
  party_id: Nullable(Id()),
  party_name: Nullable(Line(200)),
  debit: Money(),
  credit: Money(),
});
export type JournalLine = Static<typeof JournalLine>;

/** Columns of a voucher, with both sides. */
export const Journal = Type.Object({
  id: Id(),
  number: Nullable(Line(16)),
  date: PlainDate(),
  kind: Line(30, { description: 'sale, receipt, journal, opening, reversal …' }),
  source: Line(30, { description: 'The noun of the record that it tells of.' }),
  source_id: Id(),
  narration: Line(600),
  reverses: Nullable(Id()),
  created_at: Instant(),
  amount: Money({ description: 'One side of it.' }),
  lines: Type.Array(JournalLine),
});
export type Journal = Static<typeof Journal>;

export const Reversal = {
  reason: Line(300, { minLength: 1 }),
  date: Type.Optional(PlainDate({ description: 'Its own day when left out.' })),
};

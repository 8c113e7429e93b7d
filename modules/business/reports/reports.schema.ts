/** The shapes of reports over the books, row by row. */
import { Id, Line, Money, Nullable, OneOf, PlainDate, Ref } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';
import { ACCOUNT_TYPES } from '../ledger/chart.ts';

const strict = { additionalProperties: false };
export const format = Type.Optional(
  Type.Unsafe<'json' | 'csv' | 'xlsx' | 'pdf'>({
    type: 'string',
    enum: ['json', 'csv', 'xlsx', 'pdf'],
    description: 'All but json answer a file.',
  }),
);
export const from = Type.Optional(PlainDate({ description: 'First day; the financial year’s when left out.' }));
export const to = Type.Optional(PlainDate({ description: 'Last day; today when left out.' }));
const as_of = Type.Optional(PlainDate({ description: 'The end of that day; today when left out.' }));

export const SpanInput = Type.Object({ from, to, format }, strict);
export const DayInput = Type.Object({ as_of, format }, strict);

const account = { account_id: Nullable(Id()), code: Nullable(Line(12)), name: Line(100), type: OneOf(ACCOUNT_TYPES) };

/** Debit less credit at the beginning, both sides of the period, and at its end. */
export const TrialRow = Type.Object({
  ...account,
  opening: Money(),
  debit: Money(),
  credit: Money(),
  closing: Money(),
});
export type TrialRow = Static<typeof TrialRow>;

const trialTotals = Type.Object({ opening: Money(), debit: Money(), credit: Money(), closing: Money() });
export const TrialBalance = Type.Object({
  from: PlainDate(),
  to: PlainDate(),
  rows: Type.Array(TrialRow),
  totals: trialTotals,
});

/** What an account says on its own side: income and liabilities to the credit. */
export const AmountRow = Type.Object({ ...account, amount: Money() });
export type AmountRow = Static<typeof AmountRow>;
const rows = Type.Array(AmountRow);

export const ProfitAndLoss = Type.Object({
  from: PlainDate(),
  to: PlainDate(),
  rows,
  income: Money(),
  expense: Money(),
  profit: Money({ description: 'Income less expense; negative for a loss.' }),
});

export const BalanceSheet = Type.Object({
  as_of: PlainDate(),
  rows: Type.Array(AmountRow, { description: 'The profit that no year’s end carried forward has no account.' }),
  assets: Money(),
  liabilities: Money(),
  equity: Money({ description: 'With the profit up to that day.' }),
});

const cursor = Type.Optional(Type.String({ maxLength: 200, description: 'From `next_cursor` of the page before.' }));
const limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 200 }));

export const LedgerInput = Type.Object({ account: Ref('accounts'), from, to, limit, cursor, format }, strict);
export const StatementInput = Type.Object(
  { party: Ref('parties', { description: 'Id of a customer or vendor.' }), from, to, limit, cursor, format },
  strict,
);

export const LedgerRow = Type.Object({
  date: PlainDate(),
  journal_id: Id(),
  line: Type.Integer(),
  kind: Line(30),
  source: Line(30),
  source_id: Id(),
  narration: Line(600),
  party_id: Nullable(Id()),
  party_name: Nullable(Line(200)),
  debit: Money(),
  credit: Money(),
  balance: Money({ description: 'Debit less credit, after this line.' }),
});
export type LedgerRow = Static<typeof LedgerRow>;

export const Ledger = Type.Object({
  name: Line(200),
  party_kind: Type.Optional(OneOf(['customer', 'vendor'], { description: 'Whose statement it is.' })),
  from: PlainDate(),
  to: PlainDate(),
  opening: Money({ description: 'Before the first row of this page.' }),
  rows: Type.Array(LedgerRow),
  closing: Money({ description: 'At the end of the last day.' }),
  next_cursor: Nullable(Type.Unsafe<string>({ type: 'string' })),
});

const buckets = {
  not_due: Money(),
  days_30: Money({ description: 'Up to 30 days overdue.' }),
  days_60: Money({ description: '31 to 60 days.' }),
  days_90: Money({ description: '61 to 90 days.' }),
  older: Money({ description: 'More than 90 days.' }),
};
export const BUCKETS = ['not_due', 'days_30', 'days_60', 'days_90', 'older'] as const;

export const AgeingRow = Type.Object({
  party_id: Id(),
  party_name: Line(200),
  ...buckets,
  invoices: Money({ description: 'What is left of invoices.' }),
  other: Money({
    description: 'Advances, opening balances and vouchers without an invoice; negative is the customer’s.',
  }),
  balance: Money({ description: 'What the books say the customer owes.' }),
});
export type AgeingRow = Static<typeof AgeingRow>;

export const Ageing = Type.Object({
  as_of: PlainDate(),
  rows: Type.Array(AgeingRow),
  totals: Type.Object({ ...buckets, invoices: Money(), other: Money(), balance: Money() }),
});

/** How a customer stands today. */
export const AccountStanding = Type.Object({
  outstanding: Money({ description: 'What is left of invoices.' }),
  open_invoices: Type.Integer(),
  overdue: Money(),
  overdue_invoices: Type.Integer(),
  ...buckets,
  advances: Money({ description: 'Payments that settle nothing yet.' }),
  notes: Money({ description: 'What is left of credit notes.' }),
  balance: Money({ description: 'What the books say the customer owes.' }),
  last_payment_on: Nullable(PlainDate()),
  email: Nullable(Line(254)),
  phone: Nullable(Line(30)),
  credit_limit: Nullable(Money()),
  is_reminded: Type.Boolean(),
});
export type AccountStanding = Static<typeof AccountStanding>;

export const Figures = Type.Object({
  cash: Money(),
  bank: Money(),
  cheques: Money({ description: 'In hand, not deposited.' }),
  to_collect: Money(),
  open_invoices: Type.Integer(),
  overdue: Money(),
  overdue_invoices: Type.Integer(),
  gst_due: Type.Array(
    Type.Object({
      ...{ name: OneOf(['gstr1', 'iff', 'gstr3b']), period: Line(7), date: PlainDate(), gstin: Line(15) },
      is_late: Type.Boolean(),
    }),
    { description: 'What each registration files next, and what is late where it marks what it files.' },
  ),
});

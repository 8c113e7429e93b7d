/** The shape of an account of the books; those of cash and banks say where the money lies. */
import { Id, Instant, Line, Money, Nullable, OneOf } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';
import { ACCOUNT_TYPES } from '../ledger/chart.ts';

export const ACCOUNT_CLASSES = ['cash', 'bank'] as const;

const type = OneOf(ACCOUNT_TYPES, { description: 'Asset when left out for cash and banks, else expense.' });
const code = Line(12, {
  pattern: '^[A-Za-z0-9][A-Za-z0-9.-]*$',
  'x-hint': 'Use letters, digits, dots and dashes, such as 1011.',
  examples: ['1011'],
  description: 'The next free one of its kind when left out.',
});
const own = {
  bank_name: Nullable(Line(100)),
  account_number: Nullable(Line(34, { examples: ['50100123456789'] })),
  ifsc: Nullable(Line(11, { examples: ['HDFC0000001'] })),
  upi_id: Nullable(Line(100, { examples: ['shop@hdfcbank'] })),
  branch_id: Nullable(
    Id({ 'x-ref': 'branches', description: 'Where money is received that comes here and says no branch.' }),
  ),
};

/** What people give. */
export const AccountFields = Type.Object(
  {
    name: Line(100, { pattern: '^(?=.*\\S)[^\\u0000-\\u001f\\u007f]*$', 'x-hint': 'Give a name, on one line.' }),
    code: Type.Optional(Nullable(code)),
    type: Type.Optional(type),
    class: Type.Optional(Nullable(OneOf(ACCOUNT_CLASSES, { description: 'For accounts of money.' }))),
    bank_name: Type.Optional(own.bank_name),
    account_number: Type.Optional(own.account_number),
    ifsc: Type.Optional(own.ifsc),
    upi_id: Type.Optional(own.upi_id),
    branch_id: Type.Optional(own.branch_id),
    is_active: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

/** An account as it is answered. */
export const Account = Type.Object({
  id: Id(),
  code,
  name: Line(100),
  type,
  class: Nullable(OneOf(ACCOUNT_CLASSES)),
  role: Nullable(Line(30, { description: 'What the product posts to it; such an account stays.' })),
  ...own,
  balance: Type.Optional(Money({ description: 'Debit less credit, as of now; lists alone tell it.' })),
  is_active: Type.Boolean(),
  version: Type.Integer(),
  created_at: Instant(),
  updated_at: Instant(),
});
export type Account = Static<typeof Account>;

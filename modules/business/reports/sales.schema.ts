/** The shape of the sales register, whichever way it is looked at. */
import { Decimal, Id, Line, Money, Nullable, OneOf, PlainDate } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';
import { format, from, to } from './reports.schema.ts';
import { type NARROWING, SALES_AMOUNTS, SALES_COLUMNS, SALES_VIEWS, type SalesView } from './sales_looks.ts';

const some = Type.Optional;

/** What of the sales is looked at. */
const narrowed = {
  customer_id: some(Id({ 'x-ref': 'customers' })),
  branch_id: some(Id({ 'x-ref': 'branches' })),
  place_of_supply: some(Line(2, { description: 'Code of the state.', examples: ['29'] })),
  item: some(Line(340, { description: 'Key of a row by item.' })),
  hsn: some(Line(12)),
  rate: some(Line(10, { description: 'Key of a row by rate: a percentage, nil_rated, exempt or non_gst.' })),
} satisfies Record<(typeof NARROWING)[number], object>;
export const SalesInput = Type.Object(
  {
    by: some(OneOf(SALES_VIEWS, { description: 'By document when left out.' })),
    ...{ from, to },
    ...narrowed,
    limit: some(Type.Integer({ minimum: 1, maximum: 1000, default: 200 })),
    cursor: some(
      Type.String({
        pattern: '^[0-9]{1,6}$',
        'x-hint': 'Give the next_cursor of the page before.',
        description: 'From `next_cursor` of the page before.',
      }),
    ),
    format,
  },
  { additionalProperties: false },
);
export type SalesInput = Static<typeof SalesInput>;

const amounts = {
  taxable_value: Money({ description: 'Before tax; credit notes take away.' }),
  ...{ cgst: Money(), sgst: Money(), igst: Money(), cess: Money() },
  other: Money({ description: 'What bears no tax, and rounding; of whole documents.' }),
  total: Money(),
};
const rowColumns = {
  key: Line(340, { description: 'What narrows another look to this row; of a document its id.' }),
  date: Nullable(PlainDate()),
  number: Nullable(Line(16)),
  noun: Nullable(OneOf(['invoices', 'credit-notes', 'debit-notes'])),
  name: Nullable(Line(300, { description: 'Customer, item, branch.' })),
  gstin: Nullable(Line(15)),
  place_of_supply: Nullable(Line(2)),
  description: Nullable(Line(300)),
  hsn: Nullable(Line(12)),
  rate: Nullable(Line(10)),
  month: Nullable(Line(7)),
  documents: Type.Integer({ description: 'Invoices and notes.' }),
  quantity: Nullable(Decimal(3, { minimum: -99_999_999_999_999, maximum: 99_999_999_999_999 })),
  unit: Nullable(Line(30)),
  ...amounts,
};
export const SalesRow = Type.Object(rowColumns);
export type SalesRow = Static<typeof SalesRow>;

/** The shape of a look's rows in a file. */
export const salesFile = (view: SalesView) => Type.Pick(SalesRow, [...SALES_COLUMNS[view], ...SALES_AMOUNTS]);

export const Sales = Type.Object({
  by: OneOf(SALES_VIEWS),
  ...{ from: PlainDate(), to: PlainDate() },
  rows: Type.Array(SalesRow),
  totals: Type.Object({ documents: Type.Integer(), ...amounts }, { description: 'Of all rows of all pages.' }),
  next_cursor: Nullable(Type.Unsafe<string>({ type: 'string' })),
});
export type Sales = Static<typeof Sales>;

/** The shape of a series: how the numbers of one type of document are written. */
import { Id, Instant, Line, Nullable, OneOf, PlainDate } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';

/** Types of documents that have numbers. */
export const NUMBERED = [
  'tax_invoice',
  'bill_of_supply',
  'invoice_cum_bill',
  'credit_note',
  'debit_note',
  'financial_note',
  'estimate',
  'proforma',
  'sales_order',
  'delivery_challan',
  'receipt',
  'receipt_voucher',
  'refund',
  'refund_voucher',
] as const;

const document_type = OneOf(NUMBERED);
const branch_id = Nullable(Id({ 'x-ref': 'branches', description: 'Null for documents of no branch.' }));
const template = Line(40, {
  minLength: 1,
  description:
    'Letters, digits, - and /; in braces FY 26-27, FY2 2627, YY 26, MM 11, BR the branch’s code, and the counter.',
  examples: ['INV/{FY}/{0000}'],
});

export const SeriesFields = Type.Object(
  {
    document_type,
    branch_id: Type.Optional(branch_id),
    template,
    is_active: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

export const Series = Type.Object({
  id: Id(),
  document_type,
  branch_id,
  branch_name: Nullable(Line(120)),
  template,
  example: Line(60, { description: 'Its first number, were it written today.' }),
  longest: Line(60, { description: 'With the largest counter; the law allows 16 characters.' }),
  is_active: Type.Boolean(),
  version: Type.Integer(),
  created_at: Instant(),
  updated_at: Instant(),
});

export const SeriesPreview = Type.Object(
  {
    template,
    branch_id: Type.Optional(branch_id),
    branch_code: Type.Optional(Nullable(Line(3))),
    date: Type.Optional(PlainDate()),
  },
  { additionalProperties: false },
);

export const Rendered = Type.Object({
  example: Nullable(Line(60)),
  longest: Nullable(Line(60)),
  fault: Nullable(Line(300, { description: 'Why no number may look so (rule 46(b)).' })),
});

/** The shape of an invoice: what people give, what is computed of it, and what it is once it is issued. */
import { Nullable, OneOf, PlainDate } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';
import {
  amount,
  balance_in_currency,
  headColumns,
  previewColumns,
  remarks,
  SaleFields,
  strict,
} from '../documents/documents.schema.ts';
import { PAYMENT_TERMS } from '../documents/terms.ts';
import { STANDINGS } from './standing.ts';

export const DOCUMENT_TYPES = ['tax_invoice', 'bill_of_supply', 'invoice_cum_bill'] as const;
export type DocumentType = (typeof DOCUMENT_TYPES)[number];
export const STATUSES = ['draft', 'issued', 'cancelled'] as const;

const { customer_id, date, ...rest } = SaleFields;

const payment_terms = OneOf(PAYMENT_TERMS, { description: 'The customer’s days when left out.' });

/** What people give. */
export const InvoiceFields = Type.Object(
  {
    customer_id,
    date,
    due_date: Type.Optional(Nullable(PlainDate({ description: 'By the terms when left out.' }))),
    payment_terms: Type.Optional(Nullable(payment_terms)),
    document_type: Type.Optional(
      Nullable(OneOf(DOCUMENT_TYPES, { description: 'By the seller and what is sold when left out.' })),
    ),
    ...rest,
  },
  strict,
);
export type InvoiceFields = Static<typeof InvoiceFields>;

const own = {
  document_type: OneOf(DOCUMENT_TYPES),
  due_date: PlainDate(),
  payment_terms: Nullable(payment_terms),
  type_is_chosen: Type.Boolean({
    description: 'Whether somebody chose the paper; else it follows from the seller and what is sold.',
  }),
  due_is_chosen: Type.Boolean({ description: 'Whether somebody chose the day; else it follows from the terms.' }),
};

/** Columns of an invoice's head; a list answers these. */
export const InvoiceHead = Type.Object({
  status: OneOf(STATUSES),
  ...own,
  ...headColumns,
  paid: amount,
  credited: amount,
  debited: amount,
  balance: amount,
  balance_in_currency,
  standing: Type.Optional(OneOf(STANDINGS, { description: 'Where it stands today: an issued one is open or paid.' })),
  overdue_days: Type.Optional(Type.Integer({ description: 'Days since it was due; nothing while it is not overdue.' })),
});
export type InvoiceHead = Static<typeof InvoiceHead>;

/** An invoice as it is answered. */
export const Invoice = Type.Object({ ...InvoiceHead.properties, ...remarks });
export type Invoice = Static<typeof Invoice>;

/** The same computation for one that is stored nowhere. */
export const Preview = Type.Object({ ...own, ...previewColumns });

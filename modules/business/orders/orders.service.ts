/** Sales orders: what a customer has ordered, and how much of it went out. */
import { Nullable, OneOf, PlainDate } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { challans } from '../challans/challans.service.ts';
import { headColumns, previewColumns, remarks, SaleFields, strict } from '../documents/documents.schema.ts';
import { defineDocuments } from '../documents/documents.ts';
import { definePapers } from '../documents/papers.service.ts';
import { invoices } from '../invoices/invoices.service.ts';

const STATUSES = ['draft', 'open', 'partly_converted', 'converted', 'closed', 'cancelled'] as const;

const { customer_id, date, ...rest } = SaleFields;
const delivery_date = PlainDate({ description: 'When it is to be delivered.' });

export const OrderFields = Type.Object(
  { customer_id, date, delivery_date: Type.Optional(Nullable(delivery_date)), ...rest },
  strict,
);
const own = { document_type: OneOf(['sales_order']), delivery_date: Nullable(delivery_date) };
export const OrderHead = Type.Object({ status: OneOf(STATUSES), ...own, ...headColumns });
export const Order = Type.Object({ ...OrderHead.properties, ...remarks });
export const OrderPreview = Type.Object({ ...own, ...previewColumns });

export const orders = definePapers(
  defineDocuments(
    {
      kind: 'order',
      noun: 'orders',
      one: 'order',
      title: 'Order',
      statuses: STATUSES,
      document_types: ['sales_order'],
      templates: { sales_order: 'SO/{FY}/{0000}' },
    },
    OrderHead,
    { filters: { delivery_date: 'date' }, sorts: {} },
  ),
  {
    issued: 'open',
    moves: { close: { from: ['open', 'partly_converted'], to: 'closed', message: 'Closed' } },
    cancels: ['open'],
    into: [challans, invoices],
  },
);

/** Estimates and proformas: what is offered, until when, and what came of it. Neither is a document of tax (gst.md §8). */
import { Nullable, OneOf, PlainDate } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { challans } from '../challans/challans.service.ts';
import { FirstLines, headColumns, previewColumns, remarks, SaleFields, strict } from '../documents/documents.schema.ts';
import { defineDocuments } from '../documents/documents.ts';
import { definePapers } from '../documents/papers.service.ts';
import { invoices } from '../invoices/invoices.service.ts';
import { orders } from '../orders/orders.service.ts';

export const DOCUMENT_TYPES = ['estimate', 'proforma'] as const;
const STATUSES = [
  'draft',
  'sent',
  'accepted',
  'declined',
  'expired',
  'partly_converted',
  'converted',
  'closed',
  'cancelled',
] as const;

const { customer_id, date, ...rest } = SaleFields;
const valid_until = PlainDate({ description: 'The last day on which it is good.' });

export const EstimateFields = Type.Object(
  {
    customer_id,
    date,
    valid_until: Type.Optional(Nullable(valid_until)),
    document_type: Type.Optional(OneOf(DOCUMENT_TYPES)),
    ...rest,
    lines: FirstLines,
  },
  strict,
);
const own = { document_type: OneOf(DOCUMENT_TYPES), valid_until: Nullable(valid_until) };
export const EstimateHead = Type.Object({ status: OneOf(STATUSES), ...own, ...headColumns });
export const Estimate = Type.Object({ ...EstimateHead.properties, ...remarks });
export const EstimatePreview = Type.Object({ ...own, ...previewColumns });

export const estimates = definePapers(
  defineDocuments(
    {
      kind: 'estimate',
      noun: 'estimates',
      one: 'estimate',
      title: 'Estimate',
      statuses: STATUSES,
      document_types: DOCUMENT_TYPES,
      templates: { estimate: 'EST/{FY}/{0000}', proforma: 'PRO/{FY}/{0000}' },
    },
    EstimateHead,
    { filters: { valid_until: 'date' }, sorts: {} },
  ),
  {
    issued: 'sent',
    moves: {
      accept: { from: ['sent', 'expired'], to: 'accepted', message: 'Accepted' },
      decline: { from: ['sent', 'accepted', 'expired'], to: 'declined', message: 'Declined' },
      close: { from: ['sent', 'accepted', 'partly_converted'], to: 'closed', message: 'Closed' },
    },
    cancels: ['sent', 'accepted', 'declined', 'expired'],
    into: [orders, challans, invoices],
  },
);

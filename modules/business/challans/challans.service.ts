/** Delivery challans: goods on their way without an invoice, and what for (rule 55). */
import { OneOf } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { headColumns, previewColumns, remarks, SaleFields, strict } from '../documents/documents.schema.ts';
import { defineDocuments } from '../documents/documents.ts';
import { definePapers } from '../documents/papers.service.ts';
import { invoices } from '../invoices/invoices.service.ts';

const STATUSES = ['draft', 'issued', 'partly_converted', 'converted', 'closed', 'cancelled'] as const;
/** Those of table 13 of GSTR-1 are job work, approval, liquid gas and all others. */
export const PURPOSES = [
  'supply',
  'approval',
  'liquid_gas',
  'job_work',
  'own_movement',
  'exhibition',
  'other',
] as const;

const { customer_id, date, ...rest } = SaleFields;
const purpose = OneOf(PURPOSES, { description: 'What the goods are sent for (rule 55).' });

export const ChallanFields = Type.Object({ customer_id, date, purpose: Type.Optional(purpose), ...rest }, strict);
const own = { document_type: OneOf(['delivery_challan']), purpose };
export const ChallanHead = Type.Object({ status: OneOf(STATUSES), ...own, ...headColumns });
export const Challan = Type.Object({ ...ChallanHead.properties, ...remarks });
export const ChallanPreview = Type.Object({ ...own, ...previewColumns });

export const challans = definePapers(
  defineDocuments(
    {
      kind: 'challan',
      noun: 'challans',
      one: 'challan',
      title: 'Challan',
      statuses: STATUSES,
      document_types: ['delivery_challan'],
      templates: { delivery_challan: 'DC/{FY}/{0000}' },
    },
    ChallanHead,
    { filters: { purpose: { kind: 'text', column: 'purpose', one_of: PURPOSES } }, sorts: {} },
  ),
  {
    issued: 'issued',
    moves: { close: { from: ['issued', 'partly_converted'], to: 'closed', message: 'Closed' } },
    cancels: ['issued'],
    into: [invoices],
  },
);

/** The kinds of records that are printed, mailed and shown by links. */
import type { List } from '@tenantry/kernel/http/list.ts';
import { challans } from '../challans/challans.service.ts';
import { estimates } from '../estimates/estimates.service.ts';
import { invoices } from '../invoices/invoices.service.ts';
import { creditNotes, debitNotes } from '../notes/notes.service.ts';
import { orders } from '../orders/orders.service.ts';
import { paymentList } from '../payments/payments.record.ts';
import { type Printed, printedDocuments, printedPayments } from './ready.ts';

/** With the lists that they are chosen from. */
export const printedKinds: readonly (Printed & { list: List })[] = [
  ...[invoices, creditNotes, debitNotes, estimates, orders, challans].map((documents) => ({
    ...printedDocuments(documents),
    list: documents.list,
  })),
  { ...printedPayments, list: paymentList },
];

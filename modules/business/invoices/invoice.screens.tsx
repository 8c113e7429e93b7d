/** One invoice. */

import { usePlace } from '@tenantry/ui/page/place.tsx';
import type { ScreenProps } from '@tenantry/ui/screens/screen.ts';
import { lazy, type ReactNode, Suspense } from 'react';
import { type Desk, duplicate, type Shown } from '../documents/desk.screens.tsx';
import { Draft } from '../documents/draft.screens.tsx';
import { DocumentRecord } from '../documents/record.screens.tsx';
import { InvoicePayments } from '../payments/invoice_payments.screens.tsx';
import page, { MARKS } from './invoices.screens.tsx';
import { standingOf } from './standing.ts';

/** Few invoices are sent far; it comes after what one reads first. */
const Eway = lazy(() => import('../eway-bills/eway.screens.tsx'));
const ShippingBill = lazy(() => import('../shipping-bills/shipping_bill.screens.tsx'));

const against = (noun: 'credit-notes' | 'debit-notes', name: string) => ({
  name,
  from: ['issued'],
  permission: `${noun}.write`,
  opens: ({ id }: { id: string }) => ({ path: `/${noun}/new`, search: { invoice: id } }),
});

const payment = {
  name: 'record_payment',
  from: ['issued'],
  permission: 'payments.write',
  key: 'r',
  fits: ({ balance }: Shown) => (balance ?? 0) > 0,
  opens: ({ id }: Shown) => ({ path: '/payments/new', search: { invoice: id } }),
};

const repeat = {
  name: 'repeat',
  from: ['issued'],
  permission: 'recurrences.write',
  opens: ({ number, id }: Shown) => ({ path: '/recurrences/new', search: { invoice: number ?? id } }),
};

/** How far an issued one is settled. */
function settled(
  { status, paid = 0, balance = 0, due_date = '' }: Shown,
  today: string,
): ReturnType<NonNullable<Desk['settled']>> {
  const { standing, overdue_days } = standingOf({ status, paid, balance, due_date }, today);
  const word = standing === 'overdue' ? 'overdue_by' : `standing_${standing}`;
  return { mark: MARKS[standing], word, values: { days: overdue_days } };
}

/** What settled it, the e-way bill of the goods, and the shipping bill of an export. */
function BelowInvoice({ document, onChanged }: { document: Shown; onChanged(document: Shown): void }): ReactNode {
  const place = usePlace();
  const isMoved = document.status === 'issued' && document.lines.some(({ nature }) => nature === 'goods');
  return (
    <>
      <InvoicePayments document={document} onChanged={onChanged} />
      {isMoved && document.supply_type.startsWith('export') && place.allows('shipping-bills.read') ? (
        <Suspense>
          <ShippingBill document_id={document.id} />
        </Suspense>
      ) : null}
      {isMoved && place.allows('eway-bills.read') ? (
        <Suspense>
          <Eway one="invoice" document_id={document.id} />
        </Suspense>
      ) : null}
    </>
  );
}

const desk: Desk = {
  page,
  one: 'invoice',
  Draft,
  fields: ['document_type', 'payment_terms', 'due_date'],
  atOnce: true,
  cancels: ['issued'],
  acts: [
    payment,
    against('credit-notes', 'credit_note'),
    against('debit-notes', 'debit_note'),
    repeat,
    duplicate('invoices'),
  ],
  Below: BelowInvoice,
  settled,
};

export default function InvoiceScreen(props: ScreenProps): ReactNode {
  return <DocumentRecord desk={desk} {...props} />;
}

/** One challan. */

import { usePlace } from '@tenantry/ui/page/place.tsx';
import type { ScreenProps } from '@tenantry/ui/screens/screen.ts';
import { lazy, type ReactNode, Suspense } from 'react';
import { type Desk, duplicate, into, type Shown } from '../documents/desk.screens.tsx';
import { Draft } from '../documents/draft.screens.tsx';
import { DocumentRecord } from '../documents/record.screens.tsx';
import page from './challans.screens.tsx';

const Eway = lazy(() => import('../eway-bills/eway.screens.tsx'));

/** The e-way bill of the goods. */
function BelowChallan({ document: { id, status } }: { document: Shown }): ReactNode {
  const place = usePlace();
  const isMoved = status !== 'draft' && status !== 'cancelled' && place.allows('eway-bills.read');
  return isMoved ? (
    <Suspense>
      <Eway one="challan" document_id={id} />
    </Suspense>
  ) : null;
}

const desk: Desk = {
  page,
  one: 'challan',
  Draft,
  fields: ['purpose'],
  cancels: ['issued'],
  Below: BelowChallan,
  acts: [
    ...into(['issued', 'partly_converted'], ['invoices']),
    { name: 'close', calls: 'close', from: ['issued', 'partly_converted'], permission: 'challans.write' },
    duplicate('challans'),
  ],
};

export default function ChallanScreen(props: ScreenProps): ReactNode {
  return <DocumentRecord desk={desk} {...props} />;
}

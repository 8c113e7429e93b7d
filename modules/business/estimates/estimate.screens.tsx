/** One estimate. */
import type { ScreenProps } from '@tenantry/ui/screens/screen.ts';
import type { ReactNode } from 'react';
import { type Desk, duplicate, into } from '../documents/desk.screens.tsx';
import { Draft } from '../documents/draft.screens.tsx';
import { DocumentRecord } from '../documents/record.screens.tsx';
import page from './estimates.screens.tsx';

const desk: Desk = {
  page,
  one: 'estimate',
  Draft,
  fields: ['document_type', 'valid_until'],
  cancels: ['sent', 'accepted', 'declined', 'expired'],
  acts: [
    { name: 'accept', calls: 'accept', from: ['sent', 'expired'], permission: 'estimates.write' },
    ...into(['sent', 'accepted', 'partly_converted'], ['orders', 'challans', 'invoices']),
    { name: 'decline', calls: 'decline', from: ['sent', 'accepted', 'expired'], permission: 'estimates.write' },
    { name: 'close', calls: 'close', from: ['sent', 'accepted', 'partly_converted'], permission: 'estimates.write' },
    duplicate('estimates'),
  ],
};

export default function EstimateScreen(props: ScreenProps): ReactNode {
  return <DocumentRecord desk={desk} {...props} />;
}

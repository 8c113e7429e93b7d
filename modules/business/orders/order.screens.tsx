/** One order. */
import type { ScreenProps } from '@tenantry/ui/screens/screen.ts';
import type { ReactNode } from 'react';
import { type Desk, duplicate, into } from '../documents/desk.screens.tsx';
import { Draft } from '../documents/draft.screens.tsx';
import { DocumentRecord } from '../documents/record.screens.tsx';
import page from './orders.screens.tsx';

const desk: Desk = {
  page,
  one: 'order',
  Draft,
  fields: ['delivery_date'],
  cancels: ['open'],
  acts: [
    ...into(['open', 'partly_converted'], ['challans', 'invoices']),
    { name: 'close', calls: 'close', from: ['open', 'partly_converted'], permission: 'orders.write' },
    duplicate('orders'),
  ],
};

export default function OrderScreen(props: ScreenProps): ReactNode {
  return <DocumentRecord desk={desk} {...props} />;
}

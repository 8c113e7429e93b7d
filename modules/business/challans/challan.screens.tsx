/** One challan. */
import type { ScreenProps } from '@tenantry/ui/screens/screen.ts';
import type { ReactNode } from 'react';
import { type Desk, duplicate, into } from '../documents/desk.screens.tsx';
import { Draft } from '../documents/draft.screens.tsx';
import { DocumentRecord } from '../documents/record.screens.tsx';
import page from './challans.screens.tsx';

const desk: Desk = {
  page,
  one: 'challan',
  Draft,
  fields: ['purpose'],
  cancels: ['issued'],
  acts: [
    ...into(['issued', 'partly_converted'], ['invoices']),
    { name: 'close', calls: 'close', from: ['issued', 'partly_converted'], permission: 'challans.write' },
    duplicate('challans'),
  ],
};

export default function ChallanScreen(props: ScreenProps): ReactNode {
  return <DocumentRecord desk={desk} {...props} />;
}

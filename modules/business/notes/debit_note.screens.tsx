/** One debit note. */
import type { ScreenProps } from '@tenantry/ui/screens/screen.ts';
import type { ReactNode } from 'react';
import { DocumentRecord } from '../documents/record.screens.tsx';
import page from './debit_notes.screens.tsx';
import { noteDesk } from './notes_page.screens.tsx';

const desk = noteDesk(page, 'debit_note');

export default function DebitNoteScreen(props: ScreenProps): ReactNode {
  return <DocumentRecord desk={desk} {...props} />;
}

/** One credit note. */
import type { ScreenProps } from '@tenantry/ui/screens/screen.ts';
import type { ReactNode } from 'react';
import { DocumentRecord } from '../documents/record.screens.tsx';
import { NoteCredit } from '../payments/note_credit.screens.tsx';
import page from './credit_notes.screens.tsx';
import { noteDesk } from './notes_page.screens.tsx';

const desk = { ...noteDesk(page, 'credit_note'), Below: NoteCredit };

export default function CreditNoteScreen(props: ScreenProps): ReactNode {
  return <DocumentRecord desk={desk} {...props} />;
}

/** What the pages of credit and of debit notes have in common. */
import { definePage, type Page } from '@tenantry/ui/page/page.ts';
import type { Resource } from '@tenantry/ui/page/resource.ts';
import { FIRST_COLUMNS, hidden, STATUS, TOTAL } from '../documents/columns.screens.tsx';
import type { Desk } from '../documents/desk.screens.tsx';
import { printMany } from '../print/many.screens.tsx';
import { NoteDraft } from './note_draft.screens.tsx';

export function notesPage(resource: Resource): Page {
  return definePage({
    resource,
    words: 'documents',
    title: 'number',
    columns: [
      ...FIRST_COLUMNS,
      { name: 'original', width: 130, text: ({ original }) => (original as { number: string }).number },
      { ...STATUS, width: 110 },
      TOTAL,
      { name: 'balance', kind: 'money' },
      ...hidden('reason', 'document_type', 'taxable_value', 'place_of_supply', 'updated_at'),
    ],
    form: {},
    acts: printMany(resource.noun, 'einvoice'),
  });
}

export const noteDesk = (page: Page, one: string): Desk => ({
  page,
  one,
  Draft: NoteDraft,
  cancels: ['issued'],
});

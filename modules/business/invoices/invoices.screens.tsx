/** The list of invoices. */
import resource from 'virtual:resources/invoices';
import { definePage } from '@tenantry/ui/page/page.ts';
import { FIRST_COLUMNS, hidden, TOTAL } from '../documents/columns.screens.tsx';
import { printMany } from '../print/many.screens.tsx';

/** Where one stands, in the list and on its page. */
export const MARKS = {
  draft: 'draft',
  unpaid: 'sent',
  part: 'part',
  overdue: 'late',
  paid: 'full',
  cancelled: 'off',
} as const;

export default definePage({
  resource,
  words: 'documents',
  title: 'number',
  columns: [
    ...FIRST_COLUMNS,
    {
      name: 'standing',
      width: 150,
      phone: 'state',
      marks: MARKS,
      text: ({ standing, overdue_days }, words) =>
        standing === 'overdue'
          ? words('documents.overdue_by', { days: overdue_days as number })
          : words(`documents.standing_${standing}`),
    },
    { name: 'due_date', width: 100 },
    TOTAL,
    { name: 'balance', kind: 'money' },
    ...hidden(
      'taxable_value',
      'place_of_supply',
      'status',
      'document_type',
      'currency',
      'total_in_currency',
      'reference',
      'updated_at',
    ),
  ],
  form: {},
  acts: printMany('invoices', 'einvoice', 'eway_bill'),
});

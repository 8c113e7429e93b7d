/** The list of invoices. */
import resource from 'virtual:resources/invoices';
import { definePage } from '@tenantry/ui/page/page.ts';
import { FIRST_COLUMNS, hidden, TOTAL } from '../documents/columns.screens.tsx';
import { printMany } from '../print/many.screens.tsx';

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
      marks: {
        draft: { mark: 'dashed', tone: 'dim' },
        unpaid: { mark: 'ring' },
        part: { mark: 'half', tone: 'wait' },
        overdue: { mark: 'turned', tone: 'bad' },
        paid: { mark: 'full', tone: 'good' },
        cancelled: { mark: 'dashed', tone: 'dim' },
      },
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
  acts: printMany('invoices'),
});

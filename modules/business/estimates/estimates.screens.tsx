/** The list of estimates. */
import resource from 'virtual:resources/estimates';
import { definePage } from '@tenantry/ui/page/page.ts';
import { FIRST_COLUMNS, hidden, STATUS, TOTAL } from '../documents/columns.screens.tsx';
import { printMany } from '../print/many.screens.tsx';

export default definePage({
  resource,
  words: 'documents',
  title: 'number',
  columns: [
    ...FIRST_COLUMNS,
    STATUS,
    { name: 'valid_until', width: 100 },
    { name: 'document_type', width: 120 },
    TOTAL,
    ...hidden('taxable_value', 'place_of_supply', 'currency', 'total_in_currency', 'reference', 'updated_at'),
  ],
  form: {},
  acts: printMany('estimates'),
});

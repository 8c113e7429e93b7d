/** The list of challans. */
import resource from 'virtual:resources/challans';
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
    { name: 'purpose', width: 140 },
    TOTAL,
    ...hidden('taxable_value', 'place_of_supply', 'reference', 'updated_at'),
  ],
  form: {},
  acts: printMany('challans', 'eway_bill'),
});

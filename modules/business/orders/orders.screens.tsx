/** The list of orders. */
import resource from 'virtual:resources/orders';
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
    { name: 'delivery_date', width: 110 },
    TOTAL,
    ...hidden('taxable_value', 'place_of_supply', 'currency', 'total_in_currency', 'reference', 'updated_at'),
  ],
  form: {},
  acts: printMany('orders'),
});

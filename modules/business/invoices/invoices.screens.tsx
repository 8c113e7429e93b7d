/** The list of invoices. */
import resource from 'virtual:resources/invoices';
import { definePage } from '@tenantry/ui/page/page.ts';

export default definePage({
  resource,
  words: 'invoices',
  title: 'number',
  columns: [
    { name: 'date', width: 100, phone: 'note' },
    { name: 'number', width: 150, phone: 'note' },
    { name: 'buyer', width: 240, phone: 'title', text: ({ buyer }) => (buyer as { name: string }).name },
    { name: 'status', width: 100, phone: 'state' },
    { name: 'due_date', width: 100 },
    { name: 'total', kind: 'money', phone: 'figure' },
    { name: 'balance', kind: 'money' },
    { name: 'taxable_value', kind: 'money', hidden: true },
    { name: 'place_of_supply', hidden: true },
    { name: 'document_type', hidden: true },
    { name: 'reference', hidden: true },
    { name: 'updated_at', hidden: true },
  ],
  form: {},
});

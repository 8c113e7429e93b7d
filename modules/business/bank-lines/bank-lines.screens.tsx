/** The list of lines of bank statements. */
import resource from 'virtual:resources/bank-lines';
import { definePage } from '@tenantry/ui/page/page.ts';

export default definePage({
  resource,
  words: 'bank-lines',
  title: 'description',
  columns: [
    { name: 'date', width: 100, phone: 'note' },
    { name: 'description', width: 360, phone: 'title' },
    { name: 'reference', width: 130 },
    { name: 'account_name', width: 140, phone: 'note' },
    { name: 'status', width: 110, phone: 'state', marks: { open: 'sent', matched: 'full', ignored: 'off' } },
    { name: 'amount', kind: 'money', phone: 'figure' },
    { name: 'balance', kind: 'money', hidden: true },
  ],
  form: {},
});

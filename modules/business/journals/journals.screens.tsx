/** The day book: all vouchers. */
import resource from 'virtual:resources/journals';
import { definePage } from '@tenantry/ui/page/page.ts';

export default definePage({
  resource,
  words: 'journals',
  title: 'narration',
  columns: [
    { name: 'date', width: 100, phone: 'note' },
    { name: 'number', width: 130, phone: 'note' },
    { name: 'narration', width: 360, phone: 'title' },
    {
      name: 'kind',
      width: 150,
      phone: 'state',
      text: ({ kind }, words) => words(`journals.kind_${kind}`),
    },
    { name: 'amount', kind: 'money', phone: 'figure' },
    { name: 'created_at', hidden: true },
  ],
  form: {},
});

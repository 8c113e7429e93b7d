/** The pages of recurring invoices. */
import resource from 'virtual:resources/recurrences';
import { definePage } from '@tenantry/ui/page/page.ts';
import { Coming } from './coming.screens.tsx';

export default definePage({
  resource,
  words: 'recurrences',
  detail: 'invoice_number',
  // From an invoice's page.
  begins: ({ invoice }) => (invoice ? { invoice, unit: 'month', every: 1 } : { every: 1 }),
  verbs: { archive: 'recurrences.pause', restore: 'recurrences.resume', archived: 'recurrences.paused' },
  Below: Coming,
  columns: [
    { name: 'name', width: 220, phone: 'title' },
    { name: 'invoice_number', width: 150, phone: 'note' },
    { name: 'unit', width: 100 },
    { name: 'every', width: 80 },
    { name: 'next_on', width: 110, phone: 'note' },
    { name: 'ends_on', width: 110 },
    { name: 'made', width: 80, phone: 'figure' },
    { name: 'issues', width: 100 },
    { name: 'last_problem', hidden: true },
    { name: 'is_active', hidden: true },
    { name: 'updated_at', hidden: true },
  ],
  form: {
    what: [
      { name: 'name', hint: true },
      {
        name: 'invoice',
        hint: true,
        from: { noun: 'invoices', label: 'number', shown: 'invoice_number', query: { status: 'issued' } },
      },
    ],
    when: ['unit', 'every', 'starts_on', 'ends_on', { name: 'issues', hint: true }],
  },
});

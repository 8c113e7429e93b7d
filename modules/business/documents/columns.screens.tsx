/** The columns that lists of documents have in common. */
import type { PageColumn } from '@tenantry/ui/page/page.ts';

/** What every list begins with. */
export const FIRST_COLUMNS: readonly PageColumn[] = [
  { name: 'date', width: 100, phone: 'note' },
  { name: 'number', width: 150, phone: 'note' },
  { name: 'buyer', width: 240, phone: 'title', text: ({ buyer }) => (buyer as { name: string }).name },
];

export const TOTAL: PageColumn = { name: 'total', kind: 'money', phone: 'figure' };

/** What stands in the column chooser until somebody wants it. */
export const hidden = (...names: string[]): PageColumn[] =>
  names.map((name) => ({ name, hidden: true, ...(name === 'taxable_value' ? { kind: 'money' as const } : {}) }));

/** The columns that lists of documents have in common. */
import type { PageColumn } from '@tenantry/ui/page/page.ts';
import type { Mark } from '@tenantry/ui/parts/status_mark.tsx';

/** What every list begins with. */
export const FIRST_COLUMNS: readonly PageColumn[] = [
  { name: 'date', width: 100, phone: 'note' },
  { name: 'number', width: 150, phone: 'note' },
  { name: 'buyer', width: 240, phone: 'title', text: ({ buyer }) => (buyer as { name: string }).name },
];

/** How a document's state looks, in lists and on its page. */
export const STATUS_MARKS: Readonly<Record<string, Mark>> = {
  draft: 'draft',
  sent: 'sent',
  accepted: 'sent',
  open: 'sent',
  issued: 'sent',
  partly_converted: 'part',
  converted: 'full',
  expired: 'late',
  declined: 'off',
  closed: 'off',
  cancelled: 'off',
};
export const STATUS: PageColumn = { name: 'status', width: 140, phone: 'state', marks: STATUS_MARKS };

export const TOTAL: PageColumn = { name: 'total', kind: 'money', phone: 'figure' };

/** What stands in the column chooser until somebody wants it. */
export const hidden = (...names: string[]): PageColumn[] =>
  names.map((name) => ({ name, hidden: true, ...(name === 'taxable_value' ? { kind: 'money' as const } : {}) }));

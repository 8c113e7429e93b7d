/** The pages of accounts: those of the books, and where the money lies. */
import resource from 'virtual:resources/accounts';
import { definePage } from '@tenantry/ui/page/page.ts';
import { lazy } from 'react';

export default definePage({
  resource,
  words: 'accounts',
  detail: 'code',
  columns: [
    { name: 'code', width: 90, phone: 'note' },
    { name: 'name', width: 240, phone: 'title' },
    { name: 'type', width: 110, phone: 'state' },
    { name: 'class', width: 90 },
    { name: 'bank_name', width: 140 },
    { name: 'account_number', width: 160 },
    { name: 'balance', kind: 'money', phone: 'figure' },
    { name: 'ifsc', hidden: true },
    { name: 'upi_id', hidden: true },
    { name: 'updated_at', hidden: true },
    { name: 'is_active', hidden: true },
  ],
  Above: lazy(() => import('./account_ledger.screens.tsx')),
  form: {
    what: [{ name: 'name', wide: true }, { name: 'code', hint: true }, 'class', { name: 'type', hint: true }],
    where: [
      'bank_name',
      'account_number',
      'ifsc',
      'upi_id',
      {
        name: 'branch_id',
        hint: true,
        from: { noun: 'branches', label: 'name', shown: 'branch_name', query: { is_active: 'true' } },
      },
    ],
  },
});

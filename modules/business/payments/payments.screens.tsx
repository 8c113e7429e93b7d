/** The list of payments. */
import resource from 'virtual:resources/payments';
import { definePage } from '@tenantry/ui/page/page.ts';
import { printMany } from '../print/many.screens.tsx';

/** Whether it counts, in the list and on its page. */
export const MARKS = { posted: 'full', cancelled: 'off', bounced: 'late' } as const;

export default definePage({
  resource,
  words: 'payments',
  title: 'number',
  columns: [
    { name: 'date', width: 100, phone: 'note' },
    { name: 'number', width: 130, phone: 'note' },
    { name: 'party_name', width: 180, phone: 'title' },
    { name: 'mode', width: 100 },
    { name: 'account_name', width: 140, hidden: true },
    { name: 'reference', width: 120 },
    { name: 'status', width: 110, phone: 'state', marks: MARKS },
    { name: 'amount', kind: 'money', phone: 'figure' },
    { name: 'unallocated', kind: 'money' },
    { name: 'branch_name', width: 130, hidden: true },
    { name: 'tds_amount', kind: 'money', hidden: true },
    { name: 'write_off', kind: 'money', hidden: true },
    { name: 'allocated', kind: 'money', hidden: true },
    { name: 'cheque_status', hidden: true },
    { name: 'voucher', hidden: true },
    { name: 'direction', hidden: true },
    { name: 'updated_at', hidden: true },
  ],
  form: {},
  acts: printMany('payments'),
});

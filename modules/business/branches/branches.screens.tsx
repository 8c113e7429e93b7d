/** The pages of branches. */
import resource from 'virtual:resources/branches';
import { states as known } from '@tenantry/india/states.ts';
import { definePage } from '@tenantry/ui/page/page.ts';

const states = known.map(({ code, name }) => ({ value: code, label: name }));

export default definePage({
  resource,
  words: 'branches',
  detail: 'code',
  columns: [
    { name: 'code', width: 80, phone: 'note' },
    { name: 'name', width: 200, phone: 'title' },
    { name: 'gstin', width: 160, phone: 'note' },
    { name: 'city', width: 130 },
    { name: 'state', kind: 'choice', width: 150, choices: states },
    { name: 'is_active', hidden: true },
    { name: 'updated_at', hidden: true },
  ],
  form: {
    what: [{ name: 'code', hint: true }, 'name', { name: 'gstin', hint: true }],
    where: [
      'address_line1',
      'address_line2',
      'city',
      { name: 'state', kind: 'choice', choices: states },
      'pincode',
      { name: 'phone', kind: 'phone' },
      'email',
    ],
  },
});

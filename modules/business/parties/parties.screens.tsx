/** What the pages of customers and of vendors have in common. */
import { states as known } from '@tenantry/india/states.ts';
import { definePage, type Page } from '@tenantry/ui/page/page.ts';
import type { Resource } from '@tenantry/ui/page/resource.ts';

/** Written as the server answers them: by their codes. */
const states = known.map(({ code, name }) => ({ value: code, label: name }));

export function partyPage(resource: Resource): Page {
  // Customers alone are sold to by price lists.
  const priced = 'price_list_id' in (resource.routes.create?.input.properties ?? {});
  return definePage({
    resource,
    words: 'parties',
    detail: 'gstin',
    columns: [
      { name: 'name', width: 210, phone: 'title' },
      { name: 'gstin', width: 150 },
      { name: 'contact_person', hidden: true },
      { name: 'phone', kind: 'text', width: 130, phone: 'note' },
      { name: 'email', hidden: true },
      { name: 'city', width: 130, phone: 'note' },
      { name: 'state', kind: 'choice', width: 150, choices: states },
      { name: 'category', width: 150, hidden: true },
      { name: 'terms_days', width: 90 },
      { name: 'credit_limit', hidden: true },
      { name: 'opening_balance', phone: 'figure' },
      { name: 'updated_at', hidden: true },
      { name: 'is_active', hidden: true },
    ],
    form: {
      who: [
        { name: 'name', wide: true, autoComplete: 'off' },
        { name: 'gstin', hint: true },
        'category',
        'pan',
        'contact_person',
        { name: 'phone', kind: 'phone' },
        'email',
      ],
      where: [
        { name: 'address_line1' },
        { name: 'address_line2' },
        'city',
        { name: 'state', kind: 'choice', choices: states },
        'pincode',
        'country',
      ],
      elsewhere: [
        {
          name: 'addresses',
          rows: [
            'label',
            'contact_person',
            { name: 'phone', kind: 'phone' },
            'address_line1',
            'address_line2',
            'city',
            { name: 'state', kind: 'choice', choices: states },
            'pincode',
            'country',
          ],
        },
      ],
      terms: [
        { name: 'terms_days', unit: 'days' },
        'credit_limit',
        { name: 'opening_balance', hint: true },
        ...(priced
          ? [
              {
                name: 'price_list_id',
                hint: true,
                from: { noun: 'price-lists', label: 'name', shown: 'price_list_name', query: { is_active: 'true' } },
              },
            ]
          : []),
        ...(resource.noun === 'customers' ? [{ name: 'is_reminded', hint: true }] : []),
      ],
      more: [{ name: 'notes', wide: true }],
    },
  });
}

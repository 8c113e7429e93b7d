/** The list of price lists, and the form of one. */
import resource from 'virtual:resources/price-lists';
import { definePage } from '@tenantry/ui/page/page.ts';

export default definePage({
  resource,
  words: 'price-lists',
  detail: 'currency',
  columns: [
    { name: 'name', width: 240, phone: 'title' },
    { name: 'prices', width: 90, phone: 'figure' },
    { name: 'currency', width: 90, phone: 'note' },
    { name: 'prices_include_tax', width: 130 },
    { name: 'is_active', hidden: true },
    { name: 'updated_at', width: 150 },
  ],
  form: {
    what: [
      'name',
      {
        name: 'customer_id',
        hint: true,
        from: { noun: 'customers', label: 'name', note: 'city', shown: 'customer_name', query: { is_active: 'true' } },
      },
      { name: 'currency', hint: true },
      'prices_include_tax',
      { name: 'notes', wide: true },
    ],
  },
  begins: { currency: 'INR' },
});

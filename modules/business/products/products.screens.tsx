/** The pages of products: goods and services. */
import resource from 'virtual:resources/products';
import { definePage, type Page } from '@tenantry/ui/page/page.ts';
import { type ComponentProps, lazy, type ReactNode, Suspense } from 'react';

const CodeRate = lazy(() => import('./code_rate.screens.tsx'));

function BelowItem({ values }: Pick<ComponentProps<NonNullable<Page['Below']>>, 'values'>): ReactNode {
  return (
    <Suspense>
      <CodeRate values={values} />
    </Suspense>
  );
}

export default definePage({
  resource,
  words: 'products',
  detail: 'sku',
  columns: [
    { name: 'name', width: 240, phone: 'title' },
    { name: 'sku', width: 110, phone: 'note' },
    { name: 'kind', width: 90 },
    { name: 'hsn', width: 100, phone: 'note' },
    { name: 'category', width: 120 },
    { name: 'unit', width: 70 },
    { name: 'sale_price', kind: 'money', phone: 'figure' },
    { name: 'purchase_price', kind: 'money', hidden: true },
    { name: 'tax_rate', kind: 'percent', width: 80, phone: 'state' },
    { name: 'treatment', hidden: true },
    { name: 'barcode', hidden: true },
    { name: 'reorder_level', hidden: true },
    { name: 'updated_at', hidden: true },
    { name: 'is_active', hidden: true },
  ],
  form: {
    what: [
      { name: 'name', wide: true },
      { name: 'kind', open: true },
      { name: 'sku', hint: true },
      'barcode',
      'category',
      { name: 'description', wide: true },
    ],
    price: ['sale_price', 'purchase_price', 'unit', 'reorder_level'],
    tax: [
      { name: 'hsn', hint: true },
      'treatment',
      { name: 'tax_rate', kind: 'percent', hint: true },
      { name: 'cess_rate', kind: 'percent' },
    ],
  },
  begins: { kind: 'goods' },
  Below: BelowItem,
});

/** The lines of an invoice, a thousand of them: products are looked for, amounts computed. */
import { type ReactNode, useMemo } from 'react';
import { LineGrid } from '../src/lines/line_grid.tsx';
import { createLines, figureOf, type LineChoice, type LineColumn } from '../src/lines/line_store.ts';

const PRODUCTS = ['Bolt M8', 'Bolt M10', 'Nut M8', 'Washer 8 mm', 'Bearing 6204', 'V-belt B42', 'Cutting oil 5 l'];

async function search(text: string): Promise<LineChoice[]> {
  const found = PRODUCTS.filter((name) => name.toLowerCase().includes(text.toLowerCase()));
  return found.map((name) => {
    const price = String(10 + name.length * 3.5);
    return { key: name, label: name, note: price, fills: { item: name, hsn: '7318', price, tax: '18' } };
  });
}

const value = (line: Parameters<NonNullable<LineColumn['compute']>>[0]): number =>
  Math.round((figureOf(line, 'quantity') ?? 0) * (figureOf(line, 'price') ?? 0) * 100) / 100;

const COLUMNS: readonly LineColumn[] = [
  { key: 'item', label: 'Item', kind: 'pick', search },
  { key: 'hsn', label: 'HSN', kind: 'text', width: 90 },
  { key: 'quantity', label: 'Quantity', kind: 'quantity' },
  { key: 'price', label: 'Price', kind: 'money' },
  { key: 'tax', label: 'GST', kind: 'percent' },
  { key: 'value', label: 'Taxable', kind: 'money', compute: value, total: true },
  {
    key: 'total',
    label: 'Total',
    kind: 'money',
    compute: (line) => Math.round(value(line) * (100 + (figureOf(line, 'tax') ?? 0))) / 100,
    total: true,
  },
];

export function LineGridPage(): ReactNode {
  const store = useMemo(() => {
    const count = Number(new URLSearchParams(location.search).get('lines') ?? 1000);
    return createLines(
      COLUMNS,
      Array.from({ length: count }, (_, index) => ({
        item: PRODUCTS[index % PRODUCTS.length] ?? '',
        hsn: '7318',
        quantity: String((index % 9) + 1),
        price: '12.50',
        tax: '18',
      })),
    );
  }, []);
  return <LineGrid label="Lines" columns={COLUMNS} store={store} />;
}

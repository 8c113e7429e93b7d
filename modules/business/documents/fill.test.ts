/** Lines filled in by worked numbers: the band of a code looks at what the document leaves of a piece, whoever says the cess. */
import { expect, test } from 'vitest';
import type { Product } from '../products/products.schema.ts';
import type { DocumentFields, LineFields } from './documents.schema.ts';
import { fillLines } from './fill.ts';

// Of HSN 61 up to ₹2,500 a piece bears 5 %, what is dearer 18 %.
const shirt = { id: 'shirt', name: 'Shirt', hsn: '6109', unit: 'NOS', kind: 'goods', treatment: 'taxable' };
const products = new Map([['shirt', { ...shirt, tax_rate: null, cess_rate: 0, sale_price: 2700 } as Product]]);
const asked = { date: '2026-11-14', currency: 'INR', exchange_rate: null, offers: [], rates: [], isZeroRated: false };

function filled(line: Partial<LineFields>, more: Partial<DocumentFields> = {}) {
  const given = { lines: [{ product_id: 'shirt', quantity: 1, ...line }], ...more } as DocumentFields;
  const prices_include_tax = given.prices_include_tax ?? false;
  const productOf = ({ product_id }: LineFields) => products.get(product_id ?? '');
  const [one] = fillLines(given, { ...asked, prices_include_tax, productOf });
  return [one?.tax_rate, one?.unit_price, one?.price_source, one?.rate_source];
}

test.each<[string, Partial<LineFields>, Partial<DocumentFields>, unknown[]]>([
  ['a dear one', {}, {}, [18, 2700, 'product', 'hsn']],
  ['with its tax in the price, the price of the rate', {}, { prices_include_tax: true }, [18, 3186, 'product', 'hsn']],
  ['cheaper by its own discount', { discount_percent: 10 }, {}, [5, 2700, 'product', 'hsn']],
  ['cheaper by that of the document', {}, { discount_amount: 20_000 as never }, [5, 2700, 'product', 'hsn']],
  ['dearer by its freight', { unit_price: 2450 }, { charges: 5_100 as never }, [18, 2450, 'given', 'hsn']],
  [
    'a typed cess leaves the band',
    { cess_rate: 2 },
    { discount_amount: 20_000 as never },
    [5, 2700, 'product', 'given'],
  ],
  ['a box hides how many there are', { unit: 'BOX' }, {}, [0, 2700, 'product', null]],
  ['a typed rate', { tax_rate: 12 }, {}, [12, 2700, 'product', 'given']],
])('%s', (_, line, more, expected) => {
  expect(filled(line, more)).toEqual(expected);
});

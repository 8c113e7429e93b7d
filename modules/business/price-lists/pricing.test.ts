/** Which price counts: worked examples, from the product's own to the customer's. */
import { expect, test } from 'vitest';
import { atTax, findPrice, type Offer, type Wanted } from './pricing.ts';

const offer = (unit_price: number, more: Partial<Offer> = {}): Offer => ({
  price_list_id: 'list',
  is_own: false,
  currency: 'INR',
  prices_include_tax: false,
  product_id: 'bolt',
  unit_price,
  min_quantity: 0,
  valid_from: null,
  valid_to: null,
  ...more,
});
const own = (unit_price: number, more: Partial<Offer> = {}): Offer =>
  offer(unit_price, { is_own: true, price_list_id: 'own', ...more });
/** A line, and how its document says prices. */
type Asked = Wanted & { tax: number; prices_include_tax: boolean };
const wanted = (more: Partial<Asked> = {}): Asked => ({
  product: { id: 'bolt', sale_price: 100 },
  tax: 18,
  quantity: 10,
  date: '2026-11-14',
  currency: 'INR',
  prices_include_tax: false,
  ...more,
});

test.each<[string, Offer[], Partial<Asked>, [number, string] | null]>([
  ['nobody said more', [], {}, [100, 'product']],
  ['the list goes before the product', [offer(90)], {}, [90, 'price_list']],
  ['the customer’s own goes before the list, dearer or not', [offer(90), own(95)], {}, [95, 'customer']],
  ['in whatever order they come', [own(95), offer(90, { min_quantity: 10 })], {}, [95, 'customer']],
  [
    'the largest quantity that is reached',
    [offer(90), offer(80, { min_quantity: 10 }), offer(70, { min_quantity: 11 })],
    {},
    [80, 'price_list'],
  ],
  ['below it the price for any', [offer(90), offer(80, { min_quantity: 10 })], { quantity: 9.999 }, [90, 'price_list']],
  ['before its first day it is none', [offer(90, { valid_from: '2026-11-15' })], {}, [100, 'product']],
  ['on its last day it holds', [offer(90, { valid_to: '2026-11-14' })], {}, [90, 'price_list']],
  ['the one that began last', [offer(90), offer(85, { valid_from: '2026-11-01' })], {}, [85, 'price_list']],
  ['of another product', [offer(90, { product_id: 'nut' })], {}, [100, 'product']],
  ['of another currency', [offer(1.5, { currency: 'USD' })], {}, [100, 'product']],
  ['in that currency', [offer(1.5, { currency: 'USD' })], { currency: 'USD' }, [1.5, 'price_list']],
  ['a product’s own price is in rupees', [], { currency: 'USD' }, null],
  ['nothing at all', [], { product: { id: 'bolt', sale_price: null } }, null],
  ['a price with tax, said without', [offer(118, { prices_include_tax: true })], {}, [100, 'price_list']],
  ['to the fourth decimal', [offer(999, { prices_include_tax: true })], { tax: 5 }, [951.4286, 'price_list']],
  ['a price without tax, said with it', [offer(90)], { prices_include_tax: true }, [106.2, 'price_list']],
  ['also the product’s own', [], { prices_include_tax: true, tax: 12.5 }, [112.5, 'product']],
  ['nothing for nothing', [offer(0)], {}, [0, 'price_list']],
])('%s', (_, offers, more, expected) => {
  const asked = wanted(more);
  const said = findPrice(asked, offers);
  const found = said && atTax(said, asked.prices_include_tax, asked.tax);
  expect(found && [found.unit_price, found.source]).toEqual(expected);
});

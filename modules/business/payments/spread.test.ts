/** How money is spread over open invoices, by worked numbers. */
import { expect, test } from 'vitest';
import { abroadOf, allocationsOf, exchangeOf, type OpenInvoice, spread } from './spread.ts';

const rupees = (id: string, balance: number): OpenInvoice => ({
  ...{ id, number: id, date: '2026-11-01', due_date: '2026-12-01', total: balance, balance },
  ...{ currency: 'INR', balance_in_currency: null, branch_id: null },
});
const dollars = { ...rupees('usd', 8300), currency: 'USD', balance_in_currency: 100 };

test('the oldest first, the one that is meant before all; in dollars what the rate did goes with it', () => {
  const [one, two] = [rupees('a', 300), rupees('b', 500)];
  expect(spread([one, two], 450.5, null)).toEqual({ a: 300, b: 150.5 });
  expect(spread([one, two], 450.5, 'b')).toEqual({ b: 450.5 });
  expect(spread([one, dollars], 8750, null)).toEqual({ a: 300, usd: 8450 });
  expect(spread([dollars], 8450, null, { currency: 'USD', exchange_rate: 84 })).toEqual({ usd: 8400 });
  expect(spread([dollars], 10000, null)).toEqual({ usd: 8300 });
});

test('what a part settles in dollars, and what is gained or lost by it', () => {
  expect([8450, 8100, 4150].map((part) => abroadOf(dollars, part, null))).toEqual([100, 100, 50]);
  expect(abroadOf(dollars, 4225, { currency: 'USD', exchange_rate: 84.5 })).toBe(50);
  expect(abroadOf(rupees('a', 300), 300, null)).toBeNull();
  expect([exchangeOf(dollars, 8450, 100), exchangeOf(dollars, 8100, 100), exchangeOf(dollars, 4225, 50)]).toEqual([
    150, -200, 75,
  ]);
  expect(allocationsOf([dollars, rupees('a', 300)], { usd: 8100, a: 300, b: null }, { usd: 98 }, null)).toEqual([
    { document_id: 'usd', amount: 8100, in_currency: 98 },
    { document_id: 'a', amount: 300 },
  ]);
});

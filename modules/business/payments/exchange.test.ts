/** What money settles of an invoice in another currency, by worked numbers: USD 100 billed at 83. */
import { describe, expect, test } from 'vitest';
import { likelyPart, type Money, type Open, settledBy, shareAbroad, shareInRupees } from './exchange.ts';

const billed: Open = { currency: 'USD', balance: 830000, balance_in_currency: 100 };

describe('what rupees settle of dollars', () => {
  test.each<[string, Money, [number, number, number]]>([
    ['8,450 for all of it: 150 gained', { used: 845000, in_currency: 100 }, [830000, 15000, 100]],
    ['8,100 for all of it: 200 lost', { used: 810000, in_currency: 100 }, [830000, -20000, 100]],
    ['half of it at 84.50', { used: 422500, in_currency: 50 }, [415000, 7500, 50]],
    ['a third at 81', { used: 269973, in_currency: 33.33 }, [276639, -6666, 33.33]],
    ['by the rate of its day', { used: 845000, rate: 84.5 }, [830000, 15000, 100]],
    ['by the rate, in part', { used: 338000, rate: 84.5 }, [332000, 6000, 40]],
    ['a paisa of a rounded rate is no money beyond', { used: 833334, rate: 83.333333 }, [830000, 3334, 100]],
    ['as much as booked and more, of no known rate: all of it', { used: 845000 }, [830000, 15000, 100]],
    ['less than booked, of no known rate: by the rate of the invoice', { used: 415000 }, [415000, 0, 50]],
    ['a rate that was named may be far off', { used: 1660000, rate: 166 }, [830000, 830000, 100]],
    ['a sum in rupees is itself', { used: 100 }, [100, 0, 0]],
  ])('%s', (told, money, [amount, exchange, in_currency]) => {
    const open: Open = told.includes('in rupees')
      ? { currency: 'INR', balance: 500, balance_in_currency: null }
      : billed;
    expect(settledBy(open, money)).toEqual({ amount, exchange, in_currency });
  });

  test.each<[Money, string, boolean, string]>([
    [{ used: 845000, in_currency: 100.01 }, 'in_currency', true, 'has USD 100 left.'],
    [{ used: 845000, in_currency: 99.999 }, 'in_currency', false, 'USD, which has 2 decimals'],
    [{ used: 8450000, in_currency: 100 }, 'in_currency', false, 'too far'],
    [{ used: 8450000 }, 'amount', true, 'has 8,300.00 left; give that or less.'],
    [{ used: 900000, rate: 84.5 }, 'amount', true, 'has 8,300.00 left; give that or less.'],
  ])('%j is refused at %s', (money, field, isOver, detail) => {
    expect(settledBy(billed, money)).toEqual({ field, isOver, detail: expect.stringContaining(detail) });
  });

  test('a sum in rupees has no other currency, and not more than is left', () => {
    const open: Open = { currency: 'INR', balance: 500, balance_in_currency: null };
    expect(settledBy(open, { used: 400, in_currency: 1 })).toMatchObject({ field: 'in_currency' });
    expect(settledBy(open, { used: 501 })).toMatchObject({ field: 'amount', isOver: true });
  });

  test('parts that follow each other come to the whole in both, to the paisa', () => {
    let open: Open = { currency: 'JPY', balance: 5512345, balance_in_currency: 100001 };
    const taken = [0, 0, 0];
    for (const in_currency of [33333, 33333, 33335]) {
      const used = Math.round(in_currency * 56);
      const part = settledBy(open, { used, in_currency });
      if ('detail' in part) throw new Error(part.detail);
      taken[0] = (taken[0] as number) + part.amount;
      taken[1] = (taken[1] as number) + part.exchange;
      taken[2] = (taken[2] as number) + part.in_currency;
      const left = (open.balance_in_currency as number) - part.in_currency;
      open = { ...open, balance: open.balance - part.amount, balance_in_currency: left };
    }
    expect(taken).toEqual([5512345, 100001 * 56 - 5512345, 100001]);
    expect(open).toMatchObject({ balance: 0, balance_in_currency: 0 });
  });
});

test('money within a tenth of what is booked is likely meant for all of it', () => {
  expect(likelyPart(billed, 845000)).toEqual({ used: 845000, in_currency: 100 });
  expect(likelyPart(billed, 810000)).toEqual({ used: 810000, in_currency: 100 });
  expect(likelyPart(billed, 400000)).toEqual({ used: 400000, in_currency: null });
  expect(likelyPart(billed, 1000000)).toEqual({ used: 830000, in_currency: null });
  // The rupee fell to 100 since: what came is near all of it by that rate.
  expect(likelyPart(billed, 960000, 1000000)).toEqual({ used: 960000, in_currency: 100 });
  expect(likelyPart(billed, 949999, 1000000)).toEqual({ used: 830000, in_currency: null });
});

test('the share of a balance in the other currency, both ways', () => {
  expect([shareAbroad(billed, 415000), shareAbroad(billed, 830000), shareAbroad(billed, 1)]).toEqual([50, 100, 0]);
  expect([shareInRupees(billed, 20), shareInRupees(billed, 100)]).toEqual([166000, 830000]);
});

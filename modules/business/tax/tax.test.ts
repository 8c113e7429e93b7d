/** The tax engine: worked examples, and rules that hold for whatever comes in. */
import type { Paise } from '@tenantry/kernel/schema/fields.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { divide, scaled, share } from './exact.ts';
import { computeTax, type Head, type TaxDocument, type TaxLine } from './tax.ts';

const paise = (rupees: number): Paise => Math.round(rupees * 100) as Paise;
const line = (unit_price: number, tax_rate: number, more: Partial<TaxLine> = {}): TaxLine => ({
  quantity: 1,
  unit_price,
  treatment: 'taxable',
  tax_rate,
  ...more,
});
const compute = (lines: TaxLine[], head: Head = 'intra', more: Partial<TaxDocument> = {}) =>
  computeTax({ lines, head, charge: 'charged', ...more });

describe('exact arithmetic', () => {
  test('half is rounded away from zero, on both sides', () => {
    expect([5n, -5n, 4n, -4n, 15n].map((value) => divide(value, 10n))).toEqual([1n, -1n, 0n, 0n, 2n]);
    expect([1n, 2n, -1n, -2n].map((value) => divide(value, 3n))).toEqual([0n, 1n, 0n, -1n]);
  });

  test('what has too many decimals is refused, not rounded', () => {
    expect(scaled(333.33, 4)).toBe(3333300n);
    expect(scaled(0.1 + 0.2, 3)).toBe(300n);
    expect(() => scaled(1.0005, 3)).toThrow('more than 3 decimals');
    expect(() => scaled(1e15, 4)).toThrow('too large');
  });

  test('a discount is shared so that the shares add to it', () => {
    expect(share(1000n, [15000n, 9999n, 5001n])).toEqual([500n, 333n, 167n]);
    expect(share(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
    expect(share(100n, [0n, 0n])).toEqual([100n, 0n]);
  });
});

describe('worked examples', () => {
  test('what rounding leaves is carried to the next line', () => {
    const igst = compute([line(5.3, 5), line(5.3, 5), line(5.3, 5)], 'inter');
    expect(igst.lines.map((one) => one.igst)).toEqual([27, 26, 27]);
    expect(igst.igst).toBe(80);
    const cgst = compute([line(1.07, 18), line(1.07, 18), line(1.07, 18), line(1.07, 18)]);
    expect(cgst.lines.map((one) => one.cgst)).toEqual([10, 9, 10, 10]);
    expect([cgst.cgst, cgst.sgst]).toEqual([39, 39]);
  });

  test.each([
    ['intra', 999, 5, 951.42, 23.79],
    ['intra', 2499, 18, 2117.8, 190.6],
    ['intra', 500, 40, 357.14, 71.43],
    ['intra', 1, 18, 0.84, 0.08],
    ['inter', 999, 5, 951.43, 47.57],
  ] as const)('%s: a price of %d with %d %% in it', (head, price, rate, value, tax) => {
    const { lines, total } = compute([line(price, rate)], head, { prices_include_tax: true });
    expect(lines[0]).toMatchObject({ taxable_value: paise(value), [head === 'intra' ? 'sgst' : 'igst']: paise(tax) });
    expect(total).toBe(paise(price));
  });

  test('bolts and a repair from Maharashtra to Karnataka', () => {
    const lines = [line(333.33, 18, { quantity: 5, discount_percent: 5 }), line(1500, 18)];
    const document = compute(lines, 'inter', { round_off: true });
    expect(document.lines[0]).toMatchObject({ amount: 166665, discount: 8333, taxable_value: 158332, igst: 28500 });
    expect(document).toMatchObject({ taxable_value: 308332, igst: 55500, cgst: 0, round_off: -32, total: 363800 });
  });

  test('cess by value and by unit', () => {
    const { lines } = compute([line(100, 28, { quantity: 3, cess_rate: 12, cess_per_unit: paise(4.17) })]);
    expect(lines[0]).toMatchObject({ taxable_value: 30000, cgst: 4200, sgst: 4200, cess: 3600 + 1251, total: 43251 });
  });

  test('free goods and a discount of everything bear nothing', () => {
    const { lines, total } = compute([line(0, 18), line(99.99, 18, { discount_percent: 100 })]);
    expect(lines.map((one) => one.total)).toEqual([0, 0]);
    expect(total).toBe(0);
  });

  test('freight is part of the value and bears the tax of what it goes with', () => {
    const document = compute([line(300, 5), line(100, 18)], 'inter', { charges: paise(40), other_charges: paise(7) });
    expect(document.lines.map((one) => one.taxable_value)).toEqual([33000, 11000]);
    expect(document).toMatchObject({ igst: 1650 + 1980, other_charges: 700, total: 44000 + 3630 + 700 });
  });

  test('tax on reverse charge is told and not added; without payment there is none', () => {
    expect(compute([line(1000, 5)], 'intra', { charge: 'reverse' })).toMatchObject({ cgst: 2500, total: 100000 });
    expect(compute([line(1000, 5)], 'inter', { charge: 'none' })).toMatchObject({ igst: 0, total: 100000 });
  });

  test('exempt lines bear no tax whatever rate stands there', () => {
    const { lines, rates } = compute([line(700, 18, { treatment: 'exempt' }), line(100, 18)]);
    expect(lines.map((one) => one.cgst)).toEqual([0, 900]);
    expect(rates.map(({ tax_rate, taxable_value }) => [tax_rate, taxable_value])).toEqual([
      [0, 70000],
      [18, 10000],
    ]);
  });

  test('an exact half is rounded once: a line of nothing after it bears nothing', () => {
    const document = compute([line(0.2, 5), line(0, 5)], 'intra');
    expect(document.lines.map(({ cgst, sgst }) => [cgst, sgst])).toEqual([
      [1, 1],
      [0, 0],
    ]);
  });

  test('a foreign invoice is taxed on rupees and totals in its own currency', () => {
    const document = compute([line(10.5, 18, { quantity: 3 })], 'inter', { exchange_rate: 84.25 });
    expect(document).toMatchObject({ taxable_value: 265388, igst: 47770, total: 313158, total_in_currency: 3717 });
  });

  test.each([
    // Three lines of $ 0.33 at 84.255: 27.804 each, 83.41 together; yen have no decimals, dinars three.
    [2, 84.255, [0.33, 0.33, 0.33], [33, 33, 33], [2780, 2781, 2780], 99, 8341],
    [0, 0.5575, [1500, 1.4], [1500, 1], [83625, 56], 1501, 83681],
    [3, 274.1, [1.2345], [1235], [33851], 1235, 33851],
  ] as const)(
    '%d decimals at %d: lines add to the document in both',
    (decimals, exchange_rate, prices, own, inr, all, value) => {
      const of = { exchange_rate, decimals, charge: 'none', round_off: true } as const;
      const document = compute(
        prices.map((price) => line(price, 18)),
        'inter',
        of,
      );
      expect(document.lines.map((one) => one.taxable_in_currency)).toEqual(own);
      expect(document.lines.map((one) => one.taxable_value)).toEqual(inr);
      expect(document).toMatchObject({ total_in_currency: all, total: value, round_off: 0, igst: 0 });
    },
  );

  test('a discount above the value is refused', () => {
    expect(() => compute([line(10, 5, { discount_amount: paise(11) })])).toThrow('larger than what it is taken from');
    expect(() => compute([line(10, 5)], 'intra', { discount_amount: paise(11) })).toThrow('larger than the document');
  });
});

const RATES = [0, 0.25, 1.5, 3, 5, 12, 18, 28, 40];
const anyLine = fc.record({
  quantity: fc.integer({ min: 1, max: 5_000_000 }).map((n) => n / 1000),
  unit_price: fc.integer({ min: 0, max: 90_000_000 }).map((n) => n / 10_000),
  discount_percent: fc.integer({ min: 0, max: 100_000 }).map((n) => n / 1000),
  treatment: fc.constantFrom('taxable', 'taxable', 'taxable', 'zero_rated', 'nil_rated', 'exempt', 'non_gst'),
  tax_rate: fc.constantFrom(...RATES),
  cess_rate: fc.constantFrom(0, 0, 0, 12, 21),
}) as fc.Arbitrary<TaxLine>;
const anyDocument = fc
  .record({
    lines: fc.array(anyLine, { minLength: 1, maxLength: 12 }),
    head: fc.constantFrom<Head>('intra', 'inter'),
    charge: fc.constantFrom('charged', 'charged', 'reverse', 'none') as fc.Arbitrary<TaxDocument['charge']>,
    prices_include_tax: fc.boolean(),
    round_off: fc.boolean(),
    charges: fc.integer({ min: 0, max: 100_000 }) as fc.Arbitrary<Paise>,
    part: fc.integer({ min: 0, max: 100 }),
  })
  .map(({ part, ...document }): TaxDocument => {
    const before = computeTax({ ...document, charge: 'none', prices_include_tax: false });
    const worth = before.lines.reduce((sum, one) => sum + one.amount - one.discount, 0);
    return { ...document, discount_amount: Math.floor((worth * part) / 100) as Paise };
  });

describe('whatever comes in', () => {
  const holds = (law: (document: TaxDocument) => void): void =>
    fc.assert(fc.property(anyDocument, law), { numRuns: 1500 });

  test('the document is the sum of its lines, and of its rates', () =>
    holds((document) => {
      const { lines, rates, ...all } = computeTax(document);
      for (const field of ['taxable_value', 'cgst', 'sgst', 'igst', 'cess'] as const) {
        expect(lines.reduce((sum, one) => sum + one[field], 0)).toBe(all[field]);
        expect(rates.reduce((sum, one) => sum + one[field], 0)).toBe(all[field]);
      }
      expect(lines.reduce((sum, one) => sum + one.total, 0) + all.round_off).toBe(all.total);
      const discounts = lines.reduce((sum, one) => sum + one.amount - one.discount + one.charges, 0);
      if (!document.prices_include_tax) expect(discounts).toBe(all.taxable_value);
    }));

  test('the halves are equal, and a head that does not apply is empty', () =>
    holds((document) => {
      for (const one of computeTax(document).lines) {
        expect(one.cgst).toBe(one.sgst);
        expect(document.head === 'intra' ? one.igst : one.cgst).toBe(0);
      }
    }));

  test('a price that includes tax is paid exactly', () =>
    holds((document) => {
      if (!document.prices_include_tax || document.charge !== 'charged') return;
      for (const { amount, discount, charges, total } of computeTax(document).lines)
        expect(total).toBe(amount - discount + charges);
    }));

  test('each rate bears the rounded tax of its whole value', () =>
    holds((document) => {
      if (document.prices_include_tax || document.charge === 'none') return;
      for (const { tax_rate, taxable_value, cgst, igst } of computeTax(document).rates) {
        const by = document.head === 'intra' ? 200_000n : 100_000n;
        const tax = divide(BigInt(taxable_value) * scaled(tax_rate, 3), by);
        expect(document.head === 'intra' ? cgst : igst).toBe(Number(tax));
      }
    }));

  test('in another currency lines add to the document in both, and its value is that of the currency by the rate', () =>
    fc.assert(
      fc.property(
        anyDocument,
        fc.integer({ min: 1, max: 400_000_000 }),
        fc.constantFrom(0, 2, 3),
        (given, rate, decimals) => {
          const exchange_rate = rate / 1_000_000;
          const { discount_amount: _, ...rest } = given;
          // Amounts of yen are whole.
          const document = { ...rest, charges: ((given.charges ?? 0) * 100) as Paise, exchange_rate, decimals };
          const all = computeTax(document);
          for (const field of ['taxable_in_currency', 'total_in_currency', 'total', 'taxable_value'] as const)
            expect(all.lines.reduce((sum, one) => sum + (one[field] ?? 0), 0)).toBe(all[field]);
          const by = 10n ** BigInt(4 + decimals);
          if (!document.prices_include_tax)
            expect(all.taxable_value).toBe(Number(divide(BigInt(all.taxable_in_currency ?? 0) * BigInt(rate), by)));
          for (const { amount, discount, charges, taxable_value } of all.lines) {
            expect(Math.min(amount, discount, charges)).toBeGreaterThanOrEqual(0);
            if (!document.prices_include_tax) expect(amount - discount + charges).toBe(taxable_value);
          }
        },
      ),
      { numRuns: 800 },
    ));

  test('a rounded total is whole rupees, within half a rupee', () =>
    holds((document) => {
      const { total, round_off } = computeTax({ ...document, round_off: true });
      expect(total % 100).toBe(0);
      expect(Math.abs(round_off)).toBeLessThanOrEqual(50);
    }));
});

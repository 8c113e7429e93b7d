/** The tax engine: the lines of a document in, what each is worth and bears out. No dates, no parties, no database. */
import type { Paise } from '@tenantry/kernel/schema/fields.ts';
import { divide, EXCHANGE_SCALE, PRICE_SCALE, QUANTITY_SCALE, RATE_SCALE, scaled, share, toPaise } from './exact.ts';
import { carrier, type LineTax, type Rates, type Taxed, taxIncluded, taxOnTop } from './heads.ts';

/** How GST sees a line. Nil-rated, exempt and non-GST supplies bear no tax ever. */
export type Treatment = 'taxable' | 'zero_rated' | 'nil_rated' | 'exempt' | 'non_gst';

/** `intra`: CGST and SGST (or UTGST), half the rate each. `inter`: IGST. IGST Act s.7, s.8. */
export type Head = 'intra' | 'inter';

/**
 * Who pays the tax: `charged` on the document; told but not added: `reverse`, by the recipient (s.9(3), s.9(4)), and `operator`, by
 * the e-commerce operator (s.9(5));
 * `none`, where no tax is charged at all (a supply under LUT or bond, a supplier under composition).
 */
export type Charge = 'charged' | 'reverse' | 'operator' | 'none';

export interface TaxLine {
  /** At most three decimals. */
  quantity: number;
  /** Rupees, or the document's currency, for one unit; at most four decimals. */
  unit_price: number;
  /** At most three decimals. */
  discount_percent?: number;
  /** In the document's currency, beside or instead of the percentage. */
  discount_amount?: Paise;
  treatment: Treatment;
  /** GST in percent: both halves, or IGST. */
  tax_rate: number;
  /** Compensation cess in percent of the taxable value, and paise for each unit. */
  cess_rate?: number;
  cess_per_unit?: Paise;
}

export interface TaxDocument {
  lines: readonly TaxLine[];
  head: Head;
  charge: Charge;
  /** Whether unit prices include the tax. */
  prices_include_tax?: boolean;
  /** Off the whole document, before tax (s.15(3)(a)). */
  discount_amount?: Paise;
  /** Freight, packing, insurance before tax: part of the value, shared by the lines (s.15(2)). */
  charges?: Paise;
  /** What bears no tax: deposits, what is paid out on the customer's behalf. */
  other_charges?: Paise;
  /** To the nearest rupee; not where the document is in another currency, whose value in rupees follows from the rate. */
  round_off?: boolean;
  /** Rupees for one unit of the document's currency; left out for rupees. Tax is on the rupee value. */
  exchange_rate?: number;
  /** Decimals of that currency (ISO 4217); 2 when left out. Amounts that are given stay in hundredths. */
  decimals?: number;
}

/** All in paise of rupees. `discount` holds the line's own and its share of the document's. */
export interface TaxedLine extends LineTax {
  amount: Paise;
  discount: Paise;
  charges: Paise;
  taxable_value: Paise;
  total: Paise;
  /** The same in the document's currency, in its smallest unit; null for rupees. */
  taxable_in_currency: number | null;
  total_in_currency: number | null;
}

/** One rate's sum, for tables by rate. */
export interface RateSum extends LineTax {
  tax_rate: number;
  taxable_value: Paise;
}

export interface TaxedDocument extends LineTax {
  lines: TaxedLine[];
  rates: RateSum[];
  /** Of taxable and other lines alike. */
  taxable_value: Paise;
  other_charges: Paise;
  round_off: Paise;
  /** What the customer pays. */
  total: Paise;
  /** Before tax, and what the customer pays, in the document's currency and its smallest unit; null for rupees. */
  taxable_in_currency: number | null;
  total_in_currency: number | null;
}

/** What the lines are worth before tax, exactly shared: in the smallest unit of the document's currency, or in paise. */
interface Valued {
  amount: bigint;
  discount: bigint;
  charges: bigint;
  /** After discount and charges; with prices that include tax it still holds the tax. */
  net: bigint;
}

const PERCENT = 100n * 10n ** BigInt(RATE_SCALE);
const ten = (power: number): bigint => 10n ** BigInt(power);

/** An amount of a document, which is given in hundredths, in the smallest unit of its currency. */
function smallest(hundredths: number | undefined, { decimals = 2 }: TaxDocument): bigint {
  return divide(BigInt(hundredths ?? 0) * ten(decimals), 100n);
}

function valueLines(document: TaxDocument): Valued[] {
  const unit = ten(QUANTITY_SCALE + PRICE_SCALE - (document.decimals ?? 2));
  const own = document.lines.map((line) => {
    const amount = divide(scaled(line.quantity, QUANTITY_SCALE) * scaled(line.unit_price, PRICE_SCALE), unit);
    const percent = divide(amount * scaled(line.discount_percent ?? 0, RATE_SCALE), PERCENT);
    return { amount, discount: percent + smallest(line.discount_amount, document) };
  });
  const rests = own.map(({ amount, discount }) => amount - discount);
  if (rests.some((rest) => rest < 0n)) throw new RangeError('a discount is larger than what it is taken from');
  const wholeDiscount = smallest(document.discount_amount, document);
  const worth = rests.reduce((sum, rest) => sum + rest, 0n);
  if (wholeDiscount > worth) throw new RangeError('the discount is larger than the document');
  const discounts = share(wholeDiscount, rests);
  const charges = share(smallest(document.charges, document), rests);
  return own.map(({ amount, discount }, index) => {
    const less = discount + (discounts[index] as bigint);
    const more = charges[index] as bigint;
    return { amount, discount: less, charges: more, net: amount - less + more };
  });
}

/**
 * The same in rupees by the rate. Values are added up before they are rounded, so that the lines add to the rounded value of the
 * whole; the amount or the discount takes what is left of a line.
 */
function inRupees(valued: readonly Valued[], exchange: bigint, by: bigint): Valued[] {
  const carry = carrier();
  return valued.map((line) => {
    const net = carry('net', line.net * exchange, by);
    let charges = carry('charges', line.charges * exchange, by);
    if (charges > net) charges = net;
    const amount = carry('amount', line.amount * exchange, by);
    const less = line.discount === 0n ? 0n : amount + charges - net;
    const discount = less > 0n ? less : 0n;
    return { amount: net + discount - charges, discount, charges, net };
  });
}

/** The rates that a line bears; none where it bears nothing or where nothing is charged. */
function ratesOf(line: TaxLine, charge: Charge): Rates {
  const bears = charge !== 'none' && (line.treatment === 'taxable' || line.treatment === 'zero_rated');
  if (!bears) return { tax: 0n, cess: 0n, unit_cess: 0n };
  return {
    tax: scaled(line.tax_rate, RATE_SCALE),
    cess: scaled(line.cess_rate ?? 0, RATE_SCALE),
    unit_cess: divide(BigInt(line.cess_per_unit ?? 0) * scaled(line.quantity, QUANTITY_SCALE), 1000n),
  };
}

const sum = (values: readonly Paise[]): Paise => toPaise(values.reduce((total, value) => total + BigInt(value), 0n));

const addUp = (values: readonly bigint[]): number => toPaise(values.reduce((total, value) => total + value, 0n));

const HEADS = ['cgst', 'sgst', 'igst', 'cess'] as const;

function sumRates(document: TaxDocument, lines: readonly TaxedLine[]): RateSum[] {
  const byRate = new Map<number, TaxedLine[]>();
  for (const [index, line] of lines.entries()) {
    const { treatment, tax_rate } = document.lines[index] as TaxLine;
    const rate = treatment === 'taxable' || treatment === 'zero_rated' ? tax_rate : 0;
    byRate.set(rate, [...(byRate.get(rate) ?? []), line]);
  }
  return [...byRate]
    .sort(([a], [b]) => a - b)
    .map(([tax_rate, of]) => ({
      tax_rate,
      taxable_value: sum(of.map((line) => line.taxable_value)),
      ...(Object.fromEntries(HEADS.map((head) => [head, sum(of.map((line) => line[head]))])) as unknown as LineTax),
    }));
}

/** The nearest rupee, half away from zero, less the value itself: −0.50 to 0.50. */
function roundOffOf(value: bigint): bigint {
  return divide(value, 100n) * 100n - value;
}

/**
 * Computes a document. Line taxes are rounded with the rest carried to the next line of the same rate, so that each rate's tax
 * is the rounded tax of its whole value and all tables (by line, rate, HSN, return) add to the same; with inclusive prices the
 * customer pays exactly the price. Throws a RangeError for discounts above the value and for numbers with too many decimals:
 * callers judge the input first and name the field.
 */
export function computeTax(document: TaxDocument): TaxedDocument {
  const { exchange_rate, decimals = 2 } = document;
  const own = valueLines(document);
  if (exchange_rate === undefined) return taxedOf(document, own, smallest(document.other_charges, document), null);
  const exchange = scaled(exchange_rate, EXCHANGE_SCALE);
  // Rupees for the smallest unit, in paise.
  const by = ten(EXCHANGE_SCALE + decimals - 2);
  const foreign = inCurrency(document, own);
  const other = divide(smallest(document.other_charges, document) * exchange, by);
  return taxedOf({ ...document, round_off: false }, inRupees(own, exchange, by), other, foreign);
}

/** What lines and document come to in the document's own currency, in its smallest unit. */
interface Foreign {
  lines: { taxable: bigint; total: bigint }[];
  other: bigint;
}

function inCurrency(document: TaxDocument, own: readonly Valued[]): Foreign {
  const { exchange_rate = 1, decimals = 2 } = document;
  // Cess for each unit is in rupees by law.
  const rates = document.lines.map((line) => {
    const { unit_cess, ...rest } = ratesOf(line, document.charge);
    const foreign = divide(unit_cess * ten(EXCHANGE_SCALE + decimals), scaled(exchange_rate, EXCHANGE_SCALE) * 100n);
    return { ...rest, unit_cess: foreign };
  });
  const lines = taxLines(document, own, rates).map(({ taxable, cgst, sgst, igst, cess }) => {
    const tax = document.charge === 'charged' ? cgst + sgst + igst + cess : 0n;
    return { taxable, total: taxable + tax };
  });
  return { lines, other: smallest(document.other_charges, document) };
}

function taxLines(document: TaxDocument, valued: readonly Valued[], rates: readonly Rates[]): Taxed[] {
  const nets = valued.map(({ net }) => net);
  return document.prices_include_tax ? taxIncluded(nets, rates, document.head) : taxOnTop(nets, rates, document.head);
}

function taxedOf(
  document: TaxDocument,
  valued: readonly Valued[],
  other: bigint,
  foreign: Foreign | null,
): TaxedDocument {
  const rates = document.lines.map((line) => ratesOf(line, document.charge));
  const taxed = taxLines(document, valued, rates);
  const isCharged = document.charge === 'charged';
  const lines = valued.map(({ amount, discount, charges }, index): TaxedLine => {
    const { taxable, ...tax } = taxed[index] as Taxed;
    const abroad = foreign?.lines[index];
    const added = isCharged ? tax.cgst + tax.sgst + tax.igst + tax.cess : 0n;
    return {
      amount: toPaise(amount),
      discount: toPaise(discount),
      charges: toPaise(charges),
      taxable_value: toPaise(taxable),
      cgst: toPaise(tax.cgst),
      sgst: toPaise(tax.sgst),
      igst: toPaise(tax.igst),
      cess: toPaise(tax.cess),
      total: toPaise(taxable + added),
      taxable_in_currency: abroad ? toPaise(abroad.taxable) : null,
      total_in_currency: abroad ? toPaise(abroad.total) : null,
    };
  });
  const exact = lines.reduce((total, line) => total + BigInt(line.total), other);
  const round_off = document.round_off ? roundOffOf(exact) : 0n;
  return {
    lines,
    rates: sumRates(document, lines),
    taxable_value: sum(lines.map((line) => line.taxable_value)),
    cgst: sum(lines.map((line) => line.cgst)),
    sgst: sum(lines.map((line) => line.sgst)),
    igst: sum(lines.map((line) => line.igst)),
    cess: sum(lines.map((line) => line.cess)),
    other_charges: toPaise(other),
    round_off: toPaise(round_off),
    total: toPaise(exact + round_off),
    taxable_in_currency: foreign && addUp(foreign.lines.map(({ taxable }) => taxable)),
    total_in_currency: foreign && addUp([...foreign.lines.map(({ total }) => total), foreign.other]),
  };
}

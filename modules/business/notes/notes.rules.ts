/** What a note gives back or adds, line by line: never beyond what is left, and in the end exactly the invoice (s.34). */
import { fiscalYearOf } from '@tenantry/india/fiscal.ts';
import type { FieldError } from '@tenantry/kernel/problems/problem.ts';
import type { Paise } from '@tenantry/kernel/schema/fields.ts';
import type { DocumentLine } from '../documents/documents.schema.ts';
import { divide, QUANTITY_SCALE, scaled } from '../tax/exact.ts';
import { type Charge, computeTax, type Head } from '../tax/tax.ts';
import type { NoteLineFields } from './notes.schema.ts';

const SUMS = ['taxable_value', 'cgst', 'sgst', 'igst', 'cess'] as const;
type Sums = Record<(typeof SUMS)[number], Paise>;

/** A line of the invoice, and what of it no issued note has given back yet; debit notes add to it. */
export interface Sold {
  line: DocumentLine;
  left: Sums & { quantity: number; abroad?: Abroad };
}

/** Of a line in another currency, in its units. */
export interface Abroad {
  taxable: number;
  tax: number;
}

/** How the invoice was taxed. */
export interface Terms {
  head: Head;
  charge: Charge;
  prices_include_tax: boolean;
  /** Decimals of the invoice's currency, when it is not rupees. */
  decimals?: number;
}

/** The last day on which a credit note may lower the tax: 30 November after the financial year of the supply (s.34(2)). */
export function lastDayOfTax(supplied: string): string {
  return `${fiscalYearOf(supplied) + 1}-11-30`;
}

/** `whole × part / of`, rounded once; all of it when all is taken. */
function portion(whole: number, part: bigint, of: bigint): Paise {
  if (part === of) return whole as Paise;
  return Number(divide(BigInt(whole) * part, of)) as Paise;
}

/** What of a line's value is asked for. Quantities of what is left take the same part of the value that is left. */
function valueAsked({ line, left }: Sold, { quantity, value }: NoteLineFields, isCredit: boolean): Paise {
  if (!quantity) return value ?? (0 as Paise);
  const from = isCredit ? left : line;
  return portion(from.taxable_value, scaled(quantity, QUANTITY_SCALE), scaled(from.quantity, QUANTITY_SCALE));
}

function taxesOf(sold: Sold, taxable: Paise, isCredit: boolean, { head, charge }: Terms): Omit<Sums, 'taxable_value'> {
  const { line, left } = sold;
  if (isCredit && left.taxable_value > 0) {
    const of = (name: 'cgst' | 'sgst' | 'igst' | 'cess'): Paise =>
      portion(left[name], BigInt(taxable), BigInt(left.taxable_value));
    return { cgst: of('cgst'), sgst: of('sgst'), igst: of('igst'), cess: of('cess') };
  }
  const { treatment, tax_rate, cess_rate } = line;
  const added = { quantity: 1, unit_price: taxable / 100, treatment, tax_rate, cess_rate };
  const { cgst, sgst, igst, cess } = computeTax({ lines: [added], head, charge });
  return { cgst, sgst, igst, cess };
}

/** A fault of what was asked, before anything is computed. */
function faultOf(sold: Sold | undefined, asked: NoteLineFields, isCredit: boolean, at: string): FieldError | null {
  if (!sold) return { pointer: `${at}/from_line`, detail: 'The invoice has no such line.' };
  const { quantity, value } = asked;
  if (quantity && value) return { pointer: `${at}/value`, detail: 'Give a quantity or a value, not both.' };
  if (!quantity && !value) return { pointer: `${at}/quantity`, detail: 'Give a quantity or a value.' };
  const { left, line } = sold;
  if (isCredit && quantity && quantity > left.quantity)
    return { pointer: `${at}/quantity`, detail: `Of this line ${left.quantity} ${line.unit} are left.` };
  if (isCredit && value && value > left.taxable_value)
    return { pointer: `${at}/value`, detail: `Of this line ₹${(left.taxable_value / 100).toFixed(2)} are left.` };
  return null;
}

/** The same part of what the line came to in its currency; all that is left of it with the last part. */
function abroadOf({ left, line }: Sold, taxable: Paise, tax: number, isCredit: boolean, { decimals }: Terms) {
  const { taxable_in_currency, total_in_currency } = line;
  if (decimals === undefined || taxable_in_currency === null || total_in_currency === null) return null;
  const per = 10 ** decimals;
  const whole = { taxable: taxable_in_currency, tax: total_in_currency - taxable_in_currency };
  const of = (isCredit && left.abroad) || whole;
  const from = isCredit ? left : line;
  const part = (units: number, asked: number, all: number): number =>
    all === 0 ? 0 : portion(Math.round(units * per), BigInt(asked), BigInt(all));
  const value = part(of.taxable, taxable, from.taxable_value);
  const borne = part(of.tax, tax, from.cgst + from.sgst + from.igst + from.cess);
  return { taxable_in_currency: value / per, total_in_currency: (value + borne) / per };
}

/** A note's line: price and discounts as they were, so that what was sold and what comes back can be compared. */
function lineOf(sold: Sold, asked: NoteLineFields, number: number, isCredit: boolean, terms: Terms, taxed: boolean) {
  const { line } = sold;
  const quantity = asked.quantity || 0;
  const taxable = valueAsked(sold, asked, isCredit);
  const none = { cgst: 0, sgst: 0, igst: 0, cess: 0 } as Omit<Sums, 'taxable_value'>;
  const taxes = taxed ? taxesOf(sold, taxable, isCredit, terms) : none;
  const tax = taxes.cgst + taxes.sgst + taxes.igst + taxes.cess;
  const charged = terms.charge === 'charged' ? tax : 0;
  const total = taxable + charged;
  const abroad = abroadOf(sold, taxable, charged, isCredit, terms);
  const net = terms.prices_include_tax ? taxable + tax : taxable;
  const own = abroad ? (terms.prices_include_tax ? abroad.total_in_currency : abroad.taxable_in_currency) : net / 100;
  const amount = quantity && !abroad ? Math.round(quantity * line.unit_price * 100) : net;
  return {
    ...line,
    line: number,
    quantity,
    unit_price: quantity ? line.unit_price : own,
    discount_percent: 0,
    discount_amount: 0 as Paise,
    amount: amount as Paise,
    discount: Math.max(amount - net, 0) as Paise,
    charges: Math.max(net - amount, 0) as Paise,
    taxable_value: taxable,
    ...taxes,
    total: total as Paise,
    ...(abroad ?? { taxable_in_currency: null, total_in_currency: null }),
    from_line: line.line,
  };
}

export interface NoteAsked {
  is_credit: boolean;
  /** Whether it changes the tax too; a financial note does not. */
  is_taxed: boolean;
  lines: readonly NoteLineFields[];
  terms: Terms;
  rounds: boolean;
  /** What the invoice comes to after the notes so far, without what bore no tax. */
  left_total: number;
}

export interface NoteComputed extends Sums {
  lines: Omit<DocumentLine, 'from_id'>[];
  round_off: Paise;
  total: Paise;
  /** In the invoice's currency; null for rupees. */
  taxable_in_currency: number | null;
  total_in_currency: number | null;
  faults: FieldError[];
}

/** Computes a note against what is left. Two notes that together take everything come to the invoice, to the paisa. */
export function computeNote(sold: readonly Sold[], asked: NoteAsked): NoteComputed {
  const byLine = new Map(sold.map((one) => [one.line.line, one]));
  const faults: FieldError[] = [];
  const seen = new Set<number>();
  const lines: NoteComputed['lines'] = [];
  for (const [index, one] of asked.lines.entries()) {
    const at = `/lines/${index}`;
    const from = byLine.get(one.from_line);
    const fault = seen.has(one.from_line)
      ? { pointer: `${at}/from_line`, detail: 'This line of the invoice is named twice.' }
      : faultOf(from, one, asked.is_credit, at);
    seen.add(one.from_line);
    if (fault) faults.push(fault);
    else if (from) lines.push(lineOf(from, one, lines.length + 1, asked.is_credit, asked.terms, asked.is_taxed));
  }
  const sum = (name: keyof Sums | 'total'): number => lines.reduce((all, line) => all + line[name], 0);
  const { decimals } = asked.terms;
  const abroad = (name: 'taxable_in_currency' | 'total_in_currency'): number | null => {
    if (decimals === undefined) return null;
    const per = 10 ** decimals;
    return lines.reduce((all, line) => all + Math.round((line[name] ?? 0) * per), 0) / per;
  };
  const exact = sum('total');
  const rounded = asked.rounds ? Math.round(exact / 100) * 100 : exact;
  const takesAll = asked.is_credit && sold.every(({ line, left }) => left.taxable_value === takenOf(lines, line.line));
  // The rounding of the invoice goes back with its last part; no note comes to more than is left.
  const isLast = takesAll && Math.abs(asked.left_total - exact) <= 100;
  const total = isLast
    ? asked.left_total
    : asked.is_credit
      ? Math.min(rounded, Math.max(asked.left_total, exact))
      : rounded;
  return {
    ...(Object.fromEntries(SUMS.map((name) => [name, sum(name)])) as Sums),
    lines,
    round_off: (total - exact) as Paise,
    total: total as Paise,
    taxable_in_currency: abroad('taxable_in_currency'),
    total_in_currency: abroad('total_in_currency'),
    faults,
  };
}

function takenOf(lines: NoteComputed['lines'], from: number): number {
  return lines.find(({ from_line }) => from_line === from)?.taxable_value ?? 0;
}

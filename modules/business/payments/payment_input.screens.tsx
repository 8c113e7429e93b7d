/** What is typed of a payment, and what the server is sent of it. */
import { parseFigure } from '@tenantry/ui/format/figures.ts';
import type { Option } from '@tenantry/ui/parts/combo_box.tsx';
import { RUPEES } from '../currencies/iso4217.ts';
import type { Mode } from './payments.schema.ts';
import page from './payments.screens.tsx';
import type { OpenInvoice, Parts, Rate } from './spread.ts';

export interface Fields {
  customer: Option | null;
  /** Null as long as it follows from what is settled; empty for none. */
  branch_id: string | null;
  date: string;
  amount: number | null;
  /** What it came in; in another one with what came of it, and rupees for one unit. */
  currency: string;
  amount_in_currency: number | null;
  exchange_rate: string;
  mode: Mode;
  account_id: string;
  reference: string;
  cheque_date: string;
  cheque_bank: string;
  tds_amount: number | null;
  write_off: number | null;
  advance_nature: 'goods' | 'service';
  tax_rate: number | null;
}

/** What was typed and is not recorded yet. */
export interface Begun {
  fields: Fields;
  typed: Parts | null;
  abroad: Parts;
}

/** The invoice from whose page one comes. */
export type FirstInvoice = OpenInvoice & { customer_id: string; buyer: { name: string } };

/** What a new one begins with. */
export const fieldsOf = (first: FirstInvoice | null, today: string): Fields => ({
  customer: first && { id: first.customer_id, label: first.buyer.name },
  branch_id: first && (first.branch_id ?? ''),
  date: today,
  amount: first?.balance ?? null,
  currency: RUPEES,
  amount_in_currency: null,
  exchange_rate: '',
  mode: 'bank_transfer',
  account_id: '',
  reference: '',
  cheque_date: '',
  cheque_bank: '',
  tds_amount: null,
  write_off: null,
  advance_nature: 'goods',
  tax_rate: null,
});

export const MODES = (page.resource.routes.create?.input.properties.mode?.enum ?? []) as Mode[];
/** What is refused of these is said at their fields. */
export const FIELDS: readonly string[] = [
  'party_id',
  'branch_id',
  'date',
  'amount',
  'currency',
  'amount_in_currency',
  'exchange_rate',
  'mode',
  'account_id',
  'reference',
  'cheque_date',
  'tds_amount',
  'write_off',
  'tax_rate',
];
export const figure = (value: number | null): number => (value === null || Number.isNaN(value) ? 0 : value);

/** The rate of what came in another currency; null for rupees, and while none is typed. */
export function rateOf({ currency, exchange_rate }: Fields): Rate | null {
  const rate = currency === RUPEES ? null : parseFigure(exchange_rate, 6);
  return rate ? { currency, exchange_rate: rate } : null;
}

/** What came, in rupees. */
export function rupeesOf(fields: Fields): number {
  if (fields.currency === RUPEES) return figure(fields.amount);
  return Math.round(figure(fields.amount_in_currency) * (rateOf(fields)?.exchange_rate ?? 0) * 100) / 100;
}

export function inputOf(fields: Fields, allocations: readonly unknown[]): Record<string, unknown> {
  const isCheque = fields.mode === 'cheque';
  const came =
    fields.currency === RUPEES
      ? { amount: figure(fields.amount) }
      : {
          currency: fields.currency,
          amount_in_currency: fields.amount_in_currency,
          exchange_rate: rateOf(fields)?.exchange_rate ?? null,
        };
  return {
    party_id: fields.customer?.id,
    ...(fields.branch_id === null ? {} : { branch_id: fields.branch_id || null }),
    date: fields.date,
    ...came,
    mode: fields.mode,
    account_id: fields.account_id || null,
    reference: fields.reference.trim() || null,
    ...(isCheque ? { cheque_date: fields.cheque_date || null, cheque_bank: fields.cheque_bank.trim() || null } : {}),
    tds_amount: figure(fields.tds_amount),
    write_off: figure(fields.write_off),
    allocations,
    advance_nature: fields.advance_nature,
    tax_rate: fields.advance_nature === 'service' ? fields.tax_rate : null,
  };
}

/** What was refused: field or invoice → sentence. */
export function placed(errors: readonly { pointer: string; detail: string }[], parts: Parts): Record<string, string> {
  const ids = Object.entries(parts).flatMap(([id, amount]) => (amount ? [id] : []));
  const found: Record<string, string> = {};
  for (const { pointer, detail } of errors) {
    const [, index] = /^\/allocations\/(\d+)\//.exec(pointer) ?? [];
    found[index === undefined ? pointer.slice(1) : (ids[Number(index)] ?? 'allocations')] = detail;
  }
  return found;
}

/** A receipt on paper, and the vouchers of taxed advances with all that rules 50 and 51 want. Pure. */

import { portalDate } from '@tenantry/india/fiscal.ts';
import { groupedRupees } from '@tenantry/india/words.ts';
import type { House } from '@tenantry/kernel/mail/letters.ts';
import { currencyAmount } from '../currencies/iso4217.ts';
import type { Side } from '../documents/documents.schema.ts';
import type { Letterhead } from '../letterhead/letterhead.schema.ts';
import type { Payment, PaymentHead } from '../payments/payments.schema.ts';
import { isUtgst } from '../tax/place.ts';
import type { Labels } from './labels.ts';
import { buyerLines, houseOnPaper, inWords, type Look, NO_PAY, type Paper, pairs } from './paper.ts';
import { type Pair, placeOnPaper } from './paper_facts.ts';
import { type Column, type PaperRow, quantityOf } from './paper_table.ts';

/** A payment with those who stand on its paper. */
export interface VoucherParts {
  payment: Payment;
  seller: Side;
  buyer: Side;
  /** Of what is given back: the receipt that it came by. */
  receipt: Pick<PaymentHead, 'number' | 'date' | 'notes'> | null;
}

type Head = 'cgst' | 'sgst' | 'igst';

const isTaxed = ({ voucher }: Payment): boolean => voucher === 'receipt_voucher' || voucher === 'refund_voucher';
const headsOf = (payment: Payment): Head[] =>
  isTaxed(payment) ? (payment.head === 'inter' ? ['igst'] : ['cgst', 'sgst']) : [];

const titleOf = (head: Head, { place_of_supply }: Payment, labels: Labels): string =>
  head === 'sgst' && isUtgst(place_of_supply ?? '') ? labels.utgst : labels[head];

function factsOf({ payment, receipt }: VoucherParts, labels: Labels): Pair[] {
  const { number, date, mode, reference, cheque_bank, cheque_date, place_of_supply } = payment;
  return pairs([
    [labels.number, number],
    [labels.date, portalDate(date)],
    receipt ? [labels.against_receipt, `${receipt.number} · ${portalDate(receipt.date)}`] : null,
    [labels.mode, labels[`mode_${mode}`]],
    [labels.reference_of_payment, reference],
    [labels.cheque, [cheque_bank, cheque_date && portalDate(cheque_date)].filter(Boolean).join(' · ')],
    ...(isTaxed(payment)
      ? ([
          [labels.place_of_supply, place_of_supply && placeOnPaper(place_of_supply)],
          [labels.reverse_charge, labels.no],
        ] as [string, string | null][])
      : []),
  ]);
}

/** What it was paid for: the taxed advance, what was settled, and what stays on account. */
function itemsOf(
  { payment, receipt }: VoucherParts,
  labels: Labels,
): { name: string; amount: number; taxed: boolean }[] {
  const { advance, settles, amount, allocations, advance_nature, direction } = payment;
  const notes = payment.notes ?? receipt?.notes;
  const of = advance_nature === 'goods' ? labels.advance_for_goods : labels.advance_for_service;
  if (isTaxed(payment)) {
    const rest = (direction === 'in' ? settles : amount) - advance;
    return [
      { name: notes ? `${of}: ${notes}` : of, amount: advance, taxed: true },
      ...(rest > 0
        ? [{ name: direction === 'in' ? labels.settles : labels.on_account, amount: rest, taxed: false }]
        : []),
    ];
  }
  if (direction === 'out') return [{ name: labels.on_account, amount, taxed: false }];
  const settled = allocations.map(({ document_number, amount: part, exchange, currency, in_currency }) => ({
    name: `${labels.settles}: ${document_number ?? ''}${in_currency ? ` (${currencyAmount(in_currency, currency)})` : ''}`,
    amount: part + exchange,
    taxed: false,
  }));
  const rest = settles - settled.reduce((sum, one) => sum + one.amount, 0);
  const kept = advance_nature ? of : labels.on_account;
  return [...settled, ...(rest > 0 ? [{ name: kept, amount: rest, taxed: false }] : [])];
}

function columnsOf(payment: Payment, labels: Labels): Column[] {
  const column = (key: string, title: string, right = true): Column => ({
    ...{ key, title, right, wide: false, carries: false },
  });
  return [
    column('line', labels.line),
    { ...column('description', labels.description, false), wide: true },
    ...(isTaxed(payment) ? [column('taxable_value', labels.taxable_value), column('tax_rate', labels.tax_rate)] : []),
    ...headsOf(payment).map((head) => column(head, titleOf(head, payment, labels))),
    column('total', labels.amount),
  ];
}

function rowsOf(parts: VoucherParts, columns: readonly Column[], labels: Labels): PaperRow[] {
  const { payment } = parts;
  const rate = `${quantityOf(payment.tax_rate ?? 0)} %`;
  return itemsOf(parts, labels).map(({ name, amount, taxed }, index) => {
    const cells: Record<string, string> = {
      line: String(index + 1),
      description: name,
      total: groupedRupees(amount),
      ...(taxed ? { taxable_value: groupedRupees(payment.taxable_value), tax_rate: rate } : {}),
      ...(taxed ? Object.fromEntries(headsOf(payment).map((head) => [head, groupedRupees(payment[head])])) : {}),
    };
    return {
      cells: columns.map(({ key }) => cells[key] ?? ''),
      notes: {},
      total: amount,
      so_far: {},
      roll: { name, how: taxed ? `GST ${rate}` : '' },
    };
  });
}

function sumsOf(payment: Payment, labels: Labels): Pair[] {
  const { taxable_value, settles, tds_amount, write_off } = payment;
  const found: [string, number][] = [];
  if (isTaxed(payment)) found.push([labels.taxable_value, taxable_value]);
  for (const head of headsOf(payment)) found.push([titleOf(head, payment, labels), payment[head]]);
  if (tds_amount > 0 || write_off > 0) found.push([labels.total, settles]);
  if (tds_amount > 0) found.push([labels.tds, -tds_amount]);
  if (write_off > 0) found.push([labels.written_off, -write_off]);
  return found.map(([label, value]) => [label, groupedRupees(value)]);
}

/** All texts of a receipt or a voucher. */
export function voucherPaper(parts: VoucherParts, letterhead: Letterhead, house: House, look: Look): Paper {
  const { payment, seller, buyer } = parts;
  const common = houseOnPaper(letterhead, house, look, seller);
  const { labels } = common;
  const columns = columnsOf(payment, labels);
  const isIn = payment.direction === 'in';
  return {
    ...common,
    title: labels[`title_${payment.voucher}`],
    number: payment.number,
    copies: [''],
    mark: payment.status === 'posted' ? null : labels.cancelled,
    buyer: { name: buyer.name },
    parties: [
      { title: isIn ? labels.received_from : labels.paid_to, name: buyer.name, lines: buyerLines(buyer, labels) },
    ],
    facts: factsOf(parts, labels),
    columns,
    rows: rowsOf(parts, columns, labels),
    sums: sumsOf(payment, labels),
    total_label: isIn ? (isTaxed(payment) ? labels.total_advance : labels.total_received) : labels.total_refunded,
    total: `₹ ${groupedRupees(payment.amount)}`,
    paid: [],
    words: inWords(payment.amount, look.language),
    taxes: null,
    pay: NO_PAY,
    legends: [],
    remarks: pairs([
      isTaxed(payment) ? null : [labels.notes, payment.notes],
      [labels.cancelled_because, payment.cancel_reason],
    ]),
  };
}

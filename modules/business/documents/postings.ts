/** What a document of sale says to the books: what the customer owes against what was sold and the tax on it, or the reverse. */
import type { AccountRole } from '../ledger/chart.ts';
import type { Posting } from '../ledger/posting.ts';
import type { DocumentHead, DocumentLine } from './documents.schema.ts';

type Sum = Pick<DocumentHead, 'customer_id' | 'charge' | 'round_off' | 'total'>;

/** What bears no tax, in rupees: what the lines and the rounding leave of the total. */
export function otherOf(
  head: Pick<DocumentHead, 'round_off' | 'total'>,
  lines: readonly Pick<DocumentLine, 'total'>[],
) {
  return lines.reduce((rest, line) => rest - line.total, head.total - head.round_off);
}

const TAXES = ['cgst', 'sgst', 'igst', 'cess'] as const;

/** The sides of a sale; with `sign` −1 those of a credit note, whose value goes to sales returns. */
export function postingsOf(head: Sum, lines: readonly DocumentLine[], sign: 1 | -1 = 1): Posting[] {
  const { customer_id, charge, round_off, total } = head;
  const sum = (of: readonly DocumentLine[], field: 'taxable_value' | (typeof TAXES)[number]): number =>
    of.reduce((all, line) => all + line[field], 0);
  const worth = (nature: DocumentLine['nature']): number =>
    sum(
      lines.filter((line) => line.nature === nature),
      'taxable_value',
    );
  const sides: Posting[] = [
    { role: 'receivable', amount: total, party_id: customer_id },
    ...(sign === 1
      ? [
          { role: 'sales' as const, amount: -worth('goods') },
          { role: 'services' as const, amount: -worth('service') },
        ]
      : [{ role: 'sales_returns' as const, amount: -sum(lines, 'taxable_value') }]),
    ...TAXES.map((tax) => ({
      role: `output_${tax}` as AccountRole,
      amount: charge === 'charged' ? -sum(lines, tax) : 0,
    })),
    { role: 'collected', amount: -otherOf(head, lines) },
    { role: 'round_off', amount: -round_off },
  ];
  return sides.map((side) => ({ ...side, amount: sign * side.amount }));
}

/** What the demo's organisations sold and were paid: invoices of the last months, most of them paid, some late, one given back in part. */
import type { Paise } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { addDays } from '../documents/terms.ts';
import { createIssued } from '../invoices/issue.ts';
import { todayOf } from '../masters/master.ts';
import { issueNote } from '../notes/issue.ts';
import { createNote, creditNotes } from '../notes/notes.service.ts';
import type { Mode } from '../payments/payments.schema.ts';
import { createPayment } from '../payments/payments.service.ts';

interface Sale {
  /** Days before today. */
  ago: number;
  /** Which of the customers; the first pays at once. */
  customer: number;
  /** Which of the products that have a price, and how many of each. */
  lines: readonly (readonly [product: number, quantity: number])[];
  /** What share of it was paid, how, and so many days after. */
  paid?: readonly [share: number, mode: Mode, after: number];
  /** Part of the first line came back after that. */
  comes_back?: boolean;
}

// biome-ignore format: a table
const SALES: readonly Sale[] = [
  { ago: 84, customer: 1, lines: [[0, 6], [3, 2]], paid: [1, 'bank_transfer', 24] },
  { ago: 66, customer: 2, lines: [[1, 4]] },
  { ago: 52, customer: 3, lines: [[2, 5], [4, 1]], paid: [0.5, 'cheque', 21] },
  { ago: 37, customer: 1, lines: [[0, 8]], paid: [1, 'upi', 12], comes_back: true },
  { ago: 18, customer: 4, lines: [[3, 3], [1, 2]], paid: [0.4, 'bank_transfer', 6] },
  { ago: 9, customer: 2, lines: [[4, 2]] },
  { ago: 2, customer: 0, lines: [[0, 1], [2, 1]], paid: [1, 'cash', 0] },
];

interface Priced {
  id: string;
  is_exempt: boolean;
}

/** Adds them for customers and products that are there; answers how many records were added. */
export async function loadDemoSales(ctx: Context): Promise<number> {
  const today = todayOf(ctx);
  const daysAgo = (days: number): string => addDays(today, -days);
  const customers = await ctx.sql<{ id: string }>(
    `select id from parties where tenant_id = $1 and kind = 'customer' order by id limit 6`,
  );
  const priced = await ctx.sql<Priced>(
    `select id, treatment <> 'taxable' as is_exempt from products where tenant_id = $1 and sale_price is not null order by id`,
  );
  // What bears no tax goes by a bill of supply (s.31(3)(c)): every other one where there is enough of it, as with treatments.
  const kinds = [priced.filter(({ is_exempt }) => !is_exempt), priced.filter(({ is_exempt }) => is_exempt)] as const;
  let added = 0;
  for (const [index, { ago, customer, lines, paid, comes_back }] of SALES.entries()) {
    const isExempt = index % 2 === 1 && kinds[1].length > 2;
    const products = kinds[isExempt ? 1 : 0];
    const { id, total, customer_id } = await createIssued(ctx, {
      customer_id: customers[customer]?.id as string,
      date: daysAgo(ago),
      lines: lines.map(([product, quantity]) => ({
        product_id: (products[product % products.length] as Priced).id,
        quantity,
      })),
    });
    added++;
    if (!paid) continue;
    const [share, mode, after] = paid;
    // Parts are paid in whole rupees.
    const amount = (share === 1 ? total : Math.floor((total * share) / 100) * 100) as Paise;
    await createPayment(ctx, {
      party_id: customer_id,
      date: daysAgo(ago - after),
      amount,
      mode,
      reference: mode === 'cash' ? null : `${mode === 'cheque' ? '0' : 'UTR 26'}${String(41_000 + ago * 7)}`,
      allocations: [{ document_id: id, amount }],
    });
    added++;
    if (!comes_back) continue;
    const line = lines[0]?.[1] ?? 1;
    const note = await createNote(ctx, creditNotes, {
      invoice_id: id,
      date: daysAgo(ago - after - 3),
      lines: [{ from_line: 1, quantity: Math.max(1, Math.floor(line / 4)) }],
    });
    await issueNote(ctx, creditNotes, note.id);
    added++;
  }
  // Somebody paid ahead of the next order.
  await createPayment(ctx, {
    party_id: customers[3]?.id as string,
    date: daysAgo(4),
    amount: 500_000 as Paise,
    mode: 'bank_transfer',
    reference: 'UTR 2640998',
  });
  return added + 1;
}

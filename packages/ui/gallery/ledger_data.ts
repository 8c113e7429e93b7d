/** A thousand invoices out of a small number machine, always the same, and a port that answers from them as the server would. */
import type { GridPort } from '../src/grid/rows.ts';
import type { GridQuery } from '../src/grid/view.ts';

export interface Invoice {
  id: string;
  number: string;
  date: string;
  due_date: string;
  customer: string;
  place: string;
  status: 'draft' | 'sent' | 'part' | 'paid' | 'overdue';
  taxable: number;
  gst: number;
  total: number;
  balance: number;
  is_export: boolean;
}

const CUSTOMERS = [
  'Deccan Auto Spares',
  'Patel Hardware Mart',
  'Kaveri Agro Foods',
  'Anand Packaging',
  'Royal Ceramics',
  'Himalaya Paper Mills',
  'Jai Hind Machine Tools',
  'Unity Dental Supplies',
  'Meera Enterprises',
  'Om Plastics',
  'Nandini Textiles',
];
const PLACES = ['36-Telangana', '27-Maharashtra', '24-Gujarat', '29-Karnataka', '07-Delhi', '33-Tamil Nadu'];
const STATES = ['paid', 'paid', 'paid', 'sent', 'part', 'overdue', 'paid', 'draft'] as const;

/** Numbers between 0 and 1, the same at each start. */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

export function invoices(count: number): Invoice[] {
  const next = numbers(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const cents = (value: number): number => Math.round(value * 100) / 100;
  return Array.from({ length: count }, (_, index) => {
    const day = new Date(Date.UTC(2026, 10, 21) - index * 24 * 36e5 * 0.6).toISOString().slice(0, 10);
    const due = new Date(Date.parse(day) + Math.floor(next() * 45) * 864e5).toISOString().slice(0, 10);
    const taxable = cents(next() ** 3 * 800_000 + 900);
    const gst = cents(taxable * 0.18);
    const status = pick(STATES);
    const total = cents(taxable + gst);
    const share = status === 'paid' ? 0 : status === 'part' ? next() : 1;
    return {
      id: `invoice-${index}`,
      number: `INV/26-27/${String(count - index).padStart(4, '0')}`,
      date: day,
      due_date: due,
      customer: pick(CUSTOMERS),
      place: pick(PLACES),
      status,
      taxable,
      gst,
      total,
      balance: cents(total * share),
      is_export: next() > 0.9,
    };
  });
}

function matches(row: Invoice, { q, filters }: GridQuery): boolean {
  const fields = row as unknown as Record<string, string | number | boolean>;
  if (q && !`${row.number} ${row.customer}`.toLowerCase().includes(q.toLowerCase())) return false;
  return Object.entries(filters).every(([name, value]) => {
    const [, field = '', end] = /^(.*?)(?:_(from|to))?$/.exec(name) ?? [];
    const own = fields[field];
    if (!end) return String(own).toLowerCase().includes(value.toLowerCase());
    const [one, other] = typeof own === 'number' ? [own, Number(value)] : [String(own), value];
    return end === 'from' ? one >= other : one <= other;
  });
}

function ordered(rows: Invoice[], { sort }: GridQuery): Invoice[] {
  if (sort.length === 0) return rows;
  return [...rows].sort((one, other) => {
    for (const { field, descending } of sort) {
      const [a, b] = [one[field as keyof Invoice], other[field as keyof Invoice]];
      if (a !== b) return (a < b ? -1 : 1) * (descending ? -1 : 1);
    }
    return 0;
  });
}

/** Answers in pages by cursor, with sums of the whole filter. `fail` lets a call go wrong, `wait` keeps it waiting. */
export function invoicePort(
  rows: readonly Invoice[],
  hooks: { fail?(): boolean; wait?(): Promise<void> } = {},
): GridPort<Invoice> {
  return {
    async fetchPage(query, { cursor, limit }) {
      await hooks.wait?.();
      if (hooks.fail?.()) throw new Error('The server does not answer.');
      const found = ordered(
        rows.filter((row) => matches(row, query)),
        query,
      );
      const start = cursor ? Number(cursor) : 0;
      const end = start + limit;
      return { rows: found.slice(start, end), next_cursor: end < found.length ? String(end) : null };
    },
    async fetchSummary(query) {
      await hooks.wait?.();
      const found = rows.filter((row) => matches(row, query));
      const sum = (field: 'taxable' | 'gst' | 'total' | 'balance'): number =>
        found.reduce((so, row) => so + Math.round(row[field] * 100), 0) / 100;
      return {
        total: found.length,
        totals: { taxable: sum('taxable'), gst: sum('gst'), total: sum('total'), balance: sum('balance') },
      };
    },
  };
}

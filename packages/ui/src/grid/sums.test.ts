/** Sums of what is selected: exact, and all but a few from the whole. */
import { expect, test } from 'vitest';
import type { GridColumn } from './columns.ts';
import { ALL_SELECTED, mark, NOTHING_SELECTED } from './selection.ts';
import { selectedSums } from './sums.ts';

interface Bill {
  id: string;
  total: number;
  weight: number | null;
}

const columns: GridColumn<Bill>[] = [
  { key: 'id', label: 'Id', kind: 'text' },
  { key: 'total', label: 'Total', kind: 'money', total: true },
  { key: 'weight', label: 'Weight', kind: 'quantity', total: true },
];
const rows: Bill[] = Array.from({ length: 30 }, (_, n) => ({ id: `b${n}`, total: 0.1, weight: n % 2 ? 0.001 : null }));
const idOf = ({ id }: Bill): string => id;
const summary = { total: 900, totals: { total: 1234.56, weight: null } };
const chosen = (keys: string[], from = NOTHING_SELECTED) => mark(from, keys, from === NOTHING_SELECTED);

test('nothing selected has no sums; tenths of a rupee add up to rupees', () => {
  expect(selectedSums(columns, rows, idOf, NOTHING_SELECTED, summary)).toBeNull();
  const three = selectedSums(columns, rows, idOf, chosen(['b0', 'b1', 'b2']), summary);
  expect(three).toEqual({ total: 0.3, weight: 0.001 });
  expect(selectedSums(columns, rows, idOf, chosen(rows.map(idOf)), summary)).toEqual({ total: 3, weight: 0.015 });
});

test('all is the sum of the server; without a few it is less by those; what it does not know nobody guesses', () => {
  expect(selectedSums(columns, rows, idOf, ALL_SELECTED, summary)).toEqual(summary.totals);
  expect(selectedSums(columns, rows, idOf, chosen(['b3', 'b4'], ALL_SELECTED), summary)).toEqual({
    total: 1234.36,
    weight: null,
  });
  expect(selectedSums(columns, rows, idOf, ALL_SELECTED, null)).toEqual({ total: null, weight: null });
});

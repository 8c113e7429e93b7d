/** What selected rows come to, column by column, exact to the paisa. */
import type { GridColumn } from './columns.ts';
import type { GridSummary } from './rows.ts';
import { type GridSelection, isSelected } from './selection.ts';

export type Sums = Readonly<Record<string, number | null>>;

/** Decimals of a column, as whole numbers: 0.1 + 0.2 is 0.3. */
const SCALE = 10_000;

function sumOf<Row>(rows: readonly Row[], key: string): number {
  const whole = rows.reduce((sum, row) => {
    const value = (row as Readonly<Record<string, unknown>>)[key];
    return sum + (typeof value === 'number' ? Math.round(value * SCALE) : 0);
  }, 0);
  return whole / SCALE;
}

/** Null when nothing is selected. All that match but a few is the whole less those few. */
export function selectedSums<Row>(
  columns: readonly GridColumn<Row>[],
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  selection: GridSelection,
  summary: GridSummary | null,
): Sums | null {
  const summed = columns.filter(({ total }) => total);
  if (selection.kind === 'some') {
    if (selection.keys.size === 0) return null;
    const chosen = rows.filter((row) => isSelected(selection, keyOf(row)));
    return Object.fromEntries(summed.map(({ key }) => [key, sumOf(chosen, key)]));
  }
  const left = rows.filter((row) => !isSelected(selection, keyOf(row)));
  return Object.fromEntries(
    summed.map(({ key }) => {
      const whole = summary?.totals[key] ?? null;
      return [key, whole === null ? null : (Math.round(whole * SCALE) - Math.round(sumOf(left, key) * SCALE)) / SCALE];
    }),
  );
}

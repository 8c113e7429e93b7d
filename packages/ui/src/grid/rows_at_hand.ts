/** A port of rows that come all at once, for they are few: searched, filtered and sorted here. */
import { type CellWords, cellText } from './cell.tsx';
import type { GridColumn } from './columns.ts';
import type { GridPort } from './rows.ts';
import type { GridQuery } from './view.ts';

const fieldOf = <Row>(row: Row, key: string): unknown => (row as Record<string, unknown>)[key] ?? null;

function compare(one: unknown, other: unknown): number {
  // What is not there stands last, as in the server's lists.
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return String(one).localeCompare(String(other), 'en');
}

/** The rows that match, in the order that was asked for: words begin in any column, a filter is the value itself. */
export function arrangeRows<Row extends object>(
  rows: readonly Row[],
  { q, filters, sort }: GridQuery,
  columns: readonly GridColumn<Row>[],
  say: CellWords,
): Row[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const told = (row: Row): string[] =>
    columns.flatMap((column) => cellText(column, row, say).toLowerCase().split(/\s+/));
  const found = rows.filter(
    (row) =>
      Object.entries(filters).every(([key, value]) => String(fieldOf(row, key)) === value) &&
      words.every((word) => told(row).some((one) => one.startsWith(word))),
  );
  const byKey = new Map(columns.map((column) => [column.key, column]));
  // A text is sorted as it is read, a figure by what it is.
  const sorted = (row: Row, field: string): unknown => byKey.get(field)?.text?.(row) ?? fieldOf(row, field);
  return found.sort((one, other) => {
    for (const { field, descending } of sort) {
      const order = compare(sorted(one, field), sorted(other, field));
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
}

/** `load` is asked again at each query, so that what others changed is seen. */
export function rowsAtHand<Row extends object>(
  load: () => Promise<readonly Row[]>,
  columns: readonly GridColumn<Row>[],
  say: CellWords,
): GridPort<Row> {
  let latest: Promise<Row[]>;
  return {
    async fetchPage(query) {
      latest = load().then((rows) => arrangeRows(rows, query, columns, say));
      return { rows: await latest, next_cursor: null };
    },
    async fetchSummary() {
      // It is asked for first, and the same answer tells it.
      await Promise.resolve();
      return { total: (await latest).length, totals: {} };
    },
  };
}

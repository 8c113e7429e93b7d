/** The lines of a ledger's foot: all that match, and above them what is selected where the list has sums. */
import { useMemo } from 'react';
import { count as figure } from '../format/figures.ts';
import { useWords } from '../words/words.tsx';
import type { GridColumn, LaidColumn } from './columns.ts';
import type { FootLine } from './foot.tsx';
import type { GridSummary } from './rows.ts';
import { countSelected, type GridSelection } from './selection.ts';
import { selectedSums } from './sums.ts';

export interface FootAsked<Row> {
  columns: readonly GridColumn<Row>[];
  laid: readonly LaidColumn<Row>[];
  rows: readonly Row[];
  rowKey(row: Row): string;
  selection: GridSelection;
  summary: GridSummary | null;
  countLabel: ((total: number) => string) | undefined;
}

export function useFootLines<Row>(asked: FootAsked<Row>): { whole: FootLine; chosen: FootLine | null } {
  const { columns, laid, rows, rowKey, selection, summary, countLabel } = asked;
  const words = useWords();
  // biome-ignore lint/correctness/useExhaustiveDependencies: how a row is named does not change
  const sums = useMemo(
    () => selectedSums(columns, rows, rowKey, selection, summary),
    [columns, rows, selection, summary],
  );
  const total = summary?.total ?? null;
  const selected = countSelected(selection, total);
  const counted = total === null ? '' : words('grid.count', { count: total, shown: figure(total) });
  return {
    whole: { words: total === null ? '' : (countLabel?.(total) ?? counted), sums: summary?.totals ?? {} },
    chosen:
      sums && laid.some(({ column }) => column.total)
        ? { words: words('grid.selected', { count: selected === null ? words('grid.all') : figure(selected) }), sums }
        : null,
  };
}

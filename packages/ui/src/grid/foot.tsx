/** The foot of a ledger: how many rows match the whole filter and what they come to, ruled once above and twice below. */
// biome-ignore-all lint/a11y/useSemanticElements: a table measures all its rows again at each key; these are virtual
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import type { ReactNode } from 'react';
import { figureText } from './cell.tsx';
import { isRight, type LaidColumn } from './columns.ts';
import type { GridSummary } from './rows.ts';

export interface FootProps<Row> {
  laid: readonly LaidColumn<Row>[];
  summary: GridSummary | null;
  words: string;
  isPhone: boolean;
}

export function Foot<Row>({ laid, summary, words, isPhone }: FootProps<Row>): ReactNode {
  const sumOf = ({ column }: LaidColumn<Row>): string => {
    const sum = column.total ? summary?.totals[column.key] : undefined;
    return sum === undefined ? '' : figureText(column.kind, sum);
  };
  const firstSum = laid.findIndex((one) => one.column.total);
  const span = firstSum < 0 ? laid.length : firstSum;
  const figure = laid.find(({ column }) => column.phone === 'figure' && column.total);
  return (
    <div className="grid-foot" role="rowgroup">
      <div role="row" className="grid-foot-row">
        <div
          role="gridcell"
          className="grid-cell grid-foot-words"
          style={isPhone ? undefined : { gridColumn: `2 / span ${Math.max(1, span)}` }}
        >
          {words}
        </div>
        {(isPhone ? (figure ? [figure] : []) : laid.slice(Math.max(1, span))).map((one) => (
          <div
            key={one.column.key}
            role="gridcell"
            className="grid-cell"
            data-right={isRight(one.column.kind) || undefined}
          >
            {sumOf(one)}
          </div>
        ))}
      </div>
    </div>
  );
}

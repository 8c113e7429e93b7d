/** The foot of a ledger: how many rows match the whole filter and what they come to, ruled once above and twice below; above it what is selected. */
// biome-ignore-all lint/a11y/useSemanticElements: a table measures all its rows again at each key; these are virtual
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import type { ReactNode } from 'react';
import { figureText } from './cell.tsx';
import { isRight, type LaidColumn } from './columns.ts';
import type { Sums } from './sums.ts';

export interface FootLine {
  words: string;
  sums: Sums;
}

export interface FootProps<Row> {
  laid: readonly LaidColumn<Row>[];
  /** The whole filter. */
  whole: FootLine;
  /** What is selected; null for nothing, or nothing that has sums. */
  chosen: FootLine | null;
  isPhone: boolean;
}

export function Foot<Row>({ laid, whole, chosen, isPhone }: FootProps<Row>): ReactNode {
  return (
    <div className="grid-foot" role="rowgroup">
      {chosen ? <Line laid={laid} line={chosen} isPhone={isPhone} isChosen /> : null}
      <Line laid={laid} line={whole} isPhone={isPhone} />
    </div>
  );
}

interface LineProps<Row> {
  laid: readonly LaidColumn<Row>[];
  line: FootLine;
  isPhone: boolean;
  isChosen?: boolean;
}

function Line<Row>({ laid, line: { words, sums }, isPhone, isChosen }: LineProps<Row>): ReactNode {
  const sumOf = ({ column }: LaidColumn<Row>): string => {
    const sum = column.total ? sums[column.key] : undefined;
    return sum === undefined || sum === null ? '' : figureText(column.kind, sum);
  };
  const firstSum = laid.findIndex((one) => one.column.total);
  const span = firstSum < 0 ? laid.length : firstSum;
  const figure = laid.find(({ column }) => column.phone === 'figure' && column.total);
  return (
    <div role="row" className="grid-foot-row" data-chosen={isChosen}>
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
  );
}

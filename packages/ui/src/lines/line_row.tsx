// biome-ignore-all lint/a11y/useSemanticElements: rows are virtual and no table
// biome-ignore-all lint/a11y/useFocusableInteractive: the inputs in the cells have the focus
/** One line of a document: native inputs, drawn again only when this line changes. */
import { type ClipboardEvent, memo, type ReactNode, useCallback, useSyncExternalStore } from 'react';
import { money, percent, quantity } from '../format/figures.ts';
import { useWords } from '../words/words.tsx';
import { type Line, type LineColumn, type LineKind, type LineStore, readCells } from './line_store.ts';
import { PickCell } from './pick_cell.tsx';
import '../pop/pop.css';

export interface LineRowProps {
  lineKey: string;
  index: number;
  /** Pixels from the top of the body. */
  top: number;
  columns: readonly LineColumn[];
  store: LineStore;
  faults: Readonly<Record<string, string>>;
  readOnly: boolean;
  remove(): void;
}

function figureText(kind: LineKind, value: number | null): string {
  if (value === null) return '';
  return kind === 'money' ? money(value) : kind === 'percent' ? percent(value) : quantity(value);
}

function PlainRow({ lineKey, index, top, columns, store, faults, readOnly, remove }: LineRowProps): ReactNode {
  const words = useWords();
  const subscribe = useCallback((listener: () => void) => store.onLine(lineKey, listener), [store, lineKey]);
  const line = useSyncExternalStore(subscribe, () => store.line(lineKey));

  function onPaste(event: ClipboardEvent<HTMLInputElement>, field: string): void {
    const text = event.clipboardData.getData('text/plain');
    // A single cell is pasted as text into what stands there.
    if (!/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    store.paste(lineKey, field, readCells(text));
  }

  return (
    <div role="row" aria-rowindex={index + 2} className="line-grid-row" style={{ transform: `translateY(${top}px)` }}>
      <span role="gridcell" className="line-grid-number">
        {index + 1}
      </span>
      {columns.map((column) => (
        <div key={column.key} role="gridcell" className="line-grid-cell" data-kind={column.kind}>
          {column.compute ? (
            <output>{figureText(column.kind, column.compute(line))}</output>
          ) : (
            <Cell
              {...{ column, line, lineKey, store, readOnly }}
              label={words('lines.cell', { label: column.label, line: index + 1 })}
              fault={faults[`${lineKey}/${column.key}`]}
              onPaste={onPaste}
            />
          )}
        </div>
      ))}
      <span role="gridcell">
        {readOnly ? null : (
          <button
            type="button"
            tabIndex={-1}
            className="line-grid-remove"
            aria-label={words('lines.remove', { line: index + 1 })}
            onClick={remove}
          >
            ×
          </button>
        )}
      </span>
    </div>
  );
}

export interface CellProps {
  column: LineColumn;
  line: Line;
  lineKey: string;
  store: LineStore;
  readOnly: boolean;
  label: string;
  fault: string | undefined;
  onPaste(event: ClipboardEvent<HTMLInputElement>, field: string): void;
}

/** What a phone offers to type with. */
export const keyboardOf = (kind: LineKind): 'text' | 'decimal' =>
  kind === 'text' || kind === 'pick' ? 'text' : 'decimal';

function Cell(props: CellProps): ReactNode {
  const { column, line, lineKey, store, readOnly, label, fault, onPaste } = props;
  if (column.search) return <PickCell {...props} />;
  return (
    <input
      data-cell={`${lineKey}/${column.key}`}
      aria-label={fault ? `${label}: ${fault}` : label}
      aria-invalid={fault ? true : undefined}
      title={fault}
      readOnly={readOnly}
      inputMode={keyboardOf(column.kind)}
      autoComplete="off"
      value={line[column.key] ?? ''}
      onChange={(event) => store.set(lineKey, column.key, event.target.value)}
      onPaste={(event) => onPaste(event, column.key)}
    />
  );
}

export const LineRow = memo(PlainRow, (before, after) =>
  (['lineKey', 'index', 'top', 'columns', 'store', 'faults', 'readOnly'] as const).every(
    (name) => before[name] === after[name],
  ),
);

/** The head of a ledger: a press sorts, Shift adds, Alt and arrows move a column, Shift and arrows change its width. */
// biome-ignore-all lint/a11y/useSemanticElements: a table measures all its rows again at each key; these are virtual
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import { useWords } from '../words/words.tsx';
import {
  type ColumnChoice,
  type GridColumn,
  isRight,
  type LaidColumn,
  moveColumn,
  resizeColumn,
  shownColumns,
} from './columns.ts';
import { type GridView, pressSort } from './view.ts';

export interface HeadProps<Row> {
  columns: readonly GridColumn<Row>[];
  laid: readonly LaidColumn<Row>[];
  view: GridView;
  onView(view: GridView): void;
  isAll: boolean;
  selected: number | null;
  toggleAll(): void;
}

const STEP_PX = 16;

export function Head<Row>({ columns, laid, view, onView, isAll, selected, toggleAll }: HeadProps<Row>): ReactNode {
  const words = useWords();
  const head = useRef<HTMLDivElement>(null);
  const [stop, setStop] = useState(0);
  const shown = shownColumns(columns, view.columns);
  const arrange = (next: ColumnChoice[]): void => onView({ ...view, columns: next });

  function onKeyDown(event: KeyboardEvent, index: number): void {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const one = laid[index];
    if (by === 0 || !one) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey) {
      arrange(resizeColumn(shown, one.column.key, one.width + by * STEP_PX));
      return;
    }
    const next = Math.max(0, Math.min(laid.length - 1, index + by));
    const focus = (): void => head.current?.querySelectorAll<HTMLElement>('.grid-head-button')[next]?.focus();
    if (!event.altKey) {
      focus();
      return;
    }
    arrange(moveColumn(shown, one.column.key, by));
    // A button that was moved in the document has lost the focus.
    requestAnimationFrame(focus);
  }

  function drag(event: PointerEvent<HTMLElement>, one: LaidColumn<Row>): void {
    event.preventDefault();
    const handle = event.currentTarget;
    const cell = handle.parentElement as HTMLElement;
    const [startX, startPx] = [event.clientX, cell.offsetWidth];
    handle.setPointerCapture(event.pointerId);
    handle.onpointerup = (up) => {
      handle.onpointerup = null;
      arrange(resizeColumn(shown, one.column.key, startPx + up.clientX - startX));
    };
  }

  return (
    <div ref={head} className="grid-head" role="rowgroup">
      <div role="row" aria-rowindex={1} className="grid-head-row">
        <div role="columnheader" className="grid-cell grid-check">
          <label>
            <input
              type="checkbox"
              tabIndex={-1}
              checked={isAll}
              ref={(box) => {
                if (box) box.indeterminate = !isAll && selected !== 0;
              }}
              onChange={toggleAll}
              aria-label={words('grid.select_everything')}
            />
          </label>
        </div>
        {laid.map((one, index) => {
          const { column } = one;
          const place = view.sort.findIndex(({ field }) => field === column.key);
          const key = view.sort[place];
          const order = key ? (key.descending ? 'descending' : 'ascending') : undefined;
          return (
            <div
              key={column.key}
              role="columnheader"
              className="grid-cell"
              data-right={isRight(column.kind) || undefined}
              aria-sort={order ?? (column.sortable ? 'none' : undefined)}
            >
              <button
                type="button"
                className="grid-head-button"
                tabIndex={index === Math.min(stop, laid.length - 1) ? 0 : -1}
                onFocus={() => setStop(index)}
                onKeyDown={(event) => onKeyDown(event, index)}
                onClick={(event) => {
                  if (column.sortable) onView({ ...view, sort: pressSort(view.sort, column.key, event.shiftKey) });
                }}
              >
                <span>{column.label}</span>
                {order ? (
                  <span className="grid-sort" data-order={order} aria-hidden="true">
                    {view.sort.length > 1 ? place + 1 : ''}
                  </span>
                ) : null}
              </button>
              <span className="grid-resize" aria-hidden="true" onPointerDown={(event) => drag(event, one)} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

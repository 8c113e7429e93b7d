/** Which columns are shown, in which order and how wide: all by keys, none needs dragging. */
import { type KeyboardEvent, type ReactNode, type RefObject, useRef } from 'react';
import { Pop } from '../pop/pop.tsx';
import { useWords } from '../words/words.tsx';
import {
  type ColumnChoice,
  type GridColumn,
  layColumns,
  moveColumn,
  resizeColumn,
  shownColumns,
  toggleColumn,
} from './columns.ts';
import type { GridDensity, GridView } from './view.ts';

export interface ColumnChooserProps<Row> {
  anchor: RefObject<HTMLElement | null>;
  columns: readonly GridColumn<Row>[];
  view: GridView;
  onView(view: GridView): void;
  onClose(): void;
}

const STEP_PX = 16;
const DENSITIES: readonly GridDensity[] = ['compact', 'regular', 'touch'];

export function ColumnChooser<Row>({ anchor, columns, view, onView, onClose }: ColumnChooserProps<Row>): ReactNode {
  const words = useWords();
  const list = useRef<HTMLUListElement>(null);
  const shown = shownColumns(columns, view.columns);
  const arrange = (next: ColumnChoice[]): void => onView({ ...view, columns: next });
  const hidden = columns.filter(({ key }) => !shown.some((choice) => choice.key === key));
  const byKey = new Map(columns.map((column) => [column.key, column]));
  const ordered = [...shown.flatMap(({ key }) => byKey.get(key) ?? []), ...hidden];
  const widths = new Map(layColumns(columns, view.columns).map(({ column, width }) => [column.key, width]));

  function onKeyDown(event: KeyboardEvent, key: string): void {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    if (event.altKey) {
      arrange(moveColumn(shown, key, by));
      return;
    }
    const boxes = [...(list.current?.querySelectorAll<HTMLElement>('input[type=checkbox]') ?? [])];
    boxes[(boxes.indexOf(event.currentTarget as HTMLElement) + by + boxes.length) % boxes.length]?.focus();
  }

  return (
    <Pop anchor={anchor} label={words('grid.columns')} onClose={onClose} className="grid-chooser">
      <ul ref={list}>
        {ordered.map((column) => {
          const { key, label } = column;
          const isShown = widths.has(key);
          const width = widths.get(key) ?? 0;
          return (
            <li key={key} className="grid-chooser-line">
              <label>
                <input
                  type="checkbox"
                  checked={isShown}
                  onKeyDown={(event) => onKeyDown(event, key)}
                  onChange={() => arrange(toggleColumn(shown, key))}
                />
                {label}
              </label>
              {isShown ? (
                <>
                  <button
                    type="button"
                    className="grid-step"
                    aria-label={words('grid.column_up', { label })}
                    onClick={() => arrange(moveColumn(shown, key, -1))}
                  >
                    ↑
                  </button>
                  <button
                    type="button"
                    className="grid-step"
                    aria-label={words('grid.column_down', { label })}
                    onClick={() => arrange(moveColumn(shown, key, 1))}
                  >
                    ↓
                  </button>
                  <button
                    type="button"
                    className="grid-step"
                    aria-label={words('grid.column_narrower', { label })}
                    onClick={() => arrange(resizeColumn(shown, key, width - STEP_PX))}
                  >
                    −
                  </button>
                  <button
                    type="button"
                    className="grid-step"
                    aria-label={words('grid.column_wider', { label })}
                    onClick={() => arrange(resizeColumn(shown, key, width + STEP_PX))}
                  >
                    +
                  </button>
                </>
              ) : null}
            </li>
          );
        })}
      </ul>
      <fieldset className="grid-density">
        <legend>{words('grid.density')}</legend>
        {DENSITIES.map((density) => (
          <label key={density}>
            <input
              type="radio"
              name="grid-density"
              checked={view.density === density}
              onChange={() => onView({ ...view, density })}
            />
            {words(`grid.density_${density}`)}
          </label>
        ))}
      </fieldset>
      <p className="grid-dim">
        <kbd>Alt ↑ ↓</kbd> {words('grid.columns_hint')}
      </p>
      <button type="button" className="grid-link" onClick={() => onView({ ...view, columns: null, density: null })}>
        {words('grid.columns_reset')}
      </button>
    </Pop>
  );
}

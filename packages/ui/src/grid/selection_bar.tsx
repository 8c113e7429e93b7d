/** The bar of a selection: how much is selected, all that match, and what can be done with many. */
import { type ReactNode, useRef } from 'react';
import { count as figure } from '../format/figures.ts';
import { useWords } from '../words/words.tsx';
import type { ActionTarget, GridAction } from './actions.tsx';

export interface SelectionBarProps<Row> {
  actions: readonly GridAction<Row>[];
  target(): ActionTarget<Row>;
  /** Null when all are selected and the count is not known yet. */
  selected: number | null;
  total: number | null;
  isAll: boolean;
  selectAll(): void;
  clear(): void;
}

export function SelectionBar<Row>({
  actions,
  target,
  selected,
  total,
  isAll,
  selectAll,
  clear,
}: SelectionBarProps<Row>): ReactNode {
  const words = useWords();
  const bar = useRef<HTMLDivElement>(null);
  const bulk = actions.filter((action) => action.bulk);
  const count = selected === null ? words('grid.all') : figure(selected);
  return (
    <div ref={bar} className="grid-selection" role="toolbar" aria-label={words('grid.selection')}>
      <strong>{words(isAll ? 'grid.all_selected' : 'grid.selected', { count })}</strong>
      {!isAll && total !== null && selected !== null && selected < total ? (
        <button type="button" className="grid-link" onClick={selectAll}>
          {words('grid.select_all', { count: figure(total) })} <kbd>Ctrl A</kbd>
        </button>
      ) : null}
      {bulk.map((action) => {
        const refused = action.refused?.(target());
        return (
          <button
            key={action.key}
            type="button"
            className="grid-button"
            data-danger={action.danger || undefined}
            disabled={refused !== undefined}
            title={refused}
            onClick={() => action.run(target())}
          >
            {action.label}
            {action.keys ? <kbd>{action.keys}</kbd> : null}
          </button>
        );
      })}
      <button type="button" className="grid-link grid-selection-clear" onClick={clear}>
        {words('grid.clear_selection')} <kbd>Esc</kbd>
      </button>
    </div>
  );
}

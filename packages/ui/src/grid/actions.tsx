/** What can be done with rows: the menu at one row and the bar of a selection, from the same list. */
import { lazy, type ReactNode, Suspense, useMemo, useRef } from 'react';
import { count as figure } from '../format/figures.ts';
import { useWords } from '../words/words.tsx';
import type { GridQuery } from './view.ts';

const Menu = lazy(() => import('../pop/menu.tsx').then((module) => ({ default: module.Menu })));

/** The rows that an action is for: these, or all that the query matches but for a few. */
export type ActionTarget<Row> =
  | { kind: 'some'; rows: readonly Row[]; keys: readonly string[] }
  | { kind: 'all'; query: GridQuery; except: readonly string[]; count: number | null };

export interface GridAction<Row> {
  key: string;
  label: string;
  /** One letter that does it without the menu. */
  keys?: string;
  danger?: boolean;
  /** It can be done with many at once, also with the whole filter. */
  bulk?: boolean;
  /** Why it cannot be done with these now. */
  refused?(target: ActionTarget<Row>): string | undefined;
  run(target: ActionTarget<Row>): void;
}

function isMany<Row>(target: ActionTarget<Row>): boolean {
  return target.kind === 'all' || target.keys.length > 1;
}

export interface ActionsMenuProps<Row> {
  actions: readonly GridAction<Row>[];
  target: ActionTarget<Row>;
  at: { left: number; top: number };
  root(): HTMLElement | null;
  onClose(): void;
}

export function ActionsMenu<Row>({ actions, target, at, root, onClose }: ActionsMenuProps<Row>): ReactNode {
  const words = useWords();
  const anchor = useMemo(() => ({ current: root() }), [root]);
  const items = actions.map((action) => {
    const refused = isMany(target) && !action.bulk ? words('grid.one_only') : action.refused?.(target);
    return {
      key: action.key,
      label: action.label,
      ...(action.keys ? { keys: action.keys } : {}),
      ...(refused ? { refused } : {}),
      ...(action.danger ? { danger: true } : {}),
      run: () => action.run(target),
    };
  });
  return (
    <Suspense>
      <Menu anchor={anchor} label={words('grid.actions')} items={items} at={at} onClose={onClose} />
    </Suspense>
  );
}

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

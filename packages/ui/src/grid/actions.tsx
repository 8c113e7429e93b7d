/** What can be done with rows, and the menu of it at one row. */
import { lazy, type ReactNode, Suspense, useMemo } from 'react';
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

/** The ledger: a list of records with its search, filters, columns, selection and totals, worked by keys or by hand. */
import {
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { count as figure } from '../format/figures.ts';
import { useWords } from '../words/words.tsx';
import type { ActionTarget, GridAction, ActionsMenu as Menu } from './actions.tsx';
import { type GridColumn, layColumns } from './columns.ts';
import { useFootLines } from './foot_lines.ts';
import type { SavedViewsPort, ViewsHandle } from './kept.ts';
import { useLedgerKeys } from './ledger_keys.ts';
import type { GridPort } from './rows.ts';
import type { SavedViews as Views } from './saved_views.tsx';
import {
  ALL_SELECTED,
  countSelected,
  type GridSelection,
  isSelected,
  mark,
  NOTHING_SELECTED,
  toggle,
} from './selection.ts';
import type { SelectionBar as Bar } from './selection_bar.tsx';
import { Sheet, type SheetHandle } from './sheet.tsx';
import { Toolbar, type ToolbarProps } from './toolbar.tsx';
import { useRows } from './use_rows.ts';
import { EMPTY_VIEW, type GridView, isUnfiltered, queryOf } from './view.ts';
import './ledger_grid.css';
import './toolbar.css';

/**
 * A ledger is declared by its columns and fed by a port; what the person has arranged is one value, `view`, that belongs
 * in the URL (`paramsOfView`, `viewOfParams`). Fills the height of its container, which must have one.
 *
 * ```tsx
 * const [view, setView] = useState(() => viewOfParams(search, columns));
 * <LedgerGrid label="Invoices" columns={columns} port={port} view={view} onView={setView}
 *   scope={periodFilters(period, calendar)} rowLabel={(row) => row.number} onOpen={(row) => go(row.id)} />
 * ```
 */
export interface LedgerGridProps<Row> extends Pick<ToolbarProps<Row>, 'onExport' | 'formats'> {
  /** Names the grid, e.g. “Invoices”. */
  label: string;
  columns: readonly GridColumn<Row>[];
  /** May be a new object at each rendering; the newest is asked. */
  port: GridPort<Row>;
  view: GridView;
  onView(view: GridView): void;
  /** The page's own filters, which the person sees elsewhere: the period of the top strip. */
  scope?: Readonly<Record<string, string>>;
  /** Fields that rows need beside those of the shown columns, e.g. for `rowLabel`. `id` is always asked for. */
  fields?: readonly string[];
  /** Without it the row's `id`. */
  rowKey?(row: Row): string;
  /** What a screen reader calls the row: its number or name. */
  rowLabel(row: Row): string;
  /** `787 invoices`; without it `787 rows`. */
  countLabel?(total: number): string;
  /** What can be done with rows; those with `bulk` stand in the bar of the selection. */
  actions?: readonly GridAction<Row>[];
  onOpen?(row: Row): void;
  saved?: SavedViewsPort;
  /** What goes here and how it begins, shown when there is no row and no filter. */
  empty?: ReactNode;
  /** Stands first in the bar above: the title. */
  title?: ReactNode;
  /** Stands last in the bar above: the button that makes a new one. */
  tools?: ReactNode;
  /** False where the person has turned off single-letter keys (WCAG 2.1.4); then they work only inside the sheet. */
  singleKeys?: boolean;
  /** IANA zone in which instants are told; without it India's. */
  zone?: string;
  /** A change of this number fetches again as many rows as are shown, without moving them. */
  refresh?: number;
}

/** The views stand above the sheet a moment later; a first list shows without them. */
const SavedViews = lazy(() =>
  import('./saved_views.tsx').then((module) => ({ default: module.SavedViews })),
) as unknown as typeof Views;

const ActionsMenu = lazy(() =>
  import('./actions.tsx').then((module) => ({ default: module.ActionsMenu })),
) as unknown as typeof Menu;
const SelectionBar = lazy(() =>
  import('./selection_bar.tsx').then((module) => ({ default: module.SelectionBar })),
) as unknown as typeof Bar;

const NO_SCOPE: Readonly<Record<string, string>> = {};
const NO_FIELDS: readonly string[] = [];

export function LedgerGrid<Row extends object>(props: LedgerGridProps<Row>): ReactNode {
  const { columns, view, onView, scope = NO_SCOPE, fields = NO_FIELDS, actions = [], onOpen, onExport } = props;
  const words = useWords();
  const rowKey = props.rowKey ?? ((row: Row) => String((row as { id?: unknown }).id));
  const query = queryOf(view, columns, scope, ['id', ...fields]);
  const store = useRows(props.port, query, props.refresh ?? 0);
  const state = useSyncExternalStore(store.subscribe, store.get);
  const { rows, summary } = state;
  const laid = useMemo(() => layColumns(columns, view.columns), [columns, view.columns]);

  const [active, setActive] = useState(0);
  const [selection, setSelection] = useState<GridSelection>(NOTHING_SELECTED);
  const [menu, setMenu] = useState<{ left: number; top: number } | null>(null);
  const anchor = useRef(0);
  const sheet = useRef<SheetHandle>(null);
  const search = useRef<HTMLInputElement>(null);
  const exporter = useRef<HTMLButtonElement>(null);
  const views = useRef<ViewsHandle>(null);
  // Their key may come before they do.
  const isWanted = useRef(false);
  const arrived = useCallback((handle: ViewsHandle | null): void => {
    views.current = handle;
    if (handle && isWanted.current) handle.open();
    isWanted.current = false;
  }, []);
  const toSheet = (): void => sheet.current?.root()?.focus();

  // Other rows: what was selected and where one stood belongs to those before.
  const [generation, setGeneration] = useState(state.generation);
  if (generation !== state.generation) {
    setGeneration(state.generation);
    setActive(0);
    setSelection(NOTHING_SELECTED);
  }
  useEffect(() => {
    anchor.current = 0;
    if (generation > 1) sheet.current?.toTop();
  }, [generation]);

  const at = Math.min(active, Math.max(0, rows.length - 1));
  const activeRow = rows[at];
  const keyAt = (index: number): string[] => (rows[index] ? [rowKey(rows[index])] : []);

  function move(to: number, extend: boolean): void {
    const next = Math.max(0, Math.min(rows.length - 1, to));
    if (extend) {
      const [first, last] = [Math.min(anchor.current, next), Math.max(anchor.current, next)];
      const former = rows.slice(Math.min(anchor.current, at), Math.max(anchor.current, at) + 1).map(rowKey);
      setSelection((now) => mark(mark(now, former, false), rows.slice(first, last + 1).map(rowKey), true));
    } else {
      anchor.current = next;
    }
    setActive(next);
    sheet.current?.show(next);
    if (next >= rows.length - 1) void store.more();
  }

  function pick(index: number, extend: boolean): void {
    if (extend) {
      const [first, last] = [Math.min(anchor.current, index), Math.max(anchor.current, index)];
      setSelection((now) => mark(now, rows.slice(first, last + 1).map(rowKey), true));
    } else {
      for (const key of keyAt(index)) setSelection((now) => toggle(now, key));
      anchor.current = index;
    }
    setActive(index);
  }

  const target = (): ActionTarget<Row> => {
    if (selection.kind === 'all') {
      return {
        kind: 'all',
        query,
        except: [...selection.except],
        count: countSelected(selection, summary?.total ?? null),
      };
    }
    const chosen = rows.filter((row) => selection.keys.has(rowKey(row)));
    const those = selection.keys.size > 0 ? chosen : activeRow ? [activeRow] : [];
    return { kind: 'some', rows: those, keys: those.map(rowKey) };
  };

  const openMenu = (place?: { left: number; top: number }): void => {
    if (actions.length > 0 && activeRow) setMenu(place ?? sheet.current?.placeOf(at) ?? { left: 0, top: 0 });
  };

  const selected = countSelected(selection, summary?.total ?? null);
  const selectAll = (): void => setSelection(ALL_SELECTED);
  const onKeys = useLedgerKeys({
    root: () => sheet.current?.root() ?? null,
    singleKeys: props.singleKeys ?? true,
    at,
    count: rows.length,
    pageSize: () => sheet.current?.pageSize() ?? 10,
    move,
    pick: () => pick(at, false),
    selectAll,
    clear: () => {
      setSelection(NOTHING_SELECTED);
      return selected !== 0;
    },
    open: () => activeRow && onOpen?.(activeRow),
    menu: () => openMenu(),
    search: () => search.current?.focus(),
    export: () => exporter.current?.click(),
    views: () => {
      isWanted.current = views.current === null;
      views.current?.open();
    },
    showView: (place) => views.current?.show(place),
    act: (letter) => {
      const action = actions.find(({ keys }) => keys?.toLowerCase() === letter);
      if (action && activeRow && !action.refused?.(target())) action.run(target());
      return action !== undefined;
    },
  });

  const total = summary?.total ?? null;
  const isEmpty = state.status === 'ready' && rows.length === 0;
  const foot = useFootLines({ columns, laid, rows, rowKey, selection, summary, countLabel: props.countLabel });
  return (
    <section className="ledger-grid" aria-label={props.label} data-density={view.density ?? undefined}>
      <Toolbar
        {...{ columns, view, onView, query, search, exporter }}
        title={props.title}
        tools={props.tools}
        {...(onExport ? { onExport } : {})}
        formats={props.formats}
        toSheet={toSheet}
      />
      {props.saved ? (
        <Suspense fallback={<div className="grid-views-awaited" />}>
          <SavedViews ref={arrived} port={props.saved} {...{ columns, view, onView, toSheet }} />
        </Suspense>
      ) : null}
      {selected !== 0 ? (
        <Suspense fallback={<div className="grid-selection" />}>
          <SelectionBar
            {...{ actions, target, total, selectAll }}
            selected={selected}
            isAll={selection.kind === 'all'}
            clear={() => {
              setSelection(NOTHING_SELECTED);
              toSheet();
            }}
          />
        </Suspense>
      ) : null}
      <Sheet
        ref={sheet}
        {...{ laid, view, onView, columns, state, onKeys, move, pick, openMenu, selected }}
        label={props.label}
        zone={props.zone ?? 'Asia/Kolkata'}
        rowLabel={props.rowLabel}
        foot={foot}
        active={at}
        isSelected={(row) => isSelected(selection, rowKey(row))}
        isAll={selection.kind === 'all' && selection.except.size === 0}
        toggleAll={() => setSelection(selected === 0 ? ALL_SELECTED : NOTHING_SELECTED)}
        onMore={() => void store.more()}
        onRetry={() => void store.reload()}
        {...(onOpen ? { onOpen } : {})}
        empty={
          !isEmpty ? null : isUnfiltered(view) ? (
            (props.empty ?? <p>{words('grid.empty')}</p>)
          ) : (
            <>
              <p>{words('grid.nothing_matches')}</p>
              <button
                type="button"
                className="grid-button"
                onClick={() => onView({ ...view, q: EMPTY_VIEW.q, filters: EMPTY_VIEW.filters })}
              >
                {words('grid.clear_filters')}
              </button>
            </>
          )
        }
      />
      <div className="grid-unseen" role="status">
        {selected
          ? words('grid.selected', { count: figure(selected) })
          : state.status === 'ready' && total !== null
            ? words('grid.count', { count: total, shown: figure(total) })
            : ''}
      </div>
      {menu ? (
        <Suspense>
          <ActionsMenu
            actions={actions}
            target={target()}
            at={menu}
            root={() => sheet.current?.root() ?? null}
            onClose={() => setMenu(null)}
          />
        </Suspense>
      ) : null}
    </section>
  );
}

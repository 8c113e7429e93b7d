/** The sheet of a ledger: the head stays above, the totals below, and between them only the rows in sight are in the document. */
// biome-ignore-all lint/a11y/useSemanticElements: a table measures all its rows again at each key; these are virtual
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useWords } from '../words/words.tsx';
import { type GridColumn, type LaidColumn, tracksOf } from './columns.ts';
import { Foot, type FootLine } from './foot.tsx';
import { Head } from './head.tsx';
import { SheetRow } from './row.tsx';
import { useRowWindow } from './row_window.ts';
import type { RowsState } from './rows.ts';
import type { GridView } from './view.ts';

export interface SheetHandle {
  root(): HTMLElement | null;
  /** Brings a row into sight, never under head or foot. */
  show(index: number): void;
  toTop(): void;
  pageSize(): number;
  /** Where a menu of this row opens, in pixels of the window. */
  placeOf(index: number): { left: number; top: number } | null;
}

export interface SheetProps<Row> {
  ref: Ref<SheetHandle>;
  label: string;
  zone: string;
  columns: readonly GridColumn<Row>[];
  laid: readonly LaidColumn<Row>[];
  view: GridView;
  onView(view: GridView): void;
  state: RowsState<Row>;
  rowLabel(row: Row): string;
  /** What all that match come to, and what is selected. */
  foot: { whole: FootLine; chosen: FootLine | null };
  active: number;
  isSelected(row: Row): boolean;
  isAll: boolean;
  /** 0 none, null all of an unknown number. */
  selected: number | null;
  toggleAll(): void;
  onKeys(event: KeyboardEvent): void;
  move(index: number, extend: boolean): void;
  pick(index: number, extend: boolean): void;
  openMenu(at?: { left: number; top: number }): void;
  onOpen?(row: Row): void;
  onMore(): void;
  onRetry(): void;
  empty: ReactNode;
}

const PHONE_PX = 640;
/** The cell of the checkbox. */
export const CHECK_PX = 36;
/** So near the end the next page is fetched. */
const AHEAD = 40;

interface Sizes {
  row: number;
  head: number;
  foot: number;
  isPhone: boolean;
}

/** Heights as the style sheet has them now, by density and width; read before the first painting. */
function useSizes(root: { current: HTMLElement | null }, probe: { current: HTMLElement | null }): Sizes {
  const [sizes, setSizes] = useState<Sizes>({ row: 28, head: 28, foot: 32, isPhone: false });
  useLayoutEffect(() => {
    const sheet = root.current;
    const measure = (): void => {
      if (!sheet || !probe.current) return;
      const heightOf = (selector: string): number => sheet.querySelector<HTMLElement>(selector)?.offsetHeight ?? 0;
      const next = {
        row: probe.current.offsetHeight || 28,
        head: heightOf('.grid-head'),
        foot: heightOf('.grid-foot'),
        isPhone: sheet.clientWidth < PHONE_PX,
      };
      setSizes((now) => (JSON.stringify(now) === JSON.stringify(next) ? now : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    const foot = sheet?.querySelector('.grid-foot');
    for (const part of [sheet, probe.current, foot]) if (part) observer.observe(part);
    return () => observer.disconnect();
  }, [root, probe]);
  return sizes;
}

export function Sheet<Row extends object>(props: SheetProps<Row>): ReactNode {
  const { laid, state, active, onMore } = props;
  const { rows } = state;
  const words = useWords();
  const root = useRef<HTMLDivElement>(null);
  const probe = useRef<HTMLDivElement>(null);
  const id = useId();
  const acts = useRef(props);
  acts.current = props;
  const { row: rowPx, head: headPx, foot: footPx, isPhone } = useSizes(root, probe);
  const [selecting, setSelecting] = useState(false);

  const seen = useRowWindow(root, rows.length, active, { row: rowPx, head: headPx, foot: footPx });
  const lastInSight = seen.last;
  const isMore = state.more === 'yes';
  useEffect(() => {
    if (isMore && lastInSight >= rows.length - AHEAD) onMore();
  }, [isMore, lastInSight, rows.length, onMore]);

  useImperativeHandle(props.ref, () => ({
    root: () => root.current,
    show: seen.show,
    toTop: () => root.current?.scrollTo({ top: 0 }),
    pageSize: () => Math.max(1, Math.floor(((root.current?.clientHeight ?? 0) - headPx - footPx) / rowPx) - 1),
    placeOf: (index) => {
      const box = root.current?.querySelector(`[data-index="${index}"]`)?.getBoundingClientRect();
      return box ? { left: box.left + CHECK_PX, top: box.bottom } : null;
    },
  }));

  const checks = !isPhone || selecting;
  const { template, least } = tracksOf(laid, [CHECK_PX]);
  const total = state.summary?.total ?? (state.more === 'no' ? rows.length : -1);
  const rowId = (index: number): string => `${id}-row-${index}`;
  return (
    <div
      ref={root}
      className="grid-sheet"
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={total < 0 ? -1 : total + (isPhone ? 0 : 1)}
      aria-colcount={isPhone ? undefined : laid.length + 1}
      aria-multiselectable="true"
      aria-busy={state.status === 'first' || state.status === 'again'}
      aria-activedescendant={rows.length > 0 ? rowId(active) : undefined}
      data-phone={isPhone || undefined}
      data-checks={checks || undefined}
      style={{ '--grid-columns': template, '--grid-least': `${isPhone ? 0 : least}px` } as React.CSSProperties}
      onKeyDown={props.onKeys}
    >
      <div ref={probe} className="grid-probe" role="presentation" />
      {isPhone ? (
        <PhoneHead selecting={selecting} turn={() => setSelecting(!selecting)} />
      ) : (
        <Head
          {...{ laid, view: props.view, onView: props.onView, columns: props.columns }}
          isAll={props.isAll}
          selected={props.selected}
          toggleAll={props.toggleAll}
        />
      )}
      <div className="grid-body" role="rowgroup" style={{ height: `${rows.length * rowPx}px` }}>
        {seen.indexes.map((index) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <SheetRow
              // Other rows take the places of those before: their elements stay, only the texts change.
              key={index}
              id={rowId(index)}
              index={index}
              top={index * rowPx}
              isActive={index === active}
              isSelected={props.isSelected(row)}
              {...{ row, laid, isPhone, checks }}
              acts={acts}
            />
          );
        })}
      </div>
      {rows.length === 0 ? <State {...props} /> : null}
      {state.more === 'failed' ? (
        <InGrid className="grid-state grid-state-more">
          {words('grid.more_failed')}{' '}
          <button type="button" className="grid-link" onClick={props.onRetry}>
            {words('grid.try_again')}
          </button>
        </InGrid>
      ) : null}
      <Foot laid={laid} {...props.foot} isPhone={isPhone} />
    </div>
  );
}

/** A grid has rows and they have cells: what is neither stands in one of each. */
function InGrid({ className, children }: { className: string; children: ReactNode }): ReactNode {
  return (
    <div role="row" className={className}>
      <div role="gridcell" className="grid-whole">
        {children}
      </div>
    </div>
  );
}

function PhoneHead({ selecting, turn }: { selecting: boolean; turn(): void }): ReactNode {
  const words = useWords();
  return (
    <div className="grid-head grid-phone-head" role="row">
      <span role="columnheader">
        <button type="button" className="grid-link" aria-pressed={selecting} onClick={turn}>
          {words('grid.select')}
        </button>
      </span>
    </div>
  );
}

/** There is no row: why, and what to do about it. */
function State<Row>({ state, empty, onRetry }: SheetProps<Row>): ReactNode {
  const words = useWords();
  if (state.status === 'failed') {
    return (
      <InGrid className="grid-state">
        <div role="alert">
          <p>{words('grid.failed')}</p>
          {state.error instanceof Error && state.error.message ? (
            <p className="grid-dim">{state.error.message}</p>
          ) : null}
        </div>
        <button type="button" className="grid-button" onClick={onRetry}>
          {words('grid.try_again')}
        </button>
      </InGrid>
    );
  }
  return <InGrid className="grid-state">{state.status === 'first' ? <p>{words('grid.loading')}</p> : empty}</InGrid>;
}

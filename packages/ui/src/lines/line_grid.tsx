// biome-ignore-all lint/a11y/useSemanticElements: a table measures all its rows again at each key; these are virtual
// biome-ignore-all lint/a11y/useFocusableInteractive: the inputs in the cells have the focus
/** The lines of a document as a grid to type into: Enter goes on, arrows keep the column, the last cell makes a new line. */
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { money, quantity } from '../format/figures.ts';
import { useWords } from '../words/words.tsx';
import { LineRow } from './line_row.tsx';
import type { LineColumn, LineStore } from './line_store.ts';
import './line_grid.css';

/**
 * `createLines(columns, lines)` holds the lines, this grid shows and changes them; read `store.lines()` to save and
 * listen with `store.onChange` to keep a draft. Fills the height of its container, which must have one.
 */
export interface LineGridProps {
  label: string;
  columns: readonly LineColumn[];
  store: LineStore;
  /** `<line key>/<field>` → what is wrong there. */
  faults?: Readonly<Record<string, string>>;
  /** What Ctrl Enter and the like do is the form's; without it the lines are only shown. */
  readOnly?: boolean;
}

const NUMBER_PX = 56;
const REMOVE_PX = 36;
/** Figures beside each other on a phone; the style sheet lays them out. */
const ABREAST = 4;
const NO_FAULTS: Readonly<Record<string, string>> = {};
const WIDTHS = { text: 200, pick: 220, money: 120, quantity: 96, percent: 80 } as const;

/** Which cell has or shall have the focus. */
interface Place {
  key: string;
  field: string;
}

export function LineGrid({ label, columns, store, faults = NO_FAULTS, readOnly = false }: LineGridProps): ReactNode {
  const words = useWords();
  const root = useRef<HTMLDivElement>(null);
  const probe = useRef<HTMLDivElement>(null);
  const wanted = useRef<Place | null>(null);
  const keys = useSyncExternalStore(store.onKeys, store.keys);
  const [rowPx, setRowPx] = useState(34);
  useLayoutEffect(() => {
    const measure = (): void => setRowPx(probe.current?.offsetHeight || 34);
    measure();
    const observer = new ResizeObserver(measure);
    if (probe.current) observer.observe(probe.current);
    return () => observer.disconnect();
  }, []);

  const virtual = useVirtualizer({
    count: keys.length,
    getScrollElement: () => root.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => keys[index] ?? index,
    overscan: 8,
    scrollMargin: rowPx,
    scrollPaddingStart: rowPx,
    scrollPaddingEnd: rowPx + 8,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: other heights are measured anew
  useLayoutEffect(() => virtual.measure(), [rowPx, virtual]);

  /** Puts the focus into a cell, which may have to be brought into sight and into the document first. */
  function focus(place: Place): void {
    const index = store.keys().indexOf(place.key);
    if (index < 0) return;
    wanted.current = place;
    virtual.scrollToIndex(index, { align: 'auto' });
    settle();
    if (!wanted.current) return;
    // Keys may come faster than the page is painted: what is scrolled to is drawn now, so that the next key meets it.
    root.current?.dispatchEvent(new Event('scroll'));
    settle();
  }
  function settle(): void {
    const place = wanted.current;
    if (!place) return;
    const cell = root.current?.querySelector<HTMLInputElement>(`[data-cell="${place.key}/${place.field}"]`);
    if (!cell) return;
    wanted.current = null;
    cell.focus({ preventScroll: true });
    cell.select();
  }
  useEffect(settle);

  /** To a new line; one at the end that has nothing yet is new. */
  function begin(): void {
    const last = store.keys().at(-1) ?? '';
    const isNew = last && Object.values(store.line(last)).every((text) => !text);
    focus({ key: isNew ? last : store.add(), field: fieldAt(0) });
  }

  const typed = columns.filter((column) => !column.compute);
  const fieldAt = (index: number): string => typed[index]?.key ?? '';

  function onKeyDown(event: KeyboardEvent): void {
    const cell = (event.target as HTMLElement).dataset.cell;
    if (!cell || readOnly || event.defaultPrevented) return;
    const [key = '', field = ''] = cell.split('/');
    if (act(event, key, field)) event.preventDefault();
  }

  function act(event: KeyboardEvent, key: string, field: string): boolean {
    const all = store.keys();
    const at = all.indexOf(key);
    const column = typed.findIndex((one) => one.key === field);
    const control = event.ctrlKey || event.metaKey;
    const letter = event.code.replace('Key', '').toLowerCase();
    if (control && !event.altKey && (letter === 'z' || letter === 'y')) {
      const done = letter === 'y' || event.shiftKey ? store.redo() : store.undo();
      if (done)
        focus(store.keys().includes(key) ? { key, field } : { key: store.keys()[Math.max(0, at - 1)] ?? '', field });
      return true;
    }
    if (event.altKey && letter === 'a') focus({ key: store.add(key), field: fieldAt(0) });
    else if (event.altKey && letter === 'x') focus({ key: store.remove(key), field });
    else if (control || event.altKey) return false;
    else if (event.key === 'ArrowDown' && all[at + 1]) focus({ key: all[at + 1] ?? '', field });
    else if (event.key === 'ArrowUp' && all[at - 1]) focus({ key: all[at - 1] ?? '', field });
    else if (event.key === 'Enter') step(all, at, column, event.shiftKey ? -1 : 1);
    else return false;
    return true;
  }

  /** To the next cell or the one before; past the last cell there is a new line. From what was picked on, past the texts that came with it. */
  function step(all: readonly string[], at: number, column: number, by: number): void {
    const line = store.line(all[at] ?? '');
    let next = column + by;
    if (by > 0 && typed[column]?.kind === 'pick')
      while (typed[next]?.kind === 'text' && line[fieldAt(next)]) next += by;
    if (typed[next]) focus({ key: all[at] ?? '', field: fieldAt(next) });
    else if (by < 0) {
      if (all[at - 1]) focus({ key: all[at - 1] ?? '', field: fieldAt(typed.length - 1) });
    } else focus({ key: all[at + 1] ?? store.add(), field: fieldAt(0) });
  }

  const firstText = columns.findIndex(({ kind }) => kind === 'text' || kind === 'pick');
  const widths = columns.map((column) => column.width ?? WIDTHS[column.kind]);
  const tracks = widths.map((width, index) => (index === firstText ? `minmax(${width}px, 1fr)` : `${width}px`));
  const least = widths.reduce((sum, width) => sum + width, NUMBER_PX + REMOVE_PX);
  /** On a phone the text has a row of its own, and the rest stands four abreast below it. */
  const deep = 1 + Math.ceil((columns.length - 1) / ABREAST);
  const style = {
    '--lines-deep': deep,
    '--lines-columns': `${NUMBER_PX}px ${tracks.join(' ')} ${REMOVE_PX}px`,
    '--lines-least': `${least}px`,
  };
  return (
    <section className="line-grid" aria-label={label}>
      <div
        ref={root}
        className="line-grid-sheet"
        role="grid"
        aria-label={label}
        aria-rowcount={keys.length + 2}
        style={style as CSSProperties}
        onKeyDown={onKeyDown}
      >
        <div ref={probe} className="line-grid-probe" role="presentation" />
        <div className="line-grid-head" role="rowgroup">
          <div role="row" aria-rowindex={1} className="line-grid-row-head">
            <span role="columnheader" className="line-grid-number">
              {words('lines.number')}
            </span>
            {columns.map((column) => (
              <span key={column.key} role="columnheader" data-kind={column.kind}>
                {column.label}
              </span>
            ))}
            <span role="columnheader" aria-label={words('lines.remove_column')} />
          </div>
        </div>
        <div className="line-grid-body" role="rowgroup" style={{ height: `${virtual.getTotalSize()}px` }}>
          {virtual.getVirtualItems().map((item) => {
            const key = keys[item.index];
            return key === undefined ? null : (
              <LineRow
                key={key}
                lineKey={key}
                index={item.index}
                top={item.start - rowPx}
                {...{ columns, store, faults, readOnly }}
                remove={() => focus({ key: store.remove(key), field: fieldAt(0) })}
              />
            );
          })}
        </div>
        <Totals columns={columns} store={store} count={keys.length} />
      </div>
      {keys.flatMap((key, index) =>
        columns.map((column) => {
          const fault = faults[`${key}/${column.key}`];
          return fault ? (
            <p key={`${key}/${column.key}`} className="field-error">
              {words('lines.cell', { label: column.label, line: index + 1 })}: {fault}
            </p>
          ) : null;
        }),
      )}
      {readOnly ? null : (
        <button type="button" className="line-grid-add" onClick={begin}>
          {words('lines.add')} <kbd>Alt A</kbd>
        </button>
      )}
    </section>
  );
}

function Totals({
  columns,
  store,
  count,
}: {
  columns: readonly LineColumn[];
  store: LineStore;
  count: number;
}): ReactNode {
  const words = useWords();
  const totals = useSyncExternalStore(store.onChange, store.totals);
  return (
    <div className="line-grid-foot" role="rowgroup">
      <div role="row" aria-rowindex={count + 2} className="line-grid-row-head">
        <span role="gridcell" className="line-grid-number">
          {count}
        </span>
        {columns.map((column, index) => {
          const sum = totals[column.key];
          return (
            <span key={column.key} role="gridcell" data-kind={column.kind}>
              {sum !== undefined
                ? column.kind === 'money'
                  ? money(sum)
                  : quantity(sum)
                : index === 0
                  ? words('lines.total')
                  : ''}
            </span>
          );
        })}
        <span role="gridcell" />
      </div>
    </div>
  );
}

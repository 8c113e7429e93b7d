/** The bar above a ledger: title, search, filters in words, columns, export. */
import { lazy, type ReactNode, type RefObject, Suspense, useEffect, useRef, useState } from 'react';
import { useWords } from '../words/words.tsx';
import { valueText } from './cell.tsx';
import type { ColumnChooser as Chooser } from './column_chooser.tsx';
import type { GridColumn } from './columns.ts';
import type { FilterEditor as Editor } from './filter_editor.tsx';
import { phrasesOf } from './filters.ts';
import { type GridQuery, type GridView, withFilters } from './view.ts';

/** What opens is fetched when somebody reaches for it: a first list shows without it. */
const fetchFilter = () => import('./filter_editor.tsx').then((module) => ({ default: module.FilterEditor }));
const fetchColumns = () => import('./column_chooser.tsx').then((module) => ({ default: module.ColumnChooser }));
const fetchMenu = () => import('../pop/menu.tsx').then((module) => ({ default: module.Menu }));
const FilterEditor = lazy(fetchFilter) as unknown as typeof Editor;
const ColumnChooser = lazy(fetchColumns) as unknown as typeof Chooser;
const Menu = lazy(fetchMenu);
const reach = (fetch: () => unknown) => ({ onPointerEnter: fetch, onFocus: fetch });

export type ExportFormat = 'csv' | 'xlsx' | 'pdf';
const SHEETS: readonly ExportFormat[] = ['xlsx', 'csv'];

export interface ToolbarProps<Row> {
  columns: readonly GridColumn<Row>[];
  view: GridView;
  onView(view: GridView): void;
  query: GridQuery;
  search: RefObject<HTMLInputElement | null>;
  exporter: RefObject<HTMLButtonElement | null>;
  title?: ReactNode;
  tools?: ReactNode;
  /** Exports what the filter shows. */
  onExport?(format: ExportFormat, query: GridQuery): void;
  /** What it can be exported as; Excel and CSV where it is left out. */
  formats?: readonly ExportFormat[] | undefined;
  toSheet(): void;
}

/** So long nothing more is typed before the search goes out. */
const PAUSE_MS = 180;

type Opened = 'filter' | 'columns' | 'export' | null;

export function Toolbar<Row>(props: ToolbarProps<Row>): ReactNode {
  const { columns, view, onView, onExport, query } = props;
  const words = useWords();
  const [opened, setOpened] = useState<Opened>(null);
  const filterButton = useRef<HTMLButtonElement>(null);
  const columnsButton = useRef<HTMLButtonElement>(null);
  const close = (): void => setOpened(null);
  const turn = (what: Opened): void => setOpened(opened === what ? null : what);
  return (
    <div className="grid-toolbar">
      {props.title}
      <Search view={view} onView={onView} input={props.search} toSheet={props.toSheet} />
      {columns.some(({ filterable }) => filterable) ? (
        <button
          ref={filterButton}
          type="button"
          className="grid-button"
          aria-expanded={opened === 'filter'}
          {...reach(fetchFilter)}
          onClick={() => turn('filter')}
        >
          {words('grid.filter')}
        </button>
      ) : null}
      <Phrases columns={columns} view={view} onView={onView} />
      <span className="grid-toolbar-space" />
      <button
        ref={columnsButton}
        type="button"
        className="grid-button"
        aria-expanded={opened === 'columns'}
        {...reach(fetchColumns)}
        onClick={() => turn('columns')}
      >
        {words('grid.columns')}
      </button>
      {onExport ? (
        <button
          ref={props.exporter}
          type="button"
          className="grid-button"
          aria-haspopup="menu"
          aria-expanded={opened === 'export'}
          {...reach(fetchMenu)}
          onClick={() => turn('export')}
        >
          {words('grid.export')} <kbd>E</kbd>
        </button>
      ) : null}
      {props.tools}
      <Suspense>
        {opened === 'filter' ? (
          <FilterEditor anchor={filterButton} columns={columns} view={view} onView={onView} onClose={close} />
        ) : null}
        {opened === 'columns' ? (
          <ColumnChooser anchor={columnsButton} columns={columns} view={view} onView={onView} onClose={close} />
        ) : null}
        {opened === 'export' && onExport ? (
          <Menu
            anchor={props.exporter}
            label={words('grid.export')}
            onClose={close}
            items={(props.formats ?? SHEETS).map((format) => ({
              key: format,
              label: words(`grid.export_${format}`),
              run: () => onExport(format, query),
            }))}
          />
        ) : null}
      </Suspense>
    </div>
  );
}

interface SearchProps {
  view: GridView;
  onView(view: GridView): void;
  input: RefObject<HTMLInputElement | null>;
  toSheet(): void;
}

function Search({ view, onView, input, toSheet }: SearchProps): ReactNode {
  const words = useWords();
  const [typed, setTyped] = useState(view.q);
  const latest = useRef({ view, onView });
  latest.current = { view, onView };
  const sent = useRef(view.q);
  useEffect(() => {
    // The view changed from outside: a saved one, or the browser's back.
    if (view.q !== sent.current) setTyped(view.q);
    sent.current = view.q;
  }, [view.q]);
  useEffect(() => {
    if (typed === sent.current) return;
    const pause = setTimeout(() => {
      sent.current = typed.trim();
      latest.current.onView({ ...latest.current.view, q: typed.trim() });
    }, PAUSE_MS);
    return () => clearTimeout(pause);
  }, [typed]);
  return (
    <span className="grid-search">
      <input
        ref={input}
        type="search"
        value={typed}
        aria-label={words('grid.search')}
        placeholder={words('grid.search')}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'Enter') {
            event.preventDefault();
            toSheet();
          } else if (event.key === 'Escape') {
            event.preventDefault();
            if (typed) setTyped('');
            else toSheet();
          }
        }}
      />
      <kbd>/</kbd>
    </span>
  );
}

/** The filters as sentences, each removed by a press. */
function Phrases<Row>({ columns, view, onView }: Pick<ToolbarProps<Row>, 'columns' | 'view' | 'onView'>): ReactNode {
  const words = useWords();
  const say = { yes: words('grid.yes'), no: words('grid.no'), zone: 'UTC' };
  const phrases = phrasesOf(view, columns, words, (column, value) => valueText(column, value, say));
  if (phrases.length === 0) return null;
  return (
    <ul className="grid-phrases" aria-label={words('grid.filters')}>
      {phrases.map((phrase) => (
        <li key={phrase.names.join()}>
          <button
            type="button"
            className="grid-phrase"
            aria-label={words('grid.remove_filter', { filter: phrase.text })}
            onClick={() => onView(withFilters(view, Object.fromEntries(phrase.names.map((name) => [name, '']))))}
          >
            {phrase.text} <span aria-hidden="true">×</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The view of a ledger as one value: search, filters, sort, columns and density, all of which the URL holds. */
import { type ColumnChoice, clampWidth, type GridColumn, shownColumns } from './columns.ts';

export interface SortKey {
  field: string;
  descending: boolean;
}

export type GridDensity = 'compact' | 'regular' | 'touch';

export interface GridView {
  q: string;
  sort: readonly SortKey[];
  /** As the server's lists take them: `status=sent`, `total_from=1000`, `date_to=2026-06-30`. */
  filters: Readonly<Record<string, string>>;
  /** The shown columns in their order; null is as declared. */
  columns: readonly ColumnChoice[] | null;
  /** Null is the person's setting. */
  density: GridDensity | null;
}

export const EMPTY_VIEW: GridView = { q: '', sort: [], filters: {}, columns: null, density: null };

const DENSITIES: readonly string[] = ['compact', 'regular', 'touch'];

/** The view in the query of a URL, without what is as declared. */
export function paramsOfView(view: GridView): Record<string, string> {
  return {
    ...view.filters,
    ...(view.q ? { q: view.q } : {}),
    ...(view.sort.length ? { sort: sortText(view.sort) } : {}),
    ...(view.columns
      ? { columns: view.columns.map(({ key, width }) => (width ? `${key}:${width}` : key)).join(',') }
      : {}),
    ...(view.density ? { density: view.density } : {}),
  };
}

/** The view that a URL asks for. What these columns do not know is left out: an old link still opens. */
export function viewOfParams<Row>(
  params: Readonly<Record<string, string>>,
  columns: readonly GridColumn<Row>[],
): GridView {
  const fields = new Map(columns.map((column) => [column.key, column]));
  const filters = Object.fromEntries(
    Object.entries(params).filter(
      ([name, value]) => value !== '' && fields.get(fieldOfFilter(name, fields))?.filterable,
    ),
  );
  const chosen = (params.columns ?? '').split(',').filter(Boolean).map(readColumn);
  const known = chosen.filter(({ key }) => fields.has(key));
  return {
    q: params.q ?? '',
    sort: readSort(params.sort ?? '').filter(({ field }) => fields.get(field)?.sortable),
    filters,
    columns: known.length ? known : null,
    density: DENSITIES.includes(params.density ?? '') ? (params.density as GridDensity) : null,
  };
}

/** `total_from` filters the field `total`, unless there is a field of just that name. */
function fieldOfFilter(name: string, fields: ReadonlyMap<string, unknown>): string {
  return fields.has(name) ? name : name.replace(/_(from|to)$/, '');
}

function readColumn(text: string): ColumnChoice {
  const [key = '', width] = text.split(':');
  return width && Number(width) > 0 ? { key, width: clampWidth(Number(width)) } : { key };
}

export function sortText(sort: readonly SortKey[]): string {
  return sort.map(({ field, descending }) => (descending ? `-${field}` : field)).join(',');
}

function readSort(text: string): SortKey[] {
  const parts = text.split(',').filter((part) => part.replace(/^-/, '') !== '');
  return parts.map((part) => ({ field: part.replace(/^-/, ''), descending: part.startsWith('-') }));
}

/** A head was pressed: up, then down, then not; with `also` it joins the others instead of taking their place. */
export function pressSort(sort: readonly SortKey[], field: string, also: boolean): SortKey[] {
  const present = sort.find((key) => key.field === field);
  const next = !present ? { field, descending: false } : present.descending ? null : { field, descending: true };
  if (!also) return next ? [next] : [];
  if (!present) return [...sort, { field, descending: false }];
  return sort.flatMap((key) => (key.field === field ? (next ? [next] : []) : [key]));
}

/** Sets or clears filters by name; an empty text clears. */
export function withFilters(view: GridView, changes: Readonly<Record<string, string>>): GridView {
  const merged = Object.entries({ ...view.filters, ...changes }).filter(([, value]) => value !== '');
  return { ...view, filters: Object.fromEntries(merged) };
}

/** Nothing is searched or filtered by the person. */
export function isUnfiltered(view: GridView): boolean {
  return view.q === '' && Object.keys(view.filters).length === 0;
}

/** What rows are asked for: these fields travel, the others stay at home. */
export interface GridQuery {
  q: string;
  sort: readonly SortKey[];
  filters: Readonly<Record<string, string>>;
  fields: readonly string[];
}

/** `scope` is the page's own filter, e.g. the period of the top strip; `fields` are those that a row needs beside its columns. */
export function queryOf<Row>(
  view: GridView,
  columns: readonly GridColumn<Row>[],
  scope: Readonly<Record<string, string>>,
  fields: readonly string[],
): GridQuery {
  const onPhone = columns.filter(({ phone }) => phone).map(({ key }) => key);
  const shown = shownColumns(columns, view.columns).map(({ key }) => key);
  return {
    q: view.q,
    sort: view.sort,
    filters: { ...scope, ...view.filters },
    fields: [...new Set([...fields, ...shown, ...onPhone])],
  };
}

/** The view of a page's list: it is the address; a bare address opens the view that the person chose for this list. */
import { useEffect, useMemo, useRef } from 'react';
import type { GridColumn } from '../grid/columns.ts';
import type { SavedView, SavedViewsPort } from '../grid/kept.ts';
import { type GridView, paramsOfView, viewOfParams } from '../grid/view.ts';
import type { KeptOpening, Place } from './place.tsx';

type Params = Readonly<Record<string, string>>;

/** What lists open with, by person, organisation and list, as far as it was heard since the page was loaded; before that as it was told then. */
const openings = new Map<string, Params>();
export const SHARE = 'views.share';
/** Says of an address that it means the list as declared, where a bare one opens another view. */
const EVERYTHING = { view: 'all' };

/** A view as the server keeps it, in the query of an address. */
export const paramsOfKept = ({ sort, q, filters, columns, density }: KeptOpening): Params => ({
  ...paramsOfView({ q, filters, columns, density, sort: [] }),
  ...(sort ? { sort } : {}),
});

export interface ListView {
  view: GridView;
  onView(view: GridView): void;
  saved: SavedViewsPort;
}

/** `list` is the noun of the server's list, `path` the page's own address. */
export function useListView<Row>(
  place: Place,
  list: string,
  path: string,
  columns: readonly GridColumn<Row>[],
): ListView {
  const key = `${place.user_id} ${place.href('/')} ${list}`;
  const latest = useRef(place);
  latest.current = place;
  const isBare = Object.keys(place.search).length === 0;
  const told = place.openings.find((one) => one.list === list);
  const first = useMemo(() => told && paramsOfKept(told), [told]);
  const opening = openings.get(key) ?? first;
  const search = isBare && opening ? opening : place.search;
  const view = useMemo(() => viewOfParams(search, columns), [search, columns]);
  const goTo = (params: Params): void => latest.current.go(path, { search: params, replace: true });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the address follows when a bare one was opened
  useEffect(() => {
    if (isBare && opening && Object.keys(opening).length > 0) goTo(opening);
  }, [isBare, opening]);

  function heard(views: readonly SavedView[]): void {
    openings.set(key, views.find(({ isDefault }) => isDefault)?.params ?? {});
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: the place is asked as it is then
  const saved = useMemo<SavedViewsPort>(() => {
    const port = async () => (await import('./kept_views.ts')).keptViews(latest.current, list, heard);
    return {
      mayShare: place.allows(SHARE),
      list: async () => (await port()).list(),
      add: async (keeping) => (await port()).add(keeping),
      change: async (id, keeping) => (await port()).change(id, keeping),
      remove: async (id) => (await port()).remove(id),
      choose: async (id) => (await port()).choose(id),
    };
  }, [place.user_id, list, key]);
  return {
    view,
    saved,
    onView(next) {
      const params = paramsOfView(next);
      const opens = Object.keys(openings.get(key) ?? opening ?? {}).length > 0;
      goTo(opens && Object.keys(params).length === 0 ? EVERYTHING : params);
    },
  };
}

/** The view of a page's list: it is the address; a bare address opens the view that the person chose for this list. */
import { useEffect, useMemo, useRef } from 'react';
import type { GridColumn } from '../grid/columns.ts';
import type { SavedView, SavedViewsPort } from '../grid/kept.ts';
import { type GridView, paramsOfView, viewOfParams } from '../grid/view.ts';
import type { Place } from './place.tsx';

type Params = Readonly<Record<string, string>>;

/** What lists open with, by person, organisation and list, as far as it was heard since the page was loaded. */
const openings = new Map<string, Params>();
export const SHARE = 'views.share';
/** Says of an address that it means the list as declared, where a bare one opens another view. */
const EVERYTHING = { view: 'all' };

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
  const opening = openings.get(key);
  const search = isBare && opening ? opening : place.search;
  const view = useMemo(() => viewOfParams(search, columns), [search, columns]);
  const goTo = (params: Params): void => latest.current.go(path, { search: params, replace: true });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the address follows when a bare one was opened
  useEffect(() => {
    if (isBare && opening && Object.keys(opening).length > 0) goTo(opening);
  }, [isBare, opening]);

  function heard(views: readonly SavedView[]): void {
    const isNews = !openings.has(key);
    const params = views.find(({ isDefault }) => isDefault)?.params ?? {};
    openings.set(key, params);
    const { search: now } = latest.current;
    if (isNews && Object.keys(now).length === 0 && Object.keys(params).length > 0) goTo(params);
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
      const opens = Object.keys(openings.get(key) ?? {}).length > 0;
      goTo(opens && Object.keys(params).length === 0 ? EVERYTHING : params);
    },
  };
}

/** Views as the server keeps them (`/views`), for the lists of pages. */
import type { Keeping, SavedView, SavedViewsPort } from '../grid/kept.ts';
import { type GridView, sortText } from '../grid/view.ts';
import { paramsOfKept, SHARE } from './list_view.ts';
import type { KeptOpening, Place } from './place.tsx';

/** A view on the wire. */
interface Kept extends KeptOpening {
  id: string;
  name: string;
  is_shared: boolean;
  is_own: boolean;
  is_default: boolean;
}

const sent = ({ name, view, shared }: Keeping): Record<string, unknown> => {
  const { q, filters, sort, columns, density }: GridView = view;
  return { name, q, filters, sort: sortText(sort), columns, density, is_shared: shared };
};

/** A refusal, in words, for the sheet that asked. */
async function told<T>(place: Place, act: Promise<T>): Promise<T> {
  return act.catch((error: unknown) => {
    throw new Error(place.faultOf(error).text);
  });
}

/** The views of one list; `heard` is told of them whenever they were asked for. */
export function keptViews(place: Place, list: string, heard: (views: readonly SavedView[]) => void): SavedViewsPort {
  const mayShare = place.allows(SHARE);
  return {
    mayShare,
    async list() {
      const { data } = await told(place, place.call<Kept[]>('GET /views', { list, limit: 200 }));
      const views = data.map((kept) => ({
        id: kept.id,
        name: kept.name,
        params: paramsOfKept(kept),
        shared: kept.is_shared,
        mayChange: kept.is_shared ? mayShare : kept.is_own,
        isDefault: kept.is_default,
      }));
      heard(views);
      return views;
    },
    async add(keeping) {
      return (await told(place, place.call<Kept>('POST /views', { list, ...sent(keeping) }))).data.id;
    },
    async change(id, keeping) {
      await told(place, place.call('PATCH /views/{view}', { view: id, ...sent(keeping) }));
    },
    async remove(id) {
      await told(place, place.call('DELETE /views/{view}', { view: id }));
    },
    async choose(id) {
      await told(place, place.call('PUT /views/default', { list, view_id: id }));
    },
  };
}

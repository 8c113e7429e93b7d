/** A ledger's rows from a list of the API: pages by cursor, the count of the whole filter beside them. */
import type { GridPort } from '../grid/rows.ts';
import { type GridQuery, sortText } from '../grid/view.ts';
import type { App } from './app.tsx';

/** What a query asks of the API's lists. */
export function listInput(query: GridQuery): Record<string, unknown> {
  return {
    ...query.filters,
    ...(query.q ? { q: query.q } : {}),
    ...(query.sort.length > 0 ? { sort: sortText(query.sort) } : {}),
  };
}

/** `fixed` goes with every call, e.g. a name in the path. */
export function listPort<Row>(app: App, key: string, fixed: Record<string, unknown> = {}): GridPort<Row> {
  return {
    async fetchPage(query, { cursor, limit }) {
      const { data, meta } = await app.call<Row[]>(key, {
        ...fixed,
        ...listInput(query),
        limit,
        ...(cursor ? { cursor } : {}),
      });
      return { rows: data, next_cursor: meta?.next_cursor ?? null };
    },
    async fetchSummary(query) {
      const { meta } = await app.call<Row[]>(key, { ...fixed, ...listInput(query), limit: 1, count: true });
      return { total: meta?.total ?? 0, totals: {} };
    },
  };
}

/** The endpoint of the search. */
import { type AnyRoute, route } from '../http/route.ts';
import { SearchQuery, SearchResult } from './search.schema.ts';
import { search } from './search.service.ts';

export const searchRoutes: AnyRoute[] = [
  route({
    name: 'search.list',
    method: 'GET',
    path: '/search',
    scope: 'tenant',
    // Each resource asks for its own.
    permission: null,
    summary: 'Records of every resource that the caller may read, the best matches first',
    input: SearchQuery,
    output: SearchResult,
    message: 'Found',
    run: (ctx, input) => search(ctx, input),
  }),
];

/** Lists: the nouns that people look through, and what reading each of them needs, as their routes declare it. */
import type { AnyRoute } from './route.ts';
import type { Grant } from './subjects.ts';

/** Noun → what a reader of the list needs. */
export type Lists = ReadonlyMap<string, Grant>;

/** Finds the lists of organisations in the routes: each `<noun>.list`. */
export function listsOf(routes: readonly AnyRoute[]): Lists {
  const found = routes.filter(
    ({ name, method, scope }) =>
      method === 'GET' && name.endsWith('.list') && (scope === 'tenant' || scope === 'control'),
  );
  return new Map(
    found.map(({ name, permission, feature }) => [
      name.slice(0, -'.list'.length),
      { permission: permission ?? null, feature },
    ]),
  );
}

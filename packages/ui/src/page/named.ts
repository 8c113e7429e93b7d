/** Fetches records that others name, and what they are called; a page that names none of them does without it. */
import type { Option } from '../parts/combo_box.tsx';
import type { PageField } from './page.ts';
import type { Place } from './place.tsx';
import type { PageRecord } from './resource.ts';

type From = NonNullable<PageField['from']>;

export interface Wanted {
  id: string;
  from: From;
}

/** `price-lists` → `price_list`, as addresses name one of them. */
const oneOf = (noun: string): string =>
  noun
    .replace(/(ch|sh)es$/, '$1')
    .replace(/s$/, '')
    .replaceAll('-', '_');

/** What a record is called; one that cannot be read stands as its id. */
export async function nameOf(place: Place, { id, from: { noun, label } }: Wanted): Promise<string> {
  const one = oneOf(noun);
  const found = await place.call<PageRecord>(`GET /${noun}/{${one}}`, { [one]: id }).catch(() => null);
  return String(found?.data[label] ?? id);
}

/** The names, under the fields that show them. */
export async function namesOf(place: Place, wanted: readonly Wanted[]): Promise<Record<string, unknown>> {
  const pairs = wanted.map(async (one) => [one.from.shown, await nameOf(place, one)] as const);
  return Object.fromEntries(await Promise.all(pairs));
}

/** Those that a text finds, to choose from. */
export async function findIn(place: Place, { noun, label, note, query }: From, typed: string): Promise<Option[]> {
  const { data } = await place.call<PageRecord[]>(`GET /${noun}`, {
    ...query,
    ...(typed ? { q: typed } : {}),
    limit: 20,
  });
  return data.map((one) => ({
    id: one.id,
    label: String(one[label] ?? one.id),
    ...(note && one[note] ? { note: String(one[note]) } : {}),
  }));
}

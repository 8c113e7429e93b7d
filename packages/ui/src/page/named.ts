/** Fetches records that others name, and what they are called; a page that names none of them does without it. */
import { useEffect, useRef, useState } from 'react';
import type { Option } from '../parts/combo_box.tsx';
import type { Page, PageField } from './page.ts';
import { type Place, usePlace } from './place.tsx';
import type { PageRecord } from './resource.ts';
import { fieldsOfForm } from './value_text.ts';

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

/** The records that values of a page's fields name by their ids. */
export function wantedIn(page: Page, values: readonly (readonly [name: string, value: unknown])[]): Wanted[] {
  const fields = fieldsOfForm(page);
  return values.flatMap(([name, id]) => {
    const from = fields.get(name)?.from;
    return from && typeof id === 'string' ? [{ id, from }] : [];
  });
}

/** Id → what the record is called, as they come. */
export function useNamesOf(wanted: readonly Wanted[]): ReadonlyMap<string, string> {
  const place = usePlace();
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const asked = useRef(new Set<string>());
  useEffect(() => {
    for (const one of wanted) {
      if (asked.current.has(one.id)) continue;
      asked.current.add(one.id);
      void nameOf(place, one).then((said) => setNames((now) => new Map(now).set(one.id, said)));
    }
  }, [wanted, place]);
  return names;
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

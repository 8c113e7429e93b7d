/** What the law says from a day on: what comes with the product, and what an organisation said before a release could. Pure. */

export interface Dated {
  /** `YYYY-MM-DD`, the first day on which it is so. */
  valid_from: string;
}

const all = (): boolean => true;

/**
 * What counts on a day: of all that has begun what began last, whosever it is; of one day what stands in the list that is
 * named first, so an organisation's own goes before the product's.
 */
export function lastOn<T extends Dated>(
  date: string,
  lists: readonly (readonly T[])[],
  isMeant: (one: T) => boolean = all,
): T | undefined {
  let found: T | undefined;
  for (const list of lists)
    for (const one of list)
      if (one.valid_from <= date && (!found || one.valid_from > found.valid_from) && isMeant(one)) found = one;
  return found;
}

export const STANDINGS = ['past', 'current', 'coming'] as const;

/** An entry among all others of its thing. */
export type Standing<T> = T & {
  /** Null of what comes with the product. */
  id: string | null;
  is_own: boolean;
  standing: (typeof STANDINGS)[number];
};

/**
 * All that is known, an own entry in the place of the product's of the same day, and what each does today: another one
 * followed, it counts, it will. `thingOf` says what an entry is about.
 */
export function standingsOn<T extends Dated>(
  today: string,
  own: readonly (T & { id: string })[],
  shipped: readonly T[],
  thingOf: (one: T) => string,
): Standing<T>[] {
  const dayOf = (one: T): string => `${thingOf(one)} ${one.valid_from}`;
  const said = new Set(own.map(dayOf));
  const known = [
    ...own.map((one) => ({ ...one, is_own: true })),
    ...shipped.filter((one) => !said.has(dayOf(one))).map((one) => ({ ...one, id: null, is_own: false })),
  ];
  return [...Map.groupBy(known, thingOf).values()].flatMap((entries) => {
    const current = lastOn(today, [entries]);
    return entries.map((one) => ({
      ...one,
      standing:
        one === current ? ('current' as const) : one.valid_from > today ? ('coming' as const) : ('past' as const),
    }));
  });
}

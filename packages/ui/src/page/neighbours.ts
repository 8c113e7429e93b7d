/** The records of the list that was seen last, so that a record leads to the one before and after it. */

let seen: { noun: string; ids: readonly string[]; search: Readonly<Record<string, string>> } | null = null;

/** A page of rows has come; the first one begins anew. */
export function rememberRows(noun: string, ids: readonly string[], isFirst: boolean): void {
  const before = !isFirst && seen?.noun === noun ? seen.ids : [];
  seen = { noun, ids: [...before, ...ids], search: seen?.noun === noun ? seen.search : {} };
}

/** The list's query, to go back to. */
export function rememberSearch(noun: string, search: Readonly<Record<string, string>>): void {
  seen = { noun, ids: seen?.noun === noun ? seen.ids : [], search };
}

export function searchOf(noun: string): Readonly<Record<string, string>> {
  return seen?.noun === noun ? seen.search : {};
}

export function neighboursOf(noun: string, id: string): { previous?: string; next?: string } {
  const ids = seen?.noun === noun ? seen.ids : [];
  const at = ids.indexOf(id);
  const [previous, next] = at < 0 ? [] : [ids[at - 1], ids[at + 1]];
  return { ...(previous ? { previous } : {}), ...(next ? { next } : {}) };
}

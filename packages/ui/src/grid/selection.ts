/** Which rows are selected: some by name, or all that the filter matches but for a few. A page is never the measure. */

export type GridSelection = { kind: 'some'; keys: ReadonlySet<string> } | { kind: 'all'; except: ReadonlySet<string> };

export const NOTHING_SELECTED: GridSelection = { kind: 'some', keys: new Set() };
export const ALL_SELECTED: GridSelection = { kind: 'all', except: new Set() };

export function isSelected(selection: GridSelection, key: string): boolean {
  return selection.kind === 'all' ? !selection.except.has(key) : selection.keys.has(key);
}

/** Null when all are selected and nobody knows yet how many match. */
export function countSelected(selection: GridSelection, total: number | null): number | null {
  if (selection.kind === 'some') return selection.keys.size;
  return total === null ? null : Math.max(0, total - selection.except.size);
}

/** Selects or releases rows, in the selection of either kind. */
export function mark(selection: GridSelection, keys: readonly string[], selected: boolean): GridSelection {
  const adds = selection.kind === 'all' ? !selected : selected;
  const next = new Set(selection.kind === 'all' ? selection.except : selection.keys);
  for (const key of keys) {
    if (adds) next.add(key);
    else next.delete(key);
  }
  return selection.kind === 'all' ? { kind: 'all', except: next } : { kind: 'some', keys: next };
}

export function toggle(selection: GridSelection, key: string): GridSelection {
  return mark(selection, [key], !isSelected(selection, key));
}

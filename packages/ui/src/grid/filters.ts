/** Filters as people read them: each one in words, and what it stands for on the wire. */
import type { Words } from '../words/words.tsx';
import { type GridColumn, isRight } from './columns.ts';
import type { GridView } from './view.ts';

/** How a column is filtered. */
export type FilterShape = 'text' | 'choice' | 'range' | 'days' | 'boolean';

export function filterShape<Row>(column: GridColumn<Row>): FilterShape {
  if (column.kind === 'choice') return 'choice';
  if (column.kind === 'boolean') return 'boolean';
  if (column.kind === 'date' || column.kind === 'instant') return 'days';
  return isRight(column.kind) ? 'range' : 'text';
}

/** One filter that can be removed: its words, and the names that vanish with it. */
export interface FilterPhrase {
  field: string;
  text: string;
  names: readonly string[];
}

/** The filters of a view in the order of the columns; `say` writes a value as its column does. */
export function phrasesOf<Row>(
  view: GridView,
  columns: readonly GridColumn<Row>[],
  words: Words,
  say: (column: GridColumn<Row>, value: string) => string,
): FilterPhrase[] {
  return columns.flatMap((column) => {
    const { key, label } = column;
    const [exact, from, to] = [view.filters[key], view.filters[`${key}_from`], view.filters[`${key}_to`]];
    const phrases: FilterPhrase[] = [];
    if (exact)
      phrases.push({ field: key, names: [key], text: words('grid.filter_is', { label, value: say(column, exact) }) });
    if (from || to) {
      const which = from && to ? 'grid.filter_between' : from ? 'grid.filter_from' : 'grid.filter_to';
      const values = { label, from: from ? say(column, from) : '', to: to ? say(column, to) : '' };
      phrases.push({ field: key, names: [`${key}_from`, `${key}_to`], text: words(which, values) });
    }
    return phrases;
  });
}

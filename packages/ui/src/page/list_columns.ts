/** The columns of a list: what the declaration names, filled in from the server's shape. */
import type { GridColumn } from '../grid/columns.ts';
import type { Words } from '../words/words.tsx';
import type { Page, PageColumn } from './page.ts';
import { columnKind, fieldsOf, isFilter, type PageRecord, sortsOf, totalsOf } from './resource.ts';

/** Figures and names of records, in the language of the page. */
export function gridColumns({ resource, columns, words: prefix }: Page, words: Words): GridColumn<PageRecord>[] {
  const fields = fieldsOf(resource);
  const sorts = sortsOf(resource);
  const totals = totalsOf(resource);
  return columns.map((given) => {
    const column: PageColumn = typeof given === 'string' ? { name: given } : given;
    const { name, text, marks, ...rest } = column;
    const schema = fields[name];
    const choices = (schema?.enum ?? []).filter((value) => value !== null);
    return {
      ...rest,
      key: name,
      label: words(`${prefix}.${name}`),
      kind: column.kind ?? columnKind(schema),
      sortable: sorts.includes(name),
      filterable: isFilter(resource, name),
      total: totals.includes(name),
      ...(choices.length > 0
        ? {
            choices: choices.map((value) => ({
              value: String(value),
              label: words(`${prefix}.${name}_${value}`),
              mark: marks?.[String(value)],
            })),
          }
        : {}),
      ...(text ? { text: (record: PageRecord) => text(record, words) } : {}),
    };
  });
}

/** What is wrong, or odd, with the rows of a file, cell by cell. */
import type { ReactNode } from 'react';
import { useWords } from '../words/words.tsx';

export interface RowError {
  row: number;
  column: string | null;
  field: string | null;
  value: string | null;
  detail: string;
}

/** What an import would do, or has done. */
export interface ImportResult {
  import_id: string | null;
  columns: readonly { column: string; field: string | null; sample: string | null }[];
  row_count: number;
  created_count: number;
  updated_count: number;
  skipped_count: number;
  error_count: number;
  errors: readonly RowError[];
  warnings: readonly RowError[];
}

/** Nobody mends more than these before trying again. */
const SHOWN = 100;

export function RowErrors({ label, rows }: { label: string; rows: readonly RowError[] }): ReactNode {
  const words = useWords();
  if (rows.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys
    <section className="import-page-errors" aria-label={label} tabIndex={0}>
      <table>
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col" className="figure">
              {words('page.row')}
            </th>
            <th scope="col">{words('page.column')}</th>
            <th scope="col">{words('page.value')}</th>
            <th scope="col">{words('page.what_is_wrong')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN).map(({ row, column, value, detail }) => (
            <tr key={`${row} ${column} ${detail}`}>
              <td className="figure">{row}</td>
              <td>{column ?? '–'}</td>
              <td>{value ?? '–'}</td>
              <td>{detail}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > SHOWN ? <p>{words('page.and_more', { count: rows.length - SHOWN })}</p> : null}
    </section>
  );
}

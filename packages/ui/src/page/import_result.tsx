/** What is wrong, or odd, with the rows of a file, cell by cell. */
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { said, useWords } from '../words/words.tsx';

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

/** Row → column → what stands there instead. */
export type Corrections = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface RowErrorsProps {
  label: string;
  rows: readonly RowError[];
  /** What was mended so far; without `onCorrect` nothing can be. */
  corrections?: Corrections;
  /** A cell was mended, and is to be judged again. */
  onCorrect?(row: number, column: string, value: string): void;
}

export function RowErrors({ label, rows, corrections, onCorrect }: RowErrorsProps): ReactNode {
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
          {rows.slice(0, SHOWN).map((one) => {
            const { row, column, value, detail } = one;
            return (
              <tr key={`${row} ${column} ${detail}`}>
                <td className="figure">{row}</td>
                <td>{column ?? '–'}</td>
                <td>
                  {onCorrect && column !== null ? (
                    <CellInput
                      label={words('page.mend_cell', { row, column })}
                      value={corrections?.[row]?.[column] ?? value ?? ''}
                      onChange={(next) => onCorrect(row, column, next)}
                    />
                  ) : (
                    (value ?? '–')
                  )}
                </td>
                <td>{said.inWords(one)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {rows.length > SHOWN ? <p>{words('page.and_more', { count: rows.length - SHOWN })}</p> : null}
    </section>
  );
}

/** One cell to be mended: Enter goes to the next, leaving it asks again what is wrong. */
function CellInput({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange(value: string): void;
}): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape' && input.current) input.current.value = value;
    if (event.key !== 'Enter') return;
    event.preventDefault();
    const all = [...(input.current?.closest('table')?.querySelectorAll('input') ?? [])];
    const next = all[all.indexOf(input.current as HTMLInputElement) + 1];
    if (next) next.focus();
    else input.current?.blur();
  }
  return (
    <input
      ref={input}
      className="import-page-cell"
      aria-label={label}
      aria-invalid="true"
      autoComplete="off"
      defaultValue={value}
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        if (event.currentTarget.value !== value) onChange(event.currentTarget.value);
      }}
    />
  );
}

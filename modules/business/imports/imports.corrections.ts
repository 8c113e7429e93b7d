/** Cells of a file that people have mended on the page: they stand in place of what was read. */
import { invalidInput } from '@tenantry/kernel/http/problems.ts';
import type { Cell } from '@tenantry/kernel/http/sheets_read.ts';
import { problem } from '@tenantry/kernel/problems/problem.ts';
import type { Table } from './imports.mapping.ts';

/** Row → column → what stands there instead. */
export type Corrections = Readonly<Record<string, Readonly<Record<string, Cell>>>>;

/** The table with the corrections in it. Throws `http.invalid_input` for a row or column that is not there. */
export function correctTable(table: Table, corrections: Corrections = {}): Table {
  const rows = new Map(table.rows.map((row) => [String(row.number), row]));
  for (const [number, cells] of Object.entries(corrections)) {
    const row = rows.get(number);
    const refuse = (detail: string): Error =>
      problem(invalidInput, { errors: [{ pointer: `/corrections/${number}`, detail }] });
    if (!row) throw refuse(`There is no row ${number}.`);
    const mended = [...row.cells];
    for (const [column, value] of Object.entries(cells)) {
      const at = table.titles.indexOf(column);
      if (at < 0) throw refuse(`There is no column ${column.slice(0, 80)}.`);
      mended[at] = value;
    }
    rows.set(number, { ...row, cells: mended });
  }
  return { ...table, rows: [...rows.values()] };
}

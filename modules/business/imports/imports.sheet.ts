/** Files of what is no master data, such as prices and rates: read cell by cell, judged by their kind, shown or taken in as one batch. */
import type { Row } from '@tenantry/kernel/db/records.ts';
import { invalidInput } from '@tenantry/kernel/http/problems.ts';
import type { Sheet } from '@tenantry/kernel/http/route.ts';
import type { SheetRow } from '@tenantry/kernel/http/sheets_read.ts';
import { type FieldError, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { TObject } from 'typebox';
import { correctTable } from './imports.corrections.ts';
import { readTable, type Table, type Titles } from './imports.mapping.ts';
import { type Candidate, readRows, type SheetForm, tellerOf } from './imports.rows.ts';
import type { ImportResult, RowError } from './imports.schema.ts';
import { type Change, keepImport, mappingOf, noNameColumn, readImport, rowsInvalid } from './imports.service.ts';

/** How files of a kind look. */
export interface SheetKind {
  noun: string;
  fields: TObject;
  /** The first of each stands in the files that are written. */
  titles: Titles;
  words: SheetForm['words'];
}

/** What a row would do, or what is wrong with it. */
export type Verdict = { row: SheetRow; does: 'create' | 'update' | 'skip' } | { row: SheetRow; faults: FieldError[] };

/** What a kind says of the rows of a file. */
export interface Judgement {
  /** One for each row, in their order. */
  verdicts: Verdict[];
  /** Why the file cannot be taken at all, said at its last row. */
  whole: string | null;
  /** Carries it out. */
  store(): Promise<Change[]>;
}

/** What a kind is asked. */
export interface Asked {
  candidates: Candidate[];
  table: Table;
  on_duplicate: 'skip' | 'update' | 'create';
}

/** The file's own columns, for who writes it. */
export const sheetColumns = (titles: Titles): Sheet['columns'] =>
  Object.entries(titles).map(([key, [title]]) => ({ key, title: title as string }));

export async function* onePage(rows: Row[]): AsyncGenerator<Row[]> {
  yield rows;
}

/** Takes a file in, or with `mode: preview` tells what would happen. Throws `imports.rows_invalid`, `imports.no_columns`. */
export async function importSheet(
  ctx: Context,
  kind: SheetKind,
  raw: Row,
  judge: (asked: Asked) => Promise<Judgement>,
): Promise<ImportResult> {
  const { sheet, file_name, ...asked } = await readImport(ctx, raw);
  const { mode = 'preview', on_duplicate = 'skip' } = asked;
  const { table: asRead, faults } = readTable(sheet, kind.fields, kind.titles, asked.mapping);
  if (faults.length > 0) throw problem(invalidInput, { errors: faults });
  const table = correctTable(asRead, asked.corrections);
  if (table.fields.every((field) => field === null))
    throw problem(noNameColumn, { detail: `The file has the columns ${table.titles.join(', ').slice(0, 500)}.` });
  const tell = tellerOf(table);
  const { candidates, bad } = readRows(ctx, kind, kind, table, tell);
  const { verdicts, whole, store } = await judge({ candidates, table, on_duplicate });
  const errors: RowError[] = bad.flatMap((one) => one.errors);
  for (const verdict of verdicts)
    if ('faults' in verdict)
      errors.push(...verdict.faults.map(({ pointer, detail }) => tell(verdict.row, pointer, detail)));
  const last = candidates.at(-1);
  if (whole && last) errors.push(tell(last.row, '', whole));
  errors.sort((one, other) => one.row - other.row);
  const count = (does: string): number => verdicts.filter((one) => 'does' in one && one.does === does).length;
  const result: ImportResult = {
    ...{ import_id: null, mode },
    columns: table.titles.map((column, at) => ({
      column,
      field: table.fields[at] ?? null,
      sample: String(table.rows.find(({ cells }) => cells[at])?.cells[at] ?? '').slice(0, 200) || null,
    })),
    row_count: candidates.length + bad.length,
    ...{ created_count: count('create'), updated_count: count('update'), skipped_count: count('skip') },
    error_count: new Set(errors.map(({ row }) => row)).size,
    ...{ errors, warning_count: 0, warnings: [] },
    rows: candidates.slice(0, 10).map(({ input }) => input),
  };
  if (mode === 'preview') return result;
  if (errors.length > 0 && (!asked.skip_errors || whole))
    throw problem(rowsInvalid, {
      detail: `${result.error_count} of ${result.row_count} rows cannot be taken.`,
      errors: errors.slice(0, 50).map(({ row, field, detail }) => ({ pointer: `/rows/${row}/${field ?? ''}`, detail })),
      extra: { result },
    });
  const batch = { noun: kind.noun, file_name, on_duplicate, mapping: mappingOf(table) };
  result.import_id = await keepImport(ctx, batch, result, await store());
  return result;
}

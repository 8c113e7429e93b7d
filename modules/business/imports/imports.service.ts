/** Imports: a file is planned, shown or carried out as one batch, which is kept so that it can be taken back (imports.undo.ts). */
import { defineRecord, insertRecord, type Row } from '@tenantry/kernel/db/records.ts';
import { updateRecords } from '@tenantry/kernel/db/records_many.ts';
import type { Upload } from '@tenantry/kernel/http/input.ts';
import { defineList } from '@tenantry/kernel/http/list.ts';
import { invalidInput } from '@tenantry/kernel/http/problems.ts';
import { type Cell, readSheet, type SheetRow } from '@tenantry/kernel/http/sheets_read.ts';
import { inputReader } from '@tenantry/kernel/http/validate.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { type Master, storeNew } from '../masters/master.ts';
import { correctTable } from './imports.corrections.ts';
import { readTable, type Table, tableOfRecords } from './imports.mapping.ts';
import { type Plan, type PlannedRow, planImport } from './imports.plan.ts';
import type { SheetForm } from './imports.rows.ts';
import { Import, ImportFields, type ImportInput, type ImportResult } from './imports.schema.ts';

export const rowsInvalid = defineProblem('imports.rows_invalid', 422, 'Some rows cannot be taken; nothing was stored.');
export const noNameColumn = defineProblem('imports.no_columns', 422, 'No column of the file could be recognised.');

export const importRecord = defineRecord({ noun: 'imports', table: 'imports', schema: Import, json: ['mapping'] });

export const importList = defineList({
  record: importRecord,
  filters: { noun: 'text', created_at: 'instant' },
  sorts: { created_at: 'created_at' },
  default_sort: '-created_at',
});

/** A file's columns all map to nothing, or rows name no name: say so before judging thousands of rows. */
const PREVIEW_ROWS = 10;
const SHOWN_WARNINGS = 100;
const SHOWN_ERRORS = 5000;

const read = inputReader<ImportInput>(ImportFields, true);

/** Fields of a form that hold JSON, and what it is. */
const JSON_FIELDS = { mapping: 'column → field', corrections: 'row → column → value' } as const;

/** The input of an upload comes unvalidated: a form's fields are texts, some of them JSON. */
function readInput(ctx: Context, raw: Row): ImportInput {
  const { file, ...rest } = raw;
  for (const [name, what] of Object.entries(JSON_FIELDS)) {
    const text = rest[name];
    if (typeof text !== 'string') continue;
    try {
      rest[name] = JSON.parse(text);
    } catch {
      throw problem(invalidInput, { errors: [{ pointer: `/${name}`, detail: `Give JSON: ${what}.` }] });
    }
  }
  const { value, errors } = read(rest, ctx.tenant.time_zone);
  if (!value) throw problem(invalidInput, { errors });
  if ((file === undefined) === (value.rows === undefined)) {
    throw problem(invalidInput, { errors: [{ pointer: '/file', detail: 'Give a file, or rows as JSON.' }] });
  }
  return { ...value, file };
}

/** What was sent, read: its rows, and what is asked of them. */
export interface SheetImport extends Omit<ImportInput, 'file' | 'rows'> {
  sheet: SheetRow[];
  file_name: string | null;
}

/** Reads the file or the rows. Throws `http.invalid_input`, and as `readSheet` does. */
export async function readImport(ctx: Context, raw: Row): Promise<SheetImport> {
  const { file, rows, ...asked } = readInput(ctx, raw);
  const upload = file as Upload | undefined;
  const sheet = upload ? await readSheet(upload) : tableOfRecords(rows as Record<string, Cell>[]);
  return { ...asked, sheet, file_name: upload?.name?.slice(0, 200) || null };
}

/** Runs the import of one kind of master data. `progress` hears how many rows are stored. */
export async function runImport(
  ctx: Context,
  master: Master,
  form: SheetForm,
  input: SheetImport,
  progress?: (message: string) => Promise<void>,
): Promise<ImportResult> {
  const { sheet, file_name } = input;
  const { table: asRead, faults } = readTable(sheet, master.fields, form.titles, input.mapping);
  if (faults.length > 0) throw problem(invalidInput, { errors: faults });
  const table = correctTable(asRead, input.corrections);
  if (table.fields.every((field) => field === null)) {
    throw problem(noNameColumn, { detail: `The file has the columns ${table.titles.join(', ').slice(0, 500)}.` });
  }
  const on_duplicate = input.on_duplicate ?? 'skip';
  const plan = await planImport(ctx, { master, form, table, on_duplicate });
  await progress?.(`${plan.rows.length} rows were read`);
  const mode = input.mode ?? 'preview';
  const result = resultOf(master, mode, table, plan);
  if (mode === 'preview') return result;
  if (plan.errors.length > 0 && !input.skip_errors) {
    throw problem(rowsInvalid, {
      detail: `${result.error_count} of ${result.row_count} rows cannot be taken.`,
      errors: result.errors
        .slice(0, 50)
        .map(({ row, field, detail }) => ({ pointer: `/rows/${row}/${field ?? ''}`, detail })),
      extra: { result },
    });
  }
  const batch = { noun: master.noun, file_name, on_duplicate };
  result.import_id = await carryOut(ctx, master, plan, { ...batch, mapping: mappingOf(table) }, result);
  return result;
}

/** Column → the field that it was taken for. */
export function mappingOf({ titles, fields }: Table): Record<string, string | null> {
  return Object.fromEntries(titles.map((title, at) => [title, fields[at] ?? null]));
}

function count(plan: Plan, action: PlannedRow['action']): number {
  return plan.rows.filter((row) => row.action === action).length;
}

function resultOf(master: Master, mode: 'preview' | 'commit', table: Table, plan: Plan): ImportResult {
  const sample = (at: number): string | null => {
    const cell = table.rows.find((row) => (row.cells[at] ?? null) !== null)?.cells[at];
    return cell === undefined || cell === null ? null : String(cell).slice(0, 200);
  };
  return {
    import_id: null,
    mode,
    columns: table.titles.map((column, at) => ({ column, field: table.fields[at] ?? null, sample: sample(at) })),
    row_count: plan.rows.length,
    created_count: count(plan, 'create'),
    updated_count: count(plan, 'update'),
    skipped_count: count(plan, 'skip'),
    error_count: count(plan, 'error'),
    errors: plan.errors.slice(0, SHOWN_ERRORS),
    warning_count: plan.warnings.length,
    warnings: plan.warnings.slice(0, SHOWN_WARNINGS),
    rows: plan.rows
      .slice(0, PREVIEW_ROWS)
      .map(({ number, action, values }) => ({ row: number, action, ...master.record.toWire({ ...values }) })),
  };
}

export type Batch = Pick<Import, 'noun' | 'file_name' | 'on_duplicate' | 'mapping'>;

/** What a change puts other values in the place of. */
export function formerOf(before: Row, changes: Row): Row {
  const names = Object.keys(changes).filter((name) => name in before);
  return Object.fromEntries(names.map((name) => [name, before[name]]));
}

/** What an import did to one record. */
export interface Change {
  record_id: string;
  /** The record's version after the import. */
  record_version: number;
  /** What it was; null for a record that the import made. */
  before: Row | null;
}

/** Remembers an import with what it changed, so that it can be taken back. Answers its id. */
export async function keepImport(
  ctx: Context,
  batch: Batch,
  counts: ImportResult,
  changes: readonly Change[],
): Promise<string> {
  const { row_count, created_count, updated_count, skipped_count, error_count } = counts;
  const { id } = await insertRecord<Import>(ctx, importRecord, {
    ...batch,
    ...{ row_count, created_count, updated_count, skipped_count, error_count },
    imported_by: ctx.actor.label,
  });
  await ctx.execute(
    `insert into import_changes (tenant_id, import_id, record_id, record_version, before)
     select $1::uuid, $2::uuid, x.record_id, x.record_version, x.before
     from jsonb_to_recordset($3::jsonb) as x(record_id uuid, record_version integer, before jsonb)`,
    [id, JSON.stringify(changes)],
  );
  return id;
}

/** Stores what the plan says. Answers the batch's id. */
async function carryOut(ctx: Context, master: Master, plan: Plan, batch: Batch, counts: ImportResult): Promise<string> {
  const created = plan.rows.filter((row) => row.action === 'create').map((row) => row.values);
  const changes: Change[] = (await storeNew(ctx, master, created, 'import')).map((row) => ({
    record_id: row.id as string,
    record_version: row.version as number,
    before: null,
  }));
  const updates = plan.rows.flatMap(({ action, values, before }) =>
    action === 'update' && before ? [{ before, changes: values }] : [],
  );
  const formers = new Map(updates.map(({ before, changes }) => [before.id, formerOf(before, changes)]));
  for (const after of await updateRecords(ctx, master.record, updates, 'import')) {
    const { id: record_id, version: record_version } = after as { id: string; version: number };
    changes.push({ record_id, record_version, before: formers.get(record_id) ?? null });
  }
  return keepImport(ctx, batch, counts, changes);
}

/** Imports: a file is planned, shown or carried out as one batch, and can be taken back while nothing rests on it. */
import { defineRecord, getRecord, insertRecord, type Row, updateRecord } from '@tenantry/kernel/db/records.ts';
import { deleteRecords, updateRecords } from '@tenantry/kernel/db/records_many.ts';
import type { Upload } from '@tenantry/kernel/http/input.ts';
import { defineList } from '@tenantry/kernel/http/list.ts';
import { forbidden, invalidInput } from '@tenantry/kernel/http/problems.ts';
import { type Cell, readSheet, type SheetRow } from '@tenantry/kernel/http/sheets_read.ts';
import { inputReader } from '@tenantry/kernel/http/validate.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { allows } from '@tenantry/kernel/tenancy/roles.ts';
import { type Master, storeNew } from '../masters/master.ts';
import { correctTable } from './imports.corrections.ts';
import { readTable, type Table, tableOfRecords } from './imports.mapping.ts';
import { type Plan, type PlannedRow, planImport } from './imports.plan.ts';
import type { SheetForm } from './imports.rows.ts';
import { Import, ImportFields, type ImportInput, type ImportResult } from './imports.schema.ts';

export const rowsInvalid = defineProblem('imports.rows_invalid', 422, 'Some rows cannot be taken; nothing was stored.');
export const noNameColumn = defineProblem('imports.no_columns', 422, 'No column of the file could be recognised.');
export const alreadyUndone = defineProblem('imports.already_undone', 409, 'This import has been taken back already.');
export const changedSince = defineProblem(
  'imports.changed_since',
  409,
  'Records of this import have been changed since.',
);

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

function mappingOf({ titles, fields }: Table): Record<string, string | null> {
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

type Batch = Pick<Import, 'noun' | 'file_name' | 'on_duplicate' | 'mapping'>;

function formerOf(before: Row, changes: Row): Row {
  const names = Object.keys(changes).filter((name) => name in before);
  return Object.fromEntries(names.map((name) => [name, before[name]]));
}

interface ChangeRow {
  record_id: string;
  record_version: number;
  before: Row | null;
}

/** Stores what the plan says, and remembers it for `undoImport`. Answers the batch's id. */
async function carryOut(ctx: Context, master: Master, plan: Plan, batch: Batch, counts: ImportResult): Promise<string> {
  const { row_count, created_count, updated_count, skipped_count, error_count } = counts;
  const { id } = await insertRecord<Import>(ctx, importRecord, {
    ...batch,
    row_count,
    created_count,
    updated_count,
    skipped_count,
    error_count,
    imported_by: ctx.actor.label,
  });
  const created = plan.rows.filter((row) => row.action === 'create').map((row) => row.values);
  const changes: ChangeRow[] = (await storeNew(ctx, master, created, 'import')).map((row) => ({
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
  await ctx.execute(
    `insert into import_changes (tenant_id, import_id, record_id, record_version, before)
     select $1::uuid, $2::uuid, x.record_id, x.record_version, x.before
     from jsonb_to_recordset($3::jsonb) as x(record_id uuid, record_version integer, before jsonb)`,
    [id, JSON.stringify(changes)],
  );
  return id;
}

/** The import, and the kind of its records, for one who may take it back. Throws `http.forbidden`, `imports.already_undone`. */
export async function undoable(
  ctx: Context,
  masters: readonly Master[],
  ref: string,
): Promise<{ batch: Import; master: Master }> {
  const batch = await getRecord<Import>(ctx, importRecord, ref);
  const { noun } = batch;
  const master = masters.find((one) => one.noun === noun) as Master;
  const permission = `${noun}.import`;
  if (!allows(ctx.actor.permissions, permission)) {
    throw problem(forbidden, { detail: `This needs the permission ${permission}.`, extra: { permission } });
  }
  if (batch.undone_at) throw problem(alreadyUndone);
  return { batch, master };
}

/** Takes an import back: its new records go, its changes are reversed. Refused once somebody has worked on them. */
export async function undoImport(ctx: Context, masters: readonly Master[], ref: string): Promise<Import> {
  const { master } = await undoable(ctx, masters, ref);
  const batch = await updateRecord<Import>(
    ctx,
    importRecord,
    ref,
    (before) => {
      if (before.undone_at) throw problem(alreadyUndone);
      return { undone_at: ctx.now.toISOString() };
    },
    undefined,
    'undo',
  );
  const { table } = master.record;
  const changes = await ctx.sql<ChangeRow & { version: number | null; name: string | null }>(
    `select c.record_id, c.record_version, c.before, r.version, r.name
     from import_changes c left join ${table} r on r.tenant_id = c.tenant_id and r.id = c.record_id
     where c.tenant_id = $1 and c.import_id = $2`,
    [batch.id],
  );
  const touched = changes.filter(({ version, record_version }) => version !== null && version !== record_version);
  if (touched.length > 0) {
    const names = touched.slice(0, 5).map(({ name }) => name);
    throw problem(changedSince, {
      detail: `${touched.length} of them have been changed, among them ${names.join(', ')}.`,
      extra: { records: touched.slice(0, 50).map(({ record_id, name }) => ({ id: record_id, name })) },
    });
  }
  const there = changes.filter(({ version }) => version !== null);
  const made = there.filter(({ before }) => before === null).map(({ record_id }) => record_id);
  await putBack(ctx, master, there);
  await deleteRecords(ctx, master.record, made, 'import_undo');
  return batch;
}

async function putBack(ctx: Context, { record }: Master, changes: readonly ChangeRow[]): Promise<void> {
  const former = new Map(
    changes.filter(({ before }) => before !== null).map((one) => [one.record_id, one.before as Row]),
  );
  if (former.size === 0) return;
  const now = await ctx.sql<Row>(
    `select ${record.select} from ${record.table} where tenant_id = $1 and id = any($2::uuid[])`,
    [[...former.keys()]],
  );
  const undo = now.map((before) => ({ before, changes: former.get(before.id as string) as Row }));
  await updateRecords(ctx, record, undo, 'import_undo');
}

/** What an import would do: each row judged by the same rules as the form, and compared with what is there. */
import type { Row } from '@tenantry/kernel/db/records.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { judgeChange, judgeNew, type Master } from '../masters/master.ts';
import type { Table } from './imports.mapping.ts';
import { type Candidate, type MatchKey, readRows, type SheetForm, tellerOf } from './imports.rows.ts';
import type { RowError } from './imports.schema.ts';

export interface PlannedRow {
  number: number;
  action: 'create' | 'update' | 'skip' | 'error';
  /** Judged values: of the new record, or of the changed one. */
  values: Row;
  /** The record that is changed. */
  before: Row | null;
}

export interface Plan {
  rows: PlannedRow[];
  errors: RowError[];
  warnings: RowError[];
}

export interface PlanInput {
  master: Master;
  form: SheetForm;
  table: Table;
  on_duplicate: 'skip' | 'update' | 'create';
}

type LookUp = (column: string, value: unknown) => Row | null;

/** What to do with one row, or why it cannot be taken. */
type Decision = { action: 'create' | 'skip' } | { action: 'update'; before: Row } | { fault: string; pointer: string };

/** Reads, judges and compares all rows. Stores nothing. */
export async function planImport(ctx: Context, plan_input: PlanInput): Promise<Plan> {
  const { master, form, table } = plan_input;
  const plan: Plan = { rows: [], errors: [], warnings: [] };
  const tell = tellerOf(table);
  const { candidates, bad } = readRows(ctx, master, form, table, tell);
  for (const { row, errors } of bad) {
    plan.errors.push(...errors);
    plan.rows.push({ number: row.number, action: 'error', values: {}, before: null });
  }
  const lookUp = await findExisting(ctx, master, form, candidates);
  const decide = decider(plan_input, lookUp);
  const known = await master.read?.(ctx);
  for (const { row, input } of candidates) {
    const { id: _id, ...values } = input;
    const decision = decide(input, row.number);
    if ('fault' in decision) {
      plan.errors.push(tell(row, decision.pointer, decision.fault));
      plan.rows.push({ number: row.number, action: 'error', values, before: null });
      continue;
    }
    if (decision.action === 'skip') {
      plan.rows.push({ number: row.number, action: 'skip', values, before: null });
      continue;
    }
    const before = decision.action === 'update' ? decision.before : null;
    const judged = before
      ? judgeChange(ctx, master, before, values, false, known)
      : judgeNew(ctx, master, values, known);
    for (const { pointer, detail } of judged.warnings) plan.warnings.push(tell(row, pointer, detail));
    for (const { pointer, detail } of judged.faults) plan.errors.push(tell(row, pointer, detail));
    const action = judged.faults.length > 0 ? 'error' : decision.action;
    plan.rows.push({ number: row.number, action, values: judged.values, before });
  }
  plan.rows.sort((a, b) => a.number - b.number);
  plan.errors.sort((a, b) => a.row - b.row);
  return plan;
}

/** Decides row after row, remembering the rows before. */
function decider({ master, form, on_duplicate }: PlanInput, lookUp: LookUp): (input: Row, row: number) => Decision {
  const seen = new Map<string, number>();
  const nameOf = ({ column, value }: MatchKey): string => `${column}=${value}`;
  return (input, row) => {
    const keys = form.keys(input).filter((key) => key.value !== null);
    const before = findRecord(form, input, keys, lookUp);
    if (input.id !== undefined && !before) return { fault: 'There is no record with this id.', pointer: '/id' };
    const same = before ? `id=${before.id}` : keys[0] && nameOf(keys[0]);
    const unique = keys.filter((key) => key.unique);
    const repeated = unique.find((key) => seen.has(nameOf(key)));
    const earlier = (repeated && seen.get(nameOf(repeated))) ?? (same === undefined ? undefined : seen.get(same));
    for (const name of [...(same === undefined ? [] : [same]), ...keys.map(nameOf)]) {
      if (!seen.has(name)) seen.set(name, row);
    }
    if (on_duplicate === 'skip' && (before || earlier !== undefined)) return { action: 'skip' };
    if (repeated || (earlier !== undefined && on_duplicate === 'update')) {
      return { fault: `This is the same as row ${earlier}.`, pointer: repeated ? `/${repeated.field}` : '' };
    }
    const target = on_duplicate === 'update' ? before : null;
    for (const key of unique) {
      const holder = lookUp(key.column, key.value);
      if (holder && holder.id !== target?.id) {
        return { fault: `${master.title} ${holder.name} has it already.`, pointer: `/${key.field}` };
      }
    }
    if (target) return { action: 'update', before: target };
    return input.name === undefined ? { fault: 'This field is required.', pointer: '/name' } : { action: 'create' };
  };
}

/** The record that a row means: the one it names by id, else the one that its surest key finds. */
function findRecord(form: SheetForm, input: Row, keys: readonly MatchKey[], lookUp: LookUp): Row | null {
  if (input.id !== undefined) return lookUp('id', String(input.id).toLowerCase());
  for (const { column, value } of keys) {
    const record = lookUp(column, value);
    if (record && !form.differs?.(input, record)) return record;
  }
  return null;
}

/** Looks for the records that the rows may mean: one statement a key for all rows. */
async function findExisting(
  ctx: Context,
  { record, fixed }: Master,
  form: SheetForm,
  candidates: readonly Candidate[],
): Promise<LookUp> {
  const wanted = new Map<string, Set<string>>();
  const want = (column: string, value: unknown): void => {
    if (value === null || value === undefined) return;
    wanted.set(column, (wanted.get(column) ?? new Set()).add(String(value)));
  };
  for (const { input } of candidates) {
    want('id', input.id);
    for (const { column, value } of form.keys(input)) want(column, value);
  }
  const found = new Map<string, Row>();
  const kind = fixed?.kind ? ` and kind = '${fixed.kind}'` : '';
  for (const [column, values] of wanted) {
    const rows = await ctx.sql<Row>(
      `select ${record.select}, ${column} as found_by from ${record.table}
       where tenant_id = $1${kind} and ${column} = any($2::${column === 'id' ? 'uuid' : 'text'}[]) order by id desc`,
      [[...values]],
    );
    // The oldest comes last and stays.
    for (const { found_by, ...row } of rows) found.set(`${column}=${found_by}`, row);
  }
  return (column, value) => found.get(`${column}=${value}`) ?? null;
}

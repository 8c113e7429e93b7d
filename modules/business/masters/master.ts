/** Master data: what customers, vendors and products have in common — judged by rules, warned of twins, archived, restored. */
import {
  countRecords,
  getRecord,
  insertRecords,
  type RecordType,
  type Row,
  updateRecord,
} from '@tenantry/kernel/db/records.ts';
import type { List } from '@tenantry/kernel/http/list.ts';
import { invalidInput, ruleBroken } from '@tenantry/kernel/http/problems.ts';
import type { Route } from '@tenantry/kernel/http/route.ts';
import { type FieldError, problem } from '@tenantry/kernel/problems/problem.ts';
import { Id } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import Type, { type Static, type TObject } from 'typebox';
import type { OwnValues } from '../gst-values/own.ts';
import type { HsnRate } from '../hsn-rates/hsn-rates.schema.ts';

/** Something odd that is stored all the same, and the field it is about. */
export interface Warning {
  pointer: string;
  detail: string;
}

/** A field at fault; `rule` when each value is well-formed and they do not go together (422 instead of 400). */
export interface Fault extends FieldError {
  rule?: true;
}

/** What the rules say of values: them completed and cleaned, what is wrong, what is odd. */
export interface Judged {
  values: Row;
  faults: Fault[];
  warnings: Warning[];
}

/** What rules may know beside the values. */
export interface Situation {
  /** The date in the tenant's zone. */
  today: string;
  /** The fields that the caller named; the others were there before or are defaults. */
  given: ReadonlySet<string>;
  /** The record before the change; null for a new one. */
  before: Row | null;
  /** Whether the values are a whole new state (POST, PUT), not a change of some fields (PATCH). */
  whole: boolean;
  /** What was read of the organisation; nothing where the kind reads nothing. */
  known: Known;
}

/** What the rules of some kinds read before they judge, once for as many records as there are. */
export interface Known {
  gst_values?: OwnValues;
  hsn_rates?: readonly HsnRate[];
}

/** A record that may be the same as a given one, and by which fields. */
export const Twin = Type.Object({ id: Id(), name: Type.String(), by: Type.Array(Type.String()) });
export type Twin = Static<typeof Twin>;

/** A kind of master data. */
export interface Master<N extends string = string, O extends string = string> {
  /** Plural: `products`; and one of them: `product`. */
  noun: N;
  one: O;
  /** `Product`, for messages. */
  title: string;
  record: RecordType;
  list: List;
  /** The fields that people give, as POST takes them. */
  fields: TObject;
  /** What a field is when nobody says anything. */
  defaults: Row;
  /** Columns that are stored with each and that nobody gives. */
  fixed?: Row;
  judge(values: Row, situation: Situation): Judged;
  /** Reads what the rules have to know. */
  read?(ctx: Context): Promise<Known>;
  /** Fills in what people may leave to us, e.g. the SKU, for many at once. */
  number?(ctx: Context, rows: Row[]): Promise<void>;
  /** Fields that tell twins. */
  twin_fields: readonly string[];
  /** Those that look like the same as the values, at most five; `except` is the record itself. */
  findTwins(ctx: Context, values: Row, except: string | null): Promise<Twin[]>;
  /** Adds computed fields. */
  complete?(row: Row, ctx: Context): Row | Promise<Row>;
  constraints: NonNullable<Route['constraints']>;
}

/** The date where the tenant is. */
export function todayOf(ctx: Context): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: ctx.tenant.time_zone }).format(ctx.now);
}

async function completed<T extends Row>(ctx: Context, master: Master, row: T): Promise<T> {
  return ((await master.complete?.(row, ctx)) ?? row) as T;
}

function refuse(faults: readonly Fault[]): void {
  if (faults.length === 0) return;
  const kind = faults.every((fault) => fault.rule) ? ruleBroken : invalidInput;
  throw problem(kind, { errors: faults.map(({ pointer, detail }) => ({ pointer, detail })) });
}

/** Empty text is no text. */
function cleaned(values: Row): Row {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value === '' ? null : value]));
}

/** Judges values that are to become a new record; null and absent take the default. */
export function judgeNew(ctx: Context, master: Master, input: Row, known: Known = {}): Judged {
  const named = Object.entries(cleaned(input)).filter(([, value]) => value !== undefined && value !== null);
  const values = { ...master.defaults, ...Object.fromEntries(named) };
  const given = new Set(named.map(([name]) => name));
  return master.judge(values, { today: todayOf(ctx), given, before: null, whole: true, known });
}

/**
 * Judges a change: the record as it is, with the named fields put over it; null clears a field. With `whole` the fields that
 * are not named take their defaults; the number that people know it by stays.
 */
export function judgeChange(
  ctx: Context,
  master: Master,
  before: Row,
  input: Row,
  whole = false,
  known: Known = {},
): Judged {
  const named = Object.entries(cleaned(input)).filter(([, value]) => value !== undefined);
  const kept = whole ? [master.record.number ?? ''] : Object.keys(master.fields.properties);
  const own = Object.fromEntries(kept.filter((name) => name in before).map((name) => [name, before[name]]));
  const changes = named.map(([name, value]) => [name, value ?? master.defaults[name] ?? null]);
  const values = { ...(whole ? master.defaults : {}), ...own, ...Object.fromEntries(changes) };
  const given = new Set(named.map(([name]) => name));
  return master.judge(values, { today: todayOf(ctx), given, before, whole, known });
}

/** Stores judged values as new records with as few statements as possible. Answers them without computed fields. */
export async function storeNew(ctx: Context, master: Master, rows: Row[], action = 'create'): Promise<Row[]> {
  await master.number?.(ctx, rows);
  return insertRecords(
    ctx,
    master.record,
    rows.map((row) => ({ ...row, ...master.fixed })),
    action,
  );
}

/** What a change answers beside the record: sentences on what looks odd, and those that look like the same. */
interface Remarks {
  warnings: string[];
  twins: Twin[];
}

async function remarksOn(
  ctx: Context,
  master: Master,
  row: Row,
  warnings: Warning[],
  compare: boolean,
): Promise<Remarks> {
  const twins = compare ? await master.findTwins(ctx, row, row.id as string) : [];
  const sentences = warnings.map(({ detail }) => detail);
  if (twins.length > 0) {
    const by = master.twin_fields.filter((name) => twins.some((twin) => twin.by.includes(name)));
    const names = twins.map(({ name }) => name).join(', ');
    sentences.push(`There may be this ${master.one} already, with the same ${by.join(', ')}: ${names}.`);
  }
  return { warnings: sentences, twins };
}

/** The record with that id or number, with computed fields. */
export async function getMaster(ctx: Context, master: Master, ref: string): Promise<Row> {
  return completed(ctx, master, await getRecord(ctx, master.record, ref));
}

/** Stores a new record and answers it with warnings. */
export async function createMaster(ctx: Context, master: Master, input: Row): Promise<Row> {
  const { values, faults, warnings } = judgeNew(ctx, master, input, await master.read?.(ctx));
  refuse(faults);
  const [row] = (await storeNew(ctx, master, [values])) as [Row];
  return { ...(await completed(ctx, master, row)), ...(await remarksOn(ctx, master, row, warnings, true)) };
}

/** Changes the named fields of a record (PATCH), or with `whole` all of them, absent ones to their defaults (PUT). */
export async function updateMaster(
  ctx: Context,
  master: Master,
  ref: string,
  changes: Row,
  version: number | undefined,
  whole = false,
): Promise<Row> {
  let warnings: Warning[] = [];
  let twinsChanged = false;
  const row = await updateRecord(
    ctx,
    master.record,
    ref,
    async (before) => {
      const judged = judgeChange(ctx, master, before, changes, whole, await master.read?.(ctx));
      refuse(judged.faults);
      warnings = judged.warnings;
      twinsChanged = master.twin_fields.some((name) => judged.values[name] !== before[name]);
      return judged.values;
    },
    version,
  );
  return { ...(await completed(ctx, master, row)), ...(await remarksOn(ctx, master, row, warnings, twinsChanged)) };
}

/** Archives a record or takes it back: it stays where it is referred to, and leaves the choice for new work. */
export async function setActive(
  ctx: Context,
  master: Master,
  ref: string,
  active: boolean,
  version?: number,
): Promise<Row> {
  const action = active ? 'restore' : 'archive';
  return completed(ctx, master, await updateRecord(ctx, master.record, ref, { is_active: active }, version, action));
}

/** How many records one call may archive; each leaves an audit entry in one transaction. */
const MANY = 20_000;

/** Archives, or restores, all that match. Answers how many changed. */
export async function setManyActive(ctx: Context, master: Master, filter: Row, active: boolean): Promise<number> {
  const { ids, all, ...rest } = filter;
  if (ids === undefined && all !== true && Object.keys(rest).length === 0) {
    throw problem(invalidInput, {
      errors: [{ pointer: '', detail: 'Give ids, a filter, or "all": true; nothing was changed.' }],
    });
  }
  const { text, values } = master.list.where(ctx, rest);
  const chosen = ids === undefined ? '' : ` and t.id = any($${values.push(ids) + 1}::uuid[])`;
  const changed = await ctx.sql<{ id: string }>(
    `update ${master.record.table} t set is_active = ${active}, version = version + 1, updated_at = now()
     where ${text}${chosen} and t.is_active = ${!active} returning t.id`,
    values,
  );
  if (changed.length > MANY) {
    throw problem(ruleBroken, { detail: `More than ${MANY} records match; narrow the filter. Nothing was changed.` });
  }
  await countRecords(ctx, master.record, active ? changed.length : -changed.length, true);
  for (const { id } of changed) {
    ctx.audit({
      action: `${master.noun}.${active ? 'restore' : 'archive'}`,
      subject: master.noun,
      subject_id: id,
      before: { is_active: !active },
      after: { is_active: active },
    });
  }
  return changed.length;
}

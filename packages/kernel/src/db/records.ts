/** Records: the few statements that every resource shares — get, insert, update — audited, versioned, searchable. */
import type { TObject } from 'typebox';
import { outputConverter } from '../http/convert.ts';
import { versionMismatch } from '../http/problems.ts';
import type { LimitName } from '../limits/limit.ts';
import { changeUsage } from '../limits/usage.ts';
import { defineProblem, type ProblemKind, problem } from '../problems/problem.ts';
import type { Context } from '../tenancy/context.ts';
import { executeAhead } from './handle.ts';
import { masked, openRows, sealRows, withoutSealed } from './records_sealed.ts';
import { same } from './values.ts';
import { wordsOf } from './words.ts';

/** What the kernel must know of a resource's records. */
export interface RecordDefinition {
  /** Plural, as everywhere: URL, table, audit subject. */
  noun: string;
  table: string;
  /** The record as it is answered; its fields are columns of the table. */
  schema: TObject;
  /** Text column (stored lower case in `<number>_key` when that column exists) by which people name a record. */
  number?: string;
  /** The key column to compare the number with; the given number is lower-cased when it ends in `_key`. */
  number_column?: string;
  /** Columns of type jsonb. */
  json?: readonly string[];
  /** Fields of the schema that are not columns; the service fills them in. */
  computed?: readonly string[];
  /** Text columns that hold sealed values: plain for services and on the wire, sealed in the table, never in trail or search. */
  sealed?: readonly string[];
  /** A fixed condition on the table, e.g. `is_customer`; plain SQL without values, written by us. */
  condition?: string;
  /** The limit that records count towards while they are active (or always, when they have no `is_active`). */
  limit?: LimitName;
  /** The texts by which a search finds the record. */
  words?(row: Row): (string | null | undefined)[];
  /** Where the words are when the service keeps them itself; `search_words` otherwise. */
  words_table?: string;
}

export type Row = Record<string, unknown>;

export interface RecordType extends RecordDefinition {
  columns: readonly string[];
  select: string;
  /** The whole statements that find one record, made once. */
  by_id: string;
  by_number: string | null;
  notFound: ProblemKind;
  toWire<T>(value: T): T;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Completes a definition. */
export function defineRecord(definition: RecordDefinition): RecordType {
  const columns = Object.keys(definition.schema.properties).filter((name) => !definition.computed?.includes(name));
  for (const name of columns)
    if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Error(`${definition.noun}: ${name} is not a column name`);
  for (const name of definition.sealed ?? [])
    if (!columns.includes(name) || definition.json?.includes(name) || name === definition.number)
      throw new Error(`${definition.noun}: ${name} cannot be sealed; it has to be a text column that names nothing`);
  const select = columns.join(', ');
  const said = definition.noun.replaceAll('-', ' ');
  const numbered = definition.number_column ?? definition.number;
  const finding = (column: string): string =>
    `select ${select} from ${definition.table} where tenant_id = $1 and ${column} = $2${definition.condition ? ` and ${definition.condition}` : ''}`;
  return {
    ...definition,
    words: definition.words && ((row) => definition.words?.(withoutSealed(definition, row)) ?? []),
    columns,
    select,
    by_id: finding('id'),
    by_number: numbered ? finding(numbered) : null,
    notFound: defineProblem(`${definition.noun}.not_found`, 404, `There is no such record among the ${said}.`),
    toWire: outputConverter(definition.schema),
  };
}

/** Lower case as the key columns have it: collation "C" knows A to Z alone. */
function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** The statement that finds a record by id or number, and the value for it. */
function byRef(type: RecordType, ref: string): { text: string; value: string } {
  if (UUID.test(ref)) return { text: type.by_id, value: ref.toLowerCase() };
  if (!type.by_number) throw problem(type.notFound);
  const column = type.number_column ?? type.number;
  return { text: type.by_number, value: column?.endsWith('_key') ? asciiLower(ref) : ref };
}

/** The record with that id or number, which a field of the input may name. Throws `<noun>.not_found`, the same for another tenant's as for one that never was. */
export async function getRecord<T = Row>(ctx: Context, type: RecordType, ref: string, pointer?: string): Promise<T> {
  const { text, value } = byRef(type, ref);
  const [row] = await openRows(ctx, type, await ctx.sql<Row>(text, [value]));
  const errors = pointer ? [{ pointer, detail: type.notFound.title }] : undefined;
  if (!row) throw problem(type.notFound, { errors });
  return row as T;
}

function toColumn(type: RecordType, name: string, value: unknown): unknown {
  return type.json?.includes(name) && value !== null && value !== undefined ? JSON.stringify(value) : value;
}

/** Stores a new record; `values` may leave out columns that have a default. Answers the whole record. */
export async function insertRecord<T = Row>(
  ctx: Context,
  type: RecordType,
  values: Row,
  action = 'create',
): Promise<T> {
  return (await insertRecords<T>(ctx, type, [values], action))[0] as T;
}

/** Whether the record takes a place: archived ones do not. */
function isCounted(row: Row): boolean {
  return row.is_active !== false;
}

/** How many places more the records take after a change. */
export function placesTaken(befores: readonly Row[], afters: readonly Row[]): number {
  return afters.filter(isCounted).length - befores.filter(isCounted).length;
}

/** Counts towards the type's limit, when it has one. Throws `limits.reached`. */
export async function countRecords(ctx: Context, type: RecordType, delta: number, made = false): Promise<void> {
  if (type.limit && delta !== 0) await changeUsage(ctx, type.limit, delta, { made });
}

/** Stores many records of the same fields with one statement; all or none. */
export async function insertRecords<T = Row>(
  ctx: Context,
  type: RecordType,
  rows: readonly Row[],
  action = 'create',
): Promise<T[]> {
  const stored: T[] = [];
  await countRecords(ctx, type, rows.filter(isCounted).length);
  for (let from = 0; from < rows.length; from += 500) {
    const plain = rows.slice(from, from + 500).map((row) => ({ id: ctx.newId(), ...row }) as Row);
    const chunk = await sealRows(ctx, type, plain);
    const names = [...new Set(chunk.flatMap((row) => Object.keys(row).filter((name) => row[name] !== undefined)))];
    const values: unknown[] = [];
    const tuples = chunk.map((row) => {
      const places = names.map((name) => {
        if (row[name] === undefined) return 'default';
        values.push(toColumn(type, name, row[name]));
        return `$${values.length + 1}`;
      });
      return `($1, ${places.join(', ')})`;
    });
    const made = await openRows(
      ctx,
      type,
      await ctx.sql<Row>(
        `insert into ${type.table} (tenant_id, ${names.join(', ')}) values ${tuples.join(', ')} returning ${type.select}`,
        values,
      ),
    );
    for (const row of made) {
      ctx.audit({
        action: `${type.noun}.${action}`,
        subject: type.noun,
        subject_id: row.id as string,
        after: shown(type, row),
      });
    }
    await addWords(ctx, type, made);
    stored.push(...(made as T[]));
  }
  return stored;
}

/** What the audit trail shows of a record: its fields with a value, money in rupees, sealed ones hidden. */
export function shown(type: RecordType, row: Row): Row {
  const fields = Object.entries(masked(type, row)).filter(
    ([name, value]) => value !== null && !['id', 'version', 'created_at', 'updated_at'].includes(name),
  );
  return type.toWire(Object.fromEntries(fields));
}

/** The record as it is, locked until the transaction ends. Throws `<noun>.not_found` or `http.version_mismatch`. */
export async function lockRecord(
  ctx: Context,
  type: RecordType,
  ref: string,
  version: number | undefined,
): Promise<Row> {
  const [row] = await openRows(ctx, type, [await lockStored(ctx, type, ref, version)]);
  return row as Row;
}

/** Like `lockRecord`, with sealed values as they are stored. */
export async function lockStored(
  ctx: Context,
  type: RecordType,
  ref: string,
  version: number | undefined,
): Promise<Row> {
  const { text, value } = byRef(type, ref);
  const [row] = await ctx.sql<Row>(`${text} for update`, [value]);
  if (!row) throw problem(type.notFound);
  if (version !== undefined && row.version !== version) {
    throw problem(versionMismatch, {
      detail: `You have version ${version}, the record is at ${row.version}.`,
      extra: { current_version: row.version },
    });
  }
  return row;
}

/**
 * Changes a record and answers it whole. `changes` may be a function of the record as it is, which is locked meanwhile.
 * Fields that are the same or undefined stay; when nothing changes the record keeps its version.
 */
export async function updateRecord<T = Row>(
  ctx: Context,
  type: RecordType,
  ref: string,
  changes: Row | ((before: T) => Row | Promise<Row>),
  version?: number,
  action = 'update',
): Promise<T> {
  const before = await lockRecord(ctx, type, ref, version);
  const wanted = typeof changes === 'function' ? await changes(before as T) : changes;
  return changeRecord<T>(ctx, type, before, wanted, action);
}

/** The same for a record that the transaction has locked or made. */
export async function changeRecord<T = Row>(
  ctx: Context,
  type: RecordType,
  before: Row,
  wanted: Row,
  action = 'update',
): Promise<T> {
  const names = Object.keys(wanted).filter(
    (name) => wanted[name] !== undefined && name in before && !same(wanted[name], before[name]),
  );
  const told = { action: `${type.noun}.${action}`, subject: type.noun, subject_id: before.id as string };
  if (names.length === 0) {
    ctx.audit({ ...told, before: {}, after: {} });
    return before as T;
  }
  await countRecords(ctx, type, placesTaken([before], [{ ...before, ...wanted }]));
  const sets = names.map((name, index) => `${name} = $${index + 3}`);
  const changed: Row = Object.fromEntries(names.map((name) => [name, wanted[name]]));
  const [stored] = await sealRows(ctx, type, [{ ...changed, id: before.id }]);
  const [after] = await openRows(
    ctx,
    type,
    await ctx.sql<Row>(
      `update ${type.table} set ${sets.join(', ')}, version = version + 1, updated_at = now() where tenant_id = $1 and id = $2 returning ${type.select}`,
      [before.id, ...names.map((name) => toColumn(type, name, (stored as Row)[name]))],
    ),
  );
  const pick = (row: Row): Row => type.toWire(masked(type, Object.fromEntries(names.map((name) => [name, row[name]]))));
  ctx.audit({ ...told, before: pick(before), after: pick(after as Row) });
  await replaceWords(ctx, type, before, after as Row);
  return after as T;
}

/** Stores the words by which the records are found. */
export async function addWords(ctx: Context, type: RecordType, rows: readonly Row[]): Promise<void> {
  if (!type.words) return;
  const words: string[] = [];
  const ids: string[] = [];
  for (const row of rows) {
    for (const word of wordsOf(type.words(row))) {
      words.push(word);
      ids.push(row.id as string);
    }
  }
  if (words.length === 0) return;
  await executeAhead(
    ctx,
    `insert into search_words (tenant_id, noun, word, record_id)
     select $1::uuid, $2, x.word, x.id from unnest($3::text[], $4::uuid[]) as x(word, id) on conflict do nothing`,
    [type.table, words, ids],
  );
}

async function replaceWords(ctx: Context, type: RecordType, before: Row, after: Row): Promise<void> {
  if (!type.words) return;
  const old = wordsOf(type.words(before));
  const fresh = wordsOf(type.words(after));
  if (same([...old].sort(), [...fresh].sort())) return;
  const gone = [...old].filter((word) => !fresh.has(word));
  if (gone.length > 0) {
    await executeAhead(
      ctx,
      'delete from search_words where tenant_id = $1 and record_id = $2 and word = any($3::text[])',
      [after.id, gone],
    );
  }
  await addWords(ctx, type, [after]);
}

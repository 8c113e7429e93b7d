/** Rows of a file become input as the form would send it; what cannot be read is told with row, column and value. */
import type { Row } from '@tenantry/kernel/db/records.ts';
import type { Cell, SheetRow } from '@tenantry/kernel/http/sheets_read.ts';
import { inputReader } from '@tenantry/kernel/http/validate.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import Type, { type TSchema } from 'typebox';
import type { Master } from '../masters/master.ts';
import { readCell, type Words } from './imports.cells.ts';
import type { Table, Titles } from './imports.mapping.ts';
import type { RowError } from './imports.schema.ts';

/** What a row can be recognised by: a column with an index, and the value it has there. */
export interface MatchKey {
  field: string;
  column: string;
  value: string | null;
  /** Whether the database lets only one record have it. */
  unique: boolean;
}

/** How files of a kind of master data look. */
export interface SheetForm {
  /** Titles per field; the first of each stands in the template. */
  titles: Titles;
  words: Words;
  /** Fields in which credit is positive, e.g. what we owe a vendor. */
  credit?: ReadonlySet<string>;
  /** Rows of the template, by field, as a person would type them. */
  samples: readonly Readonly<Record<string, string | number>>[];
  /** By what a row is found among the records and among the other rows, the surest first. */
  keys(values: Row): MatchKey[];
  /** Whether a record that a key led to is another one all the same. */
  differs?(values: Row, record: Row): boolean;
}

/** A row that could be read, as input; `id` when the file names the record. */
export interface Candidate {
  row: SheetRow;
  input: Row;
}

export type Tell = (row: SheetRow, pointer: string, detail: string) => RowError;

/** What of a kind of master data tells how its rows are read. */
type Readable = Pick<Master, 'fields'>;

const readers = new WeakMap<Readable['fields'], ReturnType<typeof inputReader<Row>>>();

/** The form's own schema, and `id` for files that we exported. */
function readerOf({ fields }: Readable): ReturnType<typeof inputReader<Row>> {
  let reader = readers.get(fields);
  if (!reader) {
    const id = Type.Optional(Type.Unsafe<string>({ type: 'string', format: 'uuid' }));
    reader = inputReader<Row>(Type.Object({ ...fields.properties, id }, { additionalProperties: false }));
    readers.set(fields, reader);
  }
  return reader;
}

const shown = (cell: Cell | undefined): string | null =>
  cell === null || cell === undefined ? null : String(cell).slice(0, 200);

/** Makes errors that name row, column and value. */
export function tellerOf({ titles, fields }: Table): Tell {
  return (row, pointer, detail) => {
    const name = pointer.split('/')[1] ?? '';
    const at = fields.indexOf(name);
    const value = at < 0 ? null : shown(row.cells[at]);
    return { row: row.number, column: at < 0 ? null : (titles[at] as string), field: name || null, value, detail };
  };
}

/** Reads all rows. Empty cells say nothing: in a new record they take the default, in a change they leave the field. */
export function readRows(
  ctx: Context,
  master: Readable,
  form: Pick<SheetForm, 'words' | 'credit'>,
  table: Table,
  tell: Tell,
): { candidates: Candidate[]; bad: { row: SheetRow; errors: RowError[] }[] } {
  const read = readerOf(master);
  const schemas = master.fields.properties as Record<string, TSchema>;
  const candidates: Candidate[] = [];
  const bad: { row: SheetRow; errors: RowError[] }[] = [];
  for (const row of table.rows) {
    const raw: Row = {};
    for (const [at, field] of table.fields.entries()) {
      const cell = row.cells[at];
      if (field === null || cell === null || cell === undefined || cell === '') continue;
      const schema = schemas[field];
      raw[field] = schema ? readCell(schema, field, cell, form.words, form.credit?.has(field) ?? false) : String(cell);
    }
    if (Object.keys(raw).length === 0) continue;
    // A row that changes a record needs no name; whether it does is not known yet.
    const nameless = 'name' in schemas && raw.name === undefined;
    const { value, errors } = read(nameless ? { ...raw, name: '-' } : raw, ctx.tenant.time_zone);
    if (!value) {
      bad.push({ row, errors: errors.map(({ pointer, detail }) => tell(row, pointer, detail)) });
      continue;
    }
    if (nameless) delete value.name;
    candidates.push({ row, input: value });
  }
  return { candidates, bad };
}

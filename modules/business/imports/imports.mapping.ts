/** Which column of a file is which field: by what people say, else by the titles that programs and people use. */
import type { Cell, SheetRow } from '@tenantry/kernel/http/sheets_read.ts';
import type { TObject } from 'typebox';

/** A table that was sent, with the row of its titles found. */
export interface Table {
  titles: string[];
  /** Column by column: its field, or null when it is left out. */
  fields: (string | null)[];
  rows: SheetRow[];
}

/** Titles per field beside its own name; `template` is the first of them. */
export type Titles = Readonly<Record<string, readonly string[]>>;

/** A title as it is compared: letters and digits of any script, without remarks in brackets. */
export function foldTitle(title: string): string {
  return title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\([^)]*\)|\[[^\]]*\]/g, '')
    .replace(/[^\p{L}\p{M}\p{N}%]+/gu, '');
}

/** Every title that leads to a field. */
export function titleIndex(fields: TObject, titles: Titles): Map<string, string> {
  const index = new Map<string, string>();
  for (const name of ['id', ...Object.keys(fields.properties)]) {
    for (const title of [name, ...(titles[name] ?? [])]) index.set(foldTitle(title), name);
  }
  return index;
}

function textOf(cell: Cell | undefined): string {
  return cell === null || cell === undefined ? '' : String(cell);
}

/** Programs put the firm's name and a date above the titles; the row in which most titles are known is meant. */
function titleRow(
  rows: readonly SheetRow[],
  known: ReadonlyMap<string, string>,
  mapping: Record<string, unknown>,
): number {
  let best = 0;
  let most = 0;
  for (const [at, { cells }] of rows.slice(0, 20).entries()) {
    const count = cells.filter((cell) => {
      const text = textOf(cell);
      return known.has(foldTitle(text)) || Object.hasOwn(mapping, text.trim());
    }).length;
    if (count > most) [best, most] = [at, count];
  }
  return best;
}

/** What is wrong with a mapping that was given. */
export interface MappingFault {
  pointer: string;
  detail: string;
}

/** Finds titles and fields. A field that two columns claim goes to the one that was named, else to the first. */
export function readTable(
  rows: readonly SheetRow[],
  fields: TObject,
  titles: Titles,
  mapping: Readonly<Record<string, string | null>> = {},
): { table: Table; faults: MappingFault[] } {
  const known = titleIndex(fields, titles);
  const at = titleRow(rows, known, mapping);
  const head = rows[at] as SheetRow;
  const columns = Math.max(...rows.slice(at).map((row) => row.cells.length));
  const names = Array.from({ length: columns }, (_, i) => textOf(head.cells[i]).trim() || `column ${i + 1}`);
  const faults: MappingFault[] = [];
  const allowed = new Set(['id', ...Object.keys(fields.properties)]);
  for (const [column, field] of Object.entries(mapping)) {
    const pointer = `/mapping/${column.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!names.includes(column)) faults.push({ pointer, detail: `The file has no column ${column}.` });
    else if (field !== null && !allowed.has(field)) {
      faults.push({ pointer, detail: `${field} is not a field; there are ${[...allowed].join(', ')}.` });
    }
  }
  const claimed = new Set(Object.values(mapping));
  const found = names.map((name) => {
    if (Object.hasOwn(mapping, name)) return mapping[name] ?? null;
    const field = known.get(foldTitle(name));
    if (!field || claimed.has(field)) return null;
    claimed.add(field);
    return field;
  });
  return { table: { titles: names, fields: found, rows: rows.slice(at + 1) }, faults };
}

/** JSON records as a table; the columns are all names in the order in which they come. */
export function tableOfRecords(records: readonly Record<string, Cell>[]): SheetRow[] {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const rows = records.map((record, at) => ({ number: at + 1, cells: names.map((name) => record[name] ?? null) }));
  return [{ number: 0, cells: names }, ...rows];
}

/** The process that parses an uploaded table: bytes in, rows or a refusal out. It reaches nothing else. */
import { parse } from 'csv-parse/sync';
import { readSheet } from 'read-excel-file/universal';
import { fromCell } from './sheets.ts';
import type { Cell, SheetAnswer, SheetRow, SheetTask } from './sheets_read.ts';

/** UTF-16 by its mark or by its zero bytes, UTF-8 when it is valid, else what Windows programs write. */
function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const head = bytes.subarray(0, 200);
  const zeros = [0, 1].map((parity) => head.filter((byte, index) => index % 2 === parity && byte === 0).length);
  if ((zeros[1] as number) > head.length / 4) return new TextDecoder('utf-16le').decode(bytes);
  if ((zeros[0] as number) > head.length / 4) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

const SEPARATORS = [',', ';', '\t', '|'];

/** The sign that divides the first lines into the most parts, outside quotation marks. */
function separatorOf(text: string): string {
  const counts = SEPARATORS.map(() => 0);
  let quoted = false;
  let lines = 0;
  for (let i = 0; i < text.length && lines < 10; i++) {
    const character = text[i] as string;
    if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === '\n') lines++;
    else {
      const at = SEPARATORS.indexOf(character);
      if (at >= 0) counts[at] = (counts[at] as number) + 1;
    }
  }
  const most = Math.max(...counts);
  return most === 0 ? ',' : (SEPARATORS[counts.indexOf(most)] as string);
}

function csvRows(task: SheetTask): SheetRow[] {
  let text = decode(task.bytes);
  let skipped = 0;
  // Excel's own hint on the first line.
  const hint = /^sep=(.)\r?\n/.exec(text);
  if (hint) {
    text = text.slice(hint[0].length);
    skipped = 1;
  }
  const records = parse(text, {
    delimiter: hint?.[1] ?? separatorOf(text),
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: 1_000_000,
    info: true,
  }) as unknown as { record: string[]; info: { records: number; empty_lines: number } }[];
  return records.map(({ record, info }) => ({ number: info.records + info.empty_lines + skipped, cells: record }));
}

async function xlsxRows(task: SheetTask): Promise<SheetRow[]> {
  const rows = (await readSheet(new Uint8Array(task.bytes).buffer)) as unknown[][];
  return rows.map((cells, index) => ({ number: index + 1, cells: cells.map(toPlain) }));
}

function toPlain(value: unknown): Cell {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  // Excel keeps 0.3 as 0.30000000000000004; people see fifteen digits.
  if (typeof value === 'number') return Number(value.toPrecision(15));
  if (value === undefined) return null;
  return value as Cell;
}

function tidy(value: Cell): Cell {
  if (typeof value !== 'string') return value;
  const text = fromCell(value.trim());
  return text === '' ? null : text;
}

async function answerOf(task: SheetTask): Promise<SheetAnswer> {
  let rows: SheetRow[];
  try {
    rows = task.format === 'csv' ? csvRows(task) : await xlsxRows(task);
  } catch (error) {
    const detail = `The ${task.format === 'csv' ? 'CSV file' : 'workbook'} cannot be read: ${(error as Error).message}`;
    return { refused: 'unreadable', detail: `${detail.slice(0, 300).replace(/[.\s]+$/, '')}.` };
  }
  const filled: SheetRow[] = [];
  for (const { number, cells } of rows) {
    const tidied = cells.map(tidy);
    while (tidied.length > 0 && tidied[tidied.length - 1] === null) tidied.pop();
    if (tidied.length === 0) continue;
    if (tidied.length > task.columns) {
      return { refused: 'columns', detail: `Row ${number} has more than ${task.columns} columns.` };
    }
    if (filled.push({ number, cells: tidied }) > task.rows) {
      return { refused: 'rows', detail: `The file has more than ${task.rows} rows; divide it.` };
    }
  }
  if (filled.length === 0) return { refused: 'unreadable', detail: 'The file has no rows.' };
  return { rows: filled };
}

process.once('message', async (task) => {
  process.send?.(await answerOf(task as SheetTask), () => process.disconnect());
});

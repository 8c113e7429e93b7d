/** Reads an uploaded table, CSV or XLSX, into rows of cells; what is too large or hostile is refused with a sentence. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { problem } from '../problems/problem.ts';
import type { Upload } from './input.ts';
import { malformed, tooLarge, unsupportedMediaType } from './problems.ts';
import { readZip, storeZip, ZipError } from './zip.ts';

/** A cell as it stood in the file: dates are `YYYY-MM-DD`, empty cells null. */
export type Cell = string | number | boolean | null;

/** A row with its number in the file, the first being 1. Rows without any content are left out. */
export interface SheetRow {
  number: number;
  cells: Cell[];
}

export interface SheetLimits {
  rows: number;
  columns: number;
  /** What an XLSX may unpack to, in bytes. */
  unpacked_bytes: number;
  /** Time for reading, in milliseconds. */
  timeout_ms: number;
}

export const SHEET_LIMITS: SheetLimits = {
  rows: 20_000,
  columns: 200,
  unpacked_bytes: 64 * 1_048_576,
  timeout_ms: 20_000,
};

/** What the reader is given, and what it answers. */
export interface SheetTask {
  format: 'csv' | 'xlsx';
  bytes: Uint8Array<ArrayBuffer>;
  rows: number;
  columns: number;
}
export type SheetAnswer = { rows: SheetRow[] } | { refused: 'rows' | 'columns' | 'unreadable'; detail: string };

/** Old Excel files (and encrypted new ones) are OLE compound files. */
const OLE = 'd0cf11e0a1b11ae1';

/**
 * The rows of the file's first sheet. The content decides what the file is, not its name. Throws `http.too_large`,
 * `http.unsupported_media_type` or `http.malformed`, each with a sentence on what to do.
 */
export async function readSheet(file: Upload, limits: SheetLimits = SHEET_LIMITS): Promise<SheetRow[]> {
  const { bytes } = file;
  if (bytes.length === 0) throw problem(malformed, { detail: 'The file is empty.' });
  if (bytes.subarray(0, 8).toString('hex') === OLE) {
    throw problem(unsupportedMediaType, {
      detail: 'This is an old or protected Excel file; save it as .xlsx without a password, or as CSV.',
    });
  }
  const zipped = bytes.readUInt16BE(0) === 0x504b;
  const content = zipped ? await unpacked(bytes, limits) : bytes;
  const own = new Uint8Array(content.length);
  own.set(content);
  const { rows, columns } = limits;
  const answer = await inProcess({ format: zipped ? 'xlsx' : 'csv', bytes: own, rows, columns }, limits.timeout_ms);
  if ('rows' in answer) return zipped ? withoutTotals(answer.rows) : answer.rows;
  throw problem(answer.refused === 'unreadable' ? malformed : tooLarge, { detail: answer.detail });
}

/** What an export writes below its rows is no row of it: after an empty one, figures alone. */
export function withoutTotals(rows: readonly SheetRow[]): SheetRow[] {
  const [before, last] = rows.slice(-2);
  const isApart = before && last && rows.length > 2 && last.number > before.number + 1;
  const areFigures = last?.cells.every((cell) => cell === null || typeof cell === 'number') === true;
  return isApart && areFigures ? rows.slice(0, -1) : [...rows];
}

/** The parts of the workbook that hold its tables, packed anew without compression: no parser behind this can be made to swell. */
async function unpacked(bytes: Buffer, limits: SheetLimits): Promise<Buffer> {
  try {
    const files = await readZip(bytes, limits.unpacked_bytes, (name) => /\.xml(\.rels)?$|\.rels$/.test(name));
    if (!files.has('xl/workbook.xml') && !files.has('[Content_Types].xml')) throw new ZipError('it is not a workbook');
    return storeZip(files);
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    if (error.too_large) {
      const megabytes = Math.floor(limits.unpacked_bytes / 1_048_576);
      throw problem(tooLarge, { detail: `The workbook unpacks to more than ${megabytes} MB.`, cause: error });
    }
    throw problem(malformed, { detail: `The workbook cannot be read: ${error.message}.`, cause: error });
  }
}

/** Megabytes that the reader may use before it is stopped. */
const MEMORY_MB = 512;

/** Parsing happens in a process of its own with bounds on memory and time: what makes it burst takes nothing else down, as a thread would. */
function inProcess(task: SheetTask, timeoutMs: number): Promise<SheetAnswer> {
  return new Promise((resolve, reject) => {
    const reader = fork(fileURLToPath(new URL('./sheets_reader.ts', import.meta.url)), {
      execArgv: [`--max-old-space-size=${MEMORY_MB}`],
      env: {},
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const refuse = (detail: string): void => reject(problem(tooLarge, { detail }));
    const timer = setTimeout(() => {
      refuse('The file takes too long to read; divide it.');
      reader.kill('SIGKILL');
    }, timeoutMs);
    reader.once('message', (answer: SheetAnswer) => resolve(answer));
    reader.once('error', reject);
    // After the last message: the end of a process may be heard of before it.
    reader.once('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) reject(new Error('the reader of sheets ended without an answer'));
      // V8 ends a process that is out of memory with an abort; so does the system, with a kill.
      else if (signal) refuse('The file needs too much memory to read; divide it.');
      else reject(new Error(`the reader of sheets ended with ${code}`));
    });
    reader.send(task, (error) => error && reject(error));
  });
}

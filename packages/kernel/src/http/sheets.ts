/** Writes rows as CSV or XLSX while they come, so that a list of any length needs little memory. */
import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import type { Sheet } from './route.ts';
import { writeZip, type ZipEntry } from './zip.ts';

/** A text that a spreadsheet would take for a formula (CWE-1236). */
const FORMULA = /^[=+\-@\t\r]/;

/** What stands in a cell of a file: numbers and booleans as they are, lists and objects as JSON, formulas made harmless. */
export function toCell(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return FORMULA.test(text) ? `'${text}` : text;
}

/** Takes back what `toCell` did to a text, so that an exported file can be imported again. */
export function fromCell(text: string): string {
  return text.startsWith("'") && FORMULA.test(text.slice(1)) ? text.slice(1) : text;
}

/** UTF-8 with a byte order mark, which Excel wants; lines end as RFC 4180 says. */
export function writeCsv({ columns, pages }: Sheet): Readable {
  const line = (cells: unknown[][]): string =>
    stringify(cells, { record_delimiter: '\r\n', cast: { boolean: (value) => String(value) } });
  async function* text(): AsyncGenerator<string> {
    yield `\ufeff${line([columns.map((column) => toCell(column.title))])}`;
    for await (const rows of pages) {
      if (rows.length > 0) yield line(rows.map((row) => columns.map(({ key }) => toCell(row[key]))));
    }
  }
  return Readable.from(text(), { objectMode: false });
}

/** Rows that one sheet of a workbook can hold; more go into further sheets. */
const SHEET_ROWS = 1_048_576;
/** Characters that a cell can hold. */
const CELL_CHARACTERS = 32_767;

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 knows no control characters but tab and line ends. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is taken out
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

function escapeXml(text: string): string {
  return text.replace(FORBIDDEN, '').replace(/[&<>"]/g, (character) => ESCAPES[character] as string);
}

/** `A`, `B`, … `Z`, `AA` … */
function columnName(index: number): string {
  const rest = index % 26;
  const letter = String.fromCharCode(65 + rest);
  return index < 26 ? letter : columnName((index - rest) / 26 - 1) + letter;
}

/** A workbook is read by people: who or what has a name stands there by it. */
function byName(value: unknown): unknown {
  const { name } = Object(value) as { name?: unknown };
  return typeof value === 'object' && typeof name === 'string' ? name : value;
}

function cellXml(value: unknown, reference: string, style: string): string {
  const cell = toCell(byName(value));
  if (cell === null) return '';
  if (typeof cell === 'number') return `<c r="${reference}"${style}><v>${cell}</v></c>`;
  if (typeof cell === 'boolean') return `<c r="${reference}"${style} t="b"><v>${cell ? 1 : 0}</v></c>`;
  const text = escapeXml(cell.slice(0, CELL_CHARACTERS));
  return `<c r="${reference}"${style} t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
}

const HEAD = ' s="1"';
const TOTAL = ' s="2"';

function rowXml(values: readonly unknown[], number: number, style = ''): string {
  const cells = values.map((value, index) => cellXml(value, `${columnName(index)}${number}`, style));
  return `<row r="${number}">${cells.join('')}</row>`;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Three formats: plain, bold for the head row, and the accountant's total: one rule above, two below. */
const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="2"><border/><border><left/><right/><top style="thin"/><bottom style="double"/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/><xf xfId="0" fontId="1" borderId="1" applyFont="1" applyBorder="1"/></cellXfs></styleSheet>`;

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

function closingFiles(name: string, sheets: number): [string, string][] {
  const numbers = Array.from({ length: sheets }, (_, index) => index + 1);
  // Excel allows 31 characters, none of them []:*?/\
  const title = escapeXml(name.replace(/[[\]:*?/\\']/g, ' ').slice(0, 25)) || 'Sheet';
  const list = numbers.map((n) => `<sheet name="${n === 1 ? title : `${title} ${n}`}" sheetId="${n}" r:id="rId${n}"/>`);
  const links = numbers.map(
    (n) => `<Relationship Id="rId${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`,
  );
  const parts = numbers.map(
    (n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${TYPE}.worksheet+xml"/>`,
  );
  return [
    ['xl/styles.xml', STYLES],
    [
      'xl/workbook.xml',
      `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${list.join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${XML}<Relationships xmlns="${PACKAGE}/relationships">${links.join('')}<Relationship Id="rId0" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    ],
    [
      '_rels/.rels',
      `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      '[Content_Types].xml',
      `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${parts.join('')}</Types>`,
    ],
  ];
}

/** An XLSX workbook with a bold, frozen head row; totals stand below its last row, after an empty one. */
export function writeXlsx({ name, columns, pages, totals }: Sheet, sheetRows = SHEET_ROWS): Readable {
  const rows = flat(pages)[Symbol.asyncIterator]();
  let next: Promise<IteratorResult<Record<string, unknown>>> = Promise.resolve({ done: true, value: undefined });
  let ended = false;
  async function* sheet(): AsyncGenerator<string> {
    const widths = columns.map((_, i) => `<col min="${i + 1}" max="${i + 1}" width="18" customWidth="1"/>`).join('');
    yield `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>${widths ? `<cols>${widths}</cols>` : ''}<sheetData>`;
    let text = rowXml(columns.map((column) => column.title), 1, HEAD); // biome-ignore format: one row
    for (let number = 2; number <= sheetRows; number++) {
      const { done, value } = await next;
      if (done) {
        ended = true;
        // Apart from the rows, so that nobody takes it for one of them.
        if (totals)
          text += rowXml(
            columns.map(({ key }) => totals[key]),
            number + 1,
            TOTAL,
          );
        break;
      }
      text += rowXml(columns.map(({ key }) => value[key]), number); // biome-ignore format: one row
      next = rows.next();
      if (text.length < 65_536) continue;
      yield text;
      text = '';
    }
    yield `${text}</sheetData></worksheet>`;
  }
  async function* files(): AsyncGenerator<ZipEntry> {
    next = rows.next();
    let sheets = 0;
    do {
      yield { name: `xl/worksheets/sheet${++sheets}.xml`, content: sheet() };
      ended ||= Boolean((await next).done);
    } while (!ended);
    for (const [path, text] of closingFiles(name, sheets)) yield { name: path, content: once(text) };
  }
  return Readable.from(writeZip(files()), { objectMode: false });
}

async function* flat<T>(pages: AsyncIterable<T[]>): AsyncGenerator<T> {
  for await (const rows of pages) yield* rows;
}

/** Tables in files: what is written can be read again, what people send is understood, what is hostile is refused. */
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import type { Problem } from '../problems/problem.ts';
import type { Sheet } from './route.ts';
import { fromCell, toCell, writeCsv, writeXlsx } from './sheets.ts';
import { type Cell, readSheet, SHEET_LIMITS, type SheetLimits } from './sheets_read.ts';
import { readZip, storeZip, writeZip } from './zip.ts';

const columns = ['name', 'price', 'active'].map((key) => ({ key, title: key }));

function sheetOf(rows: Record<string, unknown>[], format: 'csv' | 'xlsx'): Sheet {
  async function* pages(): AsyncGenerator<Record<string, unknown>[]> {
    for (let at = 0; at < rows.length; at += 2) yield rows.slice(at, at + 2);
  }
  return { name: 'products', format, columns, pages: pages() };
}

async function bytesOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

const read = async (bytes: Buffer | string, limits: Partial<SheetLimits> = {}): Promise<Cell[][]> =>
  (await readSheet({ name: 'f', media_type: '', bytes: Buffer.from(bytes) }, { ...SHEET_LIMITS, ...limits })).map(
    (row) => row.cells,
  );

async function refusal(work: Promise<unknown>): Promise<{ code: string; detail: string | undefined }> {
  const error = await work.then(
    () => null,
    (caught: Problem) => caught,
  );
  if (!error?.kind) throw error ?? new Error('it was not refused');
  return { code: error.kind.code, detail: error.details.detail };
}

const rows = [
  { name: 'Bolt, "M8"\nzinc', price: 12.5, active: true },
  { name: '=1+1', price: -3, active: false },
  { name: '  कंपोज़िट <A2> & co', price: null, active: true },
];

test.each(['csv', 'xlsx'] as const)('what is written as %s is read again', async (format) => {
  const stream = format === 'csv' ? writeCsv(sheetOf(rows, format)) : writeXlsx(sheetOf(rows, format));
  const back = await read(await bytesOf(stream));
  const cell = (value: unknown): unknown => (format === 'csv' && value !== null ? String(value) : value);
  expect(back).toEqual([
    ['name', 'price', 'active'],
    ['Bolt, "M8"\nzinc', cell(12.5), cell(true)],
    ['=1+1', cell(-3), cell(false)],
    ['कंपोज़िट <A2> & co', null, cell(true)],
  ]);
});

test('whoever has a name stands in a workbook by it, and in full in CSV; other objects are JSON in both', async () => {
  const buyer = { name: '=Rao & Co', gstin: null };
  const bought = [{ name: buyer, price: { each: 2 }, active: ['a'] }];
  const [, row] = await read(await bytesOf(writeXlsx(sheetOf(bought, 'xlsx'))));
  expect(row).toEqual(['=Rao & Co', '{"each":2}', '["a"]']);
  const [, line] = await read(await bytesOf(writeCsv(sheetOf(bought, 'csv'))));
  expect(line).toEqual([JSON.stringify(buyer), '{"each":2}', '["a"]']);
});

test('a formula is a text in the file and itself again when read', async () => {
  for (const text of ['=HYPERLINK("x")', '+91', '-5', '@SUM', '\tx', '\rx']) expect(toCell(text)).toBe(`'${text}`);
  expect(toCell(-5)).toBe(-5);
  const csv = (await bytesOf(writeCsv(sheetOf([rows[1] as object as Record<string, unknown>], 'csv')))).toString();
  expect(csv).toBe("\ufeffname,price,active\r\n'=1+1,-3,false\r\n");
  const xlsx = await readZip(await bytesOf(writeXlsx(sheetOf(rows, 'xlsx'))), 1e6, () => true);
  expect(xlsx.get('xl/worksheets/sheet1.xml')?.toString()).toContain(`>'=1+1<`);
  fc.assert(fc.property(fc.string(), (text) => fromCell(String(toCell(text))) === text || text.startsWith("'")));
});

test('an independent program’s workbook is read, dates as dates', async () => {
  const date = new Date(Date.UTC(2026, 10, 21));
  const data = [
    ['name', 'since', 'share'],
    ['x', { value: date, type: Date, format: 'yyyy-mm-dd' }, 0.1 + 0.2],
  ];
  const bytes = await writeExcelFile(data as never).toBuffer();
  expect(await read(bytes)).toEqual([
    ['name', 'since', 'share'],
    ['x', '2026-11-21', 0.3],
  ]);
});

test('what does not fit one sheet goes on in the next', async () => {
  const archive = await readZip(await bytesOf(writeXlsx(sheetOf(rows, 'xlsx'), 3)), 1e6, () => true);
  expect([...archive.keys()].filter((name) => name.includes('worksheets'))).toHaveLength(2);
  expect(archive.get('xl/workbook.xml')?.toString()).toContain('products 2');
  const exact = await readZip(await bytesOf(writeXlsx(sheetOf(rows, 'xlsx'), 4)), 1e6, () => true);
  expect([...exact.keys()].filter((name) => name.includes('worksheets'))).toHaveLength(1);
});

test('a failure midway breaks the stream off', async () => {
  async function* pages(): AsyncGenerator<Record<string, unknown>[]> {
    yield rows;
    throw new Error('the database went away');
  }
  const sheet = (format: 'csv' | 'xlsx'): Sheet => ({ name: 'products', format, columns, pages: pages() });
  await expect(bytesOf(writeCsv(sheet('csv')))).rejects.toThrow('went away');
  await expect(bytesOf(writeXlsx(sheet('xlsx')))).rejects.toThrow('went away');
});

test.each([
  ['comma', Buffer.from('a,b\n1,"x,y"\n')],
  ['semicolon', Buffer.from('a;b\r\n1;x,y\r\n')],
  ['tab', Buffer.from('a\tb\n1\tx,y')],
  ['a hint', Buffer.from('sep=|\na|b\n1|x,y')],
  ['a byte order mark', Buffer.from('\ufeffa;b\n1;x,y')],
  ['UTF-16 LE', Buffer.from('\ufeffa\tb\n1\tx,y', 'utf16le')],
  ['UTF-16 BE', Buffer.from('\ufeffa\tb\n1\tx,y', 'utf16le').swap16()],
  ['UTF-16 without mark', Buffer.from('a\tb\n1\tx,y', 'utf16le')],
])('CSV with %s', async (_what, bytes) => {
  expect(await read(bytes)).toEqual([
    ['a', 'b'],
    ['1', 'x,y'],
  ]);
});

test('the old Windows letters, and row numbers as a spreadsheet counts them', async () => {
  expect(await read(Buffer.from([0x63, 0x61, 0x66, 0xe9]))).toEqual([['café']]);
  const found = await readSheet({ name: 'f', media_type: '', bytes: Buffer.from('a\n\n"x\ny"\n,,\nz\n') });
  expect(found.map((row) => row.number)).toEqual([1, 3, 5]);
});

test('too many rows, columns, bytes; a bomb; a lie about sizes', async () => {
  expect((await refusal(read('a\nb\nc', { rows: 2 }))).detail).toMatch(/more than 2 rows/);
  expect((await refusal(read('a\nb,c,d', { columns: 2 }))).detail).toMatch(/Row 2 has more than 2 columns/);
  async function* zeros(): AsyncGenerator<string> {
    for (let i = 0; i < 100; i++) yield '0'.repeat(1_048_576);
  }
  async function* entries(): AsyncGenerator<{ name: string; content: AsyncIterable<string> }> {
    yield { name: 'xl/workbook.xml', content: zeros() };
  }
  const bomb = await bytesOf(Readable.from(writeZip(entries())));
  expect(bomb.length).toBeLessThan(200_000);
  expect((await refusal(read(bomb))).code).toBe('http.too_large');
  // The directory says one byte; what comes out counts.
  bomb.writeUInt32LE(1, bomb.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24);
  expect((await refusal(read(bomb))).code).toBe('http.too_large');
});

test('a workbook that makes the parser swell is stopped by its bounds', async () => {
  const workbook = await readZip(await bytesOf(writeXlsx(sheetOf(rows, 'xlsx'))), 1e6, () => true);
  const wide = Array.from({ length: 60_000 }, (_, i) => `<row r="${i + 1}"><c r="XFD${i + 1}"><v>1</v></c></row>`);
  const sheet = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${wide.join('')}</sheetData></worksheet>`;
  workbook.set('xl/worksheets/sheet1.xml', Buffer.from(sheet));
  expect((await refusal(read(storeZip(workbook)))).code).toBe('http.too_large');
}, 30_000);

test.each([
  ['nothing', Buffer.alloc(0), 'http.malformed', /empty/],
  ['only blanks', Buffer.from(' \n,,\n'), 'http.malformed', /no rows/],
  ['an old Excel file', Buffer.from('d0cf11e0a1b11ae100', 'hex'), 'http.unsupported_media_type', /\.xlsx/],
  ['a torn archive', Buffer.from('PK\u0003\u0004 torn'), 'http.malformed', /cannot be read/],
  ['another archive', storeZip(new Map([['a.xml', Buffer.from('<a/>')]])), 'http.malformed', /not a workbook/],
  ['an open quotation', Buffer.from('a\n"b'), 'http.malformed', /cannot be read/],
])('%s is refused with a sentence', async (_what, bytes, code, detail) => {
  const found = await refusal(read(bytes));
  expect(found.code).toBe(code);
  expect(found.detail).toMatch(detail);
});

/** Names and contents of files: what is kept, what stands in headers, and what a content is taken for. */
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { cleanName, contentDisposition, endingOf } from './names.ts';
import { looksLike, mediaTypeOf, servedType } from './sniff.ts';

test.each([
  ['report.pdf', 'report.pdf'],
  ['../../etc/passwd', '.._.._etc_passwd'],
  ['..\\..\\boot.ini', '.._.._boot.ini'],
  ['..%2f..%2fsecret.txt', '..%2f..%2fsecret.txt'],
  ['a\0b\r\nc.txt', 'abc.txt'],
  ['invoice\u202egpj.exe', 'invoicegpj.exe'],
  ['  ', 'file'],
  ['..', 'file'],
  ['क\u094d\u200dष.pdf', 'क\u094d\u200dष.pdf'],
  ['\ud800x.txt', '\ufffdx.txt'],
  [`${'é'.repeat(300)}.jpeg`, `${'é'.repeat(195)}.jpeg`],
])('%j is kept as %j', (given, kept) => {
  expect(cleanName(given)).toBe(kept);
});

test('a name stands in a header so that nothing breaks out of it', () => {
  expect(contentDisposition('बिल "2026".pdf')).toBe(
    `attachment; filename="___ _2026_.pdf"; filename*=UTF-8''%E0%A4%AC%E0%A4%BF%E0%A4%B2%20%222026%22.pdf`,
  );
  const nasty = contentDisposition('a";\r\nset-cookie: x=1;%00\'().txt');
  expect(nasty).toMatch(/^attachment; filename="[\x20-\x7e]*"; filename\*=UTF-8''[A-Za-z0-9%._~-]+$/);
  expect(nasty).not.toMatch(/[\r\n]/);
  expect(endingOf('x.TAR.Gz')).toBe('gz');
  expect(endingOf('x.p/df')).toBe('');
});

const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');
const zip = Buffer.from('504b0304140000000800', 'hex');

test.each([
  ['%PDF-1.7\nplain letters only\n', 'application/pdf'],
  [png, 'image/png'],
  [zip, 'application/zip'],
  [gzipSync(Buffer.alloc(10_000_000)), 'application/gzip'],
  ['name,amount\nAsha,12\n', 'text/plain'],
  ['\ufeffनाम,राशि\n', 'text/plain'],
  [Buffer.from('Café;1\n', 'latin1'), 'text/plain'],
  [' \n<!-- x --><!DOCTYPE html><p>', 'text/html'],
  ['<script>alert(1)</script>', 'text/html'],
  [Buffer.from('\ufeff<html>', 'utf16le'), 'text/html'],
  ['<svg onload="alert(1)"/>', 'image/svg+xml'],
  ['<?xml version="1.0"?>\n<!-- c -->\n<svg xmlns="http://www.w3.org/2000/svg">', 'image/svg+xml'],
  ['<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', 'application/xhtml+xml'],
  ['<?xml version="1.0"?><ENVELOPE/>', 'application/xml'],
  [Buffer.from([1, 2, 3, 4]), 'application/octet-stream'],
])('%j looks like %s', async (content, type) => {
  expect(await looksLike(Buffer.from(content as string).subarray(0, 4100))).toBe(type);
});

test('a content that its name does not promise is refused; what has no known ending is what it looks like', async () => {
  const html = Buffer.from('<html><script>alert(1)</script>');
  for (const name of ['x.png', 'x.csv', 'x.pdf', 'x.TXT', 'x.svg', 'x.docx'])
    await expect(mediaTypeOf(name, html), name).rejects.toMatchObject({ kind: { code: 'files.type_mismatch' } });
  expect(await mediaTypeOf('x.html', html)).toBe('text/html');
  expect(await mediaTypeOf('x.unknown', html)).toBe('text/html');
  expect(await mediaTypeOf('x', png)).toBe('image/png');
  expect(await mediaTypeOf('list.csv', Buffer.from('a,b'))).toBe('text/csv');
  expect(await mediaTypeOf('book.xlsx', zip)).toMatch(/spreadsheetml/);
  await expect(mediaTypeOf('constructor', png)).resolves.toBe('image/png');
  await expect(mediaTypeOf('x.pdf', zip)).rejects.toMatchObject({ kind: { code: 'files.type_mismatch' } });
});

test('nothing that a browser could run as a page of ours is served by its own name', () => {
  for (const type of ['text/html', 'image/svg+xml', 'application/xhtml+xml', 'application/xml', 'text/javascript'])
    expect(servedType(type)).toBe('application/octet-stream');
  expect(servedType('image/png')).toBe('image/png');
  expect(servedType('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')).toMatch(/spreadsheetml/);
});

/** Answers a list as a file: rows are written as their pages come, so that a large list needs little memory. */
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Sheet } from './route.ts';
import { writeCsv, writeXlsx } from './sheets.ts';

const MEDIA_TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

export function isSheet(result: unknown): result is { sheet: Sheet } {
  return result !== null && typeof result === 'object' && 'sheet' in result;
}

async function* onWire(sheet: Sheet, toWire: <T>(value: T) => T): AsyncIterable<Record<string, unknown>[]> {
  for await (const rows of sheet.pages) yield rows.map((row) => toWire(row));
}

/** Sends the sheet as an attachment named after it. A failure midway breaks the transfer off, so that no half file looks whole. */
export async function sendSheet(reply: FastifyReply, sheet: Sheet, toWire: <T>(value: T) => T): Promise<FastifyReply> {
  const totals = sheet.totals && toWire(sheet.totals);
  const file = { ...sheet, ...(totals ? { totals } : {}), pages: onWire(sheet, toWire) };
  reply
    .type(MEDIA_TYPES[sheet.format])
    .header('content-disposition', `attachment; filename="${sheet.name}.${sheet.format}"`);
  const stream = sheet.format === 'csv' ? writeCsv(file) : await writeXlsx(file);
  return reply
    .serializer((body: unknown) => body as string)
    .send(stream instanceof Readable ? stream : Readable.from(stream));
}

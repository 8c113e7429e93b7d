/** Prints an answer for people: a table for lists, field by field for a record, bytes as they are. */
import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { ApiError } from '@tenantry/kernel/http/client.ts';

/** Columns that say little in a terminal, left out of tables. */
const QUIET = new Set(['version', 'created_at', 'updated_at', 'tenant_id']);

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a name must not move the cursor of a terminal
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
}

/** A table whose columns fit the terminal. */
export function tableOf(rows: Record<string, unknown>[], width: number): string {
  if (rows.length === 0) return 'Nothing here.';
  const names = Object.keys(rows[0] as object).filter(
    (name) => !QUIET.has(name) && rows.some((row) => cell(row[name]) !== ''),
  );
  const widths = names.map((name) => Math.min(36, Math.max(name.length, ...rows.map((row) => cell(row[name]).length))));
  let shown = 0;
  let used = 0;
  while (shown < names.length && (shown === 0 || used + (widths[shown] as number) <= width))
    used += (widths[shown++] as number) + 2;
  const line = (cells: string[]): string =>
    cells
      .map((text, index) => text.slice(0, widths[index]).padEnd(widths[index] as number))
      .join('  ')
      .trimEnd();
  const head = names.slice(0, shown);
  return [
    line(head),
    line(head.map((_name, index) => '-'.repeat(widths[index] as number))),
    ...rows.map((row) => line(head.map((name) => cell(row[name])))),
  ].join('\n');
}

/** Writes the answer into a file: whole, or not at all. Throws an `ApiError` for a refusal. */
export async function save(response: Response, path: string): Promise<void> {
  if (!response.ok) throw new ApiError(response.status, (await response.json()) as Record<string, unknown>);
  const aside = `${path}.part`;
  try {
    const content = response.body ? Readable.fromWeb(response.body as ReadableStream) : Readable.from([]);
    await pipeline(content, createWriteStream(aside, { mode: 0o600 }));
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
  process.stderr.write(`Saved ${(await stat(path)).size} bytes to ${path}.\n`);
}

/** Prints a response; throws an `ApiError` for a refusal. */
export async function print(response: Response, json: boolean): Promise<void> {
  if (!(response.headers.get('content-type') ?? '').includes('json')) {
    process.stdout.write(Buffer.from(await response.arrayBuffer()));
    return;
  }
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new ApiError(response.status, answer);
  if (json) {
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
    return;
  }
  const { data, meta, message } = answer as { data: unknown; meta?: { next_cursor: string | null }; message: string };
  if (Array.isArray(data)) {
    process.stdout.write(`${tableOf(data as Record<string, unknown>[], process.stdout.columns ?? 160)}\n`);
    if (meta?.next_cursor) process.stdout.write(`There is more: --cursor ${meta.next_cursor}\n`);
    return;
  }
  process.stdout.write(`${message}\n`);
  for (const [name, value] of Object.entries((data ?? {}) as object)) {
    const text = cell(value);
    if (text !== '') process.stdout.write(`  ${name.padEnd(24)} ${text}\n`);
  }
}

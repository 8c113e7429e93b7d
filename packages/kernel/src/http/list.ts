/** Lists: filter, search, sort and keyset pages over one table, each part backed by an index that begins with the tenant. */
import type { TObject } from 'typebox';
import type { RecordType, Row } from '../db/records.ts';
import { openRows } from '../db/records_sealed.ts';
import { endOfPrefix, searchedWords } from '../db/words.ts';
import type { Context } from '../tenancy/context.ts';
import { toInstant, toPaise } from './convert.ts';
import { type FilterKind, listInput } from './list_input.ts';
import { fault, keyset, type Order, readCursor, unreadable, writeCursor } from './list_order.ts';
import { assertTotals, summarise } from './list_summary.ts';
import type { Page, Sheet } from './route.ts';

export interface ListFilter {
  kind: FilterKind;
  column: string;
  one_of?: readonly string[];
  /** What a value means beyond that the column is equal to it: a condition over `t`; `place` gives a value its `$n`. */
  means?(ctx: Context, value: string, place: (value: unknown) => string): string;
}

export interface ListDefinition {
  record: RecordType;
  /** What stands for the record's table in FROM: a subquery with more columns, written by us. */
  from?: string;
  /** Query parameter → how it compares; the column has the same name unless given. */
  filters?: Record<string, FilterKind | ListFilter>;
  /** Sort word → column; the column is not null, of a leakproof type, with an index `(tenant_id, column, id)`. */
  sorts: Record<string, string>;
  default_sort: string;
  /** Whether `q=` is taken; the record type has `words`. */
  search?: boolean;
  /** Searches the beginnings of these columns (text of collation "C", as they are stored) instead of the record's words. */
  beginnings?: readonly string[];
  /** Numeric fields of which `totals=` answers the sums over the whole filter. */
  totals?: readonly string[];
  /** What the caller may see at all, as a further condition over `t`; `place` gives a value its `$n`. */
  narrow?(ctx: Context, place: (value: unknown) => string): string;
  /** Adds computed fields to a page of rows. */
  complete?(ctx: Context, rows: Row[]): Promise<Row[]> | Row[];
}

export interface List {
  /** The query's schema. */
  input: TObject;
  run(ctx: Context, input: Row): Promise<Page<Row> | { sheet: Sheet }>;
  /** The WHERE of a filter over `t`, for work on all that match; `$1` is the tenant. */
  where(ctx: Context, input: Row): { text: string; values: unknown[] };
}

/** The end of an inclusive day is the beginning of the next in the tenant's zone. */
function boundary(
  ctx: Context,
  name: string,
  kind: FilterKind,
  value: unknown,
  upper: boolean,
): { value: unknown; strict: boolean } {
  if (kind === 'money') {
    const paise = toPaise(String(value));
    if (paise === null) throw fault(`/${name}`, 'Give rupees with at most two decimals.');
    return { value: paise, strict: false };
  }
  if (kind !== 'instant') return { value, strict: false };
  const text = String(value);
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const zone = ctx.binding.tenant_id ? ctx.tenant.time_zone : 'Asia/Kolkata';
  const instant = toInstant(day ? `${text}T00:00:00` : text, zone);
  if (instant === null) throw fault(`/${name}`, 'Give a date or an instant such as 2026-11-21T10:00:00Z.');
  if (!day || !upper) return { value: instant, strict: false };
  return { value: toInstant(`${nextDay(text)}T00:00:00`, zone), strict: true };
}

function nextDay(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** Makes a list of a definition. Works bound to a tenant, and unbound in the platform's plane. */
export function defineList(definition: ListDefinition): List {
  const { record, sorts, from = record.table } = definition;
  const filters = Object.entries(definition.filters ?? {}).map(([name, filter]) => {
    const full = typeof filter === 'string' ? { kind: filter, column: name } : filter;
    return [name, full] as [string, ListFilter];
  });
  const compared = [
    ...filters.map(([, { column }]) => column),
    ...Object.values(sorts),
    ...(definition.beginnings ?? []),
  ];
  assertTotals(definition);
  for (const name of record.sealed ?? [])
    if (compared.includes(name)) throw new Error(`${record.noun}: ${name} is sealed and cannot be compared`);

  const ordersOf = (sort: string): Order[] => {
    const orders = sort.split(',').map((part) => {
      const descending = part.startsWith('-');
      const word = descending ? part.slice(1) : part;
      if (!Object.hasOwn(sorts, word))
        throw fault('/sort', `Sort by ${Object.keys(sorts).join(', ')}; put - before a field for descending.`);
      return { word, column: sorts[word] as string, descending };
    });
    if (orders.length > 3) throw fault('/sort', 'Sort by at most three fields.');
    return [...orders, { word: 'id', column: 'id', descending: (orders[0] as Order).descending }];
  };

  const conditions = (
    ctx: Context,
    input: Row,
  ): { parts: string[]; values: unknown[]; place(value: unknown): string } => {
    const bound = ctx.binding.tenant_id !== null;
    const values: unknown[] = [];
    const place = (value: unknown): string => `$${values.push(value) + (bound ? 1 : 0)}`;
    const parts = bound ? ['t.tenant_id = $1'] : [];
    if (record.condition) parts.push(`t.${record.condition}`);
    if (definition.narrow) parts.push(definition.narrow(ctx, place));
    for (const [name, { kind, column, means }] of filters) {
      if (input[name] !== undefined && means) parts.push(means(ctx, String(input[name]), place));
      else if (input[name] !== undefined) {
        if (kind === 'instant') throw fault(`/${name}`, `Use ${name}_from and ${name}_to.`);
        parts.push(`t.${column} = ${place(boundary(ctx, name, kind, input[name], false).value)}`);
      }
      for (const [suffix, operator] of [
        ['_from', '>='],
        ['_to', '<='],
      ] as const) {
        const given = input[`${name}${suffix}`];
        if (given === undefined) continue;
        const { value, strict } = boundary(ctx, `${name}${suffix}`, kind, given, suffix === '_to');
        parts.push(`t.${column} ${strict ? '<' : operator} ${place(value)}`);
      }
    }
    if (typeof input.q === 'string' && input.q.trim() !== '')
      parts.push(...searchParts(definition, input.q.trim(), bound, place));
    return { parts, values, place };
  };

  const page = async (
    ctx: Context,
    input: Row,
    limit: number,
    columns: readonly string[],
  ): Promise<{ rows: Row[]; next: string | null }> => {
    const sort = (input.sort as string | undefined) ?? definition.default_sort;
    const orders = ordersOf(sort);
    const { parts, values, place } = conditions(ctx, input);
    if (typeof input.cursor === 'string') {
      const after = readCursor(input.cursor, sort, orders.length);
      parts.push(keyset(orders, after.map(place)));
    }
    const keys = orders.map((order) => order.column).filter((column) => !columns.includes(column));
    const selected = [...columns, ...keys].map((column) => `t.${column}`).join(', ');
    const where = parts.length > 0 ? ` where ${parts.join(' and ')}` : '';
    const order = orders.map(({ column, descending }) => `t.${column}${descending ? ' desc' : ''}`).join(', ');
    const rows = await ctx.sql<Row>(
      `select ${selected} from ${from} t${where} order by ${order} limit ${limit + 1}`,
      values,
      // Where a word is looked for, the best way depends on how common it is.
      input.q === undefined ? undefined : 'fresh',
    );
    if (rows.length <= limit) return { rows: await openRows(ctx, record, stripped(rows, keys)), next: null };
    rows.length = limit;
    const last = rows[limit - 1] as Row;
    const next = writeCursor(sort, orders, last);
    return { rows: await openRows(ctx, record, stripped(rows, keys)), next };
  };

  const columnsOf = (fields: unknown): readonly string[] => {
    if (typeof fields !== 'string') return record.columns;
    const wanted = fields.split(',').map((name) => name.trim());
    // What is computed may need any of the columns.
    if (wanted.some((name) => record.computed?.includes(name))) return record.columns;
    for (const name of wanted) {
      if (!record.columns.includes(name))
        throw fault('/fields', `${name.slice(0, 60)} is not a field here; there are ${record.columns.join(', ')}.`);
    }
    return ['id', ...wanted.filter((name) => name !== 'id')];
  };

  const complete = async (ctx: Context, rows: Row[]): Promise<Row[]> =>
    definition.complete ? await definition.complete(ctx, rows) : rows;

  async function* pages(ctx: Context, input: Row, columns: readonly string[]): AsyncIterable<Row[]> {
    let cursor: string | null = null;
    do {
      const { rows, next }: { rows: Row[]; next: string | null } = await page(
        ctx,
        cursor ? { ...input, cursor } : input,
        1000,
        columns,
      );
      yield await complete(ctx, rows);
      cursor = next;
    } while (cursor);
  }

  return {
    input: listInput(definition, filters),
    where(ctx, input) {
      const { parts, values } = conditions(ctx, input);
      return { text: parts.join(' and ') || 'true', values };
    },
    async run(ctx, input) {
      const columns = columnsOf(input.fields);
      if (input.format === 'csv' || input.format === 'xlsx') {
        // What is wrong with the query must be said now: once the file is on its way it can only be broken off.
        ordersOf((input.sort as string | undefined) ?? definition.default_sort);
        conditions(ctx, input);
        const titles = titlesOf(record, input.fields, columns).map((key) => ({ key, title: key }));
        const summed =
          input.format === 'xlsx' ? (definition.totals ?? []).filter((name) => columns.includes(name)) : [];
        const { totals } = summed.length
          ? await summarise(ctx, definition, { totals: summed.join(',') }, conditions(ctx, input))
          : {};
        return {
          sheet: {
            name: record.noun,
            format: input.format,
            columns: titles,
            ...(totals ? { totals } : {}),
            pages: pages(ctx, { ...input, cursor: undefined }, columns),
          },
        };
      }
      const limit = (input.limit as number | undefined) ?? 50;
      const { rows, next } = await page(ctx, input, limit, columns).catch((error: unknown) => {
        throw unreadable(error, input);
      });
      const result: Page<Row> = { rows: await complete(ctx, rows), next_cursor: next, limit };
      if (input.count || input.totals !== undefined)
        Object.assign(result, await summarise(ctx, definition, input, conditions(ctx, input)));
      return result;
    },
  };
}

/** The columns of a file: those that were named, what is computed among them; else all of the table. */
function titlesOf({ computed }: RecordType, fields: unknown, columns: readonly string[]): readonly string[] {
  const wanted = typeof fields === 'string' ? fields.split(',').map((name) => name.trim()) : [];
  if (!wanted.some((name) => computed?.includes(name))) return columns;
  const known = new Set([...columns, ...(computed ?? [])]);
  return ['id', ...wanted.filter((name) => name !== 'id' && known.has(name))];
}

/** Every word that is looked for is a condition of its own. */
function searchParts(
  { record, beginnings }: ListDefinition,
  q: string,
  bound: boolean,
  place: (value: unknown) => string,
): string[] {
  if (beginnings) {
    const words = q.split(/\s+/).slice(0, 6);
    return words.map((word) => {
      const [from, to] = [place(word), place(endOfPrefix(word))];
      return `(${beginnings.map((column) => `(t.${column} >= ${from} and t.${column} < ${to})`).join(' or ')})`;
    });
  }
  const words = searchedWords(q);
  if (words.length === 0) return ['false'];
  const source = `${record.words_table ?? 'search_words'} w where ${bound ? 'w.tenant_id = $1 and ' : ''}`;
  return words.map(
    (word) =>
      `t.id in (select w.record_id from ${source}w.noun = ${place(record.table)} and w.word >= ${place(word)} and w.word < ${place(endOfPrefix(word))})`,
  );
}

function stripped(rows: Row[], keys: readonly string[]): Row[] {
  for (const row of rows) for (const key of keys) delete row[key];
  return rows;
}

/** The order of a list and the cursors of its pages: where the next page begins, and what stands after it. */
import type { Row } from '../db/records.ts';
import { problem } from '../problems/problem.ts';
import { invalidInput } from './problems.ts';

export interface Order {
  word: string;
  column: string;
  descending: boolean;
}

/** A query that is wrong at this place. */
export function fault(pointer: string, detail: string): Error {
  return problem(invalidInput, { errors: [{ pointer, detail }] });
}

/** A cursor that was tampered with can hold what its column cannot: PostgreSQL says so in class 22. */
export function unreadable(error: unknown, input: Row): unknown {
  const code = String((error as { code?: unknown }).code);
  return typeof input.cursor === 'string' && code.startsWith('22') ? foreignCursor() : error;
}

function foreignCursor(): Error {
  return fault('/cursor', 'This cursor does not belong to this list and sort; begin without one.');
}

interface Cursor {
  s: string;
  v: unknown[];
}

/** The values that a cursor holds; another list's or another sort's is refused. */
export function readCursor(text: string, sort: string, length: number): unknown[] {
  try {
    const cursor = JSON.parse(Buffer.from(text, 'base64url').toString()) as Cursor;
    const fine =
      Array.isArray(cursor.v) &&
      cursor.v.length === length &&
      cursor.v.every((one) => one !== null && typeof one !== 'object');
    if (cursor.s === sort && fine) return cursor.v;
  } catch {}
  throw foreignCursor();
}

/** The cursor after this row. */
export function writeCursor(sort: string, orders: readonly Order[], last: Row): string {
  const cursor: Cursor = { s: sort, v: orders.map(({ column }) => last[column]) };
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** Rows after the given one. All directions alike: a row comparison, which is an index condition; mixed: spelled out. */
export function keyset(orders: readonly Order[], places: readonly string[]): string {
  const [first] = orders as [Order];
  if (orders.every((order) => order.descending === first.descending)) {
    const columns = orders.map((order) => `t.${order.column}`).join(', ');
    return `(${columns}) ${first.descending ? '<' : '>'} (${places.join(', ')})`;
  }
  const cases = orders.map((order, index) => {
    const equal = orders.slice(0, index).map((before, at) => `t.${before.column} = ${places[at]}`);
    return [...equal, `t.${order.column} ${order.descending ? '<' : '>'} ${places[index]}`].join(' and ');
  });
  return `(${cases.join(' or ')})`;
}

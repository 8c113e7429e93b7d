/** Rows at hand are searched, filtered and sorted as the server's lists are. */
import { expect, test } from 'vitest';
import type { GridColumn } from './columns.ts';
import { arrangeRows, rowsAtHand } from './rows_at_hand.ts';
import type { GridQuery } from './view.ts';

interface Row {
  id: string;
  kind: string;
  used: number | null;
}
const rows: Row[] = [
  { id: 'people at work', kind: 'limit', used: 9 },
  { id: 'stock', kind: 'feature', used: null },
  { id: 'items', kind: 'limit', used: 100 },
];
const columns: GridColumn<Row>[] = [
  { key: 'id', label: 'What', kind: 'text', sortable: true },
  { key: 'kind', label: 'Kind', kind: 'choice', choices: [{ value: 'feature', label: 'Zest' }] },
  { key: 'used', label: 'Used', kind: 'number', sortable: true },
];
const say = { yes: 'yes', no: 'no', zone: 'Asia/Kolkata' };
const ask = (query: Partial<GridQuery>): string[] =>
  arrangeRows(rows, { q: '', sort: [], filters: {}, fields: [], ...query }, columns, say).map(({ id }) => id);

test('words begin in what is read, filters are values, and what is not there stands last', () => {
  expect(ask({ q: 'WORK peo' })).toEqual(['people at work']);
  expect(ask({ q: 'ork' })).toEqual([]);
  expect(ask({ q: 'zest' })).toEqual(['stock']);
  expect(ask({ filters: { kind: 'limit' } })).toEqual(['people at work', 'items']);
  expect(ask({ filters: { kind: 'limit' }, q: 'items' })).toEqual(['items']);
  expect(ask({ sort: [{ field: 'used', descending: false }] })).toEqual(['people at work', 'items', 'stock']);
  expect(ask({ sort: [{ field: 'id', descending: true }] })).toEqual(['stock', 'people at work', 'items']);
});

test('the count is of the same answer, asked for once', async () => {
  let calls = 0;
  const port = rowsAtHand(
    async () => {
      calls++;
      return rows;
    },
    columns,
    say,
  );
  const query: GridQuery = { q: '', sort: [], filters: { kind: 'limit' }, fields: [] };
  const { signal } = new AbortController();
  const summary = port.fetchSummary(query, signal);
  const page = await port.fetchPage(query, { cursor: null, limit: 50 }, signal);
  expect([page.rows.length, (await summary).total, calls]).toEqual([2, 2, 1]);
});

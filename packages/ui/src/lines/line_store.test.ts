/** Lines of a document: computing, summing, pasting, undoing, and who is told of what. */
import { expect, test } from 'vitest';
import { createLines, figureOf, type LineColumn, readCells } from './line_store.ts';

const COLUMNS: readonly LineColumn[] = [
  { key: 'item', label: 'Item', kind: 'text' },
  { key: 'quantity', label: 'Quantity', kind: 'quantity' },
  { key: 'price', label: 'Price', kind: 'money' },
  {
    key: 'amount',
    label: 'Amount',
    kind: 'money',
    total: true,
    compute: (line) => Math.round((figureOf(line, 'quantity') ?? 0) * (figureOf(line, 'price') ?? 0) * 100) / 100,
  },
];

test('a stroke tells its own line and no other; totals are exact to the paisa', () => {
  const store = createLines(
    COLUMNS,
    Array.from({ length: 1000 }, () => ({ quantity: '1', price: '0.10' })),
  );
  const [first = '', second = ''] = store.keys();
  const told: string[] = [];
  store.onLine(first, () => told.push('first'));
  store.onLine(second, () => told.push('second'));
  store.onKeys(() => told.push('keys'));
  expect(store.totals()).toEqual({ amount: 100 });
  store.set(first, 'quantity', '1,001');
  expect(told).toEqual(['first']);
  expect(store.totals()).toEqual({ amount: 200 });
});

test('what was typed in one cell is undone at once, an added and a removed line too, and all is done again', () => {
  const store = createLines(COLUMNS, [{ item: 'Bolt' }]);
  const [first = ''] = store.keys();
  for (const text of ['1', '12', '125']) store.set(first, 'quantity', text);
  const added = store.add(first);
  store.set(added, 'item', 'Nut');
  expect(store.remove(first)).toBe(added);
  expect(store.lines()).toEqual([{ item: 'Nut' }]);
  expect(store.undo()).toBe(true);
  expect(store.lines()).toEqual([{ item: 'Bolt', quantity: '125' }, { item: 'Nut' }]);
  expect([store.undo(), store.undo(), store.undo(), store.undo()]).toEqual([true, true, true, false]);
  expect(store.lines()).toEqual([{ item: 'Bolt' }]);
  while (store.redo());
  expect(store.lines()).toEqual([{ item: 'Nut' }]);
  store.undo();
  store.set(first, 'item', 'Screw');
  expect(store.redo()).toBe(false);
});

test('the last line is emptied, never missing', () => {
  const store = createLines(COLUMNS);
  const [only = ''] = store.keys();
  store.set(only, 'item', 'Bolt');
  expect(store.remove(only)).toBe(only);
  expect(store.lines()).toEqual([{}]);
});

test('a block is pasted from its place on; lines are added, computed columns are passed over, what is too wide is left out', () => {
  const store = createLines(COLUMNS, [{ item: 'Bolt', price: '5' }]);
  const [first = ''] = store.keys();
  store.paste(first, 'quantity', readCells('2\t10.50\r\n3\t"1,000.00"\tmore\r\n'));
  expect(store.lines()).toEqual([
    { item: 'Bolt', quantity: '2', price: '10.50' },
    { quantity: '3', price: '1,000.00' },
  ]);
  expect(store.totals()).toEqual({ amount: 3021 });
  store.undo();
  expect(store.lines()).toEqual([{ item: 'Bolt', price: '5' }]);
});

test.each([
  [
    'a\tb\nc\td',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  ['a\tb\r\n', [['a', 'b']]],
  ['"two\nlines"\t"say ""so"""', [['two\nlines', 'say "so"']]],
  [
    'a\t\tc\n\t\tf',
    [
      ['a', '', 'c'],
      ['', '', 'f'],
    ],
  ],
  ['alone', [['alone']]],
])('%j is read as cells', (text, cells) => {
  expect(readCells(text)).toEqual(cells);
});

test('totals follow every kind of change, and stay the same object while they are the same', () => {
  const columns: LineColumn[] = [
    { key: 'text', label: 'Text', kind: 'text' },
    { key: 'amount', label: 'Amount', kind: 'money', total: true },
  ];
  const store = createLines(columns, [{ amount: '0.1' }, { amount: '0.2' }, { amount: '1,000' }]);
  const sum = () =>
    store.lines().reduce((all, line) => all + Math.round((figureOf(line, 'amount') ?? 0) * 100), 0) / 100;
  const [first = '', second = ''] = store.keys();
  expect(store.totals()).toEqual({ amount: 1000.3 });
  const before = store.totals();
  store.set(first, 'text', 'Bolt');
  store.set(first, 'amount', '0.10');
  expect(store.totals()).toBe(before);
  for (const act of [
    () => store.set(second, 'amount', '7'),
    () => store.remove(second),
    () => store.fill(store.add(first), { amount: '12.34' }),
    () => store.paste(first, 'amount', [['1'], ['2'], ['3'], ['4'], ['no figure']]),
    () => store.undo(),
    () => store.undo(),
    () => store.undo(),
    () => store.redo(),
  ]) {
    act();
    expect(store.totals()).toEqual({ amount: sum() });
  }
});

/** Values in a timeline are said as forms say them. */
import { expect, test } from 'vitest';
import { type Named, valueText } from './value_text.ts';

const said: Record<string, string> = { 'x.kind_goods': 'Goods', 'grid.yes': 'Yes' };
const of = (field: Named['field'], schema?: Named['schema'], names: Named['names'] = new Map()): Named => ({
  ...{ prefix: 'x', words: (key: string) => said[key] ?? key, field, schema, names },
});

test.each([
  [null, of({ name: 'a' }), '–'],
  [true, of({ name: 'a' }), 'Yes'],
  ['goods', of({ name: 'kind' }, { enum: ['goods', 'service'] }), 'Goods'],
  ['29', of({ name: 'state', choices: [{ value: '29', label: '29-Karnataka' }] }), '29-Karnataka'],
  ['2026-11-21', of({ name: 'day' }, { type: 'string', format: 'date' }), '21 Nov 26'],
  [100000, of({ name: 'limit' }, { type: 'number', 'x-money': true }), '1,00,000.00'],
  [30, of({ name: 'days' }, { type: 'integer' }), '30'],
  [
    '01a2',
    of({ name: 'list' }, { type: 'string', 'x-ref': 'price-lists' }, new Map([['01a2', 'Wholesale']])),
    'Wholesale',
  ],
  [[{ city: 'Pune', label: 'Works', gstin: null }], of({ name: 'addresses' }, { type: 'array' }), 'Pune, Works'],
])('%j is said as a person reads it', (value, named, text) => {
  expect(valueText(value, named)).toBe(text);
});

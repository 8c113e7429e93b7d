/** Cells as people and programs write them, and titles that are recognised. */
import { Decimal, Money, Nullable, OneOf, PlainDate } from '@tenantry/kernel/schema/fields.ts';
import fc from 'fast-check';
import Type from 'typebox';
import { expect, test } from 'vitest';
import { customerSheet } from '../parties/parties.import.ts';
import { productSheet } from '../products/products.import.ts';
import { ProductFields } from '../products/products.schema.ts';
import { readAmount, readCell } from './imports.cells.ts';
import { foldTitle, readTable, titleIndex } from './imports.mapping.ts';

test.each([
  ['1250.5', '1250.5'],
  ['₹ 1,25,000.50', '125000.50'],
  ['Rs. 500/-', '500'],
  ['INR 12', '12'],
  ['(500)', '-500'],
  ['-500', '-500'],
  ['- 5', '-5'],
  ['18 %', '18'],
  ['500 Dr', '500'],
  ['500 Cr.', '-500'],
  ['(500) Cr', '500'],
  ['0 Cr', '0'],
])('the amount %s is %s', (text, amount) => {
  expect(readAmount(text)).toBe(amount);
});

test('what is no amount stays what it is, and a vendor’s credit is positive', () => {
  for (const text of ['', 'abc', '1.2.3', '12 apples', '--5', '1e5', '₹']) expect(readAmount(text)).toBeNull();
  expect(readAmount('500 Cr', true)).toBe('500');
  expect(readAmount('500 Dr', true)).toBe('-500');
  expect(readAmount('500', true)).toBe('500');
  fc.assert(fc.property(fc.integer(), (number) => Number(readAmount(number.toLocaleString('en-IN'))) === number));
});

test('cells become values by the field’s type', () => {
  const read = (schema: object, cell: string | number | boolean, name = 'kind'): unknown =>
    readCell(schema as never, name, cell, productSheet.words, false);
  const flag = Type.Boolean();
  for (const yes of ['Yes', 'y', 'TRUE', '1', 1, true, 'हाँ']) expect(read(flag, yes)).toBe(true);
  for (const no of ['no', 'N', '0', 0, false, 'नहीं']) expect(read(flag, no)).toBe(false);
  expect(read(flag, 'perhaps')).toBe('perhaps');
  const kind = OneOf(['goods', 'service']);
  for (const [word, value] of [
    ['Goods', 'goods'],
    ['Stock Item', 'goods'],
    ['Services', 'service'],
    ['constructor', 'constructor'],
  ])
    expect(read(kind, word as string)).toBe(value);
  expect(read(Nullable(Money()), '₹ 5')).toBe('5');
  expect(read(Decimal(3), '18%')).toBe('18');
  expect(read(Type.Integer(), '30 days')).toBe(30);
  expect(read(Type.Integer(), 'soon')).toBe('soon');
  for (const day of ['22-09-2025', '22/9/25', '22-Sep-2025', '2025-09-22'])
    expect(read(PlainDate(), day)).toBe('2025-09-22');
  expect(read(PlainDate(), '31-09-2025')).toBe('31-09-2025');
  expect(read(Type.Array(Type.String()), '["a"]')).toEqual(['a']);
  expect(read(Type.Array(Type.String()), 'a;b')).toBe('a;b');
});

test('titles are known whatever their case, signs and remarks; none means two fields', () => {
  expect(foldTitle(' Sale Price (₹) ')).toBe('saleprice');
  for (const form of [productSheet, customerSheet]) {
    const owners = new Map<string, string>();
    for (const [field, titles] of Object.entries(form.titles)) {
      for (const title of [field, ...titles].map(foldTitle)) {
        expect(owners.get(title) ?? field, title).toBe(field);
        owners.set(title, field);
      }
    }
  }
  expect(titleIndex(ProductFields, productSheet.titles).get(foldTitle('GST %'))).toBe('tax_rate');
});

test('a mapping wins over titles; the first of two columns has a field', () => {
  const rows = [
    { number: 1, cells: ['Name', 'Item name', 'Rate'] },
    { number: 2, cells: ['a', 'b', 5] },
  ];
  const fieldsOf = (mapping?: Record<string, string | null>): unknown =>
    readTable(rows, ProductFields, productSheet.titles, mapping).table.fields;
  expect(fieldsOf()).toEqual(['name', null, 'sale_price']);
  expect(fieldsOf({ 'Item name': 'name', Rate: 'purchase_price' })).toEqual([null, 'name', 'purchase_price']);
  expect(fieldsOf({ Rate: null })).toEqual(['name', null, null]);
});

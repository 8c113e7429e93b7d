/** Where lines of documents go in GSTR-1. */
import type { Paise } from '@tenantry/kernel/schema/fields.ts';
import { expect, test } from 'vitest';
import { b2clLimitOn, type IssuedDocument, type IssuedLine, returnRows } from './sections.ts';

const rupees = (value: number): Paise => Math.round(value * 100) as Paise;
const line = (more: Partial<IssuedLine> = {}): IssuedLine => ({
  hsn: '73181500',
  description: 'Bolt',
  unit: 'NOS',
  quantity: 1,
  nature: 'goods',
  treatment: 'taxable',
  tax_rate: 18,
  taxable_value: rupees(1000),
  cgst: 0 as Paise,
  sgst: 0 as Paise,
  igst: rupees(180),
  cess: 0 as Paise,
  ...more,
});
const document = (more: Partial<IssuedDocument> = {}): IssuedDocument => ({
  kind: 'invoice',
  number: 'INV/26-27/0001',
  date: '2026-11-14',
  supplier_gstin: '27AABFS1234A1ZV',
  buyer_gstin: '29AABPM5678B2ZL',
  supply_type: 'regular',
  place_of_supply: '29',
  head: 'inter',
  charge: 'charged',
  total: rupees(1180),
  lines: [line()],
  ...more,
});
const nobody = { buyer_gstin: null };
const abroad = {
  buyer_gstin: null,
  supply_type: 'export_without_payment',
  place_of_supply: '96',
  charge: 'none',
} as const;

test.each<[string, IssuedDocument, string, string, 'b2b' | 'b2c']>([
  ['a registered buyer', document(), 'b2b', 'R', 'b2b'],
  ['a zone, without payment', document({ supply_type: 'sez_without_payment', charge: 'none' }), 'b2b', 'SEWOP', 'b2b'],
  ['a deemed export', document({ supply_type: 'deemed_export' }), 'b2b', 'DE', 'b2b'],
  ['an export under LUT', document(abroad), 'exp', 'WOPAY', 'b2c'],
  [
    'an export with payment',
    document({ ...abroad, supply_type: 'export_with_payment', charge: 'charged' }),
    'exp',
    'WPAY',
    'b2c',
  ],
  ['somebody elsewhere, one lakh', document({ ...nobody, total: rupees(100_000) }), 'b2cs', 'INTER', 'b2c'],
  ['somebody elsewhere, a paisa more', document({ ...nobody, total: rupees(100_000.01) }), 'b2cl', '', 'b2c'],
  [
    'as much before August 2024',
    document({ ...nobody, date: '2024-07-31', total: rupees(250_000) }),
    'b2cs',
    'INTER',
    'b2c',
  ],
  [
    'somebody here, however much',
    document({ ...nobody, head: 'intra', total: rupees(900_000) }),
    'b2cs',
    'INTRA',
    'b2c',
  ],
  ['a note to the registered', document({ kind: 'credit_note' }), 'cdnr', 'R', 'b2b'],
  ['a note on an export', document({ ...abroad, kind: 'debit_note' }), 'cdnur', 'EXPWOP', 'b2c'],
  [
    'a small note on a large sale',
    document({
      ...nobody,
      kind: 'credit_note',
      total: rupees(10),
      original: { is_large: true, date: '2026-10-01' },
    }),
    'cdnur',
    'B2CL',
    'b2c',
  ],
  [
    'a note on a small sale',
    document({ ...nobody, kind: 'credit_note', original: { is_large: false, date: '2026-10-01' } }),
    'b2cs',
    'INTER',
    'b2c',
  ],
])('%s', (_, one, section, type, hsn_of) => {
  expect(returnRows(one)).toMatchObject([{ section, type, hsn_of, sign: one.kind === 'credit_note' ? -1 : 1 }]);
});

test('untaxed lines of one document stand in table 8, those of an export with it', () => {
  const mixed = document({
    lines: [line(), line({ treatment: 'exempt', tax_rate: 0 }), line({ treatment: 'nil_rated' })],
  });
  expect(returnRows(mixed).map(({ section, type, tax_rate }) => [section, type, tax_rate])).toEqual([
    ['b2b', 'R', 18],
    ['nil', 'INTRB2B', 0],
    ['nil', 'INTRB2B', 0],
  ]);
  const counter = document({ ...nobody, head: 'intra', lines: [line({ treatment: 'non_gst' })] });
  expect(returnRows(counter)).toMatchObject([{ section: 'nil', type: 'INTRAB2C' }]);
  expect(returnRows(document({ ...abroad, lines: [line({ treatment: 'nil_rated' })] }))).toMatchObject([
    { section: 'exp', type: 'WOPAY', tax_rate: 0 },
  ]);
});

test('what passes within one registration is in no return', () => {
  expect(returnRows(document({ buyer_gstin: '27AABFS1234A1ZV' }))).toEqual([]);
});

test('an own limit counts from its day until a later one of the product', () => {
  const own = [{ valid_from: '2026-11-14', amount: 50_000_00 }];
  const sold = (date: string) => returnRows(document({ ...nobody, date, total: rupees(60_000) }), own)[0]?.section;
  expect([sold('2026-11-13'), sold('2026-11-14')]).toEqual(['b2cs', 'b2cl']);
  expect(b2clLimitOn('2024-08-01', [{ valid_from: '2020-01-01', amount: 1 }])).toBe(10_000_000);
});

test('the limit has its dates', () => {
  expect([b2clLimitOn('2024-07-31'), b2clLimitOn('2024-08-01')]).toEqual([25_000_000, 10_000_000]);
});

/** Table 13 by worked numbers: runs, cancelled ones, gaps; advances by place and rate. */
import { expect, test } from 'vitest';
import { type AdvanceRow, advanceSums } from './advances.ts';
import { between, docIssueOf, gapsOf } from './numbers.ts';
import type { NumberRow } from './returns.rows.ts';

const one = (number: string, more: Partial<NumberRow> = {}): NumberRow => ({
  ...{ kind: 'invoice', purpose: null, number, is_cancelled: false },
  ...more,
});

test('runs by what a document is, challans by what they are for; gaps by the series that they share', () => {
  const sent = { kind: 'challan' } as const;
  const numbers = [
    one('DC/26-27/0001', { ...sent, purpose: 'job_work' }),
    one('DC/26-27/0002', { ...sent, purpose: 'supply' }),
    one('DC/26-27/0003', { ...sent, purpose: 'job_work' }),
    one('INV/26-27/0008'),
    one('INV/26-27/0009', { is_cancelled: true }),
    one('INV/26-27/0010'),
    one('INV/26-27/0013'),
    one('S/0001'),
  ];
  expect(docIssueOf(numbers)).toEqual({
    doc_det: [
      {
        doc_num: 1,
        docs: [
          { num: 1, from: 'INV/26-27/0008', to: 'INV/26-27/0010', totnum: 3, cancel: 1, net_issue: 2 },
          { num: 2, from: 'INV/26-27/0013', to: 'INV/26-27/0013', totnum: 1, cancel: 0, net_issue: 1 },
          { num: 3, from: 'S/0001', to: 'S/0001', totnum: 1, cancel: 0, net_issue: 1 },
        ],
      },
      {
        doc_num: 9,
        docs: [
          { num: 1, from: 'DC/26-27/0001', to: 'DC/26-27/0001', totnum: 1, cancel: 0, net_issue: 1 },
          { num: 2, from: 'DC/26-27/0003', to: 'DC/26-27/0003', totnum: 1, cancel: 0, net_issue: 1 },
        ],
      },
      {
        doc_num: 12,
        docs: [{ num: 1, from: 'DC/26-27/0002', to: 'DC/26-27/0002', totnum: 1, cancel: 0, net_issue: 1 }],
      },
    ],
  });
  expect(gapsOf(numbers)).toEqual([
    {
      kind: 'invoice',
      before: 'INV/26-27/0010',
      after: 'INV/26-27/0013',
      missing: ['inv/26-27/0011', 'inv/26-27/0012'],
    },
  ]);
  expect(between('INV/9', 'INV/12')).toEqual(['inv/10', 'inv/11']);
});

test('an advance of before that is an advance again stands in 11A; what came in these days with what is left of it', () => {
  const row = (changes: Partial<AdvanceRow>): AdvanceRow => ({
    ...{
      voucher_id: '1',
      number: 'ADV/1',
      date: '2026-11-03',
      party: 'X',
      place_of_supply: '27',
      head: 'intra',
      rate: 18,
    },
    ...{ taxable_value: 100_00, igst: 0, cgst: 9_00, sgst: 9_00 },
    ...changes,
  });
  const before = { date: '2026-10-30' };
  expect(
    advanceSums(
      [
        row({}),
        row({ ...before, taxable_value: 50_00, cgst: 4_50, sgst: 4_50 }),
        row({ ...before, place_of_supply: '29', head: 'inter', taxable_value: -40_00, igst: -7_20, cgst: 0, sgst: 0 }),
      ],
      { from: '2026-11-01' },
    ),
  ).toEqual({
    received: [
      { place_of_supply: '27', head: 'intra', rate: 18, taxable_value: 150_00, igst: 0, cgst: 13_50, sgst: 13_50 },
    ],
    adjusted: [
      expect.objectContaining({ place_of_supply: '29', head: 'inter', rate: 18, taxable_value: 40_00, igst: 7_20 }),
    ],
  });
});

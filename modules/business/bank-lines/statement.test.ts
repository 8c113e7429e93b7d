/** Statements in the layouts of Indian banks, cell by cell as they are downloaded. */
import type { Cell } from '@tenantry/kernel/http/sheets_read.ts';
import { expect, test } from 'vitest';
import { readDay } from '../imports/imports.cells.ts';
import { readAmount, readStatement } from './statement.ts';

const rows = (...all: Cell[][]) => all.map((cells, index) => ({ number: index + 1, cells }));
const NEFT = { date: '2026-11-02', reference: 'N306', amount: 118_000, balance: 218_000 };
const ATM = { date: '2026-11-03', amount: -50_000, balance: 168_000 };

test.each([
  [
    'HDFC',
    rows(
      ['HDFC BANK Ltd.', null],
      ['Date', 'Narration', 'Chq./Ref.No.', 'Value Dt', 'Withdrawal Amt.', 'Deposit Amt.', 'Closing Balance'],
      ['********', '********', '********', '********', '********', '********', '********'],
      ['02/11/26', 'NEFT CR-LOCAL STORES', 'N306', '02/11/26', null, '1,180.00', '2,180.00'],
      ['03/11/26', 'ATM WDL', '0000000', '03/11/26', 500, null, 1680],
      ['********', null],
      ['STATEMENT SUMMARY :-', null],
    ),
  ],
  [
    'ICICI',
    rows(
      ['', 'DETAILED STATEMENT'],
      [
        'S No.',
        'Value Date',
        'Transaction Date',
        'Cheque Number',
        'Transaction Remarks',
        'Withdrawal Amount (INR )',
        'Deposit Amount (INR )',
        'Balance (INR )',
      ],
      ['1', '02/11/2026', '02/11/2026', 'N306', 'NEFT-LOCAL STORES', '0.00', '1180.00', '2180.00'],
      ['2', '03/11/2026', '03/11/2026', '-', 'ATM', '500.00', '0.00', '1680.00'],
    ),
  ],
  [
    'SBI',
    rows(
      ['Account Name', ':', 'SELLS CO'],
      ['Txn Date', 'Value Date', 'Description', 'Ref No./Cheque No.', 'Debit', 'Credit', 'Balance'],
      ['2 Nov 2026', '2 Nov 2026', 'BY TRANSFER-NEFT LOCAL', 'N306', ' ', '1,180.00', '2,180.00'],
      [null, null, 'STORES', null, null, null, null],
      ['3 Nov 2026', '3 Nov 2026', 'ATM WDL', null, '500.00', ' ', '1,680.00'],
    ),
  ],
  [
    'Axis',
    rows(
      ['Tran Date', 'CHQNO', 'PARTICULARS', 'DR', 'CR', 'BAL', 'SOL'],
      [null, null, 'OPENING BALANCE', null, null, 1000, null],
      ['02-11-2026', 'N306', 'NEFT/LOCAL STORES', null, 1180, 2180, 12],
      ['03-11-2026', null, 'ATM', 500, null, 1680, 12],
    ),
  ],
  [
    'one amount with its side',
    rows(
      ['Transaction Date', 'Description', 'Reference', 'Amount', 'Dr / Cr', 'Balance'],
      ['02-Nov-2026 10:15:00', 'LOCAL STORES', 'N306', '1,180.00', 'CR', '2,180.00'],
      ['03-Nov-2026', 'ATM', '', '500.00', 'DR', '1,680.00'],
    ),
  ],
  [
    'one amount with its sign',
    rows(
      ['Date', 'Details', 'Ref', 'Amount', 'Balance'],
      ['2026-11-02', 'LOCAL STORES', 'N306', 1180, 2180],
      ['2026-11-03', 'ATM', null, -500, 1680],
    ),
  ],
])('%s', (bank, given) => {
  const found = readStatement(given);
  expect(found?.faults, bank).toEqual([]);
  const told = found?.lines.map(({ description: _, ...line }) =>
    bank === 'Axis' ? { ...line, balance: line.amount > 0 ? 218_000 : 168_000 } : line,
  );
  expect(told).toMatchObject([NEFT, { ...ATM, reference: null }]);
  expect(found?.lines[0]?.description).toContain('LOCAL');
  if (bank === 'SBI') expect(found?.lines[0]?.description).toContain('STORES');
});

test('days and amounts as they are written, and what is none', () => {
  expect(['21/11/26', '21.11.2026', '21-Nov-26', '21 November 2026', '2026-11-21T00:00'].map(readDay)).toEqual(
    Array(5).fill('2026-11-21'),
  );
  expect(['', '31/02/26', '21/11', 'Total', null].map(readDay)).toEqual(Array(5).fill(null));
  expect(['1,23,456.78', '(500.00)', '500.00 Dr', '500.00Cr', '₹ 10', -2.5].map(readAmount)).toEqual([
    12_345_678, -50_000, -50_000, 50_000, 1_000, -250,
  ]);
  expect(['', 'nil', '12a', null].map(readAmount)).toEqual([null, null, null, null]);
});

test('what is no statement is none; a line without an amount is told by its row', () => {
  expect(readStatement(rows(['Name', 'City'], ['A', 'B']))).toBeNull();
  expect(readStatement(rows(['Date', 'Narration', 'Amount'], ['02/11/26', 'Odd', 'x']))).toEqual({
    lines: [],
    faults: [{ row: 2, detail: 'No amount could be read.' }],
  });
});

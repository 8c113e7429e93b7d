/** Reads statements as Indian banks write them: where the table begins, what its columns are, days, amounts with their side. */
import type { Cell, SheetRow } from '@tenantry/kernel/http/sheets_read.ts';
import { readDay } from '../imports/imports.cells.ts';

/** One line; amounts in paise, out of the account with a minus. */
export interface StatementLine {
  date: string;
  description: string;
  reference: string | null;
  amount: number;
  balance: number | null;
}

export interface Statement {
  lines: StatementLine[];
  /** Rows with a day that could not be read, by their number in the file. */
  faults: { row: number; detail: string }[];
}

type Column = 'date' | 'description' | 'reference' | 'debit' | 'credit' | 'amount' | 'side' | 'balance';

/** What banks call their columns, small letters alone; the first that fits wins. */
const TITLES: readonly (readonly [Column, RegExp])[] = [
  ['date', /^(date|txndate|trandate|transactiondate|postdate|postingdate|bookingdate)/],
  ['balance', /balance/],
  ['reference', /^(chq|cheque|ref|utr|instrument|transactionid|tranid)/],
  ['description', /(narration|description|particulars|remarks|details)/],
  ['side', /^(drcr|crdr|debitcredit|creditdebit|type|transactiontype)/],
  ['debit', /^(debit|withdrawal|dr$|dramount|paidout)/],
  ['credit', /^(credit|deposit|cr$|cramount|paidin)/],
  ['amount', /^(amount|transactionamount|txnamount)/],
  ['date', /^valuedate|^valuedt/],
];

const plain = (cell: Cell | undefined): string =>
  String(cell ?? '')
    .toLowerCase()
    .replace(/[^a-z]/g, '');

/** The columns that a row of titles names; null when it is no row of titles. */
export function columnsOf(cells: readonly Cell[]): Map<Column, number> | null {
  const found = new Map<Column, number>();
  for (const [column, title] of TITLES)
    for (const [index, cell] of cells.entries())
      if (!found.has(column) && ![...found.values()].includes(index) && title.test(plain(cell)))
        found.set(column, index);
  const hasAmount = found.has('amount') || (found.has('debit') && found.has('credit'));
  return found.has('date') && hasAmount ? found : null;
}

/** `1,23,456.78`, `(500.00)`, `500.00 Dr`, `-500`; null for nothing and for what is no amount. In paise, what is out with a minus. */
export function readAmount(cell: Cell | undefined): number | null {
  const text = String(cell ?? '').replace(/[,\s₹]|INR|Rs\.?/gi, '');
  const match = /^([-+]?)(\()?(\d+(?:\.\d+)?)\)?(dr|cr)?\.?$/i.exec(text);
  if (!match) return null;
  const paise = Math.round(Number(match[3]) * 100);
  return match[1] === '-' || match[2] || match[4]?.toLowerCase() === 'dr' ? -paise : paise;
}

function amountOf(cells: readonly Cell[], columns: ReadonlyMap<Column, number>): number | null {
  const read = (column: Column): number | null =>
    columns.has(column) ? readAmount(cells[columns.get(column) as number]) : null;
  const [debit, credit] = [read('debit'), read('credit')];
  if (debit || credit) return Math.abs(credit ?? 0) - Math.abs(debit ?? 0);
  const amount = read('amount');
  if (amount === null) return null;
  const side = plain(cells[columns.get('side') ?? -1]);
  return side.startsWith('d') || side.startsWith('w') ? -Math.abs(amount) : amount;
}

/** The lines below the first row of titles; null when no row of titles is found among the first fifty. */
export function readStatement(rows: readonly SheetRow[]): Statement | null {
  const head = rows.slice(0, 50).findIndex(({ cells }) => columnsOf(cells) !== null);
  const columns = rows[head] ? columnsOf(rows[head].cells) : null;
  if (!columns) return null;
  const text = (cells: readonly Cell[], column: Column): string =>
    columns.has(column)
      ? String(cells[columns.get(column) as number] ?? '')
          .replace(/\s+/g, ' ')
          .trim()
      : '';
  const statement: Statement = { lines: [], faults: [] };
  for (const { number, cells } of rows.slice(head + 1)) {
    const date = readDay(cells[columns.get('date') as number]);
    const amount = amountOf(cells, columns);
    const description = text(cells, 'description');
    const last = statement.lines.at(-1);
    if (date === null) {
      // A narration that goes on in the next row; what stands below the table has none.
      if (amount === null && description && last && !text(cells, 'date')) last.description += ` ${description}`;
      continue;
    }
    if (amount === null || amount === 0) {
      if (!/opening|brought/i.test(description))
        statement.faults.push({ row: number, detail: 'No amount could be read.' });
      continue;
    }
    const balance = columns.has('balance') ? readAmount(cells[columns.get('balance') as number]) : null;
    const reference = text(cells, 'reference').replace(/^[-0]+$/, '') || null;
    statement.lines.push({ date, description: description || reference || '–', reference, amount, balance });
  }
  return statement;
}

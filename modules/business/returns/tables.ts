/** Tables 12 and 13 as one looks at them: what was sold by its code, and the numbers that were given. */
import type { Sheet } from '@tenantry/kernel/http/route.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { rupeesOf } from './gstr1.ts';
import { numberRuns } from './numbers.ts';
import { type Scope, TITLES } from './periods.ts';
import { hsnRows, numbersOf, SUMS, type Sums } from './returns.rows.ts';
import type { HsnTotal, NumberRun } from './returns.schema.ts';
import { amountsOf } from './returns.service.ts';

const all = (sums: Sums): number => SUMS.reduce((sum, name) => sum + Number(sums[name]), 0);

/** Table 12; an IFF tells none, its documents stand in that of the quarter. */
export async function listHsn(ctx: Context, scope: Scope): Promise<HsnTotal[]> {
  if (scope.name === 'iff') return [];
  return (await hsnRows(ctx, scope)).map((row) => ({
    ...{ hsn_of: row.hsn_of, hsn: row.hsn, description: row.description, unit: row.unit, rate: row.rate },
    ...{ quantity: Math.round(row.quantity * 100) / 100, total: rupeesOf(all(row)), ...amountsOf(row) },
  }));
}

/** Table 13; an IFF tells none. */
export async function listNumbers(ctx: Context, scope: Scope): Promise<NumberRun[]> {
  return scope.name === 'iff' ? [] : numberRuns(await numbersOf(ctx, scope));
}

const HSN_COLUMNS = {
  hsn_of: 'Customers',
  hsn: 'HSN',
  description: 'Description',
  unit: 'UQC',
  quantity: 'Quantity',
  rate: 'GST %',
  total: 'Total value',
  taxable_value: 'Taxable value',
  igst: 'IGST',
  cgst: 'CGST',
  sgst: 'SGST',
  cess: 'Cess',
};
const SIDES = { b2b: 'Registered', b2c: 'Others', all: 'All' } as const;

const NUMBER_COLUMNS = {
  kind: 'Documents',
  from: 'From',
  to: 'To',
  total: 'Numbers',
  cancelled: 'Cancelled',
  net: 'Issued',
};
const KINDS: Readonly<Record<NumberRun['kind'], string>> = {
  invoice: 'Invoices for outward supply',
  debit_note: 'Debit notes',
  credit_note: 'Credit notes',
  receipt_voucher: 'Receipt vouchers',
  refund_voucher: 'Refund vouchers',
  challan_job_work: 'Delivery challans for job work',
  challan_approval: 'Delivery challans for supply on approval',
  challan_liquid_gas: 'Delivery challans of liquid gas',
  challan_other: 'Delivery challans, other',
};

type Table = Pick<Sheet, 'columns' | 'totals'> & { title: string; rows: Record<string, unknown>[] };

const columnsOf = (titles: Readonly<Record<string, string>>): Sheet['columns'] =>
  Object.entries(titles).map(([key, title]) => ({ key, title }));

/** Rupees, added up in paise. */
const added = (rows: readonly HsnTotal[], name: keyof Sums | 'total'): number =>
  rupeesOf(rows.reduce((sum, row) => sum + Math.round(row[name] * 100), 0));

export const hsnTable = (rows: readonly HsnTotal[]): Table => ({
  title: 'hsn',
  columns: columnsOf(HSN_COLUMNS),
  rows: rows.map((row) => ({ ...row, hsn_of: SIDES[row.hsn_of] })),
  totals: Object.fromEntries((['total', ...SUMS] as const).map((name) => [name, added(rows, name)])),
});

export const numberTable = (rows: readonly NumberRun[]): Table => ({
  title: 'numbers',
  columns: columnsOf(NUMBER_COLUMNS),
  rows: rows.map((row) => ({ ...row, kind: KINDS[row.kind] })),
});

/** A table as a file. */
export function tableSheet(scope: Scope, format: 'csv' | 'xlsx', { title, rows, ...table }: Table): Sheet {
  async function* pages(): AsyncGenerator<Record<string, unknown>[]> {
    yield rows;
  }
  return { name: `${TITLES[scope.name].toLowerCase()} ${scope.period} ${title}`, format, ...table, pages: pages() };
}

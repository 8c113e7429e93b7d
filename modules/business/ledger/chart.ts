/** The chart of accounts that an organisation begins with, and the accounts that the product posts to by their role. */
import { addWords, type RecordType, type Row } from '@tenantry/kernel/db/records.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';

export const ACCOUNT_TYPES = ['asset', 'liability', 'equity', 'income', 'expense'] as const;
export type AccountType = (typeof ACCOUNT_TYPES)[number];

/** What an account is to the product. */
export type AccountRole =
  | 'cash'
  | 'bank'
  | 'cheques'
  | 'receivable'
  | 'stock'
  | 'tds_receivable'
  | 'input_cgst'
  | 'input_sgst'
  | 'input_igst'
  | 'input_cess'
  | 'payable'
  | 'output_cgst'
  | 'output_sgst'
  | 'output_igst'
  | 'output_cess'
  | 'tds_payable'
  | 'collected'
  | 'capital'
  | 'opening'
  | 'retained'
  | 'sales'
  | 'services'
  | 'sales_returns'
  | 'discount_allowed'
  | 'write_off'
  | 'exchange'
  | 'purchases'
  | 'round_off';

interface Opening {
  code: string;
  name: string;
  type: AccountType;
  role: AccountRole | null;
}

const of = (type: AccountType, rows: [string, string, AccountRole | null][]): Opening[] =>
  rows.map(([code, name, role]) => ({ code, name, type, role }));

/** What services are called where they are the trade. */
const SERVICES: Readonly<Record<string, string>> = { dental_clinic: 'Treatment income', clinic: 'Consultation income' };
const SALES: Readonly<Record<string, string>> = {
  manufacturing: 'Sales of products',
  dental_clinic: 'Sales of materials',
  clinic: 'Sales of medicines',
};

/** Of an organisation type. */
export function chartOf(organization_type: string): Opening[] {
  return [
    ...of('asset', [
      ['1000', 'Cash in hand', 'cash'],
      ['1010', 'Bank', 'bank'],
      ['1020', 'Cheques in hand', 'cheques'],
      ['1100', 'Customers', 'receivable'],
      ['1200', 'Stock in hand', 'stock'],
      ['1300', 'Input CGST', 'input_cgst'],
      ['1301', 'Input SGST', 'input_sgst'],
      ['1302', 'Input IGST', 'input_igst'],
      ['1303', 'Input cess', 'input_cess'],
      ['1350', 'TDS receivable', 'tds_receivable'],
      ['1500', 'Furniture and equipment', null],
    ]),
    ...of('liability', [
      ['2000', 'Vendors', 'payable'],
      ['2100', 'Output CGST', 'output_cgst'],
      ['2101', 'Output SGST', 'output_sgst'],
      ['2102', 'Output IGST', 'output_igst'],
      ['2103', 'Output cess', 'output_cess'],
      ['2200', 'TDS payable', 'tds_payable'],
      ['2300', 'Collected for others', 'collected'],
      ['2400', 'Loans', null],
    ]),
    ...of('equity', [
      ['3000', 'Capital', 'capital'],
      ['3100', 'Opening balances', 'opening'],
      ['3200', 'Retained earnings', 'retained'],
    ]),
    ...of('income', [
      ['4000', SALES[organization_type] ?? 'Sales', 'sales'],
      ['4010', SERVICES[organization_type] ?? 'Service income', 'services'],
      ['4800', 'Sales returns and allowances', 'sales_returns'],
      ['4900', 'Rounding', 'round_off'],
    ]),
    ...of('expense', [
      ['5000', 'Purchases', 'purchases'],
      ['5100', 'Salaries', null],
      ['5200', 'Rent', null],
      ['5300', 'Electricity', null],
      ['5400', 'Discount allowed', 'discount_allowed'],
      ['5450', 'Bad debts written off', 'write_off'],
      ['5460', 'Exchange gain or loss', 'exchange'],
      ['5900', 'Other expenses', null],
    ]),
  ];
}

const ROLES = 'select role, id from accounts where tenant_id = $1 and role = any($2::text[])';

/**
 * The ids of the accounts of these roles. An organisation whose books have not begun gets its chart in the same transaction; of
 * two that begin at once one waits for the other.
 */
export async function accountsFor(ctx: Context, roles: readonly AccountRole[]): Promise<Map<AccountRole, string>> {
  const read = async () =>
    new Map((await ctx.sql<{ role: AccountRole; id: string }>(ROLES, [roles])).map(({ role, id }) => [role, id]));
  const found = await read();
  if (roles.every((role) => found.has(role))) return found;
  await beginBooks(ctx);
  return read();
}

/** The texts by which a search finds an account. */
export const wordsOfAccount = ({ name, code, bank_name }: Row): (string | null)[] =>
  [name, code, bank_name] as (string | null)[];

/** Adds those accounts of the chart that are not there. */
export async function beginBooks(ctx: Context): Promise<void> {
  const chart = chartOf(ctx.tenant.organization_type);
  const made = await ctx.sql<Row>(
    `insert into accounts (tenant_id, id, code, name, type, role, class)
     select $1::uuid, x.id, x.code, x.name, x.type, x.role, case when x.role in ('cash', 'bank') then x.role end
     from jsonb_to_recordset($2::jsonb) as x(id uuid, code text, name text, type text, role text)
     on conflict do nothing returning id, name, code`,
    [JSON.stringify(chart.map((one) => ({ ...one, id: ctx.newId() })))],
  );
  if (made.length === 0) return;
  await addWords(ctx, { table: 'accounts', words: wordsOfAccount } as RecordType, made);
  ctx.audit({ action: 'accounts.begin', subject: 'accounts', subject_id: null, after: { accounts: made.length } });
}

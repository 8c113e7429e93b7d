/** Accounts of the books as master data, with what stands in them. */
import { defineRecord, type Row } from '@tenantry/kernel/db/records.ts';
import { defineList } from '@tenantry/kernel/http/list.ts';
import { defineProblem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { ACCOUNT_TYPES, beginBooks, wordsOfAccount } from '../ledger/chart.ts';
import type { Fault, Judged, Master, Situation, Twin } from '../masters/master.ts';
import { ACCOUNT_CLASSES, Account, AccountFields } from './accounts.schema.ts';

export const codeTaken = defineProblem('accounts.code_taken', 409, 'Another account has this code.');

const unknownBranch = defineProblem('accounts.unknown_branch', 422, 'There is no such branch.');

export const accountRecord = defineRecord({
  noun: 'accounts',
  table: 'accounts',
  schema: Account,
  number: 'code',
  number_column: 'code_key',
  computed: ['balance'],
  words: wordsOfAccount,
});

/** Adds what stands in the accounts: the sums are read from an index of each. */
async function withBalances(ctx: Context, rows: Row[]): Promise<Row[]> {
  const ids = rows.map(({ id }) => id);
  const sums = await ctx.sql<{ account_id: string; balance: number }>(
    `select account_id, (sum(debit::bigint) - sum(credit::bigint))::bigint as balance from journal_lines
     where tenant_id = $1 and account_id = any($2::uuid[]) group by account_id`,
    [ids],
  );
  const found = new Map(sums.map(({ account_id, balance }) => [account_id, balance]));
  return rows.map((row) => ({ ...row, balance: found.get(row.id as string) ?? 0 }));
}

const UPI = /^[A-Za-z0-9._-]{2,256}@[A-Za-z][A-Za-z0-9.-]{1,64}$/;
const IFSC = /^[A-Z]{4}0[A-Z0-9]{6}$/;

/** Money lies in assets, or in liabilities as an overdraft does; what is no money has no bank. */
export function judgeAccount(given: Row, { given: named, before }: Situation): Judged {
  const values = { ...given };
  const faults: Fault[] = [];
  const fault = (pointer: string, detail: string): void => void faults.push({ pointer, detail, rule: true });
  if (values.class && !named.has('type') && !before) values.type = 'asset';
  if (values.class && !['asset', 'liability'].includes(values.type as string))
    fault('/type', 'Money is an asset, or a liability such as an overdraft.');
  if (before?.role && (values.type !== before.type || values.class !== before.class))
    fault('/type', 'The product posts to this account; its kind stays.');
  if (typeof values.ifsc === 'string') {
    values.ifsc = values.ifsc.replace(/\s/g, '').toUpperCase();
    if (!IFSC.test(values.ifsc as string)) fault('/ifsc', 'Four letters, a zero, six letters or digits: HDFC0000001.');
  }
  if (typeof values.account_number === 'string') {
    values.account_number = values.account_number.replace(/[\s-]/g, '');
    if (!/^[A-Za-z0-9]{6,34}$/.test(values.account_number as string))
      fault('/account_number', 'Digits alone, as the bank writes it.');
  }
  if (typeof values.upi_id === 'string' && !UPI.test(values.upi_id)) fault('/upi_id', 'Such as shop@hdfcbank.');
  for (const name of ['bank_name', 'account_number', 'ifsc'])
    if (values[name] && values.class !== 'bank') fault(`/${name}`, 'Only an account of a bank has this.');
  if (values.branch_id && !values.class) fault('/branch_id', 'Only an account of cash or of a bank has a branch.');
  return { values, faults, warnings: [] };
}

const FIRST: Readonly<Record<string, number>> = {
  asset: 1000,
  liability: 2000,
  equity: 3000,
  income: 4000,
  expense: 5000,
};

/** The next free code of its kind; whoever adds an account has books. */
async function numberAccounts(ctx: Context, rows: Row[]): Promise<void> {
  await beginBooks(ctx);
  const taken = new Set(
    (await ctx.sql<{ code_key: string }>('select code_key from accounts where tenant_id = $1')).map(
      ({ code_key }) => code_key,
    ),
  );
  for (const row of rows) {
    if (row.code) continue;
    let code = (FIRST[row.type as string] as number) + (row.class === 'bank' ? 10 : row.class === 'cash' ? 0 : 500);
    while (taken.has(String(code))) code++;
    taken.add(String(code));
    row.code = String(code);
  }
}

async function findAccountTwins(ctx: Context, values: Row, except: string | null): Promise<Twin[]> {
  const rows = await ctx.sql<{ id: string; name: string }>(
    `select id, name from accounts where tenant_id = $1 and name_key = $2 and id is distinct from $3::uuid order by id limit 5`,
    [String(values.name ?? '').replace(/[A-Z]/g, (letter) => letter.toLowerCase()), except],
  );
  return rows.map((row) => ({ ...row, by: ['name'] }));
}

const list = defineList({
  record: accountRecord,
  filters: {
    type: { kind: 'text', column: 'type', one_of: ACCOUNT_TYPES },
    class: { kind: 'text', column: 'class', one_of: ACCOUNT_CLASSES },
    is_active: 'boolean',
    created_at: 'instant',
    updated_at: 'instant',
  },
  sorts: { code: 'code_key', name: 'name_key', created_at: 'created_at', updated_at: 'updated_at' },
  default_sort: 'code',
  search: true,
  complete: withBalances,
});

export const accounts: Master<'accounts', 'account'> = {
  noun: 'accounts',
  one: 'account',
  title: 'Account',
  record: accountRecord,
  list,
  fields: AccountFields,
  defaults: {
    code: null,
    type: 'expense',
    class: null,
    bank_name: null,
    account_number: null,
    ifsc: null,
    upi_id: null,
    branch_id: null,
    is_active: true,
  },
  judge: judgeAccount,
  number: numberAccounts,
  twin_fields: ['name'],
  findTwins: findAccountTwins,
  constraints: {
    accounts_code_key: { kind: codeTaken, pointer: '/code', detail: 'Choose another code.' },
    accounts_branch_fkey: { kind: unknownBranch, pointer: '/branch_id' },
  },
};

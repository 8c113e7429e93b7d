/** Payments as records and as a list, and how one is answered with what it settled. */
import { defineRecord, getRecord, type Row } from '@tenantry/kernel/db/records.ts';
import { defineList } from '@tenantry/kernel/http/list.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import {
  type Allocation,
  CHEQUE_STATUSES,
  MODES,
  PAYMENT_STATUSES,
  type Payment,
  PaymentHead,
  type Settlement,
  VOUCHERS,
} from './payments.schema.ts';

export const paymentRecord = defineRecord({
  noun: 'payments',
  table: 'payments',
  schema: PaymentHead,
  number: 'number',
  number_column: 'number_key',
  json: ['seller', 'buyer'],
  computed: ['account_name', 'branch_name'],
  words: ({ number, party_name, reference }) => [number, party_name, reference] as (string | null)[],
});

/** What records of a table are called, of those that a column names. */
async function namesOf(ctx: Context, table: 'accounts' | 'branches', column: string, rows: readonly Row[]) {
  const ids = [...new Set(rows.flatMap((row) => (row[column] as string | null | undefined) ?? []))];
  if (ids.length === 0) return new Map<string, string>();
  const found = await ctx.sql<{ id: string; name: string }>(
    `select id, name from ${table} where tenant_id = $1 and id = any($2::uuid[])`,
    [ids],
  );
  return new Map(found.map(({ id, name }) => [id, name]));
}

/** Adds what accounts and branches are called. */
export async function withNames(ctx: Context, rows: Row[]): Promise<Row[]> {
  const [accounts, branches] = await Promise.all([
    namesOf(ctx, 'accounts', 'account_id', rows),
    namesOf(ctx, 'branches', 'branch_id', rows),
  ]);
  return rows.map((row) => ({
    ...row,
    ...('account_id' in row ? { account_name: accounts.get(row.account_id as string) } : {}),
    ...('branch_id' in row ? { branch_name: branches.get(row.branch_id as string) ?? null } : {}),
  }));
}

export const paymentList = defineList({
  record: paymentRecord,
  filters: {
    status: { kind: 'text', column: 'status', one_of: PAYMENT_STATUSES },
    direction: { kind: 'text', column: 'direction', one_of: ['in', 'out'] },
    voucher: { kind: 'text', column: 'voucher', one_of: VOUCHERS },
    mode: { kind: 'text', column: 'mode', one_of: MODES },
    cheque_status: { kind: 'text', column: 'cheque_status', one_of: CHEQUE_STATUSES },
    party_id: 'id',
    branch_id: 'id',
    account_id: 'id',
    date: 'date',
    amount: 'money',
    unallocated: 'money',
    created_at: 'instant',
    updated_at: 'instant',
  },
  sorts: {
    date: 'date',
    number: 'number_key',
    party_name: 'party_key',
    amount: 'amount',
    unallocated: 'unallocated',
    created_at: 'created_at',
    updated_at: 'updated_at',
  },
  default_sort: '-date',
  search: true,
  totals: ['amount', 'tds_amount', 'write_off', 'allocated', 'unallocated'],
  complete: withNames,
});

const SETTLED = `select a.payment_id, p.number as payment_number, a.document_id, d.number as document_number, max(a.date) as date,
    sum(a.amount::bigint)::bigint as amount, sum(a.exchange::bigint)::bigint as exchange, d.currency,
    case when d.currency <> 'INR' then sum(a.in_currency) end as in_currency, p.mode, p.status
  from payment_allocations a join payments p on p.tenant_id = $1 and p.id = a.payment_id
  join documents d on d.tenant_id = $1 and d.id = a.document_id
  where a.tenant_id = $1 and `;
const GROUPED = ` group by a.payment_id, p.number, a.document_id, d.number, d.currency, p.mode, p.status
  having sum(a.amount::bigint) <> 0 order by max(a.date), a.payment_id, a.document_id`;

/** What the payment settled, document by document. */
export function allocationsOf(ctx: Context, payment_id: string): Promise<Allocation[]> {
  return ctx.sql<Allocation>(`${SETTLED}a.payment_id = $2${GROUPED}`, [payment_id]);
}

const BY_NOTES = `select null::uuid as payment_id, a.note_id, n.number as payment_number, a.document_id, d.number as document_number,
    max(a.date) as date, sum(a.amount::bigint)::bigint as amount, sum(a.exchange::bigint)::bigint as exchange, d.currency,
    case when d.currency <> 'INR' then sum(a.in_currency) end as in_currency, null as mode, n.status
  from note_allocations a join documents n on n.tenant_id = $1 and n.id = a.note_id
  join documents d on d.tenant_id = $1 and d.id = a.document_id
  where a.tenant_id = $1 and a.document_id = $2 group by a.note_id, n.number, a.document_id, d.number, d.currency, n.status
  having sum(a.amount::bigint) <> 0 order by max(a.date), a.note_id`;

/** What settled the document, payment by payment, then credit note by credit note. */
export async function paymentsOf(ctx: Context, document_id: string): Promise<Settlement[]> {
  const paid = await ctx.sql<Allocation>(`${SETTLED}a.document_id = $2${GROUPED}`, [document_id]);
  const noted = await ctx.sql<Settlement>(BY_NOTES, [document_id]);
  return [...paid.map((one) => ({ ...one, note_id: null })), ...noted];
}

export async function answerPayment(ctx: Context, head: PaymentHead, warnings: string[] = []): Promise<Payment> {
  const [named] = await withNames(ctx, [head]);
  return { ...(named as PaymentHead), allocations: await allocationsOf(ctx, head.id), warnings };
}

export async function getPayment(ctx: Context, ref: string): Promise<Payment> {
  return answerPayment(ctx, await getRecord<PaymentHead>(ctx, paymentRecord, ref));
}

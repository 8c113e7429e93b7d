/** Lines of bank statements: taken in once each, and matched with the payments that they are. */
import { createHash } from 'node:crypto';
import { defineRecord, getRecord, lockRecord, type Row, updateRecord } from '@tenantry/kernel/db/records.ts';
import type { Upload } from '@tenantry/kernel/http/input.ts';
import { defineList } from '@tenantry/kernel/http/list.ts';
import { invalidInput, ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { readSheet } from '@tenantry/kernel/http/sheets_read.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { RATE_ON } from '../currencies/currencies.service.ts';
import { customers } from '../parties/parties.service.ts';
import { clearCheque } from '../payments/cheques.ts';
import { likelyPart, type Open } from '../payments/exchange.ts';
import { paymentRecord, withNames } from '../payments/payments.record.ts';
import type { AllocationFields, Payment, PaymentHead } from '../payments/payments.schema.ts';
import { createPayment, moneyAccount } from '../payments/payments.service.ts';
import { receivingBranch } from '../payments/registration.ts';
import { BankLine, LINE_STATUSES, type Taken } from './bank-lines.schema.ts';
import { readStatement, type StatementLine } from './statement.ts';

export const notStatement = defineProblem(
  'bank-lines.not_statement',
  422,
  'No statement could be recognised in this file.',
);
export const notOpen = defineProblem('bank-lines.not_open', 409, 'This line is matched or set aside already.');
export const notMatched = defineProblem('bank-lines.not_matched', 409, 'This line is open.');

export const bankLineRecord = defineRecord({
  noun: 'bank-lines',
  table: 'bank_lines',
  schema: BankLine,
  computed: ['account_name'],
});

export const bankLineList = defineList({
  record: bankLineRecord,
  filters: {
    account_id: 'id',
    status: { kind: 'text', column: 'status', one_of: LINE_STATUSES },
    date: 'date',
    amount: 'money',
    created_at: 'instant',
  },
  sorts: { date: 'date', amount: 'amount', created_at: 'created_at' },
  default_sort: '-date',
  totals: ['amount'],
  complete: withNames,
});

export async function answerLine(ctx: Context, line: Row): Promise<BankLine> {
  return ((await withNames(ctx, [line])) as unknown as BankLine[])[0] as BankLine;
}

export const getLine = async (ctx: Context, ref: string): Promise<BankLine> =>
  answerLine(ctx, await getRecord(ctx, bankLineRecord, ref));

/** The same line in another file has the same: its day, amount, words and balance, and the how-manieth of those alike it is. */
function fingerprints(lines: readonly StatementLine[]): string[] {
  const seen = new Map<string, number>();
  return lines.map(({ date, amount, description, reference, balance }) => {
    const key = JSON.stringify([date, amount, description.toLowerCase(), reference?.toLowerCase() ?? null, balance]);
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    return createHash('sha256').update(`${key}/${nth}`).digest('hex');
  });
}

/** Takes a statement in; lines that are there already stay as they are. Throws `bank-lines.not_statement`, and as `readSheet` does. */
export async function importStatement(
  ctx: Context,
  given: { account_id?: string; text?: string; file?: Upload },
): Promise<Taken> {
  const { account_id, text, file, ...unknown } = given;
  // A form's fields come as they are.
  for (const name of Object.keys(unknown))
    throw problem(invalidInput, {
      errors: [{ pointer: `/${name.slice(0, 60)}`, detail: 'This field is not known; remove it.' }],
    });
  if ((file === undefined) === (text === undefined))
    throw problem(invalidInput, { errors: [{ pointer: '/file', detail: 'Give a file, or the text of one.' }] });
  if (!account_id) throw problem(invalidInput, { errors: [{ pointer: '/account_id', detail: 'Fill this in.' }] });
  const account = await moneyAccount(ctx, 'bank_transfer', account_id);
  const upload = file ?? ({ bytes: Buffer.from(text ?? '') } as Upload);
  const statement = readStatement(await readSheet(upload));
  if (!statement)
    throw problem(notStatement, {
      detail: 'There is no row of titles with a date and an amount, or debit and credit.',
    });
  const { lines, faults } = statement;
  const prints = fingerprints(lines);
  const rows = lines.map((line, index) => ({
    ...line,
    description: line.description.slice(0, 1000),
    reference: line.reference?.slice(0, 200) ?? null,
    id: ctx.newId(),
    fingerprint: prints[index],
  }));
  const added = await ctx.execute(
    `insert into bank_lines (tenant_id, id, account_id, date, description, reference, amount, balance, fingerprint)
     select $1::uuid, x.id, $2::uuid, x.date, x.description, x.reference, x.amount, x.balance, x.fingerprint
     from jsonb_to_recordset($3::jsonb) as x(id uuid, date date, description text, reference text, amount bigint, balance bigint, fingerprint text)
     on conflict (tenant_id, account_id, fingerprint) do nothing`,
    [account, JSON.stringify(rows)],
  );
  const taken = { added, known: lines.length - added };
  ctx.audit({ action: 'bank-lines.import', subject: 'accounts', subject_id: account, after: taken });
  return { ...taken, faults: faults.slice(0, 100) };
}

async function lockOpen(ctx: Context, ref: string): Promise<BankLine> {
  const line = (await lockRecord(ctx, bankLineRecord, ref, undefined)) as BankLine;
  if (line.status !== 'open') throw problem(notOpen);
  return line;
}

const refuse = (detail: string): never => {
  throw problem(ruleBroken, { errors: [{ pointer: '/payment_id', detail }] });
};

/** A payment and its line say the same: account, amount and side; a cheque that was deposited is cleared by it. Throws 422, `bank-lines.not_open`. */
export async function matchLine(ctx: Context, ref: string, payment_id: string): Promise<BankLine> {
  await getRecord(ctx, bankLineRecord, ref);
  const [payment] = await ctx.sql<PaymentHead>(
    `select ${paymentRecord.select} from payments where tenant_id = $1 and id = $2::uuid for update`,
    [payment_id],
  );
  if (payment?.status !== 'posted') return refuse('There is no such payment.');
  // Payments are locked before their lines, as those who cancel them do.
  const line = await lockOpen(ctx, ref);
  if (payment.account_id !== line.account_id) refuse(`${payment.number} went to another account.`);
  if ((payment.direction === 'in' ? payment.amount : -payment.amount) !== line.amount)
    refuse(`${payment.number} is of another amount.`);
  const [other] = await ctx.sql('select 1 from bank_lines where tenant_id = $1 and payment_id = $2::uuid', [
    payment.id,
  ]);
  if (other) refuse(`${payment.number} is another line already.`);
  if (payment.cheque_status === 'deposited' && line.date >= (payment.deposited_on as string))
    await clearCheque(ctx, payment.id, { date: line.date });
  const changes = { status: 'matched', payment_id: payment.id };
  return answerLine(ctx, await updateRecord(ctx, bankLineRecord, line.id, changes, undefined, 'match'));
}

/** Opens a line again; the payment stays. Throws `bank-lines.not_matched`. */
export async function unmatchLine(ctx: Context, ref: string): Promise<BankLine> {
  const line = (await lockRecord(ctx, bankLineRecord, ref, undefined)) as BankLine;
  if (line.status === 'open') throw problem(notMatched);
  return answerLine(
    ctx,
    await updateRecord(ctx, bankLineRecord, line.id, { status: 'open', payment_id: null }, undefined, 'unmatch'),
  );
}

/** Sets a line aside that is no payment, such as the bank's charges. */
export async function ignoreLine(ctx: Context, ref: string): Promise<BankLine> {
  const line = await lockOpen(ctx, ref);
  return answerLine(ctx, await updateRecord(ctx, bankLineRecord, line.id, { status: 'ignored' }, undefined, 'ignore'));
}

export interface LineGiven {
  party_id: string;
  /** Null for the organisation itself; by itself when left out. */
  branch_id?: string | null;
  allocate_oldest?: boolean;
  allocations?: AllocationFields[];
  tds_amount?: PaymentHead['tds_amount'];
}

type Settles = { document_id: string } & Pick<LineGiven, 'branch_id' | 'tds_amount'>;

/** The payment that an open line is, and both matched. */
async function payLine(ctx: Context, line: BankLine, given: LineGiven): Promise<Payment> {
  const { account_id, date, amount, reference, description } = line;
  const payment = await createPayment(ctx, {
    ...given,
    ...{ account_id, date, amount },
    mode: 'bank_transfer',
    reference: reference?.slice(0, 60) || null,
    notes: description,
  });
  await updateRecord(ctx, bankLineRecord, line.id, { status: 'matched', payment_id: payment.id }, undefined, 'match');
  return payment;
}

async function lockIncoming(ctx: Context, ref: string, pointer: string): Promise<BankLine> {
  const line = await lockOpen(ctx, ref);
  if (line.amount < 0)
    throw problem(ruleBroken, { errors: [{ pointer, detail: 'This money went out; customers pay in.' }] });
  return line;
}

/** Records the payment that a line is, and matches both. Throws as recording does, and 422 for money that went out. */
export async function payFromLine(ctx: Context, ref: string, given: LineGiven): Promise<Payment> {
  await getRecord(ctx, customers.record, given.party_id, '/party_id');
  await receivingBranch(ctx, given.branch_id);
  return payLine(ctx, await lockIncoming(ctx, ref, '/party_id'), given);
}

/**
 * Says that a line paid an invoice: the payment is recorded, settles it as far as it has that much left, and is matched with the
 * line. Throws 422 where there is no such issued invoice and for money that went out, `bank-lines.not_open`.
 */
export async function settleFromLine(
  ctx: Context,
  ref: string,
  { document_id, tds_amount = 0 as PaymentHead['tds_amount'], ...given }: Settles,
): Promise<Payment> {
  const find = async (lock: string) => {
    const [invoice] = await ctx.sql<Open & { id: string; customer_id: string }>(
      `select id, customer_id, balance, currency, balance_in_currency from documents
       where tenant_id = $1 and id = $2::uuid and kind = 'invoice' and status = 'issued'${lock}`,
      [document_id],
    );
    if (invoice) return invoice;
    throw problem(ruleBroken, { errors: [{ pointer: '/document_id', detail: 'There is no such issued invoice.' }] });
  };
  await find('');
  await receivingBranch(ctx, given.branch_id);
  const line = await lockIncoming(ctx, ref, '/document_id');
  const invoice = await find(' for update');
  const [rate] = await ctx.sql<Pick<Payment, 'exchange_rate'>>(RATE_ON, [invoice.currency, line.date]);
  const left = invoice.balance_in_currency;
  const worth = rate?.exchange_rate && left ? Math.round(left * rate.exchange_rate * 100) : null;
  const part = likelyPart(invoice, line.amount + tds_amount, worth);
  const amount = part.used as PaymentHead['amount'];
  return payLine(ctx, line, {
    ...given,
    party_id: invoice.customer_id,
    tds_amount,
    allocations: amount > 0 ? [{ document_id: invoice.id, amount, in_currency: part.in_currency }] : [],
  });
}

/** The balance of a credit note: it settles other invoices of the customer, is taken back from them, or given back in money. */
import { groupedRupees } from '@tenantry/india/words.ts';
import { getRecord, insertRecord, lockRecord, updateRecord } from '@tenantry/kernel/db/records.ts';
import { invalidInput, ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { post } from '../ledger/posting.ts';
import { todayOf } from '../masters/master.ts';
import type { Note, NoteHead } from '../notes/notes.schema.ts';
import { creditNotes, getNote } from '../notes/notes.service.ts';
import type { Party } from '../parties/parties.schema.ts';
import { customers } from '../parties/parties.service.ts';
import { type Open, type Settled, shareAbroad, shareInRupees } from './exchange.ts';
import { answerPayment, paymentRecord } from './payments.record.ts';
import type { AllocationFields, NoteUse, Payment, PaymentHead } from './payments.schema.ts';
import { moneyAccount } from './payments.service.ts';
import { sidesOf, voucherNumber } from './registration.ts';
import { lockOwed, overAllocated, postExchange, storeRows, usedOf } from './settle.ts';
import type { Refunding } from './undo.ts';

export const notIssued = defineProblem('credit-notes.not_spendable', 409, 'Only an issued credit note has a balance.');

const refuse = (pointer: string, detail: string): never => {
  throw problem(ruleBroken, { errors: [{ pointer, detail }] });
};

/** Notes are locked before the invoices that they settle, as those who issue and cancel them do. */
async function lockNote(ctx: Context, ref: string, version: number | undefined): Promise<NoteHead> {
  const note = (await lockRecord(ctx, creditNotes.record, ref, version)) as NoteHead;
  if (note.status !== 'issued') throw problem(notIssued);
  return note;
}

/** Throws 422 for a day before the note or ahead of today. */
function judgeDay(ctx: Context, note: NoteHead, date: string): void {
  if (date < note.date || date > todayOf(ctx)) refuse('/date', `From ${note.date} until today.`);
}

const minus = ({ balance_in_currency }: Open, part: number): number | null =>
  balance_in_currency === null ? null : Math.round((balance_in_currency - part) * 1000) / 1000;

interface Row extends Settled {
  document_id: string;
  date: string;
  /** Of the note, in its own currency. */
  note_in_currency: number;
}

const STORE = `with x as (select * from jsonb_to_recordset($3::jsonb) as x(id uuid, document_id uuid, date date, amount bigint, exchange bigint,
      in_currency numeric, note_in_currency numeric)),
    stored as (
      insert into note_allocations (tenant_id, id, note_id, document_id, date, amount, exchange, in_currency, note_in_currency)
      select $1::uuid, x.id, $2::uuid, x.document_id, x.date, x.amount, x.exchange, x.in_currency, x.note_in_currency from x)
  update documents d set paid = d.paid::bigint + s.amount, settled_in_currency = d.settled_in_currency + s.in_currency, updated_at = now()
  from (select document_id as id, sum(amount) as amount, sum(in_currency) as in_currency from x group by document_id
    union all select $2::uuid, 0, sum(note_in_currency) from x) s where d.tenant_id = $1 and d.id = s.id`;

/** Appends rows, counts them on the invoices and on the note, and answers it. Amounts with a minus take back. */
async function store(ctx: Context, note: NoteHead, rows: readonly Row[], action: 'spend' | 'release'): Promise<Note> {
  await ctx.execute(STORE, [note.id, JSON.stringify(rows.map((row) => ({ id: ctx.newId(), ...row })))]);
  for (const { document_id } of rows)
    ctx.emit({ type: 'invoices.settled', subject: 'invoices', subject_id: document_id });
  for (const { date, exchange } of rows)
    await postExchange(ctx, {
      ...{ source: 'credit-notes', source_id: note.id, party_id: note.customer_id, date, exchange },
      about: `${note.number}${action === 'release' ? ', the customer’s again' : ''}`,
    });
  const paid = (note.paid as number) + usedOf(rows);
  await updateRecord(ctx, creditNotes.record, note.id, { paid }, undefined, action);
  return getNote(ctx, creditNotes, note.id);
}

/**
 * Settles open invoices of the customer with what is left of a note. Throws `payments.over_allocated` for more than the note or an
 * invoice has left, `credit-notes.not_spendable`, and 422 with a pointer for invoices that are not the customer's.
 */
export async function spendNote(
  ctx: Context,
  ref: string,
  { allocations, date = todayOf(ctx) }: { allocations: AllocationFields[]; date?: string },
  version?: number,
): Promise<Note> {
  const note = await lockNote(ctx, ref, version);
  judgeDay(ctx, note, date);
  if (allocations.length === 0) refuse('/allocations', 'Say what is to be settled.');
  const settling = await lockOwed(ctx, note.customer_id, allocations, note);
  const sum = usedOf(settling);
  if (sum > note.balance)
    throw problem(overAllocated, {
      errors: [{ pointer: '/allocations', detail: `${note.number} has ${groupedRupees(note.balance)} left.` }],
    });
  let left: Open = note;
  const rows = settling.map(({ document, amount, exchange, in_currency }) => {
    const used = amount + exchange;
    const own = shareAbroad(left, used);
    left = { ...left, balance: left.balance - used, balance_in_currency: minus(left, own) };
    return {
      document_id: document.id,
      date: document.date > date ? document.date : date,
      ...{ amount, exchange, in_currency, note_in_currency: own },
    };
  });
  return store(ctx, note, rows, 'spend');
}

/** Takes back what a note settled of an invoice; it is the customer's again. Throws 422 where it settles nothing of it. */
export async function releaseNote(ctx: Context, ref: string, document_id: string, version?: number): Promise<Note> {
  const note = await lockNote(ctx, ref, version);
  const [row] = await ctx.sql<Omit<Row, 'date' | 'document_id'>>(
    `select coalesce(sum(-amount::bigint), 0)::bigint as amount, coalesce(sum(-exchange::bigint), 0)::bigint as exchange,
       sum(-in_currency) as in_currency, sum(-note_in_currency) as note_in_currency
     from note_allocations where tenant_id = $1 and note_id = $2 and document_id = $3::uuid`,
    [note.id, document_id],
  );
  if (!row?.amount) return refuse('/document_id', 'This note settles nothing of that document.');
  await ctx.sql('select id from documents where tenant_id = $1 and id = $2::uuid for update', [document_id]);
  return store(ctx, note, [{ document_id, date: todayOf(ctx), ...row }], 'release');
}

/** What of the note's rupees goes back: as much as is paid, or what stands in the books for so much of its currency. */
function bookedOf(note: NoteHead, { amount, in_currency }: NoteRefunding): number {
  if (!in_currency) return amount ?? note.balance;
  const left = note.balance_in_currency;
  if (left === null) return refuse('/in_currency', 'This note is in rupees.');
  if (amount === undefined)
    return refuse('/amount', `Say how many rupees went out for ${note.currency} ${in_currency}.`);
  if (in_currency > left)
    throw problem(overAllocated, {
      errors: [{ pointer: '/in_currency', detail: `${note.number} has ${note.currency} ${left} left.` }],
    });
  return shareInRupees(note, in_currency);
}

export interface NoteRefunding extends Refunding {
  in_currency?: number | null;
}

/**
 * Gives what is left of a note back, whole or in part: a payment that went out, which is cancelled like any other. Throws
 * `payments.over_allocated`, `credit-notes.not_spendable`.
 */
export async function refundNote(ctx: Context, ref: string, given: NoteRefunding, version?: number): Promise<Payment> {
  const note = await lockNote(ctx, ref, version);
  const booked = bookedOf(note, given);
  const amount = given.amount ?? booked;
  const date = given.date ?? todayOf(ctx);
  if (amount <= 0)
    throw problem(invalidInput, { errors: [{ pointer: '/amount', detail: 'Nothing is left to give back.' }] });
  if (booked > note.balance)
    throw problem(overAllocated, {
      errors: [{ pointer: '/amount', detail: `${note.number} has ${groupedRupees(note.balance)} left.` }],
    });
  judgeDay(ctx, note, date);
  const account_id = await moneyAccount(ctx, given.mode === 'cheque' ? 'bank_transfer' : given.mode, given.account_id);
  const { customer_id: party_id, branch_id } = note;
  const sides = await sidesOf(ctx, branch_id, await getRecord<Party>(ctx, customers.record, party_id));
  const { name: party_name } = sides.buyer;
  const refund = await insertRecord<PaymentHead>(ctx, paymentRecord, {
    direction: 'out',
    voucher: 'refund',
    number: await voucherNumber(ctx, 'refund', date, branch_id),
    ...sides,
    ...{ date, party_id, party_name, mode: given.mode, account_id, amount, allocated: amount },
    reference: given.reference || null,
  });
  const exchange = amount - booked;
  const in_currency = given.in_currency ?? shareAbroad(note, booked);
  const settled = { exchange, in_currency, adjusted: 0, taxable_value: 0, cgst: 0, sgst: 0, igst: 0 };
  await storeRows(
    ctx,
    refund.id,
    [{ id: ctx.newId(), document_id: note.id, date, amount: booked, ...settled }],
    'credit-notes',
  );
  await post(ctx, {
    kind: 'refund',
    date,
    source: 'payments',
    source_id: refund.id,
    narration: `${refund.number} ${party_name}, ${note.number} given back`,
    postings: [
      { role: 'receivable', amount: booked, party_id },
      { role: 'exchange', amount: exchange },
      { account_id, amount: -amount },
    ],
  });
  ctx.audit({
    action: 'credit-notes.refund',
    subject: 'credit-notes',
    subject_id: note.id,
    after: { amount: amount / 100, payment: refund.number },
  });
  return answerPayment(ctx, refund);
}

/** What a note was used for: invoices that it settled, and money that was given back. */
export async function usesOfNote(ctx: Context, note_id: string): Promise<NoteUse[]> {
  return ctx.sql<NoteUse>(
    `select 'invoices' as noun, d.id, d.number, max(a.date) as date, sum(a.amount::bigint + a.exchange::bigint)::bigint as amount
     from note_allocations a join documents d on d.tenant_id = $1 and d.id = a.document_id
     where a.tenant_id = $1 and a.note_id = $2 group by d.id, d.number having sum(a.amount::bigint) <> 0
     union all
     select 'payments', p.id, p.number, max(a.date), sum(a.amount::bigint)::bigint
     from payment_allocations a join payments p on p.tenant_id = $1 and p.id = a.payment_id
     where a.tenant_id = $1 and a.document_id = $2 group by p.id, p.number having sum(a.amount::bigint) <> 0
     order by 4, 2`,
    [note_id],
  );
}

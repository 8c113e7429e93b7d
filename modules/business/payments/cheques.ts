/** The way of a cheque: in hand, deposited, cleared, or given back by the bank. */
import { updateRecord } from '@tenantry/kernel/db/records.ts';
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { post } from '../ledger/posting.ts';
import { todayOf } from '../masters/master.ts';
import { answerPayment, paymentRecord } from './payments.record.ts';
import type { Payment, PaymentHead } from './payments.schema.ts';
import { assertPosted, moneyAccount } from './payments.service.ts';
import { lockPayment, type Undoing, undo } from './undo.ts';

export const notCheque = defineProblem('payments.not_cheque', 409, 'No cheque of that state.');

/** A cheque that the bank gave back: all that stands of it is reversed on that day. Throws `payments.not_cheque`. */
export async function bounceCheque(ctx: Context, ref: string, given: Undoing, version?: number): Promise<Payment> {
  const payment = await lockPayment(ctx, ref, version);
  assertPosted(payment);
  if (payment.cheque_status === null) throw problem(notCheque);
  return undo(ctx, payment, { reason: given.reason, date: given.date ?? todayOf(ctx) }, 'bounced');
}

/** A cheque in hand goes to a bank. Throws `payments.not_cheque`. */
export async function depositCheque(
  ctx: Context,
  ref: string,
  { account_id, date = todayOf(ctx) }: { account_id?: string | null; date?: string },
  version?: number,
): Promise<Payment> {
  const payment = await lockPayment(ctx, ref, version);
  const to = await moneyAccount(ctx, 'bank_transfer', account_id);
  assertPosted(payment);
  if (payment.cheque_status !== 'in_hand') throw problem(notCheque);
  const first = (payment.cheque_date ?? payment.date) > payment.date ? payment.cheque_date : payment.date;
  if (date < (first as string) || date > todayOf(ctx))
    throw problem(ruleBroken, { errors: [{ pointer: '/date', detail: `From ${first} until today.` }] });
  await post(ctx, {
    kind: 'deposit',
    date,
    source: 'payments',
    source_id: payment.id,
    narration: `${payment.number} ${payment.party_name}, cheque ${payment.reference} deposited`,
    postings: [
      { account_id: to, amount: payment.amount },
      { account_id: payment.account_id, amount: -payment.amount },
    ],
  });
  const changes = { account_id: to, cheque_status: 'deposited', deposited_on: date };
  return answerPayment(
    ctx,
    await updateRecord<PaymentHead>(ctx, paymentRecord, payment.id, changes, undefined, 'deposit'),
  );
}

/** A cheque that was deposited is paid. Throws `payments.not_cheque`. */
export async function clearCheque(
  ctx: Context,
  ref: string,
  { date = todayOf(ctx) }: { date?: string },
  version?: number,
): Promise<Payment> {
  const payment = await lockPayment(ctx, ref, version);
  assertPosted(payment);
  if (payment.cheque_status !== 'deposited') throw problem(notCheque);
  if (date < (payment.deposited_on as string) || date > todayOf(ctx))
    throw problem(ruleBroken, { errors: [{ pointer: '/date', detail: `From ${payment.deposited_on} until today.` }] });
  const changes = { cheque_status: 'cleared', cleared_on: date };
  return answerPayment(
    ctx,
    await updateRecord<PaymentHead>(ctx, paymentRecord, payment.id, changes, undefined, 'clear'),
  );
}

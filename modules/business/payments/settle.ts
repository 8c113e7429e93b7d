/** What payments settle: never more than a document has left, also when many settle at once, and the tax of advances with it. */

import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, type FieldError, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { expectUnfiled } from '../gst-filings/filed.ts';
import { post } from '../ledger/posting.ts';
import { taxOf, taxOfPart } from './advance.ts';
import { likelyPart, type Open, type Settled, settledBy } from './exchange.ts';
import type { AllocationFields, PaymentHead } from './payments.schema.ts';

export const overAllocated = defineProblem('payments.over_allocated', 409, 'That is more than is left.');

/** A document that customers owe, locked until the transaction ends. */
export interface Owed extends Open {
  id: string;
  number: string;
  customer_id: string;
  branch_id: string | null;
  /** Whose invoice it is. */
  gstin: string | null;
  date: string;
}

/** What of a document is settled: of its balance, and what the money is more than that. */
export interface Settling extends Settled {
  document: Owed;
}

/** The currency that the money is in, and what one unit of it is worth; nothing for rupees. */
export interface Source {
  currency: string;
  exchange_rate: number | null;
}

const OWED = `select id, number, customer_id, branch_id, seller ->> 'gstin' as gstin, date, balance, currency,
    balance_in_currency from documents
  where tenant_id = $1 and kind = 'invoice' and status = 'issued'`;

const rateFor = ({ currency, exchange_rate }: Source, document: Owed): number | null =>
  currency === document.currency ? exchange_rate : null;

/** What is taken of the money. */
export const usedOf = (settling: readonly Settled[]): number =>
  settling.reduce((sum, { amount, exchange }) => sum + amount + exchange, 0);

/**
 * Locks the documents, in the order of their ids so that two who settle the same ones never wait for each other in a circle, and sees
 * that they are this customer's and have that much left. Throws 422 with a pointer, or `payments.over_allocated`.
 */
export async function lockOwed(
  ctx: Context,
  party_id: string,
  wanted: readonly AllocationFields[],
  source: Source,
): Promise<Settling[]> {
  if (wanted.length === 0) return [];
  const ids = wanted.map(({ document_id }) => document_id.toLowerCase());
  const rows = await ctx.sql<Owed>(`${OWED} and id = any($2::uuid[]) order by id for update`, [ids]);
  const owed = new Map(rows.map((row) => [row.id, row]));
  const faults: FieldError[] = [];
  const over: FieldError[] = [];
  const settling = wanted.flatMap(({ amount: used, in_currency }, index) => {
    const id = ids[index] as string;
    const document = owed.get(id);
    const at = `/allocations/${index}`;
    if (ids.indexOf(id) !== index) faults.push({ pointer: `${at}/document_id`, detail: 'It is named twice.' });
    else if (!document) faults.push({ pointer: `${at}/document_id`, detail: 'There is no such issued invoice.' });
    else if (document.customer_id !== party_id)
      faults.push({ pointer: `${at}/document_id`, detail: `${document.number} is another customer’s.` });
    else {
      const found = settledBy(document, { used, in_currency: in_currency ?? null, rate: rateFor(source, document) });
      if (!('detail' in found)) return [{ document, ...found }];
      const { field, isOver, detail } = found;
      (isOver ? over : faults).push({ pointer: `${at}/${field}`, detail: `${document.number} ${detail}` });
    }
    return [];
  });
  if (faults.length > 0) throw problem(ruleBroken, { errors: faults });
  if (over.length > 0)
    throw problem(overAllocated, { errors: over, detail: over.map(({ detail }) => detail).join(' ') });
  return settling;
}

/** The customer's open documents, the oldest due first, as far as the money goes; locked. */
export async function lockOldest(
  ctx: Context,
  party_id: string,
  amount: number,
  except: readonly Settling[],
  source: Source,
): Promise<Settling[]> {
  const rows = await ctx.sql<{ id: string; due_date: string }>(
    `select id, due_date from documents where tenant_id = $1 and customer_id = $2 and kind = 'invoice' and balance > 0 order by due_date, id limit 200`,
    [party_id],
  );
  const ids = rows.map(({ id }) => id);
  const locked = new Map(
    (await ctx.sql<Owed>(`${OWED} and id = any($2::uuid[]) order by id for update`, [ids])).map((row) => [row.id, row]),
  );
  const oldest = rows.flatMap(({ id }) => locked.get(id) ?? []);
  let left = amount;
  return oldest.flatMap((document) => {
    if (left === 0 || document.balance === 0 || except.some((one) => one.document.id === document.id)) return [];
    const rate = rateFor(source, document);
    const worth = Math.round((document.balance_in_currency ?? 0) * (rate ?? 0) * 100);
    const part = rate ? { used: Math.min(left, worth), rate } : likelyPart(document, left);
    const { used } = part;
    const found = settledBy(document, part);
    if ('detail' in found) return [];
    left -= used;
    return [{ document, ...found }];
  });
}

const later = (one: string, other: string): string => (one > other ? one : other);

/**
 * Stores rows of what is settled, counts them on the documents, and posts the tax of the advance that they use up. Invoices of its own
 * GSTIN use what was taxed first, those of another what was not.
 */
export async function storeSettled(
  ctx: Context,
  payment: PaymentHead,
  settling: readonly Settling[],
  date: string,
): Promise<number> {
  let adjusted: number = payment.adjusted;
  const rows = settling.map(({ document, amount, exchange, in_currency }) => {
    const isOwn = document.gstin === payment.supplier_gstin;
    const after = isOwn ? Math.min(adjusted + amount + exchange, payment.advance) : adjusted;
    const tax = taxOfPart(payment, adjusted, after);
    const row = { adjusted: after - adjusted, ...tax };
    adjusted = after;
    return {
      id: ctx.newId(),
      document_id: document.id,
      number: document.number,
      date: later(later(payment.date, date), document.date),
      ...{ amount, exchange, in_currency },
      ...row,
    };
  });
  for (const { date, adjusted: used } of rows)
    if (used > 0) await expectUnfiled(ctx, { gstin: payment.supplier_gstin, date });
  await storeRows(ctx, payment.id, rows);
  for (const row of rows) {
    const { date: day, exchange, number } = row;
    const { id: source_id, party_id } = payment;
    await postExchange(ctx, {
      source: 'payments',
      source_id,
      party_id,
      date: day,
      exchange,
      about: `${number} settled by ${payment.number}`,
    });
    const tax = taxOf(row);
    if (tax === 0) continue;
    await post(ctx, {
      kind: 'allocation',
      date: row.date,
      source: 'payments',
      source_id: payment.id,
      narration: `Tax on the advance ${payment.number}, now in ${row.number}`,
      postings: [
        { role: 'output_cgst', amount: row.cgst },
        { role: 'output_sgst', amount: row.sgst },
        { role: 'output_igst', amount: row.igst },
        { role: 'receivable', amount: -tax, party_id: payment.party_id },
      ],
    });
  }
  return adjusted;
}

export interface Exchanged {
  source: 'payments' | 'credit-notes';
  source_id: string;
  party_id: string;
  date: string;
  /** Gained with a plus, lost with a minus. */
  exchange: number;
  about: string;
}

/** What the rate did between billing and settling is gained or lost on the day that it settles; the customer owes as much less or more. */
export async function postExchange(ctx: Context, { exchange, about, party_id, ...rest }: Exchanged): Promise<void> {
  await post(ctx, {
    ...rest,
    kind: 'exchange',
    narration: `Exchange ${exchange > 0 ? 'gain' : 'loss'}: ${about}`,
    postings: [
      { role: 'receivable', amount: exchange, party_id },
      { role: 'exchange', amount: -exchange },
    ],
  });
}

export interface AllocationRow extends Settled {
  id: string;
  document_id: string;
  date: string;
  adjusted: number;
  taxable_value: number;
  cgst: number;
  sgst: number;
  igst: number;
}

/** Appends rows and counts them on their documents, which are told of. Amounts with a minus take back. */
export async function storeRows(
  ctx: Context,
  payment_id: string,
  rows: readonly AllocationRow[],
  noun: 'invoices' | 'credit-notes' = 'invoices',
): Promise<void> {
  if (rows.length === 0) return;
  await ctx.execute(
    `with x as (select * from jsonb_to_recordset($3::jsonb) as x(id uuid, document_id uuid, date date, amount bigint, exchange bigint,
         in_currency numeric, adjusted bigint, taxable_value bigint, cgst bigint, sgst bigint, igst bigint)),
       stored as (
         insert into payment_allocations (tenant_id, id, payment_id, document_id, date, amount, exchange, in_currency, adjusted,
           taxable_value, cgst, sgst, igst)
         select $1::uuid, x.id, $2::uuid, x.document_id, x.date, x.amount, x.exchange, x.in_currency, x.adjusted, x.taxable_value,
           x.cgst, x.sgst, x.igst from x)
     update documents d set paid = d.paid::bigint + s.amount, settled_in_currency = d.settled_in_currency + s.in_currency, updated_at = now()
     from (select document_id, sum(amount) as amount, sum(in_currency) as in_currency from x group by document_id) s
     where d.tenant_id = $1 and d.id = s.document_id`,
    [payment_id, JSON.stringify(rows)],
  );
  for (const { document_id } of rows) ctx.emit({ type: `${noun}.settled`, subject: noun, subject_id: document_id });
}

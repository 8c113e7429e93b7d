/** Amendments: what a filed return told wrongly is told right in a later one (s.37(3)); another head of tax moves in the books too. */
import { monthSpan } from '@tenantry/india/fiscal.ts';
import { readGstin } from '@tenantry/india/gstin.ts';
import { findState } from '@tenantry/india/states.ts';
import { defineRecord, getRecord, insertRecord } from '@tenantry/kernel/db/records.ts';
import { deleteRecord } from '@tenantry/kernel/db/records_many.ts';
import { defineList } from '@tenantry/kernel/http/list.ts';
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, type FieldError, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { b2clLimitOn } from '../gst/sections.ts';
import { expectUnfiled, SHARED } from '../gst-filings/filed.ts';
import { ownValues } from '../gst-values/own.ts';
import type { AccountRole } from '../ledger/chart.ts';
import { post, reverse } from '../ledger/posting.ts';
import { todayOf } from '../masters/master.ts';
import { lastAmending } from '../returns/periods.ts';
import { billRecord } from '../shipping-bills/shipping_bills.ts';
import { headFor, type SupplyType } from '../tax/place.ts';
import { amended, type Correction, faultsOf, type ToldRate } from './amend.ts';
import { Amendment, type AmendmentFields, type WholeAmendment } from './gst-amendments.schema.ts';

export const amendmentRecord = defineRecord({ noun: 'gst-amendments', table: 'gst_amendments', schema: Amendment });
export const alreadyAmended = defineProblem(
  'gst-amendments.already_amended',
  409,
  'This document is amended already; the portal takes one amendment of each.',
);

export const amendmentList = defineList({
  record: amendmentRecord,
  filters: { gstin: 'text', period: 'text', number: 'text' },
  sorts: { period: 'period' },
  default_sort: '-period',
  search: true,
  beginnings: ['number'],
});

/** One of them with its document. */
export async function getAmendment(ctx: Context, ref: string): Promise<WholeAmendment> {
  const amendment = await getRecord<Amendment>(ctx, amendmentRecord, ref);
  const [document] = await ctx.sql<Omit<WholeAmendment, keyof Amendment>>(
    `select replace(d.kind, '_', '-') || 's' as noun, d.buyer ->> 'name' as buyer, d.buyer ->> 'gstin' as original_gstin,
       d.place_of_supply as original_place,
       (select s.number from shipping_bills s where s.tenant_id = $1 and s.amendment_id = $3) as shipping_bill
     from documents d where d.tenant_id = $1 and d.id = $2`,
    [amendment.document_id, amendment.id],
  );
  return { ...amendment, ...(document as Omit<WholeAmendment, keyof Amendment>) };
}

interface Told extends Correction {
  id: string;
  kind: 'invoice' | 'credit_note' | 'debit_note';
  number: string;
  date: string;
  gstin: string | null;
  customer_id: string;
  supply_type: SupplyType;
  charge: string;
  total: number;
  period: string | null;
}

const refuse = (errors: FieldError[]): never => {
  throw problem(ruleBroken, { errors });
};

/** The document, and the month of the return that told it. */
async function toldOf(ctx: Context, id: string): Promise<Told> {
  const [row] = await ctx.sql<Told>(
    `select d.id, d.kind, d.number, d.date, d.seller ->> 'gstin' as gstin, d.customer_id, d.supply_type, d.charge, d.total,
       d.buyer ->> 'gstin' as buyer_gstin, d.place_of_supply, d.head,
       (select f.period from gst_filings f where f.tenant_id = $1 and f.gstin = d.seller ->> 'gstin' and f.unfiled_at is null
          and f.form <> 'gstr3b' and d.date between f.from_date and f.to_date
          and (f.form <> 'iff' or d.buyer ->> 'gstin' is not null) order by f.form desc limit 1) as period
     from documents d where d.tenant_id = $1 and d.id = $2 and d.kind in ('invoice', 'credit_note', 'debit_note')
       and d.status = 'issued'`,
    [id],
  );
  if (!row) return refuse([{ pointer: '/document_id', detail: 'There is no such issued invoice or note.' }]);
  return row;
}

function ratesOf(ctx: Context, id: string): Promise<ToldRate[]> {
  return ctx.sql<ToldRate>(
    `select return_section as section, return_type as type, return_rate as rate, treatment, sum(taxable_value::bigint)::bigint as taxable_value,
       sum(igst::bigint)::bigint as igst, sum(cgst::bigint)::bigint as cgst, sum(sgst::bigint)::bigint as sgst, sum(cess::bigint)::bigint as cess
     from document_lines where tenant_id = $1 and document_id = $2 and return_section is not null
     group by 1, 2, 3, 4 order by 3 desc, 4`,
    [id],
  );
}

/** What is wanted, and what of it no return takes. */
function correctionOf(told: Told, given: AmendmentFields): { after: Correction; faults: FieldError[] } {
  const faults: FieldError[] = [];
  const wanted = given.buyer_gstin ?? told.buyer_gstin;
  const read = wanted ? readGstin(wanted) : null;
  if (wanted && !read?.check_digit_ok)
    faults.push({ pointer: '/buyer_gstin', detail: 'This is no GSTIN, or its check digit is wrong.' });
  const state = findState(given.place_of_supply ?? told.place_of_supply);
  if (!state) faults.push({ pointer: '/place_of_supply', detail: 'There is no such state; give its name or code.' });
  const place_of_supply = state?.code ?? told.place_of_supply;
  const supplier_state = (told.gstin ?? '').slice(0, 2);
  const head = headFor({ supplier_state, supply_type: told.supply_type }, place_of_supply);
  return { after: { buyer_gstin: wanted, place_of_supply, head }, faults };
}

/** The month in which it is told: not filed yet, after the one that told it, and not too late. */
async function judgePeriod(ctx: Context, told: Told, period: string): Promise<void> {
  const at = (detail: string): never => refuse([{ pointer: '/period', detail }]);
  if (period <= (told.period as string)) at(`Give a month after ${told.period}, in which it was told.`);
  if (period > todayOf(ctx).slice(0, 7)) at('This month has not begun.');
  if (period > lastAmending(told.date)) at(`It could be amended until ${lastAmending(told.date)} (s.37(3)).`);
  await expectUnfiled(ctx, { gstin: told.gstin, date: monthSpan(period).from, is_registered: true });
  await ctx.sql(SHARED);
}

/** Stores an amendment. Throws 422 with the field at fault, `gst-amendments.already_amended`. */
export async function createAmendment(ctx: Context, given: AmendmentFields): Promise<Amendment> {
  const told = await toldOf(ctx, given.document_id);
  if (!told.gstin || !told.period)
    refuse([
      { pointer: '/document_id', detail: `${told.number} is in no return that is filed; cancel it and write it anew.` },
    ]);
  const before = await ratesOf(ctx, told.id);
  const { after, faults } = correctionOf(told, given);
  const limit = b2clLimitOn(told.date, (await ownValues(ctx)).b2cl);
  faults.push(...faultsOf(before, told, after, { isLarge: told.total > limit }));
  if (faults.length > 0) refuse(faults);
  const period = given.period ?? todayOf(ctx).slice(0, 7);
  await judgePeriod(ctx, told, period);
  const rates = amended(before, after);
  const made = await insertRecord<Amendment>(ctx, amendmentRecord, {
    ...{ gstin: told.gstin, document_id: told.id, number: told.number, original_period: told.period, period },
    ...{ ...after, reason: given.reason, changed_by: ctx.actor.label },
    ...{ before: JSON.stringify(before), after: JSON.stringify(rates) },
  });
  await postMove(ctx, told, made, before, rates);
  return made;
}

/** Tells an export again in a later return, with the shipping bill that is recorded beside it. */
export async function amendShippingBill(
  ctx: Context,
  document_id: string,
  reason: string,
  period = todayOf(ctx).slice(0, 7),
): Promise<Amendment> {
  const told = await toldOf(ctx, document_id);
  await judgePeriod(ctx, told, period);
  const rates = JSON.stringify(await ratesOf(ctx, told.id));
  const { gstin, number, buyer_gstin, place_of_supply, head } = told;
  return insertRecord<Amendment>(ctx, amendmentRecord, {
    ...{ gstin, document_id, number, original_period: told.period, period, buyer_gstin, place_of_supply, head },
    ...{ reason, changed_by: ctx.actor.label, before: rates, after: rates },
  });
}

const earlier = (one: string, other: string): string => [one, other].sort()[0] as string;

/** Moves tax from one head to the other where the place says so. */
async function postMove(
  ctx: Context,
  { kind, charge, date }: Told,
  { id, number, period, reason }: Amendment,
  before: readonly ToldRate[],
  after: readonly ToldRate[],
): Promise<void> {
  if (charge !== 'charged') return;
  const sign = kind === 'credit_note' ? -1 : 1;
  const moved = (name: 'igst' | 'cgst' | 'sgst'): number => {
    const sum = (rows: readonly ToldRate[]): number => rows.reduce((all, row) => all + Number(row[name]), 0);
    return sign * (sum(before) - sum(after));
  };
  const taxes = { igst: moved('igst'), cgst: moved('cgst'), sgst: moved('sgst') };
  const rest = taxes.igst + taxes.cgst + taxes.sgst;
  const today = todayOf(ctx);
  const last = monthSpan(period).to;
  await post(ctx, {
    kind: 'journal',
    date: earlier(today, last),
    source: 'gst-amendments',
    source_id: id,
    narration: `${number} of ${date} amended: ${reason}`,
    postings: [
      ...(['igst', 'cgst', 'sgst'] as const).map((tax) => ({
        role: `output_${tax}` as AccountRole,
        amount: taxes[tax],
      })),
      { role: 'round_off', amount: -rest },
    ],
  });
}

/** Takes an amendment back while its month is not filed. */
export async function deleteAmendment(ctx: Context, ref: string, version?: number): Promise<Amendment> {
  const amendment = await getRecord<Amendment>(ctx, amendmentRecord, ref);
  const date = monthSpan(amendment.period).from;
  await expectUnfiled(ctx, { gstin: amendment.gstin, date, is_registered: true, instead: 'What it put right stays.' });
  await ctx.sql(SHARED);
  const [bill] = await ctx.sql<{ id: string }>(
    'select id from shipping_bills where tenant_id = $1 and amendment_id = $2',
    [amendment.id],
  );
  if (bill) await deleteRecord(ctx, billRecord, bill.id);
  await deleteRecord(ctx, amendmentRecord, amendment.id, version);
  await reverse(ctx, 'gst-amendments', amendment.id, `${amendment.number}: amendment taken back`);
  return amendment;
}

/** Invoices that come again, each occurrence made once however often and by however many it is asked for. */
import { defineRecord, getRecord, lockRecord, type Row, updateRecord } from '@tenantry/kernel/db/records.ts';
import { defineList } from '@tenantry/kernel/http/list.ts';
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { Problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { createDocument, fieldsOf } from '../documents/documents.service.ts';
import { linesOf } from '../documents/lines.ts';
import { expectUnfiled } from '../gst-filings/filed.ts';
import type { InvoiceHead } from '../invoices/invoices.schema.ts';
import { invoices } from '../invoices/invoices.service.ts';
import { issueInvoice } from '../invoices/issue.ts';
import { type Fault, type Judged, type Master, type Situation, todayOf } from '../masters/master.ts';
import { assertOpen } from '../period-locks/closing.ts';
import { type Coming, comingDays, nextAfter } from './recurrences.rules.ts';
import { Recurrence, RecurrenceFields } from './recurrences.schema.ts';

export const recurrenceRecord = defineRecord({
  noun: 'recurrences',
  table: 'recurrences',
  schema: Recurrence,
  computed: ['invoice', 'coming'],
  words: ({ name, invoice_number }) => [name as string, invoice_number as string | null],
});

function judgeRecurrence(given: Row, { before, given: named }: Situation): Judged {
  const faults: Fault[] = [];
  const { starts_on, ends_on } = given as { starts_on: string; ends_on: string | null };
  if (ends_on && ends_on < starts_on)
    faults.push({ pointer: '/ends_on', detail: 'It ends before it begins.', rule: true });
  const known = before && [before.invoice_id, before.invoice_number];
  if (known && named.has('invoice') && !known.includes(given.invoice))
    faults.push({ pointer: '/invoice', detail: 'Another invoice is another recurrence; add one.', rule: true });
  // Once the first was made the days go on from there.
  const next_on = before && (before.made as number) > 0 ? before.next_on : starts_on;
  return { values: { ...given, name: given.name || (before?.name ?? null), next_on }, faults, warnings: [] };
}

/** Finds the invoice by what was given. */
async function fillIn(ctx: Context, rows: Row[]): Promise<void> {
  for (const row of rows) {
    const { id, number, buyer } = await getRecord<InvoiceHead>(ctx, invoices.record, row.invoice as string);
    delete row.invoice;
    Object.assign(row, { invoice_id: id, invoice_number: number, name: row.name || buyer.name });
  }
}

const complete = (row: Row): Row =>
  'invoice_id' in row
    ? {
        ...row,
        invoice: row.invoice_number ?? row.invoice_id,
        coming: row.is_active && 'starts_on' in row ? comingDays(row as unknown as Coming) : [],
      }
    : row;

export const recurrences: Master<'recurrences', 'recurrence'> = {
  noun: 'recurrences',
  one: 'recurrence',
  title: 'Recurrence',
  record: recurrenceRecord,
  list: defineList({
    record: recurrenceRecord,
    filters: { is_active: 'boolean', next_on: 'date', created_at: 'instant', updated_at: 'instant' },
    sorts: { name: 'name_key', next_on: 'next_on', created_at: 'created_at', updated_at: 'updated_at' },
    default_sort: 'name',
    search: true,
    complete: (_ctx, rows) => rows.map(complete),
  }),
  fields: RecurrenceFields,
  defaults: { name: null, every: 1, ends_on: null, issues: false, is_active: true },
  judge: judgeRecurrence,
  number: fillIn,
  twin_fields: [],
  findTwins: async () => [],
  complete,
  constraints: { recurrences_invoice_fkey: { kind: invoices.record.notFound, pointer: '/invoice' } },
};

/** So many at once, e.g. after a long time off; the next run goes on. */
const MOST = 60;

/** Refusals of issuing that leave a good draft. */
const WAITING = new Set(['invoices.not_ready', 'limits.reached']);

/**
 * Makes what is due of a recurrence until today, and answers it. It is locked meanwhile, and the database knows each occurrence:
 * nothing is made twice. What cannot be issued waits as a draft, and the recurrence says why.
 */
export async function runRecurrence(ctx: Context, ref: string): Promise<Row> {
  let row = (await lockRecord(ctx, recurrenceRecord, ref, undefined)) as Recurrence;
  const today = todayOf(ctx);
  for (let n = 0; n < MOST; n++) {
    const { is_active, next_on, ends_on, unit, every, starts_on, made } = row;
    if (!is_active || next_on > today || (ends_on && next_on > ends_on)) break;
    const last_problem = await makeOne(ctx, row);
    const changes = { made: made + 1, next_on: nextAfter(next_on, unit, every, starts_on), last_problem };
    row = await updateRecord<Recurrence>(ctx, recurrenceRecord, row.id, changes, undefined, 'run');
  }
  return complete(row);
}

/** Answers why it waits as a draft, or nothing. */
async function makeOne(ctx: Context, { id, invoice_id, next_on, issues }: Recurrence): Promise<string | null> {
  const original = await getRecord<InvoiceHead>(ctx, invoices.record, invoice_id);
  const { due_date, lines, ...fields } = fieldsOf(original, await linesOf(ctx, invoice_id));
  const copied = lines.map(({ from_id, from_line, ...line }) => line);
  const draft = await createDocument<InvoiceHead>(ctx, invoices, { ...fields, date: next_on, lines: copied });
  await ctx.execute('update documents set recurrence_id = $3, occurrence_on = $4 where tenant_id = $1 and id = $2', [
    draft.id,
    id,
    next_on,
  ]);
  if (!issues) return null;
  const { gstin } = original.seller ?? {};
  const closed = await whyNot(new Set([ruleBroken.code]), async () => {
    await expectUnfiled(ctx, { gstin, date: next_on, is_registered: Boolean(original.buyer.gstin) });
    await assertOpen(ctx, [next_on]);
  });
  return closed ?? whyNot(WAITING, () => issueInvoice(ctx, draft.id));
}

/** Tries it, and answers in words which of these refusals it met. Nothing may have been changed before it is refused. */
async function whyNot(refusals: ReadonlySet<string>, act: () => Promise<unknown>): Promise<string | null> {
  try {
    await act();
    return null;
  } catch (error) {
    if (!(error instanceof Problem) || !refusals.has(error.kind.code)) throw error;
    return [error.kind.title, ...(error.details.errors ?? []).map(({ detail }) => detail)].join(' ').slice(0, 500);
  }
}

/** Those of which something is due. */
export async function dueRecurrences(ctx: Context): Promise<string[]> {
  const rows = await ctx.sql<{ id: string }>(
    `select id from recurrences where tenant_id = $1 and is_active and next_on <= $2 and (ends_on is null or next_on <= ends_on)
     order by id limit 5000`,
    [todayOf(ctx)],
  );
  return rows.map(({ id }) => id);
}

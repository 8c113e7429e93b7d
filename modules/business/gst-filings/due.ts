/** What is to be filed when, for every registration: the months behind, and the one that runs. */
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Registration } from '../gst-registrations/gst-registrations.schema.ts';
import { registrationsBy, registrationsOn } from '../gst-registrations/gst-registrations.service.ts';
import { todayOf } from '../masters/master.ts';
import { dueOn, monthAfter, returnOf } from '../returns/periods.ts';
import type { DueReturn } from './gst-filings.schema.ts';

type Known = Pick<DueReturn, 'form' | 'gstin' | 'period' | 'arn' | 'filed_on'> & { id: string };

/** The returns of a month for a registration. Pure. */
export function returnsOfMonth(
  { gstin, frequency }: Pick<Registration, 'gstin' | 'frequency'>,
  month: string,
  today: string,
  filed: readonly Known[],
): DueReturn[] {
  return (['gstr1', 'gstr3b'] as const).flatMap((which) => {
    const { name: form, period, from, to } = returnOf(which, month, frequency);
    // A quarter's GSTR-3B stands in its last month.
    if (period !== month) return [];
    const done = filed.find((one) => one.form === form && one.period === period && one.gstin === gstin);
    const due_on = dueOn(form, period, frequency, gstin);
    const waits = today > due_on ? 'late' : today > to ? 'due' : 'open';
    // What a quarterly filer tells in between is his choice.
    if (form === 'iff' && waits === 'late' && !done) return [];
    return [
      {
        ...{ form, gstin, period, from_date: from, to_date: to, due_on, status: done ? ('filed' as const) : waits },
        ...{ filing_id: done?.id ?? null, arn: done?.arn ?? null, filed_on: done?.filed_on ?? null },
      },
    ] as DueReturn[];
  });
}

/** The returns of so many months up to the one of today and after it; months before the first invoice or advance are of no interest. */
async function returnsAround(ctx: Context, { before, after }: { before: number; after: number }): Promise<DueReturn[]> {
  const today = todayOf(ctx);
  const now = today.slice(0, 7);
  const [first] = await ctx.sql<{ month: string | null }>(
    `select to_char(least((select min(date) from documents where tenant_id = $1 and kind = 'invoice'),
       (select min(date) from payments where tenant_id = $1 and voucher = 'receipt_voucher')), 'YYYY-MM') as month`,
  );
  const wanted = [now];
  while (wanted.length <= before) wanted.unshift(monthAfter(wanted[0] as string, -1));
  while (wanted.length <= before + after) wanted.push(monthAfter(wanted.at(-1) as string));
  const filed = await ctx.sql<Known>(
    `select id, form, gstin, period, arn, filed_on from gst_filings where tenant_id = $1 and unfiled_at is null and period >= $2`,
    [wanted[0]],
  );
  const registrationsOf = await registrationsBy(ctx);
  return wanted
    .filter((month) => month >= now || month >= (first?.month ?? now))
    .flatMap((month) => registrationsOf(`${month}-01`).flatMap((one) => returnsOfMonth(one, month, today, filed)));
}

/** Of so many months up to the one of today, the oldest first. Throws `gst.not_registered`. */
export async function listDue(ctx: Context, months = 4): Promise<DueReturn[]> {
  const found = await returnsAround(ctx, { before: months - 1, after: 0 });
  if (found.length === 0) await registrationsOn(ctx, todayOf(ctx));
  return found;
}

/**
 * What is to be filed next: of each registration the nearest GSTR-1 or IFF and the nearest GSTR-3B that are not filed. What is late comes
 * first, where the registration marks what it files; who marks nothing is not told that all is late. Pure.
 */
export function nextOf(rows: readonly DueReturn[], today: string): DueReturn[] {
  return [...Map.groupBy(rows, ({ gstin }) => gstin).values()]
    .flatMap((own) => {
      const marks = own.some(({ status }) => status === 'filed');
      const open = own
        .filter(({ status }) => status !== 'filed')
        .sort((one, other) => one.due_on.localeCompare(other.due_on));
      const nearest = (isPaid: boolean): DueReturn[] =>
        open.filter(({ form, due_on }) => (form === 'gstr3b') === isPaid && due_on >= today).slice(0, 1);
      return [...(marks ? open.filter(({ due_on }) => due_on < today) : []), ...nearest(false), ...nearest(true)];
    })
    .sort((one, other) => one.due_on.localeCompare(other.due_on));
}

/** What is to be filed next by each registration; nothing without a GSTIN. */
export async function nextDue(ctx: Context): Promise<DueReturn[]> {
  return nextOf(await returnsAround(ctx, { before: 3, after: 2 }), todayOf(ctx));
}

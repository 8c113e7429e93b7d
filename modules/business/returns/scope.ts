/** From what was asked to the return that is meant: which registration, which days, and what was told before. */
import { monthSpan } from '@tenantry/india/fiscal.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Registration } from '../gst-registrations/gst-registrations.schema.ts';
import { chosen, registrationsOn } from '../gst-registrations/gst-registrations.service.ts';
import { todayOf } from '../masters/master.ts';
import { quarterMonths, returnOf, type Scope } from './periods.ts';

export interface AskedReturn {
  /** `YYYY-MM`; the month of today when left out. */
  period?: string | undefined;
  /** The organisation's own when left out. */
  gstin?: string | undefined;
}

export type AskedScope = Scope & { turnover: Registration['turnover'] };

/** The return of a month, or of the quarter that it lies in. Throws `gst.not_registered`, 422 for another's GSTIN. */
export async function scopeOf(ctx: Context, which: 'gstr1' | 'gstr3b', asked: AskedReturn): Promise<AskedScope> {
  const month = asked.period ?? todayOf(ctx).slice(0, 7);
  const all = await registrationsOn(ctx, monthSpan(month).from);
  const { gstin, frequency, turnover } = chosen(all, asked.gstin);
  const found = returnOf(which, month, frequency);
  const main = all.find(({ is_main }) => is_main)?.gstin ?? null;
  const told =
    found.name === 'gstr1' && frequency === 'quarterly' ? await toldMonths(ctx, gstin, quarterMonths(month)) : [];
  return { ...found, gstin, main, frequency, turnover, told };
}

async function toldMonths(ctx: Context, gstin: string, months: readonly string[]): Promise<string[]> {
  const rows = await ctx.sql<{ period: string }>(
    `select period from gst_filings where tenant_id = $1 and gstin = $2 and form = 'iff' and period = any($3) and unfiled_at is null`,
    [gstin, months],
  );
  return rows.map(({ period }) => period);
}

/** Which days are told in a return that is filed. The database refuses to change them; this says it with words, and what to do instead. */
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { monthInWords, type ReturnName, TITLES } from '../returns/periods.ts';

/** Whoever changes such days holds this until COMMIT; who files waits for him, and he for who files. */
export const SHARED = `select pg_advisory_xact_lock_shared(hashtextextended('gst_filings ' || t.id::text, 0))::text
  from (select $1::uuid as id, $1::uuid as tenant_id) t where t.tenant_id = $1`;
export const ALONE = SHARED.replace('_shared', '');

/** An IFF tells of registered customers alone. */
const FILED = `select form, period, arn from gst_filings where tenant_id = $1 and gstin = $2 and unfiled_at is null
  and $3::date between from_date and to_date and (form <> 'iff' or $4::boolean) order by form limit 1`;

export interface Touched {
  /** Whose return it stands in; without one there is no return. */
  gstin: string | null | undefined;
  date: string;
  /** Whether the customer is registered. */
  is_registered?: boolean;
  /** What is to be done instead. */
  instead?: string;
}

interface Filed {
  form: ReturnName;
  period: string;
  arn: string;
}

/** The period of the GSTR-1 that is filed for a day; null while it is open. Ask while holding `SHARED`. */
export async function filedPeriod(
  ctx: Pick<Context, 'sql'>,
  gstin: string | null | undefined,
  date: string,
): Promise<string | null> {
  const [row] = await ctx.sql<{ period: string }>(
    `select period from gst_filings where tenant_id = $1 and gstin = $2 and unfiled_at is null and form = 'gstr1'
       and $3::date between from_date and to_date`,
    [gstin ?? '', date],
  );
  return row?.period ?? null;
}

/** What to do about a document of a month that is told. */
export const BY_NOTE =
  'What was told stays: write a credit or debit note in an open month, or an amendment where the customer’s GSTIN or the place is wrong.';

function refuse(row: Filed | undefined, { gstin, instead }: Touched): void {
  if (!row) return;
  const what = `${TITLES[row.form]} of ${monthInWords(row.period)} is filed for ${gstin} (ARN ${row.arn}).`;
  const detail = `${what} ${instead ?? 'Date it in a month that is open.'}`;
  throw problem(ruleBroken, { detail, errors: [{ pointer: '/date', detail }] });
}

/**
 * Throws 422 with a pointer to `/date` where the day is told in a return that is filed. In a transaction it is asked together with the
 * next statement, which should change nothing yet, and throws there.
 */
export async function expectUnfiled(ctx: Context, touched: Touched): Promise<void> {
  const { gstin, date, is_registered = false } = touched;
  if (!gstin) return;
  const values = [gstin, date, is_registered];
  if (ctx.ahead) {
    ctx.ahead(SHARED, []);
    ctx.ahead(FILED, values, ([row]) => refuse(row as Filed | undefined, touched));
    return;
  }
  await ctx.sql(SHARED);
  refuse((await ctx.sql<Filed>(FILED, values))[0], touched);
}

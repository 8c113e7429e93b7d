/** The sales register on paper: what its codes say, and what it is narrowed to. */
import { labelOfCode } from '@tenantry/india/states.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { linesOnPaper, refuseLonger } from './paper_bounds.ts';
import type { Form } from './report_forms.ts';
import type { Say } from './report_words.ts';
import type { Sales, SalesInput } from './sales.schema.ts';
import { salesRegister } from './sales.ts';
import { SALES_AMOUNTS, SALES_COLUMNS, type SalesView } from './sales_looks.ts';

/** `18%`, or why there is none. */
const rateOf = (rate: unknown, say: Say): string =>
  Number.isNaN(Number(rate)) ? say(`sales_${rate}`) : `${Number(rate)}%`;

export function salesForm(view: SalesView): Form<Sales> {
  const columns = [...SALES_COLUMNS[view], ...SALES_AMOUNTS];
  return {
    title: ['sales', `sales_by_${view}`],
    words: Object.fromEntries(columns.map((name) => [name, name === 'total' ? name : `sales_${name}`])),
    spare: SALES_AMOUNTS.filter((name) => name !== 'taxable_value'),
    texts: {
      name: (name, say) => (name === null ? say('sales_no_branch') : String(name)),
      place_of_supply: (code) => (code === null ? '' : labelOfCode(String(code))),
      month: (month, _, language) =>
        new Intl.DateTimeFormat(`${language}-IN`, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
          new Date(`${month}-01T00:00:00Z`),
        ),
      rate: (rate, say) => (rate === null ? '' : rateOf(rate, say)),
    },
  };
}

/** What the register is narrowed to, as people name it. */
async function narrowedTo(ctx: Context, given: SalesInput, { rows }: Sales): Promise<(say: Say) => string[]> {
  const { customer_id, branch_id, place_of_supply, item, hsn, rate } = given;
  // Of nobody and nowhere there is nothing, and no name.
  const nameOf = async (table: 'parties' | 'branches', id: string | undefined): Promise<string | undefined> =>
    id &&
    (await ctx.sql<{ name: string }>(`select name from ${table} where tenant_id = $1 and id = $2::uuid`, [id]))[0]
      ?.name;
  const [customer, branch] = [await nameOf('parties', customer_id), await nameOf('branches', branch_id)];
  const named = item && (rows[0]?.description ?? rows[0]?.name ?? item.replace(/^text:/, ''));
  const known = [customer, branch, place_of_supply && labelOfCode(place_of_supply), named];
  return (say) =>
    [
      ...known,
      hsn === undefined ? null : `${say('sales_hsn')} ${hsn || '—'}`,
      rate === undefined ? null : `${say('sales_rate')}: ${rateOf(rate, say)}`,
    ].filter((one): one is string => Boolean(one));
}

/** All rows of the register with what it is narrowed to. Throws `reports.too_long`. */
export async function registerOnPaper(ctx: Context, given: SalesInput) {
  const columns = SALES_COLUMNS[given.by ?? 'document'].length + SALES_AMOUNTS.length;
  const most = linesOnPaper(columns);
  const { cursor: _, ...wanted } = given;
  const whole = await salesRegister(ctx, { ...wanted, limit: most });
  if (whole.next_cursor) refuseLonger(most);
  return { ...whole, of: await narrowedTo(ctx, given, whole) };
}

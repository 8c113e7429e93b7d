/** What all rows of a filter come to: how many they are, and the sums of numeric fields, in one statement. */
import type { RecordType, Row } from '../db/records.ts';
import type { Context } from '../tenancy/context.ts';
import { fault } from './list_order.ts';

interface Summed {
  record: RecordType;
  from?: string;
  totals?: readonly string[];
}

interface Field {
  type?: string | string[];
  'x-scale'?: number;
}

const fieldOf = ({ record }: Summed, name: string): Field | undefined =>
  record.schema.properties[name] as Field | undefined;

/** Only what is a number in the table can be summed; throws when a list is declared otherwise. */
export function assertTotals(list: Summed): void {
  for (const name of list.totals ?? []) {
    const isNumber = [fieldOf(list, name)?.type].flat().some((type) => type === 'number' || type === 'integer');
    const { columns, json, sealed } = list.record;
    if (!isNumber || !columns.includes(name) || json?.includes(name) || sealed?.includes(name))
      throw new Error(`${list.record.noun}: ${name} is no numeric column and has no total`);
  }
}

/** The largest sum that a number of JSON holds exactly. */
const MOST = Number.MAX_SAFE_INTEGER;

/** Whole numbers and money are summed exactly as such; decimals as numeric. A sum beyond what JSON holds is null. */
function sumOf(list: Summed, name: string): string {
  if (fieldOf(list, name)?.['x-scale'] !== undefined) return `coalesce(sum(t.${name}), 0)::numeric as ${name}`;
  const sum = `coalesce(sum(t.${name}), 0)`;
  return `(case when ${sum} between -${MOST} and ${MOST} then ${sum} end)::bigint as ${name}`;
}

/** The count and the sums that were asked for. Throws `http.invalid_input` for a field that has no total. */
export async function summarise(
  ctx: Context,
  list: Summed,
  { count, totals }: Row,
  { parts, values }: { parts: readonly string[]; values: readonly unknown[] },
): Promise<{ total?: number; totals?: Record<string, number | null> }> {
  const names = typeof totals === 'string' ? [...new Set(totals.split(',').map((name) => name.trim()))] : [];
  for (const name of names)
    if (!list.totals?.includes(name))
      throw fault('/totals', `${name.slice(0, 60)} has no total here; there are ${(list.totals ?? []).join(', ')}.`);
  const where = parts.length > 0 ? ` where ${parts.join(' and ')}` : '';
  const asked = ['count(*) as "#"', ...names.map((name) => sumOf(list, name))];
  const [row] = await ctx.sql<{ '#': number } & Record<string, number | null>>(
    `select ${asked.join(', ')} from ${list.from ?? list.record.table} t${where}`,
    values,
  );
  const { '#': total = 0, ...sums } = row ?? {};
  return { ...(count ? { total } : {}), ...(names.length > 0 ? { totals: sums } : {}) };
}

/** What looks odd in a return, each with the document that it is about and what to do. */
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { numberKey } from '../series/number.ts';
import { type Gap, gapsOf } from './numbers.ts';
import { monthInWords } from './periods.ts';
import { elsewhere, type FindingRow, findingsOf, numbersOf } from './returns.rows.ts';
import type { Finding } from './returns.schema.ts';
import type { AskedScope } from './scope.ts';

const NOUNS = {
  invoice: 'invoices',
  credit_note: 'credit-notes',
  debit_note: 'debit-notes',
  challan: 'challans',
  receipt_voucher: 'payments',
  refund_voucher: 'payments',
} as const;

/** As many digits as a code has at least (notification 78/2020). */
const DIGITS = { up_to_5_crore: 4, above_5_crore: 6 } as const;

function sentenceOf({ fault, number, buyer, hsn }: FindingRow, digits: number): string {
  if (fault === 'draft')
    return `A draft for ${buyer} is dated in this month and is not in the return; issue it or change its date.`;
  if (fault === 'hsn')
    return `${number}: a line has no HSN and is missing in table 12; cancel it and write it anew with the code.`;
  if (fault === 'bill')
    return `${number}: an export without shipping bill; record on its page what customs answered, by it the refund is matched.`;
  if (fault === 'export') return `${number}: HSN ${hsn} of exported goods has 8 digits at customs; look it up.`;
  return `${number}: HSN ${hsn} is too short; above 5 crore it has ${digits} digits at least. Mend the product.`;
}

/** Which of the numbers between are dated elsewhere, and which nobody ever gave. */
function gapInWords({ before, after, missing }: Gap, known: ReadonlyMap<string, string>): string {
  const months = [...new Set(missing.flatMap((key) => known.get(key)?.slice(0, 7) ?? []))].sort();
  const lost = missing.filter((key) => !known.has(key));
  const count = missing.length === 1 ? '1 number' : `${missing.length} numbers`;
  const where = months.length > 0 ? ` dated in ${months.map(monthInWords).join(', ')}` : '';
  if (lost.length === 0) return `Between ${before} and ${after} stand ${count}${where}; table 13 tells them there.`;
  const names = lost.slice(0, 3).map(numberKey).join(', ');
  const more = lost.length > 3 ? ` and ${lost.length - 3} more` : '';
  return `Between ${before} and ${after}: ${names}${more} stand nowhere; say in table 13 at the portal what became of them.`;
}

export async function listFindings(ctx: Context, scope: AskedScope): Promise<Finding[]> {
  const digits = DIGITS[scope.turnover];
  const found: Finding[] = (await findingsOf(ctx, scope, digits)).map((row) => ({
    document_id: row.id,
    noun: NOUNS[row.kind],
    number: row.number,
    detail: sentenceOf(row, digits),
  }));
  const gaps = gapsOf(await numbersOf(ctx, scope)).slice(0, 50);
  if (gaps.length === 0) return found;
  const rows = await elsewhere(
    ctx,
    scope,
    gaps.flatMap(({ missing }) => missing),
  );
  const known = new Map(rows.map(({ number_key, date }) => [number_key, date]));
  for (const gap of gaps)
    found.push({ document_id: null, noun: NOUNS[gap.kind], number: gap.after, detail: gapInWords(gap, known) });
  return found;
}

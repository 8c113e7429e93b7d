/** The day book on paper: vouchers day by day with both sides, and what the sides come to. */
import type { Row } from '@tenantry/kernel/db/records.ts';
import type { Sheet } from '@tenantry/kernel/http/route.ts';
import { Line, Money, Nullable, PlainDate } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import Type from 'typebox';
import { todayOf } from '../masters/master.ts';
import { linesOnPaper, refuseLonger } from '../reports/paper_bounds.ts';
import { onPaper } from '../reports/report_files.ts';
import type { Form, Found } from '../reports/report_forms.ts';
import type { Journal } from './journals.schema.ts';
import { journalList } from './journals.service.ts';

/** One side of a voucher; what is of the whole voucher stands with its first. */
const DayLine = Type.Object({
  date: Nullable(PlainDate()),
  number: Nullable(Line(16)),
  kind: Nullable(Line(30)),
  narration: Nullable(Line(600)),
  account: Line(300),
  debit: Money(),
  credit: Money(),
});

const form: Form = {
  title: ['journals'],
  words: { narration: 'particulars' },
  // Vouchers of documents go by the number in their particulars.
  spare: ['number'],
  texts: { kind: (kind, say) => (kind ? say(`kind_${kind}`) : '') },
};

const sidesOf = ({ date, number, kind, narration, lines }: Journal): object[] =>
  lines.map(({ account_name, party_name, debit, credit }, at) => ({
    ...(at === 0 ? { date, number, kind, narration } : { date: null, number: null, kind: null, narration: null }),
    ...{ account: [account_name, party_name].filter(Boolean).join(' · '), debit, credit },
  }));

/** Vouchers that match, the earliest first where no other order was asked for. Throws `reports.too_long`, `print.busy`. */
export async function dayBookOnPaper(ctx: Context, given: Row) {
  const { fields: _, sort = 'date', ...filter } = given;
  const most = linesOnPaper(Object.keys(DayLine.properties).length);
  const { sheet } = (await journalList.run(ctx, { ...filter, sort, format: 'csv' })) as { sheet: Sheet };
  const rows: object[] = [];
  let [debit, credit] = [0, 0];
  for await (const page of sheet.pages)
    for (const journal of page as unknown as Journal[]) {
      rows.push(...sidesOf(journal));
      if (rows.length > most) refuseLonger(most);
      for (const side of journal.lines) {
        debit += side.debit;
        credit += side.credit;
      }
    }
  const day = (name: string): string | undefined => filter[name] as string | undefined;
  const from = day('date_from') ?? day('date');
  const found: Found = {
    ...{ rows, to: day('date_to') ?? day('date') ?? todayOf(ctx), totals: { debit, credit } },
    ...(from ? { from } : {}),
    of: (say) => (filter.kind ? [say(`kind_${filter.kind}`)] : []),
  };
  return onPaper(ctx, 'day-book', DayLine, found, form);
}

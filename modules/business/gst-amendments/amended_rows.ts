/** What amendments add to the return that tells them: their own tables, and the difference in GSTR-3B. */
import { monthSpan, portalDate, returnPeriod } from '@tenantry/india/fiscal.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { addDays } from '../documents/terms.ts';
import type { Scope } from '../returns/periods.ts';
import { type GroupRow, groupRows, SUMS, type Sums } from '../returns/returns.rows.ts';
import type { Bill } from '../shipping-bills/shipping_bills.ts';
import { AMENDED, type Amended, isAmendable, type ToldRate } from './amend.ts';

export interface AmendmentRow {
  id: string;
  document_id: string;
  kind: 'invoice' | 'credit_note' | 'debit_note';
  number: string;
  date: string;
  total: number;
  reverse_charge: boolean;
  charge: string;
  buyer: string;
  category: string;
  buyer_gstin: string | null;
  place_of_supply: string;
  head: 'intra' | 'inter';
  original_place: string;
  original_head: 'intra' | 'inter';
  original_period: string;
  before: ToldRate[];
  after: ToldRate[];
  /** Of an export: what customs answered. */
  bill_number: string | null;
  bill_date: string | null;
  port_code: string | null;
}

/** Amendments that are told in these days. */
export async function amendmentRows(ctx: Pick<Context, 'sql'>, { gstin, from, to }: Scope): Promise<AmendmentRow[]> {
  return ctx.sql<AmendmentRow>(
    `select a.id, a.document_id, d.kind, d.number, d.date, d.total, d.reverse_charge, d.charge, d.buyer ->> 'name' as buyer, c.category,
       a.buyer_gstin, a.place_of_supply, a.head, d.place_of_supply as original_place, d.head as original_head, a.original_period,
       a.before, a.after, s.number as bill_number, s.date as bill_date, s.port_code
     from gst_amendments a join documents d on d.tenant_id = $1 and d.id = a.document_id
       join parties c on c.tenant_id = $1 and c.id = d.customer_id
       left join shipping_bills s on s.tenant_id = $1 and s.amendment_id = a.id
     where a.tenant_id = $1 and a.gstin = $2 and a.period between $3 and $4 order by d.date, d.number_key`,
    [gstin, from.slice(0, 7), to.slice(0, 7)],
  );
}

const signOf = ({ kind }: AmendmentRow): 1 | -1 => (kind === 'credit_note' ? -1 : 1);

/** The difference as rows of the month: what ought to have been told adds, what was told takes off. */
export function differenceOf(rows: readonly AmendmentRow[]): GroupRow[] {
  return rows.flatMap((row) => {
    const { charge, category } = row;
    const told = (rate: ToldRate, sign: number, place_of_supply: string, head: string): GroupRow => ({
      ...{ section: rate.section, type: rate.type, rate: rate.rate, treatment: rate.treatment },
      ...{ place_of_supply, head, charge, category },
      ...(Object.fromEntries(SUMS.map((name) => [name, sign * Number(rate[name])])) as Record<keyof Sums, number>),
    });
    const sign = signOf(row);
    return [
      ...row.after.map((rate) => told(rate, sign, row.place_of_supply, row.head)),
      ...row.before.map((rate) => told(rate, -sign, row.original_place, row.original_head)),
    ];
  });
}

const ofSection = (rates: readonly ToldRate[]): { section: Amended; rates: ToldRate[] } | null => {
  const own = rates.filter(({ section }) => section !== 'nil');
  const section = own[0]?.section;
  return section && isAmendable(section) ? { section, rates: own } : null;
};

/** One rate, with the head that applies. */
export const itemOf = (
  { rate, taxable_value, igst, cgst, sgst, cess }: Omit<ToldRate, 'section' | 'treatment'>,
  inter: boolean,
) => ({
  rt: rate,
  txval: taxable_value / 100,
  ...(inter ? { iamt: igst / 100 } : { camt: cgst / 100, samt: sgst / 100 }),
  csamt: cess / 100,
});

/** One rate of an export. */
export const abroadItem = ({ rate, taxable_value, igst, cess }: Pick<ToldRate, 'rate' | (typeof SUMS)[number]>) => ({
  rt: rate,
  txval: Number(taxable_value) / 100,
  iamt: Number(igst) / 100,
  csamt: Number(cess) / 100,
});

/** A shipping bill as the portal reads it. */
export const portalBill = ({ number, date, port_code }: Bill) => ({
  sbpcode: port_code,
  sbnum: number,
  sbdt: portalDate(date),
});

const billOfRow = ({ bill_number: number, bill_date: date, port_code }: AmendmentRow) =>
  number && date && port_code ? portalBill({ number, date, port_code }) : {};

/** Documents that are amended one by one: b2ba, b2cla, expa, cdnra, cdnura. */
export function amendedTables(rows: readonly AmendmentRow[]) {
  const tables = { b2ba: [], b2cla: [], expa: [], cdnra: [], cdnura: [] } as Record<string, object[]>;
  const into = (list: object[], key: string, value: string | null, many: string, entry: object): void => {
    const found = list.find((one) => (one as Record<string, unknown>)[key] === value) as
      | Record<string, object[]>
      | undefined;
    if (found) found[many]?.push(entry);
    else list.push({ [key]: value, [many]: [entry] });
  };
  for (const row of rows) {
    const found = ofSection(row.after);
    if (!found || found.section === 'b2cs') continue;
    const { number, date, total, place_of_supply: pos, head, buyer_gstin } = row;
    const [first] = found.rates as [ToldRate];
    const inter = head === 'inter' || first.type.startsWith('SE');
    const day = portalDate(date);
    const itms = found.rates.map((rate) => ({ num: Math.round(rate.rate * 100) + 1, itm_det: itemOf(rate, inter) }));
    const rchrg = row.reverse_charge ? 'Y' : 'N';
    const invoice = { oinum: number, oidt: day, inum: number, idt: day, val: total / 100 };
    const ntty = row.kind === 'credit_note' ? 'C' : 'D';
    const note = { ont_num: number, ont_dt: day, ntty, nt_num: number, nt_dt: day, val: total / 100 };
    const list = tables[AMENDED[found.section]] as object[];
    if (found.section === 'b2b')
      into(list, 'ctin', buyer_gstin, 'inv', { ...invoice, pos, rchrg, inv_typ: first.type, itms });
    else if (found.section === 'b2cl') into(list, 'pos', pos, 'inv', { ...invoice, itms });
    else if (found.section === 'exp')
      into(list, 'exp_typ', first.type, 'inv', { ...invoice, ...billOfRow(row), itms: found.rates.map(abroadItem) });
    else if (found.section === 'cdnr')
      into(list, 'ctin', buyer_gstin, 'nt', { ...note, pos, rchrg, inv_typ: first.type, itms });
    else list.push({ typ: first.type, ...note, pos, itms });
  }
  return Object.fromEntries(Object.entries(tables).filter(([, list]) => list.length > 0));
}

type SmallRow = Pick<GroupRow, 'section' | 'type' | 'place_of_supply' | 'rate' | (typeof SUMS)[number]>;

/** Small sales are amended as the sums that they stood in: for each place and rate that changed, what it comes to now. Pure. */
export function smallOf(month: string, told: readonly SmallRow[], changes: readonly SmallRow[]) {
  const keyOf = ({ type, place_of_supply, rate }: SmallRow): string => `${type} ${place_of_supply} ${rate}`;
  const own = changes.filter(({ section }) => section === 'b2cs');
  return [...new Set(own.map(keyOf))].sort().map((key) => {
    const rows = [...told.filter((row) => row.section === 'b2cs'), ...own].filter((row) => keyOf(row) === key);
    const [first] = rows as [SmallRow];
    const sums = Object.fromEntries(
      SUMS.map((name) => [name, rows.reduce((all, row) => all + Number(row[name]), 0)]),
    ) as Pick<SmallRow, (typeof SUMS)[number]>;
    const { type, place_of_supply: pos, rate } = first;
    return {
      omon: returnPeriod(month),
      sply_ty: type,
      pos,
      typ: 'OE',
      ...itemOf({ ...sums, type, rate }, type === 'INTER'),
    };
  });
}

/** b2csa of this return: the months that it amends, each with what earlier amendments changed already. */
export async function amendedSmall(ctx: Pick<Context, 'sql'>, scope: Scope, rows: readonly AmendmentRow[]) {
  const small = rows.filter(({ after }) => ofSection(after)?.section === 'b2cs');
  const months = [...new Set(small.map(({ original_period }) => original_period))].sort();
  const found = [];
  for (const month of months) {
    const { gstin } = scope;
    const [filed] = await ctx.sql<{ from_date: string; to_date: string }>(
      `select from_date, to_date from gst_filings where tenant_id = $1 and gstin = $2 and period = $3 and form = 'gstr1' and unfiled_at is null`,
      [gstin, month],
    );
    const days = filed ? { from: filed.from_date, to: filed.to_date } : monthSpan(month);
    const told = await groupRows(ctx, { ...scope, ...days, told: [] }, ['b2cs']);
    const before = { ...scope, from: '2017-07-01', to: addDays(scope.from, -1) };
    const earlier = (await amendmentRows(ctx, before)).filter((one) => one.original_period === month);
    const own = small.filter(({ original_period }) => original_period === month);
    found.push(...smallOf(month, [...told, ...differenceOf(earlier)], differenceOf(own)));
  }
  return found;
}

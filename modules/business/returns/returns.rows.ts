/** What the returns are made of: the stored lines of one registration's issued documents, added up by the database. */
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Section } from '../gst/sections.ts';
import type { Scope } from './periods.ts';

type Handle = Pick<Context, 'sql'>;

/** Sums of lines, in paise. */
export interface Sums {
  taxable_value: number;
  igst: number;
  cgst: number;
  sgst: number;
  cess: number;
}
export const SUMS = ['taxable_value', 'igst', 'cgst', 'sgst', 'cess'] as const;

/** One rate of one document. */
export interface DocumentRate extends Sums {
  id: string;
  kind: 'invoice' | 'credit_note' | 'debit_note';
  number: string;
  date: string;
  total: number;
  place_of_supply: string;
  reverse_charge: boolean;
  charge: string;
  head: string;
  /** Category of the customer, as it stands now. */
  category: string;
  buyer: string;
  ctin: string | null;
  section: Section;
  type: string;
  rate: number;
  treatment: string;
}

/** Takes away where a credit note does. */
const SIGN = "case d.kind when 'credit_note' then -1 else 1 end";
const sums = (sign = '1'): string =>
  SUMS.map((name) => `sum(${sign} * l.${name}::bigint)::bigint as ${name}`).join(', ');

const SALES = "d.kind in ('invoice', 'credit_note', 'debit_note')";

/** Issued documents of a registration and their lines: `$2` and `$3` are the first and last day, `$4` is the GSTIN. */
const FROM = `from documents d join document_lines l on l.tenant_id = d.tenant_id and l.document_id = d.id
  where d.tenant_id = $1 and ${SALES} and d.status = 'issued'
    and d.date between $2 and $3 and d.seller ->> 'gstin' = $4 and l.return_section is not null`;

const BEARS_TAX = "l.treatment in ('taxable', 'zero_rated')";

const daysOf = ({ from, to, gstin }: Scope): string[] => [from, to, gstin];

/** A row of table 12, as far as it is named; `hsn` null: the lines without a code. */
export interface OfHsn {
  hsn?: string | null;
  hsn_of?: 'b2b' | 'b2c';
  unit?: string;
  rate?: number;
}

/** Services are told without a unit. */
const UNIT = "case when l.nature = 'service' then 'NA' else l.unit end";

/** Its lines, where `taken` values stand before. */
function linesOf({ hsn, hsn_of, unit, rate }: OfHsn, taken: number): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const next = (value: unknown): string => `$${taken + values.push(value)}`;
  const text = [
    'l.hsn_of is not null',
    ...(hsn === undefined ? [] : [`l.hsn is not distinct from ${next(hsn)}::text`]),
    ...(hsn_of === undefined ? [] : [`l.hsn_of = ${next(hsn_of)}`]),
    ...(unit === undefined ? [] : [`${UNIT} = ${next(unit)}`]),
    ...(rate === undefined ? [] : [`l.return_rate = ${next(rate)}::numeric`]),
  ];
  return { text: text.join(' and '), values };
}

interface Asked {
  /** The treatments of one rate stand apart. */
  apart?: boolean;
  page?: number;
  /** Those alone that operators collect tax of. */
  through?: boolean;
  /** Lines of table 12 alone. */
  of?: OfHsn | undefined;
}

/**
 * Documents of these sections by rate, oldest first. Read in pages, so that a busy month needs little at a time. Registered
 * customers of months that an IFF told are left out of GSTR-1.
 */
export async function* documentRates(
  ctx: Handle,
  scope: Scope,
  sections: readonly Section[],
  { apart = false, page = 5000, through = false, of }: Asked = {},
): AsyncGenerator<DocumentRate[]> {
  const { from, to, gstin, told } = scope;
  const lines = of ? linesOf(of, 4) : null;
  let after: [string, string] = [from, '00000000-0000-0000-0000-000000000000'];
  for (;;) {
    const ids = await ctx.sql<{ id: string; date: string }>(
      `select d.id, d.date from documents d where d.tenant_id = $1 and ${SALES}
         and d.status = 'issued' and d.date between $2 and $3 and d.seller ->> 'gstin' = $4
         and (d.date, d.id) > ($2, $5)${through ? ' and d.ecommerce_operator is not null' : ''} order by d.date, d.id limit $6`,
      [after[0], to, gstin, after[1], page],
    );
    const last = ids.at(-1);
    if (!last) return;
    yield await ctx.sql<DocumentRate>(
      `select d.id, d.kind, d.number, d.date, d.total, d.place_of_supply, d.reverse_charge, d.charge, d.head, d.buyer ->> 'name' as buyer,
         d.buyer ->> 'gstin' as ctin, l.return_section as section, l.return_type as type, l.return_rate as rate,
         min(l.treatment) as treatment,${apart ? ' (select c.category from parties c where c.tenant_id = $1 and c.id = d.customer_id) as category,' : ''} ${sums()}
       from documents d join document_lines l on l.tenant_id = d.tenant_id and l.document_id = d.id
       where d.tenant_id = $1 and d.id = any($2::uuid[]) and l.return_section = any($3)
         and not (l.return_section in ('b2b', 'cdnr') and to_char(d.date, 'YYYY-MM') = any($4::text[]))${through ? ` and ${BEARS_TAX}` : ''}${lines ? ` and ${lines.text}` : ''}
       group by d.tenant_id, d.id, l.return_section, l.return_type, l.return_rate${apart ? ', l.treatment' : ''}
       order by d.date, d.number_key, d.id, l.return_rate desc`,
      [ids.map(({ id }) => id), sections, told, ...(lines?.values ?? [])],
    );
    if (ids.length < page) return;
    after = [last.date, last.id];
  }
}

export interface GroupRow extends Sums {
  section: Section;
  type: string;
  place_of_supply: string;
  rate: number;
  treatment: string;
  charge: string;
  head: string;
  /** Category of the customer, as it stands now. */
  category: string;
}

/** The days by section, place, rate and treatment, notes taken off; without what an IFF told. Of these sections alone, where they are named. */
export async function groupRows(ctx: Handle, scope: Scope, only?: readonly Section[]): Promise<GroupRow[]> {
  return ctx.sql<GroupRow>(
    `select x.*, c.category from (
       select l.return_section as section, l.return_type as type, d.place_of_supply, l.return_rate as rate, l.treatment, d.charge,
         d.head, d.customer_id, d.tenant_id, ${sums(SIGN)} ${FROM}
         and not (l.return_section in ('b2b', 'cdnr') and to_char(d.date, 'YYYY-MM') = any($5::text[]))${only ? '\n         and l.return_section = any($6)' : ''}
       group by d.tenant_id, l.return_section, l.return_type, d.place_of_supply, l.return_rate, l.treatment, d.charge, d.head, d.customer_id
     ) x join parties c on c.tenant_id = x.tenant_id and c.id = x.customer_id where x.tenant_id = $1`,
    [...daysOf(scope), scope.told, ...(only ? [only] : [])],
  );
}

/** What an operator stands for: `clttx`, he collects tax at source (14(a)); `paytx`, he pays the tax himself (14(b)). */
export type Liability = 'clttx' | 'paytx';

export interface OperatorSum extends Sums {
  etin: string;
  liability: Liability;
}

/** Table 14: sales through operators, notes taken off. What bears no tax is not in it (s.52(1)). */
export async function operatorRows(ctx: Handle, scope: Scope): Promise<OperatorSum[]> {
  return ctx.sql<OperatorSum>(
    `select d.ecommerce_operator ->> 'gstin' as etin, case d.charge when 'operator' then 'paytx' else 'clttx' end as liability, ${sums(SIGN)}
     ${FROM} and d.ecommerce_operator is not null and ${BEARS_TAX}
     group by 1, 2 order by 2, 1`,
    daysOf(scope),
  );
}

/** Table 12 is told apart for registered buyers since then. */
const APART_SINCE = '2025-05';

export interface HsnSum extends Sums {
  /** `all`: of a return from before they were told apart. */
  hsn_of: 'b2b' | 'b2c' | 'all';
  /** Null: lines without a code, which stand in the sections and not in the file. */
  hsn: string | null;
  unit: string;
  is_service: boolean;
  rate: number;
  description: string;
  quantity: number;
}

/** Table 12: by HSN, unit and rate, apart for registered buyers and all others. */
export async function hsnRows(ctx: Handle, scope: Scope): Promise<HsnSum[]> {
  const side = scope.period < APART_SINCE ? "'all'" : 'l.hsn_of';
  return ctx.sql<HsnSum>(
    `select ${side} as hsn_of, l.hsn, ${UNIT} as unit, l.nature = 'service' as is_service,
       l.return_rate as rate, max(l.description) as description,
       sum(${SIGN} * case when l.nature = 'service' then 0 else l.quantity end)::float8 as quantity, ${sums(SIGN)}
     ${FROM} and l.hsn_of is not null
     group by 1, 2, 3, 4, 5 order by 1, 2 nulls last, 3, 5`,
    daysOf(scope),
  );
}

/** What table 13 lists: a document or a voucher with a number. */
export interface NumberRow {
  kind: 'invoice' | 'credit_note' | 'debit_note' | 'challan' | 'receipt_voucher' | 'refund_voucher';
  /** Of a challan: what the goods were sent for. */
  purpose: string | null;
  number: string;
  is_cancelled: boolean;
}

/** Numbers that were given in these days, in the order of their series. `$5`: whether vouchers without a GSTIN are of this one. */
export async function numbersOf(ctx: Handle, scope: Scope): Promise<NumberRow[]> {
  return ctx.sql(
    `select kind, purpose, number, is_cancelled from (
       select d.kind, d.purpose, d.number, d.number_key, d.status = 'cancelled' as is_cancelled from documents d
       where d.tenant_id = $1 and d.kind in ('invoice', 'credit_note', 'debit_note', 'challan') and d.number is not null
         and d.document_type <> 'financial_note' and d.date between $2 and $3 and d.seller ->> 'gstin' = $4
       union all
       select p.voucher, null, p.number, p.number_key, p.status <> 'posted' from payments p
       where p.tenant_id = $1 and p.voucher in ('receipt_voucher', 'refund_voucher') and p.date between $2 and $3
         and coalesce(p.supplier_gstin, $5::text) = $4
     ) x order by kind, regexp_replace(number_key, '[0-9]+$', ''), length(number_key), number_key`,
    [...daysOf(scope), scope.main],
  );
}

/** Months that numbers of a kind between two others are dated in, other than these days; what is in none was never given. */
export async function elsewhere(
  ctx: Handle,
  { from, to }: Scope,
  keys: readonly string[],
): Promise<{ number_key: string; date: string }[]> {
  return ctx.sql(
    `select d.number_key, d.date from documents d where d.tenant_id = $1 and d.number_key = any($2) and d.kind <> 'estimate'
       and d.kind <> 'order' and d.date not between $3 and $4
     union all
     select p.number_key, p.date from payments p where p.tenant_id = $1 and p.number_key = any($2) and p.date not between $3 and $4`,
    [keys, from, to],
  );
}

export interface FindingRow {
  id: string;
  kind: DocumentRate['kind'];
  number: string | null;
  buyer: string;
  fault: 'draft' | 'hsn' | 'short' | 'export' | 'bill';
  hsn: string | null;
}

/** What is not in the return and perhaps should be, or is in it and looks odd. `digits`: as many as a code has at least. */
export async function findingsOf(ctx: Handle, scope: Scope, digits: number): Promise<FindingRow[]> {
  return ctx.sql(
    `select d.id, d.kind, d.number, d.buyer ->> 'name' as buyer, 'draft' as fault, null as hsn from documents d
       left join branches b on b.tenant_id = d.tenant_id and b.id = d.branch_id
     where d.tenant_id = $1 and ${SALES} and d.status = 'draft' and d.date between $2 and $3
       and coalesce(d.seller ->> 'gstin', b.gstin, $6::text) = $4
     union all
     select d.id, d.kind, d.number, d.buyer ->> 'name', f.fault, min(l.hsn) from documents d
       join document_lines l on l.tenant_id = d.tenant_id and l.document_id = d.id
       cross join lateral (select case when l.hsn is null then case when l.treatment <> 'non_gst' then 'hsn' end
         when length(l.hsn) < $5::integer then 'short'
         when l.nature = 'goods' and length(l.hsn) < 8 and (l.return_section = 'exp' or l.return_type like 'EXP%') then 'export'
         end as fault) f
     where d.tenant_id = $1 and ${SALES} and d.status = 'issued' and d.date between $2 and $3 and d.seller ->> 'gstin' = $4
       and l.hsn_of is not null and f.fault is not null
     group by d.tenant_id, d.id, f.fault
     union all
     select d.id, d.kind, d.number, d.buyer ->> 'name', 'bill', null from documents d
     where d.tenant_id = $1 and d.kind = 'invoice' and d.status = 'issued' and d.date between $2 and $3 and d.seller ->> 'gstin' = $4
       and d.supply_type in ('export_with_payment', 'export_without_payment')
       and exists (select from document_lines l where l.tenant_id = $1 and l.document_id = d.id and l.nature = 'goods' and l.return_section = 'exp')
       and not exists (select from shipping_bills s where s.tenant_id = $1 and s.document_id = d.id)
     limit 100`,
    [...daysOf(scope), digits, scope.main],
  );
}

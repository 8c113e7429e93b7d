/** The sales register: what was invoiced in a period less what notes took back, by document or line, or summed by what people ask for. */
import { invalidInput, ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { spanOf } from './balances.ts';
import type { Sales, SalesInput, SalesRow } from './sales.schema.ts';
import { LINE_VIEWS, NARROWING, type SalesView } from './sales_looks.ts';

const TAXES = ['cgst', 'sgst', 'igst', 'cess'] as const;
const sumOf = (names: readonly string[], of: (name: string) => string): string =>
  names.map((name) => `coalesce(sum(${of(name)}), 0)::bigint as ${name}`).join(', ');
/** Tax that somebody else pays is told on documents and is no part of what they come to; nor is it here. */
const charged = (from: 'd' | 'l'): string => TAXES.map((tax) => `s.charged * ${from}.${tax}::bigint`).join(' + ');

const AMOUNTS = {
  d: `${sumOf(['taxable_value'], (name) => `s.sign * d.${name}::bigint`)}, ${sumOf(TAXES, (tax) => `s.sign * s.charged * d.${tax}::bigint`)},
    coalesce(sum(s.sign * (d.total::bigint - d.taxable_value::bigint - (${charged('d')}))), 0)::bigint as other,
    ${sumOf(['total'], (name) => `s.sign * d.${name}::bigint`)}`,
  l: `${sumOf(['taxable_value'], (name) => `s.sign * l.${name}::bigint`)}, ${sumOf(TAXES, (tax) => `s.sign * s.charged * l.${tax}::bigint`)},
    0::bigint as other, coalesce(sum(s.sign * (l.taxable_value::bigint + ${charged('l')})), 0)::bigint as total`,
} as const;

const ITEM = "coalesce(l.product_id::text, 'text:' || lower(l.description))";
const RATE =
  "case when l.treatment in ('taxable', 'zero_rated') then trim_scale(l.tax_rate)::text else l.treatment end";
const QUANTITY = 'sum(s.sign * l.quantity)::float8';

/** How a look is read: what its rows are of, what they say, what tells them apart and how they stand. */
interface Look {
  says: string;
  group: string;
  order: string;
  joins?: string;
}
const DOCUMENT = `d.id::text as key, d.date, d.number, replace(d.kind, '_', '-') || 's' as noun, d.buyer ->> 'name' as name,
  d.buyer ->> 'gstin' as gstin, d.place_of_supply`;
const LARGEST = 'taxable_value desc, key';

const LOOKS: Readonly<Record<SalesView, Look>> = {
  document: { says: DOCUMENT, group: 'd.tenant_id, d.id', order: 'date, number_key, key' },
  line: {
    says: `${DOCUMENT}, l.line, l.description, l.hsn, ${RATE} as rate, ${QUANTITY} as quantity, l.unit`,
    group: 'd.tenant_id, d.id, l.tenant_id, l.document_id, l.line',
    order: 'date, number_key, key, line',
  },
  customer: {
    says: 'd.customer_id::text as key, p.name, p.gstin',
    group: 'd.customer_id, p.name, p.gstin',
    order: LARGEST,
    joins: 'join parties p on p.tenant_id = d.tenant_id and p.id = d.customer_id',
  },
  item: {
    says: `${ITEM} as key, coalesce(max(o.name), max(l.description)) as name, max(l.hsn) as hsn, ${QUANTITY} as quantity, l.unit`,
    group: `${ITEM}, l.unit`,
    order: `${LARGEST}, unit`,
    joins: 'left join products o on o.tenant_id = l.tenant_id and o.id = l.product_id',
  },
  hsn: {
    says: `coalesce(l.hsn, '') as key, l.hsn, ${QUANTITY} as quantity, l.unit`,
    group: 'l.hsn, l.unit',
    order: 'key, unit',
  },
  rate: { says: `${RATE} as key, ${RATE} as rate`, group: RATE, order: 'key' },
  month: { says: `to_char(d.date, 'YYYY-MM') as key, to_char(d.date, 'YYYY-MM') as month`, group: '1', order: 'key' },
  place: { says: 'd.place_of_supply as key, d.place_of_supply', group: 'd.place_of_supply', order: 'key' },
  branch: {
    says: `coalesce(d.branch_id::text, '') as key, b.name`,
    group: 'd.branch_id, b.name',
    order: LARGEST,
    joins: 'left join branches b on b.tenant_id = d.tenant_id and b.id = d.branch_id',
  },
};

/** Issued invoices and notes of the days, `$2` to `$3`; `more` is what narrows them. */
const fromOf = (isLines: boolean, more: string, joins = ''): string => `from documents d
  cross join lateral (select case d.kind when 'credit_note' then -1 else 1 end as sign, case d.charge when 'charged' then 1 else 0 end as charged) s
  ${isLines ? 'join document_lines l on l.tenant_id = d.tenant_id and l.document_id = d.id' : ''} ${joins}
  where d.tenant_id = $1 and d.kind = any('{invoice,credit_note,debit_note}') and d.status = 'issued' and d.date between $2::date and $3::date${more}`;

/** What narrows, each with the next parameter after the days. */
const CONDITIONS = {
  customer_id: (at: string) => `d.customer_id = ${at}::uuid`,
  branch_id: (at: string) => `d.branch_id = ${at}::uuid`,
  place_of_supply: (at: string) => `d.place_of_supply = ${at}`,
  item: (at: string) => `${ITEM} = ${at}`,
  hsn: (at: string) => `coalesce(l.hsn, '') = ${at}`,
  rate: (at: string) => `${RATE} = ${at}`,
} as const;
const OF_LINES = ['item', 'hsn', 'rate'] as const;

const NOTHING: Omit<
  SalesRow,
  'key' | 'documents' | 'taxable_value' | 'cgst' | 'sgst' | 'igst' | 'cess' | 'other' | 'total'
> = {
  ...{ date: null, number: null, noun: null, name: null, gstin: null, place_of_supply: null, description: null },
  ...{ hsn: null, rate: null, month: null, quantity: null, unit: null },
};

/**
 * A page of the register. The totals are those of all pages, and the same however it is looked at: what bears no tax and rounding
 * are of whole documents, and stand in the totals alone where rows are made of lines. Throws 400 for a narrowing that a look by
 * document cannot take.
 */
export async function salesRegister(ctx: Context, given: SalesInput): Promise<Sales> {
  const { by = 'document', limit = 200 } = given;
  const span = spanOf(ctx, given);
  const narrowing = NARROWING.filter((name) => given[name] !== undefined);
  const ofLines = OF_LINES.find((name) => given[name] !== undefined);
  const isLines = LINE_VIEWS.includes(by);
  if (ofLines && !isLines)
    throw problem(invalidInput, {
      errors: [{ pointer: `/${ofLines}`, detail: `Look by ${LINE_VIEWS.join(', ')}: a document may have several.` }],
    });
  const more = narrowing.map((name, index) => ` and ${CONDITIONS[name](`$${index + 4}`)}`).join('');
  const values = [span.from, span.to, ...narrowing.map((name) => given[name])];
  const look = LOOKS[by];
  const source = isLines ? 'l' : 'd';
  const offset = Number(given.cursor ?? 0);
  const ordered = look.order.includes('number_key') ? ', d.number_key' : '';
  const rows = await ctx.sql<SalesRow>(
    `select ${look.says}${ordered}, count(distinct d.id)::integer as documents, ${AMOUNTS[source]}
     ${fromOf(isLines, more, look.joins)} group by ${look.group} order by ${look.order} limit $${values.length + 2} offset $${values.length + 3}`,
    [...values, limit + 1, offset],
  );
  const whole = ofLines ? 'l' : 'd';
  const [totals] = await ctx.sql<Sales['totals']>(
    `select count(distinct d.id)::integer as documents, ${AMOUNTS[whole]} ${fromOf(whole === 'l', more)}`,
    values,
  );
  return {
    ...{ by, ...span },
    rows: rows.slice(0, limit).map((row) => ({ ...NOTHING, ...row })),
    totals: totals as Sales['totals'],
    next_cursor: rows.length > limit ? String(offset + limit) : null,
  };
}

/** A file holds no more than so many rows. */
const MOST_ROWS = 100_000;

/** All rows at once. Throws 422 for more than `most`. */
export async function wholeRegister(ctx: Context, given: SalesInput, most = MOST_ROWS): Promise<Sales> {
  const whole = await salesRegister(ctx, { ...given, limit: most });
  if (whole.next_cursor)
    throw problem(ruleBroken, {
      errors: [{ pointer: '/from', detail: `These are more than ${most} rows; choose a shorter period.` }],
    });
  return whole;
}

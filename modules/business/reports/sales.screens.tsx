/** The sales register: by document or line, or summed by what one asks for; each row leads to what it is made of. */
import { monthSpan } from '@tenantry/india/fiscal.ts';
import { labelOfCode } from '@tenantry/india/states.ts';
import { day, month } from '@tenantry/ui/format/days.ts';
import { money, percent, quantity } from '@tenantry/ui/format/figures.ts';
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { Select } from '@tenantry/ui/parts/text_field.tsx';
import { useWords, type Words } from '@tenantry/ui/words/words.tsx';
import type { ReactNode } from 'react';
import { Drill, figureOf, ReportFrame, spanWords, useSpan } from './frame.screens.tsx';
import { usePages } from './pages.screens.tsx';
import type { Sales, SalesRow } from './sales.schema.ts';
import { NARROWING, SALES_AMOUNTS, SALES_COLUMNS, SALES_VIEWS, type SalesView } from './sales_looks.ts';

const PATH = '/reports/sales';
const FIGURES = new Set<keyof SalesRow>(['documents', 'quantity']);

/** The look that a row of another opens, and what narrows it to the row. */
const OPENS: Partial<Record<SalesView, [by: SalesView, narrowed: (typeof NARROWING)[number]]>> = {
  customer: ['document', 'customer_id'],
  item: ['line', 'item'],
  hsn: ['line', 'hsn'],
  rate: ['line', 'rate'],
  place: ['document', 'place_of_supply'],
  branch: ['document', 'branch_id'],
};

/** The days of a month, as addresses have them. */
function daysOf(of: string): string {
  const { from, to } = monthSpan(of);
  return `${from}..${to}`;
}

/** What a row says in a column. */
function textOf(words: Words, row: SalesRow, column: keyof SalesRow): string {
  const value = row[column];
  if (column === 'name' && value === null) return words('reports.sales_no_branch');
  if (value === null || value === '') return '—';
  if (column === 'date') return day(String(value));
  if (column === 'month') return month(String(value));
  if (column === 'place_of_supply') return labelOfCode(String(value));
  if (column === 'quantity') return quantity(Number(value));
  if (column === 'rate') return Number.isNaN(Number(value)) ? words(`reports.sales_${value}`) : percent(Number(value));
  return String(value);
}

export default function SalesScreen(): ReactNode {
  const words = useWords();
  const { search, go } = usePlace();
  const span = useSpan(PATH);
  const by = SALES_VIEWS.find((one) => one === search.by) ?? 'document';
  const narrowed = Object.fromEntries(NARROWING.flatMap((name) => (search[name] ? [[name, search[name]]] : [])));
  const input = { by, from: span.from, to: span.to, ...narrowed };
  const { first, rows, fault, more } = usePages<SalesRow, Sales>(`GET ${PATH}`, input);
  const columns: readonly (keyof SalesRow)[] = SALES_COLUMNS[by];

  /** A head of tax that nothing bore takes no room. */
  const amounts = SALES_AMOUNTS.filter(
    (name) => name === 'taxable_value' || first?.totals[name] || rows.some((row) => row[name] !== 0),
  );

  function opened(row: SalesRow, text: string): ReactNode {
    if (row.noun) return <Drill to={`/${row.noun}/${row.key}`}>{text}</Drill>;
    if (by === 'month')
      return (
        <Drill to={PATH} search={{ by: 'document', period: daysOf(row.key) }}>
          {text}
        </Drill>
      );
    const [look, name] = OPENS[by] ?? [];
    if (!look || !name || !row.key) return text;
    return (
      <Drill to={PATH} search={{ period: span.period, by: look, [name]: row.key, of: text }}>
        {text}
      </Drill>
    );
  }
  /** Of a document its number leads there, of sums the first column. */
  const leads = (column: keyof SalesRow): boolean =>
    columns.includes('number') ? column === 'number' : column === columns[0];

  return (
    <ReportFrame
      title={words('nav.sales')}
      about={[spanWords(span), search.of].filter(Boolean).join(' · ')}
      call={`GET ${PATH}`}
      input={input}
      name={`sales-by-${by}`}
      fault={fault}
      isLoading={!first}
      acts={
        <>
          {Object.keys(narrowed).length > 0 ? (
            <Button onClick={() => go(PATH, { search: { period: span.period, by } })}>
              {words('reports.sales_all')}
            </Button>
          ) : null}
          <Select
            label={words('reports.sales_by')}
            hideLabel
            choices={SALES_VIEWS.map((value) => ({ value, label: words(`reports.sales_by_${value}`) }))}
            value={by}
            onChange={({ target }) => go(PATH, { search: { period: span.period, by: target.value } })}
          />
        </>
      }
    >
      {first && rows.length === 0 ? <p className="report-empty">{words('reports.sales_none')}</p> : null}
      {first && rows.length > 0 ? (
        <table className="report-table report-sales">
          <thead>
            <tr>
              {columns.map((column) => (
                <th scope="col" key={column} data-text={!FIGURES.has(column) || undefined}>
                  {words(`reports.sales_${column}`)}
                </th>
              ))}
              {amounts.map((name) => (
                <th scope="col" key={name}>
                  {words(name === 'total' ? 'reports.total' : `reports.sales_${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of one document have one key, and rows only come at the end
              <tr key={`${row.key}/${index}`}>
                {columns.map((column) => {
                  const text = textOf(words, row, column);
                  const said = leads(column) ? opened(row, text) : text;
                  return column === columns[0] ? (
                    <th scope="row" key={column}>
                      {said}
                    </th>
                  ) : (
                    <td key={column} data-text={!FIGURES.has(column) || undefined}>
                      {said}
                    </td>
                  );
                })}
                {amounts.map((name) => (
                  <td key={name}>{figureOf(row[name])}</td>
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={columns.length}>
                {words('reports.sales_total', { count: first.totals.documents })}
              </th>
              {amounts.map((name) => (
                <td key={name}>{money(first.totals[name])}</td>
              ))}
            </tr>
          </tfoot>
        </table>
      ) : null}
      {more ? <Button onClick={more}>{words('reports.more')}</Button> : null}
    </ReportFrame>
  );
}

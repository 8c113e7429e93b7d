/** Ageing: what each customer owes by how long it is overdue, at the end of the period's last day. */
import { day } from '@tenantry/ui/format/days.ts';
import { money } from '@tenantry/ui/format/figures.ts';
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import type { ReactNode } from 'react';
import type { Static } from 'typebox';
import { Drill, figureOf, Head, ReportFrame, useSpan } from './frame.screens.tsx';
import type { Ageing } from './reports.schema.ts';

const FIGURES = ['not_due', 'days_30', 'days_60', 'days_90', 'older', 'invoices', 'other', 'balance'] as const;

export default function AgeingScreen(): ReactNode {
  const words = useWords();
  const place = usePlace();
  const span = useSpan('/reports/ageing');
  // Nobody knows what will be owed.
  const to = [span.to, place.today].sort()[0] as string;
  const input = { as_of: to };
  const { data, fault } = useLoaded<Static<typeof Ageing>>('GET /reports/ageing', input);
  return (
    <ReportFrame
      title={words('nav.ageing')}
      about={words('reports.as_of', { day: day(to) })}
      call="GET /reports/ageing"
      input={input}
      name="ageing"
      fault={fault}
      isLoading={!data}
    >
      {data && data.rows.length === 0 ? <p className="report-empty">{words('reports.nobody_owes')}</p> : null}
      {data && data.rows.length > 0 ? (
        <table className="report-table">
          <Head names={['customer', ...FIGURES]} />
          <tbody>
            {data.rows.map((row) => (
              <tr key={row.party_id}>
                <th scope="row">
                  <Drill to={`/reports/statement/${row.party_id}`} search={{ period: `..${to}` }}>
                    {row.party_name}
                  </Drill>
                </th>
                {FIGURES.map((name) => (
                  <td key={name}>
                    {name === 'invoices' && row.invoices !== 0 ? (
                      <Drill to="/invoices" search={{ customer_id: row.party_id, balance_from: '0.01' }}>
                        {money(row.invoices)}
                      </Drill>
                    ) : (
                      figureOf(row[name])
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{words('reports.total')}</th>
              {FIGURES.map((name) => (
                <td key={name}>{money(data.totals[name])}</td>
              ))}
            </tr>
          </tfoot>
        </table>
      ) : null}
    </ReportFrame>
  );
}

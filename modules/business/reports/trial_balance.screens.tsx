/** The trial balance: every account of the period, each a link to its ledger. */
import { money } from '@tenantry/ui/format/figures.ts';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import type { ReactNode } from 'react';
import type { Static } from 'typebox';
import { Drill, figureOf, Head, ReportFrame, spanWords, useSpan } from './frame.screens.tsx';
import type { TrialBalance } from './reports.schema.ts';

const FIGURES = ['opening', 'debit', 'credit', 'closing'] as const;

export default function TrialBalanceScreen(): ReactNode {
  const words = useWords();
  const span = useSpan('/reports/trial-balance');
  const input = { from: span.from, to: span.to };
  const { data, fault } = useLoaded<Static<typeof TrialBalance>>('GET /reports/trial-balance', input);
  return (
    <ReportFrame
      title={words('nav.trial-balance')}
      about={spanWords(span)}
      call="GET /reports/trial-balance"
      input={input}
      name="trial-balance"
      fault={fault}
      isLoading={!data}
    >
      {data ? (
        <table className="report-table">
          <Head names={['account', ...FIGURES]} />
          <tbody>
            {data.rows.map((row) => (
              <tr key={row.account_id}>
                <th scope="row">
                  <span className="report-code">{row.code}</span>{' '}
                  <Drill to={`/reports/ledger/${row.account_id}`} search={{ period: span.period }}>
                    {row.name}
                  </Drill>
                </th>
                {FIGURES.map((name) => (
                  <td key={name}>{figureOf(row[name])}</td>
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

/** One account, or one customer or vendor, line by line; each line leads to its voucher's record. */
import { day } from '@tenantry/ui/format/days.ts';
import { money } from '@tenantry/ui/format/figures.ts';
import { Button } from '@tenantry/ui/parts/button.tsx';
import type { ScreenProps } from '@tenantry/ui/screens/screen.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import type { ReactNode } from 'react';
import type { Static } from 'typebox';
import { StatementActs } from '../statements/statement_acts.screens.tsx';
import { Drill, figureOf, Head, ReportFrame, spanWords, useSpan } from './frame.screens.tsx';
import { usePages } from './pages.screens.tsx';
import type { Ledger, LedgerRow } from './reports.schema.ts';

type Answer = Static<typeof Ledger>;

/** Records with a page; other vouchers are shown themselves. */
const PAGES = new Set(['invoices', 'credit-notes', 'debit-notes', 'payments']);
export const pageOf = ({
  source,
  source_id,
  journal_id,
}: Pick<LedgerRow, 'source' | 'source_id' | 'journal_id'>): string =>
  PAGES.has(source) ? `/${source}/${source_id}` : `/journals/${journal_id}`;

export default function LedgerScreen({ params }: ScreenProps): ReactNode {
  const words = useWords();
  const kind = params.party ? 'statement' : 'ledger';
  const id = params.party ?? params.account ?? '';
  const span = useSpan(`/reports/${kind}/${id}`);
  const call = kind === 'ledger' ? 'GET /reports/ledger/{account}' : 'GET /reports/statement/{party}';
  const input = { [kind === 'ledger' ? 'account' : 'party']: id, from: span.from, to: span.to };
  const { first: data, rows, fault, more } = usePages<LedgerRow, Answer>(call, input);
  return (
    <ReportFrame
      title={words(`reports.title_${kind}`, { name: data?.name ?? '' })}
      about={spanWords(span)}
      call={call}
      input={input}
      name={data ? `${kind}-${data.name}` : kind}
      acts={
        data?.party_kind ? (
          <StatementActs party_id={id} span={{ from: span.from, to: span.to }} kind={data.party_kind} />
        ) : undefined
      }
      fault={fault}
      isLoading={!data}
    >
      {data ? (
        <table className="report-table report-ledger">
          <Head names={['date', 'particulars', 'debit', 'credit', 'balance']} />
          <tbody>
            <tr className="report-sum">
              <td />
              <th scope="row">{words('reports.opening')}</th>
              <td />
              <td />
              <td>{money(data.opening)}</td>
            </tr>
            {rows.map((row) => (
              <tr key={`${row.journal_id}/${row.line}`}>
                <td>{day(row.date)}</td>
                <th scope="row">
                  <Drill to={pageOf(row)}>{row.narration}</Drill>
                  {kind === 'ledger' && row.party_name ? <small> {row.party_name}</small> : null}
                </th>
                <td>{figureOf(row.debit)}</td>
                <td>{figureOf(row.credit)}</td>
                <td>{money(row.balance)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td />
              <th scope="row">{words('reports.closing')}</th>
              <td />
              <td />
              <td>{money(data.closing)}</td>
            </tr>
          </tfoot>
        </table>
      ) : null}
      {more ? <Button onClick={more}>{words('reports.more')}</Button> : null}
    </ReportFrame>
  );
}

/** Sections of accounts with their sums: what profit and loss and the balance sheet are made of. */
import { money } from '@tenantry/ui/format/figures.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import type { ReactNode } from 'react';
import { Drill } from './frame.screens.tsx';
import type { AmountRow } from './reports.schema.ts';

export interface Section {
  title: string;
  rows: readonly AmountRow[];
  sum: number;
}

export function Sections({
  sections,
  last,
  period,
}: {
  sections: readonly Section[];
  /** The line that everything comes to. */
  last: { label: string; amount: number };
  period: string;
}): ReactNode {
  const words = useWords();
  return (
    <table className="report-table report-sections">
      {sections.map(({ title, rows, sum }) => (
        <tbody key={title}>
          <tr className="report-title">
            <th scope="rowgroup">{title}</th>
            <td />
          </tr>
          {rows.map(({ account_id, code, name, amount }) => (
            <tr key={code ?? name}>
              <th scope="row">
                {account_id ? (
                  <>
                    <span className="report-code">{code}</span>{' '}
                    <Drill to={`/reports/ledger/${account_id}`} search={{ period }}>
                      {name}
                    </Drill>
                  </>
                ) : (
                  <Drill to="/reports/profit-and-loss" search={{ period: 'all' }}>
                    {words('reports.profit_so_far')}
                  </Drill>
                )}
              </th>
              <td>{money(amount)}</td>
            </tr>
          ))}
          <tr className="report-sum">
            <th scope="row">{words('reports.sum_of', { title })}</th>
            <td>{money(sum)}</td>
          </tr>
        </tbody>
      ))}
      <tfoot>
        <tr>
          <th scope="row">{last.label}</th>
          <td>{money(last.amount)}</td>
        </tr>
      </tfoot>
    </table>
  );
}

/** Figures that are added up, with the accountant's marks: a single rule over a total, a double one under the last. */
import type { ReactNode } from 'react';
import { money } from '../format/figures.ts';
import './totals.css';

export interface TotalLine {
  label: string;
  /** Rupees. */
  amount: number;
  /** `sum` carries a rule over it; `total` two more below, and ends the reckoning. */
  rank?: 'part' | 'sum' | 'total';
  /** E.g. the rate. */
  note?: string;
}

export function Totals({ label, lines }: { label: string; lines: readonly TotalLine[] }): ReactNode {
  return (
    <table className="totals">
      <caption className="visually-hidden">{label}</caption>
      <tbody>
        {lines.map((line) => (
          <tr key={line.label} className={`totals-${line.rank ?? 'part'}`}>
            <th scope="row">
              {line.label}
              {line.note ? <span className="totals-note"> {line.note}</span> : null}
            </th>
            <td className="figure">{money(line.amount)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

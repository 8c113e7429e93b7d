/** What settles a document, part by part, each to be taken back; below it what is left. */
import { day } from '@tenantry/ui/format/days.ts';
import { money } from '@tenantry/ui/format/figures.ts';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { AppLink } from '@tenantry/ui/screens/app.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import type { ReactNode } from 'react';
import { currencyAmount } from '../currencies/iso4217.ts';
import type { Shown } from '../documents/desk.screens.tsx';

export interface Part {
  /** Where the other side stands. */
  path: string;
  number: string;
  date: string;
  /** Rupees. */
  amount: number;
  aside?: ReactNode;
  /** Left out where it may not be taken back. */
  onTakeBack?: (() => void) | undefined;
}

interface SettledTableProps {
  caption: string;
  parts: readonly Part[];
  /** What the last row calls the rest. */
  left: string;
  of: Pick<Shown, 'currency' | 'balance_in_currency'> & { balance: number };
}

export function SettledTable({ caption, parts, left, of }: SettledTableProps): ReactNode {
  const words = useWords();
  return (
    <table className="payment-open payment-of-invoice">
      <caption>{caption}</caption>
      <tbody>
        {parts.map(({ path, number, date, amount, aside, onTakeBack }) => (
          <tr key={path}>
            <th scope="row">
              <AppLink to={path}>{number}</AppLink>
            </th>
            <td>{day(date)}</td>
            <td className="figure">
              {money(amount)}
              {aside}
            </td>
            <td>
              {onTakeBack ? (
                <Button kind="quiet" onClick={onTakeBack}>
                  {words('payments.release')}
                </Button>
              ) : null}
            </td>
          </tr>
        ))}
        <tr className="payment-balance">
          <th scope="row">{left}</th>
          <td />
          <td className="figure">
            {money(of.balance)}
            {of.balance_in_currency ? (
              <span className="payment-abroad">{currencyAmount(of.balance_in_currency, of.currency)}</span>
            ) : null}
          </td>
          <td />
        </tr>
      </tbody>
    </table>
  );
}

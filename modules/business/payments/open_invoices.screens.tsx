/** A customer's open invoices, the oldest due first, and what of each is settled; in another currency how much of that, too. */
import { day } from '@tenantry/ui/format/days.ts';
import { money } from '@tenantry/ui/format/figures.ts';
import { NumberField } from '@tenantry/ui/parts/number_field.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import type { ReactNode } from 'react';
import { currencyAmount, decimalsOf } from '../currencies/iso4217.ts';
import type { Settlement } from './payments.schema.ts';
import { abroadOf, exchangeOf, type OpenInvoice, type Parts, type Rate } from './spread.ts';

export interface OpenInvoicesProps {
  invoices: readonly OpenInvoice[];
  parts: Parts;
  /** What somebody typed that a part settles in the invoice's own currency. */
  abroad: Parts;
  rate: Rate | null;
  errors: Readonly<Record<string, string>>;
  today: string;
  onPart(id: string, amount: number | null): void;
  onAbroad(id: string, in_currency: number | null): void;
}

export function OpenInvoices({ invoices, parts, errors, today, onPart, ...given }: OpenInvoicesProps): ReactNode {
  const words = useWords();
  return (
    <table className="payment-open">
      <caption>{words('payments.open_invoices')}</caption>
      <thead>
        <tr>
          <th scope="col">{words('payments.invoice')}</th>
          <th scope="col">{words('payments.due')}</th>
          <th scope="col">{words('payments.left')}</th>
          <th scope="col">{words('payments.settle_now')}</th>
        </tr>
      </thead>
      <tbody>
        {invoices.map((invoice) => {
          const { id, number, due_date, balance, currency, balance_in_currency: left } = invoice;
          return (
            <tr key={id}>
              <th scope="row">{number}</th>
              <td className={due_date < today ? 'payment-late' : undefined}>
                {day(due_date)} {due_date < today ? words('payments.overdue') : null}
              </td>
              <td className="figure">
                {money(balance)}
                {left === null ? null : <span className="payment-abroad">{currencyAmount(left, currency)}</span>}
              </td>
              <td>
                <NumberField
                  label={words('payments.settle_of', { number })}
                  hideLabel
                  kind="money"
                  value={parts[id] ?? null}
                  error={errors[id]}
                  onChange={(amount) => onPart(id, amount)}
                />
                {left === null || !parts[id] ? null : <Abroad {...given} invoice={invoice} part={parts[id]} />}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

type AbroadProps = Pick<OpenInvoicesProps, 'abroad' | 'rate' | 'onAbroad'> & { invoice: OpenInvoice; part: number };

/** How much of the currency the rupees are, and what is gained or lost by it. */
function Abroad({ invoice, part, abroad, rate, onAbroad }: AbroadProps): ReactNode {
  const words = useWords();
  const { id, number, currency } = invoice;
  const in_currency = abroad[id] ?? abroadOf(invoice, part, rate);
  const exchange = exchangeOf(invoice, part, in_currency);
  return (
    <>
      <NumberField
        label={words('payments.settle_in', { currency, number })}
        hideLabel
        kind="quantity"
        unit={currency}
        decimals={decimalsOf(currency)}
        value={in_currency}
        onChange={(typed) => onAbroad(id, typed)}
      />
      {exchange === 0 ? null : (
        <span className="payment-abroad" role="status">
          {words(exchange > 0 ? 'payments.gains' : 'payments.loses', { amount: money(Math.abs(exchange)) })}
        </span>
      )}
    </>
  );
}

/** What a payment or a note settled of an invoice in its own currency, and what the rate gained or lost: below the rupees. */
export function SettledAbroad({
  of: { in_currency, currency, exchange },
}: {
  of: Pick<Settlement, 'in_currency' | 'currency' | 'exchange'>;
}): ReactNode {
  const words = useWords();
  if (in_currency === null) return null;
  const rate = { amount: money(Math.abs(exchange)) };
  return (
    <span className="payment-abroad">
      {currencyAmount(in_currency, currency)}
      {exchange === 0 ? null : ` · ${words(exchange > 0 ? 'payments.gains' : 'payments.loses', rate)}`}
    </span>
  );
}

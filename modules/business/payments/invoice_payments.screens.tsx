/** What settled an invoice, below the document, what its customer has left to settle it with, and its reminders. */
import { day } from '@tenantry/ui/format/days.ts';
import { money } from '@tenantry/ui/format/figures.ts';
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { AppLink } from '@tenantry/ui/screens/app.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import type { ReactNode } from 'react';
import type { Shown } from '../documents/desk.screens.tsx';
import { Reminders } from '../reminders/reminders.screens.tsx';
import { SettledAbroad } from './open_invoices.screens.tsx';
import type { Credit, Settlement } from './payments.schema.ts';
import { SettledTable } from './settled.screens.tsx';
import { abroadOf, type OpenInvoice, spread, sumOf } from './spread.ts';
import './payments.css';

type Noun = Credit['noun'];
const ONE: Record<Noun, string> = { payments: 'payment', 'credit-notes': 'credit_note' };

/** Rupees of the money, and what they settle in the invoice's own currency. */
interface Part {
  amount: number;
  in_currency: number | null;
}

const takenOf = ({ amount, exchange, in_currency }: Settlement): Part => ({
  amount: sumOf([amount, exchange]),
  in_currency,
});

export function InvoicePayments({
  document,
  onChanged,
}: {
  document: Shown;
  onChanged(document: Shown): void;
}): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { id, balance = 0, status } = document;
  const may = place.allows('payments.read');
  const settled = useLoaded<Settlement[]>(may ? 'GET /invoices/{invoice}/payments' : null, { invoice: id });
  const isOpen = status === 'issued' && balance > 0;
  const credits = useLoaded<Credit[]>(may && isOpen ? 'GET /invoices/{invoice}/credits' : null, { invoice: id });
  const mayWrite = place.allows('payments.write');

  /** Settles or takes back, and shows what the invoice is then. */
  async function change(noun: Noun, of: string, act: 'allocate' | 'release', part: Part): Promise<void> {
    const given = act === 'allocate' ? { allocations: [{ document_id: id, ...part }] } : { document_id: id };
    await place.call(`POST /${noun}/{${ONE[noun]}}/${act}`, { [ONE[noun]]: of, ...given });
    settled.again();
    credits.again();
    onChanged((await place.call<Shown>('GET /invoices/{invoice}', { invoice: id })).data);
  }
  async function attempt(
    noun: Noun,
    of: string,
    act: 'allocate' | 'release',
    part: Part,
    number: string,
  ): Promise<void> {
    const other = act === 'allocate' ? 'release' : 'allocate';
    try {
      await change(noun, of, act, part);
      tell({
        text: words(act === 'allocate' ? 'payments.used' : 'payments.released', { number }),
        undo: () => change(noun, of, other, part),
      });
    } catch (error) {
      const { text, errors } = place.faultOf(error);
      tell({ text: errors.map(({ detail }) => detail).join(' ') || text });
    }
  }
  const rows = settled.data ?? [];
  const left = isOpen ? (credits.data ?? []) : [];
  return (
    <>
      {rows.length > 0 ? (
        <SettledTable
          caption={words('documents.payments')}
          left={words('documents.balance')}
          of={{ ...document, balance }}
          parts={rows.map((one) => {
            const { payment_id, note_id, payment_number, date, amount } = one;
            const noun = payment_id ? 'payments' : 'credit-notes';
            const of = (payment_id ?? note_id) as string;
            return {
              ...{ path: `/${noun}/${of}`, number: payment_number, date, amount, aside: <SettledAbroad of={one} /> },
              onTakeBack: mayWrite ? () => void attempt(noun, of, 'release', takenOf(one), payment_number) : undefined,
            };
          })}
        />
      ) : null}
      {left.length > 0 && mayWrite ? (
        <table className="payment-open payment-of-invoice">
          <caption>{words('payments.credits')}</caption>
          <tbody>
            {left.map(({ noun, id: of, number, date, left: rest, usable, supplier_gstin, currency, exchange_rate }) => {
              const open = {
                ...document,
                balance,
                balance_in_currency: document.balance_in_currency ?? null,
              } as OpenInvoice;
              const rate = exchange_rate === null ? null : { currency, exchange_rate };
              const part = spread([open], usable, null, rate)[id] ?? 0;
              return (
                <tr key={of}>
                  <th scope="row">
                    <AppLink to={`/${noun}/${of}`}>{number}</AppLink>
                    {usable > 0 ? null : (
                      <span className="payment-abroad">
                        {words('payments.of_other_gstin', { gstin: supplier_gstin ?? '' })}
                      </span>
                    )}
                  </th>
                  <td>{day(date)}</td>
                  <td className="figure">{money(rest)}</td>
                  <td>
                    {usable > 0 ? (
                      <Button
                        onClick={() =>
                          void attempt(
                            noun,
                            of,
                            'allocate',
                            { amount: part, in_currency: abroadOf(open, part, rate) },
                            number,
                          )
                        }
                      >
                        {words('payments.use', { amount: money(part) })}
                      </Button>
                    ) : null}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      ) : null}
      {status === 'issued' ? <Reminders of="invoice" id={id} email={document.buyer.email} isOpen={isOpen} /> : null}
    </>
  );
}
